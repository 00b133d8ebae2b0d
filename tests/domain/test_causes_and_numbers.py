"""The tables of what brings causes about, and of what carries out checks and recoveries."""

import pytest

from emulator.domain.actions import ACTIONS
from emulator.domain.causes import CAUSES, HABITS, REASONS, SETTINGS, levers_of
from emulator.domain.numbers import AWAIT_REVERSAL, GUARDS, NUMBERS, TERMINAL_REVERSES
from emulator.domain.plan import Given
from emulator.people.conduct import HABITS as KNOWN_HABITS
from emulator.proof.counterfactual import setting_of, with_settings
from emulator.scenario.catalogue import catalogue

BY_A_KEY = (AWAIT_REVERSAL, TERMINAL_REVERSES, "cashier.refuse_duplicate")
"""Deeds that no step names."""


@pytest.mark.parametrize("key", sorted(set(NUMBERS) - set(BY_A_KEY)))
def test_every_deed_is_an_action(key: str) -> None:
    """Somebody can be told to do it."""
    who, _, name = key.partition(".")

    assert (who, name) in ACTIONS


def test_every_number_is_in_the_catalogue() -> None:
    """And none of them is a cause or a symptom."""
    numbers = {number for found in NUMBERS.values() for number in found} | set(GUARDS)

    assert numbers <= set(catalogue())
    assert {"D", "R", "P"} >= {number[0] for number in numbers}


def test_causes_are_causes() -> None:
    """Every table speaks of causes of the catalogue, and one of them of all."""
    causes = {number for number in catalogue() if number.startswith("F")}

    assert causes == set(CAUSES)
    assert set(HABITS) | set(SETTINGS) <= causes


def test_every_habit_is_known() -> None:
    """By the name that `given.conduct` takes."""
    assert {habit for habits in HABITS.values() for habit in habits} <= set(KNOWN_HABITS)


PATHS = sorted({one.path for found in SETTINGS.values() for one in found})


@pytest.mark.parametrize("path", [*PATHS, *(path for g in GUARDS.values() for path, _ in g)])
def test_every_setting_can_be_read_and_put_back(path: str) -> None:
    """The path leads to a value of the shop, and to the same one when it is set."""
    given = Given()
    value = setting_of(given, path)

    assert given == with_settings(given, {path: value})


def test_a_cause_without_levers_has_none() -> None:
    """Its reason is told to the instructor and pulls nothing."""
    assert {()} == {levers_of(n) for n, ways in CAUSES.items() if ways in REASONS}
    assert () == levers_of("F99")
