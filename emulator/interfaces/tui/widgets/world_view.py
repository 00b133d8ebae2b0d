"""How things really are behind the scenes; nothing that a cashier could see from the till."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.live.views.view_state import ViewState
from emulator.interfaces.tui.instructor.outlook import facts_of
from emulator.interfaces.tui.instructor.rows import fact_rows
from emulator.interfaces.tui.widgets.board import Board, Row

_OF_THE_MOMENT = frozenset(("next", "terminal"))
"""Facts that age while nothing happens, or that the device itself shows."""


class Facts(Board):
    """Facts, folded to the width that there is."""

    def __init__(self, lang: str, *, hides_plans: bool) -> None:
        super().__init__(classes="board")
        self._lang, self._hides_plans = lang, hides_plans
        self._state: ViewState | None = None

    def tell(self, state: ViewState) -> None:
        """Show how things are."""
        self._state = state
        self._fold()

    def on_resize(self) -> None:
        """Fold them anew; only now is it known how wide they may be."""
        self._fold()

    def _fold(self) -> None:
        if self._state is not None:
            width = self.content_size.width
            self.draw(world_rows(self._state, width, self._lang, hides_plans=self._hides_plans))


class WorldPane(Vertical, can_focus=True):
    """What the instructor's panel says to be true, for whoever sits at the till alone."""

    def __init__(self, lang: str, *, hides_plans: bool = False) -> None:
        """
        Args:
            lang: zh or en.
            hides_plans: True: what is going to go wrong is not told before it does.
        """
        super().__init__(id="world")
        self._lang = lang
        self.facts = Facts(lang, hides_plans=hides_plans)
        self.sight = VerticalScroll(self.facts, id="sight", can_focus=False)

    def compose(self) -> ComposeResult:
        """Heading and facts."""
        yield Static(say("tui.pane.world", self._lang), markup=False, classes="heading")
        yield self.sight

    def draw(self, state: ViewState) -> None:
        """Show how things are."""
        self.facts.tell(state)


def world_rows(
    state: ViewState, width: int, lang: str, *, hides_plans: bool = False
) -> Iterator[Row]:
    """What is true, folded to so many cells; what is only planned can be left out."""
    facts = [
        fact
        for fact in facts_of(state, lang)
        if fact.name not in _OF_THE_MOMENT and not (hides_plans and fact.is_plan)
    ]
    yield from fact_rows(facts, width, lang)
