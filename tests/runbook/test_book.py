"""A runbook in every form, whatever stands in the files that it is made from."""

import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from msgspec.structs import replace
from PIL import Image

from emulator.domain.texts import LANGUAGES
from emulator.proof.rules import prove
from emulator.runbook.book import FORMS, Book
from tests.runbook.conftest import book_of, told

ODD = 'a|b\x07 <x> & "q" ; #1 `c` *d*\nline'


def odd_book() -> Book:
    """A book of a story that is known by its title only, and whose title and name are odd."""
    scenario = replace(told("paper"), covers=("S1", "R01"), title=ODD, title_en=ODD, name=ODD)
    return Book.of("S1", [scenario], [prove(scenario)])


def test_odd_titles_do_not_break_a_form() -> None:
    """The picture is XML, the table has its columns, the diagram its lines, JSON is read back."""
    book = odd_book()
    page = book.written("markdown", "en").decode()
    rows = [row for row in page.splitlines() if row.startswith("|")]

    assert ET.fromstring(book.written("svg", "en")).tag.endswith("svg")
    assert {7} == {row.count("|") for row in rows}
    assert "<x>" not in re.sub("`[^`]*`", "", page)
    assert "\x07" not in page
    assert r"a|b\x07" in json.loads(book.written("json", "en"))["branches"][0]["title"]
    assert "PNG" == Image.open(io.BytesIO(book.written("png", "en"))).format


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_is_behind_every_branch(book: Book, lang: str) -> None:
    """A row for each, with harm, check, deeds, what becomes of it without, time and scenario."""
    page = book.written("markdown", lang).decode()
    rows = [row for row in page.splitlines() if row.startswith("| **F")]

    assert ["cover", "lost", "paper", "unasked"] == sorted(
        re.findall(r"`([a-z]+)`", " ".join(rows))
    )
    assert all("**F" in row for row in rows)
    assert sum("**R" in row for row in rows) == 3


def test_the_page_leads_to_its_picture(book: Book) -> None:
    """If there is one."""

    assert "(S1.en.svg)" in book.written("markdown", "en", picture="S1.en.svg").decode()
    assert ".svg" not in book.written("markdown", "en").decode()


def test_no_card_number_stands_in_any_form(book: Book) -> None:
    """Neither in clear nor masked: nobody needs it."""
    for form in FORMS:
        if form != "png":
            assert "622202" not in book.written(form, "en").decode()


def test_an_empty_book_is_a_page_all_the_same() -> None:
    """The symptom, and that nothing is told of it."""
    book = Book(symptom="S5")

    assert all(book.written(form, lang) for form in FORMS for lang in LANGUAGES)
    assert {"causes": 0, "checks": 0, "recoveries": 0, "preventions": 0} == book.counts()


def test_json_has_what_the_chart_has(book: Book) -> None:
    """As many branches, and each box's words."""
    data = json.loads(book.written("json", "en"))
    words = {box.words for box in book_of("paper").chart("en").root.all() if box.sort == "deed"}
    paper = next(branch for branch in data["branches"] if branch["scenario"] == "paper")

    assert len(book.branches) == len(data["branches"])
    assert words == {deed["words"] for deed in paper["deeds"]}
