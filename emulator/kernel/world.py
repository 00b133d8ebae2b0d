"""
Simulated time, chance and the trace: all that the parts share.

Left out on purpose: anything about shops. A world runs any set of generators.

Everything that happens passes through here, so this file is written for speed: time is a plain
attribute, a call in the future is laid straight onto SimPy's queue, and the loop that takes things
off it is our own. SimPy's processes and events live on the same queue and notice nothing.
"""

import sys
from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from heapq import heappop, heappush
from random import Random
from typing import Any, TypeVar

import msgspec
import simpy
from simpy.events import NORMAL, URGENT

from emulator.domain.moments import WallClock
from emulator.domain.trace import Digest, Trace, TraceEvent, encode_events

T = TypeVar("T")
Steps = Generator[simpy.Event, Any, T]
"""What a part's methods return: a generator of the events it waits for."""

Listener = Callable[[TraceEvent], None]

_LAST = NORMAL + 1
"""Rank of what comes after everything else that is due at the same instant."""
_CHUNK = 64
"""Events encoded at a time; the digest does not depend on it."""


class Stream:
    """
    Chance for one purpose, derived from the run's seed and the stream's name.

    Everything is made from `Random.random()`, the only method whose values Python promises to
    keep from version to version.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}/{name}").random

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def chance(self, per_mille: int) -> bool:
        """True in `per_mille` of a thousand cases."""
        return self._random() * 1000 < per_mille


class Call(msgspec.Struct):
    """Something to be called at a moment; stands in the queue where SimPy has an event."""

    act: Callable[..., Any]
    args: tuple[Any, ...]


class Restless(Exception):
    """Something in the world goes on and on without time getting on."""


class World:
    """
    Simulated time, chance and the trace.

    Parts note what happens; listeners hear it at once and may schedule work with `soon` or
    `after`, but must not change anything on the spot. At one instant, what was scheduled with
    `soon` and the expiry of deadlines come before everything else. Time passes in `run_until`
    alone; SimPy's own `run` and `step` do not know calls.
    """

    def __init__(self, *, seed: int, start: datetime, keep: bool = True, lead_us: int = 0) -> None:
        """
        Args:
            seed: Whole number from which every stream of chance is derived.
            start: Wall clock at moment 0, China Standard Time without zone.
            keep: False keeps no events, for runs too long to hold in memory.
            lead_us: How long before moment 0 the run begins, so that the shop can open first.
        """
        self.env = simpy.Environment(initial_time=-lead_us)
        self.now_us = -lead_us
        """Whole microseconds of the run; negative while the shop opens, before the story begins.
        Only `run_until` sets it."""
        self.seed = seed
        self.clock = WallClock(start)
        self._trace = Trace()
        self.step_limit = sys.maxsize
        """Steps that one stretch of time may take; a runner sets it so that every run ends."""
        self.crashes: list[Exception] = []
        """What parts raised; the run is worthless when this is not empty."""
        self._queue: list[Any] = self.env._queue
        self._numbers = self.env._eid
        self._keep = keep
        self._seq = 0
        self._fresh: list[TraceEvent] = []
        self._digest = Digest()
        self._streams: dict[str, Stream] = {}
        self._all_kinds: list[Listener] = []
        self._some_kinds: dict[str, list[Listener]] = {}
        self._routes = _Routes(self._all_kinds, self._some_kinds)
        self._taps: list[Callable[[bytes], None]] = []
        self.strikes = 0
        """What is due at this instant ahead of everything else; see `pause`."""

    # Time -------------------------------------------------------------------------------------

    def sleep(self, us: int) -> simpy.Event:
        """An event that happens `us` microseconds from now."""
        event = simpy.Event(self.env)
        event._ok = True
        event._value = None
        self._lay(us, NORMAL, event)
        return event

    def after(self, us: int, act: Callable[..., Any], *args: Any) -> None:
        """Call `act(*args)` in `us` microseconds; far cheaper than a process that sleeps."""
        assert us >= 0, "nothing can be done in the past"
        heappush(self._queue, (self.now_us + us, NORMAL, next(self._numbers), Call(act, args)))

    def soon(self, act: Callable[[], None], *, after_us: int = 0) -> None:
        """
        Call `act` before anything else that is due at that instant.

        With 0 it runs as soon as whoever is running now waits for something. This is how a
        listener strikes at the very event it heard.
        """
        if after_us:
            self._lay(after_us, URGENT, Call(act, ()))
        else:
            self.strikes += 1
            self._lay(0, URGENT, Call(self._strike, (act,)))

    def alarm(self, us: int, ring: Callable[[simpy.Event], None]) -> None:
        """Call `ring` in `us` microseconds, ahead of every message due at that same instant."""
        event = simpy.Event(self.env)
        event._ok = True
        event.callbacks.append(ring)
        self._lay(us, URGENT, event)

    def pause(self) -> Steps[None]:
        """
        Let what a listener scheduled for this very instant happen before going on.

        A part yields from this right after a step that must be breakable behind itself; it costs
        an event only when something is about to strike.
        """
        if self.strikes:
            yield self.sleep(0)

    def wake(self, waiting: simpy.Event, value: Any = None) -> None:
        """Let whoever waits for an event go on with a value; `Event.succeed`, only cheaper."""
        waiting._ok = True
        waiting._value = value
        heappush(self._queue, (self.now_us, NORMAL, next(self._numbers), waiting))

    @property
    def next_us(self) -> int | None:
        """When the next thing is due; None if nothing is. For drivers that wait in real time."""
        return self._queue[0][0] if self._queue else None

    def spawn(self, steps: Steps[Any]) -> simpy.Process:
        """Start a process; it begins at this instant, after the caller waits."""
        return simpy.Process(self.env, steps)

    def run_until(self, at_us: int) -> None:
        """
        Run everything due up to and including `at_us`, and leave the clock there.

        Raises:
            Restless: After `step_limit` steps the end was still not reached.
        """
        env, queue = self.env, self._queue
        end = Call(_nothing, ())
        self._lay(at_us - self.now_us, _LAST, end)
        for _ in range(self.step_limit):
            now_us, _, _, due = heappop(queue)
            env._now = self.now_us = now_us
            if type(due) is Call:
                if due is end:
                    return
                due.act(*due.args)
                continue
            # The rest is what SimPy does in `Environment.step`.
            callbacks, due.callbacks = due.callbacks, None
            for callback in callbacks:
                callback(due)
            if not due._ok and not hasattr(due, "_defused"):
                raise due._value
        raise Restless(f"{self.step_limit} steps and no end, at {self.now_us} us")

    def _lay(self, us: int, priority: int, due: simpy.Event | Call) -> None:
        assert us >= 0, "nothing can be due in the past"
        heappush(self._queue, (self.now_us + us, priority, next(self._numbers), due))

    def _strike(self, act: Callable[[], None]) -> None:
        self.strikes -= 1
        act()

    # Chance -----------------------------------------------------------------------------------

    def random(self, stream: str) -> Stream:
        """The stream of that name; a new name shifts nobody else's dice."""
        found = self._streams.get(stream)
        if found is None:
            found = self._streams[stream] = Stream(self.seed, stream)
        return found

    # Trace ------------------------------------------------------------------------------------

    def note(self, source: str, kind: str, /, *, inside: bool = False, **detail: Any) -> TraceEvent:
        """Note what happened; `inside` is what a part says of itself, unseen from outside."""
        return self.record(source, kind, detail, inside)

    def record(
        self, source: str, kind: str, detail: dict[str, Any], inside: bool = False
    ) -> TraceEvent:
        """Note what happened with a ready detail, which nobody may change afterwards."""
        event = TraceEvent(self._seq, self.now_us, source, kind, detail, inside)
        self._fresh.append(event)
        self._seq = noted = self._seq + 1
        if not noted % _CHUNK:
            self._flush()
        for listener in self._routes[kind]:
            listener(event)
        return event

    def listen(self, listener: Listener, kinds: Iterable[str] | None = None) -> None:
        """Hear every event, or only those of the named kinds; listeners are called in order."""
        if kinds is None:
            self._all_kinds.append(listener)
        else:
            for kind in kinds:
                self._some_kinds.setdefault(kind, []).append(listener)
        self._routes.clear()

    def tap(self, taker: Callable[[bytes], None]) -> None:
        """Receive the recording's lines as they are made, in blocks of whole lines."""
        self._taps.append(taker)

    @property
    def trace(self) -> Trace:
        """Everything noted so far; stays empty in a world that keeps nothing."""
        self._flush()
        return self._trace

    def digest(self) -> str:
        """The fingerprint of everything noted so far."""
        self._flush()
        return self._digest.text()

    def flush(self) -> None:
        """Hand what was noted to the taps now; for recordings that must outlive this process."""
        self._flush()

    def _flush(self) -> None:
        if not self._fresh:
            return
        lines = encode_events(self._fresh)
        self._digest.add(lines)
        for taker in self._taps:
            taker(lines)
        if self._keep:
            self._trace.events.extend(self._fresh)
        self._fresh = []

    def finish(self) -> None:
        """Hand over the last lines; call once when the run is over."""
        self._flush()


def _nothing() -> None:
    """What is done at the end of a run; also when an exception left the end in the queue."""


class _Routes(dict[str, tuple[Listener, ...]]):
    """Who hears each kind, put together when a kind first comes up."""

    def __init__(self, of_all: list[Listener], of_some: dict[str, list[Listener]]) -> None:
        super().__init__()
        self._of_all = of_all
        self._of_some = of_some

    def __missing__(self, kind: str) -> tuple[Listener, ...]:
        route = self[kind] = (*self._of_all, *self._of_some.get(kind, ()))
        return route
