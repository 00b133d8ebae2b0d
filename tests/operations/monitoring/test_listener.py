"""Monitoring in a running shop: steps wait for its alarms, and a recording tells the same."""

import msgspec
import pytest

from emulator.clearing.calendar import BankCalendar
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.monitor import alarms_in
from emulator.proof.counterfactual import with_settings
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder

NAMES = (
    "paper-low-alarm", "payout-overdue-alarm", "reversal-tries-fail", "faded-print",
    "bank-upgrade", "host-fails-after-its-answer",
)  # fmt: skip
"""Stories of which a monitor has something to tell."""


def story(name: str) -> Scenario:
    """A shipped story."""
    (file,) = [file for file in find_files([shipped_folder()]) if file.stem == name]
    return next(iter(load([file])))


def watched(scenario: Scenario, *, is_on: bool = True) -> list[TraceEvent]:
    """The trace of a story in a shop with or without monitoring."""
    given = with_settings(scenario.given, {"shop.monitoring": is_on})
    return run(msgspec.structs.replace(scenario, given=given)).trace.events


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_tells_what_the_run_told(name: str) -> None:
    """Microsecond for microsecond, whether the shop had monitoring or not."""
    scenario, calendar = story(name), BankCalendar()
    days = scenario.given.clearing.payout_days
    given = scenario.given

    def due_on(day):
        return calendar.next_business_day(day, days)

    events = watched(scenario)
    live = [(e.at_us, e.kind, e.detail) for e in events if e.source == "monitor"]

    assert live
    assert live == [(n.at_us, n.kind, n.detail) for n in alarms_in(events, given, due_on)]


@pytest.mark.parametrize("name", NAMES[2:])
def test_watching_changes_nothing_in_the_shop(name: str) -> None:
    """But for the alarms themselves the trace is the same."""
    scenario = story(name)

    def told(events: list[TraceEvent]) -> list[tuple[int, str, dict[str, object]]]:
        return [(e.at_us, e.name, e.detail) for e in events if e.source != "monitor"]

    def without_places(found: list[tuple[int, str, dict[str, object]]]) -> list[object]:
        return [
            (at_us, name, {k: v for k, v in detail.items() if k != "at_event"})
            for at_us, name, detail in found
        ]

    on, off = (without_places(told(watched(scenario, is_on=is_on))) for is_on in (True, False))

    assert off == on


def test_a_shop_without_monitoring_is_told_of_nothing() -> None:
    """Which is the usual shop."""
    assert not any(event.source == "monitor" for event in watched(story(NAMES[0]), is_on=False))
