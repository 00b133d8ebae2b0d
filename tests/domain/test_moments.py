"""Durations and the shop's wall clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.moments import DAY, HOUR, MINUTE, MS, SECOND, WallClock, format_duration
from emulator.domain.moments import parse_duration as parse

START = datetime(2026, 3, 5, 20, 10)


@given(st.integers(0, 9_999 * DAY))
def test_what_is_written_reads_back(us: int) -> None:
    """Writing and reading a duration gives the same microseconds."""
    assert us == parse(format_duration(us))


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("0s", 0),
        ("90s", 90 * SECOND),
        ("1m30s", 90 * SECOND),
        ("1m 30s", 90 * SECOND),
        ("250ms", 250 * MS),
        ("1m250ms", MINUTE + 250 * MS),
        ("2h", 2 * HOUR),
        ("1d", DAY),
        ("1.5s", 1_500_000),
        ("0.000001s", 1),
        ("7us", 7),
        ("1d2h3m4s5ms6us", DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5 * MS + 6),
    ],
)
def test_durations(text: str, us: int) -> None:
    """Numbers with units, the larger first."""
    assert us == parse(text)


@pytest.mark.parametrize(
    "text", ["", " ", "5", "s", "5 s", "-5s", "30s1m", "1.5m", "1.1234567s", "5sec"]
)
def test_what_is_no_duration(text: str) -> None:
    """No unit, no number, the smaller first, a fraction of a minute."""
    with pytest.raises(ValueError, match="not a duration"):
        parse(text)


@given(st.integers(0, 400 * DAY))
def test_the_wall_clock_goes_both_ways(at_us: int) -> None:
    """A moment of the run has one date and time, and back."""
    clock = WallClock(START)

    assert at_us == clock.us_of(clock.at(at_us))


def test_before_the_start_is_negative() -> None:
    """A moment before the start has no place in the run."""
    assert -MINUTE == WallClock(START).us_of(START - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("of_day", "hours"), [(time(20, 11), 0), (time(20, 10), 24), (time(20, 9), 24)]
)
def test_the_next_time_of_day_is_always_later(of_day: time, hours: int) -> None:
    """At the very time the next one is tomorrow's."""
    next_us = WallClock(START).next_us(0, of_day)

    assert 0 < next_us
    assert hours == (next_us + MINUTE) // HOUR


def test_the_day_changes_at_midnight() -> None:
    """The last microsecond of a day still belongs to it."""
    clock = WallClock(START)
    midnight_us = clock.us_of(datetime(2026, 3, 6))

    assert date(2026, 3, 5) == clock.day(midnight_us - 1)
    assert date(2026, 3, 6) == clock.day(midnight_us)


def test_a_time_zone_is_refused() -> None:
    """The shop lives in China Standard Time, written without zone."""
    with pytest.raises(ValueError, match="naive"):
        WallClock(datetime(2026, 3, 5, tzinfo=UTC))
