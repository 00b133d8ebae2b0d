"""Paper as text: columns, marks for what text cannot show, and colours only if asked for."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.paper import Dots, Line, Piece, Strip, Style, Text
from emulator.reports.paper.symbols import qr_modules
from emulator.reports.paper.text import Screen, as_text

BIG = Style(width=2, height=2)
CUT = " - - - - - - - ✂ - - - - - - - "


def strip(*pieces, end="cut", width=384):
    """A strip; lines that are not pieces came out whole."""
    whole = (p if isinstance(p, Piece) else Piece(p, p.height) for p in pieces)
    return Strip(number=1, pieces=tuple(whole), width=width, end=end)


def say(words, x=0, height=32, **style):
    """A line with one run of text."""
    return Line(height, (Text(x, words, Style(**style)),))


def shown(*pieces, **how):
    """The lines of a strip without the mark of its end."""
    width = how.pop("width", 384)
    return as_text(strip(*pieces, width=width), **how)[:-1]


def qr(words, size=4, x=0):
    """A printed QR code, and its modules."""
    code = segno.make(words, error="m", boost_error=False, micro=False)
    rows = [list(map(bool, row)) for row in code.matrix]
    side = len(rows) * size
    padded = (side + 7) // 8 * 8
    dots = b"".join(
        int("".join("01"[dot] * size for dot in row).ljust(padded, "0"), 2).to_bytes(padded // 8)
        * size
        for row in rows
    )
    return Line(side, (Dots(x, side, side, dots, "qr", words),)), rows


# Words ----------------------------------------------------------------------------------------


def test_runs_stand_at_their_columns():
    """Twelve dots a column; a Chinese character takes two."""
    line = Line(32, (Text(12 * 20, "128.50"), Text(0, "金额:")))

    assert ["金额:               128.50"] == shown(line)


def test_a_run_without_room_begins_behind_the_one_before():
    """Nothing is lost, and nothing printed over."""
    line = Line(32, (Text(0, "small print", Style(font="B")), Text(99, "next")))

    assert ["small printnext"] == shown(line)


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0, "结算单"), (384 - 144, " " * 26 + "结算单"), (120, " " * 13 + "结算单")],
)
def test_a_big_run_stands_left_right_or_amid(x, expected):
    """It needs half the room on a screen, and keeps its side."""
    line = Line(64, (Text(x, "结算单", BIG),))

    assert expected == shown(line)[0]


def test_a_paper_of_80_mm_has_48_columns():
    """Unless the screen has others."""
    line = say("X", x=576 - 12)

    assert [" " * 47 + "X"] == shown(line, width=576)
    assert [" " * 31 + "X"] == shown(line, width=576, columns=32)


def test_feeds_are_empty_lines():
    """As many as they are high; a few dots are none."""
    assert ["a", "", "b"] == shown(say("a"), Line(30), say("b"))
    assert ["a", "", "", "b"] == shown(say("a"), Line(64), say("b"))
    assert ["a", "b"] == shown(say("a"), Line(12), say("b"))
    assert ["a", "", "", "b"] == shown(say("a", height=24 + 60), say("b"))


def test_control_characters_are_made_visible():
    """Print data must not move a terminal's cursor."""
    assert ["a\\x1b[2Jb"] == shown(say("a\x1b[2Jb"))


# What did not come out ------------------------------------------------------------------------


def test_a_line_that_broke_off_shows_upper_halves():
    """Blanks stay blank."""
    assert ["金额", "▀▀▀▀ ▀"] == shown(say("金额"), Piece(say("金额 1"), 12))


def test_a_line_is_readable_once_its_characters_are_out():
    """The feed behind them need not be."""
    assert ["金额"] == shown(Piece(say("金额"), 24))
    assert ["▀▀▀▀"] == shown(Piece(say("金额"), 23))


def test_a_line_of_which_nothing_came_out_is_not_there():
    """Not even as halves."""
    assert [] == shown(Piece(say("金额"), 0))


def test_a_small_run_beside_a_big_one_may_not_have_begun():
    """It stands at the foot of the line."""
    line = Line(48, (Text(0, "大", BIG), Text(100, "small")))

    assert ["▀▀      ▀▀▀▀▀"] == shown(Piece(line, 30))


def test_blank_paper_is_told_once():
    """The words that should be there are not shown."""
    pieces = [Piece(say("金额"), 32, blank=True), Piece(Line(32), 32, blank=True)]

    expected = ["（空白：什么也没印上）", "", ""]
    assert expected == shown(*pieces, pieces[0])


def test_blank_paper_is_told_again_after_print():
    """A head that fails now and then."""
    pale = Piece(say("金额"), 32, blank=True)

    expected = ["(blank: nothing was printed)", "x", "(blank: nothing was printed)"]
    assert expected == shown(pale, say("x"), pale, lang="en")


@pytest.mark.parametrize(
    ("end", "mark"),
    [
        ("cut", " - - - - - - - ✂ - - - - - - -"),
        ("fed", "- - - - - - - - - - - - - - - -"),
        ("paper_out", "~~~~~~~~~ out of paper ~~~~~~~~~"),
        ("cleared", "~~~~~~~ cleared half way ~~~~~~~"),
        ("power", "~~~~~~~~~~ power lost ~~~~~~~~~~"),
        ("torn", "~~~~~~~~~~~ torn off ~~~~~~~~~~~"),
    ],
)
def test_the_end_is_marked(end, mark):
    """Each in its own way."""
    assert [mark] == as_text(strip(end=end), lang="en")


