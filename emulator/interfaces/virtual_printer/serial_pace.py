"""How fast bytes come in on a serial line of a given speed."""

from emulator.domain.moments import MS, SECOND

BITS_PER_BYTE = 10
"""Start bit, eight of data, stop bit."""
TICK_US = 10 * MS
"""Bytes are taken in portions of about this long; shorter ones cost without being seen."""


class SerialPace:
    """Says how many bytes may be taken now, and when the next may be."""

    def __init__(self, baud: int) -> None:
        """
        Args:
            baud: Bits in a second; 0 is as fast as they come.
        """
        self._baud = baud
        self._free_us = 0
        """When the line has carried everything that was taken so far."""

    @property
    def portion(self) -> int:
        """The most that may be taken at a time."""
        if not self._baud:
            return 4096
        return max(1, self._baud * TICK_US // (BITS_PER_BYTE * SECOND))

    def took(self, count: int, now_us: int) -> int:
        """Note that bytes were taken; how long to wait before the next, in microseconds."""
        if not self._baud:
            return 0
        takes_us = -(-count * BITS_PER_BYTE * SECOND // self._baud)
        self._free_us = max(self._free_us, now_us) + takes_us
        return self._free_us - now_us
