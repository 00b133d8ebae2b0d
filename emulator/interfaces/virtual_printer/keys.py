"""
Keys while the virtual printer runs: one letter breaks or mends, without Enter.

Left out: keys on Windows, which has no such terminal settings; faults are given beforehand there.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from emulator.domain.texts import say
from emulator.reports.layout import columns


class Key(msgspec.Struct, frozen=True):
    """One key: a lever that it pulls and releases in turn, or something else that it does."""

    letter: str
    lever: str = ""
    """Full name; empty for the others."""
    does: str = ""
    """What the others do: unplug, power, load, repair, tear, status, help, quit."""


KEYS = (
    Key("p", "printer.paper_out"),
    Key("n", "printer.near_end"),
    Key("c", "printer.cover_open"),
    Key("j", "printer.jam"),
    Key("k", "printer.cutter_jam"),
    Key("h", "printer.hot_head"),
    Key("b", "printer.stuck_busy"),
    Key("u", does="unplug"),
    Key("o", does="power"),
    Key("l", does="load"),
    Key("r", does="repair"),
    Key("t", does="tear"),
    Key("s", does="status"),
    Key("?", does="help"),
    Key("q", does="quit"),
)
BY_LETTER = {key.letter: key for key in KEYS}


def key_table(lang: str) -> list[str]:
    """The keys and what they do, as a person reads them."""
    return columns(
        (
            "  " + key.letter,
            say(f"lever.{key.lever}" if key.lever else f"cli.printer.key.{key.does}", lang),
        )
        for key in KEYS
    )


class Keyboard:
    """
    Hands over single keys as they are pressed; puts the terminal back as it was at the end.

    On anything but a terminal it does nothing, and so does it in the background, where a program
    that touches the terminal's settings would be stopped.
    """

    def __init__(self, pressed: Callable[[str], None], stream: IO[Any] | None = None) -> None:
        """
        Args:
            pressed: Called with one character.
            stream: Where keys come from; None is the process's own standard input.
        """
        self._pressed = pressed
        self._stream = sys.stdin if stream is None else stream
        self._fd = -1
        self._settings: list[Any] | None = None

    @property
    def is_there(self) -> bool:
        """True while keys are heard."""
        return self._settings is not None

    def __enter__(self) -> Self:
        if _is_ours(self._stream):
            self.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def begin(self) -> None:
        """Hear single keys from now on."""
        import termios
        import tty

        self._fd = self._stream.fileno()
        self._settings = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd)
        asyncio.get_running_loop().add_reader(self._fd, self._read)

    def end(self) -> None:
        """Put the terminal back; does nothing if no keys are heard."""
        settings, self._settings = self._settings, None
        if settings is None:
            return
        import termios

        asyncio.get_running_loop().remove_reader(self._fd)
        # The terminal may be gone, and with it whoever would mind.
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._fd, termios.TCSADRAIN, settings)

    def _read(self) -> None:
        try:
            data = os.read(self._fd, 64)
        except OSError:
            data = b""
        if not data:
            # The terminal is gone; the printer goes on without keys.
            asyncio.get_running_loop().remove_reader(self._fd)
        for letter in data.decode("ascii", "ignore"):
            self._pressed(letter)


def _is_ours(stream: IO[Any] | None) -> bool:
    """Tell whether a person at a terminal can press keys here."""
    try:
        import termios  # noqa: F401 - only whether the machine has it
    except ImportError:
        return False
    if stream is None or stream.closed or not stream.isatty():
        return False
    try:
        return os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except OSError:
        return False
