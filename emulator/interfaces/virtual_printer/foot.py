"""A status line at the foot of the screen; on anything but a terminal nothing is drawn."""

import os
import shutil
import sys
from collections.abc import Callable
from time import monotonic
from typing import TextIO

from emulator.interfaces.voice import is_terminal
from emulator.reports.layout import cut

PAUSE_S = 0.1
"""Between two drawings, so that a fast printer spends its time on printing."""


class Foot:
    """
    One line that is always below what was printed last.

    Standard output shares the screen with it, so the line goes away before anything else is
    written (`hide`) and comes back behind it (`draw`).
    """

    def __init__(
        self,
        *,
        stream: TextIO | None = None,
        shown: bool | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """
        Args:
            stream: Where to draw; None is standard error.
            shown: None draws if a person watches and this is not a CI job.
            now: A clock in seconds.
        """
        self._stream = sys.stderr if stream is None else stream
        watched = is_terminal(self._stream, os.environ) and not os.environ.get("CI")
        self._shown = watched if shown is None else shown
        self._now = now
        self._drawn_at = float("-inf")
        self._visible = ""

    @property
    def is_shown(self) -> bool:
        """False when drawing would be in vain."""
        return self._shown

    def draw(self, text: str) -> None:
        """Draw the line, unless it stands there already or was drawn a moment ago."""
        if not self._shown or text == self._visible:
            return
        if self._visible and self._now() - self._drawn_at < PAUSE_S:
            return
        self._drawn_at = self._now()
        # One cell less than there are, or a terminal would go on in the next line.
        shown = cut(text, shutil.get_terminal_size().columns - 1)
        self._stream.write(f"\r\x1b[K\x1b[7m{shown}\x1b[0m")
        self._stream.flush()
        self._visible = text

    def hide(self) -> None:
        """Take the line off the screen."""
        if self._visible:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._visible = ""
