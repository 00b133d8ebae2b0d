"""Sheets that lie on top of the till for a while: a text, a question, a list to pick from."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from emulator.interfaces.tui.widgets.board import Board, Row


class Choice(NamedTuple):
    """One thing that can be picked from a list."""

    id: str
    label: str
    also: str = ""
    """Further words that it is found by."""
    group: str = ""
    """The heading that it stands below, with its neighbours of the same group."""


class TextScreen(ModalScreen[None]):
    """Something to read; any of Esc, Enter, q and F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,q,f1,space", "dismiss")]

    def __init__(self, heading: str, rows: Iterable[Row], foot: str) -> None:
        super().__init__()
        self._heading, self._rows, self._foot = heading, tuple(rows), foot

    def compose(self) -> ComposeResult:
        """Heading, text, and how to close it."""
        with Vertical(classes="sheet-box"):
            yield Static(self._heading, markup=False, classes="heading")
            with VerticalScroll(classes="scroll"):
                yield Board(id="text")
            yield Static(self._foot, markup=False, classes="foot")

    def on_mount(self) -> None:
        """Write the text."""
        self.query_one("#text", Board).draw(self._rows)

    def on_click(self, event: events.Click) -> None:
        """Close when somebody clicks beside the sheet."""
        if event.widget is self:
            self.dismiss(None)


class AskScreen(ModalScreen[bool]):
    """A question that Enter says yes to and Esc no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter,y,q,ctrl+q,ctrl+c", "answer(True)"),
        ("escape,n", "answer(False)"),
    ]

    def __init__(self, question: str, foot: str) -> None:
        super().__init__()
        self._question, self._foot = question, foot

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(classes="sheet-box"):
            yield Static(self._question, markup=False, classes="heading")
            yield Static(self._foot, markup=False, classes="foot")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)


class PickScreen(ModalScreen[str]):
    """A list in which a person searches by typing; gives what was picked, empty for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss('')"),
        ("down", "move(1)"),
        ("up", "move(-1)"),
        ("pagedown", "move(8)"),
        ("pageup", "move(-8)"),
    ]

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice],
        *,
        placeholder: str,
        nothing: str,
        foot: str,
        fold: Callable[[str], str] = str.casefold,
    ) -> None:
        """
        Args:
            heading: Above the list.
            choices: In the order in which they are shown.
            placeholder: What stands in the empty search line.
            nothing: What is shown when nothing fits.
            foot: How to pick and to close.
            fold: Makes words comparable.
        """
        super().__init__()
        self._heading, self._choices = heading, tuple(choices)
        self._placeholder, self._nothing, self._foot, self._fold = placeholder, nothing, foot, fold

    def compose(self) -> ComposeResult:
        """Search line above the list."""
        with Vertical(classes="sheet-box"):
            yield Static(self._heading, markup=False, classes="heading")
            yield Input(placeholder=self._placeholder, select_on_focus=False)
            yield OptionList(markup=False)
            yield Static(self._foot, markup=False, classes="foot")

    def on_mount(self) -> None:
        """Show everything."""
        self._list = self.query_one(OptionList)
        self._list.can_focus = False
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits the words typed so far."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Take what is marked."""
        at = self._list.highlighted
        if at is not None:
            self.dismiss(self._list.get_option_at_index(at).id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self.dismiss(event.option.id or "")

    def action_move(self, by: int) -> None:
        """Mark another one; headings cannot be marked."""
        at = self._list.highlighted
        if at is None:
            return
        there = [n for n, option in enumerate(self._list.options) if not option.disabled]
        place = min(max(there.index(at) + by, 0), len(there) - 1)
        self._list.highlighted = there[place]
        if not place:
            self._list.scroll_home(animate=False)

    def _fill(self, typed: str) -> None:
        words = self._fold(typed).split()
        fitting: list[Option] = []
        group = ""
        for one in self._choices:
            found_by = self._fold(f"{one.label} {one.also}")
            if not all(word in found_by for word in words):
                continue
            if one.group != group:
                group = one.group
                fitting.append(Option(Content.styled(group, "bold"), disabled=True))
            fitting.append(Option(Content(one.label), id=one.id))
        self._list.clear_options()
        self._list.add_options(fitting or [Option(Content(self._nothing), disabled=True)])
        first = next((n for n, option in enumerate(fitting) if not option.disabled), None)
        self._list.highlighted = first
