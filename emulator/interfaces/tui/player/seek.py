"""Asking a person which moment of a replay they want to see."""

import re
from datetime import datetime, time, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emulator.domain.moments import parse_duration
from emulator.domain.texts import say
from emulator.interfaces.live.film.film import Film

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def moment_of(text: str, film: Film, now: datetime) -> int | None:
    """
    Read a moment as a person writes it.

    Args:
        text: Since the story began as `1m30s`, or the time in the shop as `10:20` or `10:20:05`.
        film: What is shown; of several days the next with that time is meant, else the first.
        now: The moment that is shown, in the shop.

    Returns:
        Microseconds of the run; None if it is neither, or not in the film.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        try:
            return parse_duration(text)
        except ValueError:
            return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    first, last = (film.moment(place.at_us) for place in (film.first, film.last))
    for since in (now, first):
        moment = datetime.combine(since.date(), time(hours, minutes, seconds))
        if moment < since:
            moment += timedelta(days=1)
        if moment <= last:
            return (moment - film.moment(0)) // timedelta(microseconds=1)
    return None


class SeekScreen(ModalScreen[str]):
    """One line to write a moment into; gives it as it was written, empty for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss('')")]

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def compose(self) -> ComposeResult:
        """What to write, and where."""
        with Vertical(classes="sheet-box"):
            yield Static(say("player.seek.heading", self._lang), markup=False, classes="heading")
            yield Input(placeholder=say("player.seek.placeholder", self._lang), max_length=20)
            yield Static(say("player.seek.foot", self._lang), markup=False, classes="foot")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was written."""
        self.dismiss(event.value)
