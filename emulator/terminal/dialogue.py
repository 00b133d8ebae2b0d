"""
What the terminal says to the person before it, and how it asks.

Every question ends: with an answer, with cancel, or at its time-out. Inputs made before a question
stood on the screen are not taken for its answer, save for a menu choice or a card that came
while the terminal was busy: those wait for the idle screen.
"""

from typing import Any

from emulator.domain.console import Input, Screen
from emulator.domain.moments import SECOND
from emulator.kernel.world import Steps
from emulator.terminal.session import Session

NOTICE_US = 2 * SECOND
"""How long a message stands if nobody presses a key."""

_BEGINNINGS = ("menu", "card")


class Dialogue:
    """Screens out, answers in."""

    def __init__(self, session: Session) -> None:
        self._world = session.world
        self._console = session.ports.console
        self._timeout_us = session.settings.prompt_timeout_us
        self._early: Input | None = None
        self._heard_at_us = -1
        """When the last question was answered: nothing older can wait at that same instant."""

    def show(self, screen: str, values: dict[str, Any] | None = None) -> None:
        """Put a screen up and go on."""
        self._console.send(Screen(screen, values or {}))

    def ask(
        self, screen: str, values: dict[str, Any], kind: str, *, timeout_us: int | None = None
    ) -> Steps[Input | None]:
        """
        Ask for an input of one kind; a bare confirm counts as an empty answer.

        Returns:
            The input; None if the person cancelled or did nothing until the time-out.
        """
        now_us = self._world.now_us
        if self._heard_at_us != now_us:
            yield from self._drop_old(now_us)
        self._console.send(Screen(screen, values))
        deadline_us = now_us + (timeout_us or self._timeout_us)
        receive = self._console.receive
        while True:
            entered = yield from receive(deadline_us=deadline_us)
            if entered is None or entered.kind == "cancel":
                return None
            if entered.kind == kind or entered.kind == "confirm":
                self._heard_at_us = self._world.now_us
                return entered

    def notice(self, screen: str, values: dict[str, Any] | None = None) -> Steps[None]:
        """Let a message stand until a key is pressed, or for a moment."""
        yield from self.pause_at(screen, values or {}, NOTICE_US)

    def read(self, screen: str, values: dict[str, Any] | None = None) -> Steps[None]:
        """Let something stand that a person asked to read, for as long as a question would."""
        yield from self.pause_at(screen, values or {}, self._timeout_us)

    def insist(
        self, screen: str, values: dict[str, Any], kind: str, *, deadline_us: int | None
    ) -> Steps[Input | None]:
        """
        Ask for an input of one kind and take nothing else; what came before is forgotten.

        Returns:
            The input; None at the deadline, and never if there is none.
        """
        yield from self._drop_old(self._world.now_us)
        self._early = None
        self._console.send(Screen(screen, values))
        while True:
            entered = yield from self._console.receive(deadline_us=deadline_us)
            if entered is None or entered.kind == kind:
                return entered

    def pause_at(self, screen: str, values: dict[str, Any], span_us: int) -> Steps[None]:
        """Let a screen stand until a key is pressed, but no longer than `span_us`."""
        now_us = self._world.now_us
        yield from self._drop_old(now_us)
        self._console.send(Screen(screen, values))
        entered = yield from self._console.receive(deadline_us=now_us + span_us)
        if entered is not None and entered.kind in _BEGINNINGS:
            self._early = entered

    def next_beginning(self, *, deadline_us: int | None) -> Steps[Input | None]:
        """Wait for a menu choice or a card; None at the deadline."""
        if self._early is not None:
            early, self._early = self._early, None
            return early
        while True:
            entered = yield from self._console.receive(deadline_us=deadline_us)
            if entered is None or entered.kind in _BEGINNINGS:
                self._heard_at_us = self._world.now_us
                return entered

    def _drop_old(self, now_us: int) -> Steps[None]:
        while True:
            old = yield from self._console.receive(deadline_us=now_us)
            if old is None:
                return
            if old.kind in _BEGINNINGS:
                self._early = old
