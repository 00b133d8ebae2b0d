"""Live monitoring raises no alarm in a shop in which nothing is the matter."""

from datetime import date
from pathlib import Path

import pytest

from emulator.clearing.calendar import BankCalendar
from emulator.domain.alarms import BATCH_OPEN
from emulator.domain.causes import CAUSES
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.board import RAISED
from emulator.operations.monitoring.monitor import alarms_in
from emulator.proof.brought import Brought, brought_about, together
from emulator.proof.counterfactual import Without, named_steps, play, told_without
from emulator.runner import load
from emulator.scenario.find import find_files, shipped_folder

CALENDAR = BankCalendar()
_OF_A_CAUSE = ("pull", "announce_upgrade", "steal_records")
"""Steps of the world's that bring trouble about, or tell of it."""


def sound(scenario: Scenario) -> list[TraceEvent]:
    """The same story with nothing the matter: no fault, no bad setting, no mistake."""
    base = play(scenario)
    causes = [brought_about(number, scenario, base.events) for number in CAUSES]
    rest = Without(
        faults=frozenset(fault.id for fault in scenario.faults),
        steps=named_steps(scenario, lambda s: s.who == "world" and s.action in _OF_A_CAUSE),
    )
    without = together([*causes, Brought(without=rest)]).without
    return play(told_without(scenario, without), like=base).events


def settles(events: list[TraceEvent]) -> bool:
    """Tell whether anybody settled a batch."""
    return any(event.name == "acquirer.batch_closed" for event in events)


@pytest.mark.parametrize("file", find_files([shipped_folder()]), ids=lambda file: file.stem)
def test_nothing_is_the_matter_and_no_alarm_is_raised(file: Path) -> None:
    """But that of a batch which nobody settles for more than a day, which is true."""
    for scenario in load([file]):
        events, days = sound(scenario), scenario.given.clearing.payout_days

        def due_on(day: date, days: int = days) -> date:
            return CALENDAR.next_business_day(day, days)

        told = alarms_in(events, scenario.given, due_on)
        alarms = {news.alarm for news in told if news.kind == RAISED}

        assert (set() if settles(events) else {BATCH_OPEN} & alarms) == alarms
