"""
The paper's way through the mechanism: where it stands, and when it will stand somewhere.

Plain arithmetic, so that a slip costs one timer and not one a millimetre. Left out: starting and
braking of the motor, which take a few milliseconds.
"""

from emulator.domain.moments import SECOND


class Feed:
    """
    One slip on its way out at a steady speed.

    The paper stands at whole millimetres: it has reached a millimetre when all of it is out. A
    pause moves the whole run later, so the place never depends on how often somebody looked.
    """

    __slots__ = ("_began_us", "_paused_us", "_speed_mm_s")

    def __init__(self, began_us: int, speed_mm_s: int) -> None:
        self._began_us = began_us
        self._speed_mm_s = speed_mm_s
        self._paused_us: int | None = None

    @property
    def is_paused(self) -> bool:
        """True while the paper stands still."""
        return self._paused_us is not None

    def at_mm(self, now_us: int) -> int:
        """How many whole millimetres are out."""
        until_us = now_us if self._paused_us is None else self._paused_us
        return (until_us - self._began_us) * self._speed_mm_s // SECOND

    def due_us(self, mm: int) -> int:
        """The first moment at which `mm` millimetres are out, if nothing stops the paper."""
        return self._began_us - (-mm * SECOND // self._speed_mm_s)

    def pause(self, now_us: int) -> None:
        """Stop the paper where it is; a second pause changes nothing."""
        if self._paused_us is None:
            self._paused_us = now_us

    def go_on(self, now_us: int) -> None:
        """Let the paper move again from where it stopped."""
        if self._paused_us is not None:
            self._began_us += now_us - self._paused_us
            self._paused_us = None
