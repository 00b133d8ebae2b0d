"""A world in step with a wall clock that the test holds in its hand."""

import asyncio
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from emulator.clock.paced import SLICE_US, STRIDE_US, Pace, RealWall
from emulator.domain.moments import MS, SECOND
from emulator.kernel.world import World


class HandWall:
    """A wall clock that goes on only while somebody waits by it."""

    def __init__(self) -> None:
        self.now_us = 7_000_000
        self.waits: list[int | None] = []

    async def wait(self, news: asyncio.Event, us: int | None) -> None:
        self.waits.append(us)
        await asyncio.sleep(0)
        if news.is_set():
            return
        if us is None:
            await news.wait()
        else:
            self.now_us += us


def world() -> World:
    return World(seed=0, start=datetime(2026, 11, 20, 9, 0))


def test_things_happen_when_the_wall_clock_says_so() -> None:
    """What is due 3 s from now happens 3 s of wall time later."""
    bed, wall = world(), HandWall()
    seen: list[tuple[int, int]] = []
    bed.after(3 * SECOND, lambda: seen.append((bed.now_us, wall.now_us)))

    asyncio.run(Pace(bed, wall=wall).run(5 * SECOND))

    assert [(3 * SECOND, 10 * SECOND)] == seen
    assert (5 * SECOND, 12 * SECOND) == (bed.now_us, wall.now_us)


def test_a_faster_pace_waits_less() -> None:
    """At ten times the pace, 5 s of the run take half a second."""
    bed, wall = world(), HandWall()

    asyncio.run(Pace(bed, wall=wall, times=10).run(5 * SECOND))

    assert 7_500_000 == wall.now_us


def test_an_arrival_comes_after_all_that_was_due_before_it() -> None:
    """What was due before the moment of the arrival has happened when the arrival does."""
    bed, wall = world(), HandWall()
    pace, seen = Pace(bed, wall=wall), list[str]()
    bed.after(2 * SECOND, seen.append, "due")
    wall.now_us += 3 * SECOND

    pace.arrive(seen.append, "arrival")

    assert ["due", "arrival"] == seen
    assert 3 * SECOND == bed.now_us


def test_an_arrival_gives_what_its_deed_gives() -> None:
    """The answer of whatever an arrival does reaches who brought it."""
    assert 5 == Pace(world(), wall=HandWall()).arrive(len, "abcde")


