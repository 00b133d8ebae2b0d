"""What the terminal owes before it may do anything new online, in the order in which it pays."""

from emulator.kernel.world import Steps
from emulator.terminal.advice import Advices
from emulator.terminal.reversal import Reversals
from emulator.terminal.session import Session
from emulator.terminal.settlement import Settlement


class Duties:
    """Reversals, then unanswered refunds, then an interrupted settlement."""

    def __init__(
        self, session: Session, reversals: Reversals, advices: Advices, settlement: Settlement
    ) -> None:
        self._session = session
        self._reversals = reversals
        self._advices = advices
        self._settlement = settlement

    def pay(self, *, before_settlement: bool = False) -> Steps[str]:
        """
        Pay all debts that can be paid now.

        Args:
            before_settlement: True insists on the outcome of every refund, and leaves an
                interrupted settlement to the caller.

        Returns:
            Why nothing new may go online (reversal_pending, refund_pending, settlement_pending);
            empty if it may.
        """
        session, journal = self._session, self._session.journal
        if not journal.has_debts:
            return ""
        if journal.keys is None:
            return "sign_in"
        session.retry_at_us = None
        if not (yield from self._reversals.round()):
            return "reversal_pending"
        if not (yield from self._advices.send_again()) and before_settlement:
            return "refund_pending"
        if before_settlement:
            return ""
        if not (yield from self._settlement.resume()):
            return "settlement_pending"
        return ""

    def is_due(self) -> bool:
        """Tell whether debts are to be tried in the background."""
        return (
            self._session.retry_at_us is not None
            and self._session.journal.has_debts
            and self._session.journal.keys is not None
        )
