"""Acquirers, issuers, clearings and printers with one defect each."""

from datetime import date, timedelta
from typing import Any

from emulator.acquirer.batches import Batch
from emulator.acquirer.host import Acquirer
from emulator.acquirer.transactions import Transaction
from emulator.clearing.bank import MerchantBank
from emulator.clearing.bank_books import BankItem
from emulator.clearing.house import ClearingHouse
from emulator.clearing.issuer import Issuers
from emulator.clearing.payouts import Payout
from emulator.domain.message import Message, Totals
from emulator.domain.moments import SECOND
from emulator.testbed import Parts


class ForgetsItsRequests(Acquirer):
    """Takes a repeated request for a new one."""

    def find_known(self, request: Message) -> Transaction | None:
        return None


class ReversesTwice(Acquirer):
    """Credits every reversal that comes, also a repeated one."""

    def is_undone(self, one: Transaction) -> bool:
        return False


class ForgetsEarlyReversals(Acquirer):
    """Answers a reversal without original and forgets it."""

    def reverse_unknown(self, request: Message) -> None:
        return


class CreditsUnknownReversals(Acquirer):
    """Gives money back for a sale that it never saw."""

    def reverse_unknown(self, request: Message) -> None:
        super().reverse_unknown(request)
        amount_fen = request.amount_fen or 0
        payable = f"acquirer:payable:{request.merchant}"
        posting = self.book.post(("acquirer:receivable", amount_fen), (payable, -amount_fen))
        self.world.note(
            "acquirer",
            "posted",
            entry=posting.number,
            legs=[["acquirer:receivable", amount_fen], [payable, -amount_fen]],
            reason="reversal",
            terminal=request.terminal,
            batch=request.batch,
            stan=request.stan,
            transaction=request.kind,
        )


class ClosesTwice(Acquirer):
    """Closes a batch again when its answer was lost."""

    def is_settled(self, batch: Batch) -> bool:
        return False


class AnswersTooEarly(Acquirer):
    """Answers first and books when there is time."""

    def commit_and_answer(self, one: Transaction) -> None:
        self.forwarded.pop(one.key, None)
        one.state = "approved"
        self._answer_shop(one)
        epoch = self.epoch
        self.world.after(2 * SECOND, lambda: self.commit(one) if epoch == self.epoch else None)


class BelievesAnyTotals(Acquirer):
    """Finds every batch balanced."""

    def compare_totals(self, host: Totals, shop: Totals) -> str:
        return "1"


class KeepsItFromTheIssuer(Acquirer):
    """Undoes a reversed sale in its own books only."""

    def reverse_at_issuer(self, one: Transaction, reason: str) -> None:
        return


class BooksWrongSide(Acquirer):
    """Books every void as another sale."""

    def book_item(self, one: Transaction, reason: str, amount_fen: int) -> None:
        super().book_item(one, reason, abs(amount_fen) if reason == "void" else amount_fen)


class DebitsAgain(Issuers):
    """Debits a repeated request once more."""

    def find_known(self, request: Message) -> BankItem | None:
        return None


class CreditsAgain(Issuers):
    """Credits a repeated reversal once more."""

    def is_undone(self, item: BankItem) -> bool:
        return False

    def undo(self, key: Any, item: BankItem, day: date) -> None:
        super().undo(key, item, day)
        item.state = "approved"


class ForgetsReversals(Issuers):
    """Does not remember a reversal that came before its original."""

    def remember_reversal(self, request: Message) -> None:
        return


class PaysTwice(ClearingHouse):
    """Sends a transfer again when it takes long."""

    def overdue(self, payout: Payout) -> None:
        self.send(payout)


class PaysOnHolidays(ClearingHouse):
    """Counts calendar days for business days."""

    def is_payout_day(self, day: date) -> bool:
        return True

    def payout_date(self, counted_from: date) -> date:
        return counted_from + timedelta(days=1)


class WrongFee(ClearingHouse):
    """Keeps one fen more than agreed, but books the agreed fee."""

    def fee_fen(self, cleared_fen: int) -> int:
        return super().fee_fen(cleared_fen) + 100


class HidesDifferences(ClearingHouse):
    """Clears a day without looking at what does not match."""

    def clear(self, day: date, *, counted_from: date) -> None:
        listed = self._acquirer.clearing_differs
        self._acquirer.clearing_differs = lambda key, amount_fen: None  # type: ignore[method-assign]
        super().clear(day, counted_from=counted_from)
        self._acquirer.clearing_differs = listed  # type: ignore[method-assign]


class LosesAFen(MerchantBank):
    """Credits a fen less than was sent."""

    def _credit(self, payout: Payout) -> None:
        payout.fee_fen += 1
        super()._credit(payout)


BANKS: dict[str, Parts] = {
    "acquirer_forgets_its_requests": Parts(acquirer=ForgetsItsRequests),
    "acquirer_reverses_twice": Parts(acquirer=ReversesTwice),
    "acquirer_forgets_early_reversals": Parts(
        acquirer=ForgetsEarlyReversals, issuers=ForgetsReversals
    ),
    "acquirer_credits_unknown_reversals": Parts(acquirer=CreditsUnknownReversals),
    "acquirer_closes_twice": Parts(acquirer=ClosesTwice),
    "acquirer_answers_too_early": Parts(acquirer=AnswersTooEarly),
    "acquirer_believes_any_totals": Parts(acquirer=BelievesAnyTotals),
    "acquirer_keeps_reversals_from_issuer": Parts(acquirer=KeepsItFromTheIssuer),
    "acquirer_books_wrong_side": Parts(acquirer=BooksWrongSide),
    "issuer_debits_again": Parts(issuers=DebitsAgain),
    "issuer_credits_again": Parts(issuers=CreditsAgain),
    "house_pays_twice": Parts(house=PaysTwice),
    "house_pays_on_holidays": Parts(house=PaysOnHolidays),
    "house_takes_wrong_fee": Parts(house=WrongFee),
    "house_hides_differences": Parts(house=HidesDifferences),
    "bank_loses_a_fen": Parts(bank=LosesAFen),
}
"""Every defective institution by name."""
