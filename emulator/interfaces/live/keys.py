"""From what the keypad gives to the deed that is recorded: of secrets, only whether they fit."""

from collections.abc import Callable
from typing import Literal, cast

from emulator.domain.card import Secret
from emulator.domain.console import OPERATOR_PASSWORD, SUPERVISOR_PASSWORD, Screen
from emulator.domain.deeds import Deed, Entered, KeyedSecret, Word
from emulator.terminal.keypad import Keyed

_PASSWORDS = {"supervisor_password": Secret(SUPERVISOR_PASSWORD)}
"""By screen; every other screen that asks for a password wants the operator's."""
_OPERATOR = Secret(OPERATOR_PASSWORD)


def deed_from(keyed: Keyed, screen: Screen | None, pin: Callable[[], Secret | None]) -> Deed:
    """
    Make the deed of a whole input.

    Args:
        keyed: menu, digits, confirm, cancel, pin or password.
        screen: What stands on the display.
        pin: Gives the PIN of the card in the reader.
    """
    if keyed.kind == "pin":
        return KeyedSecret("pin", _word(keyed.secret, pin()))
    if keyed.kind == "password":
        right = _PASSWORDS.get(screen.id if screen is not None else "", _OPERATOR)
        return KeyedSecret("password", _word(keyed.secret, right))
    kind = cast(Literal["menu", "digits", "confirm", "cancel"], keyed.kind)
    return Entered(kind, keyed.text)


def _word(keyed: Secret | None, right: Secret | None) -> Word:
    if keyed is None:
        return "none"
    return "ok" if keyed.matches(right) else "wrong"
