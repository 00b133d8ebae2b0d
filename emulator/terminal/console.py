"""
Screen and keypad of the terminal, with the bench's camera on both.

    program -- terminal_end --> screen --> person_end -- person
    program <-- keypad ------------------- person_end -- person

The camera notes what is shown and pressed. It never notes a PIN, and of digits only those asked
for by a screen on which they may be read by anybody.
"""

from collections.abc import Callable

from emulator.domain.console import Input, Screen
from emulator.domain.prompts import LONGEST
from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World

SOURCE = "console"

READABLE_DIGITS = frozenset(LONGEST)
"""Screens that ask for digits which are no secret; all other digits are noted without text."""


class Console:
    """The terminal's display and keypad."""

    def __init__(
        self,
        world: World,
        terminal_id: str,
        *,
        read: Callable[[Input], Input] = lambda entered: entered,
    ) -> None:
        """
        Args:
            world: Where the terminal is.
            terminal_id: Its number, for the camera.
            read: Its card reader: gives what the program hears of a card.
        """
        self.current: Screen | None = None
        """What stands on the display; None while it is dark."""
        self.keypad: Inbox[Input] = Inbox(world)
        """Where inputs wait for the program."""
        self.terminal_end = TerminalEnd(self)
        """What the program speaks through."""
        self.person_end = PersonEnd(world, self)
        """What a person sees and presses."""
        self._world = world
        self._terminal_id = terminal_id
        self._read = read

    def show(self, screen: Screen) -> bool:
        """Put a screen up, for the camera and for the person; cannot fail."""
        self.current = screen
        self._world.record(SOURCE, "displayed", {"screen": screen.id, **screen.values})
        react = self.person_end.react
        if react is not None:
            react(screen)
        else:
            self.person_end.see(screen)
        return True

    def take(self, entered: Input) -> bool:
        """Note what was done at the terminal; False if the terminal is dark and takes nothing."""
        current, kind = self.current, entered.kind
        if kind == "card":
            self._note_card(entered)
        elif kind == "menu" or (
            kind == "digits" and current is not None and current.id in READABLE_DIGITS
        ):
            self._world.record(SOURCE, "pressed", {"input": kind, "text": entered.text})
        else:
            self._world.record(SOURCE, "pressed", {"input": kind})
        if current is None:
            return False
        self.keypad.put(self._read(entered) if kind == "card" else entered)
        return True

    def wipe(self) -> None:
        """Go dark and forget what was keyed, as at a power cut."""
        self.current = None
        self.keypad.clear()
        self.person_end.forget()

    def _note_card(self, entered: Input) -> None:
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


class TerminalEnd:
    """The program's end: screens out, inputs in."""

    def __init__(self, console: Console) -> None:
        self.send: Callable[[Screen], bool] = console.show
        """Show a screen; see `kernel.port.Port.send`."""
        self.receive = console.keypad.receive
        """See `kernel.port.Port.receive`."""


class PersonEnd:
    """
    The person's end: inputs out, screens in.

    Somebody who only reacts sets `react` and is called with each screen as it appears; a process
    receives. Screens are kept only once somebody has begun to receive.
    """

    def __init__(self, world: World, console: Console) -> None:
        self.react: Callable[[Screen], None] | None = None
        self.send: Callable[[Input], bool] = console.take
        """Do one thing at the terminal; False when it is dark."""
        self._console = console
        self._screens: Inbox[Screen] = Inbox(world, "console.person")
        self._is_watching = False

    @property
    def current(self) -> Screen | None:
        """What stands on the display; None while it is dark."""
        return self._console.current

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
