"""
Draws slips as they come out of the printer, from real runs, dot for dot.

    python docs/pictures/slip.py

writes `sales-slip.png`, a slip in Chinese, and `torn-and-voided.png`, one that broke off when the
cover was opened, with the one printed after it, into this folder; a test holds that they are up to
date. What is around the paper is transparent, so that it lies well on any page. Left out: curl and
creases.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace
from PIL import Image, ImageChops

from emulator.domain.paper import DOTS_PER_MM, Piece, Strip
from emulator.domain.trace import TraceEvent
from emulator.reports.paper.edges import FOOT_ROWS
from emulator.reports.paper.picture import HEAD_ROWS, as_picture
from emulator.reports.paper.slips import strip_of
from emulator.reports.slip import from_event, line_count
from emulator.runner import load, run

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
STORIES = {
    "sales-slip": SCENARIOS / "S1-debited-no-slip" / "answer-lost.yaml",
    "torn-and-voided": SCENARIOS / "S1-debited-no-slip" / "cover-open.yaml",
}
PAPER, INK = (253, 252, 246), (44, 44, 48)
SHADOWS = ((1, 1, 70), (2, 3, 40), (3, 5, 22))
"""Steps aside and down, and how dark each of them is, of 255."""
MARGIN, GAP = 12, 18


def slips(story: Path) -> Iterator[Strip]:
    """The pieces of paper of a story, up to the first whole slip."""
    events = run(next(iter(load([story], root=SCENARIOS)))).trace.events
    seen = [
        event for event in events if event.name in ("printer.slip_torn", "printer.slip_printed")
    ]
    whole = next(event for event in seen if event.name == "printer.slip_printed")
    for event in seen[: seen.index(whole)]:
        yield torn(event, whole)
    yield strip_of(from_event(whole.detail))


def torn(event: TraceEvent, whole: TraceEvent) -> Strip:
    """A torn piece: as much as came out of what the whole slip says after it, without its mark."""
    receipt = from_event(whole.detail)
    strip = strip_of(replace(receipt, void_above=False, lines=line_count(receipt)), end="torn")
    left, pieces = event.detail["printed_mm"] * DOTS_PER_MM, []
    for piece in strip.pieces:
        if left > 0:
            pieces.append(Piece(piece.line, min(left, piece.dots)))
            left -= piece.dots
    return replace(strip, pieces=tuple(pieces))


def sheet(strip: Strip) -> tuple[Image.Image, Image.Image]:
    """A strip in colours, and where its paper is."""
    dots = as_picture(strip).convert("L")
    paper = Image.new("L", dots.size, 255)
    below = HEAD_ROWS + strip.length + FOOT_ROWS
    paper.paste(dots.crop((0, below, *dots.size)), (0, below))
    return Image.composite(
        Image.new("RGB", dots.size, PAPER), Image.new("RGB", dots.size, INK), dots
    ), paper


def picture(strips: Sequence[Strip]) -> Image.Image:
    """Pieces of paper below each other, each with its shadow, on nothing."""
    sheets = [sheet(strip) for strip in strips]
    width = max(colours.width for colours, _ in sheets) + 2 * MARGIN
    height = sum(colours.height + GAP for colours, _ in sheets) + 2 * MARGIN - GAP
    out = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    y = MARGIN
    for colours, paper in sheets:
        out.paste(colours, (MARGIN, y), paper)
        y += colours.height + GAP
    return under(out, shadow(out.getchannel("A")))


def shadow(paper: Image.Image) -> Image.Image:
    """How dark it is around the paper."""
    dark = Image.new("L", paper.size, 0)
    for right, down, alpha in SHADOWS:
        cast = Image.new("L", paper.size, 0)
        cast.paste(paper.point(lambda value, alpha=alpha: value * alpha // 255), (right, down))
        dark = ImageChops.add(dark, cast)
    return dark


def under(picture: Image.Image, dark: Image.Image) -> Image.Image:
    """Put the shadow below the paper."""
    ground = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ground.putalpha(dark)
    ground.paste(picture, (0, 0), picture.getchannel("A"))
    return ground


def drawn(name: str) -> Image.Image:
    """One of the pictures, anew."""
    return picture(list(slips(STORIES[name])))


def file_of(name: str) -> Path:
    """Where it is kept."""
    return HERE / f"{name}.png"


if __name__ == "__main__":
    for each in STORIES:
        drawn(each).save(file_of(each), optimize=True)
