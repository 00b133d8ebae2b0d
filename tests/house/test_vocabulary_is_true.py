"""What happens is what the tables say can happen, or the reader would refuse what is true."""

from pathlib import Path

import pytest

from emulator.domain.detail_words import words_of
from emulator.domain.event_table import SCREENS
from emulator.domain.vocabulary import (
    COMPOUND_DETAILS,
    EVENTS,
    WHOLE_NUMBER_DETAILS,
    YES_NO_DETAILS,
)
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder


def wrong_about(name: str, detail: str, value: object) -> bool:
    """Tell whether a condition on this detail could not be written in a scenario."""
    if detail not in EVENTS[name]:
        return True
    words = words_of(name, detail)
    if words:
        return value not in words
    if detail in COMPOUND_DETAILS:
        return False
    if isinstance(value, bool):
        return detail not in YES_NO_DETAILS
    is_number = detail.endswith(("_fen", "_us")) or bool(
        {detail, f"{name}.{detail}"} & WHOLE_NUMBER_DETAILS
    )
    return is_number != isinstance(value, int)


@pytest.mark.parametrize("file", find_files([shipped_folder()]), ids=lambda file: file.stem)
def test_every_event_can_be_named_with_its_details(file: Path) -> None:
    """Names, details, words and types of everything that the shipped scenarios lead to."""
    wrong = {
        (event.name, detail, str(value))
        for scenario in load([file])
        for event in run(scenario).trace
        for detail, value in event.detail.items()
        if event.name not in EVENTS or wrong_about(event.name, detail, value)
    }

    assert set() == wrong


@pytest.mark.parametrize("file", find_files([shipped_folder()]), ids=lambda file: file.stem)
def test_screens_show_what_they_are_said_to_show(file: Path) -> None:
    """No screen has a value that the table does not know."""
    wrong = {
        (event.detail["screen"], detail)
        for scenario in load([file])
        for event in run(scenario).trace.named("console.displayed")
        for detail in event.detail
        if detail not in (*SCREENS[event.detail["screen"]], "screen", "backup")
    }

    assert set() == wrong
