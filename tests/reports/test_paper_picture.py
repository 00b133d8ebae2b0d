"""Pictures of paper: margins, edges, PNG files, and memory that does not grow with the roll."""

import io
import tracemalloc

import pytest
import segno
import zxingcpp
from PIL import Image

from emulator.domain.paper import Dots, Line, Piece, Strip, Style, Text
from emulator.reports.paper.edges import FOOT_ROWS
from emulator.reports.paper.picture import (
    HEAD_ROWS,
    PICTURE_ROWS,
    as_picture,
    bands,
    missing,
    paper_width,
    picture_rows,
    pixels_digest,
    png,
)


def strip(*lines, end="cut", width=384, blank=False):
    """A strip with whole lines."""
    pieces = tuple(Piece(line, line.height, blank) for line in lines)
    return Strip(number=1, pieces=pieces, width=width, end=end)


def say(words, height=32):
    """A line of text at the left."""
    return Line(height, (Text(0, words),))


# What is seen ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "paper"), [(384, 464), (576, 640), (420, 484)])
def test_the_picture_is_as_wide_as_the_paper(width, paper):
    """58 mm and 80 mm; any other has margins of 4 mm."""
    picture = as_picture(strip(say("A"), width=width))

    assert (paper, HEAD_ROWS + 32 + FOOT_ROWS) == picture.size
    assert picture.size == (paper_width(strip(width=width)), picture_rows(strip(say("A"))))


def test_print_is_black_and_inside_the_margins():
    """On white paper."""
    picture = as_picture(strip(Line(8, (Text(0, "█" * 32),))))

    assert "1" == picture.mode
    assert 255 == picture.getpixel((39, HEAD_ROWS))
    assert 0 == picture.getpixel((40, HEAD_ROWS))
    assert 0 == picture.getpixel((40 + 383, HEAD_ROWS))
    assert 255 == picture.getpixel((40 + 384, HEAD_ROWS))


@pytest.mark.parametrize("end", ["cut", "paper_out"])
def test_a_straight_end_is_white_to_the_last_row(end):
    """Cut, or the end of the roll."""
    picture = as_picture(strip(Line(8), end=end))

    assert {255} == set(picture.tobytes())


@pytest.mark.parametrize("end", ["torn", "cleared", "power"])
def test_a_torn_end_is_ragged(end):
    """Beyond the paper it is black, not equally far everywhere."""
    picture = as_picture(strip(Line(8), end=end))
    depths = [
        sum(not picture.getpixel((x, y)) for y in range(picture.height))
        for x in range(picture.width)
    ]

    assert 1 <= min(depths)
    assert 12 < max(depths)
    assert 10 < len(set(depths))


def test_the_tear_bar_leaves_fine_teeth():
    """The same one every eight dots."""
    picture = as_picture(strip(Line(8), end="fed"))
    last = [picture.getpixel((x, picture.height - 3)) for x in range(picture.width)]

    assert 0 in last
    assert 255 in last
    assert last[:-8] == last[8:]


def test_the_same_paper_has_the_same_digest():
    """Also when its lines are other objects."""
    assert pixels_digest(strip(say("金额"))) == pixels_digest(strip(say("金额")))


@pytest.mark.parametrize(
    "other",
    [
        strip(say("金领")),
        strip(say("金额"), end="torn"),
        strip(say("金额"), width=576),
        strip(say("金额"), blank=True),
        strip(Line(32, (Text(0, "金额", Style(bold=True)),))),
    ],
)
def test_paper_that_looks_otherwise_has_another_digest(other):
    """Other words, another end, another width, nothing printed, bold."""
    assert pixels_digest(strip(say("金额"))) != pixels_digest(other)


def test_what_cannot_be_seen_does_not_count():
    """A blank at the end of a line."""
    assert pixels_digest(strip(say("金额"))) == pixels_digest(strip(say("金额 ")))


def test_missing_characters_are_counted():
    """Blank paper shows no box."""
    odd = say("A\U0001f4a9\U0001f4a9")

    assert {"\U0001f4a9": 4} == missing(strip(odd, odd))
    assert {} == missing(strip(odd, blank=True))


def test_a_printed_qr_code_can_be_scanned():
    """With the paper around it."""
    code = segno.make("https://example.com/付款?id=42", error="m", boost_error=False, micro=False)
    size = 5
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) * size
    dots = b"".join(
        int("".join(str(dot) * size for dot in row).ljust((side + 7) // 8 * 8, "0"), 2).to_bytes(
            (side + 7) // 8, "big"
        )
        * size
        for row in rows
    )
    printed = strip(Line(24), Line(side, (Dots(96, side, side, dots, "qr"),)), Line(24))

    (found,) = zxingcpp.read_barcodes(as_picture(printed).convert("L"))

    assert "https://example.com/付款?id=42" == found.text


# Files and windows ----------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["cut", "torn"])
def test_the_file_holds_the_same_dots(end):
    """One bit a dot, 203 dots an inch."""
    printed = strip(say("金额 AMOUNT: 128.50"), Line(40), say("ß"), end=end)
    opened = Image.open(io.BytesIO(png(printed)))

    assert "1" == opened.mode
    assert as_picture(printed).tobytes() == opened.tobytes()
    assert (203, 203) == tuple(round(dots) for dots in opened.info["dpi"])


def test_windows_show_the_whole_strip_piece_by_piece():
    """Put below each other they are the picture."""
    printed = strip(*[say(f"line {n}") for n in range(10)])
    whole = as_picture(printed)
    parts = [as_picture(printed, first_row=at, rows=100) for at in range(0, whole.height, 100)]

    assert whole.height == sum(part.height for part in parts)
    assert whole.tobytes() == b"".join(part.tobytes() for part in parts)


def test_a_window_below_the_paper_is_empty():
    """It has no rows."""
    printed = strip(say("A"))

    assert 0 == as_picture(printed, first_row=picture_rows(printed)).height


def test_a_picture_has_a_greatest_height():
    """A longer strip goes on in another window."""
    long = strip(*[Line(1000)] * 33)

    assert PICTURE_ROWS == as_picture(long).height
    assert picture_rows(long) - PICTURE_ROWS == as_picture(long, first_row=PICTURE_ROWS).height


def test_a_whole_roll_takes_little_memory():
    """18 m of text, 144,000 rows: as open picture it would take 83 MB."""
    lines = [Line(32, (Text(0, f"第 {n:05d} 行"),)) for n in range(4500)]
    roll = strip(*lines, width=576)
    tracemalloc.start()
    try:
        data = png(roll)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert 4500 * 32 + HEAD_ROWS + FOOT_ROWS == picture_rows(roll)
    assert len(data) < 2_000_000
    assert peak < 20_000_000


def test_bands_are_whole_rows():
    """As many as the picture is high."""
    printed = strip(say("A"), Line(7), end="torn")
    size = paper_width(printed) // 8

    assert picture_rows(printed) * size == sum(map(len, bands(printed)))
    assert {0} == {len(band) % size for band in bands(printed)}
