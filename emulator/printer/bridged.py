"""
A real printer's place in the simulated shop.

    terminal --job--> end --hand_over--> whoever drives the real printer
             <-report-     <---hear----  reports, lamps, the line: one arrival after the other

Whatever comes from outside comes through `hear`, as plain data, and is noted as the inside event
`heard` before anything is made of it. Played back to this class at the same moments, the same
arrivals lead to the same trace without a printer.

A slip is noted as printed only when the printer confirmed it, or a person who looked. Nobody sees
the paper otherwise, so nothing is said about slips that are neither confirmed nor known to be torn
but that they are unconfirmed. A real printer cannot be broken by a lever; people's repairs count
when the printer itself tells that what was wrong is right again.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.receipt import LINE_MM, PrintJob, PrintReport
from emulator.domain.settings import PrinterSettings
from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World
from emulator.printer.arrivals import (
    APPEARS,
    Arrival,
    Begun,
    LineBack,
    LineLost,
    Reported,
    State,
    Told,
    plain,
)
from emulator.printer.camera import begun
from emulator.printer.installed import profile_for

NAME = "printer"
HEARD = "heard"
"""Kind of the inside event that keeps an arrival."""

_ON_PAPER = ("printed", "cutter_jam")
_GOES: dict[Told, tuple[str, dict[str, str]]] = {
    "paper_end": ("paper_loaded", {}),
    "cover_open": ("cover_closed", {}),
    "cutter_error": ("cleared", {"trouble": "cutter_jam"}),
    "recoverable_error": ("cleared", {"trouble": "jam"}),
    "unrecoverable_error": ("cleared", {"trouble": "head_failure"}),
    "auto_recoverable_error": ("cooled", {}),
}
"""What is noted when that is over; of a roll that was near its end, nothing."""
_MENDS = {
    "load_paper": ("paper_end", "near_end"),
    "close_cover": ("cover_open",),
    "clear_jam": ("recoverable_error",),
    "clear_cutter": ("cutter_error",),
    "replace_print_head": ("unrecoverable_error",),
    "let_printer_cool": ("auto_recoverable_error",),
    "reconnect_printer_cable": ("line",),
    "restart_printer": ("unrecoverable_error", "line"),
}
"""What people do, to what of a printer it puts right."""
_LOOKS: dict[Told, tuple[str, str, str]] = {
    "near_end": ("paper", "in", "low"),
    "paper_end": ("paper", "in", "out"),
    "cover_open": ("cover", "closed", "open"),
    "cutter_error": ("cutter", "free", "stuck"),
    "recoverable_error": ("paper_path", "clear", "jammed"),
    "auto_recoverable_error": ("print_head", "sound", "hot"),
    "unrecoverable_error": ("print_head", "sound", "broken"),
}
"""What a printer tells of itself, to a thing of `domain.equipment` and how it looks if it is not
so and if it is; of one thing the graver stands last."""
_STOPS = frozenset(APPEARS) - {"near_end"}
"""With any of these no slip comes out."""


class Slip(msgspec.Struct, eq=False):
    """A job that is out of the terminal's hands."""

    job: PrintJob
    detail: dict[str, Any]
    """What is seen of its beginning; empty before anything of it was sent."""


