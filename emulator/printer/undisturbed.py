"""
Slips that nothing disturbs: begun, printed and reported as they are known to go.

    job -> sound? at rest? paper enough? -> three moments on the clock -> report
              |                                   |
              no -> byte by byte                  disturbed: gone through byte by byte up to now

It is a short cut in computing and in nothing else: with it and without it the trace is the same.
Whoever looks at the printer or touches it must call `catch_up` first.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.receipt import PrintJob, PrintReport, SlipLine
from emulator.printer.camera import NAME, Camera, begun, whole
from emulator.printer.courses import Course, Courses
from emulator.printer.timeline import Timeline

REST_US = 1 * SECOND
"""After this the head has forgotten the slip before, whatever was on it."""

Print = Callable[[PrintJob, Sequence[SlipLine]], None]


class Machine(Protocol):
    """What must be known of the printer."""

    camera: Camera

    @property
    def quiet_dots(self) -> int:
        """How much paper can come out before a sensor of the roll notices anything."""

    @property
    def strips(self) -> int:
        """How many strips have begun."""

    def pass_by(self, *, strips: int, dots: int, bytes: int) -> None:
        """Have printed slips, each like the last one."""


class Slip(msgspec.Struct, eq=False):
    """One under way."""

    job: PrintJob
    lines: Sequence[SlipLine]
    course: Course
    at_us: int
    """When it was handed over."""
    detail: dict[str, Any] = {}
    """What was noted of its beginning; empty before."""
    is_over: bool = False
    """True once its end was noted."""


class Undisturbed:
    """The slips of one printer that go by."""

    def __init__(
        self,
        time: Timeline,
        machine: Machine,
        courses: Courses,
        *,
        print_slip: Print,
        tell: Callable[[PrintReport], None],
    ) -> None:
        """
        Args:
            time: In which the printer lives.
            machine: The printer.
            courses: How its slips go.
            print_slip: Prints one byte by byte.
            tell: Takes the report.
        """
        self.rested_us = 0
        """From when on the head is cool again."""
        self._time = time
        self._machine = machine
        self._courses = courses
        self._print_slip = print_slip
        self._tell = tell
        self._slip: Slip | None = None
        self._strips = self._dots = self._bytes = 0

    @property
    def is_active(self) -> bool:
        """True while the printer is not where it would be."""
        return self._slip is not None or self._strips > 0

    def take(self, job: PrintJob, lines: Sequence[SlipLine]) -> bool:
        """Let a slip go by; False if it must be printed byte by byte."""
        time = self._time
        if self._slip is not None or time.now_us < self.rested_us:
            return False
        course = self._courses.of(job, lines)
        if course is None or self._machine.quiet_dots - self._dots <= course.dots:
            return False
        slip = self._slip = Slip(job, lines, course, time.now_us)
        time.after(course.begins_us, self._begin, slip)
        time.after(course.ends_us, self._end, slip)
        return True

    def catch_up(self) -> None:
        """Let the printer be where it would be if no slip had gone by."""
        if not self.is_active:
            return
        slip, self._slip = self._slip, None
        machine = self._machine
        if self._strips:
            machine.camera.forget_jobs()
            machine.pass_by(strips=self._strips, dots=self._dots, bytes=self._bytes)
            self._strips = self._dots = self._bytes = 0
        if slip is not None:
            told = 1 if slip.detail else 0
            machine.camera.counts["begun"] -= told
            self._time.go_through(
                slip.at_us, lambda: self._print_slip(slip.job, slip.lines), told=told
            )

    def _begin(self, slip: Slip) -> None:
        if slip is not self._slip:
            return
        machine = self._machine
        number = machine.strips + self._strips + 1
        slip.detail = begun(number, slip.job, slip.course.takes_us)
        machine.camera.counts["begun"] += 1
        self._time.record(NAME, "slip_started", slip.detail)

    def _end(self, slip: Slip) -> None:
        if slip is not self._slip:
            return
        course, job = slip.course, slip.job
        self._slip = None
        self._strips += 1
        self._dots += course.dots
        self._bytes += course.bytes
        self.rested_us = self._time.now_us + REST_US
        self._machine.camera.counts["printed"] += 1
        detail = whole(slip.detail, job.receipt, legible=True, cut=course.is_cut)
        self._time.record(NAME, "slip_printed", detail)
        self._tell(PrintReport(job.number, "printed", course.printed_mm))
