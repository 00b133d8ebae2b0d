"""PINs: read, compared, and shown nowhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.domain.card import Secret
from emulator.domain.plan import Scenario
from emulator.domain.problem import Problem
from emulator.scenario.pins import without_pins
from emulator.scenario.reader import read_text

Read = Callable[..., Scenario]
ProblemsOf = Callable[..., tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('{pin: "472913", bank: icbc}', "{pin: yes     , bank: icbc}"),
        ("{pin: '472913', bank: icbc}", "{pin: yes     , bank: icbc}"),
        ("{pin: 472913, bank: icbc}", "{pin: yes   , bank: icbc}"),
        ("{pin: 4729}", "{pin: yes }"),
        ('{"pin" :  "472913"}', '{"pin" :  yes     }'),
        ("{pin: yes}", "{pin: yes}"),
        ("{pin: no}", "{pin: no}"),
    ],
)
def test_the_text_is_kept_without_the_pin(read: Read, written: str, kept: str) -> None:
    """`yes` stands in its place, and nothing behind it moves."""
    scenario = read(f"given:\n  card: {written}   # 借记卡\n")

    assert f"  card: {kept}   # 借记卡\n" in scenario.source
    assert "4729" not in scenario.source


def test_each_of_several_cards_loses_its_pin(read: Read) -> None:
    """Also where the value stands on a line of its own."""
    cards = '    a: {pin: "472913"}\n    b:\n      pin:\n        "558372"\n    c: {}\n'
    text = f"given:\n  cards:\n{cards}"
    scenario = read(text)

    assert not {"472913", "558372"} & set(scenario.source.replace('"', " ").split())
    assert len(text) + len("scenario: v1\n") == len(scenario.source)


def test_a_comment_loses_its_pin_too() -> None:
    """Whoever comments a line out has not made its PIN harmless."""
    text = 'given:\n  # card: {pin: "472913"}\n  batch: "000001"\n'

    assert "472913" not in without_pins(text)
    assert 'batch: "000001"' in without_pins(text)


def test_the_pin_itself_is_read(read: Read) -> None:
    """What is kept from the text still counts in the shop."""
    (account,) = read('given: {card: {pin: "472913"}}').given.cardholders

    assert account.card.pin is not None
    assert account.card.pin.matches(Secret("472913"))


def test_what_is_kept_reads_like_the_original(read: Read) -> None:
    """Only the PIN differs."""
    scenario = read('given: {card: {pin: "472913", balance: 7.00 CNY}}')
    (again,) = read_text(scenario.source, levers={})

    assert 700 == again.given.cardholders[0].balance_fen
    assert scenario.source == again.source


@pytest.mark.parametrize(
    "pin",
    ['"\\x34\\x37\\x32\\x39"', ">-\n      4729", "|\n      4729", "$digits"],
)
def test_a_pin_that_could_not_be_taken_out_is_refused(pin: str, problems_of: ProblemsOf) -> None:
    """Escapes, folded texts and values of a matrix hide where the digits stand."""
    matrix = 'matrix: {digits: ["4729"]}\n' if "$" in pin else ""
    problems = problems_of(f"{matrix}given:\n  card:\n    pin: {pin}\n")

    assert ["E220"] == [problem.code for problem in problems]
    assert "4729" not in problems[0].render("en")


def test_no_shipped_scenario_spells_a_pin_out() -> None:
    """They have nothing to hide, and nobody copies a bad habit from them."""
    folder = Path(__file__).parents[2]
    files = [
        *(folder / "scenarios").rglob("*.yaml"),
        *(folder / "docs" / "examples").glob("*.yaml"),
    ]
    for file in files:
        text = file.read_text(encoding="utf-8")

        assert text == without_pins(text)
