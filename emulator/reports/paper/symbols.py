"""
Pictures and codes for a screen that shows text: a QR code by its modules, all else by a box.

Left out: what a picture shows. A box is as wide as the picture, and says what it is.
"""

from collections.abc import Iterator

from emulator.domain.paper import Dots
from emulator.domain.texts import say
from emulator.reports.layout import cells, cut, one_line, pad

_FINDER = 7
"""Modules across of the square in a QR code's corner; its top row is all black."""
_QR_SIZES = range(21, 178, 4)
_QUIET = 2
"""White modules around a code on a screen."""


def boxed(item: Dots, columns: int, dots_per_cell: int, lang: str) -> list[str]:
    """
    A box in place of a picture or a code.

    Args:
        item: What it stands for.
        columns: Cells across the screen.
        dots_per_cell: To make it as wide as the picture.
        lang: Language of its words.
    """
    if item.what in ("image", "character"):
        words = say("paper.image", lang, width=item.width, height=item.height)
    else:
        name = item.what.replace("_", "-").upper()
        words = f"{name} {one_line(item.says)}".strip()
    words = cut(words, max(columns - 4, 1))
    inner = max(min(item.width // dots_per_cell, columns) - 2, cells(words) + 2)
    side = (inner - cells(words)) // 2
    return [f"┌{'─' * inner}┐", f"│{pad(' ' * side + words, inner)}│", f"└{'─' * inner}┘"]


def qr_blocks(item: Dots, columns: int) -> list[str] | None:
    """
    A QR code in half blocks, two modules a character, black ones drawn.

    Args:
        item: The printed code.
        columns: Cells across the screen.

    Returns:
        Rows that are all equally long; None if it is no QR code, or does not fit.
    """
    modules = qr_modules(item)
    if modules is None or len(modules) + 2 * _QUIET > columns:
        return None
    across = len(modules) + 2 * _QUIET
    blank = [False] * across
    rows = [blank] * _QUIET
    rows += [[False] * _QUIET + row + [False] * _QUIET for row in modules]
    rows += [blank] * (_QUIET + len(rows) % 2)
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=False)
    ]


_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_modules(item: Dots) -> list[list[bool]] | None:
    """Read a code's modules off its dots; None if they cannot be those of a QR code."""
    if item.what != "qr":
        return None
    rows = list(_rows(item))
    top = next((y for y, row in enumerate(rows) if row), None)
    if top is None:
        return None
    left = item.width - rows[top].bit_length()
    run = _leading_ones(rows[top])
    size = run // _FINDER
    if size < 1 or run % _FINDER:
        return None
    count = (item.width - 2 * left) // size
    last = top + count * size - size // 2 - 1
    if count not in _QR_SIZES or last >= len(rows):
        return None
    places = [left + n * size + size // 2 for n in range(count)]
    return [
        [bool(rows[top + n * size + size // 2] >> (item.width - 1 - x) & 1) for x in places]
        for n in range(count)
    ]


def _rows(item: Dots) -> Iterator[int]:
    """Each dot row as a number of `item.width` bits."""
    size = (item.width + 7) // 8
    for at in range(0, min(len(item.rows), size * item.height), size):
        yield int.from_bytes(item.rows[at : at + size], "big") >> (size * 8 - item.width)


def _leading_ones(row: int) -> int:
    length = row.bit_length()
    return length - (row ^ (1 << length) - 1).bit_length()
