"""
Puts the shop together: its works, the people in it, and what their hands and eyes reach.

What the shop's office does besides selling (backups, evidence, books, monitoring) is imported when
somebody first does it: it takes as long to import as half the shop, and most runs do without.
"""

from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from emulator.domain.moments import HOUR
from emulator.domain.plan import Given
from emulator.people.hands import Deed, Hands, Inquiry, Look
from emulator.people.staff import Staff
from emulator.people.terminals import BACKUP
from emulator.printer.repairs import PAPER_IN_FRONT
from emulator.terminal.mainboard import RESTART_US
from emulator.works import LEAD_US, REFERENCE, Parts, Works

if TYPE_CHECKING:
    from emulator.operations.backup.safe import Safe
    from emulator.operations.evidence.drawer import Drawer
    from emulator.operations.reconciliation.shop_books import ShopBooks

__all__ = ["LEAD_US", "REFERENCE", "Parts", "Testbed"]


class Testbed(Works):
    """One shop with its banks and its people, wired and without power."""

    __test__ = False  # pytest would take the name for a test

    def __init__(
        self,
        given: Given,
        *,
        seed: int = 0,
        keep: bool = True,
        parts: Parts = REFERENCE,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """
        Args:
            given: As for `Works`, and so all that is not said here.
            seed: As for `Works`.
            keep: As for `Works`.
            parts: As for `Works`.
            left_out: What nobody does in this run: keys of `domain.numbers`.
        """
        super().__init__(given, seed=seed, keep=keep, parts=parts)
        self.staff = Staff(
            self.world,
            self.front,
            given=given,
            hands=Hands(self._deeds(), self._looks(), self._inquiries()),
            inquire=self._inquire,
            left_out=left_out,
        )
        self._wire_phones()
        if given.shop.monitoring:
            self._watch_over()
        self._books: ShopBooks | None = None

    # The office -------------------------------------------------------------------------------

    @cached_property
    def safe(self) -> "Safe":
        """Where the backup of the terminal's records lies."""
        from emulator.operations.backup.safe import Safe

        given = self.given
        return Safe(given.terminal.terminal_id, masks=given.shop.masks_records)

    @cached_property
    def drawer(self) -> "Drawer":
        """Where the evidence of disputed payments lies."""
        from emulator.operations.evidence.drawer import Drawer

        return Drawer(in_training=self.given.terminal.training)

    def open_drawer(self) -> None:
        """Have everything heard that evidence is made of; before the shop opens, and once."""
        self.world.listen(self.drawer.take)

    def open_books(self) -> None:
        """Have everything noted that a reconciliation needs; before the shop opens, and once."""
        from emulator.operations.reconciliation.shop_books import ShopBooks

        cut_off = time.fromisoformat(self.given.acquirer.cut_off)
        world = self.world
        self._books = books = ShopBooks(
            now=lambda: world.clock.at(world.now_us),
            cut_off=cut_off,
            due_on=self._due_on,
            fee_of=self.house.fee_fen,
        )
        world.listen(books.take, books.kinds)

    def _due_on(self, day: date) -> date:
        """When the takings of a business day are due on the merchant's account."""
        return self.calendar.next_business_day(day, self.given.clearing.payout_days)

    def _watch_over(self) -> None:
        from emulator.operations.monitoring.listener import watch
        from emulator.operations.monitoring.monitor import Monitor

        watch(self.world, Monitor(self.given, self._due_on))

    # People's hands ---------------------------------------------------------------------------

    def _deeds(self) -> dict[str, Deed]:
        given = self.given
        return {
            **self.printer.deeds,
            **self._paper_in_front(),
            "clear_storage": self._mends("storage.junk", "storage.full"),
            "plug_in_power": self._mends("terminal.power_cut", "printer.power_cut"),
            "restart_terminal": self.board.restart,
            "replace_hardware": self._mends("terminal.internal_failure"),
            "switch_terminal": self._switch_terminal,
            "restart_router": self._mends("uplink.router_hang"),
            "set_clock": self.terminal_clock.set_right,
            "reconnect_cable": self._mends("uplink.cable_unplugged", "uplink.flapping"),
            "open_firewall": self._mends("uplink.firewall"),
            "check_firewall": lambda: self.levers["uplink.firewall"].is_pulled,
            "replace_reader": self._replace_reader,
            "update_software": lambda: self.software.load(given.acquirer.newest_software),
            "back_up_records": lambda: self.safe.put(self.storage.held),
            "check_records": lambda: self.safe.agrees(self.storage.held),
            "restore_records": self._restore_records,
            "steal_records": self._steal_records,
            "keep_evidence": self._keep_evidence,
            "submit_evidence": self._submit_evidence,
            "dispute": lambda batch, stan, claim: self.disputes.dispute((batch, stan), claim),
            "correct_account": lambda: self.bank.correct_account(given.terminal.merchant_id),
            "release_hold": self.acquirer.release_hold,
            "announce_upgrade": self._announce,
            "add_funds": self._add_funds,
            "agree_deferral": self.house.agree_deferral,
            "request_early_payout": self.house.hurry,
            "lift_policy": self.acquirer.policy_desk.lift,
            "file_papers": self.acquirer.policy_desk.file_papers,
            "adjust_business": self.acquirer.policy_desk.adjust_business,
            "hold_in_suspense": self._hold_in_suspense,
            "register_terminal": self.acquirer.register_terminal,
            "resolve_differences": lambda: self.acquirer.resolve_differences() > 0,
            "pull": self._pull,
            "release": lambda lever: self.levers[lever].release(),
        }

    def _reconcile(self) -> dict[str, Any] | None:
        return None if self._books is None else self._books.look()

    def _replace_reader(self) -> bool:
        was_broken = self._mends("terminal.reader_broken", "terminal.reader_outdated")()
        return self.reader.replace() or bool(was_broken)

    def _pull(self, lever: str, settings: dict[str, Any] | None = None) -> bool:
        return self.levers[lever].pull(**(settings or {}))

    def _restore_records(self) -> bool:
        """Switch the terminal off, put the backup into its memory, and switch it on again."""
        records = self.safe.to_restore(self.storage.held)
        if records is None:
            return False
        self.terminal_power.off()
        self.storage.put_back(records)
        self.world.after(RESTART_US, self.terminal_power.on)
        return True

    def _steal_records(self, amount_fen: int) -> bool:
        """Read the copies of the records, and spend with every card number that is found."""
        from emulator.operations.backup.copies import cards_in

        cards = cards_in(self.safe.within_reach)
        for pan in cards:
            self.world.after(HOUR, self.issuers.spend_elsewhere, pan, amount_fen)
        return bool(cards)

    def _keep_evidence(self, batch: str, stan: str) -> bool:
        return self.drawer.keep((batch, stan), now_us=self.world.now_us)

    def _submit_evidence(self, batch: str, stan: str) -> bool:
        about = (batch, stan)
        if about not in self.drawer.bundles:
            return False
        return self.disputes.answer(about, lambda claim: self.drawer.rule(about, claim))

    def _paper_in_front(self) -> dict[str, Deed]:
        """Deeds at the printer of that terminal at which the cashier stands, if there are two."""
        if self.backup is None:
            return {}
        return {name: self._in_front(name) for name in PAPER_IN_FRONT if name in self.printer.deeds}

    def _in_front(self, name: str) -> Deed:
        def do() -> bool:
            there = self.backup if self.is_at_backup else None
            printer = self.printer if there is None else there.printer
            return bool(printer.deeds[name]())

        return do

    def _switch_terminal(self, to: str = BACKUP) -> bool:
        return self.backup is not None and self._terminals.go_to(to)

    def _add_funds(self, amount_fen: int = 0) -> bool:
        """Bring money: a stated amount, or enough for everything that is due."""
        released = self.levers["acquirer.funds_short"].release()
        if amount_fen:
            self.house.add_funds(amount_fen)
        return released or amount_fen > 0

    def _announce(self, notice: str = "notice.bank_upgrade") -> None:
        self.bank.announce(notice)

    def _looks(self) -> tuple[Look, ...]:
        """What there is to see at each part, in the words of `domain.equipment`."""
        return (
            self._look_at_terminal,
            lambda: self.uplink.seen,
            lambda: self.reader.seen,
            lambda: self.printer.seen,
        )

    def _look_at_terminal(self) -> dict[str, str]:
        lit = "works" if self.console.current is not None else "dark"
        return {
            "power": "on" if self.terminal_power.is_on else "off",
            "display": "frozen" if self.board.is_frozen else lit,
        }

    def _inquire(self, stan: str, batch: str) -> str:
        """What the institution's books say, as its support desk reads them out."""
        numbers = (one.terminal_id for one in self._terminals_of_shop)
        told = (self.acquirer.status_of(number, batch, stan) for number in numbers)
        return next((answer for answer in told if answer != "unknown"), "unknown")

    def _hold_in_suspense(self, stan: str, batch: str, slip_fen: int | None) -> bool:
        keys = ((one.terminal_id, batch, stan) for one in self._terminals_of_shop)
        return any(self.acquirer.hold_in_suspense(key, slip_fen) for key in keys)

    def _inquiries(self) -> dict[str, Inquiry]:
        """What can be found out, and who knows it."""
        merchant = self.given.terminal.merchant_id
        return {
            "reconcile": self._reconcile,
            "check_account": self.bank.compare_details,
            "ask_payout": lambda: self.house.standing(merchant),
            "ask_policy": lambda: {"policy": self.acquirer.policy_desk.tell(merchant)},
            "ask_bank_upgrade": self.bank.tell_of_upgrade,
            "read_notice": lambda: {"notice": self.bank.notice} if self.bank.notice else None,
        }

    def _wire_phones(self) -> None:
        cardholder = self.staff.cardholder
        cardholder.answers_bank = lambda holder: self.book.balance_fen(f"cardholder:{holder}")
        self.world.listen(lambda event: cardholder.phone(event.detail), ("notified",))
