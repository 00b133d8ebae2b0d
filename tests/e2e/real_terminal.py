"""A program in a real terminal: tmux, with a server of its own that nobody else's is touched by."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from flow import has

TMUX = shutil.which("tmux")
PATIENCE_S = 30
_numbers = count(1)

needs_tmux = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")


class Terminal:
    """One window, and a person's hands and eyes."""

    def __init__(self, server, environment, code):
        self._server = server
        self._environment = environment
        self._code = code

    def tmux(self, *words):
        """Give a command to the server; gives what it answers."""
        done = subprocess.run(
            [TMUX, "-u", "-L", self._server, "-f", os.devnull, *map(str, words)],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout

    @property
    def text(self):
        """What stands on the screen."""
        return self.tmux("capture-pane", "-p", "-t", "till")

    def press(self, *keys):
        """Press keys one after the other, as tmux names them."""
        for key in keys:
            self.tmux("send-keys", "-t", "till", key)

    def resize(self, columns, rows):
        """Make the window another size."""
        self.tmux("resize-window", "-t", "till", "-x", columns, "-y", rows)

    def until(self, is_so, what):
        """Wait until the text on the screen is as it should be; gives it."""
        give_up = time.monotonic() + PATIENCE_S
        while True:
            text = self.text
            if is_so(text):
                return text
            assert time.monotonic() < give_up, f"never came: {what}\n{text}"
            time.sleep(0.05)

    def shows(self, *words):
        """Wait until all these words stand on the screen; gives its text."""
        return self.until(lambda text: has(text, words), words)

    def hides(self, *words):
        """Wait until none of these words stands on the screen."""
        return self.until(lambda text: not any(has(text, [word]) for word in words), f"no {words}")

    def ended(self):
        """Wait until the program has ended; gives its exit code."""
        give_up = time.monotonic() + PATIENCE_S
        while not (self._code.exists() and self._code.read_text()):
            assert time.monotonic() < give_up, f"it goes on\n{self.text}"
            time.sleep(0.05)
        return int(self._code.read_text())


@contextmanager
def terminal(command, environment, *, columns=120, rows=40):
    """A window with a program in it; its server is ended afterwards, and the program with it."""
    number = next(_numbers)
    code = Path(environment["HOME"]) / f"exit-code-{number}"
    one = Terminal(f"posemu-test-{os.getpid()}-{number}", environment, code)
    # The window stays when the program has ended, so that its last words can be read. Its code
    # is written down by a shell: tmux 3.3a was seen to leave an ended program unreaped for ever.
    noted = ("sh", "-c", 'code=$0; "$@"; echo $? > "$code"', code, *command)
    one.tmux(
        *("set-option", "-g", "escape-time", 0, ";"),
        *("set-option", "-g", "remain-on-exit", "on", ";"),
        *("set-option", "-g", "status", "off", ";"),
        *("new-session", "-d", "-s", "till", "-x", columns, "-y", rows, *map(str, noted)),
    )
    try:
        yield one
    finally:
        one.tmux("kill-server")
