"""
What the terminal remembers, as the fold of the records in its durable memory.

    storage.read() -> fold -> Journal -> snapshot -> storage.replace(...)

Whatever the program knows, it knows by applying a record that was written first; so what it knows
after a power cut is what it knew before, and `fold(journal.snapshot())` gives the same journal.
Left out on purpose: anything with time, screens or lines.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from emulator.domain.journal import Entry, Record
from emulator.domain.message import Totals
from emulator.domain.transaction import KINDS

Key = tuple[str, str]
"""Batch and STAN."""

HIGHEST_STAN = 999_999
DROPPED = "dropped"
"""Step of a settlement that the host refused before it closed anything."""
KEPT_AFTER_CLOSE = 20
"""Unprinted items that survive the end of their batch, newest first; older ones are dropped."""

_SIDE = {kind.name: kind.side.value for kind in KINDS.values()}


class Item(msgspec.Struct):
    """An approved transaction."""

    entry: Entry
    voided: bool = False
    copies: tuple[str, ...] = ()
    """Copies known to be on paper."""
    complete: bool = False
    """True when all copies are on paper, for good; False asks for a reprint."""
    flagged: bool = False
    """True when it is written down that copies are missing."""


class Batch(msgspec.Struct):
    """The approved transactions of one batch, and what they come to."""

    number: str
    items: dict[str, Item] = {}
    totals: Totals = Totals()


class Pending(msgspec.Struct):
    """A request whose outcome the terminal does not know: it must be reversed."""

    entry: Entry
    reason: str = "06"
    fault_slip: bool = False
    """A fault slip was printed for it."""


class Settling(msgspec.Struct):
    """A settlement under way; `stan` is that of the message to be sent next."""

    batch: str
    stan: str
    step: str = "request"
    """request, upload, end."""
    result: str = ""
    uploaded: int = 0
    """Items that the host has confirmed."""


class Journal:
    """Everything that the terminal remembers; changes only by `apply`."""

    def __init__(self) -> None:
        self.batch = "000001"
        self.last_stan = 0
        self.keys: str | None = None
        """Check value of the working keys; None before the first sign-in."""
        self.signed_in = False
        self.locked = False
        """True while only an operator's password opens the terminal."""
        self.operator = "01"
        self.cash_number = 0
        self.count = 0
        """Transactions that wait for settlement."""
        self.batches: dict[str, Batch] = {}
        """Batches with items, in the order in which they were begun."""
        self.pending: dict[Key, Pending] = {}
        self.advices: dict[Key, Entry] = {}
        """Refunds that were sent and not answered: to be sent again."""
        self.settling: Settling | None = None
        self.closed: dict[str, Any] | None = None
        """What the last settlement came to, for its slip."""
        self.left: dict[Key, Item] = {}
        """Items of closed batches that may still have to be printed."""
        self.unprinted: dict[Key, Item] = {}
        self.last: Key | None = None
        """The last approved transaction."""
        self.is_stale = False
        """True when records of a closed batch still lie in the memory."""

    # Questions --------------------------------------------------------------------------------

    @property
    def has_debts(self) -> bool:
        """Tell whether something must still be reversed, sent again or settled."""
        return bool(self.pending or self.advices or self.settling is not None)

    def item(self, key: Key) -> Item | None:
        """The approved transaction of a batch and STAN."""
        batch = self.batches.get(key[0])
        if batch is not None and key[1] in batch.items:
            return batch.items[key[1]]
        return self.left.get(key)

    def by_stan(self, stan: str) -> Item | None:
        """The approved transaction of a STAN, in the open batch before older ones."""
        for number in (self.batch, *reversed(self.batches)):
            batch = self.batches.get(number)
            if batch is not None and stan in batch.items:
                return batch.items[stan]
        for (_, left_stan), item in reversed(self.left.items()):
            if left_stan == stan:
                return item
        return None

    def next_stan(self) -> str:
        """The STAN for the next transaction: 000001 after 999999, never one of the open batch."""
        taken = self.batches.get(self.batch)
        number = self.last_stan
        while True:
            number = number % HIGHEST_STAN + 1
            stan = f"{number:06d}"
            if taken is None or stan not in taken.items:
                return stan

    # Changes ----------------------------------------------------------------------------------

    def apply(self, record: Record) -> None:
        """Take in one record; kinds of somebody else's program change nothing."""
        change = _CHANGES.get(record.kind)
        if change is not None:
            change(self, record)

    def _parameters(self, record: Record) -> None:
        values = record.values
        self.batch = values.get("batch", self.batch)
        self.last_stan = values.get("last_stan", self.last_stan)
        self.keys = values.get("keys", self.keys)
        self.signed_in = values.get("signed_in", self.signed_in)
        self.locked = values.get("locked", self.locked)
        self.operator = values.get("operator", self.operator)
        self.cash_number = values.get("cash_number", self.cash_number)

    def _intent(self, record: Record) -> None:
        assert record.entry is not None
        self.pending[(record.batch, record.stan)] = Pending(record.entry)
        self.last_stan = int(record.stan)

    def _advice(self, record: Record) -> None:
        assert record.entry is not None
        self.advices[(record.batch, record.stan)] = record.entry
        self.last_stan = int(record.stan)

    def _reason(self, record: Record) -> None:
        pending = self.pending.get((record.batch, record.stan))
        if pending is not None:
            pending.reason = record.values["reason"]
            authorisation = record.values.get("authorisation")
            if authorisation is not None:
                pending.entry = msgspec.structs.replace(pending.entry, authorisation=authorisation)

    def _verdict(self, record: Record) -> None:
        key = (record.batch, record.stan)
        self._cleared(record)
        if record.values.get("outcome") != "approved":
            return
        entry = record.entry
        assert entry is not None
        item = Item(entry)
        if "copies" in record.values:
            item.copies = tuple(record.values["copies"])
            item.complete = record.values["complete"]
            item.flagged = record.values["flagged"]
        if record.values.get("left"):
            self.left[key] = item
        else:
            # Numbers come again after 999999 batches; the younger one is meant.
            self.left.pop(key, None)
            self._enter(entry, item)
        self.last = key
        if not item.complete:
            self.unprinted[key] = item

    def _enter(self, entry: Entry, item: Item) -> None:
        batch = self.batches.get(entry.batch)
        if batch is None:
            batch = self.batches[entry.batch] = Batch(entry.batch)
        if entry.stan not in batch.items:
            self.count += 1
        batch.items[entry.stan] = item
        batch.totals = batch.totals.plus(_SIDE[entry.kind], entry.amount_fen)
        original = entry.original_stan
        if original is not None and entry.kind.endswith("void"):
            voided = self.item((entry.original_batch or entry.batch, original))
            if voided is not None:
                voided.voided = True

    def _cleared(self, record: Record) -> None:
        key = (record.batch, record.stan)
        self.pending.pop(key, None)
        self.advices.pop(key, None)

    def _printed(self, record: Record) -> None:
        key = (record.batch, record.stan)
        slip = record.values.get("slip", "")
        if slip == "fault":
            if key in self.pending:
                self.pending[key].fault_slip = True
            return
        if slip == "settlement":
            if self.closed is not None:
                self.closed = {**self.closed, "printed": True}
            return
        item = self.item(key)
        if item is None:
            return
        complete = record.values["outcome"] == "complete"
        if item.complete and not complete:
            # Paper does not go back into the printer: `Printing` never writes this, and a memory
            # in which somebody else's program has written it owes nobody a slip either.
            return
        item.copies = tuple(record.values["copies"])
        item.complete, item.flagged = complete, not complete
        if complete:
            self.unprinted.pop(key, None)

    def _settling(self, record: Record) -> None:
        values = record.values
        self.last_stan = values["last_stan"]
        if values["step"] == DROPPED:
            self.settling = None
            return
        self.settling = Settling(
            record.batch, record.stan, values["step"], values["result"], values["uploaded"]
        )

    def _batch_closed(self, record: Record) -> None:
        self.settling = None
        self.closed = {"batch": record.batch, **record.values}
        batch = self.batches.pop(record.batch, None)
        if record.batch == self.batch:
            self.batch = record.values["next_batch"]
        if batch is None:
            return
        self.is_stale = True
        self.count -= len(batch.items)
        for stan, item in batch.items.items():
            if not item.complete or (record.batch, stan) == self.last:
                self.left[(record.batch, stan)] = item
        done = [key for key, item in self.left.items() if item.complete and key != self.last]
        for key in done:
            del self.left[key]
        for key in list(self.left)[: max(0, len(self.left) - KEPT_AFTER_CLOSE)]:
            del self.left[key]
            self.unprinted.pop(key, None)

    def _cash(self, record: Record) -> None:
        self.cash_number = record.values["number"]

    # The whole --------------------------------------------------------------------------------

    def snapshot(self) -> tuple[Record, ...]:
        """The fewest records from which the same journal folds."""
        records = []
        if self.closed is not None:
            values = {key: value for key, value in self.closed.items() if key != "batch"}
            records.append(Record(kind="batch_closed", batch=self.closed["batch"], values=values))
        records += [_of_item(item, left=True) for item in self.left.values()]
        for batch in self.batches.values():
            records += [_of_item(item, left=False) for item in batch.items.values()]
        for (number, stan), pending in self.pending.items():
            records.append(Record(kind="intent", stan=stan, batch=number, entry=pending.entry))
            records.append(
                Record(kind="reason", stan=stan, batch=number, values={"reason": pending.reason})
            )
            if pending.fault_slip:
                records.append(
                    Record(kind="printed", stan=stan, batch=number, values={"slip": "fault"})
                )
        for (number, stan), entry in self.advices.items():
            records.append(Record(kind="advice", stan=stan, batch=number, entry=entry))
        if self.settling is not None:
            records.append(settling_record(self.settling, self.last_stan))
        records.append(self.parameters())
        return tuple(records)

    def parameters(self, **changed: Any) -> Record:
        """The record of all parameters, with some of them changed."""
        return Record(
            kind="parameters",
            values={
                "batch": self.batch,
                "last_stan": self.last_stan,
                "keys": self.keys,
                "signed_in": self.signed_in,
                "locked": self.locked,
                "operator": self.operator,
                "cash_number": self.cash_number,
                **changed,
            },
        )


