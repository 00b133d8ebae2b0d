"""Every defect in the bank is caught, by a shipped scenario or by a random schedule."""

from functools import cache
from pathlib import Path

import pytest
from defective_banks import BANKS
from defective_terminals import TERMINALS

from emulator.conformance.ordeal import findings, ordeal
from emulator.domain.plan import Scenario
from emulator.runner import load
from emulator.testbed import REFERENCE, Parts

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SCHEDULES = 120

DEFECTS = {**{name: Parts(program=made) for name, made in TERMINALS.items()}, **BANKS}


@cache
def stories() -> tuple[Scenario, ...]:
    """All shipped stories but those that bring a defective terminal of their own."""
    files = sorted(p for p in SCENARIOS.rglob("*.yaml") if p.parent.name != "shared")
    return tuple(s for s in load(files, root=SCENARIOS) if "defect" not in s.tags)


def test_the_reference_survives_everything_that_is_used_here() -> None:
    """Nothing here makes a check fail on the reference shop, so what fails is the defect."""
    assert [] == list(findings(REFERENCE, (*stories(), *ordeal(SCHEDULES))))


def test_the_bank_holds_at_least_twenty_defects() -> None:
    """The bank is large enough, and its names are unlike."""
    assert len(DEFECTS) == len(TERMINALS) + len(BANKS) >= 20


@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_defect_is_caught(defect: str) -> None:
    """A check or an expectation fails on the defective part and not on the reference."""
    assert next(findings(DEFECTS[defect], (*stories(), *ordeal(SCHEDULES))), None) is not None
