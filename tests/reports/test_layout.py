"""Widths, columns and colour of what people read."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.reports.layout import cells, columns, cut, one_line, pad, pad_left, painted


def test_chinese_takes_two_cells():
    """A Chinese character counts two cells, a Latin one counts one."""

    assert 6 == cells("交易ok")


def test_combining_mark_takes_no_cell():
    """An accent that sits on the letter before takes no room of its own."""

    assert 1 == cells("e\u0301")


def test_columns_line_up_over_chinese():
    """The second column starts in the same cell whatever the first is written in."""
    first, second = columns([("消费", "a"), ("sale", "b")])

    assert cells(first.split("a")[0]) == cells(second.split("b")[0])


def test_right_column_is_flush_right():
    """Numbers end in the same cell."""

    assert ["x    1", "y  100"] == columns([("x", "1"), ("y", "100")], right=[1])


def test_columns_of_nothing():
    """No rows make no lines."""

    assert [] == columns([])


def test_cut_keeps_what_fits():
    """A text that just fits is not shortened; one cell more is."""

    assert "abcdef" == cut("abcdef", 6)
    assert "abc..." == cut("abcdefg", 6)


@given(st.text(max_size=40), st.integers(3, 30))
def test_cut_never_exceeds_its_width(text, width):
    """Whatever is cut fits."""

    assert cells(cut(text, width)) <= width


@given(st.text(alphabet="ab交易", max_size=20), st.integers(0, 40))
def test_padding_reaches_the_width(text, width):
    """Both paddings fill up to the width and shorten nothing."""

    assert max(width, cells(text)) == cells(pad(text, width)) == cells(pad_left(text, width))


def test_control_characters_become_visible():
    """An escape sequence from a file cannot reach the terminal."""

    assert "\\x1b[2Jx\\n" == one_line("\x1b[2Jx\n")


def test_colour_only_when_wanted():
    """Without colour the text is untouched; with it the role's colour stands around."""

    assert "FAIL" == painted("FAIL", "fail", colour=False)
    assert "\x1b[1;31mFAIL\x1b[0m" == painted("FAIL", "fail", colour=True)


def test_role_without_colour_stays_plain():
    """A role that has no colour of its own adds nothing."""

    assert "x" == painted("x", "unheard of", colour=True)