def test_marks_are_chinese_too():
    """In the language that is asked for."""
    assert ["~~~~~~~~~~~~ 纸到头 ~~~~~~~~~~~~"] == as_text(strip(end="paper_out"))


# Pictures and codes ---------------------------------------------------------------------------


def test_a_picture_is_a_box():
    """As wide as it is printed."""
    picture = Line(48, (Dots(60, 288, 48, bytes(36 * 48)),))

    expected = [
        "     ┌──────────────────────┐",
        "     │  image 288×48 dots   │",
        "     └──────────────────────┘",
    ]
    assert expected == shown(picture, lang="en")


def test_a_picture_in_bands_is_one_box():
    """However many bands it comes in, and only as high as came out."""
    band = Line(24, (Dots(0, 384, 24, bytes(48 * 24)),))

    lines = shown(say("a"), *[band] * 4, Piece(band, 4), say("b"), lang="en")

    assert ["a", "b"] == [lines[0], lines[-1]]
    assert 5 == len(lines)
    assert "image 384×100 dots" in lines[2]


def test_a_bar_code_is_a_box_with_what_it_says():
    """And its name."""
    bars = Line(60, (Dots(0, 300, 60, bytes(38 * 60), "ean13", "6901234567892"),))

    assert "│  EAN13 6901234567892  │" == shown(bars)[1]


def test_a_qr_code_is_shown_by_its_modules():
    """Two a character, with what it says below."""
    code, modules = qr("https://example.com/4200")
    lines = shown(code, width=576)

    assert "https://example.com/4200" == lines[-1].strip()
    assert modules == read_back(lines[:-1], len(modules))


def read_back(lines, count):
    """The modules of a code in half blocks, without the white around it."""
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    left = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    rows = []
    for line in lines:
        cells = [halves[char] for char in line[left:].ljust(count)]
        rows += [[bool(cell[0]) for cell in cells], [bool(cell[1]) for cell in cells]]
    top = next(n for n, row in enumerate(rows) if any(row))
    return rows[top : top + count]


def test_a_qr_code_without_room_is_a_box():
    """It says what is in it as far as there is room."""
    code, _ = qr("https://example.com/42?" + "0123456789" * 6)

    lines = shown(code)

    assert 3 == len(lines)
    assert "QR https://example.com/42..." in lines[1]


@pytest.mark.parametrize("size", [1, 3, 8])
def test_modules_are_read_off_the_dots(size):
    """Whatever the size of a module."""
    line, modules = qr("42", size=size)

    assert modules == qr_modules(line.items[0])


def test_dots_that_are_no_code_are_none():
    """Also if they say that they are one."""
    assert qr_modules(Dots(0, 16, 2, b"\0\0\0\0", "qr")) is None
    assert qr_modules(Dots(0, 16, 2, b"\xfe\0\0\0", "qr")) is None


# Colours --------------------------------------------------------------------------------------


def test_styles_are_shown_only_if_asked_for():
    """Bold, underlined, inverse."""
    line = say("A", bold=True, underline=1, inverse=True)

    assert ["A"] == shown(line)
    assert ["\x1b[1;4;7mA\x1b[0m"] == shown(line, ansi=True)


def test_what_is_not_print_is_dim():
    """The mark of the end."""
    assert ["\x1b[2m" + CUT.rstrip() + "\x1b[0m"] == as_text(strip(), ansi=True)


# A screen that goes along ---------------------------------------------------------------------


def test_a_screen_shows_lines_as_they_come():
    """A picture waits until it is known to be whole."""
    screen = Screen(384)
    band = Line(24, (Dots(0, 120, 24, bytes(15 * 24)),))

    assert ["a"] == screen.piece(Piece(say("a"), 32))
    assert [] == screen.piece(Piece(band, 24))
    assert 3 == len(screen.rest())
    assert [] == screen.rest()


STYLES = st.builds(Style, width=st.integers(1, 8), height=st.integers(1, 8), bold=st.booleans())
ITEMS = st.builds(
    Text, x=st.integers(0, 600), text=st.text(max_size=20), style=STYLES, wide=st.booleans()
) | st.builds(
    Dots,
    x=st.integers(0, 600),
    width=st.integers(1, 600),
    height=st.integers(1, 60),
    rows=st.binary(max_size=300),
    what=st.sampled_from(["image", "qr", "code128", "character"]),
    says=st.text(max_size=10),
)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.lists(ITEMS, max_size=3), max_size=4),
    dots=st.integers(0, 90),
    blank=st.booleans(),
    columns=st.none() | st.integers(1, 60),
    ansi=st.booleans(),
)
def test_any_paper_can_be_shown(lines, dots, blank, columns, ansi):
    """Without a control character of its own, and with the mark of its end last."""
    pieces = [Piece(Line(90, tuple(items)), dots, blank) for items in lines]
    text = as_text(strip(*pieces), columns=columns, ansi=ansi)

    assert "✂" in text[-1]
    assert ansi or not any("\x1b" in line or "\n" in line for line in text)
