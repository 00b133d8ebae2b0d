"""What stands on the boxes: numbers, roles, words and times, in both languages."""

import pytest
from msgspec.structs import replace

from emulator.domain.actions import WHO, of
from emulator.domain.moments import DAY, HOUR, SECOND
from emulator.domain.numbers import NUMBERS
from emulator.domain.texts import LANGUAGES
from emulator.runbook.book import Book
from emulator.runbook.branch import Branch
from emulator.runbook.chart import Box, Chart, chart_of
from emulator.runbook.phrases import end_words, role_words, span_words
from emulator.runbook.roles import ROLES, part_of
from emulator.runbook.tree import tree_of
from tests.runbook.conftest import book_of


def test_an_end_says_that_the_symptom_did_not_show() -> None:
    """Because somebody was in time, or because it passed by itself."""
    (first,) = book_of("paper").branches
    in_time = replace(first, shows=False, end={}, checks=())
    by_itself = replace(in_time, deeds=(), scenario="other")
    words = {b.foot: b.words for b in _chart_of(in_time, by_itself).root.all() if b.sort == "end"}

    assert "nothing is left of it; in time: the symptom does not show" == words["paper"]
    assert "; the symptom does not show" in words["other"]


def _chart_of(*branches: Branch) -> Chart:
    return chart_of("S1", tree_of(branches), (), "en")


def way(box: Box, *sorts: str) -> list[str]:
    """The boxes of some sorts on the first way through the chart."""
    found = [box.head or box.words] if box.sort in sorts else []
    return found + (way(box.to[0], *sorts) if box.to else [])


def test_a_way_leads_from_the_symptom_to_the_end() -> None:
    """Check, what is seen, cause, remedy, the step that belongs to it, the end."""
    root = book_of("paper").chart("en").root

    assert [
        "S1",
        "D01 · cashier",
        "screen: OUT OF PAPER",
        "F07",
        "R01 · cashier",
        "cashier",
    ] == way(root, "symptom", "check", "seen", "cause", "deed")
    assert ["over after 49s"] == way(root, "end")


def test_the_same_in_chinese() -> None:
    """Names, roles and screens."""
    root = book_of("paper").chart("zh").root

    assert ["D01 · 收银员", "屏幕：打印机缺纸", "R01 · 收银员"] == [
        text for text in way(root, "check", "seen", "deed") if text != "收银员"
    ]


def test_whom_somebody_asks_stands_behind_an_arrow() -> None:
    """The query goes to the acquirer."""
    heads = [box.head for box in book_of("lost").chart("en").root.all()]

    assert "D03 · cashier → acquirer's support" in heads


def test_what_no_check_tells_stands_behind_a_box_that_says_so(book: Book) -> None:
    """At the end of the chart, dashed."""
    last = book.chart("en").root.to[-1]

    assert ("no check tells these", False) == (last.words, last.proven)
    assert ["F10 F23"] == [box.head for box in last.to]


def test_an_end_says_whether_a_remedy_is_proven(book: Book) -> None:
    """And whether somebody still lacks something."""
    ends = {box.foot: box for box in book.chart("en").root.all() if box.sort == "end"}

    assert (True, True) == (ends["paper"].proven, ends["paper"].is_whole)
    assert (False, False) == (ends["unasked"].proven, ends["unasked"].is_whole)


def test_a_cause_has_one_box_for_all_that_may_have_to_be_done() -> None:
    """Each remedy is a way of its own behind it."""
    (first,) = book_of("paper").branches
    other = replace(first, scenario="other", checks=(), deeds=())
    tree = tree_of([replace(first, checks=()), other])
    (untold,) = chart_of("S1", tree, (), "en").root.to
    (cause,) = untold.to

    assert ("F07", {"deed", "end"}) == (cause.head, {box.sort for box in cause.to})


def test_many_scenarios_are_named_by_the_first() -> None:
    """With how many more there are; the page names all."""
    (first,) = book_of("paper").branches
    alike = [replace(first, scenario=name) for name in ("a", "b", "c")]
    ends = [b for b in chart_of("S1", tree_of(alike), (), "en").root.all() if b.sort == "end"]

    assert ["a, 2 more"] == [box.foot for box in ends]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_role_and_every_deed_has_words(lang: str) -> None:
    """Whoever may take a step in a scenario, or stand in the table of deeds."""
    keys = [f"{who}.{action.name}" for who in WHO for action in of(who)] + list(NUMBERS)
    parts = {part_of(key) for key in keys}

    assert {part.role for part in parts} <= set(ROLES)
    assert all(role_words(role, lang) for role in ROLES)
    assert {part.asks for part in parts} <= {*ROLES, ""}


def test_times_are_told_as_people_count_them() -> None:
    """Whole seconds, from an hour up whole minutes; beforehand; from the first to the last."""

    assert "+20s" == span_words(20 * SECOND + 400_000, 20 * SECOND, "en")
    assert "+1h30m" == span_words(HOUR + 30 * 60 * SECOND + SECOND, HOUR * 3 // 2, "en")
    assert "beforehand" == span_words(-SECOND, -SECOND, "en")
    assert "+2s to 5s" == span_words(2 * SECOND, 5 * SECOND, "en")
    assert "2d" == span_words(2 * DAY, 2 * DAY, "en", plus=False)


def test_an_end_is_told_over_several_stories() -> None:
    """Of a time only those who had to wait; of what is missing also those who miss nothing."""
    ends = [{"paper_us": 20 * SECOND, "unpaid_fen": 6600}, {"paper_us": 30 * SECOND}, {}]

    assert "slip in hand after 20s to 30s; 0.00 CNY to 66.00 CNY still unpaid" == end_words(
        ends, "en"
    )
    assert "" == end_words([{}], "en")


def test_about_what_nobody_does_anything_the_harm_stands() -> None:
    """A box is never empty."""
    (first,) = book_of("paper").branches
    left = replace(first, end={}, deeds=(), checks=())
    done = replace(first, end={}, scenario="other")
    words = {b.foot: b.words for b in _chart_of(left, done).root.all() if b.sort == "end"}

    assert "customer has a slip 49s after the debit, else 4s" == words["paper"]
    assert "nothing is left of it" == words["other"]
