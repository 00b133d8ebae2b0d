"""
Durations and the shop's wall clock.

Simulated time is whole microseconds since the start of the run; the wall clock is China Standard
Time (UTC+8, no daylight saving since 1991) and needs no time-zone data.
"""

import re
from datetime import date, datetime, time, timedelta

MS = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": MS, "us": 1}
_DURATION = re.compile(
    r"(?:(\d{1,4})d)?\s*(?:(\d{1,5})h)?\s*(?:(\d{1,6})m(?!s))?\s*"
    r"(?:(\d{1,8})(?:\.(\d{1,6}))?s)?\s*(?:(\d{1,9})ms)?\s*(?:(\d{1,12})us)?",
    re.ASCII,
)


def parse_duration(text: str) -> int:
    """
    Read `90s`, `1m30s`, `250ms`, `2h`, `1d` or `1.5s` as microseconds.

    Raises:
        ValueError: Not a duration.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise ValueError(f"not a duration: {text!r}; write 90s, 1m30s, 250ms, 2h or 1d")
    days, hours, minutes, seconds, fraction, millis, micros = match.groups()
    return (
        int(days or 0) * DAY
        + int(hours or 0) * HOUR
        + int(minutes or 0) * MINUTE
        + int(seconds or 0) * SECOND
        + int((fraction or "0").ljust(6, "0"))
        + int(millis or 0) * MS
        + int(micros or 0)
    )


def format_duration(us: int) -> str:
    """Write microseconds so that `parse_duration` reads the same back: 90000000 is `1m30s`."""
    if us == 0:
        return "0s"
    parts = []
    for unit, size in _UNITS.items():
        count, us = divmod(us, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)


class WallClock:
    """Turns simulated microseconds into the shop's date and time, and back."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is not None:
            raise ValueError("the wall clock takes a naive China Standard Time")
        self.start = start

    def at(self, at_us: int) -> datetime:
        """The date and time at a moment of the run."""
        return self.start + timedelta(microseconds=at_us)

    def us_of(self, moment: datetime) -> int:
        """The moment of the run at a date and time; negative before the start."""
        return (moment - self.start) // timedelta(microseconds=1)

    def next_us(self, at_us: int, of_day: time) -> int:
        """The first moment after `at_us` at which the clock shows `of_day`."""
        now = self.at(at_us)
        moment = datetime.combine(now.date(), of_day)
        if moment <= now:
            moment += timedelta(days=1)
        return self.us_of(moment)

    def day(self, at_us: int) -> date:
        """The calendar date at a moment of the run."""
        return self.at(at_us).date()
