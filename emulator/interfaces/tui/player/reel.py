"""The bar below a replay: where on the reel it is, with a sign for each thing worth seeing."""

from collections.abc import Iterable, Mapping

from textual import events
from textual.message import Message

from emulator.interfaces.tui.widgets.board import Board, Row, row

SIGNS = {"screen": ".", "deed": "*", "fault": "!"}
"""What stands on the bar for each kind of mark; the later of these hides the earlier."""
_ROLES = {"!": "bad", "*": "good", ".": "dim"}


class Sought(Message):
    """Somebody wants to see the moment so far into the reel."""

    def __init__(self, reel_us: int) -> None:
        super().__init__()
        self.reel_us = reel_us


class Reel(Board):
    """Marks above, and below how much has been shown."""

    def __init__(self, marks: Mapping[str, Iterable[int]], length_us: int) -> None:
        """
        Args:
            marks: How far into the reel the marks of each kind in `SIGNS` are.
            length_us: Of the reel.
        """
        super().__init__(id="reel")
        self._marks = {kind: tuple(marks[kind]) for kind in SIGNS}
        self._length_us = max(length_us, 1)
        self._at_us = 0

    def move(self, reel_us: int) -> None:
        """Show that it is here now."""
        self._at_us = reel_us
        self._draw()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Go to where somebody pointed."""
        event.stop()
        width = self.content_size.width
        self.post_message(Sought(event.x * self._length_us // max(width - 1, 1)))

    def _draw(self) -> None:
        width = self.content_size.width
        if width:
            self.draw([self._signs(width), self._passed(width)])

    def _cell(self, reel_us: int, width: int) -> int:
        return min(reel_us * (width - 1) // self._length_us, width - 1)

    def _signs(self, width: int) -> Row:
        signs = [" "] * width
        for kind, sign in SIGNS.items():
            for reel_us in self._marks[kind]:
                signs[self._cell(reel_us, width)] = sign
        return row(*((sign, _ROLES.get(sign, "")) for sign in signs))

    def _passed(self, width: int) -> Row:
        here = self._cell(self._at_us, width)
        return row("=" * here, (">", "strong"), ("-" * (width - here - 1), "dim"))
