"""Simulated time as fast as it goes, with what once came from outside coming again."""

from collections.abc import Callable, Iterable

from emulator.kernel.world import World

Recurrence = tuple[int, Callable[[], object]]
"""The moment of the run at which something came in, and what lets it come in again."""


class ReplayedClock:
    """
    Drives a world and lets each arrival happen at its moment, after all that was due by then.

    No arrival falls on the instant at which a stretch of time begins: whoever recorded them saw to
    that, since between two stretches the bench itself does things at that very instant.
    """

    def __init__(self, arrivals: Iterable[Recurrence]) -> None:
        """
        Args:
            arrivals: In the order in which they came.
        """
        self._arrivals = iter(arrivals)
        self._next = next(self._arrivals, None)

    def drive(self, world: World, until_us: int) -> None:
        """See `Clock.drive`."""
        while self._next is not None and self._next[0] <= until_us:
            at_us, come = self._next
            # A recording that was tampered with may be out of order: then it only differs.
            world.run_until(max(at_us, world.now_us))
            come()
            self._next = next(self._arrivals, None)
        world.run_until(until_us)
