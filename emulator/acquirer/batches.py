"""
Batches as the host counts them, and the comparison with what a terminal says.

A voided sale stays among the debits and its void among the credits; a reversed transaction is in
neither (payments.md 3.4 and 3.8 of the domain notes).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec

from emulator.domain.interbank import Key
from emulator.domain.message import Totals, UploadItem

BALANCED, UNBALANCED, ERROR = "1", "2", "3"


class Batch(msgspec.Struct):
    """One batch of one terminal."""

    debit_fen: int = 0
    debit_count: int = 0
    credit_fen: int = 0
    credit_count: int = 0
    keys: dict[Key, None] = {}
    """What counts in it, in the order of approval."""
    closed_on: date | None = None
    result: str = ""
    host: Totals = Totals()
    """As answered when it was closed, like the four below."""
    shop: Totals = Totals()
    next_batch: str = ""
    uploaded: dict[str, UploadItem] = {}
    """What the terminal has uploaded, by STAN."""
    upload_ended: bool = False

    def count(self, key: Key, sign: int, amount_fen: int) -> None:
        """Count an approved transaction; sign 1 is a debit, -1 a credit."""
        self.keys[key] = None
        self._add(sign, amount_fen, 1)

    def discount(self, key: Key, sign: int, amount_fen: int) -> None:
        """Take a reversed one out again; a closed batch stays as it was."""
        if self.closed_on is None and key in self.keys:
            del self.keys[key]
            self._add(sign, -amount_fen, -1)

    def _add(self, sign: int, amount_fen: int, count: int) -> None:
        if sign > 0:
            self.debit_fen += amount_fen
            self.debit_count += count
        else:
            self.credit_fen += amount_fen
            self.credit_count += count

    @property
    def totals(self) -> Totals:
        """The host's own totals now."""
        return Totals(self.debit_fen, self.debit_count, self.credit_fen, self.credit_count)


class Batches:
    """Every batch that is open or was closed lately."""

    def __init__(self) -> None:
        self._batches: dict[tuple[str, str], Batch] = {}

    def __len__(self) -> int:
        return len(self._batches)

    def find(self, terminal: str, number: str) -> Batch | None:
        """Give a batch; None for one that was never used or is long closed."""
        return self._batches.get((terminal, number))

    def open(self, terminal: str, number: str) -> Batch:
        """Give a batch, a fresh one if it is new."""
        found = self._batches.get((terminal, number))
        if found is None:
            found = self._batches[terminal, number] = Batch()
        return found

    def is_closed(self, terminal: str, number: str) -> bool:
        """Tell whether a batch was settled."""
        found = self._batches.get((terminal, number))
        return found is not None and found.closed_on is not None

    def may_forget(self, terminal: str, number: str) -> bool:
        """Tell whether nobody will ask for single items of a batch any more."""
        found = self._batches.get((terminal, number))
        if found is None:
            return True
        return found.closed_on is not None and (found.upload_ended or found.result == BALANCED)

    def unfinished_uploads(self, before: date) -> list[tuple[str, str, Batch]]:
        """Give the unbalanced batches, closed before a day, whose upload never ended."""
        return [
            (terminal, number, batch)
            for (terminal, number), batch in self._batches.items()
            if batch.result == UNBALANCED
            and not batch.upload_ended
            and batch.closed_on is not None
            and batch.closed_on < before
        ]

    def forget(self, before: date) -> None:
        """Drop the batches that were closed before a day."""
        for name, batch in list(self._batches.items()):
            if batch.closed_on is not None and batch.closed_on < before:
                del self._batches[name]


class HostItem(NamedTuple):
    """One transaction of a batch as the host knows it."""

    stan: str
    is_debit: bool
    amount_fen: int
    live_fen: int
    """What is left of a debit after voids and refunds."""
    original_stan: str = ""
    """For a credit: what it took back, if that was in the same batch."""


class ItemDifference(NamedTuple):
    """One transaction that the two sides do not agree on."""

    stan: str
    why: str
    amount_fen: int
    move_fen: int
    """What the merchant must not be paid, because the terminal does not have it."""


def compare_items(host: Iterable[HostItem], shop: dict[str, UploadItem]) -> list[ItemDifference]:
    """
    Compare two lists of the same batch, transaction by transaction.

    A debit that the host alone knows is `long`, unless it was given back by a credit that the host
    alone knows too. A credit that the host alone knows is `short`. What the terminal alone has is
    `unmatched`. Amounts that differ are `amount`.
    """
    found = []
    known = {item.stan: item for item in host}
    for stan, item in known.items():
        uploaded = shop.get(stan)
        if uploaded is None:
            if item.is_debit and item.live_fen:
                found.append(ItemDifference(stan, "long", item.live_fen, item.live_fen))
            elif not item.is_debit and not _undoes_unknown(item, known, shop):
                found.append(ItemDifference(stan, "short", item.amount_fen, 0))
        elif uploaded.amount_fen != item.amount_fen:
            over_fen = item.amount_fen - uploaded.amount_fen
            move_fen = max(over_fen, 0) if item.is_debit else 0
            found.append(ItemDifference(stan, "amount", abs(over_fen), move_fen))
    for stan, uploaded in shop.items():
        if stan not in known:
            found.append(ItemDifference(stan, "unmatched", uploaded.amount_fen, 0))
    return found


def _undoes_unknown(
    credit: HostItem, known: dict[str, HostItem], shop: dict[str, UploadItem]
) -> bool:
    return credit.original_stan in known and credit.original_stan not in shop
