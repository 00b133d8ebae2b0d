"""
What comes into a run from a real printer, as plain values that a recording keeps.

Played back at the same moments they lead to the same run without a printer.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Told = Literal[
    "paper_end",
    "near_end",
    "cover_open",
    "cutter_error",
    "recoverable_error",
    "unrecoverable_error",
    "auto_recoverable_error",
]
"""What a printer tells of itself, by the names of `codecs.escpos.status.Reading`."""

APPEARS: dict[Told, str] = {
    "paper_end": "paper_out",
    "near_end": "near_end",
    "cover_open": "cover_opened",
    "cutter_error": "cutter_jammed",
    "recoverable_error": "jammed",
    "unrecoverable_error": "head_failed",
    "auto_recoverable_error": "overheated",
}
"""What a printer tells of itself, to the event when it becomes true."""

Result = Literal[
    "printed", "paper_out", "cover_open", "jam", "cutter_jam", "hot", "fault", "unknown"
]
"""See `PrintReport.result`."""


class Begun(msgspec.Struct, frozen=True, tag_field="what", tag="begun"):
    """The first byte of a job went out."""

    job: int


class Reported(msgspec.Struct, frozen=True, tag_field="what", tag="report"):
    """A job came to something."""

    job: int
    result: Result
    printed_mm: int
    may_finish: bool
    told_by: Literal["printer", "person"]
    """Who says so: the printer's own confirmation, or a person who looked at the paper."""


class State(msgspec.Struct, frozen=True, tag_field="what", tag="state"):
    """The printer tells something else of itself than before."""

    told: dict[Told, bool]
    """What is different now."""


class LineLost(msgspec.Struct, frozen=True, tag_field="what", tag="line_lost"):
    """The line to the printer is gone."""


class LineBack(msgspec.Struct, frozen=True, tag_field="what", tag="line_back"):
    """The line to the printer is there again."""


Arrival = Begun | Reported | State | LineLost | LineBack


def plain(arrival: Arrival) -> dict[str, Any]:
    """An arrival as the detail of the event that keeps it."""
    detail: dict[str, Any] = msgspec.to_builtins(arrival)
    return detail


def arrival_of(detail: Any) -> Arrival:
    """
    Read an arrival back from the detail of its event.

    Raises:
        msgspec.ValidationError: It is none; a recording may come from anywhere.
    """
    found: Arrival = msgspec.convert(detail, type=Arrival)
    return found


def changes(shown: dict[Told, bool], known: Mapping[str, bool | None]) -> State | None:
    """
    What a printer tells anew.

    Args:
        shown: What it told last for certain; brought up to date.
        known: What is known of it now, by the names of `Reading`; None is not known, which changes
            nothing.

    Returns:
        The arrival, or None if there is nothing new. Nothing is told of what never was wrong.
    """
    told: dict[Told, bool] = {}
    for name in APPEARS:
        value = known.get(name)
        # While the cover is open the paper sensors lie (Epson's reference, DLE EOT).
        if value is None or (known.get("cover_open") and name in ("paper_end", "near_end")):
            continue
        if value != shown.get(name, False):
            told[name] = shown[name] = value
    return State(told) if told else None
