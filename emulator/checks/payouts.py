"""What the clearing said about each merchant's payouts, day by day."""

from datetime import date, datetime, timedelta
from typing import Any

from emulator.checks.base import Fold, Handlers
from emulator.checks.seen import NOT_SEEN
from emulator.domain.trace import TraceEvent


class Payout:
    """The takings of one merchant on one business day on their way to its account."""

    __slots__ = ("amount_fen", "due", "due_seq", "excused", "sent_seq")

    def __init__(self, due: str, amount_fen: int, due_seq: int, *, excused: bool) -> None:
        self.due = due
        """ISO date by the bank calendar."""
        self.amount_fen = amount_fen
        self.due_seq = due_seq
        self.excused = excused
        """A recorded reason says why it may come late, changed, or not at all."""
        self.sent_seq = NOT_SEEN
        """Where it was handed to the banks; not seen, or not since it came back."""


class Credit:
    """Money that arrived at the merchant's bank, and what it was announced as."""

    __slots__ = ("detail", "payout", "seq")

    def __init__(self, detail: dict[str, Any], payout: Payout | None, seq: int) -> None:
        self.detail = detail
        self.payout = payout
        self.seq = seq


class SentAgain:
    """A payout that was handed to the banks while it was under way already."""

    __slots__ = ("earlier_seq", "payout")

    def __init__(self, payout: Payout, earlier_seq: int) -> None:
        self.payout = payout
        self.earlier_seq = earlier_seq


class Payouts(Fold):
    """Announced payouts that have not arrived, and the last credit; bounded by days under way."""

    def __init__(self) -> None:
        self.start: datetime | None = None
        self.open: dict[tuple[str, str], Payout] = {}
        """By merchant and business day."""
        self.credit: Credit | None = None
        """The newest; a check reads it at the event that brought it."""
        self.sent_again: SentAgain | None = None
        """Of the last payout that was sent; None if it was not under way."""
        self._is_closed = False

    def handlers(self) -> Handlers:
        return {
            ("bench", "run_started"): self._started,
            ("clearing", "payout_due"): self._due,
            ("clearing", "payout_deferred"): self._excuse,
            ("clearing", "payout_held"): self._excuse,
            ("clearing", "payout_sent"): self._sent,
            ("clearing", "payout_returned"): self._returned,
            ("clearing", "file_late"): self._excuse,
            ("clearing", "file_rejected"): self._excuse,
            ("clearing", "closed"): self._shut,
            ("clearing", "opened"): self._opened,
            ("clearing", "merchant_credited"): self._credited,
        }

    def date_at(self, at_us: int) -> date | None:
        """The calendar date at a moment of the run; None if nobody said when it began."""
        return None if self.start is None else (self.start + timedelta(microseconds=at_us)).date()

    def _started(self, event: TraceEvent) -> None:
        start = event.detail.get("start")
        self.start = datetime.fromisoformat(start) if start else None

    def _due(self, event: TraceEvent) -> None:
        detail = event.detail
        key = (detail["merchant"], detail["business_day"])
        self.open[key] = Payout(
            detail["due"], detail["amount_fen"], event.seq, excused=self._is_closed
        )

    def _sent(self, event: TraceEvent) -> None:
        payout = self.open.get(_key(event))
        self.sent_again = None
        if payout is not None:
            if payout.sent_seq != NOT_SEEN:
                self.sent_again = SentAgain(payout, payout.sent_seq)
            payout.sent_seq = event.seq

    def _returned(self, event: TraceEvent) -> None:
        self._excuse(event)
        payout = self.open.get(_key(event))
        if payout is not None:
            payout.sent_seq = NOT_SEEN

    def _excuse(self, event: TraceEvent) -> None:
        """Take a recorded reason for the day and merchant it names; naming none, it is for all."""
        detail = event.detail
        for (merchant, business_day), payout in self.open.items():
            if detail.get("merchant", merchant) == merchant and (
                detail.get("business_day", business_day) == business_day
            ):
                payout.excused = True

    def _shut(self, _: TraceEvent) -> None:
        self._is_closed = True
        for payout in self.open.values():
            payout.excused = True

    def _opened(self, _: TraceEvent) -> None:
        self._is_closed = False

    def _credited(self, event: TraceEvent) -> None:
        self.credit = Credit(event.detail, self.open.pop(_key(event), None), event.seq)


def _key(event: TraceEvent) -> tuple[str, str]:
    """Merchant and business day."""
    return (event.detail.get("merchant", ""), event.detail.get("business_day", ""))
