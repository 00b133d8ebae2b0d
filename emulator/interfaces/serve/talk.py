"""What a page says over its socket."""

from typing import NamedTuple

import msgspec


class Size(msgspec.Struct, frozen=True):
    """Of the screen in the page."""

    width: int
    height: int


class Said(NamedTuple):
    """One message: what kind, and its text or size."""

    kind: str
    text: str = ""
    size: Size | None = None


def understood(data: str) -> Said | None:
    """Read one message; None for anything that a page of ours would not say."""
    try:
        words = msgspec.json.decode(data)
        kind, rest = words[0], words[1:]
        if kind == "resize":
            return Said(kind, size=msgspec.convert(rest[0], Size))
        if kind in ("stdin", "ping"):
            return Said(kind, text=msgspec.convert(rest[0], str))
        return Said(kind) if kind in ("focus", "blur") else None
    except (msgspec.MsgspecError, LookupError, TypeError, UnicodeError):
        return None
