"""
The terminals on the counter, of which a person stands at one.

To a person they are one console: what is keyed goes to the terminal in front, and only its screens
are seen. Whatever the other one does meanwhile, it does by itself.
"""

from collections.abc import Callable, Mapping
from typing import Final

from emulator.domain.console import Input, Screen
from emulator.people.screens import PersonEnd

MAIN: Final = "main"
BACKUP: Final = "backup"


class Terminals:
    """Several consoles as one; see `screens.PersonEnd`."""

    def __init__(self, ends: Mapping[str, PersonEnd]) -> None:
        """
        Args:
            ends: The person's end of each console, by its name; the first is stood at.
        """
        self.at = next(iter(ends))
        """The name of the terminal in front."""
        self._ends = dict(ends)
        self._react: Callable[[Screen], None] | None = None

    @property
    def react(self) -> Callable[[Screen], None] | None:
        """Called with each screen that appears on the terminal in front."""
        return self._react

    @react.setter
    def react(self, react: Callable[[Screen], None] | None) -> None:
        self._react = self._ends[self.at].react = react

    @property
    def current(self) -> Screen | None:
        """What stands on the display in front; None while it is dark."""
        return self._ends[self.at].current

    def send(self, entered: Input, /) -> bool:
        """Do one thing at the terminal in front; False when it is dark."""
        return self._ends[self.at].send(entered)

    def go_to(self, name: str) -> bool:
        """
        Turn to another terminal and look at its screen; what was begun at the first is left there.

        Returns:
            False if there is no such terminal, if it is the one in front, or if it is dark.
        """
        end = self._ends.get(name)
        if end is None or name == self.at or end.current is None:
            return False
        self._ends[self.at].react = None
        self.at = name
        end.react = self._react
        if self._react is not None:
            self._react(end.current)
        return True
