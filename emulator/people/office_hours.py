"""
When somebody at a desk answers the phone.

Left out: weekends and holidays; the desks of payment institutions are open every day.
"""

from datetime import datetime, time

import msgspec

from emulator.domain.moments import WallClock


class OfficeHours(msgspec.Struct, frozen=True):
    """Every day from one time to another; past midnight if the second is the earlier one."""

    opens: time = time(0)
    closes: time = time(0)
    """The same as `opens`: at any hour."""

    @classmethod
    def of(cls, opens: str, closes: str) -> "OfficeHours":
        """Read two times, hh:mm; an empty one is midnight."""
        return cls(time.fromisoformat(opens or "00:00"), time.fromisoformat(closes or "00:00"))

    def is_open(self, moment: datetime) -> bool:
        """Tell whether somebody answers; at the closing time nobody does any more."""
        now = moment.time()
        if self.opens < self.closes:
            return self.opens <= now < self.closes
        return self.opens == self.closes or now >= self.opens or now < self.closes

    def opens_after_us(self, clock: WallClock, now_us: int) -> int:
        """Microseconds until somebody answers; 0 while somebody does."""
        if self.is_open(clock.at(now_us)):
            return 0
        return clock.next_us(now_us, self.opens) - now_us
