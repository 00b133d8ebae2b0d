"""
Screen and keypad of the terminal, with the bench's camera on both.

    program -- terminal_end --> screen --> person_end -- person
    program <-- keypad ------------------- person_end -- person

The camera notes what is shown and pressed. It never notes a PIN, and of digits only those asked
for by a screen on which they may be read by anybody.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

import simpy

from emulator.domain.console import Input, Screen
from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World

SOURCE = "console"

READABLE_DIGITS = frozenset(
    (
        "enter_operator",
        "enter_amount",
        "enter_original",
        "enter_reference",
        "enter_date",
        "enter_authorisation",
    )
)
"""Screens that ask for digits which are no secret; all other digits are noted without text."""


class Console:
    """The terminal's display and keypad."""

    def __init__(self, world: World, terminal_id: str) -> None:
        self.current: Screen | None = None
        """What stands on the display; None while it is dark."""
        self.keypad = Keypad(world)
        self.terminal_end = TerminalEnd(self)
        """What the program speaks through."""
        self.person_end = PersonEnd(world, self)
        """What a person sees and presses."""
        self._world = world
        self._terminal_id = terminal_id

    def show(self, screen: Screen) -> bool:
        """Put a screen up, for the camera and for the person; cannot fail."""
        self.current = screen
        self._world.record(SOURCE, "displayed", {"screen": screen.id, **screen.values})
        person = self.person_end
        if person.react is not None:
            person.react(screen)
        else:
            person.see(screen)
        return True

    def take(self, entered: Input) -> bool:
        """Note what was done at the terminal; False if the terminal is dark and takes nothing."""
        self._note(entered)
        if self.current is None:
            return False
        self.keypad.put(entered)
        return True

    def wipe(self) -> None:
        """Go dark and forget what was keyed, as at a power cut."""
        self.current = None
        self.keypad.clear()
        self.person_end.forget()

    def _note(self, entered: Input) -> None:
        kind = entered.kind
        if kind == "card":
            card = entered.card
            if card is not None:
                self._world.record(
                    SOURCE,
                    "card_presented",
                    {
                        "purchase": entered.purchase,
                        "card": card.pan.masked,
                        "holder": card.name,
                        "entry": entered.entry,
                        "terminal": self._terminal_id,
                    },
                )
            return
        detail: dict[str, Any] = {"input": kind}
        if kind == "menu" or (
            kind == "digits" and self.current is not None and self.current.id in READABLE_DIGITS
        ):
            detail["text"] = entered.text
        self._world.record(SOURCE, "pressed", detail)


class TerminalEnd:
    """The program's end: screens out, inputs in."""

    def __init__(self, console: Console) -> None:
        self.send: Callable[[Screen], bool] = console.show
        """Show a screen; see `kernel.port.Port.send`."""
        self._keypad = console.keypad

    def receive(self, *, deadline_us: int | None = None) -> Steps[Input | None]:
        """See `kernel.port.Port.receive`."""
        return self._keypad.receive(deadline_us)


class PersonEnd:
    """
    The person's end: inputs out, screens in.

    Somebody who only reacts sets `react` and is called with each screen as it appears; a process
    receives. Screens are kept only once somebody has begun to receive.
    """

    def __init__(self, world: World, console: Console) -> None:
        self.react: Callable[[Screen], None] | None = None
        self._console = console
        self._screens: Inbox[Screen] = Inbox(world, "console.person")
        self._is_watching = False

    def send(self, item: Input, /) -> bool:
        """Do one thing at the terminal; False when it is dark."""
        return self._console.take(item)

    def receive(self, *, deadline_us: int | None = None) -> Steps[Screen | None]:
        """See `kernel.port.Port.receive`; the first call gives the screen that stands."""
        if not self._is_watching:
            self._is_watching = True
            if self._console.current is not None:
                self._screens.put(self._console.current)
        return self._screens.receive(deadline_us=deadline_us)

    def see(self, screen: Screen) -> None:
        """Take in what the display shows now."""
        if self._is_watching:
            self._screens.put(screen)

    def forget(self) -> None:
        """Drop screens that nobody has looked at."""
        self._screens.clear()


class Keypad:
    """
    Where inputs wait for the program.

    Prompts end long before their time-outs, so a timer a prompt would leave a tail of dead
    timers. One timer is kept instead; when it rings too early for who waits now, it is wound
    again. The deadline still wins against an input of the same instant (`Port.receive`).
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._items: deque[Input] = deque()
        self._waiting: simpy.Event | None = None
        self._deadline_us: int | None = None
        self._rings_at_us: list[int] = []
        """When the timers that are wound ring, latest first; more than one only if a later
        prompt had the earlier deadline."""

    def put(self, entered: Input) -> None:
        """Lay an input in; whoever waits gets it at this instant."""
        waiting = self._waiting
        if waiting is None:
            self._items.append(entered)
        else:
            self._waiting = None
            waiting.succeed(entered)

    def clear(self) -> None:
        """Forget what was keyed and not yet taken."""
        self._items.clear()

    def receive(self, deadline_us: int | None) -> Steps[Input | None]:
        """See `kernel.port.Port.receive`."""
        if self._items:
            return self._items.popleft()
        if deadline_us is not None:
            if deadline_us <= self._world.now_us:
                return None
            rings = self._rings_at_us
            if not rings or deadline_us < rings[-1]:
                self._wind(deadline_us)
        waiting = self._waiting = simpy.Event(self._world.env)
        self._deadline_us = deadline_us
        try:
            entered: Any = yield waiting
        finally:
            if self._waiting is waiting:
                self._waiting = None
            self._deadline_us = None
        return entered  # type: ignore[no-any-return]

    def _wind(self, at_us: int) -> None:
        self._rings_at_us.append(at_us)
        self._world.alarm(at_us - self._world.now_us, self._ring)

    def _ring(self, _: simpy.Event) -> None:
        self._rings_at_us.pop()
        deadline_us, waiting = self._deadline_us, self._waiting
        if waiting is None or deadline_us is None:
            return
        if deadline_us > self._world.now_us:
            if not self._rings_at_us or deadline_us < self._rings_at_us[-1]:
                self._wind(deadline_us)
            return
        self._waiting = None
        waiting.succeed(None)
