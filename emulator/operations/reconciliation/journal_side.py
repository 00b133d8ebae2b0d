"""
The terminal's journal, from what was written to its durable memory.

    written ----------------> fold -> items
    replaced by the program -> nothing changes: it keeps what it needs
    replaced from outside ---> what lies in the memory now, and is not settled, is all there is

What was torn was never written. A backup that is put back is told by the number of its records
alone, and is taken for the first so many that were there before the loss. The time is the one that
stands on the slip, or in the record where the terminal's clock is not the host's.
"""

from copy import copy
from datetime import datetime
from typing import NamedTuple

from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.effort import Effort
from emulator.operations.reconciliation.journal_fold import Item, JournalFold, Key
from emulator.operations.reconciliation.records import APPROVED, LOST, JournalItem
from emulator.operations.reconciliation.trace_details import (
    Replaced,
    Slip,
    WriteStarted,
    Written,
    read,
)

_ANEW = 3
"""To take a record in anew is so much dearer than to go past it."""


class _Memory(NamedTuple):
    """What lies in the terminal's memory."""

    records: int
    """Records when the program last put everything in order."""
    items: list[tuple[Key, Item]]
    """What they say."""
    log: list[Written]
    """What was written since."""


class JournalSide:
    """Takes events, and gives the journal as it is after them."""

    def __init__(self, effort: Effort) -> None:
        """
        Args:
            effort: What may be gone through again.
        """
        self.terminal = ""
        self.is_seen = False
        """Something was written that belongs to a transaction."""
        self._effort = effort
        self._fold = JournalFold()
        self._memory = _Memory(0, [], [])
        self._lost: _Memory | None = None
        """What was there before somebody wiped it."""
        self._wiped: list[tuple[Key, Item]] = []
        """What was approved, as far as it was wiped."""
        self._is_own = False
        """The program itself is putting everything in order."""
        self._times: dict[Key, datetime] = {}
        self.handlers = {
            ("storage", "write_started"): self._write_started,
            ("storage", "written"): self._written,
            ("storage", "torn"): self._torn,
            ("storage", "replaced"): self._replaced,
            ("printer", "slip_printed"): self._printed,
        }

    def __len__(self) -> int:
        return len(self._fold) + len(self._memory.log) + len(self._wiped)

    def _write_started(self, event: TraceEvent, _: datetime) -> None:
        self._is_own = read(event, WriteStarted).record == "replacement"

    def _torn(self, _: TraceEvent, __: datetime) -> None:
        self._is_own = False

    def _written(self, event: TraceEvent, at: datetime) -> None:
        one = read(event, Written)
        self._memory.log.append(one)
        key = (one.batch, one.stan)
        if self._fold.apply(one):
            self.is_seen = True
            self._times.pop(key, None)
        if one.own_time and self._fold.knows(key):
            moment = _stamped(one.own_time, at)
            if moment is not None:
                self._times[key] = moment

    def _replaced(self, event: TraceEvent, _: datetime) -> None:
        count = read(event, Replaced).records
        if self._is_own:
            self._is_own = False
            self._effort.spend(len(self._fold.items))
            self._memory = _Memory(count, _copied(self._fold.items), [])
            self._lost = None
        elif count == 0:
            self._lost = self._lost or self._memory
            self._wiped += self._fold.items
            self._put_in(_Memory(0, [], []))
        else:
            source = self._lost or self._memory
            self._lost = None
            log = source.log[: max(count - source.records, 0)]
            self._put_in(_Memory(source.records, source.items, log))

    def _put_in(self, memory: _Memory) -> None:
        """Know only what the memory holds, and what was settled before."""
        self._effort.spend(len(memory.items) + _ANEW * len(memory.log))
        self._fold.items = _copied(memory.items)
        for one in memory.log:
            if one.batch not in self._fold.settled:
                self._fold.apply(one)
        self._memory = _Memory(memory.records, memory.items, list(memory.log))

    def _printed(self, event: TraceEvent, _: datetime) -> None:
        one = read(event, Slip)
        key = (one.batch, one.stan)
        if not one.legible or key in self._times:
            return
        moment = _moment(one.content.get("date"), one.content.get("time"))
        if moment is not None and self._fold.knows(key):
            self._times[key] = moment

    def items(self) -> tuple[JournalItem, ...]:
        """The journal in the order of its transactions; then what was wiped."""
        fold = self._fold
        wiped = {
            key: one for key, one in self._wiped if one.outcome == APPROVED and not fold.knows(key)
        }
        return (
            *(self._item(key, one, one.outcome, settled=True) for key, one in fold.archive),
            *(self._item(key, one, one.outcome) for key, one in fold.items),
            *(self._item(key, one, LOST) for key, one in wiped.items()),
        )

    def _item(self, key: Key, one: Item, outcome: str, *, settled: bool = False) -> JournalItem:
        return JournalItem(
            terminal=self.terminal,
            batch=key[0],
            stan=key[1],
            transaction=one.transaction,
            amount_fen=one.amount_fen,
            outcome=outcome,
            at=self._times.get(key),
            settled=settled,
        )


def _copied(items: list[tuple[Key, Item]]) -> list[tuple[Key, Item]]:
    return [(key, copy(item)) for key, item in items]


def _stamped(text: str, near: datetime) -> datetime | None:
    """Read MMDDhhmmss, in the year that brings it nearest to a moment; None if it is no time."""
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(datetime.strptime(f"{year}{text}", "%Y%m%d%H%M%S"))
        except ValueError:
            # Not a time, or the 29th of February of a year that has none.
            continue
    return min(found, key=lambda one: abs(one - near), default=None)


def _moment(day: object, time: object) -> datetime | None:
    """Read what stands on a slip; None if it is no date and time."""
    try:
        return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=None)
    except ValueError:
        return None
