"""
Where an instructor sits: what can be done to a session, and what is seen of it.

`remote.Remote` is one at the other end of a line; this is the one beside the trainee.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from emulator.domain.plan import FaultPlan
from emulator.interfaces.live.instructor import talk
from emulator.interfaces.live.instructor.commands import Commands, LinkState
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.views.view_state import ViewState


class Station(Commands, Protocol):
    """What a panel needs."""

    @property
    def hello(self) -> talk.Hello | None:
        """What the session says of itself; None until it was reached."""

    @property
    def state(self) -> ViewState | None:
        """How things stand; None until it was reached."""

    @property
    def link(self) -> LinkState:
        """How the line to the session is."""

    @property
    def address(self) -> str:
        """Where the session is; empty beside it."""

    @property
    def version(self) -> int:
        """Grows whenever something has changed that a panel may show, but for the clock."""

    @property
    def changed(self) -> asyncio.Event:
        """Set along with it."""

    @property
    def troubles(self) -> deque[talk.Trouble]:
        """What was not done, and why; whoever shows one takes it out."""


class Beside:
    """The instructor's place beside the trainee, in the same program."""

    address = ""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.hello = talk.hello_of(session)
        self.troubles: deque[talk.Trouble] = deque(maxlen=8)
        self.changed = session.changed

    @property
    def state(self) -> ViewState:
        """See `Station.state`."""
        return self._session.view.snapshot()

    @property
    def link(self) -> LinkState:
        """See `Station.link`."""
        return "over" if self._session.is_over else "open"

    @property
    def version(self) -> int:
        """See `Station.version`."""
        return self._session.version

    def arm(self, plan: FaultPlan) -> None:
        """See `Commands.arm`."""
        self._do(lambda: self._session.arm(plan))

    def release(self, lever: str) -> None:
        """See `Commands.release`."""
        self._do(lambda: self._session.release(lever), "not_broken")

    def mend_all(self) -> None:
        """See `Commands.mend_all`."""
        self._do(self._session.mend_all)

    def hold(self) -> None:
        """See `Commands.hold`."""
        self._do(self._session.hold)

    def go_on(self) -> None:
        """See `Commands.go_on`."""
        self._do(self._session.go_on)

    def set_times(self, times: int) -> None:
        """See `Commands.set_times`."""
        self._do(lambda: self._session.set_times(times))

    def skip_to_next(self) -> None:
        """See `Commands.skip_to_next`."""
        self._do(self._session.skip_to_next)

    def skip_for(self, us: int) -> None:
        """See `Commands.skip_for`."""
        self._do(lambda: self._session.skip_for(us))

    def next_day(self) -> None:
        """See `Commands.next_day`."""
        self._do(self._session.next_day)

    def _do(self, command: Callable[[], object], why_not: str = "exam") -> None:
        if self._session.is_over:
            self.troubles.append(talk.trouble("over"))
        elif command() is False:
            self.troubles.append(talk.trouble(why_not))
