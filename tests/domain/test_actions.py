"""The table of what people can do."""

from itertools import groupby

import pytest

from emulator.domain import actions
from emulator.domain.actions import ACTIONS, Action
from emulator.domain.texts import has
from emulator.domain.transaction import KINDS


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_an_action_is_found_by_each_of_its_words(action: Action) -> None:
    """Every spelling leads to the action, and to no other one."""
    assert all(
        action is actions.find(action.who, word, on_menu=action.on_menu) for word in action.words
    )


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_options_are_well_formed(action: Action) -> None:
    """Names differ, the main option exists, choices are there where they belong."""
    names = [option.name for option in action.options]

    assert len(names) == len(set(names))
    assert not action.main or action.option(action.main)
    assert all(bool(o.choices) for o in action.options if o.kind == actions.CHOICE)


def test_nobody_says_one_word_for_two_actions() -> None:
    """The words of one person and menu are all different."""
    for _, group in groupby(ACTIONS.values(), key=lambda action: (action.who, action.on_menu)):
        words = [word for action in group for word in action.words]

        assert len(words) == len(set(words))


def test_the_menu_has_every_transaction_that_a_cashier_starts() -> None:
    """What the terminal sends by itself is not on the menu; cash and reprint send nothing."""
    menu = {action.name for action in actions.of("cashier", on_menu=True)}

    assert set(KINDS) - {"echo", "batch_upload", "reversal"} == menu - {
        "cash", "cash_refund", "discount", "reprint", "detail", "totals", "lock",
        "test_connection",
    }  # fmt: skip


def test_an_unknown_word_is_nobodys_action() -> None:
    """None stands for a word that means nothing."""
    assert actions.find("cashier", "dance") is None
    assert actions.find("customer", "sale", on_menu=True) is None
    assert ACTIONS["cashier", "sale"].option("colour") is None


@pytest.mark.parametrize(
    ("kind", "key"), [(actions.MONEY, "x_fen"), (actions.DURATION, "x_us"), (actions.TEXT, "x")]
)
def test_the_unit_is_part_of_the_key(kind: str, key: str) -> None:
    """Money is kept as fen, time as microseconds."""
    assert key == actions.Option("x", kind).stored_as


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
def test_an_action_can_be_told_to_a_person(action: Action) -> None:
    """Reports name actions in both languages."""
    assert has(f"action.{action.who}.{action.name}")
