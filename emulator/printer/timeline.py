"""
The time in which one printer lives: the world's, or for once a stretch of the past.

A slip that nothing disturbs need not be printed byte by byte. When something does disturb it, the
past is gone through after all, up to the present moment, and what was told of it already is not
told twice.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import Any

from emulator.kernel.world import World

Act = Callable[..., Any]


class Timeline:
    """What a part needs of the world: the moment, calls in the future, the trace."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._past_us: int | None = None
        self._due: list[tuple[int, int, Act, tuple[Any, ...]]] = []
        self._numbers = count()
        self._untold = 0

    @property
    def now_us(self) -> int:
        """The present moment, or the moment of the past that is gone through."""
        return self._world.now_us if self._past_us is None else self._past_us

    def after(self, us: int, act: Act, *args: Any) -> None:
        """Call `act(*args)` in `us` microseconds."""
        if self._past_us is None:
            self._world.after(us, act, *args)
        else:
            heappush(self._due, (self._past_us + us, next(self._numbers), act, args))

    def record(self, source: str, kind: str, detail: dict[str, Any]) -> None:
        """Note what happened, if it was not noted when it did."""
        if self._past_us is None:
            self._world.record(source, kind, detail)
        else:
            self._untold -= 1
            assert self._untold >= 0, "the past was as it was told"

    def go_through(self, from_us: int, begin: Act, *, told: int) -> None:
        """
        Let a stretch of the past happen, up to the present moment.

        Args:
            from_us: When it begins.
            begin: What happens first.
            told: How many events of it were noted already. What is due at the present moment and
                was not noted yet is left for the present.
        """
        self._untold = told
        self._past_us = from_us
        begin()
        now_us, due = self._world.now_us, self._due
        while due and (due[0][0] < now_us or (self._untold and due[0][0] == now_us)):
            self._past_us, _, act, args = heappop(due)
            act(*args)
        self._past_us = None
        assert not self._untold, "all that was told happened"
        while due:
            at_us, _, act, args = heappop(due)
            self._world.after(at_us - now_us, act, *args)
