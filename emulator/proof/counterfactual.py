"""
The same story with something left out: a change of the scenario's plan, and the run that follows.

What is left out leaves a hole and moves nothing: steps keep their numbers and their chains, and
the run lasts as long as the one that it is compared with, so that nobody looks better or worse for
having had more time.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from emulator.domain.numbers import TERMINAL_REVERSES
from emulator.domain.plan import Calm, Given, Instant, Scenario, Step
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth
from emulator.people.conduct import NONE
from emulator.proof.outcome import Outcome, outcome_of
from emulator.proof.reversals import makes_no_reversals
from emulator.runner import run
from emulator.testbed import REFERENCE, Parts

_NO_REVERSALS = Parts(program=makes_no_reversals)


class Without(msgspec.Struct, frozen=True, kw_only=True):
    """What a story is told without, as far as its plan says it."""

    faults: frozenset[str] = frozenset()
    """Ids of faults."""
    steps: frozenset[int] = frozenset()
    """Indices of steps."""
    remedies: frozenset[int] = frozenset()
    """Indices of steps that put right what those steps did, and have nothing to do without them."""
    habits: frozenset[str] = frozenset()
    settings: Mapping[str, Any] = {}
    """Paths within `Given`, each with the value that it has instead."""
    changed: Mapping[int, Step] = {}
    """Steps that are done otherwise, by index."""


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """One run, as far as a proof needs it."""

    scenario: Scenario
    events: list[TraceEvent]
    truth: Truth
    outcome: Outcome
    crashed: bool
    trouble_us: int
    """When everything was mended; -1 if it never came to that."""
    calm_us: int
    """When the calm ended; -1 if it never did."""

    @property
    def is_whole(self) -> bool:
        """True if the run came to its end, so that its outcome can be believed."""
        return not self.crashed and self.calm_us >= 0


def told_without(scenario: Scenario, without: Without) -> Scenario:
    """The plan of the same story without something; what it expects is of no interest then."""
    holes = without.steps | without.remedies
    steps = [
        _hole(step) if index in holes else without.changed.get(index, step)
        for index, step in enumerate(scenario.steps)
    ]
    return msgspec.structs.replace(
        scenario,
        given=_given_without(scenario.given, without),
        steps=tuple(steps),
        faults=tuple(fault for fault in scenario.faults if fault.id not in without.faults),
        expect=(),
        waive=(),
    )


def with_settings(given: Given, settings: Mapping[str, Any]) -> Given:
    """
    The same shop with other settings.

    Args:
        given: The shop.
        settings: Paths within it, as `clearing.account_state`, with their values.
    """
    for path, value in settings.items():
        owner, dot, name = path.rpartition(".")
        if dot:
            part = msgspec.structs.replace(getattr(given, owner), **{name: value})
            given = msgspec.structs.replace(given, **{owner: part})
        else:
            given = msgspec.structs.replace(given, **{name: value})
    return given


def setting_of(given: Given, path: str) -> Any:
    """The value at a path within `Given`."""
    found: Any = given
    for name in path.split("."):
        found = getattr(found, name)
    return found


def play(
    scenario: Scenario, *, left_out: frozenset[str] = frozenset(), like: Played | None = None
) -> Played:
    """
    Run a story.

    Args:
        scenario: What happens.
        left_out: What nobody does in this run, whoever would: keys of `domain.numbers`.
        like: The run with which it will be compared, and which it must last as long as.
    """
    story_us = None
    if like is not None and like.is_whole:
        story_us = like.trouble_us
        until = Instant(at_us=like.calm_us)
        calm = Calm(grace_us=0, until=until, probe=scenario.calm.probe)
        scenario = msgspec.structs.replace(scenario, calm=calm)
    parts = _NO_REVERSALS if TERMINAL_REVERSES in left_out else REFERENCE
    result = run(scenario, left_out=left_out, parts=parts, story_us=story_us)
    events = result.trace.events
    return Played(
        scenario=scenario,
        events=events,
        truth=result.truth,
        outcome=outcome_of(events, scenario.given, result.verdicts),
        crashed=bool(result.crash),
        trouble_us=_moment_of("trouble_ended", events),
        calm_us=_moment_of("calm_ended", events),
    )


def named_steps(scenario: Scenario, fits: Callable[[Step], bool]) -> frozenset[int]:
    """The indices of the steps that fit."""
    return frozenset(index for index, step in enumerate(scenario.steps) if fits(step))


def steps_about(scenario: Scenario, names: Iterable[str]) -> frozenset[int]:
    """The indices of the steps that refer to earlier ones by name."""
    wanted = {name for name in names if name}
    return named_steps(
        scenario, lambda s: s.options.get("of") in wanted or s.options.get("purchase") in wanted
    )


def _hole(step: Step) -> Step:
    """Nothing in the place of a step, so that those behind it stay where they were."""
    return Step(who="note", action="note", options={"text": ""}, trigger=step.trigger)


def _given_without(given: Given, without: Without) -> Given:
    if without.habits & set(given.conduct):
        kept = tuple(habit for habit in given.conduct if habit not in without.habits)
        # A cashier who had nothing but careless habits did not know the handbook either.
        given = msgspec.structs.replace(given, conduct=kept or (NONE,))
    return with_settings(given, without.settings)


def _moment_of(kind: str, events: Iterable[TraceEvent]) -> int:
    found = (event.at_us for event in events if event.kind == kind and event.source == "bench")
    return next(found, -1)
