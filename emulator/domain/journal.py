"""What the terminal keeps in durable memory, and the memory as the program sees it."""

from collections.abc import Generator
from typing import Any, Protocol

import msgspec

from emulator.domain.card import Pan


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction in the terminal's journal. Holds no PIN, no track and no key."""

    kind: str
    stan: str
    batch: str
    amount_fen: int
    pan: Pan | None = None
    expiry: str | None = None
    entry: str | None = None
    reference: str | None = None
    authorisation: str | None = None
    code: str | None = None
    host_time: str | None = None
    own_time: str | None = None
    """The terminal's own clock at the approval, MMDDhhmmss; None while it agrees with the host."""
    original_batch: str | None = None
    original_stan: str | None = None
    original_date: str | None = None
    original_reference: str | None = None
    operator: str = "01"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One durable step. `kind` is one of the standard record names in docs/reference/trace.md."""

    kind: str
    stan: str = ""
    batch: str = ""
    entry: Entry | None = None
    values: dict[str, Any] = {}


class Storage(Protocol):
    """Durable memory: appending takes time, can be cut short, and can be full."""

    def write(self, record: Record) -> Generator[Any, Any, bool]:
        """Append; False when the memory is full and nothing was written."""

    def replace(self, records: tuple[Record, ...]) -> Generator[Any, Any, bool]:
        """Put these in place of everything, all or nothing."""

    def read(self) -> tuple[Record, ...]:
        """Everything that was written whole, in order; a torn last record is left out."""