def fold(records: Iterable[Record]) -> Journal:
    """Read a whole memory."""
    journal = Journal()
    for record in records:
        journal.apply(record)
    return journal


def settling_record(settling: Settling, last_stan: int) -> Record:
    """Where a settlement stands, as a record; `last_stan` is the last number taken by then."""
    return Record(
        kind="settling",
        stan=settling.stan,
        batch=settling.batch,
        values={
            "step": settling.step,
            "result": settling.result,
            "uploaded": settling.uploaded,
            "last_stan": last_stan,
        },
    )


def _of_item(item: Item, *, left: bool) -> Record:
    entry = item.entry
    values: dict[str, Any] = {
        "outcome": "approved",
        "copies": list(item.copies),
        "complete": item.complete,
        "flagged": item.flagged,
    }
    if left:
        values["left"] = True
    return Record(kind="verdict", stan=entry.stan, batch=entry.batch, entry=entry, values=values)


_CHANGES = {
    "parameters": Journal._parameters,
    "intent": Journal._intent,
    "advice": Journal._advice,
    "reason": Journal._reason,
    "verdict": Journal._verdict,
    "reversed": Journal._cleared,
    "cleared": Journal._cleared,
    "gave_up": Journal._cleared,
    "printed": Journal._printed,
    "settling": Journal._settling,
    "batch_closed": Journal._batch_closed,
    "cash": Journal._cash,
}
