"""A stretch of the past that is gone through again."""

from datetime import datetime
from typing import Any

import pytest

from emulator.kernel.world import World
from emulator.printer.timeline import Timeline


class Ticker:
    """Notes a tick every 10 us."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2))
        self.time = Timeline(self.world)
        self.ticks: list[int] = []

    def tick(self) -> None:
        self.ticks.append(self.time.now_us)
        self.time.record("printer", "cooled", {"tick": len(self.ticks)})
        if len(self.ticks) < 5:
            self.time.after(10, self.tick)

    @property
    def noted(self) -> list[tuple[int, Any]]:
        self.world.finish()
        return [(event.at_us, event.detail["tick"]) for event in self.world.trace]


@pytest.mark.parametrize(("now_us", "told"), [(25, 3), (30, 3), (30, 4), (31, 4)])
def test_what_was_told_is_not_told_twice_and_the_rest_goes_on(now_us: int, told: int) -> None:
    """From moment 0 up to now; a tick at the very moment belongs to whoever told it or not."""
    ticker = Ticker()
    ticker.world.run_until(now_us)
    ticker.time.go_through(0, ticker.tick, told=told)
    gone_through = list(ticker.ticks)
    ticker.world.run_until(100)

    assert [0, 10, 20, 30][:told] == gone_through
    assert [0, 10, 20, 30, 40] == ticker.ticks
    assert [(10 * (n - 1), n) for n in range(told + 1, 6)] == ticker.noted


def test_the_past_must_be_as_it_was_told() -> None:
    """More told than happened is a mistake of ours."""
    ticker = Ticker()
    ticker.world.run_until(25)

    with pytest.raises(AssertionError):
        ticker.time.go_through(0, ticker.tick, told=4)


def test_outside_the_past_it_is_the_worlds_time() -> None:
    """The present moment, calls and events of the world."""
    ticker = Ticker()
    ticker.world.run_until(7)
    ticker.tick()
    ticker.world.run_until(60)

    assert [7, 17, 27, 37, 47] == ticker.ticks
    assert 5 == len(ticker.noted)
