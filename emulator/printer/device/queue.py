"""The steps that wait for the engine, each with its place on the endless way of the paper."""

from collections import deque

import msgspec

from emulator.domain.paper import Line
from emulator.printer.interpreter.state import State
from emulator.printer.interpreter.steps import Cut, Order

FAR_DOTS = 65_536
"""So much paper, 8 m, may wait to be printed before no more bytes are made into steps. A few bytes
call for a metre of a stored picture; what waits therefore needs no more memory than its paper has
dots, 5 MB, and one step."""


class Waiting(msgspec.Struct, gc=False):
    """A step whose turn has not come."""

    what: Line | Cut | Order
    place: int
    """Where the paper stands when its turn comes."""
    bytes: int
    """How many bytes go from the receive buffer when it begins."""
    saved: State
    """The interpreter's settings behind it."""
    is_of_interest: bool
    """True if somebody outside can notice that its turn came."""


class StepQueue:
    """First in, first out; knows how far the paper runs until somebody notices something."""

    __slots__ = ("_interests", "is_held_up", "steps", "tail")

    def __init__(self) -> None:
        self.steps: deque[Waiting] = deque()
        """The first may be taken out here if it is a line; anything else only by `pop`."""
        self.tail = 0
        """Where the last step ends; where the paper stands if there is none."""
        self.is_held_up = False
        """True while bytes wait to be made into steps until less paper waits to be printed."""
        self._interests: deque[tuple[int, bool]] = deque()

    def add_line(self, line: Line, byte_count: int, saved: State) -> None:
        """Put a line behind all other steps."""
        place = self.tail
        self.steps.append(Waiting(line, place, byte_count, saved, False))
        self.tail = place + line.height

    def add(
        self, what: Cut | Order, byte_count: int, saved: State, *, is_of_interest: bool
    ) -> None:
        """Put a step that takes no paper behind all others."""
        self.steps.append(Waiting(what, self.tail, byte_count, saved, is_of_interest))
        if is_of_interest:
            self._interests.append((self.tail, type(what) is Cut))

    def pop(self) -> Waiting:
        """Take the step whose turn it is."""
        waiting = self.steps.popleft()
        if waiting.is_of_interest:
            self._interests.popleft()
        return waiting

    def clear(self, place: int) -> None:
        """Forget all; the paper stands at `place`."""
        self.steps.clear()
        self._interests.clear()
        self.tail = place
        self.is_held_up = False

    @property
    def interest(self) -> tuple[int, bool] | None:
        """Place of the first step that somebody notices, and whether it is a cut."""
        return self._interests[0] if self._interests else None

    def place_after_freeing(self, byte_count: int) -> int:
        """Where the paper stands when so many bytes have gone from the receive buffer."""
        for waiting in self.steps:
            byte_count -= waiting.bytes
            if byte_count <= 0:
                return waiting.place
        return self.tail
