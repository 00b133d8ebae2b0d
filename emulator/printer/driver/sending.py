"""
One slip on its way through the line: what may be sent, what was, and what is proven to be on paper.

    taken by the line        |---- block ----F---- block ----F-- last --F- end -F
    proven by fences         |---------------^
    may be sent              no further than the printer's buffer holds, and `last` only when all
                             before it is proven

Left out: time and questions, which are the driver's.
"""

import msgspec

from emulator.codecs.escpos.encoder import Block
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import PLAIN_ANSWERS, PLAIN_FENCE, process_fence, process_id
from emulator.domain.receipt import LINE_MM

FENCES_PER_JOB = 1024
SECOND_FENCE = FENCES_PER_JOB - 1
"""Number of the one more behind the last words: should an answer get lost, it is not theirs alone
that tells torn from printed."""
RESERVE_BYTES = 256
"""Room that is left in the printer's buffer."""


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A block with the fence behind it."""

    data: bytes
    end: int
    """Bytes of the slip up to its end."""
    ids: tuple[bytes, ...]
    """Of its fences, any of which proves it; none if fences carry no ID."""
    lines: int
    sort: str


class Sending:
    """A slip under way."""

    def __init__(self, number: int, blocks: tuple[Block, ...], manner: Manner) -> None:
        self.number = number
        self.frames = _frames(number, blocks, manner.fence)
        self.taken = 0
        """Bytes that the line took."""
        self.proven = 0
        """Frames whose fence, and each one before it, was answered."""
        self.is_doubtful = False
        """True when an answer may have been lost: what was not heard may have happened."""
        self._answers = 0
        """Of a plain fence, so far."""
        self._assumed = 0
        """Bytes that must be printed by now; counts only where no fence tells."""
        self._window = max(manner.buffer_bytes - RESERVE_BYTES, manner.buffer_bytes // 4)
        self._has_fences = manner.fence != "none"
        count = len(self.frames)
        self._last = count - 2
        self._last_begins = self.frames[count - 3].end if count > 2 else 0
        self.words_end = self._last_begins + len(blocks[self._last].data)
        """Bytes up to the end of the last words."""
        fences = max(len(self.frames[self._last].ids), 1)
        self.fence_end = self.words_end + (self.frames[self._last].end - self.words_end) // fences
        """Bytes up to the end of the fence behind them, the first of them if there are two."""

    @property
    def has_begun(self) -> bool:
        """True when anything may be on paper."""
        return self.taken > 0

    @property
    def is_between_frames(self) -> bool:
        """True when no command of the slip is cut in two at this moment."""
        return self.taken == 0 or any(frame.end == self.taken for frame in self.frames)

    @property
    def is_all_taken(self) -> bool:
        """True when the line has all of it."""
        return self.taken == self.frames[-1].end

    @property
    def may_be_whole(self) -> bool:
        """True once the last words may be on paper, proven or not."""
        return self.taken > self._last_begins

    @property
    def has_all_words(self) -> bool:
        """True when the last words are proven to be on paper."""
        return self.proven > self._last

    @property
    def is_whole(self) -> bool:
        """True when the cut is proven too."""
        return self.proven == len(self.frames)

    @property
    def printed_mm(self) -> int:
        """Proven to be on paper; 1 if nothing is proven but something may be."""
        proven = self.frames[self.proven - 1].lines * LINE_MM if self.proven else 0
        return max(proven, int(self.has_begun))

    @property
    def length_mm(self) -> int:
        """How long the whole slip is."""
        return self.frames[-1].lines * LINE_MM

    @property
    def proofs(self) -> tuple[bytes, ...]:
        """IDs of the fences each of which proves that all words are on paper."""
        return tuple(id for frame in self.frames[self._last :] for id in frame.ids)

    @property
    def unproven_lines(self) -> int:
        """Lines that were sent and are not proven to be on paper."""
        sent = max((frame.lines for frame in self.frames if frame.end <= self.taken), default=0)
        return sent - (self.frames[self.proven - 1].lines if self.proven else 0)

    def next_bytes(self, most: int, *, may_end: bool) -> bytes:
        """
        Tell what may be sent now.

        Args:
            most: Give whole frames up to so many bytes, or one that is longer.
            may_end: False holds the last words back.
        """
        parts: list[bytes] = []
        end = self.taken
        first = end
        for n, frame in enumerate(self.frames):
            if frame.end <= end:
                continue
            is_held = frame.sort == "last" and not may_end and self.taken <= self._last_begins
            if is_held or not self._may_send(n, frame) or (parts and frame.end - first > most):
                break
            parts.append(frame.data[end - frame.end :])
            end = frame.end
        return b"".join(parts)

    def _may_send(self, n: int, frame: Frame) -> bool:
        if frame.sort == "last" and self._has_fences and self.proven < n:
            return False
        done = self.frames[self.proven - 1].end if self.proven else self._assumed
        return done == frame.end - len(frame.data) or frame.end - done <= self._window

    def assume_printed(self) -> bool:
        """
        Let time stand in for fences, so that a long slip does not overrun a printer without them.

        Returns:
            True if more may be sent now.
        """
        if self._has_fences or self.is_all_taken or self._assumed == self.taken:
            return False
        self._assumed = self.taken
        return True

    def place_of(self, id: bytes) -> int | None:
        """Which of the sent fences has this ID; None if none has."""
        for n, frame in enumerate(self.frames):
            if id in frame.ids and frame.end <= self.taken:
                return n
        return None

    def count_answer(self) -> bool:
        """Count an answer to a plain fence; True when it proves the next frame."""
        self._answers = (self._answers + 1) % PLAIN_ANSWERS
        return self._answers == 0

    @property
    def awaits_fence(self) -> bool:
        """True while a fence was sent and not answered."""
        return self.proven < len(self.frames) and self.frames[self.proven].end <= self.taken


def _frames(number: int, blocks: tuple[Block, ...], fence: str) -> list[Frame]:
    frames = []
    end = 0
    for n, block in enumerate(blocks):
        ids: tuple[bytes, ...] = ()
        data = block.data
        if fence == "process_id":
            ids = _ids(number, n, twice=block.sort == "last")
            data += b"".join(map(process_fence, ids))
        elif fence == "gs_r":
            data += PLAIN_FENCE
        end += len(data)
        frames.append(Frame(data, end, ids, block.lines, block.sort))
    return frames


def _ids(number: int, n: int, *, twice: bool) -> tuple[bytes, ...]:
    first = number * FENCES_PER_JOB
    id = process_id(first + n % SECOND_FENCE)
    return (id, process_id(first + SECOND_FENCE)) if twice else (id,)
