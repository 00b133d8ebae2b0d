"""
Details of the events that the three sides are made of, as far as they are read here.

A recording may come from anywhere: whatever does not look like this is refused by `read`.
"""

from datetime import date
from typing import Any, TypeVar

import msgspec

from emulator.domain.trace import TraceEvent

T = TypeVar("T", bound=msgspec.Struct)


class Started(msgspec.Struct):
    """`bench.run_started`."""

    start: str
    terminal: str = ""
    backup_terminal: str = ""


class Written(msgspec.Struct):
    """`storage.written`."""

    record: str
    stan: str = ""
    batch: str = ""
    outcome: str = ""
    transaction: str = ""
    amount_fen: int = 0
    own_time: str = ""


class WriteStarted(msgspec.Struct):
    """`storage.write_started`."""

    record: str = ""


class Replaced(msgspec.Struct):
    """`storage.replaced`."""

    records: int = 0


class Slip(msgspec.Struct):
    """`printer.slip_printed`."""

    stan: str = ""
    batch: str = ""
    legible: bool = True
    content: dict[str, Any] = {}


class Asked(msgspec.Struct):
    """`issuer_line.sent`."""

    way: str
    mti: str = ""
    terminal: str = ""
    batch: str = ""
    stan: str = ""


class Posted(msgspec.Struct):
    """`acquirer.posted`, `held` and `released`, `issuer.posted`, `clearing.posted`."""

    reason: str
    legs: list[tuple[str, int]] = []
    terminal: str = ""
    batch: str = ""
    stan: str = ""
    transaction: str = ""
    original_batch: str = ""
    original_stan: str = ""
    card: str = ""
    business_day: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and STAN."""
        return (self.terminal, self.batch, self.stan)

    def moved_fen(self, prefix: str, suffix: str = "") -> int:
        """What the accounts with such names got."""
        return sum(
            fen for name, fen in self.legs if name.startswith(prefix) and name.endswith(suffix)
        )


class Listed(msgspec.Struct):
    """`acquirer.difference_listed` and `difference_resolved`."""

    terminal: str = ""
    batch: str = ""
    stan: str = ""
    why: str = ""
    amount_fen: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and STAN."""
        return (self.terminal, self.batch, self.stan)


class BatchClosed(msgspec.Struct):
    """`acquirer.batch_closed`."""

    terminal: str = ""
    batch: str = ""
    shop: tuple[int, int, int, int] | None = None
    repeated: bool = False


class CutOver(msgspec.Struct):
    """`acquirer.cut_over`."""

    business_day: date


class OfDay(msgspec.Struct):
    """`clearing.file_made`, `file_late`, `file_rejected` and `payout_*`."""

    business_day: date
    amount_fen: int = 0
    why: str = ""


class Credited(msgspec.Struct):
    """`clearing.merchant_credited`."""

    business_day: date
    amount_fen: int
    fee_fen: int = 0


class Shut(msgspec.Struct):
    """`clearing.closed` and `opened`."""

    why: str = ""


def read(event: TraceEvent, kind: type[T]) -> T:
    """
    Read an event's details.

    Raises:
        msgspec.ValidationError: They are not what such an event has.
    """
    return msgspec.convert(event.detail, kind)
