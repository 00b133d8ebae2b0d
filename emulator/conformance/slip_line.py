"""The line on the table between a driver and a printer: speed, stalls, losses, both ways."""

from collections import deque
from collections.abc import Callable

import msgspec

from emulator.domain.moments import MS

Act = Callable[[], object]


class Line(msgspec.Struct):
    """
    Both ways of one line.

    The fields may be changed at any time; that is how a line is broken and mended.
    """

    byte_us: int
    """Time that a byte takes; 0 for a network."""
    fifo_bytes: int = 64
    """Bytes that the line takes before they are on their way."""
    reply_us: int = 1 * MS
    """How long an answer takes."""
    is_cut: bool = False
    """True: whatever comes is lost, both ways, and nobody is told."""
    stops_when_busy: bool = False
    """True: wired so that the printer's busy signal stops the line itself, for whatever bytes."""
    is_busy: bool = False
    """The busy signal."""
    garbles: bytes | None = None
    """What comes instead of the next answer; None if it comes as it is."""
    arrived: int = 0
    """Bytes that have reached the far end, or the place where the line is cut."""

    on_way: bytes = b""
    free_us: int = 0
    """When the first byte on the way has begun to fly."""
    replies: deque[tuple[int, bytes]] = msgspec.field(default_factory=deque)
    """Answers on their way, and when they come."""
    at_bytes: list[tuple[int, Act]] = []
    """What is to happen after so many bytes, in order."""

    # There ------------------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """How many bytes it takes now."""
        return 0 if self._is_stopped else max(self.fifo_bytes - len(self.on_way), 0)

    def take(self, data: bytes, now_us: int) -> None:
        """Take bytes; there must be room."""
        if not self.on_way:
            self.free_us = max(self.free_us, now_us)
        self.on_way += data

    def next_arrival_us(self) -> int | None:
        """When bytes arrive next; None if none will."""
        if not self.on_way or self._is_stopped:
            return None
        return self.free_us + self._piece() * self.byte_us

    def arrive(self, now_us: int) -> bytes:
        """Give out the bytes that arrive now; none if they are lost."""
        size = self._piece()
        data, self.on_way = self.on_way[:size], self.on_way[size:]
        self.free_us = max(self.free_us + size * self.byte_us, now_us)
        self.arrived += size
        return b"" if self.is_cut else data

    def due_acts(self) -> list[Act]:
        """Take what is to happen after the bytes that have arrived."""
        due = [act for count, act in self.at_bytes if count <= self.arrived]
        del self.at_bytes[: len(due)]
        return due

    def at_byte(self, count: int, act: Act) -> None:
        """Let something happen when so many bytes have arrived."""
        self.at_bytes.append((count, act))
        self.at_bytes.sort(key=lambda entry: entry[0])

    def lose_all(self) -> None:
        """Lose what is on its way, both ways."""
        self.on_way = b""
        self.replies.clear()

    @property
    def _is_stopped(self) -> bool:
        return self.stops_when_busy and self.is_busy

    def _piece(self) -> int:
        """How many bytes go together: up to the next at which something is to happen."""
        if self.at_bytes:
            return max(min(len(self.on_way), self.at_bytes[0][0] - self.arrived), 1)
        return len(self.on_way)

    # Back -------------------------------------------------------------------------------------

    def reply(self, data: bytes, now_us: int) -> None:
        """Take an answer of the printer."""
        if not self.is_cut:
            data, self.garbles = (data if self.garbles is None else self.garbles), None
            self.replies.append((now_us + self.reply_us, data))

    def due_replies(self, now_us: int) -> bytes:
        """Give out what has come back."""
        data = b""
        while self.replies and self.replies[0][0] <= now_us:
            data += self.replies.popleft()[1]
        return data
