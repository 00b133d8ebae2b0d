"""
What is left to show when something of ours broke: that it did, and where the recording is.

The trace of the mistake stays out of sight; it is in a file, and told when the screen has gone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.tui.widgets.board import Board, Row, row


def frozen_rows(crash: str, recording: Path | None, lang: str) -> Iterator[Row]:
    """
    Say what happened and what to do.

    Args:
        crash: Traceback; its last line is told.
        recording: Where the run is kept; None if it is not.
        lang: zh or en.
    """
    last = crash.strip().splitlines()[-1] if crash.strip() else ""
    yield row(say("tui.frozen.what", lang))
    yield row((last, "dim"))
    yield row("")
    if recording is None:
        yield row(say("tui.frozen.not_kept", lang))
    else:
        yield row(say("tui.frozen.kept", lang), (str(recording), "strong"))
        yield row(say("tui.frozen.replay", lang), (f"posemu replay {recording}", "strong"))


class FrozenScreen(Screen[None]):
    """终端死机: the run has broken off."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter,escape,q,ctrl+q,ctrl+c", "app.close")]

    def __init__(self, crash: str, recording: Path | None, lang: str) -> None:
        super().__init__()
        self._rows = tuple(frozen_rows(crash, recording, lang))
        self._lang = lang

    def compose(self) -> ComposeResult:
        """Heading, sentence, place."""
        with Vertical(classes="sheet-box"):
            yield Static(say("tui.frozen.heading", self._lang), markup=False, classes="heading")
            yield Board(id="text")
            yield Static(say("tui.frozen.foot", self._lang), markup=False, classes="foot")

    def on_mount(self) -> None:
        """Write the text."""
        self.query_one("#text", Board).draw(self._rows)
