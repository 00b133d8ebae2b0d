"""
The plug at the printer's end of its cable: what becomes of bytes when the line is not as it should.

Plain arithmetic on bytes, the same every time. Left out: framing errors, which a real receiver may
report; here a wrong byte is only wrong.
"""

import msgspec


def _sampled_too_fast(byte: int) -> int:
    """What a receiver at twice the speed takes a byte for: start bit, and each bit seen twice."""
    seen = [0, *(byte >> bit & 1 for bit in (0, 0, 1, 1, 2, 2, 3))]
    return sum(bit << place for place, bit in enumerate(seen))


_GARBAGE = bytes(_sampled_too_fast(byte) for byte in range(256))


class Noise(msgspec.Struct):
    """One bit in so many bytes arrives wrong."""

    every_bytes: int
    _passed: int = 0

    def over(self, data: bytes) -> bytes:
        """The bytes as they arrive."""
        spoilt = bytearray(data)
        first = -(self._passed + 1) % self.every_bytes
        for place in range(first, len(spoilt), self.every_bytes):
            # Another bit every time, so that both letters and commands are hit.
            spoilt[place] ^= 1 << (self._passed + place) // self.every_bytes % 8
        self._passed += len(data)
        return bytes(spoilt)


class Plug:
    """Both ways through one connector."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._noise: Noise | None = None
        self._is_one_way = False
        self._is_wrong_speed = False

    def pull_out(self, after_bytes: int = 0) -> None:
        """Let so many more bytes pass towards the printer, then none either way."""
        self._left = after_bytes

    def push_in(self) -> None:
        """Make the connection again."""
        self._left = None

    def cut_way_back(self) -> None:
        """Let nothing pass from the printer."""
        self._is_one_way = True

    def mend_way_back(self) -> None:
        """Let it pass again."""
        self._is_one_way = False

    def disturb(self, every_bytes: int) -> None:
        """Let one byte in so many reach the printer as another."""
        self._noise = Noise(every_bytes)

    def calm(self) -> None:
        """Let bytes pass as they are."""
        self._noise = None

    def mistake_speed(self) -> None:
        """Let each end take the other's bytes for others."""
        self._is_wrong_speed = True

    def correct_speed(self) -> None:
        """Let both ends work at one speed."""
        self._is_wrong_speed = False

    @property
    def is_out(self) -> bool:
        """True when nothing passes any more."""
        return self._left == 0

    @property
    def is_sound(self) -> bool:
        """True when every byte passes as it is, both ways."""
        is_distorted = self._is_wrong_speed or self._noise is not None
        return self._left is None and not self._is_one_way and not is_distorted

    def inward(self, data: bytes) -> bytes:
        """What reaches the printer of bytes from the host."""
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        if self._is_wrong_speed:
            data = data.translate(_GARBAGE)
        return data if self._noise is None else self._noise.over(data)

    def outward(self, data: bytes) -> bytes:
        """What reaches the host of bytes from the printer."""
        if self._left == 0 or self._is_one_way:
            return b""
        return data.translate(_GARBAGE) if self._is_wrong_speed else data
