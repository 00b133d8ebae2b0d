"""
Simulated time, chance and the trace: all that the parts share.

Left out on purpose: anything about shops. A world runs any set of generators.
"""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from random import Random
from typing import Any, TypeVar

import simpy
from simpy.events import NORMAL, URGENT

from emulator.domain.moments import WallClock
from emulator.domain.trace import Digest, Trace, TraceEvent, encode_events

T = TypeVar("T")
Steps = Generator[simpy.Event, Any, T]
"""What a part's methods return: a generator of the events it waits for."""

Listener = Callable[[TraceEvent], None]

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


class World:
    """
    Simulated time, chance and the trace.

    Parts note what happens; listeners hear it at once and may schedule work with `soon` or
    `after`, but must not change anything on the spot. At one instant, what was scheduled with
    `soon` and the expiry of deadlines come before everything else.
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
        self.seed = seed
        self.clock = WallClock(start)
        self.trace = Trace()
        self.crashes: list[Exception] = []
        """What parts raised; the run is worthless when this is not empty."""
        self._keep = keep
        self._seq = 0
        self._fresh: list[TraceEvent] = []
        self._digest = Digest()
        self._streams: dict[str, Stream] = {}
        self._all_kinds: list[Listener] = []
        self._some_kinds: dict[str, list[Listener]] = {}
        self._routes: dict[str, tuple[Listener, ...]] = {}
        self._taps: list[Callable[[bytes], None]] = []
        self._urgent = 0

    # Time -------------------------------------------------------------------------------------

    @property
    def now_us(self) -> int:
        """Whole microseconds of the run; negative while the shop opens, before the story begins."""
        return self.env._now  # type: ignore[return-value]  # we only ever schedule whole numbers

    def sleep(self, us: int) -> simpy.Event:
        """An event that happens `us` microseconds from now."""
        return simpy.Timeout(self.env, us)

    def after(self, us: int, act: Callable[[], None]) -> None:
        """Call `act` in `us` microseconds; cheaper than a process that sleeps."""
        event = simpy.Timeout(self.env, us)
        event.callbacks.append(lambda _: act())

    def soon(self, act: Callable[[], None], *, after_us: int = 0) -> None:
        """
        Call `act` before anything else that is due at that instant.

        With 0 it runs as soon as whoever is running now waits for something. This is how a
        listener strikes at the very event it heard.
        """
        event = self._timer(after_us)
        if after_us == 0:
            self._urgent += 1

            def strike(_: simpy.Event) -> None:
                self._urgent -= 1
                act()

        else:

            def strike(_: simpy.Event) -> None:
                act()

        event.callbacks.append(strike)

    def alarm(self, us: int, ring: Callable[[simpy.Event], None]) -> None:
        """Call `ring` in `us` microseconds, ahead of every message due at that same instant."""
        self._timer(us).callbacks.append(ring)

    def _timer(self, us: int) -> simpy.Event:
        event = simpy.Event(self.env)
        event._ok = True
        event._value = None
        self.env.schedule(event, URGENT, us)
        return event

    def pause(self) -> Steps[None]:
        """
        Let what a listener scheduled for this very instant happen before going on.

        A part yields from this right after a step that must be breakable behind itself; it costs
        an event only when something is about to strike.
        """
        if self._urgent:
            event = simpy.Event(self.env)
            event._ok = True
            event._value = None
            self.env.schedule(event, NORMAL, 0)
            yield event

    def spawn(self, steps: Steps[Any]) -> simpy.Process:
        """Start a process; it begins at this instant, after the caller waits."""
        return simpy.Process(self.env, steps)

    def run_until(self, at_us: int) -> None:
        """Run everything due up to and including `at_us`, and leave the clock there."""
        end = simpy.Timeout(self.env, at_us - self.now_us)
        step, queue = self.env.step, self.env._queue
        while end.callbacks is not None:
            step()
        while queue and queue[0][0] <= at_us:
            step()

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
        event = TraceEvent(self._seq, self.env._now, source, kind, detail, inside)  # type: ignore[arg-type]
        self._seq += 1
        fresh = self._fresh
        fresh.append(event)
        if len(fresh) == _CHUNK:
            self._flush()
        for listener in self._routes.get(kind) or self._route(kind):
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

    def digest(self) -> str:
        """The fingerprint of everything noted so far."""
        self._flush()
        return self._digest.text()

    def _route(self, kind: str) -> tuple[Listener, ...]:
        route = (*self._all_kinds, *self._some_kinds.get(kind, ()))
        # A kind nobody listens to gets a route too, or it would be looked up for every event.
        self._routes[kind] = route or (_nobody,)
        return self._routes[kind]

    def _flush(self) -> None:
        if not self._fresh:
            return
        lines = encode_events(self._fresh)
        self._digest.add(lines)
        for taker in self._taps:
            taker(lines)
        if self._keep:
            self.trace.events.extend(self._fresh)
        self._fresh = []

    def finish(self) -> None:
        """Hand over the last lines; call once when the run is over."""
        self._flush()


def _nobody(_: TraceEvent) -> None:
    """The listener of kinds that nobody listens to."""
