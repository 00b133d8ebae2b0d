"""Every shipped drill can be done by hand, and nobody passes who does nothing."""

import pytest
from player import assessed, doing_nothing, drills, model_of, perfect

from emulator.domain.verdict import Truth
from emulator.drills.critical import Played, mistakes
from emulator.drills.payments import payments_of
from emulator.drills.reading import doings_of
from emulator.drills.required import required_by
from emulator.interfaces.live.training import in_training
from emulator.runner import run

NAMES = sorted(drills())
SYMPTOMS = [f"S{number}" for number in range(1, 10)]


def test_there_are_drills_for_every_symptom_and_level() -> None:
    """At least twelve drills, of all three levels, cover all nine symptoms."""
    covered = {number for drill in drills().values() for number in drill.covers}

    assert 12 <= len(NAMES)
    assert {1, 2, 3} == {drill.drill.level for drill in drills().values()}
    assert set(SYMPTOMS) <= covered


def test_equipment_policy_books_and_disputes_are_practised() -> None:
    """What a cashier meets who thinks that everything is about the printer and the line."""
    assert {
        "board-dies-backup-takes-over",
        "booked-too-low-held-in-suspense",
        "disputed-and-won",
        "policy-stops-the-shop",
        "program-hangs",
        "reader-broken",
        "software-too-old",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_drill_has_a_briefing_in_both_languages(name: str) -> None:
    """Whoever takes a drill is told how things stand, in zh and en."""
    drill = drills()[name]

    assert drill.drill.briefing
    assert drill.drill.briefing_en
    assert drill.handbook
    assert drill.handbook_en


@pytest.mark.parametrize("name", NAMES)
def test_perfect_player_gets_full_marks(name: str) -> None:
    """Who does by hand what the model's cashier did passes with everything, and costs nothing."""
    found = assessed(name, perfect(name))

    assert ("passed", "good", 100) == (found.verdict, found.why, found.score.percent)
    assert () == found.mistakes == found.consequences


@pytest.mark.parametrize("name", NAMES)
def test_the_story_is_the_same_in_training(name: str) -> None:
    """Slips are a line longer there, and everything that the scenario expects still comes true."""
    result = run(in_training(drills()[name]))

    assert Truth.PASS is result.truth, [v for v in result.verdicts if v.truth is Truth.FAIL]


@pytest.mark.parametrize("name", NAMES)
def test_who_does_nothing_gets_nothing(name: str) -> None:
    """Nobody passes, and no points are given, for leaving the till as it was found."""
    found = assessed(name, doing_nothing(name))

    assert found.verdict != "passed"
    assert 0 == found.score.points


@pytest.mark.parametrize("name", NAMES)
def test_model_makes_no_mistake_and_does_something_unasked(name: str) -> None:
    """The model breaks no rule, and every drill asks for more than the customers ask for."""
    drill, events = drills()[name], list(model_of(name))
    played = Played(
        events=events, doings=doings_of(events, drill), payments=payments_of(events, copies=2)
    )
    required = required_by(drill, events)

    assert () == mistakes(played, played)
    assert required
    assert any(action.numbers for action in required) or not all(a.is_told for a in required)
