"""
The camera on the paper: which slip is coming out, and whether what came out can be read.

    job handed over -> its text is known -> paper comes out -> paper ends -> compared -> noted

A slip is whole when its last words are out, and legible only if every line of it is on one piece of
paper, as it was meant and black on white. A piece that ends before is a torn one. Left out: where
in its line a word stands, and how big it is.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from emulator.domain.paper import DOTS_PER_MM, Line, Strip, Text
from emulator.domain.receipt import PrintJob, Receipt
from emulator.printer.timeline import Timeline

NAME = "printer"
_SEEN = ("transaction", "stan", "batch", "amount_fen")
_JOBS = 8
"""Jobs that are remembered: whatever comes out is of one of the last."""
_WHOLE = ("cut", "fed")
"""Ends of strips with which a printer means to say that it is through."""
_REASONS = {"cleared": "given_up", "": "given_up"}
"""Ends of strips to why a slip is torn, where it is called otherwise."""
NOT_SENT = 1 << 62
"""`begins_at` of a job of which nothing was sent."""


class Expected(msgspec.Struct, eq=False):
    """A job that was handed to the printer."""

    job: PrintJob
    texts: Callable[[], list[str]]
    """Gives what must be on the paper, line by line, without the blanks around it."""
    takes_us: int
    begins_at: int = NOT_SENT
    """How many bytes the printer had got before those of its first line."""
    is_whole: bool = False
    """True once all of it is on one piece of paper."""


class Seen(msgspec.Struct, eq=False):
    """A slip that is coming out."""

    number: int
    expected: Expected | None
    """None for one of which nobody told."""
    detail: dict[str, Any]
    stopped_by: str = ""
    """What stopped it last, if something did."""


class Camera:
    """Writes down what comes out of one printer."""

    def __init__(self, time: Timeline) -> None:
        self.counts = {"begun": 0, "printed": 0, "torn": 0}
        """Slips since the start."""
        self.seen: Seen | None = None
        """The slip under way; None also while paper comes out that belongs to none."""
        self.on_paper: Callable[[str, dict[str, Any], Strip], None] = _nobody
        """Told the kind and the detail of a slip's last event, and the paper."""
        self.is_told = False
        """True: every job is told before it is sent, so that other paper is none of a slip's."""
        self._time = time
        self._jobs: deque[Expected] = deque(maxlen=_JOBS)

    def expect(self, expected: Expected) -> None:
        """Know a job before its first byte is sent."""
        self._jobs.append(expected)

    def forget_jobs(self) -> None:
        """Know that a whole slip has come out since: nothing of those before it still can."""
        self._jobs.clear()

    # Strips -----------------------------------------------------------------------------------

    def began(self, number: int, executed_bytes: int) -> bool:
        """
        See the first dot row of a strip, or the first words on one that was nobody's.

        Args:
            number: The device's count of strips.
            executed_bytes: How far in the stream the printer has got; tells whose slip it is.

        Returns:
            False for paper between slips, as the feed button makes it.
        """
        expected = None
        detail: dict[str, Any] = {"slip": number}
        if self.is_told:
            expected = next((e for e in reversed(self._jobs) if e.begins_at < executed_bytes), None)
            if expected is None or expected.is_whole:
                return False
            detail = begun(number, expected.job, expected.takes_us)
        self.counts["begun"] += 1
        self.seen = Seen(number, expected, detail)
        self._time.record(NAME, "slip_started", detail)
        return True

    def stopped(self, why: str) -> None:
        """See something stop the paper."""
        if self.seen is not None:
            self.seen.stopped_by = why

    def ended(self, strip: Strip) -> None:
        """See the end of a strip and judge what is on it."""
        seen, self.seen = self.seen, None
        if seen is None:
            return
        texts, is_black = read(strip)
        expected = seen.expected
        is_right = expected is None or texts == expected.texts()
        if strip.end in _WHOLE or (expected is not None and is_right):
            self._printed(seen, strip, legible=is_black and is_right)
        else:
            detail = self._torn(seen, strip.length // DOTS_PER_MM, strip.end)
            self.on_paper("slip_torn", detail, strip)

    def _printed(self, seen: Seen, strip: Strip, *, legible: bool) -> None:
        self.counts["printed"] += 1
        cut = strip.end == "cut"
        detail: dict[str, Any]
        if seen.expected is None:
            detail = {**seen.detail, "legible": legible, "cut": cut}
        else:
            seen.expected.is_whole = True
            detail = whole(seen.detail, seen.expected.job.receipt, legible=legible, cut=cut)
        self._time.record(NAME, "slip_printed", detail)
        self.on_paper("slip_printed", detail, strip)

    def vanished(self) -> None:
        """See that nothing of a slip came out after all, since something stopped it at once."""
        if self.seen is not None:
            self._torn(self.seen, 0, "")
            self.seen = None

    def _torn(self, seen: Seen, printed_mm: int, reason: str) -> dict[str, Any]:
        self.counts["torn"] += 1
        detail = {
            **seen.detail,
            "printed_mm": printed_mm,
            "reason": seen.stopped_by or _REASONS.get(reason, reason),
        }
        self._time.record(NAME, "slip_torn", detail)
        return detail

    # Lamps and moves --------------------------------------------------------------------------

    def note(self, kind: str, **detail: Any) -> None:
        """Note what can be seen, with the slip under way if there is one."""
        named = {} if self.seen is None else {"slip": self.seen.number}
        self._time.record(NAME, kind, {**named, **detail})

    def note_alone(self, kind: str, **detail: Any) -> None:
        """Note what people do, whether or not a slip is under way."""
        self._time.record(NAME, kind, detail)


def begun(number: int, job: PrintJob, takes_us: int) -> dict[str, Any]:
    """What is seen when slip `number` begins; `takes_us` if nothing stops it."""
    receipt = job.receipt
    values = receipt.values
    detail: dict[str, Any] = {
        "slip": number,
        "slip_kind": receipt.kind,
        "copy": receipt.copy,
        "reprint": receipt.reprint,
        "lines": receipt.lines,
        "takes_us": takes_us,
    }
    for key in _SEEN:
        if key in values:
            detail[key] = values[key]
    return detail


def whole(started: dict[str, Any], receipt: Receipt, *, legible: bool, cut: bool) -> dict[str, Any]:
    """What is seen when a slip is out, of which `started` was noted when it began."""
    detail = {
        **started,
        "legible": legible,
        "cut": cut,
        "void_above": receipt.void_above,
        "content": receipt.values,
    }
    if receipt.language != "zh":
        detail["language"] = receipt.language
    if receipt.training:
        detail["training"] = True
    return detail


def read(strip: Strip) -> tuple[list[str], bool]:
    """
    Read a piece of paper.

    Returns:
        The text of every line that has one, and whether it can be read everywhere.
    """
    texts: list[str] = []
    is_black = True
    for piece in strip.pieces:
        line = piece.line
        if not line.items:
            continue
        if piece.blank:
            is_black = False
        text = text_of(line) if piece.dots == line.height else ""
        if text:
            texts.append(text)
    return texts, is_black


def text_of(line: Line) -> str:
    """What a line says, without the blanks around it."""
    items: Sequence[Any] = line.items
    if len(items) > 1:
        items = sorted(items, key=lambda item: item.x)
    return "".join(item.text for item in items if isinstance(item, Text)).strip()


def _nobody(*_: Any) -> None:
    """Who looks at the paper until somebody does."""
