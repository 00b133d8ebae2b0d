"""Questions and orders that wait for the line, and when the line will have carried what it took."""

import msgspec

from emulator.codecs.escpos.manner import Manner


class Standing(msgspec.Struct):
    """What one slip leaves behind for the next."""

    is_dirty: bool = False
    """A part of an earlier slip may still be in the printer's memory or hang from it uncut."""
    is_in_step: bool = False
    """Every answer to GS r that is still to come is known of."""
    lacks_feed: bool = False
    """The last slip has all its words and was not fed out."""


class Outbox:
    """Bytes that go before slips, whole commands at a time."""

    def __init__(self, manner: Manner) -> None:
        self.free_us = 0
        """When the line has carried all that it took."""
        self.byte_us = manner.byte_us
        """Time that a byte takes."""
        self._block_us = manner.block_bytes * manner.byte_us
        self._waiting = b""

    @property
    def waiting(self) -> bytes:
        """What the line has not taken yet."""
        return self._waiting

    def put(self, data: bytes) -> None:
        """Send a command as soon as no other is cut in two by it."""
        self._waiting += data

    def take(self, count: int) -> None:
        """Hear that the line took some of what waits."""
        self._waiting = self._waiting[count:]

    def carry(self, count: int, now_us: int) -> None:
        """Hear that the line carries so many bytes more, of whatever kind."""
        self.free_us = max(self.free_us, now_us) + count * self.byte_us

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting = b""

    def due_us(self, asked_us: int, timeout_us: int) -> int:
        """
        When an answer to what was put last at `asked_us` is no longer to be expected.

        A line that takes nothing for long is as good as silent: nobody sees what happens meanwhile.
        """
        begins_us = max(self.free_us, asked_us)
        if self._waiting:
            begins_us += len(self._waiting) * self.byte_us + self._block_us
        return begins_us + timeout_us
