"""The roll of paper and its two sensors."""

from emulator.domain.paper import DOTS_PER_MM
from emulator.printer.profile import Profile

NEVER = 1 << 62
"""A place that no paper reaches."""


class Roll:
    """How far the paper reaches, as places on the same way as the lines to be printed."""

    __slots__ = ("_near_dots", "end", "is_at_end", "is_near_end")

    def __init__(self, profile: Profile) -> None:
        self._near_dots = profile.near_end_mm * DOTS_PER_MM if profile.has_near_end_sensor else -1
        self.end = 0
        """Where the paper ends."""
        self.is_near_end = False
        """True once the near-end sensor has tripped."""
        self.is_at_end = False
        """True once the mechanism has noticed that there is none."""

    @property
    def next_place(self) -> int:
        """Where a sensor will notice something; `NEVER` when both have tripped."""
        if self.is_at_end:
            return NEVER
        return self.end if self.is_near_end or self._near_dots < 0 else self.end - self._near_dots

    def put(self, dots: int, place: int) -> None:
        """Let so much paper be left where the paper stands now."""
        self.end = place + dots
        if dots > 0:
            self.is_at_end = False
        if dots > self._near_dots:
            self.is_near_end = False

    def trip(self) -> bool:
        """Let the sensor at `next_place` trip; True if it was the one for the end."""
        if self.next_place == self.end:
            self.is_at_end = True
            self.is_near_end = self._near_dots >= 0
        else:
            self.is_near_end = True
        return self.is_at_end
