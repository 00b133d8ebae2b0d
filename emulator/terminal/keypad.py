"""
The terminal's keys, put together into whole inputs: an amount, a PIN, a choice from the menu.

    key --> Keypad --+--> nothing yet: something is half keyed (`typed`)
                     +--> a whole input (`Keyed`)

The keypad knows the screen that stands by its id alone, so it serves any terminal program. It is no
part of the program: what is half keyed is nobody's business but the display's. Left out: letters,
which a cashier does not need; and the card, which is shown to the reader.
"""

from typing import Literal

import msgspec

from emulator.domain import menus
from emulator.domain.card import Secret
from emulator.domain.console import Screen, Typed
from emulator.domain.event_table import SCREENS
from emulator.domain.prompts import (
    LONGEST,
    LONGEST_PASSWORD,
    LONGEST_PIN,
    LONGEST_UNKNOWN,
    PASSWORDS,
    PIN,
    SECRETS,
    SHORTEST_PIN,
)

KEYS = (
    *"0123456789", "00", "*", "#", "confirm", "cancel", "clear", "menu", "up", "down", "feed",
)  # fmt: skip
"""Every key there is."""

_DIGITS = frozenset((*"0123456789", "00"))


class Keyed(msgspec.Struct, frozen=True, kw_only=True):
    """A whole input."""

    kind: Literal["menu", "digits", "pin", "password", "confirm", "cancel", "feed", "training"]
    """training and feed are not for the terminal's program; all others are."""
    text: str = ""
    """The menu's function, or the digits; empty where nobody may read them."""
    secret: Secret | None = None
    """The PIN or password; None is the bare confirm key."""


class Keypad:
    """What has been keyed since the screen appeared."""

    def __init__(self) -> None:
        self.refused = False
        """True if the last key had no use where it was pressed: the terminal beeps at it."""
        self._screen = ""
        """Id of what stands on the display; empty while it is dark."""
        self._digits = ""
        self._menu: menus.Path | None = None
        self._page = 0

    @property
    def typed(self) -> Typed:
        """What the display shows of it."""
        digits = "*" * len(self._digits) if self._screen in SECRETS else self._digits
        return Typed(digits=digits, menu=self._menu, page=self._page)

    def show(self, screen: Screen | None) -> None:
        """
        Take in that another screen stands, or None; what was half keyed is gone.

        An open menu stays open on any screen at which it may be opened, so that it does not close
        under somebody's fingers when the idle screen is shown anew.
        """
        self._screen = "" if screen is None else screen.id
        self._digits = ""
        if not self._opens_menus:
            self._close()

    def press(self, key: str) -> Keyed | None:
        """
        Press one of `KEYS`.

        Returns:
            What is now keyed completely; None while it is not, and for a key that was refused
            (`refused` tells) or pressed on a dark terminal.
        """
        self.refused = False
        if not self._screen:
            return None
        if key == "feed":
            return Keyed(kind="feed")
        keyed = self._at_menu(key) if self._menu is not None else self._at_screen(key)
        if keyed is not None:
            self._digits = ""
            self._close()
        return keyed

    # The menu ---------------------------------------------------------------------------------

    @property
    def _opens_menus(self) -> bool:
        """An unknown screen may be the idle one of somebody else's program."""
        screen = self._screen
        return bool(screen) and (screen in menus.OPENS_AT or screen not in SCREENS)

    def _at_menu(self, key: str) -> Keyed | None:
        path = self._menu or ()
        if key == "menu":
            self._open(())
        elif key == "cancel":
            if path:
                self._open(path[:-1])
            else:
                self._close()
        elif key in ("up", "down"):
            self._turn(1 if key == "down" else -1)
        else:
            return self._choose((*path, key))
        return None

    def _choose(self, path: menus.Path) -> Keyed | None:
        item = menus.find(path)
        if item is None:
            return self._refuse()
        if item.items:
            self._open(path)
            return None
        if item.function == menus.TRAINING:
            return Keyed(kind="training")
        return Keyed(kind="menu", text=item.function)

    def _open(self, path: menus.Path) -> None:
        self._menu, self._page, self._digits = path, 0, ""

    def _close(self) -> None:
        self._menu, self._page = None, 0

    def _turn(self, by: int) -> None:
        page = self._page + by
        if 0 <= page < menus.pages(self._menu or ()):
            self._page = page
        else:
            self.refused = True

    # The screen -------------------------------------------------------------------------------

    def _at_screen(self, key: str) -> Keyed | None:
        if key in _DIGITS:
            if self._screen in menus.OPENS_AT:
                return self._choose((key,))
            return self._type(key)
        if key == "confirm":
            return self._confirm()
        if key == "cancel":
            return Keyed(kind="cancel")
        if key == "menu" and self._opens_menus:
            self._open(())
            return None
        if key == "clear" and self._digits:
            self._digits = self._digits[:-1]
            return None
        return self._refuse()

    def _type(self, key: str) -> Keyed | None:
        digits = self._digits + key
        if self._screen == "enter_amount":
            digits = digits.lstrip("0")
        if len(digits) > self._longest:
            return self._refuse()
        self._digits = digits
        return None

    @property
    def _longest(self) -> int:
        screen = self._screen
        if screen == PIN:
            return LONGEST_PIN
        if screen in PASSWORDS:
            return LONGEST_PASSWORD
        return LONGEST.get(screen, 0 if screen in SCREENS else LONGEST_UNKNOWN)

    def _confirm(self) -> Keyed | None:
        digits, screen = self._digits, self._screen
        if screen == PIN:
            if 0 < len(digits) < SHORTEST_PIN:
                return self._refuse()
            return Keyed(kind="pin", secret=Secret(digits) if digits else None)
        if screen in PASSWORDS:
            return Keyed(kind="password", secret=Secret(digits) if digits else None)
        if digits:
            return Keyed(kind="digits", text=digits)
        if screen == "sign_in_required":
            return Keyed(kind="menu", text="sign_in")
        if screen == "present_card":
            # Only a card answers here; a program may take the bare key for giving up.
            return self._refuse()
        return Keyed(kind="confirm")

    def _refuse(self) -> Keyed | None:
        self.refused = True
        return None
