"""A reader with a handful of levers, and the problems of a text as code and place."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from emulator.domain.plan import Scenario
from emulator.domain.problem import Problem, ScenarioError
from emulator.scenario.reader import read_text

LEVERS: Mapping[str, Mapping[str, Any]] = {
    "printer.paper_out": {"line": 0},
    "printer.jam": {},
    "terminal.power_cut": {},
    "uplink.slow": {"extra_us": 8_000_000},
    "bank.upgrade": {},
}

Read = Callable[..., Scenario]
ProblemsOf = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def levers() -> Mapping[str, Mapping[str, Any]]:
    """What faults can pull in these tests."""
    return LEVERS


@pytest.fixture
def read() -> Read:
    """Reads one scenario from text; the first line is put in front."""

    def read_one(text: str, **options: Any) -> Scenario:
        whole = f"scenario: v1\n{textwrap.dedent(text)}"
        (scenario,) = read_text(whole, file="x.yaml", levers=LEVERS, **options)
        return scenario

    return read_one


@pytest.fixture
def problems_of() -> ProblemsOf:
    """The problems that reading a text gives; the first line is put in front."""

    def problems(text: str, *, whole: bool = False, **options: Any) -> tuple[Problem, ...]:
        text = text if whole else f"scenario: v1\n{textwrap.dedent(text)}"
        with pytest.raises(ScenarioError) as raised:
            read_text(text, file="x.yaml", levers=LEVERS, **options)
        return raised.value.problems

    return problems
