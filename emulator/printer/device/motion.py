"""Where the paper stands, in dots, and when it will stand somewhere: plain arithmetic."""

from emulator.domain.moments import SECOND
from emulator.domain.paper import DOTS_PER_MM


class Motion:
    """
    The motor: steady while it runs, at once at rest when it stops.

    Places are counted along what is to be printed and only differences mean anything. The paper
    has reached a dot row when all of it is out; how often somebody looks changes nothing.
    """

    __slots__ = ("_began_us", "_dots_per_s", "_origin", "is_running")

    def __init__(self, speed_mm_s: int) -> None:
        self.is_running = False
        self._dots_per_s = speed_mm_s * DOTS_PER_MM
        self._origin = 0
        self._began_us = 0

    def start(self, at_us: int) -> None:
        """Run from where the paper stands; does nothing if it runs already."""
        if not self.is_running:
            self.is_running = True
            self._began_us = at_us

    def stop(self, at_us: int) -> None:
        """Stand still; a dot row that is not wholly out begins anew when it goes on."""
        self._origin = self.place(at_us)
        self.is_running = False

    def stand_at(self, place: int) -> None:
        """Stand still exactly there."""
        self._origin = place
        self.is_running = False

    def place(self, now_us: int) -> int:
        """Where the paper stands."""
        if not self.is_running:
            return self._origin
        return self._origin + (now_us - self._began_us) * self._dots_per_s // SECOND

    def due_us(self, place: int) -> int:
        """The first moment at which the paper stands there, if nothing stops it."""
        return self._began_us - (-(place - self._origin) * SECOND // self._dots_per_s)

    def back(self, dots: int) -> None:
        """Count all places so much lower, from now on."""
        self._origin -= dots
