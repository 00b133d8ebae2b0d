"""The terminal's open batch as each side has it, counted from storage bus and books."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS, Side
from emulator.interfaces.live.views.view_state import Totals

_SIGNS = {
    kind.name: 1 if kind.side is Side.DEBIT else -1
    for kind in KINDS.values()
    if kind.side is not Side.NONE
}
"""Kinds that count in a batch: 1 among the debits, -1 among the credits."""
_KEPT = 3
"""Batches in which nothing is unsettled; nobody compares older ones any more."""

Items = dict[str, tuple[int, int]]
"""STAN to sign and amount in fen."""


class _Batch(msgspec.Struct):
    shop: Items = {}
    host: Items = {}
    unsettled: dict[str, None] = {}
    """STANs that the terminal has on record, pre-authorisations too, and refunds on their way."""


class BatchSides:
    """
    What counts in the youngest batches at the terminal and at the acquirer.

    A voided sale stays a debit, and its void is a credit; what was reversed is in neither.
    """

    def __init__(self) -> None:
        self.open = ""
        """Number of the batch that the terminal uses now."""
        self._terminal = ""
        self._batches: dict[str, _Batch] = {}

    def handlers(self) -> Iterator[tuple[tuple[str, str], Callable[[TraceEvent], None]]]:
        """Source and kind of each event that matters, and what to do with it."""
        yield ("bench", "run_started"), self._started
        yield ("console", "displayed"), self._displayed
        yield ("storage", "written"), self._written
        yield ("storage", "replaced"), self._replaced
        yield ("acquirer", "posted"), self._posted

    @property
    def shop(self) -> Totals:
        """The terminal's side of the open batch."""
        found = self._batches.get(self.open)
        return _totals(self.open, {} if found is None else found.shop)

    @property
    def host(self) -> Totals:
        """The acquirer's side of the same batch."""
        found = self._batches.get(self.open)
        return _totals(self.open, {} if found is None else found.host)

    @property
    def is_open(self) -> bool:
        """True while the terminal has anything on record that no settlement has closed."""
        return any(batch.unsettled for batch in self._batches.values())

    def _started(self, event: TraceEvent) -> None:
        self._terminal = event.detail.get("terminal", "")

    def _displayed(self, event: TraceEvent) -> None:
        detail = event.detail
        screen = detail["screen"]
        if screen == "settled":
            self._batches.pop(detail.get("batch", ""), None)
            self.open = detail.get("next_batch", self.open)
        elif screen == "signed_in":
            self.open = detail.get("batch", self.open)

    def _written(self, event: TraceEvent) -> None:
        detail = event.detail
        record, batch = detail["record"], detail.get("batch", "")
        if record in ("intent", "advice"):
            self.open = batch
        if record == "advice":
            self._of(batch).unsettled[detail["stan"]] = None
        elif record == "verdict":
            self._judged(batch, detail)
        elif record == "batch_closed":
            self._batches.pop(batch, None)

    def _judged(self, number: str, detail: dict[str, Any]) -> None:
        batch, stan = self._of(number), detail["stan"]
        if detail.get("outcome") != "approved":
            batch.unsettled.pop(stan, None)
            return
        batch.unsettled[stan] = None
        sign = _SIGNS.get(detail.get("transaction", ""))
        if sign is not None:
            batch.shop[stan] = (sign, detail.get("amount_fen", 0))

    def _replaced(self, event: TraceEvent) -> None:
        if event.detail.get("records") == 0:
            # Not the end of a batch but a memory that was wiped.
            for batch in self._batches.values():
                batch.shop.clear()
                batch.unsettled.clear()

    def _posted(self, event: TraceEvent) -> None:
        detail = event.detail
        stan = detail.get("stan")
        if not stan or detail.get("terminal") != self._terminal:
            return
        batch, reason = detail.get("batch", ""), detail["reason"]
        sign = _SIGNS.get(reason)
        if sign is not None:
            amount_fen = max(amount_fen for _, amount_fen in detail["legs"])
            self._of(batch).host[stan] = (sign, amount_fen)
        elif reason == "reversal" and batch in self._batches:
            self._batches[batch].host.pop(stan, None)

    def _of(self, number: str) -> _Batch:
        found = self._batches.get(number)
        if found is None:
            found = self._batches[number] = _Batch()
            settled = [key for key, one in self._batches.items() if not one.unsettled]
            for key in settled[:-_KEPT]:
                del self._batches[key]
        return found


def _totals(batch: str, items: Items) -> Totals:
    debits = [amount_fen for sign, amount_fen in items.values() if sign > 0]
    credits = [amount_fen for sign, amount_fen in items.values() if sign < 0]
    return Totals(batch, sum(debits), len(debits), sum(credits), len(credits))
