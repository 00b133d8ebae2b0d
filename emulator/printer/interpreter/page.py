"""
A page as it is being composed in page mode.

Whatever is placed stands with its foot where the pen is, as printers do it. When the page is
printed it comes out from top to bottom, as far as something stands on it. Left out: the three
turned print directions, which print as if they were upright, and rows that overlap, which come out
one below the other.
"""

from typing import TypeAlias

import msgspec

from emulator.domain.paper import Dots, Line, Text

ROWS_IN_A_PAGE = 512
"""More are not kept; a page of 200 mm has about 70 lines."""
PICTURE_BYTES_IN_A_PAGE = 512 * 1024
"""Four times what it takes to make a page wholly black."""
DEFAULT_HEIGHT = 1662
"""Dots of the page area after ESC L; about 208 mm."""
FIRST_FOOT = 24
"""Where the first line stands: one character down."""

Items: TypeAlias = tuple[Text | Dots, ...]


class Page(msgspec.Struct, frozen=True, gc=False):
    """The page area and what stands in it."""

    width: int
    height: int = DEFAULT_HEIGHT
    left: int = 0
    top: int = 0
    foot: int = FIRST_FOOT
    """Where the row under way stands, from the top of the area."""
    rows: tuple[tuple[int, int, Items], ...] = ()
    """Foot, height and items of each, positions on the page."""
    picture_bytes: int = 0
    """What its pictures need."""

    def placing(self, height: int, items: Items) -> "Page":
        """With something placed where the pen is; what is below the area, or too much, is lost."""
        if not items or len(self.rows) >= ROWS_IN_A_PAGE or self.foot > self.height:
            return self
        picture_bytes = self.picture_bytes + sum(
            len(item.rows) for item in items if isinstance(item, Dots)
        )
        if picture_bytes > PICTURE_BYTES_IN_A_PAGE:
            return self
        moved = tuple(msgspec.structs.replace(item, x=item.x + self.left) for item in items)
        row = (self.top + self.foot, height, moved)
        return msgspec.structs.replace(self, rows=(*self.rows, row), picture_bytes=picture_bytes)

    def cleared(self) -> "Page":
        """With nothing on it."""
        return msgspec.structs.replace(self, rows=(), picture_bytes=0)

    def feeding(self, dots: int) -> "Page":
        """With the pen so much further down, or up; never above the area."""
        return msgspec.structs.replace(self, foot=max(0, self.foot + dots))

    def lines(self) -> list[Line]:
        """What comes out of the printer, from the top of the page to its last row."""
        lines: list[Line] = []
        out = 0
        for foot in sorted({foot for foot, _, _ in self.rows}):
            here = [row for row in self.rows if row[0] == foot]
            height = max(height for _, height, _ in here)
            if foot - height > out:
                lines.append(Line(foot - height - out))
                out = foot - height
            lines.append(Line(height, tuple(item for _, _, items in here for item in items)))
            out += height
        return lines
