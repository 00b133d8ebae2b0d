"""Lines in dots: how each style looks, where things stand, and that nothing leaks or breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.paper import Dots, Line, Piece, Style, Text
from emulator.reports.paper.canvas import line_rows, missing_characters, piece_rows, row_bytes
from emulator.reports.paper.fonts import glyph

WIDTH = 64


def art(line, width=WIDTH):
    """A line in letters, one string a dot row."""
    rows, size = line_rows(line, width), row_bytes(width)
    return [
        format(int.from_bytes(rows[at : at + size], "big"), f"0{size * 8}b").translate(LETTERS)
        for at in range(0, len(rows), size)
    ]


LETTERS = str.maketrans("01", ".#")


def cell(rows, x, width):
    """Some columns of a line."""
    return [row[x : x + width] for row in rows]


def shape(char, width=12, **how):
    """A character as the fonts have it, in letters."""
    return [format(row, f"0{width}b").translate(LETTERS) for row in glyph(char, **how).rows]


def text(words, x=0, spacing=0, wide=False, height=24, **style):
    """A line with one run of text."""
    return Line(height, (Text(x, words, Style(**style), spacing, wide),))


# Where things stand ---------------------------------------------------------------------------


def test_characters_stand_side_by_side_from_x():
    """A narrow one takes 12 dots, a Chinese one 24."""
    rows = art(text("A中B", x=3))

    assert shape("A") == cell(rows, 3, 12)
    assert shape("中", 24, wide=True) == cell(rows, 15, 24)
    assert shape("B") == cell(rows, 39, 12)
    assert {"..."} == set(cell(rows, 0, 3))


def test_a_greek_letter_of_chinese_mode_is_wide():
    """The run says so; the same letter of a code page is not."""
    assert shape("Ω", 24, wide=True) == cell(art(text("Ω", wide=True)), 0, 24)
    assert shape("Ω") == cell(art(text("Ω")), 0, 12)


def test_big_and_small_share_a_base_line():
    """Both stand on the foot of the bigger one."""
    line = Line(48, (Text(0, "A"), Text(12, "A", Style(width=2, height=2))))

    assert [*["." * 12] * 24, *shape("A")] == cell(art(line), 0, 12)


def test_paper_fed_beyond_the_characters_lies_below_them():
    """A line of 32 dots has 8 blank ones behind 24 printed ones."""
    rows = art(text("A", height=32))

    assert shape("A") == cell(rows[:24], 0, 12)
    assert {"." * WIDTH} == set(rows[24:])


def test_a_line_lower_than_its_characters_shows_their_upper_rows():
    """As if the paper had stopped."""
    assert shape("A")[:16] == cell(art(text("A", height=16)), 0, 12)


def test_what_goes_over_the_right_edge_is_cut_off():
    """And does not come in again at the left."""
    rows = art(text("MM", x=WIDTH - 18))

    assert cell(shape("M"), 0, 6) == cell(rows, WIDTH - 6, 6)
    assert {"." * (WIDTH - 18)} == set(cell(rows, 0, WIDTH - 18))


def test_what_begins_beyond_the_edge_is_not_there():
    """Neither text nor dots."""
    line = Line(24, (Text(WIDTH, "M"), Dots(WIDTH + 5, 8, 1, b"\xff")))

    assert {"." * WIDTH} == set(art(line))


# Styles ---------------------------------------------------------------------------------------


def test_bold_is_printed_twice_a_dot_apart():
    """Wherever the plain one is black, the dot to its right is too."""
    plain = glyph("8").rows
    expected = [format(row | row >> 1, "012b").translate(LETTERS) for row in plain]

    assert expected == cell(art(text("8", bold=True)), 0, 12)


def test_bold_does_not_leak_into_later_lines():
    """Whatever was printed before, a plain line is plain."""
    before = art(text("重打印8"))
    for style in ({"bold": True}, {"underline": 2}, {"inverse": True}, {"height": 2, "width": 2}):
        art(text("重打印8", **style))

    assert before == art(text("重打印8"))
    assert shape("重", 24, wide=True) == cell(before, 0, 24)


def test_underline_is_at_the_foot_and_goes_through_blanks():
    """Two dots thick, also between letters that are set apart."""
    rows = art(text("A A", spacing=4, underline=2))

    assert ["#" * 48] * 2 == cell(rows[-2:], 0, 48)
    assert "." in rows[-3][:48]


def test_inverse_is_white_on_black():
    """The blank behind the letter is black as well."""
    rows = art(text("A", spacing=3, inverse=True))
    swapped = str.maketrans(".#", "#.")

    assert [row.translate(swapped) for row in shape("A")] == cell(rows, 0, 12)
    assert {"###"} == set(cell(rows, 12, 3))


@pytest.mark.parametrize(("across", "along"), [(2, 1), (1, 2), (2, 2), (3, 2), (5, 8)])
def test_sizes_repeat_every_dot(across, along):
    """Across and along by themselves."""
    rows = art(Line(24 * along, (Text(0, "A", Style(width=across, height=along)),)))
    expected = ["".join(dot * across for dot in row) for row in shape("A") for _ in range(along)]

    assert expected == cell(rows, 0, 12 * across)


def test_upside_down_turns_the_run():
    """Its first character stands at its right end, on its head."""
    rows = art(text("AB", upside_down=True))

    assert [row[::-1] for row in reversed(shape("A"))] == cell(rows, 12, 12)
    assert [row[::-1] for row in reversed(shape("B"))] == cell(rows, 0, 12)


def test_rotated_turns_each_character_clockwise():
    """Its foot is at the left, and its cell lies."""
    rows = cell(art(Line(12, (Text(0, "L", Style(rotated=True)),))), 0, 24)
    upright = shape("L")
    turned = ["".join(upright[23 - x][y] for x in range(24)) for y in range(12)]

    assert turned == rows


def test_spacing_is_blank():
    """Behind each character."""
    rows = art(text("AB", spacing=5))

    assert shape("B") == cell(rows, 17, 12)
    assert {"....."} == set(cell(rows, 12, 5))


def test_spacing_wider_than_the_paper_is_black_to_its_edge():
    """Inverse, and not a dot in any other row."""
    rows = art(text(" ", x=20, spacing=500, inverse=True, height=32))

    assert ["." * 20 + "#" * (WIDTH - 20)] * 24 + ["." * WIDTH] * 8 == rows


def test_font_b_is_small():
    """9 dots across, 17 along."""
    rows = art(Line(17, (Text(0, "g", Style(font="B")),)))

    assert shape("g", 9, font="B") == cell(rows, 0, 9)


# Pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0, 1, 7, 8, 13])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 24])
def test_dots_stand_where_they_should(x, width):
    """At any place, of any width; bits that fill up the last byte are not printed."""
    picture = Dots(x, width, 2, b"\xff" * (2 * ((width + 7) // 8)))

    assert ["." * x + "#" * width + "." * (WIDTH - x - width)] * 2 == art(Line(2, (picture,)))


def test_dots_over_the_edge_are_cut_off():
    """The leftmost ones stay."""
    picture = Dots(WIDTH - 4, 8, 1, b"\xa5")

    assert "." * (WIDTH - 4) + "#.#." == art(Line(1, (picture,)))[0]


def test_rows_that_are_missing_are_white():
    """A picture that says it is higher than its data."""
    picture = Dots(0, 8, 3, b"\xff")

    assert ["#" * 8, "." * 8, "." * 8] == cell(art(Line(3, (picture,))), 0, 8)


# Pieces ---------------------------------------------------------------------------------------


def test_a_piece_that_broke_off_shows_its_upper_rows():
    """As many as came out."""
    line = text("中", height=32)
    whole = piece_rows(Piece(line, 32), WIDTH)

    assert whole[: 8 * 11] == piece_rows(Piece(line, 11), WIDTH)


def test_blank_paper_is_white():
    """The head did not heat, but the paper came out."""
    assert bytes(8 * 20) == piece_rows(Piece(text("中"), 20, blank=True), WIDTH)


def test_missing_characters_are_named():
    """Each time they stand there."""
    line = text("A\U0001f4a9中\U0001f4a9")

    assert ["\U0001f4a9"] * 2 == missing_characters(line.items)


STYLES = st.builds(
    Style,
    font=st.sampled_from("AB"),
    bold=st.booleans(),
    underline=st.integers(0, 2),
    inverse=st.booleans(),
    width=st.integers(1, 8),
    height=st.integers(1, 8),
    upside_down=st.booleans(),
    rotated=st.booleans(),
)
TEXTS = st.builds(
    Text,
    x=st.integers(0, 700),
    text=st.text(max_size=12),
    style=STYLES,
    spacing=st.integers(0, 2040),
    wide=st.booleans(),
)
PICTURES = st.builds(
    Dots,
    x=st.integers(0, 700),
    width=st.integers(1, 700),
    height=st.integers(1, 40),
    rows=st.binary(max_size=400),
)


@settings(max_examples=150, deadline=None)
@given(
    height=st.integers(0, 300),
    items=st.lists(TEXTS | PICTURES, max_size=4),
    width=st.sampled_from([384, 420, 576]),
    dots=st.integers(0, 300),
)
def test_any_line_has_exactly_its_rows(height, items, width, dots):
    """Whatever stands in it, and wherever."""
    piece = Piece(Line(height, tuple(items)), min(dots, height))

    assert row_bytes(width) * piece.dots == len(piece_rows(piece, width))


@settings(max_examples=100, deadline=None)
@given(item=TEXTS, width=st.sampled_from([384, 420, 576]))
def test_ink_stays_within_the_run(item, width):
    """Where `Text.width` and `Text.height` say that it is, and on the paper."""
    rows = art(Line(item.height, (item,)), width)
    inked = {x for row in rows for x, dot in enumerate(row) if dot == "#"}

    assert all(item.x <= x < min(item.x + item.width, width) for x in inked)
