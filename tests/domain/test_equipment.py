"""How things at the till may look, and what of it is trouble."""

import pytest

from emulator.domain.detail_words import words_of
from emulator.domain.equipment import SIGHTS, shows_trouble
from emulator.domain.vocabulary import EVENTS

BAD = [(name, word) for name, words in SIGHTS.items() for word in words[1:]]
WORKS = {name: words[0] for name, words in SIGHTS.items()}


def test_everything_as_it_should_be_is_no_trouble() -> None:
    """The first word of each is how it should look."""
    assert not shows_trouble(WORKS)
    assert not shows_trouble({})


@pytest.mark.parametrize(("name", "word"), [one for one in BAD if one != ("paper", "low")])
def test_one_thing_that_does_not_work_is_trouble(name: str, word: str) -> None:
    """Whatever all the others look like."""
    assert shows_trouble({**WORKS, name: word})


def test_paper_near_its_end_is_no_trouble() -> None:
    """Slips still come out; but somebody may act on it."""
    assert not shows_trouble({**WORKS, "paper": "low"})


@pytest.mark.parametrize("name", SIGHTS)
def test_a_condition_can_name_it(name: str) -> None:
    """With its words, and no others."""
    assert name in EVENTS["cashier.did"]
    assert SIGHTS[name] == words_of("cashier.did", name)
