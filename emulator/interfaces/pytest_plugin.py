"""
Scenario files as pytest items: `pytest scenarios/` runs them beside a team's own tests.

pytest imports this module in every project that has posemu installed, so nothing heavy is imported
until a scenario file is met or the fixture is asked for.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from emulator.control import Control

_HEAD_BYTES = 4096
_IS_SCENARIO = re.compile(rb"^(?:\xef\xbb\xbf)?scenario:[ \t]*['\"]?v1\b", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for scenario items."""
    group = parser.getgroup("posemu", "payment scenarios")
    group.addoption(
        "--scenario-seeds",
        type=_seed_count,
        default=1,
        metavar="N",
        help="run each scenario under N seeds, from its own seed up",
    )
    group.addoption(
        "--scenario-lang",
        choices=("zh", "en"),
        default=None,
        help="language of failure reports; else POSEMU_LANG, else the locale",
    )


def _seed_count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100000")
    return int(text)


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that every scenario item carries."""
    config.addinivalue_line("markers", "scenario: a payment scenario of posemu")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a YAML file whose head says that it is a scenario; leave all others alone."""
    if file_path.suffix not in (".yaml", ".yml") or not is_scenario(file_path):
        return None
    from emulator.interfaces.pytest_items import ScenarioFile

    collector: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
    return collector


def is_scenario(path: Path) -> bool:
    """Tell from the first 4 kB whether a file says `scenario: v1`."""
    try:
        with path.open("rb") as file:
            return _IS_SCENARIO.search(file.read(_HEAD_BYTES)) is not None
    except OSError:
        return False


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """In a GitHub job, put each failed scenario on its line in the file."""
    import os

    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from emulator.interfaces.pytest_items import annotations_of

    for command in annotations_of(terminalreporter.stats.get("failed", ()), os.environ):
        terminalreporter.write_line(command)


@pytest.fixture
def shop() -> Control:
    """
    A shop at moment 0: switched on, signed in, with one cardholder and nothing broken.

    `shop.bed` has the parts and levers, `shop.drive(until_us)` lets time pass, and
    `shop.world.trace` is what happened.
    """
    from emulator.control import Control
    from emulator.domain.card import Card, pan_from_mask
    from emulator.domain.plan import Account, Given
    from emulator.testbed import Testbed

    card = Card(name="customer", pan=pan_from_mask("622202******0018"))
    control = Control(Testbed(Given(cardholders=(Account(card=card),)), seed=0))
    control.open_shop()
    return control
