"""The alarms that a monitor raises over each run of a recording."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from emulator.clearing.calendar import BankCalendar
from emulator.domain.errors import UsageError
from emulator.domain.plan import Given, Scenario
from emulator.domain.texts import say
from emulator.domain.trace import decode_event
from emulator.interfaces.complaints import shortened
from emulator.interfaces.recorded import scenario_of
from emulator.interfaces.recorded_run import opened
from emulator.operations.monitoring.monitor import Monitor
from emulator.operations.monitoring.report import Alarm, Watching
from emulator.reports.jsonl import Recording, recordings
from emulator.reports.layout import one_line

MOST_KEPT = 100_000
"""Things that are the matter at one time, and alarms; a shop has a few."""
_SHOWN = 200

Tuned = Callable[[Given], Given]
"""Puts other thresholds in the place of those of the recording."""


class RunAlarms(NamedTuple):
    """One run."""

    scenario: Scenario
    seed: int
    alarms: tuple[Alarm, ...]
    is_whole: bool
    """False if the recording breaks off."""


class MonitoredRuns:
    """The runs of a recording, one after the other; only one is held in memory."""

    def __init__(self, path: Path, tuned: Tuned, lang: str) -> None:
        """
        Args:
            path: The recording.
            tuned: Changes the thresholds.
            lang: Of the complaints.
        """
        self.count = 0
        """How many runs were found."""
        self._path = path
        self._tuned = tuned
        self._lang = lang

    def runs(self, wanted: int | None) -> Iterator[RunAlarms]:
        """
        Give one run, or all.

        Raises:
            UsageError: The recording is damaged.
            EnvironmentTrouble: It cannot be read.
        """
        with opened(self._path, self._lang) as stream:
            for recording in recordings(stream, str(self._path)):
                self.count += 1
                if wanted in (None, self.count):
                    yield self._read(recording)

    def _read(self, recording: Recording) -> RunAlarms:
        scenario = scenario_of(recording.header, self._lang)
        given, calendar = self._tuned(scenario.given), BankCalendar()
        days = given.clearing.payout_days
        monitor = Monitor(given, lambda day: calendar.next_business_day(day, days))
        watching = Watching(monitor)
        self._take(recording, watching)
        is_whole = monitor.is_over or recording.end is not None
        return RunAlarms(scenario, recording.header.seed, watching.alarms, is_whole)

    def _take(self, recording: Recording, watching: Watching) -> None:
        lines = recording.events()
        for number, text in enumerate(lines):
            try:
                watching.take(decode_event(text))
            except (ValueError, OverflowError, msgspec.MsgspecError, RecursionError) as error:
                if next(lines, None) is None and recording.end is None:
                    # Whoever wrote it was stopped in the middle of a line.
                    return
                raise self._damaged(number, str(error)) from None
            if len(watching) > MOST_KEPT:
                raise self._damaged(number, say("monitor.too_many", self._lang))

    def _damaged(self, number: int, why: str) -> UsageError:
        values = {"file": shortened(str(self._path)), "run": self.count, "number": number}
        why = one_line(why)[:_SHOWN]
        return UsageError(say("reconcile.damaged", self._lang, **values, why=why))
