"""What a person's keys answer on a screen of the terminal, kept in the errand that asked."""

from emulator.domain.console import OPERATOR_PASSWORD, SUPERVISOR_PASSWORD
from emulator.domain.deeds import Entered, KeyedSecret
from emulator.interfaces.live.rewriting.doings import Errand
from emulator.people.errand import ANSWERS

_PASSWORDS = {"enter_password": OPERATOR_PASSWORD, "supervisor_password": SUPERVISOR_PASSWORD}
_ASKS = {*ANSWERS, *_PASSWORDS}
"""Screens on which an errand waits for an answer."""


def answered(errand: Errand, screen: str, entered: Entered) -> bool:
    """Keep digits, confirm or cancel; False if nothing was asked."""
    if screen not in _ASKS:
        return False
    if entered.kind == "digits" and screen in _PASSWORDS:
        errand.password = "ok" if entered.text == _PASSWORDS[screen] else "wrong"
    elif entered.kind == "digits":
        errand.digits = {**errand.digits, screen: entered.text}
    elif entered.kind == "confirm":
        _confirm(errand, screen)
    return True


def _confirm(errand: Errand, screen: str) -> None:
    """The bare confirm key is an empty answer, or says yes."""
    if screen == "confirm_duplicate":
        errand.insists = True
    elif screen == "enter_pin":
        errand.pin = "none"
    elif screen in _PASSWORDS:
        errand.password = "wrong"
    elif screen != "confirm_original":
        errand.digits = {**errand.digits, screen: ""}


def kept_secret(errand: Errand, screen: str, keyed: KeyedSecret) -> bool:
    """Keep whether a PIN or a password was right; False if neither was asked for."""
    if keyed.kind == "pin" and screen == "enter_pin":
        errand.pin = keyed.word
    elif keyed.kind == "password" and screen in _PASSWORDS:
        errand.password = keyed.word
    else:
        return False
    return True
