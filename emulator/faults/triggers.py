"""
When a fault starts: at an instant, or at the n-th event of a sort.

A trigger listens to the trace and schedules; it never acts in the middle of somebody's step.
"""

from collections.abc import Callable

from emulator.domain.plan import Instant, Pattern, Trigger
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import World

STARTS = {
    "storage.written": "write_started",
    "printer.slip_printed": "slip_started",
    "acquirer.posted": "commit_started",
}
"""Durable steps: the event that ends one, to the kind of the event that begins it."""

ENDS = {f"{end.partition('.')[0]}.{start}": end.partition(".")[2] for end, start in STARTS.items()}


def pull_trigger(
    world: World,
    trigger: Trigger,
    act: Callable[[int], None],
    *,
    moment: str = "",
    resolve: Callable[[Instant], int],
) -> None:
    """
    Call `act` once when the trigger comes true.

    Args:
        world: Whose time and trace to watch.
        trigger: With neither `at` nor `when` it comes true `after_us` from now.
        act: Called with the number of the event that was the reason, -1 for a mere instant.
        moment: For a durable step: `before` its first byte, `during` (halfway), `after` its last.
        resolve: Turns an instant into microseconds of the run.
    """
    if trigger.when is not None:
        _OnEvent(world, _pattern_for(trigger.when, moment), trigger.after_us, moment, act)
        return
    at_us = resolve(trigger.at) if trigger.at is not None else world.now_us
    world.soon(lambda: act(-1), after_us=max(0, at_us + trigger.after_us - world.now_us))


def _pattern_for(pattern: Pattern, moment: str) -> Pattern:
    """A durable step may be named by its beginning or its end; the moment decides which counts."""
    name = pattern.name
    kind = pattern.kind
    if moment in ("before", "during"):
        kind = STARTS.get(name, kind)
    elif moment == "after":
        kind = ENDS.get(name, kind)
    return Pattern(source=pattern.source, kind=kind, where=pattern.where, nth=pattern.nth)


class _OnEvent:
    """Waits for the n-th event that fits."""

    def __init__(
        self, world: World, pattern: Pattern, after_us: int, moment: str, act: Callable[[int], None]
    ) -> None:
        self._world = world
        self._pattern = pattern
        self._after_us = after_us
        self._moment = moment
        self._act = act
        self._left = pattern.nth
        world.listen(self._hear, (pattern.kind,))

    def _hear(self, event: TraceEvent) -> None:
        if self._left <= 0 or not self._pattern.fits(event.source, event.kind, event.detail):
            return
        self._left -= 1
        if self._left:
            return
        after_us = self._after_us
        if self._moment == "during":
            after_us += event.detail.get("takes_us", 0) // 2
        seq = event.seq
        self._world.soon(lambda: self._act(seq), after_us=after_us)
