"""
What is watched behind the till: batches, what the bank announces, and what it owes.

A payout is expected by the shop's own count: takings by the business day on which they were
booked, due by the bank calendar. That nobody at the bank calls a payout due, because its clearing
did not even run, makes it no less overdue.
"""

from collections import deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import msgspec

from emulator.domain.alarms import BANK_NOTICE, BATCH_OPEN, PAYOUT_OVERDUE
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS, Side
from emulator.operations.monitoring.board import Board, Concern
from emulator.operations.monitoring.details import (
    BatchClosed,
    Credited,
    CutOver,
    Notice,
    Posted,
    Shown,
    Written,
    read,
)
from emulator.operations.monitoring.till_watch import Handlers

DueOn = Callable[[date], date]
"""Business day to the day on which its takings are due on the merchant's account."""

_PAYS = frozenset(k.name for k in KINDS.values() if k.side is not Side.NONE)
_SETTLING = "settling"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)
"""The bank calendar knows no other days."""


class BatchWatch:
    """Batches with payments in them that nobody settles, and settlements without an end."""

    def __init__(self, board: Board, given: Given) -> None:
        self._board = board
        self._open_us = given.monitoring.batch_us
        self._settling_us = given.monitoring.settling_us
        self.handlers: Handlers = {
            ("storage", "written"): self._written,
            ("console", "displayed"): self._displayed,
            ("acquirer", "batch_closed"): self._closed,
        }

    def _written(self, event: TraceEvent) -> None:
        one = read(event, Written)
        is_approved = one.record == "verdict" and one.outcome == "approved"
        if is_approved and one.transaction in _PAYS:
            self._put(one.batch, one.batch, event.at_us, self._open_us)
        elif one.record == _SETTLING:
            self._put(_SETTLING, one.batch, event.at_us, self._settling_us)

    def _displayed(self, event: TraceEvent) -> None:
        one = read(event, Shown)
        if one.screen == "settled":
            self._board.take_off(BATCH_OPEN, _SETTLING, at_us=event.at_us)
        elif one.screen == "settlement_failed":
            self._put(_SETTLING, one.batch, event.at_us, self._settling_us)

    def _closed(self, event: TraceEvent) -> None:
        self._board.take_off(BATCH_OPEN, read(event, BatchClosed).batch, at_us=event.at_us)

    def _put(self, about: str, batch: str, now_us: int, after_us: int) -> None:
        self._board.put(
            BATCH_OPEN,
            about,
            since_us=now_us,
            due_us=now_us + after_us,
            concern=Concern(batch=batch),
        )


class NoticeWatch:
    """What the bank announces, until it is open again."""

    def __init__(self, board: Board, given: Given) -> None:
        self._board = board
        is_on = given.monitoring.notices
        self.handlers: Handlers = {
            **({("clearing", "notice"): self._notice} if is_on else {}),
            ("clearing", "opened"): self._opened,
        }

    def _notice(self, event: TraceEvent) -> None:
        text = read(event, Notice).text
        self._board.put(BANK_NOTICE, text, since_us=event.at_us, due_us=event.at_us)

    def _opened(self, event: TraceEvent) -> None:
        self._board.take_off_all(BANK_NOTICE, at_us=event.at_us)


class _Owed(msgspec.Struct):
    """The takings of one business day that are not on the account yet."""

    day: str
    amount_fen: int


class PayoutWatch:
    """Takings that are not on the merchant's account on the day on which they are due."""

    def __init__(self, board: Board, given: Given, due_on: DueOn) -> None:
        self._board = board
        self._due_on = due_on
        self._by = time.fromisoformat(given.monitoring.payout_time)
        self.start: datetime = given.start
        self._merchant = given.terminal.merchant_id
        self._today_fen = 0
        self._owed: deque[_Owed] = deque()
        """Oldest first."""
        self._ahead_fen = 0
        """Credited of takings that are not counted yet, as of a payment around the cut-off."""
        self.handlers: Handlers = {
            ("acquirer", "posted"): self._posted,
            ("acquirer", "cut_over"): self._cut_over,
            ("clearing", "merchant_credited"): self._credited,
        }

    def _posted(self, event: TraceEvent) -> None:
        self._today_fen += read(event, Posted).moved_fen(f"acquirer:payable:{self._merchant}")

    def _cut_over(self, event: TraceEvent) -> None:
        """The day is over: its takings are due some day."""
        day = read(event, CutOver).business_day - timedelta(days=1)
        taken_fen, self._today_fen = self._today_fen, 0
        if taken_fen <= 0:
            # More was given back than taken; it is kept from what is paid next.
            self._today_fen = taken_fen
            return
        if not _EARLIEST <= day < _LATEST:
            raise ValueError(f"business_day: {day}")
        due = datetime.combine(self._due_on(day), self._by)
        due_us = (due - self.start) // timedelta(microseconds=1)
        self._owed.append(_Owed(day.isoformat(), taken_fen))
        self._board.put(
            PAYOUT_OVERDUE,
            day.isoformat(),
            since_us=event.at_us,
            due_us=max(due_us, event.at_us),
            concern=Concern(amount_fen=taken_fen),
        )
        self._count(0, event.at_us)

    def _credited(self, event: TraceEvent) -> None:
        one = read(event, Credited)
        if one.merchant in ("", self._merchant):
            self._count(one.amount_fen if one.cleared_fen is None else one.cleared_fen, event.at_us)

    def _count(self, credited_fen: int, now_us: int) -> None:
        """Hold what was credited against what is owed, the oldest day first."""
        self._ahead_fen += credited_fen
        while self._owed and self._owed[0].amount_fen <= self._ahead_fen:
            paid = self._owed.popleft()
            self._ahead_fen -= paid.amount_fen
            self._board.take_off(PAYOUT_OVERDUE, paid.day, at_us=now_us)
