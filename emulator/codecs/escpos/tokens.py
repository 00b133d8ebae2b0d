"""What a stream of ESC/POS bytes falls into."""

import enum

import msgspec


class Sort(enum.Enum):
    """How a token is treated."""

    TEXT = "text"
    """Characters to print; `args` are the bytes as they came."""
    CONTROL = "control"
    """One control byte: LF, CR, HT, FF, CAN ...; `args` is empty."""
    COMMAND = "command"
    """Executed in order; `args` are its parameters without prefix and code."""
    REALTIME = "realtime"
    """Executed on receipt (DLE EOT, DLE ENQ, DLE DC4), also when nothing else is."""
    ROWS = "rows"
    """Some whole dot rows of the raster image that the last command began; `args` are the rows."""
    UNKNOWN = "unknown"
    """Bytes that are no command we know; skipped and reported."""


class Token(msgspec.Struct, frozen=True, gc=False):
    """One piece of the stream."""

    sort: Sort
    name: str
    """As manuals write it: `LF`, `ESC !`, `GS ( k`, `DLE EOT`; empty for text and rows."""
    args: bytes
    """As they came, with length bytes and terminators; of UNKNOWN the raw bytes, at most 16."""
    at: int
    """Offset of its first byte in the stream."""
    end: int
    """Offset behind its last byte."""
