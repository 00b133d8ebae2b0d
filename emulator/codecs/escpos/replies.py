"""
Sorts what a printer sends: status bytes, automatic status, flow control, fences, blocks.

    0xx0xxxx                one byte: GS r, GS I 1-3
    0xx1xx10                one byte: DLE EOT, whichever n was asked
    0xx1xx00 + 3 0xx0xxxx   automatic status (GS a)
    11h, 13h                XON, XOFF
    35h 37h 3Bh 3Dh 5Fh ... 00h   a block

Flow control and DLE EOT may cut into the others. Inside a block a byte from 20h on belongs to the
block, except that a process ID which came out one byte too long gives back the only byte in it
that can be an answer to DLE EOT.

Sources: Epson's command reference (DLE EOT, GS a, GS r, GS ( H functions 48 and 49, DLE DC4
function 8); Citizen's manual on telling answers apart.
"""

import msgspec

from emulator.codecs.escpos.status import ASB_BASE, ASB_BYTES, DLE_EOT_BASE

XON, XOFF = 0x11, 0x13
HEADERS = frozenset(b"\x35\x37\x3b\x3d\x5f")
FENCE, OFFLINE, CLEARED = b"\x37\x22", b"\x37\x23", b"\x37\x25"
IDENTITY = 0x5F
FENCE_ID_BYTES = 4
MAX_BLOCK = 128
"""A block that has not ended after so many bytes is noise."""
SHOWN = 16
"""How much of some noise is told."""


class Answer(msgspec.Struct, frozen=True, gc=False):
    """Something that a printer sent."""

    at: int
    """Offset of its first byte in what the printer sent."""


class Flow(Answer, frozen=True, gc=False):
    """XON or XOFF."""

    busy: bool


class RealtimeStatus(Answer, frozen=True, gc=False):
    """An answer to DLE EOT; which n it answers only the order of the questions tells."""

    byte: int


class AutomaticStatus(Answer, frozen=True, gc=False):
    """Four bytes of GS a."""

    told: bytes


class SingleByte(Answer, frozen=True, gc=False):
    """An answer to GS r, or to GS I 1 to 3."""

    byte: int


class Fence(Answer, frozen=True, gc=False):
    """What stands before GS ( H with this process ID has been printed."""

    id: bytes


class Offline(Answer, frozen=True, gc=False):
    """The printer went off line; the causes differ from model to model."""

    causes: bytes


class Cleared(Answer, frozen=True, gc=False):
    """DLE DC4 fn 8 has cleared everything."""


class Identity(Answer, frozen=True, gc=False):
    """An answer to GS I: what the printer calls itself."""

    text: bytes


class Block(Answer, frozen=True, gc=False):
    """Any other block; without its header and NUL."""

    header: int
    data: bytes


class Noise(Answer, frozen=True, gc=False):
    """Bytes that are no answer at all."""

    data: bytes
    """At most 16 of them."""
    count: int


class ReplyReader:
    """Takes the bytes that a printer sends; never raises, and holds at most one block."""

    __slots__ = ("_answers", "_at", "_held", "_noise", "_noise_at", "_noise_count", "offset")

    def __init__(self) -> None:
        self.offset = 0
        """How many bytes were taken so far."""
        self._held = bytearray()
        """An automatic status or a block that is not complete; its first byte tells which."""
        self._at = 0
        self._noise = b""
        self._noise_at = 0
        self._noise_count = 0
        self._answers: list[Answer] = []

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished answer are held."""
        return len(self._held)

    def feed(self, data: bytes) -> list[Answer]:
        """Take bytes and return the answers that are complete now, in order of completion."""
        answers: list[Answer] = []
        self._answers = answers
        for byte in data:
            self._take(byte)
            self.offset += 1
        self._end_noise()
        return answers

    def reset(self) -> None:
        """Forget an unfinished answer, as when the printer was switched off."""
        self._held.clear()

    def _take(self, byte: int) -> None:
        if byte in (XON, XOFF):
            self._add(Flow(self.offset, byte == XOFF))
        elif self._held and self._held[0] in HEADERS:
            self._into_block(byte)
        elif _is_realtime(byte):
            self._add(RealtimeStatus(self.offset, byte))
        elif self._held:
            self._into_automatic_status(byte)
        else:
            self._begin(byte)

    def _begin(self, byte: int) -> None:
        if byte & 0x90 == 0:
            self._add(SingleByte(self.offset, byte))
        elif byte & 0x93 == ASB_BASE or byte in HEADERS:
            self._held.append(byte)
            self._at = self.offset
        else:
            self._add_noise(self.offset, bytes((byte,)))

    def _into_automatic_status(self, byte: int) -> None:
        if byte & 0x90:
            self._drop_held()
            self._begin(byte)
            return
        self._held.append(byte)
        if len(self._held) == ASB_BYTES:
            self._add(AutomaticStatus(self._at, bytes(self._held)))
            self._held.clear()

    def _into_block(self, byte: int) -> None:
        if byte == 0:
            block = bytes(self._held)
            self._held.clear()
            self._end_block(block)
        elif byte < 0x20 and _is_realtime(byte):
            self._add(RealtimeStatus(self.offset, byte))
        elif byte < 0x20 or byte > 0x7F or len(self._held) == MAX_BLOCK:
            self._drop_held()
            self._begin(byte)
        else:
            self._held.append(byte)

    def _end_block(self, block: bytes) -> None:
        at, kind, data = self._at, block[:2], block[2:]
        if kind == FENCE:
            self._end_fence(data)
        elif kind == OFFLINE:
            self._add(Offline(at, data))
        elif kind == CLEARED and not data:
            self._add(Cleared(at))
        elif block[0] == IDENTITY:
            self._add(Identity(at, block[1:]))
        else:
            self._add(Block(at, block[0], block[1:]))

    def _end_fence(self, data: bytes) -> None:
        strangers = [index for index, byte in enumerate(data) if _is_realtime(byte)]
        if len(data) == FENCE_ID_BYTES + 1 and len(strangers) == 1:
            index = strangers[0]
            self._add(RealtimeStatus(self._at + len(FENCE) + index, data[index]))
            data = data[:index] + data[index + 1 :]
        if len(data) == FENCE_ID_BYTES:
            self._add(Fence(self._at, data))
        else:
            self._add_noise(self._at, FENCE + data + b"\x00")

    def _add(self, answer: Answer) -> None:
        self._end_noise()
        self._answers.append(answer)

    def _drop_held(self) -> None:
        """Give up an answer that did not go on as such an answer must."""
        held = bytes(self._held)
        self._held.clear()
        self._add_noise(self._at, held)

    def _add_noise(self, at: int, data: bytes) -> None:
        if not self._noise_count:
            self._noise_at = at
        self._noise += data[: SHOWN - len(self._noise)]
        self._noise_count += len(data)

    def _end_noise(self) -> None:
        if self._noise_count:
            self._answers.append(Noise(self._noise_at, self._noise, self._noise_count))
            self._noise, self._noise_count = b"", 0


def _is_realtime(byte: int) -> bool:
    return byte & 0x93 == DLE_EOT_BASE
