"""
Puts the shop together: the only module that knows who is wired to whom.

    cashier - console - terminal - uplink - acquirer - issuer line - issuing banks
                           |                    |            |
                        printer              clearing house -+
                        storage                 |
                                          merchant's bank
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulator.acquirer.host import Acquirer
from emulator.clearing.bank import MerchantBank
from emulator.clearing.calendar import BankCalendar
from emulator.clearing.house import ClearingHouse
from emulator.clearing.issuer import Issuers
from emulator.domain.moments import MINUTE
from emulator.domain.plan import Given
from emulator.domain.settings import PrinterSettings, TerminalSettings
from emulator.kernel.lever import Lever, levers_of
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World
from emulator.ledger.book import Book
from emulator.link.line import Line
from emulator.people.hands import Deed, Hands
from emulator.people.staff import Staff
from emulator.printer.printer import Printer
from emulator.terminal.console import Console
from emulator.terminal.profiles import make_program
from emulator.terminal.program import Ports, TerminalProgram
from emulator.terminal.storage import SimStorage

LEAD_US = MINUTE
"""The shop opens this long before moment 0."""

RESTART_US = 5_000_000
"""How long somebody leaves a device off when restarting it."""


@dataclass(frozen=True)
class Parts:
    """Who plays which part; a test or a user puts in somebody else's."""

    program: Callable[[TerminalSettings], TerminalProgram] = make_program
    """Makes the terminal's program at every power-on."""
    storage: type[SimStorage] = SimStorage
    printer: Callable[[World, PrinterSettings], Any] = Printer
    """Ours, or the place of a real one (`printer.bridged`)."""
    acquirer: type[Acquirer] = Acquirer
    issuers: type[Issuers] = Issuers
    house: type[ClearingHouse] = ClearingHouse
    bank: type[MerchantBank] = MerchantBank


REFERENCE = Parts()
"""Every part as we make it."""


