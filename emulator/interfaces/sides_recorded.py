"""What terminal, acquirer and banks have on record in each run of a recording."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.domain.trace import decode_event
from emulator.interfaces.complaints import shortened
from emulator.interfaces.recorded import scenario_of
from emulator.interfaces.recorded_run import opened
from emulator.operations.reconciliation.records import Sides
from emulator.operations.reconciliation.trace_sides import TraceSides
from emulator.reports.jsonl import Recording, recordings
from emulator.reports.layout import one_line

MOST_KEPT = 1_000_000
"""Records of one run on all sides together; a shop has as many in some years."""
_SHOWN = 200


class RunSides(NamedTuple):
    """One run."""

    scenario: Scenario
    seed: int
    sides: Sides
    is_whole: bool
    """False if the recording breaks off before the moment that was asked for."""


class RecordedSides:
    """The runs of a recording, one after the other; only one is held in memory."""

    def __init__(self, path: Path, until: datetime | None, lang: str) -> None:
        """
        Args:
            path: The recording.
            until: The moment; None for the end of each story.
            lang: Of the complaints.
        """
        self.count = 0
        """How many runs were found."""
        self._path = path
        self._until = until
        self._lang = lang

    def runs(self, wanted: int | None) -> Iterator[RunSides]:
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

    def _read(self, recording: Recording) -> RunSides:
        scenario = scenario_of(recording.header, self._lang)
        taken = TraceSides(cut_off=time.fromisoformat(scenario.given.acquirer.cut_off))
        is_past = self._take(recording, taken)
        if taken.start is None:
            raise self._damaged(0, "run_started")
        sides = taken.sides(self._until if is_past else None)
        is_whole = is_past or taken.is_over or recording.end is not None
        return RunSides(scenario, recording.header.seed, sides, is_whole)

    def _take(self, recording: Recording, taken: TraceSides) -> bool:
        """Take in what happened up to the moment; False if the run has ended by then."""
        is_past = False
        lines = recording.events()
        for number, text in enumerate(lines):
            # To its end the run is read all the same, since only that says whether it is whole.
            if is_past or taken.is_over:
                continue
            try:
                event = decode_event(text)
                is_past = self._is_past(taken, event.at_us)
                if not is_past:
                    taken.take(event)
            except (ValueError, msgspec.MsgspecError, RecursionError) as error:
                if next(lines, None) is None and recording.end is None:
                    # Whoever wrote it was stopped in the middle of a line.
                    break
                raise self._damaged(number, str(error)) from None
            if len(taken) > MOST_KEPT:
                raise self._damaged(number, say("reconcile.too_many", self._lang))
        return is_past

    def _is_past(self, taken: TraceSides, at_us: int) -> bool:
        until = self._until
        return until is not None and taken.start is not None and taken.at(at_us) > until

    def _damaged(self, number: int, why: str) -> UsageError:
        values = {"file": shortened(str(self._path)), "run": self.count, "number": number}
        why = one_line(why)[:_SHOWN]
        return UsageError(say("reconcile.damaged", self._lang, **values, why=why))
