"""What an instructor types and clicks: the keys of the panel, and what stands for them on it."""

from typing import Final
from unicodedata import normalize

from textual import events
from textual.message import Message
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.tui.widgets.board import Board

_FUNCTION_KEYS: Final = 7
"""As many of the faults have a function key too, as on the till: F2 is the first."""
KNOBS = ("search", "hold", "speed", "next", "minute", "ten", "day", "release", "mend", "close")
"""Named at the foot of the panel."""
KEYS = {
    "slash": "search",
    "space": "hold",
    "x": "speed",
    "n": "next",
    "m": "minute",
    "t": "ten",
    "d": "day",
    "r": "release",
    "a": "mend",
    "escape": "close",
    "f9": "close",
    "q": "close",
    "f1": "help",
    "question_mark": "help",
    "up": "scroll_up",
    "down": "scroll_down",
    **{f"f{number + 1}": f"fault_{number}" for number in range(1, _FUNCTION_KEYS + 1)},
    **{str(number): f"fault_{number}" for number in range(1, 10)},
}
"""Key of the keyboard to what it does here; letters also with the capitals lock."""
_SHOWN = {"slash": "/", "space": "Space", "escape": "Esc"}
_SPELT = {"/": "slash", "?": "question_mark", " ": "space"}


class Knob(Static):
    """Something to click that does what a key does."""

    class Turned(Message):
        """It was clicked."""

        def __init__(self, does: str) -> None:
            super().__init__()
            self.does = does

    def __init__(self, does: str, lang: str) -> None:
        key = next(key for key, done in KEYS.items() if done == does)
        label = f"{_SHOWN.get(key, key)} {say(f'instructor.knob.{does}', lang)}"
        super().__init__(label, markup=False, classes="knob")
        self._does = does

    def on_click(self, event: events.Click) -> None:
        """Tell the panel."""
        event.stop()
        self.post_message(self.Turned(self._does))


class FaultLine(Board):
    """One of the nine; a click arms it."""

    def __init__(self, number: int) -> None:
        super().__init__(classes="fault")
        self._number = number

    def on_click(self, event: events.Click) -> None:
        """Tell the panel."""
        event.stop()
        self.post_message(Knob.Turned(f"fault_{self._number}"))


def meaning(event: events.Key) -> str:
    """What a key does, one of the values of `KEYS`; empty for a key that does nothing."""
    does = KEYS.get(event.key, "")
    if not does and event.character is not None:
        # A Chinese input method gives digits and letters of full width.
        plain = normalize("NFKC", event.character).lower()
        does = KEYS.get(_SPELT.get(plain, plain), "")
    return does
