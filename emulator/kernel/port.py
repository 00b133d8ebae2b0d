"""One end of a line: send, and receive with a deadline."""

from collections import deque
from typing import Any, Generic, Protocol, TypeVar

import simpy

from emulator.kernel.world import Steps, World

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)


class Port(Protocol[T_contra, T_co]):
    """What a part gets to speak through; it never learns who is at the other end."""

    def send(self, item: T_contra, /) -> bool:
        """Send; False when there is no carrier, so that not a byte has left."""

    def receive(self, *, deadline_us: int | None = None) -> Steps[T_co | None]:
        """
        Wait for the next item.

        Args:
            deadline_us: Moment of the run, not a span; None waits for ever.

        Returns:
            The item, or None at the deadline. An item that arrives in the very instant of the
            deadline is late: the deadline wins and the item waits for the next `receive`.
        """


class Inbox(Generic[T]):
    """
    Where items wait for the one process that receives them; the receiving half of a port.

    Most waits end long before their deadline, so a timer each would leave a tail of dead ones. One
    timer is kept instead; when it rings too early for who waits now, it is wound again. No request
    is left behind that could eat the next item.
    """

    def __init__(self, world: World, name: str = "") -> None:
        """
        Args:
            world: Where it lies.
            name: Source of `timer_expired`; empty notes nothing.
        """
        self.name = name
        self.deadline_us: int | None = None
        """When the receiver that waits now gives up; None while nobody waits with a deadline."""
        self._world = world
        self._items: deque[T] = deque()
        self._waiting: simpy.Event | None = None
        self._rings_at_us: list[int] = []
        """When the timers that are wound ring, latest first; more than one only if a later
        receiver had the earlier deadline."""

    def put(self, item: T) -> None:
        """Lay an item in; whoever waits gets it at this instant."""
        waiting = self._waiting
        if waiting is None:
            self._items.append(item)
        else:
            self._waiting = None
            self._world.wake(waiting, item)

    def receive(self, *, deadline_us: int | None = None) -> Steps[T | None]:
        """See `Port.receive`."""
        if self._items:
            return self._items.popleft()
        if deadline_us is not None:
            if deadline_us <= self._world.now_us:
                return None
            rings = self._rings_at_us
            if not rings or deadline_us < rings[-1]:
                self._wind(deadline_us)
        waiting = self._waiting = simpy.Event(self._world.env)
        self.deadline_us = deadline_us
        try:
            item: Any = yield waiting
        finally:
            # A power cut leaves through here: the dead receiver must not swallow the next item.
            if self._waiting is waiting:
                self._waiting = None
            self.deadline_us = None
        return item  # type: ignore[no-any-return]

    def clear(self) -> None:
        """Forget what has not been received, as memory does when its power goes."""
        self._items.clear()

    def _wind(self, at_us: int) -> None:
        self._rings_at_us.append(at_us)
        # Ahead of what arrives at that same instant: the deadline wins.
        self._world.soon(self._ring, after_us=at_us - self._world.now_us)

    def _ring(self) -> None:
        rings = self._rings_at_us
        rings.pop()
        deadline_us, waiting = self.deadline_us, self._waiting
        if waiting is None or deadline_us is None:
            return
        if deadline_us > self._world.now_us:
            if not rings or deadline_us < rings[-1]:
                self._wind(deadline_us)
            return
        self._waiting = None
        if self.name:
            self._world.record(self.name, "timer_expired", {}, True)
        self._world.wake(waiting)
