"""
The terminal's own clock: what stamps its slips and its records.

A sign-in sets it by the host's answer; between two of them it is on its own. While it is right, the
host's stamp in an answer and its own are the same to the second, so the host's stands for both.
Left out: waits and retries, which count the processor's ticks and not the hour.

Source: payments.md 3.3 (DE12 and DE13, which come in answers only) and failure case 35.
"""

from collections.abc import Iterator
from datetime import datetime

from emulator.domain.moments import DAY
from emulator.kernel.lever import lever
from emulator.kernel.world import World


class TerminalClock:
    """Date and time as one terminal knows them; goes on without power."""

    def __init__(self, world: World) -> None:
        self.is_off = False
        """True while it need not agree with the host's."""
        self._world = world
        self._off_us = 0
        self._since_us = 0
        self._daily_drift_us = 0

    @property
    def off_us(self) -> int:
        """How much it is ahead; negative is behind."""
        if not self._daily_drift_us:
            return self._off_us
        passed_us = self._world.now_us - self._since_us
        return self._off_us + passed_us * self._daily_drift_us // DAY

    def now(self) -> datetime:
        """The date and time that it shows."""
        return self._world.clock.at(self._world.now_us + self.off_us)

    def stamp_if_off(self) -> str | None:
        """Its date and time as MMDDhhmmss; None while it is right."""
        return f"{self.now():%m%d%H%M%S}" if self.is_off else None

    def set_right(self) -> bool:
        """Set it by a clock that is right, as a sign-in does; False if it was right."""
        was_off = self.off_us != 0
        self._off_us, self._since_us = 0, self._world.now_us
        self.is_off = self._daily_drift_us != 0
        return was_off

    @lever
    def clock_off(self, *, offset_us: int = -DAY, daily_drift_us: int = 0) -> Iterator[None]:
        """The terminal's clock is wrong, by a fixed time or by a little more every day."""
        self._off_us, self._since_us = offset_us, self._world.now_us
        self._daily_drift_us = daily_drift_us
        self.is_off = True
        yield
        self._daily_drift_us = 0
        self.set_right()
