"""Boxes stand beside and below each other, never over each other, and their words fit."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.texts import LANGUAGES
from emulator.reports.layout import cells
from emulator.runbook.book import Book
from emulator.runbook.chart import Box, Chart
from emulator.runbook.layout import CELL, MARGIN, PAD_X, Placed, Sheet, sheet_of, wrap
from emulator.runbook.margin import heading_of

TOP = 50.0


def check_sheet(sheet: Sheet) -> None:
    """No two boxes touch, all lie on the paper, and every line of words lies in its box."""
    placed = list(sheet.all())
    for one, other in combinations(placed, 2):
        assert _are_apart(one, other)
    for one in placed:
        assert MARGIN <= one.x <= one.x + one.width <= sheet.width
        assert TOP - 0.01 <= one.y <= one.y + one.height <= sheet.height
        assert all(cells(line.words) * CELL <= one.width - 2 * PAD_X + 0.01 for line in one.lines)
        assert all(one.x + one.width < below.x for below in one.to)


def _are_apart(one: Placed, other: Placed) -> bool:
    beside = one.x + one.width < other.x or other.x + other.width < one.x
    return beside or one.y + one.height < other.y or other.y + other.height < one.y


WORDS = st.text(alphabet="ab 中文，。-", min_size=1, max_size=60).filter(str.strip)


def _chart(root: Box) -> Chart:
    return Chart(lang="en", number="S1", title="A title", root=root)


_ENDS = st.builds(lambda words: Box(sort="end", words=words), WORDS)
_DEEDS = st.recursive(
    _ENDS,
    lambda below: st.builds(
        lambda w, b: Box(sort="deed", words=w, role="cashier", to=(b,)), WORDS, below
    ),
    max_leaves=3,
)
_CAUSES = st.builds(
    lambda words, to: Box(sort="cause", words=words, to=tuple(to)),
    WORDS,
    st.lists(_DEEDS, min_size=1, max_size=3),
)
_CHECKS = st.recursive(
    _CAUSES,
    lambda below: st.builds(
        lambda words, to: Box(sort="check", words=words, role="cashier", to=tuple(to)),
        WORDS,
        st.lists(below, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.lists(_CHECKS, max_size=4), WORDS)
def test_no_chart_has_boxes_over_each_other(below: list[Box], words: str) -> None:
    """Whatever tree, whatever words."""
    check_sheet(sheet_of(_chart(Box(sort="symptom", words=words, to=tuple(below))), top=TOP))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_runbook_fits_its_paper(book: Book, lang: str) -> None:
    """Of all stories together."""
    check_sheet(sheet_of(book.chart(lang), top=TOP))


def test_all_causes_stand_in_one_column(book: Book) -> None:
    """However many checks it takes to tell them."""
    placed = sheet_of(book.chart("en"), top=TOP).all()

    assert 1 == len({one.x for one in placed if one.box.sort == "cause"})


@given(st.text(alphabet="ab 中文，。（-x", max_size=80), st.integers(2, 30))
def test_a_text_is_wrapped_without_a_loss(text: str, room: int) -> None:
    """No line is too long, and the characters are those of the text, in order."""
    lines = wrap(text, room)

    assert all(0 < cells(line) <= room for line in lines)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


def test_words_are_broken_where_people_break_them() -> None:
    """At blanks and behind hyphens, Chinese anywhere but before a mark."""

    assert ["look at the", "screen"] == wrap("look at the screen", 12)
    assert ["paper-out-", "after"] == wrap("paper-out-after", 10)
    assert ["打印机", "缺纸，"] == wrap("打印机缺纸，", 6)
    assert ["abcdef", "gh"] == wrap("abcdefgh", 6)
    assert [] == wrap("  ", 5)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_above_stands_above(book: Book, lang: str) -> None:
    """Title, roles and preventions end before the chart begins."""
    heading = heading_of(book.chart(lang))

    assert all(mark.y + 12 <= heading.height for mark in heading.marks)
    assert heading.marks[0].is_bold
    assert heading.width >= max(mark.end_x for mark in heading.marks)
