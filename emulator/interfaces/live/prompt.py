"""
What the device asks by itself, in front of the terminal's program, which knows nothing of it.

    training chosen -> supervisor's password -> right: done     wrong or refused: a notice

A few keys and one display; the shop behind it goes on meanwhile. Nothing of it is recorded, as it
changes nothing in the shop. Left out: how many wrong passwords there may be, and that it gives up
waiting.
"""

from collections.abc import Callable

from emulator.domain.card import Secret
from emulator.domain.console import SUPERVISOR_PASSWORD, Screen, Typed
from emulator.domain.menus import TRAINING
from emulator.terminal.keypad import Keypad

_RIGHT = Secret(SUPERVISOR_PASSWORD)
_ASKS = "supervisor_password"


class Prompt:
    """One question for the supervisor's password, and the notice that may follow."""

    def __init__(self, agreed: Callable[[], str], closed: Callable[[], None]) -> None:
        """
        Args:
            agreed: Does what was asked for; gives why it cannot be done, empty if it was.
            closed: Called when the display is the program's again.
        """
        self.screen = Screen(_ASKS, {"transaction": TRAINING})
        """What stands on the display."""
        self._agreed = agreed
        self._closed = closed
        self._keypad = Keypad()
        self._keypad.show(self.screen)

    @property
    def typed(self) -> Typed:
        """What is half keyed, as stars."""
        return self._keypad.typed

    def press(self, key: str) -> None:
        """Press a key; a notice goes away at any."""
        if self.screen.id != _ASKS:
            self._closed()
            return
        keyed = self._keypad.press(key)
        if keyed is None:
            return
        if keyed.kind == "cancel":
            self._closed()
        elif keyed.kind == "password":
            self._judge(keyed.secret)

    def tell(self, why: str) -> None:
        """Say why it is not possible."""
        self.screen = Screen("not_possible", {"transaction": TRAINING, "why": why})
        self._keypad.show(self.screen)

    def _judge(self, secret: Secret | None) -> None:
        if secret is None or not secret.matches(_RIGHT):
            self.tell("password")
            return
        why_not = self._agreed()
        if why_not:
            self.tell(why_not)
        else:
            self._closed()
