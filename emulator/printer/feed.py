"""
The paper's way through the mechanism: where it stands, and when it will stand somewhere.

Plain arithmetic, so that a slip costs one timer and not one a millimetre. Left out: starting and
braking of the motor, which take a few milliseconds.
"""

import msgspec

from emulator.domain.moments import SECOND


class Feed(msgspec.Struct):
    """
    One slip on its way out at a steady speed.

    The paper stands at whole millimetres: it has reached a millimetre when all of it is out. A
    pause moves the whole run later, so the place never depends on how often somebody looked.
    """

    began_us: int
    """When the first millimetre began; moved later by every pause."""
    speed_mm_s: int
    paused_us: int | None = None
    """Since when the paper stands still; None while it moves."""

    @property
    def is_paused(self) -> bool:
        """True while the paper stands still."""
        return self.paused_us is not None

    def at_mm(self, now_us: int) -> int:
        """How many whole millimetres are out."""
        until_us = now_us if self.paused_us is None else self.paused_us
        return (until_us - self.began_us) * self.speed_mm_s // SECOND

    def due_us(self, mm: int) -> int:
        """The first moment at which `mm` millimetres are out, if nothing stops the paper."""
        return self.began_us - (-mm * SECOND // self.speed_mm_s)

    def pause(self, now_us: int) -> None:
        """Stop the paper where it is; a second pause changes nothing."""
        if self.paused_us is None:
            self.paused_us = now_us

    def go_on(self, now_us: int) -> None:
        """Let the paper move again from where it stopped."""
        if self.paused_us is not None:
            self.began_us += now_us - self.paused_us
            self.paused_us = None
