"""What the person at the till has before their eyes and ears beside the terminal."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.live.views.view_state import CardCarried, Counter, Customer
from emulator.interfaces.tui.chosen import Chosen
from emulator.interfaces.tui.widgets.board import Board, Row, row


class CounterPane(Vertical, can_focus=True):
    """Customer, tasks, and what was heard."""

    def __init__(self, lang: str) -> None:
        super().__init__(id="counter")
        self._lang = lang
        self.customer = Board(classes="board", id="customer")
        self.tasks = Board(classes="board")
        self.heard = Board(classes="board")
        self.ears = VerticalScroll(self.heard, id="heard", can_focus=False)

    def compose(self) -> ComposeResult:
        """What changes least on top."""
        yield Static(say("tui.pane.counter", self._lang), markup=False, classes="heading")
        yield self.customer
        yield Static(say("tui.counter.tasks", self._lang), markup=False, classes="heading")
        yield self.tasks
        yield Static(say("tui.counter.heard", self._lang), markup=False, classes="heading")
        yield self.ears

    def draw(self, counter: Counter, start: datetime, *, in_hand: str, invite: str) -> None:
        """
        Show what there is to see.

        Args:
            counter: All of it.
            start: The shop's date and time at moment 0.
            in_hand: Whose card would be used now.
            invite: The key that calls the next customer.
        """
        self.customer.draw(self._customer(counter.customer, in_hand, invite))
        self.tasks.draw(self._tasks(counter))
        if self.heard.draw(self._heard(counter, start)):
            self.ears.scroll_home(animate=False)

    def on_click(self, event: events.Click) -> None:
        """Let the person choose among the cards when they click the customer."""
        if event.widget is self.customer:
            self.post_message(Chosen("choose_card"))

    def _customer(self, here: Customer | None, in_hand: str, invite: str) -> Iterator[Row]:
        if here is None:
            yield row((say("tui.counter.nobody", self._lang, key=invite), "dim"))
            return
        pays = say("tui.counter.pays", self._lang, amount_fen=here.amount_fen)
        yield row(f"{say('tui.counter.customer', self._lang)} ", (pays, "strong"))
        for card in here.cards:
            yield self._card(card, is_in_hand=card.holder == in_hand)

    def _card(self, card: CardCarried, *, is_in_hand: bool) -> Row:
        kinds = [say(f"tui.counter.{'chip' if card.has_chip else 'stripe'}", self._lang)]
        if card.is_contactless:
            kinds.append(say("tui.counter.contactless", self._lang))
        sign = ">" if is_in_hand else " "
        text = f"{sign} {card.holder} {card.masked} {' '.join(kinds)}"
        return row((text, "strong" if is_in_hand else "dim"))

    def _tasks(self, counter: Counter) -> Iterator[Row]:
        if not counter.tasks:
            yield row((say("tui.counter.no_tasks", self._lang), "dim"))
        for number, task in enumerate(counter.tasks, 1):
            yield row(f"{number}. ", (task.text(self._lang), "strong" if number == 1 else ""))

    def _heard(self, counter: Counter, start: datetime) -> Iterator[Row]:
        """The latest first, so that it is seen however low the pane is."""
        for number, heard in enumerate(reversed(counter.heard)):
            moment = start + timedelta(microseconds=heard.at_us)
            role = "strong" if number == 0 else ""
            yield row((f"{moment:%H:%M:%S} ", "dim"), (heard.text(self._lang), role))
