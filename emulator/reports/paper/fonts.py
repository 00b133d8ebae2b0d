"""
The bitmap fonts that slips are drawn with, from the pack shipped beside this file.

The same dots on every machine, whatever fonts it has. Two narrow ones as printers have them, A with
12 x 24 dots and B with 9 x 17, and 24 x 24 for Chinese and whatever else takes two bytes. How the
pack is built: tools/build_fonts.py; what is in it and its licence: fonts/README.md.
"""

import io
import zipfile
from functools import cache
from importlib import resources

import msgspec

from emulator.domain.paper import FONT_DOTS, WIDE_DOTS

_BLANKS = frozenset(" \u00a0\u3000\u200c\u200d\u200e\u200f")
"""Marks of direction have a cell too on paper, with nothing in it."""


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """The dots of one character."""

    width: int
    rows: tuple[int, ...]
    """From the top; the leftmost dot is the highest of `width` bits, 1 is black."""
    is_known: bool = True
    """False: the fonts do not have the character, this is the box that stands for it."""

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)


class _Section:
    """Some characters of one size, as they lie in the pack."""

    def __init__(self, pack: zipfile.ZipFile, name: str, width: int, height: int) -> None:
        chars = pack.read(f"{name}.chars").decode()
        self._places = {char: place for place, char in enumerate(chars)}
        self._dots = pack.read(f"{name}.dots")
        self._width, self._height = width, height
        self._row_bytes = (width + 7) // 8

    def __contains__(self, char: str) -> bool:
        return char in self._places

    def glyph(self, char: str) -> Glyph:
        size = self._row_bytes
        start = self._places[char] * size * self._height
        unused = size * 8 - self._width
        rows = (
            int.from_bytes(self._dots[at : at + size], "big") >> unused
            for at in range(start, start + size * self._height, size)
        )
        return Glyph(self._width, tuple(rows))

    @property
    def chars(self) -> frozenset[str]:
        return frozenset(self._places)


def glyph(char: str, *, font: str = "A", wide: bool = False) -> Glyph:
    """
    Give the dots of a character.

    Args:
        char: One character.
        font: A or B; of no account to a wide one.
        wide: True: in a cell of 24 x 24 dots.

    Returns:
        A blank for blanks, and a box for a character that the fonts do not have.
    """
    width, height = (WIDE_DOTS, WIDE_DOTS) if wide else FONT_DOTS[font]
    if char in _BLANKS:
        return Glyph(width, (0,) * height)
    for name in ("wide", "more") if wide else (font.lower(),):
        section = _section(name)
        if char in section:
            return section.glyph(char)
    return _box(width, height)


def characters(*, font: str = "A", wide: bool = False) -> frozenset[str]:
    """Every character that has dots of its own in this size."""
    names = ("wide", "more") if wide else (font.lower(),)
    return frozenset().union(*(_section(name).chars for name in names))


@cache
def _section(name: str) -> _Section:
    """Read on first use: whoever prints Latin alone does not pay for Chinese."""
    width, height = FONT_DOTS.get(name.upper(), (WIDE_DOTS, WIDE_DOTS))
    data = (resources.files("emulator.reports.paper") / "fonts" / "glyphs.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return _Section(pack, name, width, height)


@cache
def _box(width: int, height: int) -> Glyph:
    """An empty box a dot within the cell."""
    side = 1 << (width - 2) | 2
    edge = (1 << (width - 1)) - 2
    rows = (0, edge, *[side] * (height - 4), edge, 0)
    return Glyph(width, rows, is_known=False)
