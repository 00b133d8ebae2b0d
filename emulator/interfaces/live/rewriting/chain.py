"""
When things are done in a scenario that was made of a session: one after the other, or beside.

What was done while the terminal was free, or waited for somebody, is one chain of steps, each
`after` the one before, and now and then `at` its moment. What was done while the terminal was busy
begins a chain of its own `when` the screen is shown that stood at that moment.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

import msgspec

from emulator.domain.moments import MINUTE, MS
from emulator.domain.plan import Instant, Pattern, Step, Trigger
from emulator.interfaces.live.rewriting.doings import Doing, LeftOut, Shown

GRAIN_US = 100 * MS
"""Moments between steps are rounded to this; people do not count in microseconds."""

_NAMED_US = 30 * MINUTE
"""After this an errand begins `at` its moment, so that a long story stays in step with the day."""


class Chain:
    """The steps of one scenario, in the order in which they were done."""

    def __init__(self, shown: Iterable[Shown], left_out: LeftOut) -> None:
        """
        Args:
            shown: Every screen that was displayed.
            left_out: What no step stands for: its screens will not be displayed.
        """
        self.busy_until_us: int | None = None
        """When the last step of the chain was over; None before the first."""
        self.placed: set[str] = set()
        """Names of the steps in the chain so far."""
        self._named_us = 0
        self._chain: list[Step] = []
        self._aside: list[Step] = []
        self._screens: list[tuple[int, int, Pattern]] = []
        """Event and moment of each screen that the scenario will show too, and how to name it."""
        count: Counter[str] = Counter()
        for one in shown:
            if one.seq not in left_out:
                count[one.screen] += 1
                where = {"screen": one.screen}
                shows = Pattern(
                    source="console", kind="displayed", where=where, nth=count[one.screen]
                )
                self._screens.append((one.seq, one.at_us, shows))

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, those of the long chain first."""
        return (*self._chain, *self._aside)

    def put(self, step: Step, doing: Doing) -> None:
        """Add a step for what was done; an errand always waits until the one before is over."""
        if doing.errand is None and self.is_busy(doing.began_us):
            trigger = self.beside(doing.seq, doing.began_us)
            self._aside.append(msgspec.structs.replace(step, trigger=trigger))
            return
        is_long_ago = doing.errand is not None and doing.began_us - self._named_us > _NAMED_US
        self._append(step, doing.began_us, at_its_moment=is_long_ago)
        self.busy_until_us = doing.ended_us

    def note(self, text: str, at_us: int, name: str = "") -> None:
        """Add a remark for the reader, which takes no time."""
        note = Step(who="note", action="note", options={"text": text}, name=name)
        self._append(note, at_us)
        self.busy_until_us = max(at_us, self.busy_until_us or 0)

    def _append(self, step: Step, at_us: int, *, at_its_moment: bool = False) -> None:
        if self.busy_until_us is None or at_its_moment:
            self._named_us = at_us
            trigger = Trigger(at=Instant(at_us=_rounded(at_us)))
        else:
            trigger = Trigger(after_us=_rounded(at_us - self.busy_until_us))
        self._chain.append(msgspec.structs.replace(step, trigger=trigger))
        self.placed.add(step.name)

    def is_busy(self, at_us: int) -> bool:
        """Tell whether the last step of the chain was still under way."""
        return self.busy_until_us is not None and at_us < self.busy_until_us

    def beside(self, seq: int, at_us: int) -> Trigger:
        """The moment of something that was done while the terminal was busy: after a screen."""
        at = bisect_left(self._screens, seq, key=lambda screen: screen[0]) - 1
        if at < 0:
            return Trigger(at=Instant(at_us=at_us))
        _, shown_us, shows = self._screens[at]
        return Trigger(when=shows, after_us=max(MS, (at_us - shown_us) // MS * MS))


def _rounded(us: int) -> int:
    return max(0, round(us / GRAIN_US) * GRAIN_US) if us > GRAIN_US else max(0, us)
