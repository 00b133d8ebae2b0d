"""What came from outside comes again at the same moment and in the same order."""

from datetime import datetime
from functools import partial

from emulator.clock.replayed import ReplayedClock
from emulator.domain.moments import SECOND
from emulator.kernel.world import World


def world() -> World:
    return World(seed=0, start=datetime(2026, 11, 20, 9, 0))


def test_an_arrival_comes_after_all_that_was_due_at_its_moment() -> None:
    """At one and the same instant the world's own doings come first, also those they lead to."""
    bed, seen = world(), list[str]()
    bed.after(SECOND, lambda: bed.after(0, seen.append, "due"))
    clock = ReplayedClock([(SECOND, partial(seen.append, "arrival"))])

    clock.drive(bed, 2 * SECOND)

    assert ["due", "arrival"] == seen
    assert 2 * SECOND == bed.now_us


def test_an_arrival_waits_for_the_stretch_of_time_that_it_belongs_to() -> None:
    """An arrival later than the stretch does not come before its time."""
    bed, seen = world(), list[int]()
    clock = ReplayedClock([(3 * SECOND, lambda: seen.append(bed.now_us))])

    clock.drive(bed, 2 * SECOND)

    assert [] == seen

    clock.drive(bed, 3 * SECOND)

    assert [3 * SECOND] == seen


def test_arrivals_out_of_order_do_not_turn_time_back() -> None:
    """A recording that was tampered with leads to another run, not to an impossible one."""
    bed, seen = world(), list[int]()
    come = partial(lambda: seen.append(bed.now_us))
    clock = ReplayedClock([(2 * SECOND, come), (SECOND, come), (-SECOND, come)])

    clock.drive(bed, 4 * SECOND)

    assert [2 * SECOND] * 3 == seen
