"""
The careful terminal: what every step of the handbook looks like when it is done right.

    boot -> read memory -> recover -+-> idle -> function -> idle ...
                                    +-> debts tried in the background while idle

A terminal with a defect is a subclass of this one or of one of its parts: each part is made by a
class that stands as an attribute here, and each of a part's public methods is one decision that
can be taken wrongly.
"""

from collections.abc import Callable

from emulator.domain.console import Input
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import Steps
from emulator.terminal.access import Access
from emulator.terminal.advice import Advices
from emulator.terminal.counter import Counter
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.duties import Duties
from emulator.terminal.housekeeping import Housekeeping
from emulator.terminal.menu import Menu
from emulator.terminal.online import Online
from emulator.terminal.payment import Payments
from emulator.terminal.printing import Printing
from emulator.terminal.program import Ports
from emulator.terminal.recovery import debts_of
from emulator.terminal.reversal import Reversals
from emulator.terminal.session import Session
from emulator.terminal.settlement import Settlement
from emulator.terminal.upkeep import Upkeep

BOOT_STEPS = ("hardware", "memory", "application")


class ReferenceTerminal:
    """The reference card terminal; made anew at every power-on."""

    session_class: type[Session] = Session
    online_class: type[Online] = Online
    printing_class: type[Printing] = Printing
    reversals_class: type[Reversals] = Reversals
    payments_class: type[Payments] = Payments
    advices_class: type[Advices] = Advices
    settlement_class: type[Settlement] = Settlement
    menu_class: type[Menu] = Menu
    counter_class: type[Counter] = Counter

    def __init__(self, settings: TerminalSettings) -> None:
        self.settings = settings

    def run(self, ports: Ports) -> Steps[None]:
        """Boot, recover, serve for ever."""
        self._assemble(ports)
        yield from self._boot()
        yield from self.recover()
        while True:
            wanted = yield from self._serve()
            if wanted is not None:
                yield from self._carry_out(wanted)

    def _assemble(self, ports: Ports) -> None:
        session = self.session = self.session_class(ports, self.settings)
        dialogue = self.dialogue = Dialogue(session)
        online = self.online_class(session)
        self.printing = self.printing_class(session, dialogue)
        self.reversals = self.reversals_class(session, dialogue, online, self.printing)
        payments = self.payments_class(session, dialogue, online, self.reversals, self.printing)
        advices = self.advices_class(session, dialogue, online, payments)
        settlement = self.settlement_class(session, dialogue, online, self.printing)
        self.duties = Duties(session, self.reversals, advices, settlement)
        access = self.access = Access(session, dialogue, online)
        self.menu = self.menu_class(
            session, dialogue, online, payments, advices, self.duties, access
        )
        counter = self.counter_class(
            session, dialogue, self.printing, self.duties, settlement, access, self.menu
        )
        housekeeping = Housekeeping(session, dialogue, access)
        self._offline: dict[str, Callable[[], Steps[None]]] = {
            **counter.offline,
            **housekeeping.functions,
            **Upkeep(session, dialogue, online).functions,
        }
        self._online: dict[str, Callable[[], Steps[None]]] = {
            **self.menu.functions,
            **counter.online,
        }

    # Power-up ---------------------------------------------------------------------------------

    def _boot(self) -> Steps[None]:
        session = self.session
        part_us, rest_us = divmod(self.settings.boot_us, len(BOOT_STEPS))
        for step in BOOT_STEPS:
            self.dialogue.show("booting", {"step": step})
            yield session.world.sleep(part_us + rest_us)
            rest_us = 0
            session.tell("booted", step=step)
            yield from session.world.pause()

    def recover(self) -> Steps[None]:
        """Read the memory, and pay what the last hours left behind before serving anybody."""
        session = self.session
        journal = session.journal
        for record in session.ports.storage.read():
            journal.apply(record)
        session.tell("recovered", debts=len(debts_of(journal)))
        if journal.is_stale:
            yield from session.compact()
        unsure = [item for item in journal.unprinted.values() if not item.flagged]
        last = journal.item(journal.last) if journal.last is not None else None
        if last is not None and last.entry.pan is not None and last.entry.kind == "sale":
            # The guard's memory went with the power; the last sale is the one that may be doubled.
            session.remember_approval(last.entry.pan, last.entry.amount_fen, last.entry.stan)
        if journal.has_debts:
            yield from self.duties.pay()
        for item in unsure:
            yield from self.printing.ask_after_power_cut(item)

    # Service ----------------------------------------------------------------------------------

    def _serve(self) -> Steps[Input | None]:
        """Wait until somebody wants a function; None when there is something else to do first."""
        session, journal = self.session, self.session.journal
        if session.wants_sign_in:
            yield from self._sign_in_again()
        if session.wants_update:
            session.wants_update = False
            yield from self.dialogue.notice("update_required", {"software": self.settings.software})
        if self.duties.is_due() and session.is_time_to_try():
            yield from self.duties.pay()
            if session.wants_sign_in:
                return None
        deadline_us = session.retry_at_us if self.duties.is_due() else None
        if journal.locked:
            yield from self.access.wait_at_lock(deadline_us)
            return None
        if not journal.signed_in:
            self.dialogue.show("sign_in_required")
        elif journal.unprinted and journal.last in journal.unprinted:
            self.dialogue.show("idle", {"unprinted": journal.last[1]})
        else:
            self.dialogue.show("idle")
        return (yield from self.dialogue.next_beginning(deadline_us=deadline_us))

    def _sign_in_again(self) -> Steps[None]:
        """Do what the host asked for in an answer's header; the operator stays logged on."""
        session = self.session
        session.wants_sign_in = False
        if not (yield from self.access.fetch_keys(session.journal.operator)):
            session.try_later()

    def _carry_out(self, wanted: Input) -> Steps[None]:
        """The function that somebody wants, or the notice that it cannot be had."""
        function = self._online.get(wanted.text)
        if wanted.kind != "card":
            offline = self._offline.get(wanted.text)
            if offline is not None:
                return offline()
            if function is None:
                return self.dialogue.notice(
                    "not_possible", {"transaction": wanted.text, "why": "unknown_function"}
                )
        if not self.session.journal.signed_in:
            return self.dialogue.notice("sign_in_required")
        if wanted.kind == "card" and wanted.card is None:
            return self.menu.questions.not_read("sale", wanted.entry)
        if wanted.kind == "card" or wanted.text in self.menu.journalled:
            full = self.menu.is_full()
            if full:
                return self.dialogue.notice(full)
        if wanted.kind == "card" or function is None:
            return self.menu.sale(wanted)
        return function()
