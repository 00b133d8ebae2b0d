"""What an instructor can do to a session, whether beside the trainee or over a line."""

from typing import Literal, Protocol

from emulator.domain.plan import FaultPlan

SPEEDS = (1, 10, 60)
"""Simulated seconds in a second that an instructor can choose."""


LinkState = Literal["calling", "open", "silent", "lost", "over", "refused"]
"""
How an instructor is connected: calling, the first try; open; silent, no state came for long; lost,
trying again; over, the session has ended; refused, it does not let us in and will not.
"""


class Commands(Protocol):
    """
    The instructor's hands.

    A session gives False where nothing came of it: nothing was broken, all is over, or the clock
    may not be touched because it is an exam. Over a line nothing is given at once; what came of a
    command is told later.
    """

    def arm(self, plan: FaultPlan) -> object:
        """Let something go wrong, now or when its trigger comes true."""

    def release(self, lever: str) -> object:
        """Mend one thing, by the full name of its lever."""

    def mend_all(self) -> object:
        """Mend everything, and disarm what has not struck yet."""

    def hold(self) -> object:
        """Let time stand still."""

    def go_on(self) -> object:
        """Let time pass again."""

    def set_times(self, times: int) -> object:
        """Let so many simulated seconds pass in a second."""

    def skip_to_next(self) -> object:
        """Let time pass at once until the next thing happens."""

    def skip_for(self, us: int) -> object:
        """Let so much time pass at once."""

    def next_day(self) -> object:
        """Let time pass at once until the next morning."""
