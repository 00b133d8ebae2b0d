"""
A chart as a PNG picture, drawn with the fonts that slips are printed with.

The same picture on every machine, whatever fonts it has: a narrow character is 12 dots wide, a
Chinese one 24, and everything else is as large as on the SVG picture beside it.
"""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from emulator.domain.paper import FONT_DOTS, WIDE_DOTS, is_wide
from emulator.reports.paper.fonts import characters, glyph
from emulator.runbook.chart import Chart
from emulator.runbook.colours import COLOURS, corner_of, is_dashed, look_of
from emulator.runbook.layout import CELL, LINE, PAD_X, PAD_Y, Placed, sheet_of
from emulator.runbook.margin import heading_of
from emulator.runbook.svg import PALE, RULE

SCALE = FONT_DOTS["A"][0] / CELL
"""Dots to a unit of the picture."""
INK = "#1f2933"
_PATCH = (14, 12)
_ALIKE = {"→": ">", "…": "~", "·": "-", "×": "x"}
"""What stands for a narrow character that the printer's fonts have not; as wide as that one."""


def png(chart: Chart) -> bytes:
    """The whole picture as a file."""
    out = io.BytesIO()
    picture(chart).save(out, "PNG", optimize=True)
    return out.getvalue()


def picture(chart: Chart) -> Image.Image:
    """The whole picture, open."""
    heading = heading_of(chart)
    sheet = sheet_of(chart, top=heading.height)
    size = (_dots(max(sheet.width, heading.width)), _dots(sheet.height))
    image = Image.new("RGB", size, "#ffffff")
    pen = _Pen(ImageDraw.Draw(image))
    for mark in heading.marks:
        if mark.look:
            pen.box(mark.x, mark.y, *_PATCH, mark.look, corner=3)
        pen.text(mark.text_x, mark.y - 2, mark.words, INK, bold=mark.is_bold)
    for placed in sheet.all():
        for below in placed.to:
            pen.connect(placed, below)
    for placed in sheet.all():
        pen.placed(placed)
    return image


def _dots(units: float) -> int:
    return round(units * SCALE)


class _Pen:
    """Draws in units of the picture."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        look: str,
        *,
        corner: float,
        is_dashed: bool = False,
    ) -> None:
        """A box with round corners, or one with a dashed edge."""
        fill, line = COLOURS[look].fill, COLOURS[look].line
        places = (_dots(x), _dots(y), _dots(x + width), _dots(y + height))
        if is_dashed:
            self._draw.rounded_rectangle(places, _dots(corner), fill=fill)
            self._dashed_edge(*places, line)
        else:
            self._draw.rounded_rectangle(places, _dots(corner), fill=fill, outline=line, width=2)

    def placed(self, placed: Placed) -> None:
        """A box of the chart with its words."""
        look = look_of(placed.box)
        self.box(
            placed.x,
            placed.y,
            placed.width,
            placed.height,
            look,
            corner=corner_of(placed.box),
            is_dashed=is_dashed(placed.box),
        )
        for n, line in enumerate(placed.lines):
            fill = PALE if line.part == "foot" else COLOURS[look].ink
            y = placed.y + PAD_Y + LINE * n + 1
            self.text(placed.x + PAD_X, y, line.words, fill, bold=line.part == "head")

    def connect(self, placed: Placed, below: Placed) -> None:
        """A line with one bend each way and a tip."""
        x1, y1 = placed.x + placed.width, placed.y + placed.height / 2
        x2, y2 = below.x, below.y + below.height / 2
        bend = x1 + (min(x2, x1 + 34) - x1) / 2
        way = [(x1, y1), (bend, y1), (bend, y2), (x2, y2)]
        self._draw.line([(_dots(x), _dots(y)) for x, y in way], fill=RULE, width=2)
        tip = [(x2 - 6, y2 - 3.5), (x2, y2), (x2 - 6, y2 + 3.5)]
        self._draw.line([(_dots(x), _dots(y)) for x, y in tip], fill=RULE, width=2)

    def text(self, x: float, y: float, words: str, fill: str, *, bold: bool = False) -> None:
        """Words whose first row of dots lies at `y`."""
        left, top = _dots(x), _dots(y)
        for char in in_dots(words):
            mask = _mask(char, bold)
            self._draw.bitmap((left, top), mask, fill=fill)
            left += mask.width

    def _dashed_edge(self, left: int, top: int, right: int, bottom: int, line: str) -> None:
        dash, gap = 8, 6
        for x in range(left, right, dash + gap):
            for y in (top, bottom):
                self._draw.line([(x, y), (min(x + dash, right), y)], fill=line, width=2)
        for y in range(top, bottom, dash + gap):
            for x in (left, right):
                self._draw.line([(x, y), (x, min(y + dash, bottom))], fill=line, width=2)


def in_dots(words: str) -> str:
    """Words with what stands for the characters that the fonts have not."""
    return "".join(
        char if is_wide(char) or char in characters() else _ALIKE.get(char, char) for char in words
    )


@lru_cache(maxsize=4096)
def _mask(char: str, bold: bool) -> Image.Image:
    """The dots of a character, as a picture of one bit a dot."""
    one = glyph(char, wide=is_wide(char))
    row_bytes = (one.width + 7) // 8
    spare = row_bytes * 8 - one.width
    rows = ((row | row >> 1 if bold else row) << spare for row in one.rows)
    dots = b"".join(row.to_bytes(row_bytes, "big") for row in rows)
    return Image.frombytes("1", (one.width, WIDE_DOTS), dots)
