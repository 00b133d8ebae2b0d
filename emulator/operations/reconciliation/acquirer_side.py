"""
The acquirer's records, from its postings and its list of differences.

A posting belongs to the business day on which the acquirer passed the request on, and a reversal
to the day on which it was made; what was too late for its day's file is cleared with the next.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from emulator.checks.seen import HOLDS, MONEY_KINDS, REQUEST_MTIS
from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.effort import Effort
from emulator.operations.reconciliation.positions import sign_of
from emulator.operations.reconciliation.records import (
    BOOKED,
    BORNE,
    CHARGED_BACK,
    CORRECTED,
    LISTED,
    REVERSED,
    AcquirerItem,
    Key,
    ShopTotals,
)
from emulator.operations.reconciliation.trace_details import (
    Asked,
    BatchClosed,
    CutOver,
    Listed,
    OfDay,
    Posted,
    read,
)

Handler = Callable[[TraceEvent, datetime], None]

CUT_OFF = time(23)
"""The usual end of a business day."""

_PAYABLE, _SUSPENSE, _FEES = "acquirer:payable:", "acquirer:suspense", "acquirer:fees"
_NUMBERED = MONEY_KINDS | {"reversal"}


def business_day_at(at: datetime, cut_off: time) -> date:
    """Say to which business day a moment belongs."""
    return at.date() + timedelta(days=1) if at.time() >= cut_off else at.date()


class AcquirerSide:
    """Takes events, and gives the acquirer's records as they are after them."""

    def __init__(self, cut_off: time, effort: Effort) -> None:
        """
        Args:
            cut_off: When the business day changes, for as long as no change was seen.
            effort: What may be gone through again.
        """
        self._effort = effort
        self._cut_off = cut_off
        self._day: date | None = None
        self._items: list[AcquirerItem] = []
        self._unfiled: list[int] = []
        """Items that no clearing file has had yet."""
        self._asked_on: dict[Key, date] = {}
        self._listed: dict[Key, Listed] = {}
        self._suspense: dict[Key, int] = {}
        self._shop_totals: list[ShopTotals] = []
        self.handlers: dict[tuple[str, str], Handler] = {
            ("issuer_line", "sent"): self._asked,
            ("acquirer", "posted"): self._posted,
            ("acquirer", "held"): self._held,
            ("acquirer", "released"): self._held,
            ("acquirer", "difference_listed"): self._list,
            ("acquirer", "difference_resolved"): self._resolve,
            ("acquirer", "batch_closed"): self._batch_closed,
            ("acquirer", "cut_over"): self._cut_over,
            ("clearing", "file_made"): self._file_made,
        }

    def __len__(self) -> int:
        return len(self._items) + len(self._asked_on)

    # Days -------------------------------------------------------------------------------------

    def _today(self, at: datetime) -> date:
        return self._day or business_day_at(at, self._cut_off)

    def _cut_over(self, event: TraceEvent, _: datetime) -> None:
        self._day = read(event, CutOver).business_day

    def _asked(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, Asked)
        if one.way == "up" and one.mti in REQUEST_MTIS:
            self._asked_on[one.terminal, one.batch, one.stan] = self._today(at)

    def _file_made(self, event: TraceEvent, _: datetime) -> None:
        day = read(event, OfDay).business_day
        self._effort.spend(len(self._unfiled) + len(self._asked_on))
        left = []
        for index in self._unfiled:
            item = self._items[index]
            if item.entry != CORRECTED and item.business_day and item.business_day > day:
                left.append(index)
            elif item.business_day != day:
                self._items[index] = replace(item, business_day=day)
        self._unfiled = left
        # No answer takes a day; what was asked for and is not booked by now was declined.
        self._asked_on = {key: on for key, on in self._asked_on.items() if on >= day}

    # Postings ---------------------------------------------------------------------------------

    def _posted(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, Posted)
        if one.reason == "suspense":
            self._move(one, at)
        elif one.reason == "chargeback":
            self._enter(one, at, CHARGED_BACK, -one.moved_fen(_PAYABLE))
        elif one.stan and one.reason in _NUMBERED:
            self._book(one, at, one.moved_fen(_PAYABLE))

    def _held(self, event: TraceEvent, at: datetime) -> None:
        self._book(read(event, Posted), at, None)

    def _book(self, one: Posted, at: datetime, given_fen: int | None) -> None:
        """Add a booking or its reversal; a hold does not tell how much is held."""
        is_reversal = one.reason == "reversal"
        kind = one.transaction or one.reason
        if kind not in MONEY_KINDS:
            return
        sign = -sign_of(kind) if is_reversal else sign_of(kind)
        asked_on = self._asked_on.pop(one.key, None)
        self._add(
            AcquirerItem(
                terminal=one.terminal,
                batch=one.batch,
                stan=one.stan,
                transaction=kind,
                entry=REVERSED if is_reversal else BOOKED,
                amount_fen=None if given_fen is None or kind in HOLDS else sign * given_fen,
                at=at,
                business_day=asked_on if asked_on and not is_reversal else self._today(at),
                original_batch=one.original_batch,
                original_stan=one.original_stan,
            )
        )

    def _add(self, item: AcquirerItem) -> None:
        self._unfiled.append(len(self._items))
        self._items.append(item)

    def _move(self, one: Posted, at: datetime) -> None:
        """Money goes to suspense or comes from there, and somebody has more or less by it."""
        self._suspense[one.key] = self._suspense.get(one.key, 0) + one.moved_fen(_SUSPENSE)
        for entry, prefix in ((CORRECTED, _PAYABLE), (BORNE, _FEES)):
            amount_fen = one.moved_fen(prefix)
            if amount_fen:
                self._enter(one, at, entry, amount_fen)

    def _enter(self, one: Posted, at: datetime, entry: str, amount_fen: int) -> None:
        """Add what moves money without a transaction of its own."""
        self._add(
            AcquirerItem(
                terminal=one.terminal,
                batch=one.batch,
                stan=one.stan,
                entry=entry,
                amount_fen=amount_fen,
                at=at,
                business_day=self._today(at),
            )
        )

    # Batches ----------------------------------------------------------------------------------

    def _batch_closed(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, BatchClosed)
        if one.shop is None or one.repeated:
            return
        debit_fen, debit_count, credit_fen, credit_count = one.shop
        self._shop_totals.append(
            ShopTotals(
                terminal=one.terminal,
                batch=one.batch,
                debit_fen=debit_fen,
                debit_count=debit_count,
                credit_fen=credit_fen,
                credit_count=credit_count,
            )
        )

    def shop_totals(self) -> tuple[ShopTotals, ...]:
        """What the terminal said of each batch when it was settled."""
        return tuple(self._shop_totals)

    # The list of differences ------------------------------------------------------------------

    def _list(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, Listed)
        self._listed[one.key] = one

    def _resolve(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, Listed)
        self._listed.pop(one.key, None)
        # A credit adjustment leaves suspense in one sum with others, under nobody's number.
        self._suspense.pop(one.key, None)

    def items(self) -> tuple[AcquirerItem, ...]:
        """The records, and then what is listed and not resolved."""
        listed = [
            AcquirerItem(
                terminal=one.terminal,
                batch=one.batch,
                stan=one.stan,
                entry=LISTED,
                why=one.why,
                amount_fen=one.amount_fen,
                suspense_fen=self._suspense.get(one.key, 0),
            )
            for one in self._listed.values()
        ]
        return (*self._items, *listed)
