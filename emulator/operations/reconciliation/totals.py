"""
The totals of the three sides, and what makes one differ from the next.

    terminal  + differences = acquirer
    acquirer  + differences = banks
    acquirer  - suspense - fees - not yet paid out + differences = merchant's account

Totals are sums over the raw lines, shares are sums over the differences that were found: what is
left between them is unexplained, and there should be nothing.
"""

from collections.abc import Iterable

import msgspec

from emulator.operations.reconciliation.differences import CLASSES, Difference
from emulator.operations.reconciliation.positions import sign_of
from emulator.operations.reconciliation.records import (
    ADJUSTED,
    APPROVED,
    BORNE,
    CHARGED_BACK,
    CORRECTED,
    LISTED,
    PAYOUT,
    REVERSED,
    AcquirerItem,
    JournalItem,
    StatementLine,
)


class Totals(msgspec.Struct):
    """What one side comes to."""

    debit_fen: int = 0
    debit_count: int = 0
    credit_fen: int = 0
    credit_count: int = 0
    corrected_fen: int = 0
    """Without a transaction: corrections that are done with, and credit adjustments."""
    charged_back_fen: int = 0
    """What lost disputes took back."""

    @property
    def net_fen(self) -> int:
        """What the merchant gets by it."""
        return self.debit_fen - self.credit_fen + self.corrected_fen - self.charged_back_fen

    def add(self, transaction: str, amount_fen: int, count: int = 1) -> None:
        """Count a transaction, or with -1 take one out again."""
        sign = sign_of(transaction)
        if sign > 0:
            self.debit_fen += count * amount_fen
            self.debit_count += count
        elif sign < 0:
            self.credit_fen += count * amount_fen
            self.credit_count += count


class Share(msgspec.Struct, frozen=True):
    """One reason why two totals differ."""

    why: str
    """A class of difference, or one of: suspense, borne, fees."""
    amount_fen: int


class Explanation(msgspec.Struct, frozen=True):
    """The way from one total to another."""

    start: str
    start_fen: int
    shares: tuple[Share, ...]
    end: str
    end_fen: int

    @property
    def unexplained_fen(self) -> int:
        """What no share explains; 0 if all is well."""
        return self.end_fen - self.start_fen - sum(share.amount_fen for share in self.shares)


def total_journal(items: Iterable[JournalItem]) -> Totals:
    """Sum up what the terminal holds for approved."""
    totals = Totals()
    for item in items:
        if item.outcome == APPROVED:
            totals.add(item.transaction, item.amount_fen)
    return totals


def total_acquirer(items: Iterable[AcquirerItem]) -> tuple[Totals, int, int]:
    """
    Sum up what the acquirer has booked for the merchant.

    Returns:
        The totals, what of them is held back in suspense (negative), and what the acquirer paid
        out of its own pocket (negative: was written off in the merchant's favour).
    """
    items = tuple(items)
    listed = {item.key for item in items if item.entry == LISTED}
    totals = Totals()
    held_fen = borne_fen = 0
    for item in items:
        amount_fen = item.amount_fen or 0
        if item.entry == CORRECTED and item.key in listed:
            held_fen += amount_fen
        elif item.entry == CORRECTED or (item.entry == BORNE and item.key not in listed):
            totals.corrected_fen += amount_fen
            borne_fen += amount_fen if item.entry == BORNE else 0
        elif item.entry == CHARGED_BACK:
            totals.charged_back_fen += amount_fen
        elif item.entry not in (LISTED, BORNE):
            totals.add(item.transaction, amount_fen, -1 if item.entry == REVERSED else 1)
    return totals, held_fen, borne_fen


def total_bank(lines: Iterable[StatementLine]) -> Totals:
    """Sum up what the cardholders' banks took."""
    totals = Totals()
    for line in lines:
        if line.entry == ADJUSTED:
            totals.corrected_fen += line.amount_fen
        elif line.entry == CHARGED_BACK:
            totals.charged_back_fen += line.amount_fen
        elif line.entry != PAYOUT:
            count = -1 if line.entry == REVERSED else 1
            totals.add(line.transaction, line.amount_fen, count)
    return totals


def shares_of(differences: Iterable[Difference], field: str) -> tuple[Share, ...]:
    """
    Sum up by class what differences mean for one total.

    Args:
        differences: All that were found.
        field: `to_acquirer_fen`, `to_bank_fen` or `to_account_fen`.
    """
    sums = dict.fromkeys(CLASSES, 0)
    for one in differences:
        sums[one.kind] += getattr(one, field)
    return tuple(Share(kind, amount_fen) for kind, amount_fen in sums.items() if amount_fen)
