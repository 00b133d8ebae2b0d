"""
The bank calendar: on which days money moves between banks in China.

A business day is a day on which the public works: Monday to Friday that is no public holiday, and
the Saturdays and Sundays that the State Council moves work to. Those make-up days count as transfer
days, because the central bank's payment systems run on the working days that the State Council
sets. Dates come from the `holidays` package; past the last year that was announced when the package
was made they are its estimate.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

LAST_ANNOUNCED = 2026
"""The State Council announces a year's days off in the November before it."""

_ONE_DAY = timedelta(days=1)


class BankCalendar:
    """Business days of the banks; years are worked out when they are first asked for."""

    def is_business_day(self, day: date) -> bool:
        """Tell whether banks move money on a day."""
        return (day.weekday() < 5) != (day in _exceptions(day.year))

    def next_business_day(self, day: date, count: int = 1) -> date:
        """
        Give the `count`-th business day after a day; 0 is the day itself or, if the banks are
        closed on it, the first business day after it.

        Raises:
            ValueError: The count is negative.
        """
        if count < 0:
            raise ValueError(f"business days are counted forwards: {count}")
        if count == 0:
            return day if self.is_business_day(day) else self.next_business_day(day)
        while count:
            day += _ONE_DAY
            count -= self.is_business_day(day)
        return day

    def business_days_between(self, first: date, last: date) -> int:
        """Count the business days after `first` up to and including `last`."""
        days = (last - first).days
        return sum(self.is_business_day(first + n * _ONE_DAY) for n in range(1, days + 1))

    @staticmethod
    def business_day_of(moment: datetime, cut_off: time) -> date:
        """Give the day that a sale belongs to: from the cut-off on it is the next date."""
        return moment.date() + _ONE_DAY if moment.time() >= cut_off else moment.date()

    @staticmethod
    def is_announced(year: int) -> bool:
        """Tell whether a year's days are the State Council's, not an estimate."""
        return year <= LAST_ANNOUNCED


@cache
def _exceptions(year: int) -> frozenset[date]:
    """Days that differ from plain Monday to Friday; the same for every shop, so worked out once."""
    # The package takes 80 ms to import, which a run that moves no money between banks never needs.
    import holidays

    china: Any = holidays.country_holidays("CN", years=year)
    days_off = {day for day in china if day.year == year and day.weekday() < 5}
    make_up = {day for day in china.weekend_workdays if day.year == year}
    return frozenset(days_off | make_up)
