"""
A line to a real printer: bytes out, bytes in, nothing kept back and nothing sent twice.

Write another: `write_some` says exactly how many bytes were taken, because whoever sends a slip
must know where it broke off. It never waits, and it never takes again what it took before. What
cannot be known is None, never False.
"""

import os
import select
from typing import Any, Protocol

import msgspec

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.reports.layout import one_line

READ_BYTES = 4096
"""Taken at a time; a printer says far less."""


class LineLost(Exception):
    """The line is gone: unplugged, switched off, closed by the other side. Says how it showed."""


class PortTrouble(EnvironmentTrouble):
    """
    A line cannot be opened.

    Its arguments are the id of a sentence below `wire.trouble.` and what that names.
    """

    def render(self, lang: str = "zh") -> str:
        """Say which line, why, and what to do."""
        id, values = self.args
        return say(f"wire.trouble.{id}", lang, **values)

    def __str__(self) -> str:
        return self.render("en")


class LineState(msgspec.Struct, frozen=True):
    """What the control lines of a serial cable show; None where nobody can tell."""

    cts: bool | None = None
    dsr: bool | None = None
    carrier: bool | None = None


class Transport(Protocol):
    """One line. All methods return at once, except `open`."""

    def open(self) -> None:
        """
        Open the line; does nothing if it is open.

        Raises:
            PortTrouble: It cannot be; says why and what to do.
        """

    def close(self) -> None:
        """
        Close the line; does nothing if it is closed.

        What the machine still holds for a printer that lets nothing in is thrown away: it must
        not come out at some later time.
        """

    def write_some(self, data: bytes) -> int:
        """
        Send from the start of `data` what the line takes now.

        Returns:
            How many bytes it took: 0 if the printer asks to wait.

        Raises:
            LineLost: The line is gone; nothing of `data` was taken.
        """

    def read_some(self) -> bytes:
        """
        Give what has come in; empty if nothing has.

        Raises:
            LineLost: The line is gone.
        """

    def fileno(self) -> int | None:
        """What an event loop can wait on for something to read; None if it must look."""

    def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Set control lines; does nothing where there are none."""

    def line_state(self) -> LineState:
        """What the control lines show."""

    def describe(self) -> str:
        """How a person would name it, without a word of any language."""


def write_to(fd: int, data: bytes) -> int:
    """See `Transport.write_some`, for a file descriptor that does not block; -1 is a closed one."""
    if fd < 0:
        raise LineLost("not open")
    try:
        return os.write(fd, data)
    except BlockingIOError:
        return 0
    except OSError as error:
        raise LineLost(error.strerror or str(error)) from None


def read_from(fd: int) -> bytes:
    """
    See `Transport.read_some`, for a file descriptor that does not block.

    A terminal without anything to read and one that was unplugged both give nothing. Only the
    second says beforehand that it has something.
    """
    if fd < 0:
        raise LineLost("not open")
    if not _has_news(fd):
        return b""
    try:
        data = os.read(fd, READ_BYTES)
    except BlockingIOError:
        return b""
    except OSError as error:
        raise LineLost(error.strerror or str(error)) from None
    if not data:
        raise LineLost("end of file")
    return data


def _has_news(fd: int) -> bool:
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    return bool(waiting.poll(0))


def trouble_of(error: OSError, name: str, **values: Any) -> PortTrouble:
    """The complaint about something that the machine did not want to open, when no other fits."""
    why = one_line(error.strerror or str(error))[:200]
    return PortTrouble("other", {"port": name, "why": why, **values})
