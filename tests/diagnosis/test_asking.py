"""The moment at which somebody asks what is the matter."""

from datetime import datetime, timedelta

import pytest

from emulator.diagnosis.asking import Course
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Scenario
from emulator.runner import run
from tests.diagnosis.conftest import CABLE, FROZEN, PAPER, SALE, told


def course(scenario: Scenario) -> Course:
    return Course(run(scenario).trace.events, scenario.given)


def wall(scenario: Scenario, at_us: int | None) -> datetime:
    assert at_us is not None
    return scenario.given.start + timedelta(microseconds=at_us)


@pytest.mark.parametrize(("text", "symptom"), [(PAPER, "S9"), (CABLE, "S6")])
def test_trouble_at_the_till_is_seen_when_it_shows(text: str, symptom: str) -> None:
    """At the moment at which it can first be seen, and not one before."""
    story = course(told(symptom, text))
    seen_us = story.moment_of(symptom)

    assert seen_us is not None
    assert 0 <= seen_us < MINUTE
    assert story.shows(symptom, seen_us)
    assert not story.shows(symptom, seen_us - 1)


def test_waiting_in_vain_is_noticed() -> None:
    """Nothing happens when no slip comes; ten seconds after the debit it is missed."""
    story = course(told("S1", SALE + "faults:\n  - printer.cable_unplugged: {at: 0s}\n"))
    seen_us = story.moment_of("S1")

    assert seen_us is not None
    assert 10 * SECOND <= seen_us < MINUTE


def test_money_is_missed_at_noon() -> None:
    """The institutions knew in the night; the shop looks at its account by day."""
    scenario = told("S2", FROZEN)

    assert datetime(2026, 3, 3, 12) == wall(scenario, course(scenario).moment_of("S2"))


def test_money_is_missed_when_somebody_does_something_about_it() -> None:
    """A call in the morning says that it was noticed then."""
    calls = "  - at: T+1 09:05\n    support: {call: shopping}\ncalm:"
    scenario = told("S2", FROZEN.replace("calm:", calls))

    assert datetime(2026, 3, 3, 9, 5) == wall(scenario, course(scenario).moment_of("S2"))


def test_money_that_comes_in_time_is_not_missed() -> None:
    """On the next morning it is there."""
    scenario = told("S2", SALE + "calm: {until: T+3 12:00}\n")

    assert course(scenario).moment_of("S2") is None


def test_what_nobody_could_see_has_no_moment() -> None:
    """A sale with which nothing is the matter."""
    story = course(told("S1"))

    assert [None] * 9 == [story.moment_of(f"S{number}") for number in range(1, 10)]


def test_being_kept_waiting_is_noticed() -> None:
    """Though the sale neither fails nor breaks off, somebody wonders while the terminal waits."""
    slow = SALE + "faults:\n  - acquirer.slow: {at: 0s, with: {extra: 40s}}\n"

    assert 15 * SECOND < (course(told("S6", slow)).moment_of("S6") or 0) < 30 * SECOND
    assert course(told("S6", slow.replace("40s", "5s"))).moment_of("S6") is None
