"""What each side comes to for every transaction, once all its entries are taken together."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from emulator.checks.seen import CREDITS, DEBITS
from emulator.operations.reconciliation.differences import PENDING, WIPED, Told
from emulator.operations.reconciliation.records import (
    APPROVED,
    BOOKED,
    BORNE,
    CHARGED_BACK,
    CORRECTED,
    LISTED,
    LOST,
    OPEN,
    PAYOUT,
    REVERSED,
    AcquirerItem,
    JournalItem,
    Key,
    StatementLine,
)


def sign_of(transaction: str) -> int:
    """Say which way the money goes: 1 to the merchant, -1 to the cardholder, 0 nowhere."""
    if transaction in DEBITS:
        return 1
    return -1 if transaction in CREDITS else 0


class Position(msgspec.Struct):
    """One side's view of one transaction."""

    transaction: str = ""
    count: int = 0
    """How often it is booked and not taken back."""
    amount_fen: int | None = None
    """Of one booking, without sign; None if the side does not tell."""
    net_fen: int = 0
    """For the merchant: what all bookings come to."""
    charged_back_fen: int = 0
    """What of it a lost dispute has taken; what was sold stands all the same."""
    at: datetime | None = None
    card: str = ""
    why_not: str = ""
    """Of the terminal: why it does not have it, though it has heard of it."""

    @property
    def is_there(self) -> bool:
        """Tell whether the side has it."""
        return self.count > 0

    def book(self, transaction: str, amount_fen: int | None, at: datetime | None) -> None:
        """Add a booking."""
        if self.amount_fen is None:
            self.amount_fen = amount_fen
        self.transaction = self.transaction or transaction
        self.at = self.at or at
        self.count += 1
        self.net_fen += sign_of(transaction) * (amount_fen or 0)

    def take_back(self, transaction: str, amount_fen: int | None) -> None:
        """Take a booking back."""
        self.transaction = self.transaction or transaction
        self.count -= 1
        self.net_fen -= sign_of(transaction) * (amount_fen or 0)

    def charge_back(self, amount_fen: int) -> None:
        """Take the money of a booking back, and leave the booking."""
        self.charged_back_fen += amount_fen
        self.net_fen -= amount_fen

    def told(self) -> Told | None:
        """What the side says; None if it has nothing."""
        if self.count == 0:
            return None
        return Told(self.transaction, self.amount_fen, self.count, self.net_fen)

    def close(self) -> None:
        """
        Look at what is left when all entries are in.

        What corrections have brought to nothing is not there any more, and what a reversal has
        left over is.
        """
        if self.count not in (0, 1):
            return
        sign = sign_of(self.transaction)
        sold_fen = self.net_fen + self.charged_back_fen
        if sold_fen:
            self.count = 1
            # Money may be moved for something that is not booked, or moves none by itself.
            self.amount_fen = sold_fen * sign if sign else abs(sold_fen)
        elif sign:
            self.count, self.amount_fen = 0, None


NOTHING = Position()
"""What a side has that has nothing."""


class Listing(msgspec.Struct, frozen=True):
    """One transaction or batch on the acquirer's list of differences."""

    why: str
    amount_fen: int
    suspense_fen: int


Positions = dict[Key, Position]

_WHY_NOT = {OPEN: PENDING, LOST: WIPED}


def journal_positions(items: Iterable[JournalItem]) -> Positions:
    """Sum up the terminal's journal; what was declined or reversed is not there."""
    found: Positions = {}
    for item in items:
        if item.outcome == APPROVED:
            one = _at(found, item.key)
            one.book(item.transaction, item.amount_fen, item.at)
            one.card = one.card or item.card
        elif item.outcome in _WHY_NOT:
            _at(found, item.key).why_not = _WHY_NOT[item.outcome]
    return _closed(found)


def acquirer_positions(items: Iterable[AcquirerItem]) -> tuple[Positions, dict[Key, Listing]]:
    """
    Sum up the acquirer's records.

    Returns:
        What it has booked, and its list of differences. A correction counts when the transaction
        is off that list: until then it is the acquirer's guess.
    """
    found: Positions = {}
    listed: dict[Key, Listing] = {}
    corrected: dict[Key, int] = {}
    for item in items:
        if item.entry == LISTED:
            listed[item.key] = Listing(item.why, item.amount_fen or 0, item.suspense_fen)
        elif item.entry in (CORRECTED, BORNE):
            corrected[item.key] = corrected.get(item.key, 0) + (item.amount_fen or 0)
        elif item.entry == REVERSED:
            _at(found, item.key).take_back(item.transaction, item.amount_fen)
        elif item.entry == CHARGED_BACK:
            _at(found, item.key).charge_back(item.amount_fen or 0)
        else:
            _at(found, item.key).book(item.transaction, item.amount_fen, item.at)
    for key, amount_fen in corrected.items():
        if key not in listed:
            _at(found, key).net_fen += amount_fen
    return _closed(found), listed


def bank_positions(lines: Iterable[StatementLine]) -> Positions:
    """Sum up what the cardholders' banks took, payouts left out."""
    found: Positions = {}
    for line in lines:
        if line.entry == PAYOUT:
            continue
        one = _at(found, line.key)
        if line.entry == BOOKED:
            one.book(line.transaction, line.amount_fen, line.at)
            one.card = one.card or line.card
        elif line.entry == REVERSED:
            one.take_back(line.transaction, line.amount_fen)
        elif line.entry == CHARGED_BACK:
            one.charge_back(line.amount_fen)
        else:
            one.net_fen += line.amount_fen
    return _closed(found)


def _at(found: Positions, key: Key) -> Position:
    one = found.get(key)
    if one is None:
        one = found[key] = Position()
    return one


def _closed(found: Positions) -> Positions:
    for one in found.values():
        one.close()
    return found
