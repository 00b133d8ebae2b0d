"""
What the acquirer owes the merchant for each business day.

A day on which more was given back than taken is paid out with the next one.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from emulator.operations.reconciliation.positions import sign_of
from emulator.operations.reconciliation.records import (
    BORNE,
    CHARGED_BACK,
    CORRECTED,
    LISTED,
    REVERSED,
    AcquirerItem,
)


class Takings(msgspec.Struct):
    """What a business day comes to."""

    taken_fen: int = 0
    fee_fen: int | None = None
    """None if the acquirer's records do not tell."""

    def add(self, other: "Takings") -> None:
        """Take in what is carried over."""
        self.taken_fen += other.taken_fen
        if other.fee_fen is not None:
            self.fee_fen = (self.fee_fen or 0) + other.fee_fen


def takings_by_day(items: Iterable[AcquirerItem]) -> dict[date, Takings]:
    """Sum up what the merchant is owed for each business day, earliest first."""
    days: dict[date, Takings] = {}
    for item in items:
        if item.entry in (LISTED, BORNE) or item.business_day is None:
            continue
        of_day = days.setdefault(item.business_day, Takings())
        amount_fen = item.amount_fen or 0
        if item.entry == CHARGED_BACK:
            amount_fen = -amount_fen
        elif item.entry != CORRECTED:
            amount_fen *= sign_of(item.transaction) * (-1 if item.entry == REVERSED else 1)
        of_day.add(Takings(amount_fen, item.fee_fen))
    return {day: days[day] for day in sorted(days)}


def owed_by_day(takings: dict[date, Takings]) -> tuple[dict[date, Takings], Takings]:
    """
    Say which days are paid out, and with how much.

    Returns:
        The days with something to pay out, and what is carried on to the next one.
    """
    owed: dict[date, Takings] = {}
    carried = Takings()
    for day, taken in takings.items():
        carried.add(taken)
        if carried.taken_fen > 0:
            owed[day] = carried
            carried = Takings()
    return owed, carried