class Testbed:
    """One shop with its banks, wired and without power."""

    __test__ = False  # pytest would take the name for a test

    def __init__(
        self,
        given: Given,
        *,
        seed: int = 0,
        keep: bool = True,
        parts: Parts = REFERENCE,
    ) -> None:
        """
        Args:
            given: Who and what there is.
            seed: For every stream of chance.
            keep: False keeps no trace, for very long runs.
            parts: Who plays which part.
        """
        world = World(seed=seed, start=given.start, keep=keep, lead_us=LEAD_US)
        self.given = given
        self.world = world
        self.calendar = BankCalendar()
        self.book = Book()
        self.uplink = Line(
            world,
            "uplink",
            latency_us=given.uplink.latency_us,
            jitter_us=given.uplink.jitter_us,
        )
        self.issuer_line = Line(
            world,
            "issuer_line",
            latency_us=given.issuer_line.latency_us,
            jitter_us=given.issuer_line.jitter_us,
        )
        self._set_up_banks(parts)
        self._set_up_terminal(parts)
        self.levers = self._collect_levers()
        self.staff = Staff(
            world,
            self.console.person_end,
            given=given,
            hands=Hands(self._deeds()),
            inquire=self._inquire,
        )
        self._wire_phones()

    @property
    def lines(self) -> dict[str, Line]:
        """The lines on which messages can be struck, by name."""
        return {line.name: line for line in (self.uplink, self.issuer_line)}

    def switch_on(self) -> None:
        """Give power to the hosts and to the terminal."""
        self.acquirer_power.on()
        self.terminal_power.on()

    # Wiring -----------------------------------------------------------------------------------

    def _set_up_banks(self, parts: Parts) -> None:
        given, world, book = self.given, self.world, self.book
        self.issuers = parts.issuers(
            world, self.issuer_line.high, book, given.cardholders, given.issuer
        )
        self.acquirer = parts.acquirer(
            world,
            self.uplink.high,
            self.issuer_line.low,
            book,
            given.acquirer,
            (given.terminal,),
        )
        self.acquirer.registry.terminals[given.terminal.terminal_id].batch = given.prior_batch
        self.acquirer_power = Power(
            world, "acquirer", boot=self.acquirer.boot, wipe=self.acquirer.wipe
        )
        self.bank = parts.bank(world, book, given.clearing)
        self.house = parts.house(
            world,
            book,
            self.acquirer,
            self.issuers,
            self.bank,
            given.clearing,
            self.calendar,
        )

    def _set_up_terminal(self, parts: Parts) -> None:
        given, world = self.given, self.world
        self.console = Console(world, given.terminal.terminal_id)
        self.storage = parts.storage(world, given.terminal)
        self.printer = parts.printer(world, given.printer)
        self._make_program = parts.program
        self._ports = Ports(
            host=self.uplink.low,
            printer=self.printer.end,
            console=self.console.terminal_end,
            storage=self.storage,
            world=world,
        )
        self.terminal_power = Power(
            world, "terminal", boot=self._boot_terminal, wipe=self._wipe_terminal
        )

    def _boot_terminal(self) -> Steps[None]:
        # What arrived while the terminal was dark found nobody.
        self.uplink.low.inbox.clear()
        self.printer.power_on()
        return self._make_program(self.given.terminal).run(self._ports)

    def _wipe_terminal(self) -> None:
        self.console.wipe()
        self.uplink.low.inbox.clear()
        self.printer.power_off()

    def _collect_levers(self) -> dict[str, Lever]:
        parts: tuple[tuple[str, object], ...] = (
            ("terminal", self.terminal_power),
            ("storage", self.storage),
            ("printer", self.printer),
            ("uplink", self.uplink),
            ("acquirer", self.acquirer),
            ("acquirer", self.acquirer_power),
            ("issuer_line", self.issuer_line),
            ("issuer", self.issuers),
            ("clearing", self.house),
            ("bank", self.bank),
        )
        levers: dict[str, Lever] = {}
        for name, part in parts:
            levers.update(levers_of(self.world, name, part))
        return levers

    # People's hands ---------------------------------------------------------------------------

    def _deeds(self) -> dict[str, Deed]:
        given = self.given
        return {
            **self.printer.deeds,
            "clear_storage": self._mends("storage.full"),
            "plug_in_power": self._mends("terminal.power_cut"),
            "restart_terminal": self._restart_terminal,
            "restart_router": self._mends("uplink.router_hang"),
            "reconnect_cable": self._mends("uplink.cable_unplugged"),
            "open_firewall": self._mends("uplink.firewall"),
            "check_equipment": self._sees_trouble,
            "correct_account": lambda: self.bank.correct_account(given.terminal.merchant_id),
            "release_hold": self.acquirer.release_hold,
            "announce_upgrade": self._announce,
            "add_funds": self._add_funds,
            "lift_policy": self.acquirer.lift_policy,
            "register_terminal": self.acquirer.register_terminal,
            "resolve_differences": lambda: self.acquirer.resolve_differences() > 0,
            "pull": self._pull,
            "release": lambda lever: self.levers[lever].release(),
        }

    def _mends(self, lever: str) -> Deed:
        return lambda **_: self.levers[lever].release()

    def _pull(self, lever: str, settings: dict[str, Any] | None = None) -> bool:
        return self.levers[lever].pull(**(settings or {}))

    def _restart_terminal(self) -> bool:
        if not self.terminal_power.is_on:
            return False
        self.terminal_power.off()
        self.world.after(RESTART_US, self.terminal_power.on)
        return True

    def _add_funds(self, amount_fen: int = 0) -> bool:
        """Bring money: a stated amount, or enough for everything that is due."""
        released = self.levers["acquirer.funds_short"].release()
        if amount_fen:
            self.house.add_funds(amount_fen)
        return released or amount_fen > 0

    def _announce(self, notice: str = "notice.bank_upgrade") -> None:
        self.bank.announce(notice)

    def _sees_trouble(self) -> bool:
        """Lamps, cables, cover and paper, as anybody at the till can see them."""
        return (
            not self.terminal_power.is_on
            or not self.uplink.has_carrier
            or self.printer.shows_trouble
        )

    def _inquire(self, stan: str, batch: str) -> str:
        """What the institution's books say, as its support desk reads them out."""
        return self.acquirer.status_of(self.given.terminal.terminal_id, batch, stan)

    def _wire_phones(self) -> None:
        cardholder = self.staff.cardholder
        cardholder.answers_bank = lambda holder: self.book.balance_fen(f"cardholder:{holder}")
        self.world.listen(lambda event: cardholder.phone(event.detail), ("notified",))
