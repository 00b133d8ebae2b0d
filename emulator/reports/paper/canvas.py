"""
Sets a line of paper in dots.

A line is one great whole number: its rows one behind the other, the top left dot in the highest
bit. A character is stamped with one shift and one `or`, however many rows it has; a stamp is drawn
once for each way it looks and never changed, so that no style leaks into another line.
"""

from functools import lru_cache

import msgspec

from emulator.domain.paper import Dots, Line, Piece, Style, Text, is_wide
from emulator.reports.paper.fonts import glyph

_STAMPS = 2048
_LINES = 512
_KEPT_ROWS = 192
"""Higher lines are drawn each time, so that odd print data cannot fill the memory."""


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """A character as it is printed, drawn for paper of a certain width."""

    bits: int
    """Rows one paper width apart, the right end of the last one in the lowest bit."""
    width: int
    """How wide it is drawn: no wider than the paper."""
    height: int
    advance: int
    """How far behind it the next one begins."""


def row_bytes(width: int) -> int:
    """How many bytes a dot row takes."""
    return (width + 7) // 8


def piece_rows(piece: Piece, width: int) -> bytes:
    """
    Draw what came out of a line.

    Args:
        piece: The line and how much of it came out.
        width: Of the paper that can be printed on, in dots.

    Returns:
        `piece.dots` rows of `row_bytes(width)` bytes each, leftmost dot in the highest bit, 1 is
        black; all white for a blank one.
    """
    line, size = piece.line, row_bytes(width)
    if piece.blank or not line.items:
        return bytes(size * piece.dots)
    rows = _kept_rows(line, width) if _is_kept(line) else line_rows(line, width)
    return rows if piece.dots >= line.height else rows[: size * piece.dots]


def line_rows(line: Line, width: int) -> bytes:
    """Draw a whole line; what goes over the edges of the paper is not there."""
    size = row_bytes(width)
    pitch = size * 8
    bits = 0
    for item in line.items:
        bits |= _text(item, width) if isinstance(item, Text) else _dots(item, width)
    tallest = max((item.height for item in line.items), default=0)
    blank_below = line.height - tallest
    bits = bits << pitch * blank_below if blank_below >= 0 else bits >> pitch * -blank_below
    bits &= (1 << pitch * line.height) - 1
    return bits.to_bytes(size * line.height, "big")


@lru_cache(maxsize=_LINES)
def _kept_rows(line: Line, width: int) -> bytes:
    """Lines of text come again slip after slip; pictures do not, and are not kept."""
    return line_rows(line, width)


def _is_kept(line: Line) -> bool:
    return line.height <= _KEPT_ROWS and all(isinstance(item, Text) for item in line.items)


# Text -----------------------------------------------------------------------------------------


def _text(item: Text, width: int) -> int:
    """A run of characters at the foot of what stands in the line."""
    pitch = row_bytes(width) * 8
    bits, x = 0, item.x
    turned = item.style.upside_down
    tallest = item.height if turned else 0
    for char in reversed(item.text) if turned else item.text:
        one = stamp(char, item.style, item.wide or is_wide(char), item.spacing, pitch)
        if one.bits:
            up = tallest - one.height if turned else 0
            bits |= _placed(one, x, up, width, pitch)
        x += one.advance
    return bits


def _placed(one: Stamp, x: int, up: int, width: int, pitch: int) -> int:
    """Move a stamp to its place, `up` rows above the foot; cut off what is not on the paper."""
    if x >= width:
        return 0
    over = x + one.width - width
    bits, right = one.bits, pitch - x - one.width
    if over > 0:
        bits = _without_right(one, over, pitch)
        right = pitch - width
    return bits << (right + up * pitch)


def _without_right(one: Stamp, over: int, pitch: int) -> int:
    """The stamp without its last columns."""
    kept = ((1 << one.width - over) - 1) << over
    mask = 0
    for _ in range(one.height):
        mask = mask << pitch | kept
    return (one.bits & mask) >> over


@lru_cache(maxsize=_STAMPS)
def stamp(char: str, style: Style, wide: bool, spacing: int, pitch: int) -> Stamp:
    """
    Draw a character as its style wants it, with the blank dots behind it.

    Args:
        char: One character.
        style: How it looks; a bold one is printed twice, one dot apart.
        wide: True: in a cell of 24 x 24 dots, before it is enlarged.
        spacing: Blank dots behind it; underlined and inverse they are black too.
        pitch: Bits from row to row.
    """
    drawn = glyph(char, font=style.font, wide=wide)
    rows, width = list(drawn.rows), drawn.width
    if style.bold:
        rows = [row | row >> 1 for row in rows]
    if style.rotated:
        rows, width = _rotated(rows, width), len(rows)
    if style.width > 1:
        rows, width = [_stretched(row, width, style.width) for row in rows], width * style.width
    if style.height > 1:
        rows = [row for row in rows for _ in range(style.height)]
    rows, width = [row << spacing for row in rows], width + spacing
    black = (1 << width) - 1
    if style.inverse:
        rows = [row ^ black for row in rows]
    elif style.underline and not style.rotated:
        rows[-style.underline :] = [black] * style.underline
    if style.upside_down:
        rows = [_mirrored(row, width) for row in reversed(rows)]
    over = max(width - pitch, 0)
    bits = 0
    for row in rows:
        bits = bits << pitch | row >> over
    return Stamp(bits, width - over, len(rows), width)


def _rotated(rows: list[int], width: int) -> list[int]:
    """By 90 degrees clockwise: the left column becomes the top row, read from its foot."""
    found = []
    for x in range(width):
        bit = width - 1 - x
        column = 0
        for row in reversed(rows):
            column = column << 1 | (row >> bit & 1)
        found.append(column)
    return found


def _stretched(row: int, width: int, times: int) -> int:
    return int("".join(bit * times for bit in format(row, f"0{width}b")), 2)


def _mirrored(row: int, width: int) -> int:
    return int(format(row, f"0{width}b")[::-1], 2)


# Pictures -------------------------------------------------------------------------------------


def _dots(item: Dots, width: int) -> int:
    """A picture at the foot of what stands in the line; rows that are missing are white."""
    size = row_bytes(item.width)
    target = row_bytes(width)
    unused = size * 8 - item.width
    rows = item.rows[: size * item.height].ljust(size * item.height, b"\0")
    if item.x >= width:
        return 0
    over = max(item.x + item.width - width, 0)
    left = target * 8 - item.x - item.width + over
    if size == target and not unused and not over and not item.x:
        return int.from_bytes(rows, "big")
    out = bytearray()
    for at in range(0, len(rows), size):
        row = int.from_bytes(rows[at : at + size], "big") >> unused >> over
        out += (row << left).to_bytes(target, "big")
    return int.from_bytes(out, "big")


def missing_characters(items: tuple[Text | Dots, ...]) -> list[str]:
    """Every character of a line for which a box is printed, as often as it stands there."""
    return [
        char
        for item in items
        if isinstance(item, Text)
        for char in item.text
        if not glyph(char, font=item.style.font, wide=item.wide or is_wide(char)).is_known
    ]
