"""Two ends of a line within this process, for tests and for equipment that is a program of ours."""

from emulator.interfaces.wire.transport import LineLost, LineState, PortTrouble

CAPACITY = 4096
"""Bytes under way in one direction before a writer has to wait."""


class LoopTransport:
    """
    One end; make two with `pair`.

    The line can be `cut` and mended, and it takes no more than its capacity, so that whoever
    writes learns to wait.
    """

    def __init__(self, name: str, *, capacity: int = CAPACITY) -> None:
        self.is_cut = False
        """True: unplugged; both ends notice when they next touch the line."""
        self._name = name
        self._capacity = capacity
        self._arrived = bytearray()
        self._other = self
        self._is_open = False

    @classmethod
    def pair(cls, *, capacity: int = CAPACITY) -> "tuple[LoopTransport, LoopTransport]":
        """Make a line; gives both its ends."""
        near, far = cls("loop", capacity=capacity), cls("loop-far", capacity=capacity)
        near._other, far._other = far, near
        return near, far

    def open(self) -> None:
        """See `Transport.open`."""
        if self._cut_somewhere:
            raise PortTrouble("missing", {"port": self._name, "ports": "-"})
        self._is_open = True

    def close(self) -> None:
        """See `Transport.close`."""
        self._is_open = False
        self._arrived.clear()

    def write_some(self, data: bytes) -> int:
        """See `Transport.write_some`."""
        self._touch()
        there = self._other._arrived
        taken = data[: self._capacity - len(there)]
        there += taken
        return len(taken)

    def read_some(self) -> bytes:
        """See `Transport.read_some`."""
        self._touch()
        data = bytes(self._arrived)
        self._arrived.clear()
        return data

    def fileno(self) -> int | None:
        """See `Transport.fileno`; whoever reads must look."""
        return None

    def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """See `Transport.set_lines`; there are none."""

    def line_state(self) -> LineState:
        """See `Transport.line_state`; there are none."""
        return LineState()

    def describe(self) -> str:
        """See `Transport.describe`."""
        return self._name

    @property
    def _cut_somewhere(self) -> bool:
        return self.is_cut or self._other.is_cut

    def _touch(self) -> None:
        if self._cut_somewhere:
            raise LineLost("unplugged")
        if not self._is_open:
            raise LineLost("not open")
