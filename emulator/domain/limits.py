"""
How far the settings of the shop may go: what no equipment does, and what would never end.

A timer of nothing that starts itself again keeps the clock where it is for ever, and a grace of a
century simulates a hundred years of clearing; so a scenario file cannot ask for either. Plain
Python may set anything: it is not held to these limits.
"""

from datetime import datetime
from types import MappingProxyType

import msgspec

from emulator.domain.moments import DAY, HOUR, MINUTE, MS, SECOND
from emulator.domain.money import LARGEST_FEN

STORY_US = 400 * DAY
"""The latest moment, and the longest duration, that a scenario can name: a year and a month."""

MOST_BUSINESS_DAYS = 250
"""The latest `T+n`: about a year."""

FIRST_START = datetime(2010, 1, 1)
LAST_START = datetime(2030, 12, 31)
"""Between them the bank calendar is known or well estimated, and the usual test card is valid."""


class Limit(msgspec.Struct, frozen=True):
    """The least and the most that a setting can be, in the unit of its name."""

    least: int
    most: int
    or_nothing: bool = False
    """0 is possible too, below `least`: it switches something off."""

    def holds(self, value: int) -> bool:
        """Tell whether a value is within the limit."""
        return self.least <= value <= self.most or (self.or_nothing and value == 0)


_AMOUNT = Limit(0, LARGEST_FEN)
_DAYS = Limit(1, 366)

LIMITS = MappingProxyType(
    {
        "receive_timeout_us": Limit(SECOND, 10 * MINUTE),
        "prompt_timeout_us": Limit(SECOND, HOUR),
        "reversal_tries": Limit(1, 9),
        "reversal_retry_us": Limit(SECOND, DAY, or_nothing=True),
        "copies": Limit(1, 3),
        "between_copies_us": Limit(0, 10 * MINUTE),
        "sale_limit_fen": Limit(1, LARGEST_FEN),
        "journal_limit": Limit(1, 100_000),
        "totals_limit_fen": Limit(1, LARGEST_FEN),
        "duplicate_guard_us": Limit(SECOND, DAY, or_nothing=True),
        "upload_block": Limit(1, 8),
        "boot_us": Limit(100 * MS, DAY),
        "watchdog_us": Limit(SECOND, DAY, or_nothing=True),
        "write_us": Limit(1, 10 * SECOND),
        "new_roll_mm": Limit(100, 100_000),
        "near_end_mm": Limit(0, 100_000),
        "speed_mm_s": Limit(10, 500),
        "cut_us": Limit(0, 10 * SECOND),
        "buffer_bytes": Limit(45, 65_536),
        "every_bytes": Limit(1, 1_000_000),
        "latency_us": Limit(100, 5 * MINUTE),
        "jitter_us": Limit(0, 5 * MINUTE),
        "processing_us": Limit(100, 10 * MINUTE),
        "issuer_timeout_us": Limit(SECOND, 10 * MINUTE),
        "issuer_reversal_retry_us": Limit(SECOND, DAY),
        "fee_basis_points": Limit(0, 10_000),
        "cut_over_us": Limit(0, DAY),
        "offset_us": Limit(-STORY_US, STORY_US),
        "refund_days": _DAYS,
        "dispute_answer_days": _DAYS,
        "dispute_ruling_days": _DAYS,
        "policy_review_us": Limit(0, 366 * DAY),
        "completion_percent": Limit(100, 200),
        "payout_days": Limit(0, 30),
        "transfer_us": Limit(SECOND, 7 * DAY),
        "transfer_timeout_us": Limit(SECOND, 7 * DAY),
        "hold_days": _DAYS,
        "keep_days": _DAYS,
        "spare_rolls": Limit(0, 1000),
        "think_us": Limit(0, 10 * MINUTE),
        "answers_in_us": Limit(0, 7 * DAY),
        "comes_in_us": Limit(0, DAY),
        "grace_us": Limit(0, 7 * DAY),
        "loss_per_mille": Limit(0, 1000),
        "records_left": Limit(0, 100_000),
        "share_per_mille": Limit(0, 1000),
        "down_us": Limit(SECOND, DAY),
        "up_us": Limit(SECOND, DAY),
        "burst_us": Limit(0, HOUR),
        "roll_mm": Limit(0, 100_000),
        "lookup_us": Limit(0, 10 * MINUTE),
        "errors": Limit(1, 100),
        "error_window_us": Limit(SECOND, DAY),
    }
)
"""Name of a setting to its limit; the same name means the same in every part."""

_BY_UNIT = MappingProxyType({"_us": Limit(0, STORY_US), "_fen": _AMOUNT, "_mm": Limit(0, 100_000)})


def limit_of(name: str) -> Limit | None:
    """The limit of a setting: its own, or else that of its unit; None if it has neither."""
    if name in LIMITS:
        return LIMITS[name]
    return next((limit for unit, limit in _BY_UNIT.items() if name.endswith(unit)), None)
