"""The tables of names and the pages that people read say the same."""

import re
from pathlib import Path

import pytest

from emulator.domain.detail_words import DETAIL_WORDS, words_of
from emulator.domain.event_table import SCREENS
from emulator.domain.transaction import KINDS
from emulator.domain.vocabulary import (
    ALIASES,
    ANSWERS,
    CHECKS,
    COMPOUND_DETAILS,
    DURABLE_EVENTS,
    EVENTS,
    FACTS,
    HOLDER_FACTS,
    MESSAGE_DETAILS,
    REQUESTS,
    WHOLE_NUMBER_DETAILS,
    YES_NO_DETAILS,
)

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
TRACE = (REFERENCE / "trace.md").read_text(encoding="utf-8")
FACT_PAGE = (REFERENCE / "facts.md").read_text(encoding="utf-8")

WORD = re.compile(r"`([a-z_]+)`")
ALL_DETAILS = {detail for details in EVENTS.values() for detail in details}


def section(title: str) -> str:
    """The text of the page from one heading to the next."""
    found = re.search(rf"^## {title}.*?$(.*?)(?=^## |\Z)", TRACE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def kinds_of(source: str) -> set[str]:
    """The kinds that the table has for a source."""
    return {n.rpartition(".")[2] for n in EVENTS if n.rpartition(".")[0] == source}


@pytest.mark.parametrize(
    "source", ["bench", "console", "storage", "printer", "acquirer", "clearing", "desk", "monitor"]
)
def test_the_kinds_of_a_source_are_those_of_the_page(source: str) -> None:
    """No event is missing on either side."""
    written = {word for row in rows(section(source)) for word in WORD.findall(row[0])}

    assert written == kinds_of(source)


@pytest.mark.parametrize("source", ["cashier", "cardholder", "supervisor", "support", "world"])
def test_the_kinds_of_people_are_those_of_the_page(source: str) -> None:
    """People stand in one table, a row for each."""
    (row,) = [row for row in rows(section("people")) if row[0] == f"`{source}`"]
    outside = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", row[1])

    assert set(WORD.findall(outside)) == kinds_of(source)


@pytest.mark.parametrize("source", ["terminal", "issuer"])
def test_the_kinds_of_a_source_without_table(source: str) -> None:
    """Where the page lists kinds in a sentence, all of them are there."""
    text = section(source)

    assert all(f"`{kind}`" in text for kind in kinds_of(source))


def test_lines_have_the_details_of_a_message() -> None:
    """Every detail of a message on a line is on the page."""
    text = section("lines")

    assert all(f"`{detail}`" in text for detail in EVENTS["uplink.sent"])
    assert {"sent", "not_sent", "delivered", "lost"} == kinds_of("uplink")
    assert kinds_of("uplink") == kinds_of("issuer_line")
    assert set(MESSAGE_DETAILS) < set(EVENTS["uplink.sent"])


def test_every_detail_is_on_the_page() -> None:
    """A detail that the table has is written somewhere in backticks."""
    written = {
        word for text in re.findall(r"`([^`]+)`", TRACE) for word in re.findall(r"\w+", text)
    }

    assert set() == ALL_DETAILS - written - {"host", "shop"}


def test_screens_are_those_of_the_page() -> None:
    """The same screens, with the same values."""
    page = {
        screen: tuple(WORD.findall(re.sub(r"\([^)]*\)", "", row[1])))
        for row in rows(section("Screens"))
        for screen in WORD.findall(row[0])
    }

    assert page == dict(SCREENS)


def test_facts_are_those_of_the_page() -> None:
    """Every fact of the page can be asked for, and no other."""
    written = {name for row in rows(FACT_PAGE) for name in re.findall(r"`([^`]+)`", row[0])}
    general = {f"<holder>.{fact}" for fact in HOLDER_FACTS} | {"sale.<name>"}

    assert written == set(FACTS) | general


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_stands_for_an_event(alias: str) -> None:
    """Behind every handy name is a real event with real details, and no event is hidden by it."""
    event, where = ALIASES[alias]

    assert event in EVENTS
    assert set(where) <= set(EVENTS[event])
    assert alias not in EVENTS


def test_the_tables_agree_with_each_other() -> None:
    """Types are given only to details that exist; durable steps are events."""
    typed = {name.rpartition(".")[2] for name in WHOLE_NUMBER_DETAILS | YES_NO_DETAILS}

    assert typed <= ALL_DETAILS
    assert ALL_DETAILS >= COMPOUND_DETAILS
    assert set(DURABLE_EVENTS) <= set(EVENTS)
    assert len(CHECKS) == len(set(CHECKS))


def test_every_request_has_its_answer() -> None:
    """Nobody sends an MTI that is neither."""
    assert {kind.mti for kind in KINDS.values()} == set(REQUESTS)
    assert [f"{int(mti) + 10:04d}" for mti in REQUESTS] == list(ANSWERS)


@pytest.mark.parametrize("name", DETAIL_WORDS)
def test_words_are_those_of_a_detail_that_exists(name: str) -> None:
    """A table for a detail that no event has would refuse nothing."""
    event, _, detail = name.rpartition(".")

    assert detail in (EVENTS[event] if event else ALL_DETAILS)
    assert DETAIL_WORDS[name]


def test_words_for_one_event_win() -> None:
    """The same detail may mean something else elsewhere."""
    assert ("approved", "declined", "complete", "unprinted") == words_of(
        "storage.written", "outcome"
    )
    assert () == words_of("storage.written", "transaction")
    assert "merchant" in words_of("printer.slip_printed", "copy")
