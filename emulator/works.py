"""
Puts the works of a shop together: machines, lines and institutions, and nobody at them yet.

    cashier - console - terminal - uplink - acquirer - issuer line - issuing banks
                           |                    |            |
                        printer              clearing house -+
                        storage                 |
                                          merchant's bank

Who works there, and what their hands reach, is in `testbed`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emulator.acquirer.chargebacks import Chargebacks
from emulator.acquirer.host import Acquirer
from emulator.clearing.bank import MerchantBank
from emulator.clearing.calendar import BankCalendar
from emulator.clearing.disputes import Disputes
from emulator.clearing.house import ClearingHouse
from emulator.clearing.issuer import Issuers
from emulator.domain.message import Message
from emulator.domain.moments import MINUTE
from emulator.domain.paper import Strip
from emulator.domain.plan import Given
from emulator.domain.settings import PrinterSettings, TerminalSettings
from emulator.kernel.lever import Lever, levers_of
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World
from emulator.ledger.book import Book
from emulator.link.line import Line
from emulator.people.hands import Deed
from emulator.people.screens import PersonEnd
from emulator.people.terminals import BACKUP, MAIN, Terminals
from emulator.printer.printer import Printer
from emulator.terminal.backup import BackupTerminal, backup_batch, terminals_of
from emulator.terminal.clock import TerminalClock
from emulator.terminal.console import Console
from emulator.terminal.mainboard import Mainboard
from emulator.terminal.profiles import make_program
from emulator.terminal.program import Ports, TerminalProgram
from emulator.terminal.reader import CardReader
from emulator.terminal.reset import FactoryReset
from emulator.terminal.software import InstalledSoftware
from emulator.terminal.storage import SimStorage

if TYPE_CHECKING:
    pass

LEAD_US = MINUTE
"""The shop opens this long before moment 0."""
_OLD_DRIVER = "printer.flow_control_ignored"
"""What a driver does that is too old for the printer."""


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


class Works:
    """The machines, lines and institutions of one shop, wired and without power."""

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
        self._terminals_of_shop = terminals_of(given.terminal)
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
        self.front: PersonEnd = self.console.person_end
        """Screen and keypad of the terminal before the cashier."""
        self.backup: BackupTerminal | None = None
        """The second terminal; None in a shop that has but one."""
        if given.terminal.backup:
            self._set_up_backup(parts)
        self.levers = self._collect_levers()

    @property
    def lines(self) -> dict[str, Line]:
        """The lines on which messages can be struck, by name."""
        return {line.name: line for line in (self.uplink, self.issuer_line)}

    @property
    def is_at_backup(self) -> bool:
        """True while the cashier stands at the second terminal."""
        return self.backup is not None and self._terminals.at == BACKUP

    def switch_on(self) -> None:
        """Give power to the hosts and to the terminal."""
        self.acquirer_power.on()
        self.terminal_power.on()
        if self.software.has_old_driver and _OLD_DRIVER in self.levers:
            self.levers[_OLD_DRIVER].pull()
        if self.backup is not None:
            self.backup.power.on()

    def show_paper(self, told: Callable[[str, dict[str, Any], Strip], None]) -> None:
        """Have every slip shown as it comes out, of whichever terminal; see `printer.Printer`."""
        self.printer.show_paper(told)
        if self.backup is not None:
            self.backup.show_paper(told)

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
            self._terminals_of_shop,
        )
        self.acquirer.registry.terminals[given.terminal.terminal_id].batch = given.prior_batch
        self.disputes = Disputes(world, Chargebacks(self.acquirer), self.issuers, given.clearing)
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
        self.reader = CardReader(
            world,
            firmware=given.terminal.reader_firmware,
            has_power=lambda: self.terminal_power.is_on,
        )
        self.console = Console(world, given.terminal.terminal_id, read=self.reader.take)
        self.terminal_clock = TerminalClock(world)
        self.storage = parts.storage(world, given.terminal)
        self.printer = parts.printer(world, given.printer)
        self._make_program = parts.program
        self.board = Mainboard(
            world,
            watchdog_us=given.terminal.watchdog_us,
            wipe_memory=lambda: self.storage.put_back(()),
        )
        self.software = InstalledSoftware(
            world,
            given.terminal,
            reader=self.reader,
            restart=self.board.restart,
            on_install=self._mends(
                "terminal.patch_missing", "terminal.reader_outdated", _OLD_DRIVER
            ),
        )
        self._ports = Ports(
            host=self.uplink.low,
            printer=self.printer.end,
            console=self.console.terminal_end,
            storage=self.storage,
            world=world,
            clock=self.terminal_clock,
            software=self.software,
        )
        self.terminal_power = self.board.power = Power(
            world, "terminal", boot=self._boot_terminal, wipe=self._wipe_terminal
        )
        self._reset = FactoryReset(world, self.terminal_power, self.storage)

    def _set_up_backup(self, parts: Parts) -> None:
        settings = self._terminals_of_shop[-1]
        batch = backup_batch(self.given.prior_batch)
        self.backup = BackupTerminal(
            self.world,
            settings,
            batch=batch,
            program=parts.program,
            storage=parts.storage,
            printer=lambda world: Printer(world, PrinterSettings()),
            send=self.uplink.low.send,
        )
        self.acquirer.registry.terminals[settings.terminal_id].batch = batch
        self.uplink.low.react = self._hand_out
        self._terminals = Terminals(
            {MAIN: self.console.person_end, BACKUP: self.backup.console.person_end}
        )
        self.front = self._terminals

    def _hand_out(self, message: Message) -> None:
        """Give what comes over the line to the terminal that it is for."""
        if self.backup is None or not self.backup.takes(message):
            self.uplink.low.inbox.put(message)

    def _boot_terminal(self) -> Steps[None]:
        # What arrived while the terminal was dark found nobody.
        self.uplink.low.inbox.clear()
        self.printer.power_on()
        return self.board.starts(self._make_program(self.software.settings).run(self._ports))

    def _wipe_terminal(self) -> None:
        self.board.wipe()
        # A restart ends it, whoever restarts.
        self.levers["terminal.frozen"].release()
        self.console.wipe()
        self.uplink.low.inbox.clear()
        self.printer.power_off()

    def _collect_levers(self) -> dict[str, Lever]:
        parts: tuple[tuple[str, object], ...] = (
            ("terminal", self.terminal_power),
            ("terminal", self._reset),
            ("terminal", self.terminal_clock),
            ("terminal", self.board),
            ("terminal", self.reader),
            ("terminal", self.software),
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

    def _mends(self, *levers: str) -> Deed:
        """Mend whichever of these is broken; others stay as they are."""

        def mend(**_: object) -> bool:
            # A shop with another printer or storage has not all of them.
            there = [self.levers[lever] for lever in levers if lever in self.levers]
            return sum(lever.release() for lever in there) > 0

        return mend
