"""
The acquirer's front: receives from shops, knows day and hour, signs terminals in, answers.

Left out: connections, queues and several machines. One host serves one message at a time after a
fixed processing time, and several at once.
"""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any

from emulator.acquirer.authorise import (
    FETCH_PROGRAM,
    MAC_FAILURES_ALLOWED,
    SIGN_IN_AGAIN,
    WITHOUT_MAC,
    Refusal,
    has_valid_mac,
    refuses_terminal,
)
from emulator.acquirer.registry import RegisteredTerminal, Registry
from emulator.domain.interbank import BankEnd, Today
from emulator.domain.message import ANSWER_MTI, Message
from emulator.domain.moments import SECOND
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.kernel.world import Steps, World
from emulator.ledger.book import Book

_TWO_DIGITS = tuple(f"{number:02d}" for number in range(60))
"""Hours, minutes and seconds as a stamp has them; formatting each anew takes ten times as long."""


class HostClock:
    """The host's date and time, and the business day that ends at the cut-off."""

    def __init__(self, world: World, cut_off: str) -> None:
        self.cut_off = time.fromisoformat(cut_off)
        self._world = world
        self._today = Today(world.clock)

    @property
    def today(self) -> date:
        """The calendar date."""
        return self._today.at(self._world.now_us)

    def stamp(self) -> str:
        """Date and time as DE13 and DE12 carry them: MMDDhhmmss."""
        today, now_us = self._today, self._world.now_us
        today.at(now_us)
        minutes, seconds = divmod((now_us - today.midnight_us) // SECOND, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{today.mmdd}{_TWO_DIGITS[hours]}{_TWO_DIGITS[minutes]}{_TWO_DIGITS[seconds]}"

    def business_day(self) -> date:
        """The day to which a transaction belongs now: from the cut-off on it is tomorrow."""
        now = self._world.clock.at(self._world.now_us)
        return now.date() + timedelta(days=now.time() >= self.cut_off)


class Front:
    """What every message from a shop goes through first."""

    def __init__(
        self,
        world: World,
        shop_end: BankEnd,
        book: Book,
        settings: AcquirerSettings,
        terminals: Iterable[TerminalSettings],
    ) -> None:
        self.world = world
        self.book = book
        self.settings = settings
        self.registry = Registry(terminals, settings)
        self.clock = HostClock(world, settings.cut_off)
        self.business_day = self.clock.business_day()
        self.mmdd = f"{self.business_day:%m%d}"
        """The business day as DE15 carries it."""
        self.epoch = 0
        """Raised when the power goes: what an older epoch had under way does nothing."""
        self.is_up = True
        self.extra_us = 0
        self.shut_code: str | None = None
        """Answer to everything while the host is shut; empty is silence, None is open."""
        self.is_mute = False
        """True: the host works but its answers never leave."""
        self._shop_end = shop_end
        self._shut: dict[str, str] = {}
        self._handlers: dict[str, Callable[[Message, RegisteredTerminal], None]] = {
            "0800": self.sign_in,
            "0820": self.manage,
        }
        shop_end.react = self.arrived

    # Receiving --------------------------------------------------------------------------------

    def arrived(self, message: Message) -> None:
        """Take a message off the line; it is served after the host's processing time."""
        if not self.is_up or self.shut_code == "" or message.mti not in ANSWER_MTI:
            return
        delay_us = self.settings.processing_us + self.extra_us
        self.world.after(delay_us, self._serve_in, self.epoch, message)

    def _serve_in(self, epoch: int, message: Message) -> None:
        if epoch == self.epoch:
            self.serve(message)

    def serve(self, message: Message) -> None:
        """Decide who deals with a message; what cannot be trusted is refused here."""
        handler = self._handlers.get(message.mti)
        if handler is None:
            return
        terminal = self.registry.terminal(message.terminal)
        if self.shut_code is not None:
            if self.shut_code:
                self.refuse(message, terminal, Refusal(self.shut_code, "shut"))
        elif terminal is None:
            self.refuse(message, None, Refusal("97", "unknown_terminal"))
        elif has_valid_mac(message, terminal):
            terminal.mac_failures = 0
            handler(message, terminal)
        elif message.mac_key is not None or message.kind not in _UNSIGNED:
            self.refuse_mac(message, terminal)

    def refuse_mac(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Answer A0; after three in a row, and with no key at all, a new sign-in is due."""
        terminal.mac_failures += 1
        if terminal.mac_failures >= MAC_FAILURES_ALLOWED:
            terminal.signed_in_on = None
        self.refuse(request, terminal, Refusal("A0", "mac"))

    def admission(self, request: Message, terminal: RegisteredTerminal) -> Refusal | None:
        """Decide whether the terminal may ask; see `authorise.refuses_terminal`."""
        return refuses_terminal(request, terminal, self.clock.today, self.settings)

    # Answering --------------------------------------------------------------------------------

    def reply(
        self,
        request: Message,
        terminal: RegisteredTerminal | None,
        code: str | None,
        **fields: Any,
    ) -> None:
        """Send an answer; one to a request with MAC carries a MAC too."""
        if self.is_mute or not self.is_up or self.shut_code == "":
            return
        if terminal is not None and request.mac_key is not None and code != "A0":
            fields["mac_key"] = terminal.key
        if "host_time" not in fields:
            fields["host_time"] = self.clock.stamp()
        self._shop_end.send(request.answer(code, **fields))

    def refuse(
        self, request: Message, terminal: RegisteredTerminal | None, refusal: Refusal
    ) -> None:
        """Answer with a code other than approval, and say why in the trace."""
        self.world.note(
            "acquirer",
            "declined",
            transaction="reversal" if request.mti == "0400" else request.kind,
            stan=request.stan,
            batch=request.batch,
            code=refusal.code,
            why=refusal.why,
        )
        fields: dict[str, Any] = {}
        if refusal.code in ("A0", "77") or refusal.why.startswith("not_signed_in"):
            fields["work_request"] = SIGN_IN_AGAIN
        elif refusal.why == "software":
            fields["work_request"] = FETCH_PROGRAM
        if request.mti == "0500":
            fields["settlement_result"] = "3"
        self.reply(request, terminal, refusal.code, **fields)

    # Sign-in ----------------------------------------------------------------------------------

    def sign_in(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Give the terminal its batch number and fresh working keys."""
        terminal.key = self.registry.new_key()
        terminal.mac_failures = 0
        terminal.signed_in_on = self.clock.today
        self.reply(request, None, "00", batch=terminal.batch, keys=terminal.key)

    def manage(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Sign off, echo, or say which programs there are and hand one out, piece by piece."""
        fields: dict[str, Any] = {}
        if request.kind == "sign_off":
            terminal.signed_in_on = None
        elif request.kind in ("check_versions", "update_software"):
            fields["software"] = self.settings.newest_software
            fields["oldest_software"] = self.settings.oldest_software
        self.reply(request, None, "00", **fields)

    def start_business_day(self) -> None:
        """Go on to the business day that the clock says."""
        self.business_day = self.clock.business_day()
        self.mmdd = f"{self.business_day:%m%d}"
        self.registry.start_business_day()

    # Power ------------------------------------------------------------------------------------

    def wipe(self) -> None:
        """Lose power: what was only in memory is gone. Give this to `kernel.power.Power`."""
        self.epoch += 1
        self.is_up = False
        self.world.note("acquirer", "closed", why="power")

    def boot(self) -> Steps[None]:
        """Start the host; the very first start takes no time. Give this to `kernel.power.Power`."""
        if self.is_up:
            return
        yield self.world.sleep(self.settings.boot_us)
        self.is_up = True
        self.recover()
        self.world.note("acquirer", "opened", why="power")

    def recover(self) -> None:
        """Take up again what the durable log says; nothing at the front."""

    def close(self, why: str, code: str) -> None:
        """Stop serving: silent if `code` is empty."""
        self._shut[why] = code
        self._set_shut_code()
        self.world.note("acquirer", "closed", why=why)

    def open(self, why: str) -> None:
        """Serve again, unless the host is shut for another reason too."""
        self._shut.pop(why, None)
        self._set_shut_code()
        self.world.note("acquirer", "opened", why=why)

    def _set_shut_code(self) -> None:
        # Silence outweighs an answer: a host that has failed cannot say that it is maintained.
        self.shut_code = min(self._shut.values(), default=None)


_UNSIGNED = WITHOUT_MAC - {"query"}
"""Kinds without MAC: when noise made them unreadable there is nobody to answer."""
