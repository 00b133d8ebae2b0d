"""
Which line of which slip had come out of the printer when, from the recording of a run.

The trace says when a slip began and ended, the printer what was on the paper. With a real printer,
whose paper nobody has, whole slips are laid out anew, and a torn one is as much of its later copy
as was printed. Left out: how long each line took; all take the same.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from emulator.domain.paper import DOTS_PER_MM, Piece, Strip
from emulator.domain.trace import TraceEvent
from emulator.reports.paper.slips import strip_of
from emulator.reports.paper.text import as_text
from emulator.reports.slip import from_event

_ENDS = ("printer.slip_printed", "printer.slip_torn")
_SAME = ("slip_kind", "copy", "stan", "batch", "transaction")
"""Two slips that agree in these say the same."""
_STOPS = ("paper_out", "power", "torn")
"""Ways of a strip to end that a slip's reason can name; what else stopped it, it was cleared."""
NOTHING_LEGIBLE = "?"
"""Stands for a slip of which nobody knows what it says."""


class PaperOut:
    """Lines in the order in which they came out."""

    def __init__(self) -> None:
        self._times: list[int] = []
        self._lines: list[str] = []
        self._ends: list[int] = []

    def add(self, lines: Sequence[str], began_us: int, ended_us: int) -> None:
        """Add a slip that came out between two moments."""
        for number, line in enumerate(lines, 1):
            self._times.append(began_us + (ended_us - began_us) * number // len(lines))
            self._lines.append(line)
        self._ends.append(ended_us)

    def until(self, at_us: int, most: int) -> tuple[Sequence[str], int]:
        """The last lines that were out at a moment, and how many were out in all."""
        count = bisect_right(self._times, at_us)
        return self._lines[max(count - most, 0) : count], count

    def slips_until(self, at_us: int) -> int:
        """How many slips, whole or torn, were out at a moment."""
        return bisect_right(self._ends, at_us)


def paper_out(
    events: Sequence[TraceEvent], strips: Mapping[int, Strip] | None = None, *, lang: str = "zh"
) -> PaperOut:
    """
    Lay the paper of a run along its time.

    Args:
        events: All of the run.
        strips: The paper of each slip by its number, as far as it is known.
        lang: Of what is told beside the print.
    """
    out = PaperOut()
    whole = {_what(event.detail): event for event in events if event.name == _ENDS[0]}
    for began, ended in _slips(events):
        known = (strips or {}).get(ended.detail.get("slip", 0))
        strip = known or _laid_out(ended, whole.get(_what(ended.detail)))
        lines = [NOTHING_LEGIBLE] if strip is None else as_text(strip, lang=lang)
        out.add(lines, began.at_us, ended.at_us)
    return out


def _slips(events: Sequence[TraceEvent]) -> Iterator[tuple[TraceEvent, TraceEvent]]:
    """The first and the last event of each slip."""
    began: dict[Any, TraceEvent] = {}
    for event in events:
        slip = event.detail.get("slip")
        if event.name == "printer.slip_started":
            began[slip] = event
        elif event.name in _ENDS:
            yield began.pop(slip, event), event


def _what(detail: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(detail.get(key) for key in _SAME)


def _laid_out(ended: TraceEvent, whole: TraceEvent | None) -> Strip | None:
    """A slip as its layout has it, torn where it was torn."""
    says = ended if "content" in ended.detail else whole
    if says is None or "content" not in says.detail:
        return None
    receipt = from_event(says.detail)
    if ended.name == _ENDS[0]:
        return strip_of(receipt)
    left, pieces = ended.detail.get("printed_mm", 0) * DOTS_PER_MM, []
    for piece in strip_of(replace(receipt, void_above=False)).pieces:
        if left > 0:
            pieces.append(Piece(piece.line, min(left, piece.dots)))
            left -= piece.dots
    reason = ended.detail.get("reason", "")
    return Strip(number=0, pieces=tuple(pieces), end=reason if reason in _STOPS else "cleared")
