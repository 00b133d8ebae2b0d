"""Alarms of one run with what they go back to: the time from cause to alarm, and to its end."""

from collections.abc import Iterable
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.board import CLEARED, RAISED, Concern, News
from emulator.operations.monitoring.causes import Cause, Causes
from emulator.operations.monitoring.details import read
from emulator.operations.monitoring.listener import NAME
from emulator.operations.monitoring.monitor import Monitor


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm from its first sign to its end."""

    alarm: str
    about: str
    since_us: int
    """Its first sign."""
    raised_us: int
    cause: Cause | None
    """None if no fault struck that could be it."""
    concern: Concern
    over_us: int | None = None
    """None if it stood to the end."""

    @property
    def after_us(self) -> int | None:
        """From the cause to the alarm; None if there is no cause."""
        return None if self.cause is None else self.raised_us - self.cause.at_us


class Alarms:
    """Takes news in their order, and puts the end of an alarm to its beginning."""

    def __init__(self, causes: Causes) -> None:
        self.all: list[Alarm] = []
        self._causes = causes
        self._open: dict[tuple[str, str], int] = {}

    def take(self, news: Iterable[News]) -> None:
        """Take in what is new."""
        for one in news:
            key = (one.alarm, one.about)
            if one.kind == RAISED:
                self._open[key] = len(self.all)
                self.all.append(self._raised(one))
            elif key in self._open:
                index = self._open.pop(key)
                self.all[index] = msgspec.structs.replace(self.all[index], over_us=one.at_us)

    def _raised(self, news: News) -> Alarm:
        since_us = news.at_us - news.lasted_us
        return Alarm(
            alarm=news.alarm,
            about=news.about,
            since_us=since_us,
            raised_us=news.at_us,
            cause=self._causes.of(since_us=since_us, at_us=news.at_us),
            concern=news.concern,
        )


class Watching:
    """A monitor over a trace that somebody hands over, with the causes beside it."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._causes = Causes()
        self._alarms = Alarms(self._causes)

    def __len__(self) -> int:
        """How much is kept."""
        return len(self._monitor) + len(self._causes) + len(self._alarms.all)

    def take(self, event: TraceEvent) -> None:
        """
        Take in one event.

        Raises:
            msgspec.ValidationError: Its details are not what such an event has.
            ValueError: Neither is a date or a moment in it.
        """
        self._monitor.take(event)
        self._alarms.take(self._monitor.news(event.at_us))
        self._causes.take(event)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """All so far."""
        return tuple(self._alarms.all)


class _Told(msgspec.Struct):
    """`monitor.alarm_raised` and `alarm_cleared`."""

    alarm: str
    lasted_us: int
    about: str = ""
    stan: str = ""
    batch: str = ""
    amount_fen: int = 0


def alarms_told(events: Iterable[TraceEvent]) -> tuple[Alarm, ...]:
    """The alarms that a shop with monitoring was told of in a run."""
    causes = Causes()
    alarms = Alarms(causes)
    for event in events:
        if event.source == NAME and event.kind in (RAISED, CLEARED):
            alarms.take((_news(event),))
        causes.take(event)
    return tuple(alarms.all)


def _news(event: TraceEvent) -> News:
    told = read(event, _Told)
    return News(
        kind=event.kind,
        at_us=event.at_us,
        alarm=told.alarm,
        about=told.about,
        lasted_us=told.lasted_us,
        concern=Concern(stan=told.stan, batch=told.batch, amount_fen=told.amount_fen),
    )


def alarm_data(alarm: Alarm) -> dict[str, Any]:
    """One alarm for programs: times in microseconds of the run."""
    concern = {key: value for key, value in msgspec.structs.asdict(alarm.concern).items() if value}
    cause = alarm.cause
    return {
        "alarm": alarm.alarm,
        "about": alarm.about,
        **concern,
        "since_us": alarm.since_us,
        "raised_us": alarm.raised_us,
        "over_us": alarm.over_us,
        "cause": None if cause is None else {"name": cause.name, "at_us": cause.at_us},
        "after_cause_us": alarm.after_us,
    }
