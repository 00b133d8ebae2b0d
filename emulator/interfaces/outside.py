"""
Runs with a part of the shop outside the simulation, played again from their recording.

What came from outside stands in the trace as `heard`. It is looked up before the run begins, since
the trace itself is compared only while the run goes on.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import msgspec

from emulator.clock.replayed import ReplayedClock
from emulator.domain.errors import UsageError
from emulator.domain.settings import PrinterSettings
from emulator.domain.texts import say
from emulator.domain.trace import decode_event
from emulator.kernel.world import World
from emulator.printer.arrivals import Arrival, arrival_of
from emulator.printer.bridged import HEARD, NAME, BridgePrinter
from emulator.reports.jsonl import Recording
from emulator.reports.layout import one_line
from emulator.testbed import REFERENCE

OUTSIDE = (NAME,)
"""Parts that can stand outside."""
_MOST = 100_000
"""Arrivals in one run; a real printer says far less in a day."""
_MARK = f'"source":"{NAME}","kind":"{HEARD}"'.encode()


class Played:
    """Who plays which part, and the clock, when a run with a real printer is played again."""

    def __init__(self, arrivals: Iterable[tuple[int, Arrival]]) -> None:
        """
        Args:
            arrivals: Moment of the run and what came, in the order in which it came.
        """
        self.parts = replace(REFERENCE, printer=self._printer_in)
        self.clock = ReplayedClock((at_us, partial(self._hear, came)) for at_us, came in arrivals)
        self._printer: BridgePrinter | None = None

    def _printer_in(self, world: World, settings: PrinterSettings) -> BridgePrinter:
        self._printer = BridgePrinter(world, settings, hand_over=_nobody)
        return self._printer

    def _hear(self, arrival: Arrival) -> None:
        assert self._printer is not None, "every shop has a printer"
        self._printer.hear(arrival)


def played_from(recording: Recording, lang: str) -> Played | None:
    """
    Make what takes the place of the parts that stood outside when a run was recorded.

    Returns:
        None for a run that was simulated as a whole.

    Raises:
        UsageError: A part stood outside that this emulator cannot do without.
        RecordingError: What came from outside makes no sense.
    """
    outside = recording.header.outside
    if outside is msgspec.UNSET or not outside:
        return None
    if tuple(outside) != OUTSIDE:
        names = one_line(", ".join(outside))[:80]
        raise UsageError(say("cli.replay.outside", lang, parts=names))
    return Played(_arrivals(recording))


def _arrivals(recording: Recording) -> list[tuple[int, Arrival]]:
    found = []
    for number, text in recording.ahead(_MARK, _MOST):
        try:
            event = decode_event(text)
            if (event.source, event.kind) == (NAME, HEARD):
                found.append((event.at_us, arrival_of(event.detail)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise recording.damaged(number, str(error)) from None
    return found


def _nobody(_: object) -> None:
    """Takes the slips of a run that is played again: there is no printer to print them."""
