"""What the shipped stories cover, and how they are kept."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from emulator.domain.plan import Scenario
from emulator.domain.texts import has
from emulator.runner import load
from emulator.scenario.catalogue import catalogue
from emulator.testbed import Given, Testbed

FOLDER = Path(__file__).parents[2] / "scenarios"
FILES = sorted(p for p in FOLDER.rglob("*.yaml") if p.parent.name != "shared")
SYMPTOMS = [f"S{number}" for number in range(1, 10)]


@cache
def stories() -> dict[str, Scenario]:
    """The first variant of each file, by file."""
    return {file.stem: next(iter(load([file], root=FOLDER))) for file in FILES}


def test_there_are_enough_stories() -> None:
    """At least twenty-four files, with names that are unlike."""
    assert 24 <= len(FILES) == len({file.stem for file in FILES})


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_every_symptom_has_two_stories_of_its_own_folder(symptom: str) -> None:
    """Each documented symptom is shown by at least two files, and has its folder."""
    covering = [name for name, story in stories().items() if symptom in story.covers]
    folder = [file for file in FILES if file.parent.name.startswith(f"{symptom}-")]

    assert len(covering) >= 2
    assert len(folder) >= 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_story_says_what_it_is_in_both_languages(file: Path) -> None:
    """Titles and the handbook's rule stand in zh and en; what it covers names its symptom."""
    story = stories()[file.stem]

    assert all((story.title, story.title_en, story.handbook, story.handbook_en))
    assert any(entry in SYMPTOMS for entry in story.covers)
    assert set(story.covers) <= {entry.id for entry in catalogue().values()}
    assert file.parent.name.split("-")[0] in story.covers


def test_stories_are_short() -> None:
    """The median file has at most forty lines."""
    lines = sorted(len(file.read_text(encoding="utf-8").splitlines()) for file in FILES)

    assert lines[len(lines) // 2] <= 40


def test_every_symptom_has_a_drill() -> None:
    """Trainers find a drill for each of the nine symptoms."""
    drills = Counter(c for s in stories().values() if "drill" in s.tags for c in s.covers)

    assert SYMPTOMS == [symptom for symptom in SYMPTOMS if drills[symptom]]


@pytest.mark.parametrize("lever", sorted(Testbed(Given()).levers))
def test_every_lever_has_its_sentence(lever: str) -> None:
    """A shopkeeper can read in zh and en what each lever does."""
    assert has(Testbed(Given()).levers[lever].sentence)
