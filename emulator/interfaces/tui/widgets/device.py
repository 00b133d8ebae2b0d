"""
The terminal as it stands on the counter: display, lamps, keypad and the ways to read a card.

Everything on it can be clicked; what a click means is an action of `keys`, as for the keyboard.
"""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.tui.chosen import Chosen
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.widgets.board import Board, Row

ROWS, CELLS = 4, 16
"""Of the display."""
_KEYPAD = (
    ("menu", "up", "down", "feed"),
    ("digit_1", "digit_2", "digit_3", "cancel"),
    ("digit_4", "digit_5", "digit_6", "clear"),
    ("digit_7", "digit_8", "digit_9", "double_zero"),
    ("star", "digit_0", "hash", "confirm"),
)
_CARD = ("insert", "swipe", "tap", "key_in")
_PLAIN_KEYS = {f"digit_{digit}": digit for digit in "0123456789"} | {
    "double_zero": "00",
    "star": "*",
    "hash": "#",
}


class Lcd(Static):
    """The display: four rows of sixteen cells, with room between them where the screen has it."""

    def __init__(self) -> None:
        super().__init__(markup=False, id="lcd")
        self._rows: tuple[str, ...] = ()
        self._is_title = self._is_dark = False

    def draw(self, rows: Sequence[str], *, is_title: bool, is_dark: bool) -> None:
        """Show rows; the first in reverse if it is a title, none at all while it is dark."""
        wanted = (tuple(rows), is_title, is_dark)
        if wanted != (self._rows, self._is_title, self._is_dark):
            self._rows, self._is_title, self._is_dark = wanted
            self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def _show(self) -> None:
        times = 2 if self.content_size.width >= 2 * CELLS else 1
        gap = "\n\n" if self.content_size.height >= 2 * ROWS - 1 else "\n"
        shown = () if self._is_dark else self._rows
        lines = [spaced(one, times) for one in (*shown, *[""] * ROWS)[:ROWS]]
        parts = [
            (line, "reverse" if number == 0 and self._is_title and shown else "")
            for number, line in enumerate(lines)
        ]
        self.update(Content(gap).join(Content.styled(*part) for part in parts))
        self.set_class(self._is_dark, "-dark")


def spaced(text: str, times: int) -> str:
    """A row of the display with each of its cells so many cells wide."""
    if times == 1:
        return text + " " * (CELLS - cell_len(text))
    wide = "".join(char + " " * (cell_len(char) * (times - 1)) for char in text)
    return wide + " " * (CELLS * times - cell_len(wide))


class Key(Static):
    """A key or a slot that can be clicked."""

    def __init__(self, action: str, label: str, hint: str, *, classes: str) -> None:
        """
        Args:
            action: Id in `keys.ACTIONS`.
            label: What stands on it.
            hint: The key of the keyboard that does the same.
            classes: How it looks.
        """
        super().__init__(markup=False, classes=classes)
        self.action = action
        self._label, self._hint = label, hint

    def on_mount(self) -> None:
        """Write the label."""
        self._show()

    def on_resize(self) -> None:
        """Say the keyboard's key where there is room for it."""
        self._show()

    def _show(self) -> None:
        width, height = self.content_size
        text, hint = self._label, self._hint if self._hint != self._label else ""
        if hint and height > 1:
            self.update(Content.assemble(text, "\n", (hint, "dim")))
        elif hint and cell_len(text) + 1 + cell_len(hint) <= width:
            self.update(Content.assemble(text, " ", (hint, "dim")))
        else:
            self.update(Content(text))

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        event.stop()
        self.post_message(Chosen(self.action))


class Device(Vertical, can_focus=True):
    """The whole terminal."""

    def __init__(self, keymap: Keymap, lang: str) -> None:
        super().__init__(id="device")
        self._keymap, self._lang = keymap, lang
        self.lcd = Lcd()
        self.lamps = Board(id="lamps")

    def compose(self) -> ComposeResult:
        """Display on top, keypad below, the reader at the bottom."""
        with Vertical(id="bezel"):
            yield self.lcd
            yield self.lamps
        with Grid(id="keypad"):
            for action in (id for line in _KEYPAD for id in line):
                yield self._key(action)
        with Grid(id="reader"):
            for action in _CARD:
                yield self._key(action)

    def _key(self, action: str) -> Key:
        label = _PLAIN_KEYS.get(action) or say(f"tui.device.{action}", self._lang)
        looks = "key -digit" if action in _PLAIN_KEYS else f"key -{action.replace('_', '-')}"
        return Key(action, label, self._keymap.first(action), classes=looks)

    def draw(
        self, rows: Sequence[str], lamps: Iterable[Row], *, is_title: bool, is_dark: bool
    ) -> None:
        """Show what the display and the lamps show."""
        self.lcd.draw(rows, is_title=is_title, is_dark=is_dark)
        self.lamps.draw(lamps)
