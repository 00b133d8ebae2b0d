"""One instructor on a line: lines in, lines out, and an end to patience (see `talk`)."""

import asyncio
import contextlib

import msgspec

from emulator.interfaces.live.instructor import talk

FAREWELL_S = 1.0
"""For the last words to arrive."""
MOST_UNSENT = 512 * 1024
"""Bytes that may wait for an instructor who does not fetch them."""
MOST_A_SECOND = 50
"""Commands that are taken from one instructor; more have to wait."""


class Guest:
    """Somebody on a line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._orders = 0
        self._since = 0.0

    async def read(self) -> bytes | talk.Trouble:
        """
        Wait for a line.

        Raises:
            ConnectionError: Whoever it was has left.
        """
        try:
            return await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError:
            return talk.trouble("line_too_long", most=talk.LONGEST_LINE)
        except asyncio.IncompleteReadError:
            raise ConnectionResetError from None

    async def catch_breath(self) -> None:
        """Let the session go on; for as long as it takes if there were too many commands."""
        now = asyncio.get_running_loop().time()
        if now - self._since >= 1:
            self._since, self._orders = now, 0
        self._orders += 1
        await asyncio.sleep(self._since + 1 - now if self._orders >= MOST_A_SECOND else 0)

    def tell(self, said: talk.Said) -> None:
        """Say something."""
        self.send(msgspec.json.encode(said) + b"\n")

    def send(self, line: bytes) -> None:
        """Send a line; whoever lets too much of it wait loses the connection."""
        if self._writer.is_closing():
            return
        self._writer.write(line)
        if self._writer.transport.get_write_buffer_size() > MOST_UNSENT:
            self._writer.transport.abort()

    async def leave(self) -> None:
        """
        Hang up, after what waits has been sent, or after a moment.

        What still comes in is thrown away: with some of it unread the last words would be lost.
        """
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                if not self._writer.is_closing():
                    self._writer.write_eof()
                while await self._reader.read(talk.LONGEST_LINE):
                    pass
        self._writer.close()
        self._writer.transport.abort()
