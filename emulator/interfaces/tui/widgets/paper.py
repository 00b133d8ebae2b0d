"""
The paper as it comes out of the slot, line by line.

The slot is at the foot, so that what was printed first is farthest up and reads from top to bottom.
Whoever has scrolled back stays there while more comes out.
"""

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from emulator.domain.texts import say
from emulator.interfaces.tui.widgets.board import Board, row

_EDGE = "/\\"
"""The upper edge, where the paper was torn off before."""


class Sheet(ScrollView, can_focus=False):
    """The paper that hangs out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--paper", "sheet--desk"}

    def __init__(self, columns: int) -> None:
        """
        Args:
            columns: Cells across the paper.
        """
        super().__init__(id="sheet")
        self._columns = columns
        self._lines: tuple[str, ...] = ()
        self._count = 0
        self._is_at_foot = True
        """False while somebody has scrolled back. More paper and another size do not change it."""

    def draw(self, lines: Iterable[str], count: int) -> None:
        """
        Show the paper.

        Args:
            lines: The last that came out.
            count: How many ever came out.
        """
        wanted = tuple(lines)
        if count == self._count and wanted == self._lines:
            return
        self._lines, self._count = wanted, count
        self._keep_place()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the paper at the slot, or where somebody reads it."""
        self._keep_place()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take note whether the foot of the paper is in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._is_at_foot = self.is_vertical_scroll_end

    def _keep_place(self) -> None:
        is_at_foot = self._is_at_foot
        self._measure()
        if is_at_foot:
            # Forced, since before the next layout there is no scroll bar that would allow it.
            self.scroll_end(animate=False, immediate=True, force=True)

    def _measure(self) -> None:
        height = max(len(self._lines) + 1, self.size.height) if self._lines else 0
        self.virtual_size = Size(self._columns + 2, height)

    def render_line(self, y: int) -> Strip:
        """One row of the pane: the desk, the torn edge, or a line of the paper."""
        desk = self.get_component_rich_style("sheet--desk")
        at = self.scroll_offset.y + y - (self.virtual_size.height - len(self._lines))
        # Right after a change of size it is asked for rows that it does not have any more.
        if not self._lines or not -1 <= at < len(self._lines):
            return Strip([Segment(" " * self.size.width, desk)], self.size.width)
        across = self._columns + 2
        if at == -1:
            text = (_EDGE * across)[:across]
        else:
            text = f" {self._lines[at]}"
            text += " " * (across - cell_len(text))
        style = self.get_component_rich_style("sheet--paper")
        strip = Strip([Segment(text, style)]).extend_cell_length(self.size.width, desk)
        return strip.crop(self.scroll_offset.x, self.scroll_offset.x + self.size.width)


class PaperPane(Vertical, can_focus=True):
    """The slot and what hangs out of it."""

    def __init__(self, columns: int, lang: str) -> None:
        """
        Args:
            columns: Cells across the paper.
            lang: zh or en.
        """
        super().__init__(id="paper")
        self.watermark = ""
        """What marks a training terminal, beside the slot."""
        self._lang = lang
        self.sheet = Sheet(columns)
        self.slot = Board(id="slot")

    def compose(self) -> ComposeResult:
        """Paper above its slot."""
        yield self.sheet
        yield self.slot

    def draw(self, lines: Iterable[str], count: int, slips: int) -> None:
        """Show the paper and how many slips came out."""
        self.sheet.draw(lines, count)
        name = say("tui.paper.slot", self._lang, slips=slips)
        if self.watermark:
            self.slot.draw([row(f"{name}  ", (self.watermark, "warn"))])
        else:
            self.slot.draw([row(("====", "dim"), f" {name} ", ("====", "dim"))])
