"""A leap over hours that is under way goes to its end, whatever is done to the clock meanwhile."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from emulator.clock.paced import ManualWall, Pace
from emulator.domain.moments import HOUR, MINUTE
from emulator.kernel.world import World


@pytest.mark.parametrize(
    ("is_held", "turn"),
    [
        (False, Pace.hold),
        (True, Pace.go_on),
        (False, lambda pace: pace.set_times(10)),
    ],
    ids=["hold", "go_on", "set_times"],
)
def test_a_leap_beyond_this_stretch_of_time_is_not_cut_short(
    is_held: bool, turn: Callable[[Pace], None]
) -> None:
    """The run goes on in stretches of minutes, and the leap to the next morning over many."""

    async def leap() -> int:
        world = World(seed=0, start=datetime(2026, 11, 20, 9, 0))
        pace = Pace(world, wall=ManualWall(), is_held=is_held)
        first = asyncio.create_task(pace.run(10 * MINUTE))
        await asyncio.sleep(0)
        pace.skip_to(5 * HOUR)
        turn(pace)
        await first
        while world.now_us < 5 * HOUR:
            await pace.run(world.now_us + 10 * MINUTE)
        return world.now_us

    assert 5 * HOUR == asyncio.run(asyncio.wait_for(leap(), 10))
