"""
What is on a piece of paper, as plain values: lines of text and dots, and where the paper ended.

All measures are dots, 8 a millimetre (203 dpi). A line is as high as the paper it takes; what
stands in it is aligned at the foot of its tallest item, so that big and small characters share a
base line, and paper fed beyond that lies blank below, as it leaves the head after the print.
"""

from unicodedata import east_asian_width

import msgspec

DOTS_PER_MM = 8
FONT_DOTS = {"A": (12, 24), "B": (9, 17)}
"""Width and height of a character; a Chinese one is 24 x 24 in either font."""
WIDE_DOTS = 24


def is_wide(char: str) -> bool:
    """Tell whether a character is 24 dots wide by its nature, as Chinese ones are."""
    return char >= "\u1100" and east_asian_width(char) in "WF"


class Style(msgspec.Struct, frozen=True, gc=False):
    """How characters look."""

    font: str = "A"
    """A or B."""
    bold: bool = False
    underline: int = 0
    """Thickness in dots, 0 to 2."""
    inverse: bool = False
    """White on black."""
    width: int = 1
    """Times the normal width, 1 to 8."""
    height: int = 1
    upside_down: bool = False
    """The whole run is turned: its first character stands at its right end."""
    rotated: bool = False
    """By 90 degrees clockwise, each character by itself; its cell is then as wide as it was
    high."""


PLAIN = Style()


class Text(msgspec.Struct, frozen=True, gc=False):
    """Characters side by side."""

    x: int
    text: str
    style: Style = PLAIN
    spacing: int = 0
    """Blank dots to the right of each character, multiplied with its width already."""
    wide: bool = False
    """True: every character has a cell of 24 dots, as one from two bytes has whatever it is (in
    Chinese mode also Greek letters, `“` or `×`). False: only those have that `is_wide` names."""

    @property
    def width(self) -> int:
        """How many dots it takes across, the blanks behind its last character included."""
        cell, high = FONT_DOTS[self.style.font]
        if self.style.rotated:
            cell = high
        wide = len(self.text) if self.wide else sum(map(is_wide, self.text))
        dots = cell * (len(self.text) - wide) + WIDE_DOTS * wide
        return dots * self.style.width + self.spacing * len(self.text)

    @property
    def height(self) -> int:
        """How many dots it takes along the paper."""
        cell, high = FONT_DOTS[self.style.font]
        has_wide = self.wide or any(map(is_wide, self.text))
        if self.style.rotated:
            high = cell
        return (max(high, WIDE_DOTS) if has_wide else high) * self.style.height


class Dots(msgspec.Struct, frozen=True, gc=False):
    """A picture, or a printed symbol drawn as one."""

    x: int
    width: int
    height: int
    rows: bytes
    """Row by row, (width + 7) // 8 bytes each, leftmost dot in the highest bit, 1 is black."""
    what: str = "image"
    """image, character, or the symbol: qr, code128, code39, code93, ean13, ean8, upc_a, upc_e,
    itf, codabar, pdf417."""
    says: str = ""
    """What a symbol encodes, for those who read the paper as text."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A strip of paper across its whole width; without items it is only fed."""

    height: int
    items: tuple[Text | Dots, ...] = ()


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A line as it came out."""

    line: Line
    dots: int
    """How many dot rows of it came out before something stopped the paper; all if `line.height`."""
    blank: bool = False
    """True: the head did not heat, or the paper lay wrong side up; nothing can be read."""


class Strip(msgspec.Struct, frozen=True):
    """One physical piece of paper that left the printer."""

    number: int
    """The device's count of strips."""
    pieces: tuple[Piece, ...]
    width: int = 384
    """Printable dots across: 384 on 58 mm paper, 576 on 80 mm."""
    end: str = "cut"
    """cut; fed (up to the tear bar, no cutter); or why it stopped short: paper_out, cleared,
    power, torn."""

    @property
    def length(self) -> int:
        """How long it is, in dots."""
        return sum(piece.dots for piece in self.pieces)
