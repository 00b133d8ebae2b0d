"""
Details of the events that alarms are made of, as far as they are read here.

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
    merchant: str = ""


class Shown(msgspec.Struct):
    """`console.displayed`."""

    screen: str
    batch: str = ""
    operator_class: str = ""
    why: str = ""


class Written(msgspec.Struct):
    """`storage.written`."""

    record: str
    stan: str = ""
    batch: str = ""
    outcome: str = ""
    transaction: str = ""
    amount_fen: int = 0


class Replaced(msgspec.Struct):
    """`storage.replaced`."""

    records: int = 0


class Slip(msgspec.Struct):
    """`printer.slip_printed`."""

    slip_kind: str = ""
    copy: str = ""
    stan: str = ""
    batch: str = ""
    legible: bool = True
    reprint: bool = False
    content: dict[str, Any] = {}


class Posted(msgspec.Struct):
    """`acquirer.posted`."""

    legs: list[tuple[str, int]] = []

    def moved_fen(self, account: str) -> int:
        """What an account got."""
        return sum(fen for name, fen in self.legs if name == account)


class BatchClosed(msgspec.Struct):
    """`acquirer.batch_closed`."""

    batch: str = ""


class CutOver(msgspec.Struct):
    """`acquirer.cut_over`: the business day that begins."""

    business_day: date


class Credited(msgspec.Struct):
    """`clearing.merchant_credited`."""

    amount_fen: int
    cleared_fen: int | None = None
    merchant: str = ""


class Notice(msgspec.Struct):
    """`clearing.notice`."""

    text: str = ""


def read(event: TraceEvent, kind: type[T]) -> T:
    """
    Read an event's details.

    Raises:
        msgspec.ValidationError: They are not what such an event has.
    """
    return msgspec.convert(event.detail, kind)
