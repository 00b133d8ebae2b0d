"""Who does which step when."""

from collections.abc import Callable
from datetime import datetime

import pytest

from emulator.director import Director
from emulator.domain.plan import Instant, Pattern, Step, Trigger
from emulator.kernel.world import World

AFTER_1S = Trigger(after_us=1_000_000)


class Stage:
    """A world in which every step takes two seconds, except those called `stuck` and `endless`."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2, 10, 0))
        self.done: list[tuple[str, int]] = []
        self.director = Director(self.world, self.act, lambda instant: instant.at_us or 0)

    def act(self, step: Step, on_done: Callable[[str], None]) -> None:
        self.done.append((step.action, self.world.now_us))
        if step.action == "stuck":
            on_done("stuck")
        elif step.action != "endless":
            self.world.after(2_000_000, on_done, "done")

    def play(self, *steps: Step) -> list[tuple[str, float]]:
        self.director.start(steps)
        self.world.run_until(60_000_000)
        return [(action, at_us / 1e6) for action, at_us in self.done]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def step(action: str, trigger: Trigger = Trigger()) -> Step:  # noqa: B008 - a frozen value
    return Step(who="cashier", action=action, trigger=trigger)


def at(us: int) -> Trigger:
    return Trigger(at=Instant(at_us=us))


def on(kind: str, nth: int = 1, after_us: int = 0) -> Trigger:
    return Trigger(when=Pattern(source="till", kind=kind, nth=nth), after_us=after_us)


def test_steps_follow_one_another(stage: Stage) -> None:
    """A step begins its delay after the end of the one before."""
    assert [("a", 0), ("b", 3), ("c", 5)] == stage.play(step("a"), step("b", AFTER_1S), step("c"))


def test_a_stuck_step_lets_the_next_one_come(stage: Stage) -> None:
    """Being stuck is an end, too: what follows is what frees it."""
    assert [("stuck", 0), ("b", 1)] == stage.play(step("stuck"), step("b", AFTER_1S))


def test_a_step_with_a_moment_of_its_own_waits_for_nobody(stage: Stage) -> None:
    """`at` begins a chain beside the others."""
    played = stage.play(step("endless"), step("b", at(5_000_000)), step("c", AFTER_1S))

    assert [("endless", 0), ("b", 5), ("c", 8)] == played


def test_a_step_waits_for_the_nth_event_since_the_start(stage: Stage) -> None:
    """Events count from the beginning of the story, not from when the chain's turn comes."""
    for us in (1_000_000, 4_000_000, 9_000_000):
        stage.world.after(us, stage.world.note, "till", "rang")

    assert [("a", 0), ("b", 4.5)] == stage.play(step("a"), step("b", on("rang", 2, 500_000)))


def test_what_was_never_begun_is_known(stage: Stage) -> None:
    """A step whose event never came, and the ones behind it, are unreached."""
    stage.play(step("a"), step("b", on("rang")), step("c"))

    assert [1, 2] == stage.director.unreached()
    assert not stage.director.is_through


def test_what_never_ended_is_known(stage: Stage) -> None:
    """A step that somebody still does is unfinished, and what follows it unreached."""
    stage.play(step("a"), step("endless"), step("c"))

    assert [1] == stage.director.unfinished()
    assert [2] == stage.director.unreached()


def test_a_story_that_was_played_to_its_end_is_through(stage: Stage) -> None:
    """Nothing is left over."""
    stage.play(step("a"), step("stuck"))

    assert stage.director.is_through
    assert ([], []) == (stage.director.unreached(), stage.director.unfinished())


def test_a_note_is_done_by_nobody(stage: Stage) -> None:
    """It is in the trace, and costs no time."""
    note = Step(who="note", action="note", options={"text": "look"})

    assert [("b", 0)] == stage.play(note, step("b"))
    assert ["step_began", "step_ended"] == [e.kind for e in stage.world.trace][:2]
