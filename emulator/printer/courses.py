"""
How a slip goes that nothing disturbs: learnt once from a rehearsal for every shape of slip.

All that counts is how long each line is in bytes and on paper; what it says makes no difference to
when anything happens. Heat does not either: a slip of text leaves the head far from its limit.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from emulator.codecs.escpos.encoder import shape
from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import MINUTE
from emulator.domain.receipt import PrintJob, PrintReport, SlipLine
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import World

KEPT = 2048
"""Shapes that are remembered for one kind of printer."""
_ANY_DAY = datetime(2026, 1, 1)


class Course(msgspec.Struct, frozen=True):
    """What happens, and how long after the job was handed over."""

    begins_us: int
    ends_us: int
    """When it is out, and reported."""
    takes_us: int
    """Of its paper alone, as noted when it begins."""
    is_cut: bool
    printed_mm: int
    """As reported."""
    dots: int
    """Paper that it takes."""
    bytes: int
    """Bytes that reach the printer for it."""


class Stage(Protocol):
    """A printer with its port, in a world of its own."""

    def print_slip(self, job: PrintJob, lines: Sequence[SlipLine]) -> None:
        """Print a slip byte by byte."""

    @property
    def reports(self) -> list[tuple[int, PrintReport]]:
        """What has been reported, and when."""

    @property
    def roll_dots(self) -> int:
        """Paper left."""

    @property
    def taken_bytes(self) -> int:
        """Bytes that have reached the printer."""


SetUp = Callable[[World], Stage]


class Courses:
    """Of one kind of printer on one kind of line."""

    def __init__(self, manner: Manner, set_up: SetUp) -> None:
        """
        Args:
            manner: How the printer is talked to.
            set_up: Puts a printer on the stage, as new.
        """
        self._manner = manner
        self._set_up = set_up
        self._known: dict[tuple[int, ...], Course | None] = {}

    def of(self, job: PrintJob, lines: Sequence[SlipLine]) -> Course | None:
        """How this slip will go; None if that cannot be foretold."""
        key = shape(lines, self._manner)
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = self._rehearse(job, lines)
        return self._known[key]

    def _rehearse(self, job: PrintJob, lines: Sequence[SlipLine]) -> Course | None:
        world = World(seed=0, start=_ANY_DAY, keep=False)
        stage = self._set_up(world)
        # The first slip of all finds a printer that nobody has asked anything yet.
        stage.print_slip(msgspec.structs.replace(job, number=1), lines)
        world.run_until(MINUTE)
        seen: list[TraceEvent] = []
        world.listen(seen.append)
        dots, count, reports = stage.roll_dots, stage.taken_bytes, len(stage.reports)
        stage.print_slip(msgspec.structs.replace(job, number=2), lines)
        world.run_until(2 * MINUTE)
        if [event.kind for event in seen] != ["slip_started", "slip_printed"]:
            return None
        began, ended = seen
        at_us, report = stage.reports[reports]
        if report.result != "printed" or not ended.detail["legible"] or at_us != ended.at_us:
            return None
        return Course(
            begins_us=began.at_us - MINUTE,
            ends_us=at_us - MINUTE,
            takes_us=began.detail["takes_us"],
            is_cut=ended.detail["cut"],
            printed_mm=report.printed_mm,
            dots=dots - stage.roll_dots,
            bytes=stage.taken_bytes - count,
        )
