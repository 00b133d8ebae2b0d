"""The shop and the bank say the same about every transaction, or the case is on somebody's list."""

from emulator.checks.base import Check, Folds, Handlers, Values
from emulator.checks.seen import NOT_SEEN, Transaction
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent


class OutcomeAgreed(Check):
    """
    What screen, memory and slip said last agrees with the issuer's books when all is quiet.

    Approved means that money moved under this number, anything else that none did. An outcome that
    nobody at the shop can know must be on a list (a difference, a fault slip, a ticket); it then
    counts as unknown and passes.
    """

    name = "outcome_agreed"
    judged_at_rest = True

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._transactions.concerns.append(disagrees)
        self._listed = 0

    def handlers(self) -> Handlers:
        return self.rest_handlers()

    def counts(self) -> Values:
        return {"judged": self.judged, "listed": self._listed}

    def at_rest(self, event: TraceEvent) -> None:
        """Compare both sides of every transaction that is not long settled."""
        self.judged = self._transactions.forgotten
        for seen in self._transactions:
            self.judged += 1
            if disagrees(seen):
                if seen.listed:
                    self._listed += 1
                else:
                    self._offend(seen)

    def _offend(self, seen: Transaction) -> None:
        what = "not_debited" if seen.said == "approved" else "debited"
        self.offences.add(
            what,
            (seen.said_seq, seen.moved_seq, seen.asked_seq),
            weight=abs(seen.moved_fen) or seen.amount_fen,
            stan=seen.stan,
            batch=seen.batch,
            said=seen.said or "nothing",
            moved_fen=seen.moved_fen,
        )


def disagrees(seen: Transaction) -> bool:
    """Tell whether shop and bank differ about a transaction."""
    if seen.asked_seq == NOT_SEEN and seen.moved_fen == 0:
        return False
    return (seen.said == "approved") != (seen.moved_fen != 0 or seen.expired)
