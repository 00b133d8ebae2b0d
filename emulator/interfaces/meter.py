"""A progress bar for the person who watches; on anything but a terminal it draws nothing."""

import os
import sys
from collections.abc import Callable
from time import monotonic

from emulator.interfaces.voice import is_terminal

_WIDTH = 30
_PAUSE_S = 0.1


class Meter:
    """
    One line at the foot of the screen that says how many runs are done.

    Standard output and the bar share the screen, so the bar goes away before each line of data
    (`hide`) and comes back behind it.
    """

    def __init__(
        self, total: int, *, shown: bool | None = None, now: Callable[[], float] = monotonic
    ) -> None:
        """
        Args:
            total: Runs in all.
            shown: Whether to draw; None draws if a person watches and this is not a CI job.
            now: A clock in seconds, for drawing not too often.
        """
        watched = is_terminal(sys.stderr, os.environ) and not os.environ.get("CI")
        self._shown = watched if shown is None else shown
        self._total = total
        self._done = 0
        self._broken = 0
        self._now = now
        self._drawn_at = float("-inf")
        self._visible = False

    def step(self, *, held: bool) -> None:
        """Count one run."""
        self._done += 1
        self._broken += not held
        self.draw()

    def draw(self) -> None:
        """Draw the bar unless it was drawn a moment ago."""
        if not self._shown or (self._visible and self._now() - self._drawn_at < _PAUSE_S):
            return
        self._drawn_at = self._now()
        filled = _WIDTH * self._done // max(self._total, 1)
        broken = f"  ✗ {self._broken}" if self._broken else ""
        bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {self._done}/{self._total}{broken}"
        sys.stderr.write(f"\r\x1b[K{bar}")
        sys.stderr.flush()
        self._visible = True

    def hide(self) -> None:
        """Take the bar off the screen."""
        if self._visible:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._visible = False
