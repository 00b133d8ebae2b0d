"""
A chart as an SVG picture that looks the same in every browser.

Every character has a place of its own, so that Chinese and Latin line up whatever fonts the reader
has. Left out: scripts, and fonts from elsewhere.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from emulator.reports.layout import cells
from emulator.runbook.chart import Chart
from emulator.runbook.colours import COLOURS, corner_of, is_dashed, look_of
from emulator.runbook.layout import CELL, LINE, PAD_X, PAD_Y, Placed, sheet_of
from emulator.runbook.margin import Heading, heading_of

FONTS = (
    "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, Noto Sans Mono CJK SC, "
    "Source Han Mono SC, WenQuanYi Micro Hei Mono, PingFang SC, Microsoft YaHei, monospace"
)
SIZE = 12.0
"""Of the letters: a narrow one of these fonts is 0.6 of its size wide, which is `CELL`."""
PALE = "#69757f"
RULE = "#9aa5b1"


def svg(chart: Chart) -> str:
    """The whole picture."""
    heading = heading_of(chart)
    sheet = sheet_of(chart, top=heading.height)
    width = number(max(sheet.width, heading.width))
    height = number(sheet.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FONTS}" role="img" lang="{chart.lang}">',
        f"<title>{escape(chart.title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_heading(heading),
    ]
    for placed in sheet.all():
        parts += [_line(placed, below) for below in placed.to]
    for placed in sheet.all():
        parts += _box(placed)
    return "\n".join([*parts, "</svg>"]) + "\n"


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _heading(heading: Heading) -> Iterator[str]:
    for mark in heading.marks:
        if mark.look:
            look = COLOURS[mark.look]
            place = f'x="{number(mark.x)}" y="{number(mark.y)}"'
            yield (
                f'<rect {place} width="14" height="12" rx="3" '
                f'fill="{look.fill}" stroke="{look.line}"/>'
            )
        yield _text(mark.text_x, mark.y + 10, mark.words, bold=mark.is_bold)


def _line(placed: Placed, below: Placed) -> str:
    """From the right of a box to the left of the one behind it, with one bend each way."""
    x1, y1 = placed.x + placed.width, placed.y + placed.height / 2
    x2, y2 = below.x, below.y + below.height / 2
    bend = x1 + (min(x2, x1 + 34) - x1) / 2
    path = f"M{number(x1)} {number(y1)} H{number(bend)} V{number(y2)} H{number(x2)}"
    tip = f"M{number(x2 - 6)} {number(y2 - 3.5)} L{number(x2)} {number(y2)} L{number(x2 - 6)} "
    tip += f"{number(y2 + 3.5)}"
    return f'<path d="{path} {tip}" fill="none" stroke="{RULE}" stroke-width="1.2"/>'


def _box(placed: Placed) -> Iterator[str]:
    look = COLOURS[look_of(placed.box)]
    dashed = ' stroke-dasharray="4 3"' if is_dashed(placed.box) else ""
    yield (
        f'<rect x="{number(placed.x)}" y="{number(placed.y)}" width="{number(placed.width)}" '
        f'height="{number(placed.height)}" rx="{corner_of(placed.box)}" fill="{look.fill}" '
        f'stroke="{look.line}"{dashed}/>'
    )
    for n, line in enumerate(placed.lines):
        y = placed.y + PAD_Y + LINE * n + 12.5
        fill = PALE if line.part == "foot" else look.ink
        yield _text(placed.x + PAD_X, y, line.words, fill=fill, bold=line.part == "head")


def _text(x: float, y: float, words: str, *, fill: str = "#1f2933", bold: bool = False) -> str:
    """Words with a place for each character; a Chinese one takes two cells and stands amid them."""
    places, shown, at = [], "", x
    for char in words:
        width = cells(char) * CELL
        if char != " ":
            shown += char
            places.append(number(at + (width - SIZE * (1 if cells(char) == 2 else 0.6)) / 2))
        at += width
    look = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{" ".join(places)}" y="{number(y)}" font-size="{number(SIZE)}" '
        f'fill="{fill}"{look}>{escape(shown)}</text>'
    )
