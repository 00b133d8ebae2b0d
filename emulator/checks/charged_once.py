"""A cardholder pays once, and no more than was meant, for what was bought once."""

from emulator.checks.base import Check, Folds, Handlers
from emulator.checks.seen import NOT_SEEN, Purchase, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent


class ChargedOnce(Check):
    """
    At most one live debit a purchase, of at most what the cardholder meant to pay.

    A request belongs to the purchase of the card that was last presented before it was sent;
    voids, refunds, reversals and adjustments take debits back. What is on somebody's list does
    not count as charged: it is known and will be paid back.
    """

    name = "charged_once"
    judged_at_rest = True

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._transactions.concerns.append(self._concerns)

    def handlers(self) -> Handlers:
        return self.rest_handlers()

    def applied(self) -> bool:
        return self._transactions.presented

    def at_rest(self, event: TraceEvent) -> None:
        """Count the live debits of each purchase that is not long settled."""
        self.judged = self._transactions.forgotten
        for purchase in self._transactions.purchases.values():
            self.judged += 1
            self._judge(purchase)

    def _judge(self, purchase: Purchase) -> None:
        live = _live(purchase)
        if not live:
            return
        charged_fen = sum(t.taken_fen for t in live)
        meant_fen = purchase.meant_fen
        proof = [t.moved_seq for t in reversed(live)]
        if len(live) > 1:
            self.offences.add(
                "twice",
                proof,
                weight=charged_fen,
                purchase=purchase.name,
                times=len(live),
                charged_fen=charged_fen,
                meant_fen=charged_fen if meant_fen is None else meant_fen,
            )
        elif meant_fen is not None and charged_fen > meant_fen:
            self.offences.add(
                "too_much",
                proof,
                weight=charged_fen - meant_fen,
                purchase=purchase.name,
                charged_fen=charged_fen,
                meant_fen=meant_fen,
            )

    @staticmethod
    def _concerns(seen: Transaction) -> bool:
        purchase = seen.purchase
        if purchase is None or seen.moved_seq == NOT_SEEN:
            return False
        if len(purchase.asked) > 1:
            return len(_live(purchase)) > 1
        return purchase.meant_fen is not None and seen.taken_fen > purchase.meant_fen


def _live(purchase: Purchase) -> list[Transaction]:
    return [t for t in purchase.asked if t.is_live_debit and not t.listed]
