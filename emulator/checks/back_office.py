"""What stands on the lists of acquirer, clearing and support desk."""

from collections.abc import Callable
from datetime import date

from emulator.checks.base import Fold, Handlers
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import SETTLEMENT_RESULTS

CountBusinessDays = Callable[[date, date], int]
"""Business days from one date to another, the first not counted."""


class BackOffice(Fold):
    """Differences, closed batches, notices, payouts and tickets."""

    def __init__(self, count_business_days: CountBusinessDays | None) -> None:
        """
        Args:
            count_business_days: The bank calendar; None if nobody has one at hand.
        """
        self.differences: dict[tuple[str, str, str], None] = {}
        """Terminal, batch and STAN of what is listed and not resolved."""
        self.batches_closed = 0
        self.batch_result = ""
        self.notice = ""
        """Id of the text that was announced last."""
        self.tickets: dict[str, None] = {}
        self.payout_days: int | None = None
        self._count = count_business_days

    def handlers(self) -> Handlers:
        return {
            ("acquirer", "difference_listed"): self._listed,
            ("acquirer", "difference_resolved"): self._resolved,
            ("acquirer", "batch_closed"): self._batch_closed,
            ("clearing", "notice"): self._announced,
            ("clearing", "merchant_credited"): self._credited,
            ("support", "ticket_opened"): self._ticket_opened,
            ("support", "ticket_closed"): self._ticket_closed,
        }

    def _listed(self, event: TraceEvent) -> None:
        self.differences[_key(event)] = None

    def _resolved(self, event: TraceEvent) -> None:
        self.differences.pop(_key(event), None)

    def _batch_closed(self, event: TraceEvent) -> None:
        if not event.detail.get("repeated"):
            self.batches_closed += 1
        self.batch_result = SETTLEMENT_RESULTS.get(str(event.detail.get("result")), "")

    def _announced(self, event: TraceEvent) -> None:
        self.notice = event.detail["text"]

    def _credited(self, event: TraceEvent) -> None:
        detail = event.detail
        if self._count is not None and "business_day" in detail and "date" in detail:
            self.payout_days = self._count(
                date.fromisoformat(detail["business_day"]), date.fromisoformat(detail["date"])
            )

    def _ticket_opened(self, event: TraceEvent) -> None:
        self.tickets[event.detail["ticket"]] = None

    def _ticket_closed(self, event: TraceEvent) -> None:
        self.tickets.pop(event.detail["ticket"], None)


def _key(event: TraceEvent) -> tuple[str, str, str]:
    detail = event.detail
    return (detail.get("terminal", ""), detail.get("batch", ""), detail.get("stan", ""))
