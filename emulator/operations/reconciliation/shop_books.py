"""
What a shop can hold against each other by itself, at any moment of its day.

    terminal's journal            in the shop
    acquirer's records            on the acquirer's page for merchants, up to the minute
    statement of its own account  payouts that came, and no cardholder's account

So what only a cardholder's bank knows stays unknown, as it does in life.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from msgspec.structs import replace

from emulator.operations.reconciliation.differences import EXPECTED, QUESTION
from emulator.operations.reconciliation.effort import Effort
from emulator.operations.reconciliation.payouts import DueOn, FeeOf
from emulator.operations.reconciliation.reconcile import Report, reconcile
from emulator.operations.reconciliation.records import PAYOUT, Sides
from emulator.operations.reconciliation.trace_sides import TraceSides

MOST_RECORDS = 2_000_000
"""
That one shop goes through, all its reconciliations together: some ten seconds. A shop with five
hundred sales a day has as many in ten years.
"""


class ShopBooks:
    """
    Takes the events of a run, from before the shop opens, and reconciles when somebody asks.

    It keeps every transaction, so it is opened only where somebody may ask.
    """

    def __init__(
        self, *, now: Callable[[], datetime], cut_off: time, due_on: DueOn, fee_of: FeeOf
    ) -> None:
        """
        Args:
            now: Gives the date and time.
            cut_off: When the acquirer's business day changes.
            due_on: The bank calendar: when the takings of a business day are due.
            fee_of: What was agreed that the acquirer keeps.
        """
        self._now = now
        self._effort = Effort(MOST_RECORDS)
        self._sides = TraceSides(cut_off=cut_off)
        self._due_on = due_on
        self._fee_of = fee_of
        self.take = self._sides.take
        """Takes one event after the other."""
        self.kinds = self._sides.kinds
        """Kinds of events that matter."""

    def report(self) -> Report:
        """Reconcile what is on record by now."""
        sides = as_the_shop_sees(self._sides.sides(self._now()))
        return reconcile(sides, due_on=self._due_on, fee_of=self._fee_of)

    def look(self) -> dict[str, Any] | None:
        """
        What the report says in a few numbers, as details of `cashier.did`.

        None once more was gone through than any shop has, so that no story goes on for ever.
        """
        try:
            self._effort.spend(len(self._sides))
        except ValueError:
            return None
        return in_numbers(self.report())


def as_the_shop_sees(sides: Sides) -> Sides:
    """The same without what stands on cardholders' statements."""
    payouts = tuple(line for line in sides.bank or () if line.entry == PAYOUT)
    return replace(sides, bank=payouts, bank_lists_items=False)


def in_numbers(report: Report) -> dict[str, Any]:
    """
    Whether all agrees, and how many there are of each class of difference that there are any of.

    What is not yet due is as it should be, and two sales that look alike are a question; both are
    told beside the differences.
    """
    told: dict[str, Any] = {"agrees": report.agrees, **report.counts()}
    for name, standing in (("not_yet_due", EXPECTED), ("twice", QUESTION)):
        count = len(report.standing(standing))
        if count:
            told[name] = count
    return told
