"""The list of what happened in a replay, as much of it as there is room for."""

from collections.abc import Iterator, Sequence

from emulator.domain.trace import TraceEvent
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.reports.layout import cut
from emulator.reports.words import clock, what, who


class Happened(Board):
    """The newest event at the foot, and marked."""

    def __init__(self, events: Sequence[TraceEvent], lang: str) -> None:
        """
        Args:
            events: All of the run.
            lang: zh or en.
        """
        super().__init__(id="events")
        self._events, self._lang = events, lang
        self._number = 0

    def move(self, number: int) -> None:
        """Show the last of so many events, and those before it."""
        self._number = number
        self.draw(self._rows())

    def on_resize(self) -> None:
        """Use the room there is."""
        self.draw(self._rows())

    def _rows(self) -> Iterator[Row]:
        width, height = self.content_size
        first = max(self._number - max(height, 1), 0)
        for number, event in enumerate(self._events[first : self._number], first + 1):
            is_last = number == self._number
            at = clock(event.at_us)
            words = f"{who(event, self._lang)}: {what(event, self._lang)}"
            words = cut(words, max(width - len(at) - 3, 3))
            yield row("> " if is_last else "  ", (f"{at} ", "dim"),
                      (words, "strong" if is_last else ""))  # fmt: skip
