"""
How an app draws into a browser, and how it ends when nobody looks any more.

Loaded in the visitor's own process, by name, in place of a terminal. Textual's driver for browsers
goes on for ever when the other side is gone: the thread that reads ends, the app does not, and the
next thing it draws breaks it half way through its leave-taking.
"""

import os
import threading
from functools import partial
from typing import Any

from textual import messages
from textual.drivers.web_driver import WebDriver

GRACE_S = 4.0
"""From the end of the input to the end of the process, however badly the app hangs."""
GONE = 1
"""Exit code of an app that did not end by itself."""


class VisitorDriver(WebDriver):
    """Draws as long as somebody reads; when standard input ends, the app ends."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._is_read = True
        self._write = partial(self._write_if_read)

    def run_input_thread(self) -> None:
        """Read until there is nothing more to come, then see the app off."""
        super().run_input_thread()
        # Set when the app ended first; then there is nobody to see off.
        if not self.exit_event.is_set():
            self._see_off()

    def _see_off(self) -> None:
        """Ask the app to end; if it does not, end the process."""
        self._is_read = False
        self._loop.call_soon_threadsafe(self._app.post_message, messages.ExitApp())
        last_resort = threading.Timer(GRACE_S, os._exit, (GONE,))
        last_resort.daemon = True
        last_resort.start()

    def _write_if_read(self, data: bytes) -> int:
        """Write to whoever reads; once they are gone, to nobody."""
        if self._is_read:
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(self.fileno, left) :]
            except BrokenPipeError:
                self._is_read = False
        return len(data)
