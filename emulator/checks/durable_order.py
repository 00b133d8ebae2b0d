"""Durable steps come in the order that survives a power cut at any point between them."""

from emulator.checks.base import Check, Folds, Handlers, worded
from emulator.checks.recent import RecentBatches
from emulator.checks.seen import MONEY_KINDS, REQUEST_MTIS, REVERSIBLE
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent

_INTENT, _SENT, _VERDICT, _REVERSAL_ANSWERED, _REVERSED, _GAVE_UP = 1, 2, 4, 8, 16, 32

_RECORDS = {
    "intent": _INTENT,
    "verdict": _VERDICT,
    "reversed": _REVERSED,
    "gave_up": _GAVE_UP,
    "cleared": 0,
}
"""Records that are judged or prove something, and what each of them proves."""


class DurableOrder(Check):
    """
    Intent before the first byte, verdict before the slip, proof before the slot is cleared.

    Read from the bus to the terminal's storage; a terminal that stores elsewhere has no such
    events and is not judged. A slot may also be cleared when nothing was sent, and when the
    terminal put on record that it gave up.
    """

    name = "durable_order"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._transactions = self.read(Transactions)
        self._steps: RecentBatches[int] = RecentBatches()
        self._keeps_records = False

    def handlers(self) -> Handlers:
        return {
            ("storage", "read"): self._is_used,
            **worded("storage", "written", _RECORDS, self._written),
            **worded("uplink", "sent", REQUEST_MTIS, self._asked),
            ("uplink", "delivered", "0410"): self._reversal_answered,
            ("printer", "slip_started"): self._slip_started,
        }

    def applied(self) -> bool:
        """Tell whether the terminal uses the bench's storage at all."""
        return self._keeps_records

    def _is_used(self, _: TraceEvent) -> None:
        self._keeps_records = True

    def _written(self, event: TraceEvent) -> None:
        detail = event.detail
        self.judged += 1
        self._keeps_records = True
        batch, stan = detail.get("batch"), detail.get("stan")
        if not stan or not batch:
            return
        record = detail["record"]
        of_batch = self._steps.of(batch)
        steps = of_batch.get(stan, 0)
        if record == "reversed" and not steps & _REVERSAL_ANSWERED:
            self._offend("reversed_early", event)
        if record == "cleared" and steps & _SENT and not steps & (_VERDICT | _REVERSED | _GAVE_UP):
            self._offend("cleared_early", event)
        of_batch[stan] = steps | _RECORDS[record]

    def _asked(self, event: TraceEvent) -> None:
        detail = event.detail
        if (
            not self._keeps_records
            or detail.get("transaction") not in REVERSIBLE
            or not self._transactions.is_own(detail.get("terminal"))
        ):
            return
        stan = detail["stan"]
        of_batch = self._steps.of(detail["batch"])
        steps = of_batch.get(stan, 0)
        if not steps & (_INTENT | _SENT):
            self._offend("no_intent", event)
        of_batch[stan] = steps | _SENT

    def _reversal_answered(self, event: TraceEvent) -> None:
        detail = event.detail
        if not detail.get("garbled") and self._transactions.is_own(detail.get("terminal")):
            of_batch = self._steps.of(detail["batch"])
            of_batch[detail["stan"]] = of_batch.get(detail["stan"], 0) | _REVERSAL_ANSWERED

    def _slip_started(self, event: TraceEvent) -> None:
        detail = event.detail
        if (
            not self._keeps_records
            or detail.get("reprint")
            or detail.get("slip_kind") not in MONEY_KINDS
        ):
            return
        steps = self._steps.find(detail.get("batch"), detail.get("stan"))
        if steps is not None and not steps & _VERDICT:
            self._offend("slip_early", event)

    def _offend(self, what: str, event: TraceEvent) -> None:
        self.offences.add(
            what,
            (event.seq,),
            weight=event.detail.get("amount_fen") or 0,
            stan=event.detail["stan"],
            batch=event.detail["batch"],
        )
