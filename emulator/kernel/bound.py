"""A bound on how much may happen in a run, so that none goes on for ever."""

from emulator.kernel.world import World


class RunTooLong(BaseException):
    """
    A run has more events than anybody will read.

    No `Exception`, so that no part, and no program under test, takes it for trouble of its own.
    """


class EventCount:
    """Counts what is noted, and ends a run that has too much of it by raising `RunTooLong`."""

    def __init__(self, world: World, limit: int) -> None:
        """
        Args:
            world: Whose events are counted.
            limit: How many there may be.
        """
        self.limit = limit
        self.is_over = False
        self._world = world
        self._left = limit
        world.tap(self._take)

    def _take(self, lines: bytes) -> None:
        was_left = self._left
        self._left -= lines.count(b"\n")
        if self._left < 0 <= was_left:
            # Not here: whoever is writing the lines must get to the end of them.
            self._world.soon(self._give_up)

    def _give_up(self) -> None:
        self.is_over = True
        raise RunTooLong
