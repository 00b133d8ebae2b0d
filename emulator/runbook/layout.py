"""
Where the boxes of a chart stand: columns from left to right, every branch a row of its own.

A chart is a tree, so no line has to cross another: a box stands amid what comes after it, and what
is of one sort stands in one column as far as the depth of the checks allows.
"""

from collections.abc import Iterator

import msgspec

from emulator.reports.layout import cells
from emulator.runbook.chart import Box, Chart

CELL, LINE = 7.2, 17.0
"""Width of a narrow character and height of a line, in units of the picture."""
PAD_X, PAD_Y = 9.0, 7.0
GAP_X, GAP_Y = 34.0, 12.0
MARGIN = 20.0
MOST_WIDE = 1100.0
"""Of a line above the chart."""
ROOM = {"symptom": 22, "check": 22, "seen": 24, "cause": 28, "deed": 22, "end": 28}
"""How many cells a line of a box has."""
MOST_LINES = 7
"""Of the words of a box; what is longer is cut, and stands whole on the page."""


class Text(msgspec.Struct, frozen=True):
    """One line of a box."""

    words: str
    part: str
    """head, words or foot."""


class Placed(msgspec.Struct, kw_only=True):
    """A box with its place."""

    box: Box
    lines: tuple[Text, ...]
    column: int
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    to: "list[Placed]" = []


class Sheet(msgspec.Struct, kw_only=True):
    """All boxes of a chart, and how large the paper must be."""

    root: Placed
    width: float
    height: float

    def all(self) -> Iterator[Placed]:
        """Every box, those on the left first."""
        waiting = [self.root]
        while waiting:
            placed = waiting.pop()
            yield placed
            waiting += reversed(placed.to)


def sheet_of(chart: Chart, *, top: float) -> Sheet:
    """
    Place the boxes of a chart.

    Args:
        chart: In one language.
        top: How much room there must be above the first row.
    """
    first_cause = _depth_of_causes(chart.root)
    root = _placed(chart.root, 0, first_cause)
    sheet = Sheet(root=root, width=0.0, height=0.0)
    _set_columns(list(sheet.all()))
    bottom = _set_rows(root, top)
    sheet.width = max(placed.x + placed.width for placed in sheet.all()) + MARGIN
    sheet.height = bottom + MARGIN
    return sheet


def _depth_of_causes(box: Box, depth: int = 0) -> int:
    """The column in which all causes stand: behind the longest row of checks."""
    if box.sort == "cause":
        return depth
    return max((_depth_of_causes(below, depth + 1) for below in box.to), default=depth)


def _placed(box: Box, column: int, first_cause: int) -> Placed:
    if box.sort == "cause":
        column = first_cause
    lines = _lines(box)
    width = max(cells(line.words) for line in lines) * CELL + 2 * PAD_X
    return Placed(
        box=box,
        lines=lines,
        column=column,
        width=width,
        height=len(lines) * LINE + 2 * PAD_Y,
        to=[_placed(below, column + 1, first_cause) for below in box.to],
    )


def _set_columns(boxes: list[Placed]) -> None:
    widths: dict[int, float] = {}
    for placed in boxes:
        widths[placed.column] = max(widths.get(placed.column, 0.0), placed.width)
    starts, x = {}, MARGIN
    for column in range(max(widths) + 1):
        starts[column] = x
        x += widths.get(column, 0.0) + GAP_X if column in widths else 0.0
    for placed in boxes:
        placed.x = starts[placed.column]
        placed.width = widths[placed.column]


def _set_rows(placed: Placed, top: float) -> float:
    """Place a box and all behind it below `top`; gives where the next row may begin."""
    if not placed.to:
        placed.y = top
        return top + placed.height + GAP_Y
    bottom = top
    for below in placed.to:
        bottom = _set_rows(below, bottom)
    first, last = placed.to[0], placed.to[-1]
    middle = (first.y + first.height / 2 + last.y + last.height / 2) / 2
    placed.y = middle - placed.height / 2
    if placed.y < top:
        # A box that is higher than all behind it pushes them down.
        for below in placed.to:
            _shift(below, top - placed.y)
        bottom += top - placed.y
        placed.y = top
    return max(bottom, placed.y + placed.height + GAP_Y)


def _shift(placed: Placed, by: float) -> None:
    placed.y += by
    for below in placed.to:
        _shift(below, by)


# Lines of text ------------------------------------------------------------------------------------


def _lines(box: Box) -> tuple[Text, ...]:
    room = ROOM[box.sort]
    found: list[Text] = []
    for part in ("head", "words", "foot"):
        wrapped = wrap(getattr(box, part), room)
        if len(wrapped) > MOST_LINES:
            wrapped = [*wrapped[: MOST_LINES - 1], wrapped[MOST_LINES - 1][:-1] + "…"]
        found += [Text(words, part) for words in wrapped]
    return tuple(found)


def wrap(text: str, room: int) -> list[str]:
    """
    Break a text into lines.

    Args:
        text: Chinese may be broken at every character but before closing marks, Latin at blanks and
            behind hyphens; a longer word is broken anywhere.
        room: Cells in a line, 2 or more.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if cells(line + piece.rstrip()) <= room or (not line and cells(piece) <= room):
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while cells(line) > room:
            head = _fitting(line, room)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() else lines


_CLOSING = "，。；：、！？）》」”’,.;:!?)]}"


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: words with the blank behind them, characters with their marks."""
    piece = ""
    for char in text:
        is_wide = cells(char) == 2
        breaks = piece and (
            piece[-1] in " -" or cells(piece[-1]) == 2 or (is_wide and piece.strip())
        )
        if breaks and char not in _CLOSING and char != " ":
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _fitting(text: str, room: int) -> str:
    """As many characters from the left as there is room for; at least one."""
    used, end = 0, 0
    for char in text:
        used += cells(char)
        if used > room and end:
            break
        end += 1
    return text[:end]
