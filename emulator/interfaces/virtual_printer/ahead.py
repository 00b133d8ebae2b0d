"""
Bytes of a network connection for which the printer has no room yet.

A serial line stops at the very byte. On a network the host has sent more by then, and asks for the
status behind it. So a bounded number of bytes is read ahead: data waits here, and real-time
commands that stand where a command may stand are passed on past the full buffer, as the
interface board of a network printer does. Left out: real-time bytes inside the data of others,
which printers that scan raw bytes find only when the data itself is taken in.
"""

from typing import Protocol

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token

AHEAD_BYTES = 8192
PASS_ON_BYTES = 256
"""Room that is waited for before more is passed on, so that it does not trickle."""


class Taker(Protocol):
    """The printer, as far as it takes bytes."""

    @property
    def room(self) -> int:
        """Free bytes of its receive buffer."""

    def feed(self, data: bytes) -> None:
        """Take bytes in, as many as there is room for."""

    def overtake(self, command: bytes) -> bool:
        """
        Obey a real-time command that came behind bytes for which there was no room.

        Returns:
            True if the printer has thrown away what waited in it.
        """

    def twin(self) -> Tokenizer:
        """A tokenizer at the place in the stream where the printer's own stands."""


class Ahead:
    """Stands between a connection and the printer."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._held = bytearray()
        self._scan: Tokenizer | None = None
        """Runs ahead of the printer's own tokenizer while something is held."""
        self._origin = 0
        """Offset, as `_scan` counts, of the first byte held; moved by what is cut out behind it."""

    @property
    def wants(self) -> int:
        """How many bytes may be read now."""
        return AHEAD_BYTES - len(self._held)

    @property
    def is_empty(self) -> bool:
        """True when everything has been passed on."""
        return not self._held

    def take(self, data: bytes) -> None:
        """Take bytes, at most as many as are wanted."""
        self.pass_on(least=1)
        if not self._held:
            passed = self._pass(data)
            if passed == len(data):
                return
            data = data[passed:]
            self._scan = self._taker.twin()
            self._origin = self._scan.offset
        self._held += data
        assert self._scan is not None
        for token in self._scan.feed(data):
            if token.sort is Sort.REALTIME:
                self._push_past(token)

    def pass_on(self, *, least: int = PASS_ON_BYTES) -> None:
        """Give the printer what it has room for, if that is at least so much or all there is."""
        if not self._held or self._taker.room < min(least, len(self._held)):
            return
        passed = self._pass(bytes(self._held))
        del self._held[:passed]
        self._origin += passed
        if not self._held:
            self._scan = None

    def _pass(self, data: bytes) -> int:
        """Pass on from the start what finds room; how much that was."""
        passed = 0
        while passed < len(data):
            room = self._taker.room
            if room <= 0:
                break
            piece = data[passed : passed + room]
            self._taker.feed(piece)
            passed += len(piece)
        return passed

    def _push_past(self, token: Token) -> None:
        """Let the printer have a real-time command before the data in front of it."""
        start, end = token.at - self._origin, token.end - self._origin
        if start < 0:
            return  # Its beginning has been passed on with the data; so must be its end.
        command = bytes(self._held[start:end])
        del self._held[start:end]
        self._origin += end - start
        # There may be room by now, but where it would come to stand is amid the data before it.
        if self._taker.overtake(command):
            # What was sent before it waits here and is thrown away as well.
            del self._held[:start]
            self._origin += start
