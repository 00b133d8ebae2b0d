"""
Functions around the card transactions: settlement, sign-in and -off, lists, reprints, cash.

Cash is recorded and gets a slip; it is not sent anywhere and is not in the card totals.
"""

from collections.abc import Callable

from emulator.domain.console import REPRINT_MENUS
from emulator.domain.journal import Entry, Record
from emulator.kernel.world import Steps
from emulator.terminal.access import Access
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.duties import Duties
from emulator.terminal.journal import Item
from emulator.terminal.menu import Menu
from emulator.terminal.printing import Printing
from emulator.terminal.session import Session
from emulator.terminal.settlement import Settlement


class Counter:
    """What a cashier does beside selling by card."""

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        printing: Printing,
        duties: Duties,
        settlement: Settlement,
        access: Access,
        menu: Menu,
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._printing = printing
        self._duties = duties
        self._settlement = settlement
        self._access = access
        self._menu = menu
        self.offline: dict[str, Callable[[], Steps[None]]] = {
            "sign_in": self.sign_in,
            "cash": self.cash,
            "detail": self.detail,
            "totals": self.totals,
            "reprint_last": self.reprint_last,
            REPRINT_MENUS["last"]: self.reprint_last,
            REPRINT_MENUS["any"]: self.reprint_any,
            REPRINT_MENUS["settlement"]: self.reprint_settlement,
        }
        """Functions that work without a sign-in."""
        self.online: dict[str, Callable[[], Steps[None]]] = {
            "settlement": self.settle,
            "sign_off": self.sign_off,
        }

    def sign_in(self) -> Steps[None]:
        """签到."""
        yield from self._access.sign_in()

    def sign_off(self) -> Steps[None]:
        """签退."""
        yield from self._access.sign_off()

    def settle(self) -> Steps[None]:
        """批结算, after everything that is due."""
        why = yield from self._duties.pay(before_settlement=True)
        if why:
            yield from self._dialogue.notice(
                "settlement_failed", {"batch": self._session.journal.batch, "why": why}
            )
            return
        done = yield from self._settlement.settle()
        if done and self._session.settings.auto_sign_off:
            yield from self._access.sign_off()

    def cash(self) -> Steps[None]:
        """现金: number it, write it down, print it."""
        session, journal = self._session, self._session.journal
        amount_fen = yield from self._menu.questions.amount("cash", 0)
        if amount_fen is None:
            return
        number = journal.cash_number + 1
        entry = Entry(
            kind="cash", stan="", batch=journal.batch, amount_fen=amount_fen,
            operator=journal.operator,
        )  # fmt: skip
        kept = yield from session.keep(
            Record(kind="cash", batch=journal.batch, entry=entry, values={"number": number})
        )
        if not kept:
            yield from self._dialogue.notice(session.no_room)
            return
        self._dialogue.show("cash_recorded", {"amount_fen": amount_fen, "number": number})
        values = self._printing.slips.cash(amount_fen, number, journal.operator)
        yield from self._printing.print_slip("cash", "report", values, "")

    def detail(self) -> Steps[None]:
        """打印明细: a line for each transaction of the open batch."""
        journal = self._session.journal
        batch = journal.batches.get(journal.batch)
        if batch is None:
            yield from self._nothing("detail")
            return
        self._show_printing("detail")
        values = self._printing.slips.detail(batch.number, batch.items.values())
        yield from self._printing.print_slip("detail", "report", values, "", items=len(batch.items))

    def totals(self) -> Steps[None]:
        """打印汇总: what the open batch comes to so far; it stays open."""
        journal = self._session.journal
        batch = journal.batches.get(journal.batch)
        if batch is None:
            yield from self._nothing("totals")
            return
        self._show_printing("totals")
        values = self._printing.slips.totals(batch)
        yield from self._printing.print_slip("totals", "report", values, "")

    # Reprints ---------------------------------------------------------------------------------

    def reprint_last(self) -> Steps[None]:
        """重打印最后一笔."""
        journal = self._session.journal
        yield from self._reprint(journal.item(journal.last) if journal.last else None)

    def reprint_any(self) -> Steps[None]:
        """重打印任意一笔, by STAN."""
        keyed = yield from self._dialogue.ask(
            "enter_original", {"transaction": "reprint"}, "digits"
        )
        if keyed is None:
            yield from self._dialogue.notice("cancelled", {"transaction": "reprint"})
            return
        yield from self._reprint(self._session.journal.by_stan(keyed.text.zfill(6)))

    def reprint_settlement(self) -> Steps[None]:
        """重打印结算单."""
        closed = self._session.journal.closed
        if closed is None:
            yield from self._nothing("reprint")
            return
        self._show_printing("reprint")
        yield from self._printing.print_settlement(closed, reprint=True)

    def _reprint(self, item: Item | None) -> Steps[None]:
        if item is None:
            yield from self._nothing("reprint")
            return
        yield from self.reprint(item)

    def reprint(self, item: Item) -> Steps[None]:
        """Print all copies once more, marked; moves no money."""
        self._show_printing("reprint")
        yield from self._printing.hand_over(item, reprint=True)

    def _show_printing(self, function: str) -> None:
        self._dialogue.show("printing", {"transaction": function})

    def _nothing(self, function: str) -> Steps[None]:
        yield from self._dialogue.notice(
            "not_possible", {"transaction": function, "why": "nothing_to_print"}
        )
