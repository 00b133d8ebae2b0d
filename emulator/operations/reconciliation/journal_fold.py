"""What the records in a terminal's memory say about its transactions."""

import msgspec

from emulator.checks.seen import MONEY_KINDS
from emulator.operations.reconciliation.records import (
    APPROVED,
    DECLINED,
    FORGOTTEN,
    OPEN,
    REVERSED,
)
from emulator.operations.reconciliation.trace_details import Written

Key = tuple[str, str]
"""Batch and STAN: a terminal does not write down its own number."""

_ASKED = ("intent", "advice")
_GIVEN_UP = ("cleared", "gave_up")


class Item(msgspec.Struct):
    """A transaction in the making."""

    transaction: str
    amount_fen: int
    outcome: str = OPEN


class JournalFold:
    """Transactions by number; one whose number was used again stays beside the new one."""

    def __init__(self) -> None:
        self.settled: set[str] = set()
        """Batches that were closed."""
        self.archive: list[tuple[Key, Item]] = []
        """Their transactions: whatever becomes of the memory, the shop has its settlement slip."""
        self._items: list[tuple[Key, Item]] = []
        self._latest: dict[Key, Item] = {}

    def __len__(self) -> int:
        return len(self.archive) + len(self._items)

    @property
    def items(self) -> list[tuple[Key, Item]]:
        """What is not settled, in the order in which it was asked for."""
        return self._items

    @items.setter
    def items(self, items: list[tuple[Key, Item]]) -> None:
        for key, _ in self._items:
            self._latest.pop(key, None)
        self._items = items
        self._latest.update(items)

    def knows(self, key: Key) -> bool:
        """Tell whether there is a transaction of this number."""
        return key in self._latest

    def _settle(self, batch: str) -> None:
        self.settled.add(batch)
        self.archive += [one for one in self._items if one[0][0] == batch]
        self._items = [one for one in self._items if one[0][0] != batch]

    def apply(self, one: Written) -> bool:
        """Take in a record; True if a transaction began with it."""
        key = (one.batch, one.stan)
        known = self._latest.get(key)
        if one.record == "batch_closed":
            self._settle(one.batch)
        elif one.record in _ASKED:
            # A number that was finished and is used again is another transaction.
            return (known is None or known.outcome != OPEN) and self._begin(key, one)
        elif one.record == "verdict":
            return self._verdict(key, known, one)
        elif known is not None and one.record == "reversed":
            known.outcome = REVERSED
        elif known is not None and one.record in _GIVEN_UP and known.outcome == OPEN:
            known.outcome = FORGOTTEN
        return False

    def _begin(self, key: Key, one: Written) -> bool:
        if one.transaction not in MONEY_KINDS:
            return False
        item = self._latest[key] = Item(one.transaction, one.amount_fen)
        self._items.append((key, item))
        return True

    def _verdict(self, key: Key, known: Item | None, one: Written) -> bool:
        has_begun = known is None and self._begin(key, one)
        item = self._latest.get(key)
        if item is not None:
            item.outcome = one.outcome if one.outcome in (APPROVED, DECLINED) else item.outcome
            item.amount_fen = one.amount_fen or item.amount_fen
            item.transaction = one.transaction or item.transaction
        return has_begun