def test_an_arrival_wakes_a_driver_that_has_nothing_to_do() -> None:
    """A driver without anything due goes on when an arrival brings something."""
    bed, wall = world(), HandWall()
    pace, seen = Pace(bed, wall=wall), list[int]()

    async def story() -> None:
        running = asyncio.create_task(pace.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        pace.arrive(bed.after, SECOND, lambda: (seen.append(bed.now_us), pace.stop()))
        await running

    asyncio.run(story())

    assert [SECOND] == seen
    assert None in wall.waits


def test_a_part_that_hears_an_answer_at_once_does_not_run_the_world_within_itself() -> None:
    """An arrival from within the world happens at the world's moment."""
    bed, wall = world(), HandWall()
    pace, seen = Pace(bed, wall=wall), list[int]()
    bed.after(SECOND, lambda: pace.arrive(lambda: seen.append(bed.now_us)))
    bed.after(2 * SECOND, lambda: seen.append(bed.now_us))
    wall.now_us += 9 * SECOND

    pace.catch_up()

    assert [SECOND, 2 * SECOND] == seen


def test_held_time_stands_still() -> None:
    """While time is held an arrival happens at the moment at which it was held."""
    bed, wall = world(), HandWall()
    pace = Pace(bed, wall=wall)
    wall.now_us += SECOND
    pace.hold()
    wall.now_us += 60 * SECOND

    assert SECOND == pace.arrive(lambda: bed.now_us)

    pace.go_on()
    wall.now_us += SECOND

    assert 2 * SECOND == pace.arrive(lambda: bed.now_us)


def test_restart_takes_the_world_as_it_is() -> None:
    """After somebody let the world run ahead, it is paced from there."""
    bed, wall = world(), HandWall()
    pace = Pace(bed, wall=wall)
    bed.run_until(60 * SECOND)

    pace.restart()
    wall.now_us += SECOND

    assert 61 * SECOND == pace.now_us


def test_a_process_that_slept_catches_up_in_slices() -> None:
    """Others in the event loop get their turn while a late world runs to the present."""
    bed, wall = world(), HandWall()
    pace, turns = Pace(bed, wall=wall), list[int]()
    wall.now_us += 4 * STRIDE_US
    for stride in range(4):
        bed.after(stride * STRIDE_US, lambda: setattr(wall, "now_us", wall.now_us + SLICE_US))

    async def other() -> None:
        while bed.now_us < 4 * STRIDE_US:
            turns.append(bed.now_us)
            await asyncio.sleep(0)

    async def story() -> None:
        await asyncio.gather(pace.run(4 * STRIDE_US), other())

    asyncio.run(story())

    assert [STRIDE_US, 2 * STRIDE_US, 3 * STRIDE_US] == turns


def test_at_the_end_of_a_stretch_time_stands() -> None:
    """What arrives after the moment to which time was let pass, arrives at that moment."""
    bed, wall = world(), HandWall()
    pace = Pace(bed, wall=wall)
    asyncio.run(pace.run(SECOND))
    wall.now_us += 60 * SECOND

    assert SECOND == pace.arrive(lambda: bed.now_us)


@given(st.lists(st.integers(0, 3 * SECOND), max_size=8), st.integers(1, 7))
def test_nothing_happens_early(due: list[int], times: int) -> None:
    """At any pace, everything happens at its moment and in the order of moments."""
    bed, wall = world(), HandWall()
    seen: list[int] = []
    for us in due:
        bed.after(us, lambda: seen.append(bed.now_us))

    asyncio.run(Pace(bed, wall=wall, times=times).run(3 * SECOND))

    assert sorted(due) == seen
    assert wall.now_us - 7_000_000 >= 3 * SECOND // times


def test_the_machines_clock_waits_no_longer_than_told() -> None:
    """Waiting for news that never comes ends when the time is over."""
    wall = RealWall()

    async def story() -> int:
        began_us = wall.now_us
        await wall.wait(asyncio.Event(), 2 * MS)
        return wall.now_us - began_us

    assert asyncio.run(story()) >= 2 * MS


def test_bound_time_passes_second_by_second() -> None:
    """Whatever speed and leap were asked for; both are made up for when it is unbound."""
    bed, wall = world(), HandWall()
    pace, seen = Pace(bed, wall=wall, times=60), list[tuple[int, int]]()

    def bind() -> None:
        pace.bind()
        bed.after(2 * SECOND, lambda: seen.append((bed.now_us, wall.now_us - 7 * SECOND)))
        bed.after(3 * SECOND, unbind)

    def unbind() -> None:
        pace.set_times(10)
        pace.unbind()

    bed.after(60 * SECOND, bind)
    pace.skip_to(3600 * SECOND)
    asyncio.run(pace.run(7200 * SECOND))

    assert [(62 * SECOND, 2 * SECOND)] == seen
    assert (7200 * SECOND, 3 + 360) == (bed.now_us, (wall.now_us - 7 * SECOND) // SECOND)


def test_a_leap_asked_for_while_time_is_bound_has_to_wait() -> None:
    """The present moment stays what it is until time is unbound."""
    bed, wall = world(), HandWall()
    pace = Pace(bed, wall=wall)
    pace.bind()
    pace.skip_to(60 * SECOND)
    bound_us = pace.now_us
    pace.unbind()

    assert (0, 60 * SECOND) == (bound_us, pace.now_us)
    assert not pace.is_bound


def test_bound_time_may_stand_still() -> None:
    """A pause is a pause also while equipment takes part."""
    bed, wall = world(), HandWall()
    pace = Pace(bed, wall=wall)
    pace.bind()
    pace.hold()
    wall.now_us += SECOND
    held_us = pace.now_us
    pace.unbind()

    assert (0, True, 0) == (held_us, pace.is_held, pace.now_us)
