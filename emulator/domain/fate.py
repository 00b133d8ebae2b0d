"""
The fate of a message on a line, and what may decide it.

    send -> rule 1 -> rule 2 -> ... -> the line's own delay -> deliver
               |         |
               +- Fate   +- Fate      first rule that decides wins
"""

from typing import Protocol

import msgspec

from emulator.domain.message import Message

UP, DOWN = "up", "down"
"""Ways on a line: up is from the shop towards the banks."""


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one message. The default lets it pass unharmed."""

    lost: str = ""
    """Why it never arrives; empty if it does."""
    copies: int = 1
    delay_us: int = 0
    """On top of what the line itself takes."""
    garbled: bool = False
    """Noise changes the content; no MAC fits any more."""
    hold: bool = False
    """Wait until the next message this way was delivered, then follow it."""
    edge_us: int | None = None
    """Deliver this long after (negative: before) the instant the receiver's timer runs out."""


class Rule(Protocol):
    """Something that may decide the fate of a message."""

    def judge(self, message: Message, way: str) -> Fate | None:
        """Give the fate, or None to leave it to the next rule."""
