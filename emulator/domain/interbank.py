"""
What the acquirer, the issuing banks and the clearing house have in common.

The institutions share no program, only messages and files: a daily list of items by transaction,
and the few questions the clearing house asks each side. Left out: fees between banks.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from typing import NamedTuple, Protocol

import msgspec

from emulator.domain.card import Pan
from emulator.domain.message import Message
from emulator.domain.moments import DAY, WallClock

Key = tuple[str, str, str]
"""Terminal, batch and STAN: what both sides' files are matched by."""


class BankEnd(Protocol):
    """One end of a line, as an institution that only reacts sees it."""

    react: Callable[[Message], None] | None
    """Called with each message at the instant it arrives."""

    def send(self, message: Message, /) -> bool:
        """Send towards the other end; False when there is no carrier."""


class Item(msgspec.Struct, frozen=True, gc=False):
    """What one transaction moved on one business day, in one institution's file."""

    amount_fen: int
    """Positive was taken from the cardholder, negative was given back."""
    owner: str
    """The merchant in the acquirer's file, the bank in the issuers'."""


class DayLog:
    """
    An institution's items by business day, until the clearing takes them.

    A sale and its reversal of the same day cancel out and leave no item. What is added to a day
    that was taken already goes with the next day that is taken.
    """

    def __init__(self) -> None:
        self._days: dict[date, dict[Key, Item]] = {}

    def add(self, day: date, key: Key, amount_fen: int, owner: str) -> None:
        """Add to what a transaction moved on a business day."""
        items = self._days.get(day)
        if items is None:
            items = self._days[day] = {}
        # Nearly every key is new; a look-up first would be for nothing.
        item = Item(amount_fen, owner)
        known = items.setdefault(key, item)
        if known is item:
            return
        if known.amount_fen + amount_fen == 0:
            del items[key]
        else:
            items[key] = Item(known.amount_fen + amount_fen, owner)

    def take(self, until: date) -> dict[Key, Item]:
        """Hand over every item of the days up to and including `until`, and forget them."""
        taken: dict[Key, Item] = {}
        for day in sorted(self._days):
            if day > until:
                break
            items = self._days.pop(day)
            if not taken:
                taken = items
                continue
            for key, item in items.items():
                before = taken.get(key)
                amount_fen = item.amount_fen + (before.amount_fen if before else 0)
                taken[key] = Item(amount_fen, item.owner)
        return taken

    def has(self, key: Key) -> bool:
        """Tell whether an item has still to be handed over."""
        return any(key in items for items in self._days.values())

    def __len__(self) -> int:
        return sum(len(items) for items in self._days.values())


class DayFile(NamedTuple):
    """What the acquirer hands to the clearing house for the days that are due."""

    items: dict[Key, Item]
    corrections: dict[str, int]
    """By merchant, fen: what left or joined the merchant's takings without a transaction."""


class Adjustment(NamedTuple):
    """Money in the acquirer's suspense account that belongs to a cardholder."""

    key: Key
    amount_fen: int
    pan: Pan | None
    """Which card; None if the acquirer never knew."""


class Disputed(NamedTuple):
    """A debit that stands and that a cardholder disputes."""

    key: Key
    merchant: str
    amount_fen: int
    """What is left of it after voids and refunds."""
    pan: Pan | None


class AcquirerBooks(Protocol):
    """What the clearing house asks of the acquirer."""

    @property
    def business_day(self) -> date:
        """The day that is open now; all before it are closed."""

    @property
    def fee_basis_points(self) -> int:
        """What the acquirer keeps of a merchant's takings, in hundredths of a per cent."""

    def day_file(self, until: date) -> DayFile:
        """Hand over the items of all closed days up to and including `until`."""

    def clearing_differs(self, key: Key, amount_fen: int) -> None:
        """Learn that the issuer's item is `amount_fen` larger (negative: smaller) than its own."""

    def reconciled(self) -> None:
        """Learn that a clearing run is complete: what is listed now may be adjusted."""

    def adjustments_due(self) -> tuple[Adjustment, ...]:
        """Give the differences that are to go back to cardholders."""

    def adjusted(self, key: Key) -> None:
        """Learn that a cardholder got the money of a difference back."""

    def open_differences(self) -> Collection[Key]:
        """Give the transactions that are still under investigation."""

    def payout_obstacle(self, merchant: str) -> str:
        """Say why a merchant may not be paid now: hold, funds; empty if it may."""

    def funds_arrived(self) -> None:
        """Learn that there is money for payouts again."""


class IssuerBooks(Protocol):
    """What the clearing house asks of the issuing banks."""

    def day_items(self, until: date) -> dict[Key, Item]:
        """Hand over the items of all days up to and including `until`."""

    def adjust(self, adjustment: Adjustment) -> str:
        """
        Give money of a transaction back to its cardholder, out of the bank's settlement account.

        Returns:
            The bank that did; empty if the money went back before or nobody knows the card.
        """

    def forget(self, before: date, keep: Collection[Key]) -> None:
        """Drop the transactions of days before `before`, except those in `keep`."""


class Today:
    """The calendar date at an institution, worked out once a day."""

    def __init__(self, clock: WallClock) -> None:
        self.midnight_us = 0
        """When the day that was last asked for began."""
        self.mmdd = ""
        """That day as DE13 and DE15 carry it."""
        self._clock = clock
        self._date = date.min
        self._ends_us = -DAY

    def at(self, now_us: int) -> date:
        """Give the date at a moment of the run."""
        if not self.midnight_us <= now_us < self._ends_us:
            self._date = self._clock.day(now_us)
            self.mmdd = f"{self._date:%m%d}"
            self.midnight_us = self._clock.us_of(datetime.combine(self._date, time()))
            self._ends_us = self.midnight_us + DAY
        return self._date


def business_date(mmdd: str, near: date) -> date:
    """
    Give the date that DE15 (month and day) means: the one nearest to `near`.

    Raises:
        ValueError: Not a month and a day.
    """
    month, day = int(mmdd[:2]), int(mmdd[2:])
    if (month, day) == (2, 29):
        # DE15 has no year, so the 29th is only asked for in a year that has one.
        return date(near.year, month, day)
    around = [date(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    return min(around, key=lambda one: abs(one - near))
