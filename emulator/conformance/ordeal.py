"""
The ordeal: what any terminal, host or bank of yours must survive, and what it failed at.

    findings(Parts(program=MyTerminal), ordeal())

The ordeal is the same for everybody: a few working days, each under many random fault schedules.
Stories that ship with the emulator can be added to it. Only a failing check or expectation is a
finding; a fault that never fired on your part proves nothing either way.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.domain.plan import Scenario
from emulator.domain.verdict import Truth, Verdict
from emulator.runner import run
from emulator.testbed import Parts

DAYS = 4
"""Quiet days that the schedules are laid over, in turn."""


class Finding(NamedTuple):
    """One thing that a part got wrong."""

    scenario: Scenario
    """Run it again with the same parts to see it; `scenario.write` keeps it as a file."""
    verdict: Verdict


@cache
def ordeal(schedules: int = 200) -> tuple[Scenario, ...]:
    """
    Random trouble, the same for the same number: `schedules` runs of up to six faults each.

    Two hundred take about two seconds for a terminal as fast as ours.
    """
    days = []
    for seed in range(DAYS):
        quiet = quiet_day(seed)
        days.append((quiet, fault_points(run(quiet).trace.events)))
    return tuple(troubled_day(*days[seed % DAYS], seed) for seed in range(schedules))


def findings(parts: Parts, scenarios: Iterable[Scenario]) -> Iterator[Finding]:
    """
    Play scenarios with somebody's parts and give what failed, one by one as it is found.

    Args:
        parts: Yours where you have one, the reference for the rest.
        scenarios: From `ordeal()`, from files, or made by hand.
    """
    for scenario in scenarios:
        for verdict in run(scenario, parts=parts).verdicts:
            if verdict.truth is Truth.FAIL and not verdict.waived:
                yield Finding(scenario, verdict)
