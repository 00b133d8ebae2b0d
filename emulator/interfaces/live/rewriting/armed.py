"""
Faults of a session as faults of a scenario: armed at moment 0, striking where they struck.

An event that a fault waited for is counted from the beginning of the scenario and not from when the
instructor armed it. A fault that never struck changed nothing and is left out.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

from emulator.domain.event_table import LINES
from emulator.domain.plan import FaultPlan, Instant, Pattern, Scenario, Trigger
from emulator.domain.trace import TraceEvent
from emulator.domain.vocabulary import FATES
from emulator.faults.triggers import ENDS, STARTS
from emulator.interfaces.live.rewriting.doings import Armed, LeftOut

Remarks = list[tuple[str, dict[str, Any]]]


class Struck(msgspec.Struct):
    """A fault that was armed, and the moment of that in the scenario."""

    armed: Armed
    trigger: Trigger


class Faults(msgspec.Struct):
    """The faults of a scenario."""

    plans: list[FaultPlan] = []
    fired_as: dict[str, str] = {}
    """Name of each in the scenario to its name in the run."""
    remarks: Remarks = []
    """One for each that was left out."""


def faults_of(
    scenario: Scenario,
    events: Sequence[TraceEvent],
    armed: Sequence[Armed],
    marks: Sequence[Struck],
    *,
    left_out: LeftOut,
    names: set[str],
) -> Faults:
    """
    Make the faults of the scenario.

    Args:
        scenario: What was played; its own faults are armed at moment 0 already.
        events: All that happened.
        armed: What the instructor armed, in order.
        marks: The same, each with its moment in the scenario.
        left_out: What no step of the scenario stands for.
        names: Names of its steps.

    """
    seen = _Seen(events, left_out)
    made = Faults()
    own = [(seen.began_seq, plan, None) for plan in scenario.faults]
    instructor = [(mark.armed.seq, mark.armed.fault, mark.trigger) for mark in marks]
    for seq, plan, moment in (*own, *instructor):
        strikes = seen.strikes(plan.id, seq, _next_of(plan.id, seq, armed))
        if not strikes:
            made.remarks.append(("to_scenario.left_out.fault", {"fault": plan.name}))
            continue
        trigger = plan.trigger if moment is None else seen.since(plan, seq, moment)
        trigger = _known(trigger, seen, names)
        id = _free(plan.id or plan.name.rpartition(".")[2], made.fired_as)
        made.fired_as[id] = plan.id
        times = min(plan.times, strikes) if _is_fate(plan) else plan.times
        made.plans.append(msgspec.structs.replace(plan, trigger=trigger, id=id, times=times))
    return made


def _is_fate(plan: FaultPlan) -> bool:
    line, _, fate = plan.name.rpartition(".")
    return line in LINES and fate in FATES


def _next_of(id: str, seq: int, armed: Iterable[Armed]) -> float:
    """The event from which on a fault of this name is another one."""
    return next((one.seq for one in armed if one.fault.id == id and one.seq > seq), float("inf"))


def _free(wanted: str, taken: Collection[str]) -> str:
    id, number = wanted, 1
    while id in taken:
        number += 1
        id = f"{wanted}_{number}"
    return id


def _known(trigger: Trigger, seen: "_Seen", names: set[str]) -> Trigger:
    """A trigger that waits for a step which the scenario does not have waits for its moment."""
    when = trigger.when
    if when is None:
        return trigger
    word = when.where.get("name" if when.name == "bench.step_began" else "step")
    if word is None or word in names:
        return trigger
    return Trigger(at=Instant(at_us=seen.moment_of(when)), after_us=trigger.after_us)


class _Seen:
    """What happened, as far as triggers ask."""

    def __init__(self, events: Sequence[TraceEvent], left_out: LeftOut) -> None:
        self._events = events
        self._left_out = left_out
        self.began_seq = next((e.seq for e in events if e.name == "bench.story_began"), 0)
        self._strikes: dict[str, list[int]] = {}
        for event in events:
            if event.name == "fault.fired":
                self._strikes.setdefault(event.detail["fault"], []).append(event.seq)

    def strikes(self, id: str, seq: int, until: float) -> int:
        """How often a fault struck between two events."""
        return sum(seq <= struck < until for struck in self._strikes.get(id, ()))

    def since(self, plan: FaultPlan, seq: int, moment: Trigger) -> Trigger:
        """When a fault that was armed in the middle of the story is to strike."""
        trigger = plan.trigger
        if trigger.at is not None:
            return trigger
        if trigger.when is None:
            return msgspec.structs.replace(moment, after_us=moment.after_us + trigger.after_us)
        before = self._count(_counted(trigger.when, plan.moment), seq)
        when = msgspec.structs.replace(trigger.when, nth=trigger.when.nth + before)
        return msgspec.structs.replace(trigger, when=when)

    def moment_of(self, pattern: Pattern) -> int:
        """When the event of a pattern happened; the beginning if it never did."""
        left = pattern.nth
        for event in self._events:
            if event.seq > self.began_seq and pattern.fits(event.source, event.kind, event.detail):
                left -= 1
                if not left:
                    return event.at_us
        return 0

    def _count(self, pattern: Pattern, until_seq: int) -> int:
        return sum(
            pattern.fits(event.source, event.kind, event.detail)
            for event in self._events
            if self.began_seq < event.seq < until_seq and event.seq not in self._left_out
        )


def _counted(pattern: Pattern, moment: str) -> Pattern:
    """The event that a trigger really listens for; see `faults.triggers`."""
    kind = pattern.kind
    if moment in ("before", "during"):
        kind = STARTS.get(pattern.name, kind)
    elif moment == "after":
        kind = ENDS.get(pattern.name, kind)
    return msgspec.structs.replace(pattern, kind=kind)
