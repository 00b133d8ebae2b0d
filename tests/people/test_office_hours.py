"""When a desk answers."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.moments import DAY, HOUR, MINUTE, WallClock
from emulator.people.office_hours import OfficeHours

MONDAY = datetime(2026, 3, 2, 10, 0)
MOMENTS = st.integers(0, 3 * DAY).map(lambda us: us // MINUTE * MINUTE)
TIMES = st.times().map(lambda time: f"{time:%H:%M}")


@pytest.mark.parametrize(
    ("now", "is_open"),
    [("08:59:59", False), ("09:00", True), ("17:59:59", True), ("18:00", False)],
)
def test_a_desk_answers_from_opening_until_closing(now: str, is_open: bool) -> None:
    """To the minute; at the closing time nobody answers any more."""
    moment = datetime.fromisoformat(f"2026-03-02 {now}")

    assert is_open == OfficeHours.of("09:00", "18:00").is_open(moment)


@pytest.mark.parametrize(
    ("now", "is_open"), [("21:59", False), ("22:00", True), ("05:59", True), ("06:00", False)]
)
def test_a_desk_may_answer_past_midnight(now: str, is_open: bool) -> None:
    """A night desk closes on the next morning."""
    moment = datetime.fromisoformat(f"2026-03-02 {now}")

    assert is_open == OfficeHours.of("22:00", "06:00").is_open(moment)


@pytest.mark.parametrize("now", ["00:00", "03:00", "23:59"])
def test_a_desk_of_which_nothing_is_said_always_answers(now: str) -> None:
    """Empty times are no hours at all."""
    assert OfficeHours.of("", "").is_open(datetime.fromisoformat(f"2026-03-02 {now}"))


def test_one_time_is_enough() -> None:
    """A desk that only opens answers until midnight."""
    hours = OfficeHours.of("09:00", "")

    assert (False, True) == tuple(
        hours.is_open(datetime.fromisoformat(f"2026-03-02 {now}")) for now in ("08:59", "23:59")
    )


@pytest.mark.parametrize(("now_us", "wait_us"), [(0, 0), (8 * HOUR, 15 * HOUR)])
def test_it_is_known_how_long_a_closed_desk_stays_closed(now_us: int, wait_us: int) -> None:
    """At 10:00 not at all; at 18:00 until 9 the next morning."""
    hours = OfficeHours.of("09:00", "18:00")

    assert wait_us == hours.opens_after_us(WallClock(MONDAY), now_us)


@given(
    opens=TIMES, closes=TIMES, now_us=st.integers(0, 3 * DAY).map(lambda us: us // MINUTE * MINUTE)
)
def test_after_the_wait_the_desk_is_open(opens: str, closes: str, now_us: int) -> None:
    """Whatever the hours, and never later than a day from now."""
    clock, hours = WallClock(MONDAY), OfficeHours.of(opens, closes)
    wait_us = hours.opens_after_us(clock, now_us)

    assert 0 <= wait_us <= DAY
    assert hours.is_open(clock.at(now_us + wait_us))
