"""The colours of a chart's boxes: one for each role, so that everybody finds their own steps."""

from collections.abc import Mapping
from typing import NamedTuple

from emulator.runbook.chart import Box
from emulator.runbook.roles import ROLES


class Look(NamedTuple):
    """How a box is drawn."""

    fill: str
    line: str
    ink: str = "#1f2933"
    is_dashed: bool = False


COLOURS: Mapping[str, Look] = {
    "customer": Look("#fde8d7", "#c2631b"),
    "cashier": Look("#dcebfb", "#2b6cb0"),
    "supervisor": Look("#e7e1fa", "#6b46c1"),
    "terminal": Look("#e3e7eb", "#52606d"),
    "acquirer": Look("#d8f3ec", "#1f7a63"),
    "bank": Look("#fbe3ef", "#b83280"),
    "symptom": Look("#1f2933", "#1f2933", "#ffffff"),
    "seen": Look("#ffffff", "#69757f"),
    "untold": Look("#ffffff", "#9aa5b1", "#52606d", is_dashed=True),
    "cause": Look("#fff3c4", "#b7791f"),
    "good": Look("#dff6dd", "#2f855a"),
    "left": Look("#f4f1c9", "#7d7a1e"),
    "open": Look("#fde2e1", "#c53030"),
}
"""Name of a look to what it is: the roles, then the boxes that nobody does anything in."""

assert set(ROLES) <= set(COLOURS)


def look_of(box: Box) -> str:
    """The name of a box's look."""
    if box.sort == "end":
        return "open" if not box.proven else "good" if box.is_whole else "left"
    if box.sort in ("seen", "cause"):
        return box.sort if box.proven else "untold"
    return box.role or box.sort


def corner_of(box: Box) -> int:
    """How round a box's corners are, in units of the picture."""
    return {"symptom": 14, "end": 14, "seen": 9}.get(box.sort, 3)


def is_dashed(box: Box) -> bool:
    """Whether a box has a dashed edge: it stands there without a proof of its own."""
    return COLOURS[look_of(box)].is_dashed or is_aside(box)


def is_aside(box: Box) -> bool:
    """Whether a box is a step that no rule of proof speaks of."""
    return box.sort == "deed" and not box.proven
