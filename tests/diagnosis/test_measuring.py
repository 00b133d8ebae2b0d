"""How good the diagnosis is found to be."""

import pytest

from emulator.diagnosis.lessons import Lessons
from emulator.diagnosis.measuring import (
    ERRING,
    UNSURE,
    Ended,
    Manner,
    accuracy,
    asked_about,
    asked_about_strange,
    inseparable,
)
from emulator.diagnosis.situations import Situation
from tests.diagnosis.conftest import lesson


def situation(scenario: str, causes: str, /, **answers: str) -> Situation:
    return Situation(scenario=scenario, causes=tuple(causes.split()), answers=answers)


PAPER = situation("paper", "F07", symptom="S1", screen="fault", paper="out", lamp="lit")
CABLE = situation("cable", "F03", symptom="S6", screen="line", paper="in", lamp="dark")


def test_causes_that_tell_themselves_are_found(shop: Lessons) -> None:
    """Both first, in two questions each."""
    found = accuracy(asked_about(shop, [PAPER, CABLE]))

    assert (1.0, 1.0) == (found.top_1, found.top_3)
    assert 2 >= found.mean_questions


def test_an_answer_that_was_never_learnt_is_not_known(shop: Lessons) -> None:
    """It cannot be chosen from the list."""
    odd = situation("paper", "F07", symptom="S1", screen="melted", paper="out", lamp="lit")
    (end,) = asked_about(shop, [odd])

    assert "F07" == end.ranking[0]


def test_every_cause_of_a_situation_is_sought() -> None:
    """Where four are at work, one of them cannot be among three."""
    four = situation("a", "F01 F03 F07 F21")
    found = accuracy([Ended(four, ("F07", "F21", "F03", "F01"), 2)])

    assert (1, 4, 3, 1) == (found.situations, found.sought, found.among_three, found.named)
    assert 0.75 == found.top_3


def test_the_third_place_counts_and_the_fourth_does_not() -> None:
    """On both sides of the limit."""
    places = ("F01", "F03", "F07", "F21")

    assert 1.0 == accuracy([Ended(situation("a", "F07"), places, 1)]).top_3
    assert 0.0 == accuracy([Ended(situation("a", "F21"), places, 1)]).top_3


def test_of_one_cause() -> None:
    """Only situations that have it, and only whether it was found."""
    ends = [
        Ended(situation("a", "F01 F03"), ("F03", "F07", "F08", "F01"), 4),
        Ended(situation("b", "F03"), ("F03",), 2),
    ]

    assert (1, 1, 0) == _figures(accuracy(ends, "F01"))
    assert (2, 2, 2) == _figures(accuracy(ends, "F03"))


def _figures(found) -> tuple[int, int, int]:
    return found.situations, found.sought, found.among_three


@pytest.mark.parametrize("manner", [UNSURE, ERRING])
def test_people_at_their_worst_find_no_more(shop: Lessons, manner: Manner) -> None:
    """And the same people find the same again."""
    many = [PAPER, CABLE] * 20
    ends = asked_about(shop, many, manner=manner)

    assert accuracy(asked_about(shop, many)).named >= accuracy(ends).named
    assert ends == asked_about(shop, many, manner=manner)


def test_who_knows_nothing_finds_nothing(shop: Lessons) -> None:
    """Beyond what brought them here."""
    (end,) = asked_about(shop, [CABLE], manner=Manner(unknown=1000))

    assert {"F03", "F23"} == set(end.ranking[:2])


def test_a_strange_story_is_asked_about_without_its_lessons() -> None:
    """Another story of the same cause has to be enough; a cause without one is not sought."""
    lessons = Lessons(
        lessons=(
            lesson("paper", "F07", symptom="S1", paper="out"),
            lesson("roll", "F07", symptom="S9", paper="out"),
            lesson("cable", "F03", symptom="S1", paper="in"),
        )
    )
    met = [
        situation("paper[1]", "F07", symptom="S1", paper="out"),
        situation("cable", "F03", symptom="S1", paper="in"),
    ]
    ends = asked_about_strange(lessons, met)

    assert [("F07",)] == [end.situation.causes for end in ends]


def test_what_nothing_tells_apart_is_said() -> None:
    """Two causes that look alike in all their lessons; a third that has a lesson of its own."""
    lessons = Lessons(
        lessons=(
            lesson("a", "F03", x="1"),
            lesson("b", "F21", x="1"),
            lesson("c", "F07", x="2"),
            lesson("d", "F07", x="1"),
        )
    )

    assert {"F03": ("F21",), "F21": ("F03",)} == inseparable(lessons)
