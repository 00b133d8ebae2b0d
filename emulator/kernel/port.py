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
    Where a line lays what arrives; the receiving half of a port.

    One process receives from an inbox at a time. Waiting costs one event and one timer; no
    request is left behind that could eat the next item.
    """

    def __init__(self, world: World, name: str) -> None:
        self.name = name
        self.deadline_us: int | None = None
        """When the receiver that waits now gives up; None while nobody waits with a deadline."""
        self._world = world
        self._items: deque[T] = deque()
        self._waiting: simpy.Event | None = None

    def put(self, item: T) -> None:
        """Lay an item in; whoever waits gets it at this instant."""
        waiting = self._waiting
        if waiting is None:
            self._items.append(item)
        else:
            self._waiting = None
            waiting.succeed(item)

    def receive(self, *, deadline_us: int | None = None) -> Steps[T | None]:
        """See `Port.receive`."""
        if self._items:
            return self._items.popleft()
        world = self._world
        if deadline_us is not None and deadline_us <= world.now_us:
            return None
        waiting = self._waiting = simpy.Event(world.env)
        self.deadline_us = deadline_us
        if deadline_us is not None:

            def expire(_: simpy.Event) -> None:
                if self._waiting is waiting:
                    self._waiting = None
                    world.note(self.name, "timer_expired", inside=True)
                    waiting.succeed(None)

            world.alarm(deadline_us - world.now_us, expire)
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
