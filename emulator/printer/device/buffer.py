"""
The receive buffer: how full it is, when the host is asked to wait, and what gets lost.

The bytes themselves are tokenised on arrival; here they are only counted, from their arrival until
the step that needed them is begun.

Source: printer.md 2.7 of the domain notes (specifications of several makers).
"""

from emulator.codecs.escpos.realtime import RealtimeScanner
from emulator.codecs.escpos.tokens import Token
from emulator.printer.profile import Profile

_LONGEST_COMMAND = 10
"""Bytes of the longest real-time command, DLE DC4 fn 8."""


class ReceiveBuffer:
    """
    How many bytes wait, and whether there are so many that the host must wait.

    Offsets are the tokenizer's. A step claims all bytes up to its end that no step before it has
    claimed; bytes that only changed settings go when the printer has nothing else to do.
    """

    __slots__ = (
        "_busy_below",
        "_claimed",
        "_ready_above",
        "_size",
        "arrived",
        "is_full",
        "seen",
        "used",
    )

    def __init__(self, profile: Profile) -> None:
        self._size = profile.buffer_bytes
        self._busy_below = profile.busy_below
        self._ready_above = profile.ready_above
        self.restart()

    def restart(self) -> None:
        """Let all bytes go; the offsets begin at 0 again."""
        self.used = 0
        self.arrived = 0
        """Offset behind the last byte that found room."""
        self.seen = 0
        """Offset up to which they have been interpreted."""
        self._claimed = 0
        self.is_full = False
        """True from the moment less than `busy_below` is free until more than `ready_above` is."""

    @property
    def room(self) -> int:
        """Free bytes."""
        return self._size - self.used

    @property
    def missing(self) -> int:
        """How many more bytes must go before a full one lets the host go on."""
        return max(self._ready_above + 1 - self.room, 0)

    def take(self, count: int) -> None:
        """Let bytes arrive; there must be room for them."""
        assert count <= self.room, "what does not fit must not be taken"
        self.used += count
        self.arrived += count
        if self.room < self._busy_below:
            self.is_full = True

    def claim(self, end: int) -> int:
        """Let a step claim all unclaimed bytes up to an offset; return how many."""
        count = end - self._claimed
        if count <= 0:
            return 0
        self._claimed = end
        return count

    def pass_by(self, count: int) -> None:
        """Let the bytes of a real-time command go, which no step claims."""
        count = min(count, self.arrived - self._claimed)
        self._claimed += count
        self.free(count)

    def settle(self) -> None:
        """Let unclaimed bytes go that have been interpreted."""
        self.free(self.claim(self.seen))

    def free(self, count: int) -> None:
        """Let bytes go that were claimed."""
        self.used -= count
        if self.is_full and self.room > self._ready_above:
            self.is_full = False


class Overflow:
    """
    Looks for real-time commands in bytes that found no room.

    A real-time command is no loss. Bytes at the end that may be the beginning of one count as lost
    only when it is clear that they are not.
    """

    __slots__ = ("_doubtful",)

    def __init__(self) -> None:
        self._doubtful = b""

    def take(self, data: bytes) -> tuple[Token | None, int, int]:
        """
        Take bytes without room, at most as far as the first command.

        Returns:
            The command, how many bytes were taken, and how many are lost, which are the oldest
            of those taken now and of those that were in doubt before.
        """
        whole = self._doubtful + data
        found = RealtimeScanner().feed(whole)
        if found:
            taken = found[0].end - len(self._doubtful)
            self._doubtful = b""
            return found[0], taken, found[0].at
        begin = whole.rfind(b"\x10", max(len(whole) - _LONGEST_COMMAND + 1, 0))
        self._doubtful = whole[begin:] if begin >= 0 else b""
        return None, len(data), len(whole) - len(self._doubtful)

    @property
    def doubtful(self) -> int:
        """How many bytes are in doubt."""
        return len(self._doubtful)

    def give_up(self) -> None:
        """Let bytes in doubt be lost, since others follow that found room."""
        self._doubtful = b""
