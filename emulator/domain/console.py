"""
What passes between a person and the terminal: screens one way, inputs the other.

A screen is its id and values, never a sentence; `messages.toml` holds its words as `lcd.<id>`.
Keys are put together into whole inputs by the keypad (an amount, a menu choice), so that the
program under test meets what the person meant to enter and a run costs few events.
"""

from typing import Any

import msgspec

from emulator.domain.card import Card, Secret

OPERATOR_PASSWORD = "0000"
"""What every operator of the shop keys at `enter_password`."""
SUPERVISOR_PASSWORD = "123456"
"""What the supervisor keys at `supervisor_password`."""
REPRINT_MENUS = {"last": "reprint", "any": "reprint_any", "settlement": "reprint_settlement"}
"""The menu's three reprint functions; `reprint_any` asks for a STAN at `enter_original`."""


class Screen(msgspec.Struct, frozen=True):
    """What the display shows now."""

    id: str
    values: dict[str, Any] = {}


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing a person does at the terminal.

    kind is one of: `menu` (text names the function: sale, void, ...), `digits` (text as keyed),
    `card` (card and entry), `pin` (pin; None is the bare confirm key), `confirm`, `cancel`.
    """

    kind: str
    text: str = ""
    card: Card | None = None
    """None in an input of the kind `card`: the reader could not read it."""
    entry: str = ""
    """swipe, chip, contactless or keyed."""
    pin: Secret | None = None
    purchase: str = ""
    """Which purchase the cardholder means to pay, for the camera; the program may not use it."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What is half keyed at the keypad: shown on the display, not yet an input."""

    digits: str = ""
    """As they may be shown: of a PIN or a password only as many stars."""
    menu: tuple[str, ...] | None = None
    """The menu that is open, by the keys that led there; () is the main menu, None is none."""
    page: int = 0
    """Which part of a menu that is longer than the display, from 0."""


NOTHING_TYPED = Typed()
