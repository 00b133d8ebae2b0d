"""The last row of the screen: the keys that are needed most, or what there is to say just now."""

from emulator.domain.texts import say
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.reports.layout import cells

_NAMED = (
    "help", "confirm", "cancel", "menu", "insert", "swipe", "tap", "next_customer", "actions",
    "load_paper", "hint", "palette", "instructor",
)  # fmt: skip
"""As many as there is room for; leaving always is."""


class Foot(Board):
    """Names keys with what they do; something to be said takes their place for a while."""

    def __init__(self, keymap: Keymap, lang: str, hidden: frozenset[str]) -> None:
        """
        Args:
            keymap: The keys as they are.
            lang: zh or en.
            hidden: Actions that this run does not have.
        """
        super().__init__(id="foot")
        self._keymap, self._lang, self._hidden = keymap, lang, hidden
        self._note = self._memo = ""

    def remind(self, memo: str) -> None:
        """Put something before the keys, to be read where the terminal asks for it."""
        if memo != self._memo:
            self._memo = memo
            self._show()

    def note(self, text: str) -> None:
        """Say something; the empty text brings the keys back."""
        self._note = text
        self._show()

    def on_resize(self) -> None:
        """Name as many keys as fit."""
        self._show()

    def _show(self) -> None:
        room = self.content_size.width
        self.draw([row((self._note, "warn")) if self._note else self._keys(room)])

    def _keys(self, room: int) -> Row:
        last = self._key("leave")
        room -= cells("".join(last))
        words: list[str | tuple[str, str]] = []
        if self._memo:
            words.append((f"{self._memo}  ", "good"))
            room -= cells(self._memo) + 2
        for id in _NAMED:
            if id in self._hidden or not self._keymap.keys(id):
                continue
            key, name = self._key(id)
            room -= cells(key + name) + 2
            if room < 0:
                break
            words += [(key, "strong"), f"{name}  "]
        return row(*words, (last[0], "strong"), last[1])

    def _key(self, id: str) -> tuple[str, str]:
        return self._keymap.first(id), f" {say(f'tui.foot.{id}', self._lang)}"
