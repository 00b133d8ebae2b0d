"""The first screen of a drill: how things stand, and what is asked."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.reports.outcome import title_of
from emulator.scenario.catalogue import catalogue


def briefing_rows(
    scenario: Scenario, lang: str, *, is_exam: bool, trainee: str, leave: str, hint: str
) -> Iterator[Row]:
    """
    Say what a person must know before.

    Args:
        scenario: The drill.
        lang: zh or en.
        is_exam: True: no hints, and time cannot be stopped.
        trainee: Who it is; empty if nobody said.
        leave: The key with which the person says that all is done.
        hint: The key for a hint.
    """
    drill = scenario.drill
    mode = "exam" if is_exam else "practice"
    if not is_exam:
        yield row((title_of(scenario, lang), "strong"))
    who = trainee or say("drill.nobody", lang)
    level = say(f"drill.level.{drill.level}", lang)
    yield row(say("drill.briefing.who", lang, trainee=who, level=level))
    yield row((say(f"drill.mode.{mode}", lang), "warn" if is_exam else "good"))
    if not is_exam:
        for number in scenario.covers:
            if number.startswith("S"):
                yield row((f"{number} {catalogue()[number].words(lang)}", "dim"))
    yield row("")
    briefing = drill.briefing_en if lang == "en" else drill.briefing
    # Without a briefing an exam must tell what it is about all the same.
    yield row(briefing or drill.briefing or title_of(scenario, lang))
    yield row("")
    yield row(say("drill.briefing.colleague" if drill.takes_over else "drill.briefing.yours", lang))
    yield row(say("drill.briefing.end", lang, leave=leave))
    if not is_exam:
        yield row(say("drill.briefing.hint", lang, hint=hint))


class BriefingScreen(Screen[bool]):
    """What a person reads before a drill; gives True to begin and False to let it be."""

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter,space", "answer(True)"),
        ("escape,q,ctrl+q,ctrl+c", "answer(False)"),
    ]

    def __init__(self, rows: Iterator[Row], lang: str) -> None:
        super().__init__()
        self._rows, self._lang = tuple(rows), lang

    def compose(self) -> ComposeResult:
        """Heading, text, how to begin."""
        with Vertical(classes="sheet-box"):
            yield Static(say("drill.briefing.heading", self._lang), markup=False, classes="heading")
            with VerticalScroll(classes="scroll"):
                yield Board(id="text")
            yield Static(say("drill.briefing.foot", self._lang), markup=False, classes="foot")

    def on_mount(self) -> None:
        """Write the text."""
        self.query_one("#text", Board).draw(self._rows)

    def action_answer(self, answer: bool) -> None:
        """Begin, or let it be."""
        self.dismiss(answer)