class BridgePrinter:
    """What the rest of the shop knows of a printer, with a real one behind it."""

    def __init__(
        self,
        world: World,
        settings: PrinterSettings,
        *,
        hand_over: Callable[[PrintJob], None],
    ) -> None:
        """
        Args:
            world: Where its place is.
            settings: Of the scenario; only the speed is of use, to say how long a slip may take.
            hand_over: Takes a job to the real printer; must not call back from within.
        """
        self._world = world
        self._hand_over = hand_over
        self._speed_mm_s = profile_for(settings).speed_mm_s
        self._inbox: Inbox[PrintReport] = Inbox(world, NAME)
        self._slips: dict[int, Slip] = {}
        """Jobs that may still be reported, by number."""
        self._awaited: dict[int, bool] = {}
        """The job of which the terminal still wants to hear: whether it may finish after all."""
        self._shown: dict[Told, bool] = {}
        """What the printer last told of itself for certain."""
        self._mended: dict[str, None] = {}
        """What has been put right since somebody last took credit for it."""
        self._begun = 0
        self._is_on = True
        self._is_lost = False

    # The terminal's end -----------------------------------------------------------------------

    @property
    def end(self) -> "BridgePrinter":
        """The terminal's end: this object is the port too."""
        return self

    def send(self, job: PrintJob) -> bool:
        """Take a job; False while the line to the printer is gone, so that not a byte has left."""
        if not self._is_on or self._is_lost:
            return False
        # Whatever the last one may still come to, the terminal has given it up.
        self._awaited = {job.number: False}
        self._slips[job.number] = Slip(job, {})
        self._hand_over(job)
        return True

    @property
    def receive(self) -> Callable[..., Steps[PrintReport | None]]:
        """See `Port.receive`."""
        return self._inbox.receive

    @property
    def is_awaited(self) -> bool:
        """True while the terminal has a job out of which it has heard nothing."""
        return any(not may_finish for may_finish in self._awaited.values())

    @property
    def may_finish(self) -> bool:
        """True while a job that went wrong may still come out whole."""
        return any(self._awaited.values())

    # What comes from outside ------------------------------------------------------------------

    def hear(self, arrival: Arrival) -> None:
        """Take one arrival; call it between two stretches of time, never from within the world."""
        self._world.record(NAME, HEARD, plain(arrival), True)
        match arrival:
            case Begun(job):
                self._begin(job)
            case Reported():
                self._report(arrival)
            case State(told):
                self._show(told)
            case LineLost():
                self._is_lost = True
                self._world.record(NAME, "line_lost", {})
            case LineBack():
                self._is_lost = False
                self._mended["line"] = None
                self._world.record(NAME, "line_back", {})

    def _begin(self, job: int) -> None:
        slip = self._slips.get(job)
        if slip is None or slip.detail:
            return
        self._begun += 1
        length_mm = slip.job.receipt.lines * LINE_MM
        slip.detail = begun(self._begun, slip.job, length_mm * SECOND // self._speed_mm_s)
        self._world.record(NAME, "slip_started", slip.detail)

    def _report(self, report: Reported) -> None:
        number = report.job
        slip = self._slips.get(number)
        if slip is None:
            return
        if slip.detail:
            self._note_paper(slip, report)
        if self._is_on and number in self._awaited:
            self._inbox.put(
                PrintReport(number, report.result, report.printed_mm, report.may_finish)
            )
        if not report.may_finish:
            del self._slips[number]
            self._awaited.pop(number, None)
        elif number in self._awaited:
            self._awaited[number] = True

    def _note_paper(self, slip: Slip, report: Reported) -> None:
        if report.result in _ON_PAPER:
            self._world.record(NAME, "slip_printed", _printed(slip, report))
            return
        is_open = report.result == "unknown" or report.may_finish
        told = {**slip.detail, "printed_mm": report.printed_mm, "reason": report.result}
        self._world.record(NAME, "slip_unconfirmed" if is_open else "slip_torn", told)

    def _show(self, told: dict[Told, bool]) -> None:
        for name, value in told.items():
            before = self._shown.get(name, False)
            self._shown[name] = value
            if value and not before:
                self._world.record(NAME, APPEARS[name], {})
            elif before and not value:
                self._mended[name] = None
                if name in _GOES:
                    self._world.record(NAME, *_GOES[name])

    # What the shop sees -----------------------------------------------------------------------

    @property
    def seen(self) -> dict[str, str]:
        """What somebody sees who looks at it, as far as the printer or its cable tells."""
        seen = {thing: good for thing, good, _ in _LOOKS.values()}
        for name, (thing, _, bad) in _LOOKS.items():
            if self._shown.get(name, False):
                seen[thing] = bad
        return {**seen, "printer_cable": "loose" if self._is_lost else "plugged"}

    @property
    def troubles(self) -> list[str]:
        """What is wrong, as far as it is known: names of `Reading`, or `line`."""
        lost = ["line"] if self._is_lost else []
        return lost + [name for name in APPEARS if name in _STOPS and self._shown.get(name, False)]

    def power_on(self) -> None:
        """The terminal has power again; a printer of its own never lost it."""
        self._inbox.clear()
        self._is_on = True

    def power_off(self) -> None:
        """The terminal lost power and forgets its jobs; what the printer has, it prints."""
        self._is_on = False
        self._awaited.clear()

    # What people did --------------------------------------------------------------------------

    @property
    def deeds(self) -> Mapping[str, Callable[[], bool]]:
        """
        What people can have done, by its name in `domain.actions`.

        Each is True if what it puts right was put right since the last time, as the printer tells.
        """
        return {name: partial(self._has_mended, *of) for name, of in _MENDS.items()}

    def _has_mended(self, *names: str) -> bool:
        found = [name for name in names if name in self._mended]
        for name in found:
            del self._mended[name]
        return bool(found)


def _printed(slip: Slip, report: Reported) -> dict[str, Any]:
    """What is known of a slip that came out whole."""
    receipt = slip.job.receipt
    seen = {
        **slip.detail,
        "legible": True,
        "cut": report.result == "printed",
        "void_above": receipt.void_above,
        "content": receipt.values,
        "told_by": report.told_by,
    }
    if receipt.language != "zh":
        seen["language"] = receipt.language
    if receipt.training:
        seen["training"] = True
    return seen
