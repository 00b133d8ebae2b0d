"""
The way of the bytes from the terminal to the printer: how long it takes.

Bytes fly in chunks, a timer each, so that a slip costs a few timers and not one a byte. Left
out: the time of the few bytes that come back, a millisecond at most on a line of usual speed.
"""

from collections.abc import Callable
from typing import Protocol

from emulator.domain.moments import SECOND
from emulator.printer.timeline import Timeline

CHUNK_BYTES = 256
BITS_PER_BYTE = 10
"""Start bit, eight of data, stop bit."""


class Taker(Protocol):
    """The end of the line at which bytes arrive."""

    def feed(self, data: bytes) -> None:
        """Take bytes in."""


class Cable:
    """The way there of a serial line."""

    def __init__(
        self, time: Timeline, taker: Taker, *, baud: int, ready: Callable[[], None]
    ) -> None:
        """
        Args:
            time: In which it lies.
            taker: Who is at the far end.
            baud: Bits in a second, `BITS_PER_BYTE` to a byte.
            ready: Told whenever it takes bytes again.
        """
        self._time = time
        self._taker = taker
        self._baud = baud
        self._ready = ready
        self._is_flying = False
        self._life = 0
        """Raised when the line is cut off; what was under way then never arrives."""

    def write_some(self, data: bytes, *, most: int = CHUNK_BYTES) -> int:
        """
        Take bytes and tell how many; none while others fly.

        Args:
            data: What is to be sent.
            most: How many the far end would let pass before it said stop. A real line stops at the
                very byte; within a chunk nobody could.
        """
        if self._is_flying:
            return 0
        chunk = data[: min(most, CHUNK_BYTES)]
        if not chunk:
            return 0
        self._is_flying = True
        takes_us = -(-len(chunk) * BITS_PER_BYTE * SECOND // self._baud)
        self._time.after(takes_us, self._arrive, chunk, self._life)
        return len(chunk)

    def forget(self) -> None:
        """Lose what is under way, as a host does when its power goes."""
        self._is_flying = False
        self._life += 1

    def _arrive(self, chunk: bytes, life: int) -> None:
        if life != self._life:
            return
        self._is_flying = False
        self._taker.feed(chunk)
        self._ready()
