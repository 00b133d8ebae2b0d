"""
Details of an event that may come from anywhere: each is read as what it must be, or not at all.

A recording is other people's data. What is not of the right type, too long or beyond reason reads
as not there, so that nothing behind this file has to expect it.
"""

from typing import Any

from emulator.domain.money import LARGEST_FEN
from emulator.domain.trace import TraceEvent

Key = tuple[str, str]
"""Batch and STAN of a numbered transaction."""

LONGEST = 100
"""Characters in a word or a number; no name in a shop is longer."""
MOST_LEGS = 32
"""Legs of one posting."""
CARDHOLDER = "cardholder:"


def word(detail: dict[str, Any], name: str) -> str:
    """A text; empty if there is none that can be meant."""
    value = detail.get(name)
    return value if isinstance(value, str) and len(value) <= LONGEST else ""


def fen(detail: dict[str, Any], name: str) -> int | None:
    """An amount in fen; None if there is none that fits a message."""
    value = detail.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_FEN:
        return value
    return None


def key_of(detail: dict[str, Any]) -> Key | None:
    """Which numbered transaction an event is about; None if it does not say batch and STAN."""
    batch, stan = word(detail, "batch"), word(detail, "stan")
    return (batch, stan) if batch and stan else None


def original_of(detail: dict[str, Any]) -> Key | None:
    """Which transaction this one takes back or completes; None if it does not say."""
    batch, stan = word(detail, "original_batch"), word(detail, "original_stan")
    return (batch, stan) if batch and stan else None


def moved_fen(event: TraceEvent, account: str) -> int:
    """What a posting did to all accounts whose name begins like this."""
    legs = event.detail.get("legs")
    if not isinstance(legs, list) or len(legs) > MOST_LEGS:
        return 0
    total_fen = 0
    for leg in legs:
        if not isinstance(leg, list) or len(leg) != 2 or not isinstance(leg[0], str):
            continue
        if leg[0].startswith(account):
            total_fen += fen({"fen": leg[1]}, "fen") or 0
    return total_fen
