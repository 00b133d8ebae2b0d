"""The glossary has every word that code, messages and scenarios are written in."""

import re

import pytest
from pages import ROOT

from emulator.domain.event_table import LINES, SCREENS
from emulator.domain.texts import pattern
from emulator.domain.transaction import KINDS
from emulator.domain.vocabulary import CHECKS, FATES

PAGE = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TRACE = (ROOT / "docs/reference/trace.md").read_text(encoding="utf-8")


def tables():
    """Each table of the page by its heading, as rows of three cells."""
    found = {}
    for part in PAGE.split("\n## ")[1:]:
        heading, _, rest = part.partition("\n")
        rows = [line.strip("| ").split(" | ") for line in rest.splitlines() if line[:1] == "|"]
        found[heading] = rows[2:]
    return found


def names(heading):
    """The middle column, without the marks of code."""
    return [row[1].strip("`") for row in tables()[heading]]


def record_names():
    """The standard records, as the reference of the trace lists them."""
    line = next(line for line in TRACE.splitlines() if line.startswith("Standard record names:"))
    return sorted({*re.findall(r"`([a-z_]+)`", line), "replacement"})


def test_every_kind_of_transaction_is_there():
    """By the name that traces and scenarios use."""
    assert sorted(KINDS) == sorted(names("Transactions"))


def test_every_record_is_there():
    """By the name that the storage's events use."""
    assert record_names() == sorted(names("Records"))


def test_every_check_is_there():
    """By the name under which it is waived."""
    assert sorted(CHECKS) == sorted(names("Checks"))


def test_every_screen_is_there():
    """By the name that expectations use."""
    assert sorted(SCREENS) == sorted(names("Screens"))


@pytest.mark.parametrize("row", tables()["Screens"], ids=lambda row: row[1])
def test_the_words_of_a_screen_are_those_on_the_display(row):
    """In both languages, the first line."""
    id = f"lcd.{row[1].strip('`')}"
    lines = [pattern(id, lang).split("\n")[0] for lang in ("zh", "en")]

    assert lines == [row[0], row[2]]


@pytest.mark.parametrize("row", tables()["Checks"], ids=lambda row: row[1])
def test_the_words_of_a_check_are_those_of_the_messages(row):
    """In both languages, the sentence about it."""
    id = f"check.{row[1].strip('`')}.about"

    assert [pattern(id, "zh"), pattern(id, "en")] == [row[0], row[2]]


@pytest.mark.parametrize("word", [*FATES, *LINES, "long", "short", "STAN", "PAN", "MTI", "MAC"])
def test_a_word_of_the_trade_is_there(word):
    """Fates, lines, and what statements and messages speak of."""
    assert any(word in cell for row in tables()["Words"] for cell in row[1:])


@pytest.mark.parametrize("heading", tables())
def test_a_table_is_sorted(heading):
    """By the English column, so that a word is found."""
    keys = [name.casefold().replace("_", " ") for name in names(heading)]

    assert sorted(keys) == keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("heading", tables())
def test_every_row_is_whole(heading):
    """Three cells, the first in Chinese."""
    for row in tables()[heading]:
        assert 3 == len(row)
        assert re.search(r"[\u4e00-\u9fff]", row[0])
        assert all(row)


def test_a_fate_is_what_the_code_calls_one():
    """The glossary's third column names all of them."""
    fate = next(row for row in tables()["Words"] if row[1] == "fate")

    assert [] == [name for name in FATES if name not in fate[2]]
