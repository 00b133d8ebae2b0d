"""
What the interpreter remembers of lines that it saw before.

Slips repeat: nearly every command and most lines come again and again. A place is a state together
with what each token led to from there, so that a token seen before costs one look-up. Places at the
beginning of a line are shared: however a line began, its end leads to the same place. All of it is
derived from the state, so forgetting changes nothing but the time it takes.
"""

from functools import lru_cache

from emulator.codecs.escpos.tokens import Token
from emulator.domain.paper import Line
from emulator.printer.interpreter.state import BLANK, Settings, State
from emulator.printer.interpreter.steps import Cut

MOVES_MAX = 8_192
"""About 5 MB; then everything is forgotten and learned anew."""
TOKEN_BYTES_MAX = 96
"""Longer texts are seldom seen twice."""

Moves = tuple[tuple[Line | Cut | None, int], ...]


class Place:
    """A state, and where tokens lead from there."""

    __slots__ = ("is_kept", "moves", "state")

    def __init__(self, state: State, is_kept: bool) -> None:
        self.state = state
        self.is_kept = is_kept
        """False: what is learned here is lost as soon as it is left."""
        self.moves: dict[tuple[str, bytes], tuple[Place, Moves]] = {}


class Memory:
    """The places of printers that begin alike."""

    def __init__(self) -> None:
        self._shared: dict[State, Place] = {}
        self._places: list[Place] = []
        self._moves = 0

    @property
    def size(self) -> int:
        """How much it holds: places, and ways from one to another."""
        return len(self._places) + self._moves

    def place(self, state: State) -> Place:
        """The place of a state: a shared one if the line is empty and there is nothing unusual."""
        if state.row is not BLANK or not state.is_plain:
            return Place(state, False)
        place = self._shared.get(state)
        if place is None:
            if len(self._places) >= MOVES_MAX:
                self._forget()
            place = self._shared[state] = self._kept(state)
        return place

    def learned(self, at: Place, token: Token, state: State, moves: Moves) -> Place:
        """Remember where a token led from a place, and tell the place."""
        if self._moves >= MOVES_MAX or len(self._places) >= MOVES_MAX:
            self._forget()
        if state is at.state:
            to = at
        elif state.row is BLANK or not at.is_kept:
            to = self.place(state)
        else:
            to = self._kept(state)
        if at.is_kept and len(token.args) <= TOKEN_BYTES_MAX:
            self._moves += 1
            at.moves[token.name, token.args] = (to, moves)
        return to

    def _kept(self, state: State) -> Place:
        place = Place(state, True)
        self._places.append(place)
        return place

    def _forget(self) -> None:
        # Places lead to each other in circles; cut open, they go at once and need no collector.
        for place in self._places:
            place.moves.clear()
            place.is_kept = False
        self._places.clear()
        self._shared.clear()
        self._moves = 0


@lru_cache(maxsize=8)
def memory_of(at_power_on: Settings) -> Memory:
    """The one memory of all printers that have these settings at power-on and after ESC @."""
    return Memory()
