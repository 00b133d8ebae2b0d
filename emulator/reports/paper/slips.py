"""
A slip on paper without a printer: what its layout gives when nothing goes wrong.

The same paper as the encoder's bytes leave behind in a device that knows all of GB18030; a test
holds the two together, since neither may lean on the other.
"""

import unicodedata
from itertools import groupby

from emulator.domain.paper import (
    FONT_DOTS,
    PLAIN,
    WIDE_DOTS,
    Line,
    Piece,
    Strip,
    Style,
    Text,
    is_wide,
)
from emulator.domain.receipt import Receipt, SlipLine
from emulator.reports.paper.picture import png
from emulator.reports.slip import NARROW, layout

ADVANCE_DOTS = 32
"""From line to line: 4 mm, `domain.receipt.LINE_MM`."""
_CELL = FONT_DOTS["A"][0]


def strip_of(
    receipt: Receipt, *, columns: int = NARROW, number: int = 1, end: str = "fed"
) -> Strip:
    """
    Print a slip on paper of its own.

    Args:
        receipt: What it says.
        columns: Characters in a line: 32 on 58 mm paper, 48 on 80 mm.
        number: Of the strip.
        end: How the paper ends, see `Strip.end`.
    """
    pieces = [
        Piece(line, line.height)
        for one in layout(receipt, columns=columns)
        for line in lines_of(one, columns)
    ]
    return Strip(number=number, pieces=tuple(pieces), width=columns * _CELL, end=end)


def receipt_png(receipt: Receipt, *, columns: int = NARROW) -> bytes:
    """Draw a slip as it comes out when nothing goes wrong, as a PNG file."""
    return png(strip_of(receipt, columns=columns))


def lines_of(line: SlipLine, columns: int) -> tuple[Line, ...]:
    """
    Set a line of a slip in dots.

    A big one has characters of double width and height and takes as much paper as two.
    """
    text = printable(line.text, columns // line.size)
    if not text:
        return (Line(ADVANCE_DOTS),) * line.size
    style = PLAIN
    if line.bold or line.size > 1:
        style = Style(bold=line.bold, width=line.size, height=line.size)
    items: list[Text] = []
    x = _start(line, _columns_of(text) * _CELL * line.size, columns * _CELL)
    for is_of_two_bytes, run in groupby(text, _is_widened):
        items.append(Text(x, "".join(run), style, wide=is_of_two_bytes))
        x += items[-1].width
    return (Line(ADVANCE_DOTS * line.size, tuple(items)),)


def printable(text: str, columns: int) -> str:
    """
    Give a text as a Chinese printer can print it.

    The half-width sign for the yuan becomes the broad one, which all of them know; accents that
    stand by themselves are dropped, what has no code becomes a question mark. Letters that only
    Chinese mode has, as `“` or `·`, are broad there; if the line gets too long by that, blanks that
    align its words give way first, and then its end.
    """
    chars = [_known(char) for char in text.replace("¥", "￥") if not unicodedata.combining(char)]
    over = sum(map(_columns_of, chars)) - columns
    while over > 0 and (at := _spare_blank(chars)) is not None:
        del chars[at]
        over -= 1
    while over > 0:
        over -= _columns_of(chars.pop())
    return "".join(chars).rstrip(" ")


def _known(char: str) -> str:
    """The character itself, or what is printed for one without a code in GB18030."""
    has_code = char.isprintable() if char.isascii() else not "\ud800" <= char <= "\udfff"
    return char if has_code else "?"


def _is_widened(char: str) -> bool:
    """Tell whether a character is broad only because it takes two bytes."""
    return not char.isascii() and not is_wide(char)


def _columns_of(text: str) -> int:
    return sum(1 if char.isascii() else WIDE_DOTS // _CELL for char in text)


def _spare_blank(chars: list[str]) -> int | None:
    """Where a blank stands at the end of the longest run of them; None if none is longer than 1."""
    best, longest, run = 0, 1, 0
    for n, char in enumerate(chars):
        run = run + 1 if char == " " else 0
        if run > longest:
            best, longest = n, run
    return best if longest > 1 else None


def _start(line: SlipLine, width: int, room: int) -> int:
    if line.align == "right":
        return max(room - width, 0)
    return max(room - width, 0) // 2 if line.align == "center" else 0
