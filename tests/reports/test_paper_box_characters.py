"""Frames are drawn by the script that builds the fonts; they meet at the edges of their cells."""

import runpy
import sys
import unicodedata
from pathlib import Path

import pytest

from emulator.reports.paper.fonts import glyph

ROOT = Path(__file__).parents[2]
BOX = runpy.run_path(str(ROOT / "tools/box_characters.py"))
FRAMES = "─│┌┐└┘├┤┬┴┼━┃┏┓┗┛┣┫┳┻╋═║╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫"
LETTERS = str.maketrans("01", ".#")
CELLS = [(12, 24), (9, 17), (24, 24)]


def art(char, width=12, height=24):
    """A character in letters."""
    return ["".join(".#"[dot] for dot in row) for row in BOX["drawn"](char, width, height)]


def test_arms_of_one_thickness():
    """The first word counts for all."""
    assert {"down": 1, "right": 1} == BOX["arms"]("LIGHT DOWN AND RIGHT")


def test_arms_of_two_thicknesses():
    """Each part has its own word."""
    expected = {"down": 2, "left": 1, "right": 1}

    assert expected == BOX["arms"]("DOWN HEAVY AND HORIZONTAL LIGHT")


@pytest.mark.parametrize("size", CELLS)
@pytest.mark.parametrize("char", FRAMES)
def test_every_arm_reaches_the_edge_of_its_cell(char, size):
    """And where there is no arm, nothing does."""
    arms = BOX["arms"](unicodedata.name(char).removeprefix("BOX DRAWINGS "))
    rows = art(char, *size)
    edges = {
        "up": rows[0],
        "down": rows[-1],
        "left": "".join(row[0] for row in rows),
        "right": "".join(row[-1] for row in rows),
    }

    assert set(arms) == {arm for arm, edge in edges.items() if "#" in edge}


@pytest.mark.parametrize("size", CELLS)
def test_neighbours_meet(size):
    """A double line goes on where the last cell ended."""
    corner, line, end = art("╔", *size), art("═", *size), art("╗", *size)

    assert [row[-1] for row in corner] == [row[0] for row in line]
    assert [row[-1] for row in line] == [row[0] for row in end]


def test_a_double_corner_is_open_inside():
    """Two lines turn, and paper is between them."""
    expected = [
        "...######",
        "...#.....",
        "...#.####",
        "...#.#...",
    ]

    assert expected == art("╔", 9, 17)[7:11]


def test_a_single_line_crosses_a_double_one_only_when_it_goes_through():
    """It stops at the near side when it comes from one."""
    through, ending = art("╪", 9, 17), art("╤", 9, 17)

    assert "....#...." == through[8]
    assert "........." == ending[8]


def test_blocks_fill_what_their_names_say():
    """A lower half, a left half, all."""
    assert ["." * 12] * 12 + ["#" * 12] * 12 == art("▄")
    assert ["#" * 6 + "." * 6] * 24 == art("▌")
    assert ["#" * 12] * 24 == art("█")


def test_shades_get_darker():
    """A quarter, a half, three quarters."""
    ink = [sum(row.count("#") for row in art(char)) for char in "░▒▓█"]

    assert [72, 144, 216, 288] == ink


def test_the_shipped_frames_are_the_ones_drawn_here():
    """The pack is not older than the script."""
    for chars, wide, size in ((FRAMES, True, (24, 24)), ("▀▄█▌▐░▒▓", False, (12, 24))):
        for char in chars:
            rows = [format(row, f"0{size[0]}b") for row in glyph(char, wide=wide).rows]

            assert art(char, *size) == [row.translate(LETTERS) for row in rows], char


def test_the_script_can_be_read_without_its_fonts():
    """They are needed only to build."""
    before = list(sys.path)
    try:
        names = runpy.run_path(str(ROOT / "tools/build_fonts.py"))
    finally:
        sys.path[:] = before

    assert 7444 == len(names["two_byte"]("gb2312"))
    assert b"\xa0\x00" == names["packed"](
        [[True, False, True, False, False, False, False, False, False]]
    )
