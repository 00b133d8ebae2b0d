"""A monitor that is told events by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from emulator.domain.moments import HOUR
from emulator.domain.plan import Given
from emulator.domain.settings import MonitoringSettings
from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.monitor import Monitor

END_US = 400 * HOUR


def next_day(day: date) -> date:
    """A calendar in which every day is a business day."""
    return day + timedelta(days=1)


class Told:
    """A shop whose events a test writes; `heard` is what the monitor said, in short."""

    def __init__(self, **thresholds: Any) -> None:
        # Who is not concerned with batches leaves them open.
        given = Given(monitoring=MonitoringSettings(**{"batch_us": 2 * END_US, **thresholds}))
        self.monitor = Monitor(given, next_day)
        self._seq = 0

    def sees(self, at_us: int, name: str, *, inside: bool = False, **detail: Any) -> None:
        """Let something happen."""
        source, _, kind = name.partition(".")
        self.monitor.take(TraceEvent(self._seq, at_us, source, kind, detail, inside))
        self._seq += 1

    def heard(self, until_us: int = END_US) -> list[tuple[int, str, str]]:
        """Moment, alarm and what became of it, up to a moment."""
        return [
            (news.at_us, news.alarm, news.kind.removeprefix("alarm_"))
            for news in self.monitor.news(until_us)
        ]


@pytest.fixture
def told() -> Callable[..., Told]:
    """Makes a shop with some thresholds."""
    return Told
