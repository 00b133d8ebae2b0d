"""
What one reading knows besides the place that it is at: names, levers, and the problems so far.

Left out: anything that changes while a scenario runs.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from emulator.domain.event_table import LINES
from emulator.domain.limits import STORY_US
from emulator.domain.moments import format_duration
from emulator.domain.plan import Instant, Span
from emulator.domain.vocabulary import FATES
from emulator.scenario.problems import Problems, listed, nearest
from emulator.scenario.tree import Node

_DAY = timedelta(days=1)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """
    What only the floors above know, handed in by whoever reads a scenario.

    A None is not checked: any word is taken.
    """

    levers: Mapping[str, Mapping[str, Any]]
    """Full name of each lever to its settings with their defaults."""
    conducts: Collection[str] | None = None
    """Habits that a cashier can have."""
    programs: Collection[str] | None = None
    """Terminal programs that are installed."""
    is_business_day: Callable[[date], bool] | None = None
    """The bank calendar; without it moments like `T+1 09:00` are not compared with others."""


class Context:
    """One scenario while it is read."""

    def __init__(self, known: Known, problems: Problems) -> None:
        self.known = known
        self.problems = problems
        self.start = datetime(2026, 3, 2, 10, 0)
        self.holders: tuple[str, ...] = ()
        self.steps: dict[str, int] = {}
        """Name of each named step to its number."""
        self.step_count = 0
        """How many steps there are, named or not."""
        self.faults: tuple[str, ...] = ()
        """Names of all faults."""
        self.step = 0
        """Number of the step that is read now; behind the last one while faults are read."""

    @property
    def levers_and_fates(self) -> tuple[str, ...]:
        """Every name that a fault can have."""
        fates = (f"{line}.{fate}" for line in LINES for fate in FATES)
        return (*self.known.levers, *fates)

    def unknown(self, code: str, span: Span, found: str, known: Collection[str]) -> None:
        """Note that a name is not among the known ones."""
        self.problems.add(
            code, span, found=found, known=listed(known), suggestion=nearest(found, known)
        )

    def is_step(self, name: str, span: Span) -> bool:
        """Note a name of no step, wherever it stands."""
        if name not in self.steps:
            self.unknown("E307", span, name, self.steps)
            return False
        return True

    def check_step(self, name: str, span: Span) -> bool:
        """Note a name of no step, or of one that comes only later."""
        if not self.is_step(name, span):
            return False
        if self.steps[name] >= self.step:
            self.problems.add("E308", span, found=name)
            return False
        return True

    def check_holder(self, name: str, span: Span) -> bool:
        """Note a name of no cardholder."""
        if name not in self.holders and name != "customer":
            self.unknown("E309", span, name, self.holders)
            return False
        return True

    def check_fault(self, name: str, span: Span) -> bool:
        """Note a name of no fault."""
        if name not in self.faults:
            self.unknown("E325", span, name, self.faults)
            return False
        return True

    def check_lever(self, name: str, span: Span) -> bool:
        """Note a name of no lever."""
        if name not in self.known.levers:
            self.unknown("E301", span, name, tuple(self.known.levers))
            return False
        return True

    def check_lever_or_fate(self, name: str, span: Span) -> bool:
        """Note a name that no fault can have."""
        if name not in self.levers_and_fates:
            self.unknown("E301", span, name, self.levers_and_fates)
            return False
        return True

    def moment_us(self, instant: Instant) -> int | None:
        """The moment of the run at an instant; None if only the bank calendar could tell."""
        if instant.at_us is not None:
            return instant.at_us
        wall = instant.wall
        if instant.business_days is not None:
            is_business_day = self.known.is_business_day
            if is_business_day is None:
                return None
            day = self.start.date()
            left = instant.business_days
            while left or not is_business_day(day):
                left -= is_business_day(day)
                day += _DAY
            wall = datetime.combine(day, instant.of_day)
        assert wall is not None
        return (wall - self.start) // timedelta(microseconds=1)

    def check_instant(self, instant: Instant | None, span: Span) -> None:
        """Note an instant before the start of the run, or later than any story lasts."""
        at_us = self.moment_us(instant) if instant is not None else None
        if at_us is None:
            return
        start = self.start.strftime("%Y-%m-%d %H:%M")
        if at_us < 0:
            self.problems.add("E305", span, start=start)
        elif at_us > STORY_US:
            self.problems.add("E333", span, start=start, most=format_duration(STORY_US))

    def is_before(self, first: Instant, second: Instant) -> bool:
        """Tell whether one instant is surely not later than another."""
        if first.business_days is not None and second.business_days is not None:
            one = (first.business_days, first.of_day)
            return one <= (second.business_days, second.of_day)
        one_us, other_us = self.moment_us(first), self.moment_us(second)
        return one_us is not None and other_us is not None and one_us <= other_us


def text_at(node: Node, key: str) -> Node | None:
    """The value of a key if it is a text."""
    found = node.get(key)
    return found if found is not None and found.text is not None else None
