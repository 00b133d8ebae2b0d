"""What came of a session, in a few lines: for the last screen and for whoever reads afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.interfaces.live.views.view_state import BooksSeen
from emulator.interfaces.tui.widgets.board import Board, row
from emulator.reports.layout import Line
from emulator.reports.outcome import broken_of, title_of
from emulator.runner import Result

_MOST = 8
"""Broken checks that are told."""


def closing_lines(
    scenario: Scenario, result: Result, books: BooksSeen, recording: Path | None, lang: str
) -> Iterator[Line]:
    """
    Say what came of a session.

    Args:
        scenario: What was played.
        result: What it came to.
        books: The money at the end.
        recording: Where it is kept; None if it is not.
        lang: zh or en.
    """
    yield Line(title_of(scenario, lang), "label")
    yield Line(say(f"tui.closing.{result.truth.word}", lang), result.truth.word)
    for broken in broken_of(scenario, result.verdicts, lang)[:_MOST]:
        yield Line(f"- {broken.sentence}", broken.truth.word)
    yield Line(
        say(
            "tui.closing.money",
            lang,
            merchant_fen=books.merchant_account_fen,
            pending_fen=books.merchant_pending_fen,
            suspense_fen=books.acquirer_suspense_fen + books.issuer_suspense_fen,
        )
    )
    if recording is not None:
        yield Line(say("tui.closing.kept", lang, file=recording), "place")
        yield Line(say("tui.closing.replay", lang, file=recording), "dim")


_ROLES = {
    Truth.PASS.word: "good",
    Truth.FAIL.word: "bad",
    Truth.INCONCLUSIVE.word: "warn",
    "label": "strong",
    "place": "",
    "dim": "dim",
}


class ClosingScreen(Screen[None]):
    """The end of a session."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter,escape,q,ctrl+q,ctrl+c", "app.close")]

    def __init__(self, lines: tuple[Line, ...], lang: str) -> None:
        super().__init__()
        self._lines, self._lang = lines, lang

    def compose(self) -> ComposeResult:
        """Heading, lines, how to go."""
        with Vertical(classes="sheet-box"):
            yield Static(say("tui.closing.heading", self._lang), markup=False, classes="heading")
            with VerticalScroll(classes="scroll"):
                yield Board(id="text")
            yield Static(say("tui.closing.foot", self._lang), markup=False, classes="foot")

    def on_mount(self) -> None:
        """Write the lines."""
        rows = [row((line.text, _ROLES.get(line.role, ""))) for line in self._lines]
        self.query_one("#text", Board).draw(rows)
