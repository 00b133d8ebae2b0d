"""The last screens of a drill: what came of it, and its slip."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.drills.assessment import Assessment
from emulator.interfaces.live.drill.debrief import LEAST_WIDTH, debriefing
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.reports.layout import Line

_MARGIN = 4
"""Cells beside the text: the edges of the screen and the scroll bar."""
_ROLES = {
    "pass": "good",
    "fail": "bad",
    "inconclusive": "warn",
    "label": "heading",
    "dim": "dim",
}


class DebriefingScreen(Screen[None]):
    """Everything that is to be said about a drill; scrolls, and Enter goes on to the slip."""

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter,c", "app.certificate"),
        ("escape,q,ctrl+q,ctrl+c", "app.close"),
        ("down", "scroll(1)"),
        ("up", "scroll(-1)"),
        ("pagedown,space", "page(1)"),
        ("pageup", "page(-1)"),
        ("home", "ends(False)"),
        ("end", "ends(True)"),
    ]

    def __init__(self, found: Assessment, scenario: Scenario, lang: str, note: str = "") -> None:
        """
        Args:
            found: What came of it.
            scenario: The drill.
            lang: zh or en.
            note: What could not be kept, in words.
        """
        super().__init__()
        self._found, self._scenario, self._lang, self._note = found, scenario, lang, note

    def compose(self) -> ComposeResult:
        """Heading, text, foot, over the whole screen."""
        with Vertical(id="debriefing"):
            yield Static(say("drill.debriefing.heading", self._lang), markup=False, id="head")
            with VerticalScroll(id="said", can_focus=False):
                yield Board(id="text")
            yield Static(self._note, markup=False, id="note")
            yield Static(say("drill.debriefing.foot", self._lang), markup=False, id="foot")

    def on_mount(self) -> None:
        """Show the note only if there is one."""
        self._said = self.query_one("#said", VerticalScroll)
        self.query_one("#note").display = bool(self._note)

    def on_resize(self, event: events.Resize) -> None:
        """Set the text anew for the width that there is."""
        width = max(event.size.width - _MARGIN, LEAST_WIDTH)
        lines = debriefing(self._found, self._scenario, lang=self._lang, width=width)
        self.query_one("#text", Board).draw(_rows(lines))

    def action_scroll(self, by: int) -> None:
        """Move the text by lines."""
        self._said.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Move the text by what is seen of it."""
        self._said.scroll_relative(y=by * max(self._said.size.height - 1, 1), animate=False)

    def action_ends(self, last: bool) -> None:
        """Go to the first line or to the last."""
        if last:
            self._said.scroll_end(animate=False)
        else:
            self._said.scroll_home(animate=False)


class CertificateScreen(Screen[None]):
    """The slip of a drill as it came out of the printer."""

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,b", "dismiss"),
        ("enter,q,ctrl+q,ctrl+c", "app.close"),
    ]

    def __init__(self, slip: str, lang: str) -> None:
        super().__init__()
        self._slip, self._lang = slip, lang

    def compose(self) -> ComposeResult:
        """The paper between its edges."""
        with Vertical(id="certificate"):
            with VerticalScroll(id="said"):
                yield Static(self._slip, markup=False, id="slip")
            yield Static(say("drill.certificate.foot", self._lang), markup=False, id="foot")


def _rows(lines: Iterable[Line]) -> list[Row]:
    return [row((line.text, _ROLES.get(line.role, ""))) for line in lines]
