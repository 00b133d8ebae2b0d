"""The bank calendar, and a second opinion on it."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest

from emulator.clearing.calendar import LAST_ANNOUNCED, BankCalendar

CALENDAR = BankCalendar()


@pytest.mark.parametrize("year", range(2015, LAST_ANNOUNCED + 1))
def test_every_day_agrees_with_an_independent_calendar(year: int) -> None:
    """Public holidays and make-up working days, day by day."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [] == [
        day for day in days if CALENDAR.is_business_day(day) != chinese_calendar.is_workday(day)
    ]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 3, 6), True),  # Friday
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 2, 14), True),  # make-up Saturday before the Spring Festival
        (date(2026, 2, 16), False),  # Monday, New Year's Eve of the lunar year
        (date(2026, 2, 23), False),  # last day of the festival
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # make-up Saturday after it
    ],
)
def test_weekends_holidays_and_make_up_days(day: date, is_open: bool) -> None:
    """A make-up Saturday is a day on which banks transfer money."""
    assert is_open == CALENDAR.is_business_day(day)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 5), 3, date(2026, 3, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 6), 0, date(2026, 3, 6)),
    ],
)
def test_business_days_are_counted_over_closed_days(day: date, count: int, then: date) -> None:
    """The day itself never counts; with 0 a closed day rolls on."""
    assert then == CALENDAR.next_business_day(day, count)


def test_counting_backwards_is_the_callers_mistake() -> None:
    """A negative count raises."""
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.next_business_day(date(2026, 3, 2), -1)


def test_days_between_are_the_other_way_round() -> None:
    """From the cut-off to the credit, as a fact of the report."""
    assert 3 == CALENDAR.business_days_between(date(2026, 3, 5), date(2026, 3, 10))
    assert 0 == CALENDAR.business_days_between(date(2026, 3, 6), date(2026, 3, 8))


@pytest.mark.parametrize(
    ("of_day", "day"), [(time(22, 59, 59), date(2026, 3, 2)), (time(23, 0), date(2026, 3, 3))]
)
def test_the_cut_off_itself_belongs_to_the_next_day(of_day: time, day: date) -> None:
    """Both sides of the limit."""
    moment = datetime.combine(date(2026, 3, 2), of_day)

    assert day == BankCalendar.business_day_of(moment, time(23, 0))


def test_years_that_nobody_announced_are_said_to_be_estimates() -> None:
    """The last announced year and the one after."""
    assert [True, False] == [
        BankCalendar.is_announced(year) for year in (LAST_ANNOUNCED, LAST_ANNOUNCED + 1)
    ]


def test_a_year_nobody_announced_is_still_answered() -> None:
    """New Year's Day is a holiday in every year."""
    assert not CALENDAR.is_business_day(date(2031, 1, 1))


def test_the_holidays_package_is_only_imported_when_asked_for() -> None:
    """Importing the clearing house costs nothing of it."""
    code = "import sys, emulator.clearing.house; sys.exit('holidays' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
