"""
Time in step with the wall clock, for worlds that meet people or equipment.

    pace = Pace(world)
    task = asyncio.create_task(pace.run())
    pace.arrive(printer.feed, data)      # whenever something comes in from outside

The wall clock is handed in, so that tests need not sleep. Left out: catching up slowly. A process
that was stopped for a while lets the world run to the present as fast as it goes.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, Protocol, TypeVar

from emulator.domain.moments import MS, SECOND
from emulator.kernel.world import World

P = ParamSpec("P")
T = TypeVar("T")

STRIDE_US = 250 * MS
"""Simulated time that passes at a stretch before others in the event loop get their turn."""


class Wall(Protocol):
    """A clock that goes by itself, and how to wait by it."""

    @property
    def now_us(self) -> int:
        """Microseconds since some moment in the past; never goes back."""

    async def wait(self, news: asyncio.Event, us: int | None) -> None:
        """Wait until there is news or so much time has passed; None waits for news alone."""


class RealWall:
    """The machine's own clock."""

    @property
    def now_us(self) -> int:
        """See `Wall.now_us`."""
        return time.monotonic_ns() // 1000

    async def wait(self, news: asyncio.Event, us: int | None) -> None:
        """See `Wall.wait`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if us is None else us / SECOND):
                await news.wait()


class Pace:
    """
    Keeps a world in step with a wall clock.

    Whatever comes from outside must go through `arrive`: it happens at the world's present moment,
    after everything that was due before. Nobody else may let this world's time pass.
    """

    def __init__(
        self, world: World, *, wall: Wall | None = None, times: int = 1, is_held: bool = False
    ) -> None:
        """
        Args:
            world: Its present moment is the wall clock's present moment from now on.
            wall: None is the machine's clock.
            times: Simulated seconds in a second, 1 or more.
            is_held: True lets time stand still until `go_on`.
        """
        assert times >= 1, "time passes"
        self._world = world
        self._wall = wall or RealWall()
        self._times = times
        self._news = asyncio.Event()
        self._is_stopped = False
        self._is_held = is_held
        self._is_busy = False
        self._until_us: int | None = None
        self._origin_us = world.now_us
        self._wall_origin_us = self._wall.now_us

    @property
    def now_us(self) -> int:
        """The moment of the run at which the world ought to be."""
        if self._is_held:
            return self._origin_us
        passed_us = (self._wall.now_us - self._wall_origin_us) * self._times
        now_us = max(self._origin_us + passed_us, self._world.now_us)
        return now_us if self._until_us is None else min(now_us, self._until_us)

    @property
    def is_held(self) -> bool:
        """True while time stands still."""
        return self._is_held

    def restart(self) -> None:
        """Make the world's present moment the wall clock's present moment, wherever it is."""
        self._origin_us = self._world.now_us
        self._wall_origin_us = self._wall.now_us
        self._is_held = False
        self._news.set()

    def hold(self) -> None:
        """Let time stand still at the present moment; what arrives, arrives at this moment."""
        if not self._is_held:
            self.catch_up()
            self._origin_us = self._world.now_us
            self._is_held = True

    def go_on(self) -> None:
        """Let time pass again, from the moment at which it stood still."""
        if self._is_held:
            self.restart()

    def catch_up(self) -> None:
        """
        Let everything happen that is due by now.

        Called from within the world, as by a part that writes to a line and hears the answer at
        once, it does nothing: the world is where it ought to be.
        """
        self._run_until(self.now_us)

    def arrive(self, act: Callable[P, T], /, *args: P.args, **settings: P.kwargs) -> T:
        """Do something from outside, now, after all that was due before; give what it gives."""
        self.catch_up()
        try:
            return act(*args, **settings)
        finally:
            self._news.set()

    def poke(self) -> None:
        """Look again when the next thing is due; for what was changed without `arrive`."""
        self._news.set()

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._is_stopped = True
        self._news.set()

    async def run(self, until_us: int | None = None) -> None:
        """
        Let time pass until it is cancelled or stopped, or the world has reached a moment.

        Args:
            until_us: Moment of the run, at which time then stands until this is called again; None
                never ends by itself.
        """
        self._until_us = until_us
        self._is_stopped = False
        while not self._is_stopped:
            self._news.clear()
            self._run_until(min(self.now_us, self._world.now_us + STRIDE_US))
            if until_us is not None and self._world.now_us >= until_us:
                return
            wait_us = self._wait_us(until_us)
            if wait_us == 0:
                await asyncio.sleep(0)
            else:
                await self._wall.wait(self._news, wait_us)

    def _wait_us(self, until_us: int | None) -> int | None:
        """Wall time until the next thing is due; None if only news can help."""
        due_us = self._world.next_us
        if until_us is not None:
            due_us = until_us if due_us is None else min(due_us, until_us)
        if due_us is None or self._is_held:
            return None
        # Rounded up: waking a moment early would only mean waiting again.
        return max(-((self.now_us - due_us) // self._times), 0)

    def _run_until(self, at_us: int) -> None:
        if self._is_busy or at_us < self._world.now_us:
            return
        self._is_busy = True
        try:
            self._world.run_until(at_us)
        finally:
            self._is_busy = False
