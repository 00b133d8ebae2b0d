"""
Runs with something outside the simulation, played again from their recording.

A real printer and people of flesh and blood stand outside. What came from there stands in the trace
as `heard`. It is looked up before the run begins, since the trace itself is compared only while the
run goes on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import msgspec

from emulator import desk
from emulator.clock.replayed import Recurrence, ReplayedClock
from emulator.desk import Desk
from emulator.domain.deeds import Deed, Left
from emulator.domain.errors import UsageError
from emulator.domain.moments import MINUTE
from emulator.domain.plan import Scenario
from emulator.domain.settings import PrinterSettings
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent, decode_event
from emulator.interfaces.live.heard import NoDeed, Sense, deed_from
from emulator.kernel.world import World
from emulator.known import known_levers
from emulator.printer import bridged
from emulator.printer.arrivals import Arrival, arrival_of
from emulator.printer.bridged import BridgePrinter
from emulator.reports.jsonl import Recording
from emulator.reports.layout import one_line
from emulator.runner import Course, PaperTaker, Result
from emulator.testbed import REFERENCE

PEOPLE, PRINTER = desk.NAME, bridged.NAME
"""What can stand outside, as the header of a recording names it."""
OUTSIDE = (PRINTER,)
"""What stands outside when nobody attends a run with a real printer."""
_MOST = 100_000
"""Arrivals in one run; a person or a real printer does far less in a day."""
_MARKS = {
    PEOPLE: f'"source":"{PEOPLE}","kind":"{desk.HEARD}"'.encode(),
    PRINTER: f'"source":"{PRINTER}","kind":"{bridged.HEARD}"'.encode(),
}


class Came(NamedTuple):
    """One thing that came from outside."""

    at_us: int
    what: Arrival | Deed
    line: int
    """Where it stands in the recording."""


class Played:
    """What stood outside when a run was recorded, and how the run is played again without it."""

    def __init__(self, recording: Recording, outside: Sequence[str], came: Iterable[Came]) -> None:
        """
        Args:
            recording: Where it was recorded, for complaints.
            outside: What stood outside, `PEOPLE` and `PRINTER`.
            came: What came from there, in the order in which it came.
        """
        self.is_attended = PEOPLE in outside
        """True if a person did what the cashier does."""
        self.came = tuple(came)
        self._outside = outside
        self._has_printer = PRINTER in outside
        parts = replace(REFERENCE, printer=self._printer_in)
        self._parts = parts if self._has_printer else REFERENCE
        self._recording = recording
        self._printer: BridgePrinter | None = None

    def play(
        self,
        scenario: Scenario,
        *,
        tap: Callable[[bytes], None] | None = None,
        keep: bool = False,
        paper: PaperTaker | None = None,
    ) -> Result:
        """
        Play the run again and judge it.

        Args:
            scenario: What was played.
            tap: Receives the recording's lines while the run goes on.
            keep: True keeps the trace, so that expectations are judged.
            paper: Receives every slip that comes out; none did of a real printer.

        Raises:
            RecordingError: Somebody did what cannot be done in this scenario.
        """
        course = Course(
            scenario,
            seed=self._recording.header.seed,
            keep=keep,
            tap=tap,
            parts=self._parts,
            paper=None if self._has_printer else paper,
            attended=self.is_attended,
        )
        self._check(scenario, course.desk)
        return course.play(ReplayedClock(self._recurring(course.desk)))

    def leaving(self) -> "Played":
        """The same, but a person whose recording breaks off leaves a minute after the last deed."""
        done = [one for one in self.came if isinstance(one.what, Deed)]
        if not self.is_attended or any(isinstance(one.what, Left) for one in done):
            return self
        last_us = max((one.at_us for one in self.came), default=0)
        left = Came(max(last_us, 0) + MINUTE, Left(), 0)
        return Played(self._recording, self._outside, (*self.came, left))

    def _check(self, scenario: Scenario, place: Desk | None) -> None:
        sense = Sense(scenario, known_levers())
        for one in self.came:
            if place is not None and isinstance(one.what, Deed):
                wrong = sense.wrong(one.what) or place.knows(one.what)
                if wrong:
                    raise self._recording.damaged(one.line, wrong)

    def _recurring(self, place: Desk | None) -> Iterable[Recurrence]:
        for at_us, what, _ in self.came:
            if not isinstance(what, Deed):
                yield at_us, partial(self._hear, what)
            elif place is not None:
                yield at_us, partial(place.hear, what)

    def _printer_in(self, world: World, settings: PrinterSettings) -> BridgePrinter:
        self._printer = BridgePrinter(world, settings, hand_over=_nobody)
        return self._printer

    def _hear(self, arrival: Arrival) -> None:
        assert self._printer is not None, "every shop has a printer"
        self._printer.hear(arrival)


def played_from(recording: Recording, lang: str) -> Played | None:
    """
    Make what takes the place of all that stood outside when a run was recorded.

    Returns:
        None for a run that was simulated as a whole.

    Raises:
        UsageError: A part stood outside that this emulator cannot do without.
        RecordingError: What came from outside makes no sense.
    """
    outside = recording.header.outside
    if outside is msgspec.UNSET or not outside:
        return None
    if len(set(outside)) != len(outside) or not set(outside) <= {PEOPLE, PRINTER}:
        names = one_line(", ".join(outside))[:80]
        raise UsageError(say("cli.replay.outside", lang, parts=names))
    return Played(recording, outside, _came(recording, outside))


def _came(recording: Recording, outside: Sequence[str]) -> list[Came]:
    found: list[Came] = []
    for number, text in recording.ahead([_MARKS[source] for source in outside], _MOST):
        try:
            event = decode_event(text)
            what = _heard_in(event, outside)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, NoDeed) as error:
            raise recording.damaged(number, str(error)) from None
        if what is None:
            continue
        if isinstance(what, Deed) and found and event.at_us < found[-1].at_us:
            raise recording.damaged(number, "at_us")
        found.append(Came(event.at_us, what, number))
    return found


def _heard_in(event: TraceEvent, outside: Sequence[str]) -> Arrival | Deed | None:
    """What came in with an event; None if nothing did."""
    name = (event.source, event.kind)
    if name == (PEOPLE, desk.HEARD) and PEOPLE in outside:
        return deed_from(event.detail)
    if name == (PRINTER, bridged.HEARD) and PRINTER in outside:
        return arrival_of(event.detail)
    return None


def _nobody(_: object) -> None:
    """Takes the slips of a run that is played again: there is no printer to print them."""
