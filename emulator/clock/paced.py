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

_TURNS = 8
"""Rounds of the event loop in which whoever waited for a manual clock sees that it went on."""
STRIDE_US = 250 * MS
"""Simulated time that passes at a stretch before anybody looks at the wall clock."""
SLICE_US = 8 * MS
"""Wall time after which others in the event loop get their turn."""


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


class ManualWall:
    """A clock that goes only when it is told to, for tests and for replays on a screen."""

    def __init__(self) -> None:
        self._now_us = 0
        self._tick = asyncio.Event()

    @property
    def now_us(self) -> int:
        """See `Wall.now_us`."""
        return self._now_us

    async def wait(self, news: asyncio.Event, us: int | None) -> None:
        """See `Wall.wait`."""
        until_us = None if us is None else self._now_us + us
        while not news.is_set() and (until_us is None or self._now_us < until_us):
            heard = asyncio.create_task(news.wait())
            ticked = asyncio.create_task(self._tick.wait())
            try:
                await asyncio.wait((heard, ticked), return_when=asyncio.FIRST_COMPLETED)
            finally:
                heard.cancel()
                ticked.cancel()

    async def advance(self, us: int) -> None:
        """Let so much time pass at once, and give everybody who waited their turn."""
        self._now_us += us
        tick, self._tick = self._tick, asyncio.Event()
        tick.set()
        for _ in range(_TURNS):
            await asyncio.sleep(0)


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
        self._wish: tuple[int, int] | None = None
        """While time is bound: how fast it shall pass afterwards, and from which moment on."""
        self._is_busy = False
        self._until_us: int | None = None
        self._origin_us = world.now_us
        self._wall_origin_us = self._wall.now_us

    @property
    def now_us(self) -> int:
        """The moment of the run at which the world ought to be."""
        now_us = self._aim_us
        return now_us if self._until_us is None else min(now_us, self._until_us)

    @property
    def _aim_us(self) -> int:
        """The same, however far this stretch of time goes."""
        passed_us = 0
        if not self._is_held:
            passed_us = (self._wall.now_us - self._wall_origin_us) * self._times
        return max(self._origin_us + passed_us, self._world.now_us)

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
            self._origin_us = self._aim_us
            self._is_held = True

    def go_on(self) -> None:
        """Let time pass again, from the moment at which it stood still."""
        if self._is_held:
            # Not where the world is: it may not have come to the end of a leap yet.
            self._origin_us, self._wall_origin_us = self._aim_us, self._wall.now_us
            self._is_held = False
            self._news.set()

    @property
    def times(self) -> int:
        """Simulated seconds in a second."""
        return self._times

    def set_times(self, times: int) -> None:
        """Let time pass so many times as fast as the wall clock from now on, 1 or more."""
        assert times >= 1, "time passes"
        if self._wish is not None:
            self._wish = (times, self._wish[1])
            return
        self.catch_up()
        self._origin_us, self._wall_origin_us = self._aim_us, self._wall.now_us
        self._times = times
        self._news.set()

    def skip_to(self, at_us: int) -> None:
        """
        Make a later moment of the run the present one; what is due by then happens at once.

        While time stands still, it stands still there. Nothing if the moment is past.
        """
        if self._wish is not None:
            self._wish = (self._wish[0], max(self._wish[1], at_us))
        elif at_us > self.now_us:
            self._origin_us, self._wall_origin_us = at_us, self._wall.now_us
            self._news.set()

    @property
    def is_bound(self) -> bool:
        """True between `bind` and `unbind`."""
        return self._wish is not None

    def bind(self) -> None:
        """
        Let a second be a second from here on, because equipment takes part that knows no other.

        May be called from within the world. Speeds and leaps that are under way or asked for
        meanwhile have to wait for `unbind`; standing still is allowed.
        """
        if self._wish is None:
            self._wish = (self._times, self._aim_us)
            self._origin_us, self._wall_origin_us = self._world.now_us, self._wall.now_us
            self._times = 1
            self._news.set()

    def unbind(self) -> None:
        """Let time pass again as it did before `bind`, or as it was asked to since."""
        if self._wish is not None:
            (times, at_us), self._wish = self._wish, None
            self.set_times(times)
            self.skip_to(at_us)

    def catch_up(self) -> None:
        """
        Let everything happen that is due by now.

        Called from within the world, as by a part that writes to a line and hears the answer at
        once, it does nothing: the world is where it ought to be.
        """
        if self._is_busy:
            return
        # In strides, because whatever binds time on the way makes the present an earlier moment.
        # The present itself moves on meanwhile: it is looked up once, or this would never end.
        present_us = self.now_us
        self._stride()
        while self._world.now_us < min(present_us, self.now_us):
            self._stride()

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
        turn_us = self._wall.now_us
        while not self._is_stopped:
            self._news.clear()
            self._stride()
            if until_us is not None and self._world.now_us >= until_us:
                return
            wait_us = self._wait_us(until_us)
            if wait_us != 0:
                await self._wall.wait(self._news, wait_us)
            elif self._wall.now_us - turn_us >= SLICE_US:
                await asyncio.sleep(0)
            else:
                continue
            turn_us = self._wall.now_us

    def _wait_us(self, until_us: int | None) -> int | None:
        """Wall time until the next thing is due; None if only news can help."""
        if self._is_held and self._world.now_us < self.now_us:
            return 0
        due_us = self._world.next_us
        if until_us is not None:
            due_us = until_us if due_us is None else min(due_us, until_us)
        if due_us is None or self._is_held:
            return None
        # Rounded up: waking a moment early would only mean waiting again.
        return max(-((self.now_us - due_us) // self._times), 0)

    def _stride(self) -> None:
        """Run towards the present moment, but not for long."""
        world = self._world
        # A world may have been driven past the present by somebody else, as at its end.
        at_us = max(min(self.now_us, world.now_us + STRIDE_US), world.now_us)
        self._is_busy = True
        try:
            world.run_until(at_us)
        finally:
            self._is_busy = False
