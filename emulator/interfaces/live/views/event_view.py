"""
A run as screens draw it, known from its events alone: live, from a recording, or made up.

    event --source, kind--> paper, ears, backstage, display --> ViewState

One event costs a look into a table, and little more where it matters.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from emulator.domain.console import NOTHING_TYPED, Screen, Typed
from emulator.domain.moments import WallClock
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.backstage import Backstage
from emulator.interfaces.live.views.ears import Ears
from emulator.interfaces.live.views.paper_view import PaperView
from emulator.interfaces.live.views.view_state import (
    CardCarried,
    Counter,
    Customer,
    DrillState,
    Task,
    Truth,
    ViewState,
)
from emulator.reports.lcd import DARK, Lcd, lcd

GOOD_SCREENS = frozenset(("approved", "settled", "signed_in", "cash_recorded"))
"""Screens with which the terminal beeps once."""
BAD_SCREENS = frozenset(
    (
        "declined", "not_connected", "timed_out", "bad_answer", "reversal_failed",
        "settlement_failed", "not_possible", "journal_full", "totals_full", "storage_full",
        "confirm_duplicate",
    )
)  # fmt: skip
"""Twice."""
PRINTER_SCREENS = frozenset(("paper_out", "printer_fault", "printer_hot"))
"""Three times (interfaces.md 2.1 of the domain notes)."""

_BEEPS = {
    **dict.fromkeys(GOOD_SCREENS, (1, "ok")),
    **dict.fromkeys(BAD_SCREENS, (2, "error")),
    **dict.fromkeys(PRINTER_SCREENS, (3, "error")),
}

Handler = Callable[[TraceEvent], None]


class EventView:
    """One run as its events so far tell of it."""

    def __init__(
        self,
        given: Given,
        *,
        lang: str = "zh",
        holders: Sequence[str] | None = None,
        columns: int | None = None,
    ) -> None:
        """
        Args:
            given: Who and what there is.
            lang: Of what is shown, zh or en.
            holders: Whose cards there are in the shop; None is all of them.
            columns: Characters across the paper; None is the usual.
        """
        self.lang = lang
        self.given = given
        self.cards = tuple(
            account.card
            for account in given.cardholders
            if holders is None or account.card.name in holders
        )
        self.paper = PaperView(lang) if columns is None else PaperView(lang, columns=columns)
        self.ears = Ears()
        self.backstage = Backstage(tuple(card.name for card in self.cards))
        self.screen: Screen | None = None
        """What stands on the display in front; None while the terminal is dark."""
        self._at_backup = False
        self._other: Screen | None = None
        """What stands on the display of the other terminal of a shop that has two."""
        self.beeps = 0
        self.beep = ""
        self._clock = WallClock(given.start)
        self._at_us = 0
        self._customer: Customer | None = None
        self._handlers: dict[tuple[str, str], tuple[Handler, ...]] = {}
        for name, handler in self._all_handlers():
            self._handlers[name] = (*self._handlers.get(name, ()), handler)

    def take(self, event: TraceEvent) -> None:
        """Follow one event."""
        self._at_us = event.at_us
        for handler in self._handlers.get((event.source, event.kind), ()):
            handler(event)

    def take_all(self, events: Iterable[TraceEvent]) -> None:
        """Follow some events, in order."""
        for event in events:
            self.take(event)

    def _all_handlers(self) -> Iterator[tuple[tuple[str, str], Handler]]:
        yield ("console", "displayed"), self._displayed
        yield ("cashier", "did"), self._turned
        yield ("terminal", "powered_off"), self._went_dark
        yield ("cardholder", "meant"), self._came
        yield ("cardholder", "walked_away"), self._left
        for kind in ("slip_printed", "slip_torn", "slip_unconfirmed"):
            yield ("printer", kind), self.paper.take
        yield from self.ears.handlers()
        yield from self.backstage.handlers()

    # What is shown ----------------------------------------------------------------------------

    @property
    def at_us(self) -> int:
        """The present moment of the run."""
        return self._at_us

    @property
    def moment(self) -> datetime:
        """The present moment in the shop."""
        return self._clock.at(self.at_us)

    @property
    def times(self) -> int:
        """Simulated seconds in a second."""
        return 1

    @property
    def is_held(self) -> bool:
        """True while time stands still."""
        return False

    @property
    def typed(self) -> Typed:
        """What is half keyed; events tell of whole inputs only."""
        return NOTHING_TYPED

    @property
    def shown(self) -> Screen | None:
        """What the display shows; None while it is dark."""
        return self.screen

    @property
    def is_dark(self) -> bool:
        """True while the terminal has no power."""
        return not (self.backstage.is_terminal_on or self._at_backup)

    @property
    def is_training(self) -> bool:
        """True for a terminal on which nothing counts."""
        return self.given.terminal.training

    @property
    def lcd(self) -> Lcd:
        """What stands on the terminal's display."""
        if self.is_dark:
            return DARK
        terminal = self.given.terminal
        return lcd(
            self.shown,
            lang=self.lang,
            typed=self.typed,
            merchant_name=terminal.merchant_name,
            training=terminal.training,
        )

    @property
    def customer(self) -> Customer | None:
        """Who stands at the counter."""
        return self._customer

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the person was asked for; events do not tell."""
        return ()

    @property
    def counter(self) -> Counter:
        """What is before the person's eyes and ears beside the terminal."""
        return Counter(self.customer, self.tasks, tuple(self.ears.heard))

    @property
    def truth(self) -> Truth:
        """How things really are."""
        return self.backstage.truth()

    @property
    def drill(self) -> DrillState:
        """How far the drill is; events do not tell."""
        return DrillState()

    def snapshot(self) -> ViewState:
        """All of it at this moment."""
        return ViewState(
            moment=self.moment,
            at_us=self.at_us,
            times=self.times,
            is_held=self.is_held,
            lcd=self.lcd,
            is_dark=self.is_dark,
            is_training=self.is_training,
            beeps=self.beeps,
            beep=self.beep,
            paper=self.paper.snapshot(),
            counter=self.counter,
            truth=self.truth,
            drill=self.drill,
        )

    def customer_of(self, purchase: str, amount_fen: int, holder: str) -> Customer:
        """A customer with the cards of whoever the holder is."""
        # The same person's other cards are called `<name>-2` or `<name>/...`.
        others = (f"{holder}-", f"{holder}/")
        own = [card for card in self.cards if card.name == holder]
        own += [card for card in self.cards if holder and card.name.startswith(others)]
        cards = tuple(
            CardCarried(card.name, card.pan.masked, card.chip, card.contactless) for card in own
        )
        return Customer(purchase, amount_fen, holder, cards)

    # Following --------------------------------------------------------------------------------

    def _displayed(self, event: TraceEvent) -> None:
        values = {key: v for key, v in event.detail.items() if key not in ("screen", "backup")}
        screen = event.detail["screen"]
        if event.detail.get("backup", False) != self._at_backup:
            self._other = Screen(screen, values)
            return
        self.screen = Screen(screen, values)
        beep = _BEEPS.get(screen)
        if beep is not None:
            self.beeps += beep[0]
            self.beep = beep[1]

    def _went_dark(self, _: TraceEvent) -> None:
        if self._at_backup:
            self._other = None
        else:
            self.screen = None

    def _turned(self, event: TraceEvent) -> None:
        """See the cashier turn to the other terminal."""
        detail = event.detail
        if detail["action"] == "switch_terminal" and detail.get("effect"):
            self.screen, self._other = self._other, self.screen
            self._at_backup = detail.get("to") == "backup"

    def _came(self, event: TraceEvent) -> None:
        detail = event.detail
        self._customer = self.customer_of(
            detail.get("purchase", ""), detail.get("amount_fen", 0), detail.get("holder", "")
        )

    def _left(self, _: TraceEvent) -> None:
        self._customer = None
