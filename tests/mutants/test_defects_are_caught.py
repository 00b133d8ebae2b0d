"""Every defect in the bank is caught, by a shipped scenario or by a random schedule."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from defective_banks import BANKS
from defective_terminals import TERMINALS

from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.domain.plan import Scenario
from emulator.domain.verdict import Truth
from emulator.runner import load, run
from emulator.testbed import Parts

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SCHEDULES = 120

DEFECTS = {**{name: Parts(program=made) for name, made in TERMINALS.items()}, **BANKS}


@cache
def shipped() -> tuple[Scenario, ...]:
    """All shipped stories but those that bring a defective terminal of their own."""
    files = sorted(p for p in SCENARIOS.rglob("*.yaml") if p.parent.name != "shared")
    return tuple(s for s in load(files, root=SCENARIOS) if "defect" not in s.tags)


@cache
def schedules() -> tuple[Scenario, ...]:
    """Random trouble on four days, always the same."""
    days = []
    for seed in range(4):
        quiet = quiet_day(seed)
        days.append((quiet, fault_points(run(quiet).trace.events)))
    return tuple(troubled_day(*days[seed % 4], seed) for seed in range(SCHEDULES))


@cache
def clean() -> tuple[Scenario, ...]:
    """What the reference shop survives without one failing check: only that can prove a defect."""
    return tuple(s for s in (*shipped(), *schedules()) if run(s).truth is not Truth.FAIL)


def offences(parts: Parts) -> Iterator[str]:
    for scenario in clean():
        for verdict in run(scenario, parts=parts).verdicts:
            if verdict.truth is Truth.FAIL and not verdict.waived:
                yield f"{scenario.name}: {verdict.check}"


def test_the_reference_survives_everything_that_is_used_here() -> None:
    """No shipped scenario and no schedule makes a check fail on the reference shop."""
    assert len(shipped()) + SCHEDULES == len(clean())


def test_the_bank_holds_at_least_twenty_defects() -> None:
    """The bank is large enough, and its names are unlike."""
    assert len(DEFECTS) == len(TERMINALS) + len(BANKS) >= 20


@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_defect_is_caught(defect: str) -> None:
    """A check or an expectation fails on the defective part and not on the reference."""
    assert next(offences(DEFECTS[defect]), None) is not None
