"""
Lets instructors at a session from outside: a socket, one JSON object a line (see `talk`).

    instructor --line--> Guest --order--> Door --command--> Session
               <-----------------state----+

The session comes first. Whoever talks nonsense, is slow to listen, or floods it, is told so in one
line and loses the connection; nothing that arrives here stops or delays a trainee. Left out:
encryption; outside the machine the token and the session can be read on the way.
"""

import asyncio
import contextlib
import hmac
import socket
from collections.abc import Callable

import msgspec

from emulator.domain.deeds import FaultArmed
from emulator.interfaces.live.instructor import talk
from emulator.interfaces.live.instructor.guest import Guest
from emulator.interfaces.live.instructor.presets import base_of, named
from emulator.interfaces.live.session import Session

MOST_GUESTS = 4
"""Instructors at a time."""
MOST_AT_THE_DOOR = 8
"""Connections that have not said the token yet."""
PATIENCE_S = 5.0
"""In which the token must come."""
TICK_S = 0.1
"""Between two states: at most ten a second."""
HEARTBEAT_S = 1.0
"""A state is sent after so long even if nothing changed, as the clock goes on."""
MOST_FAULTS = 1_000
"""In one run; each waits for its event as long as the run goes on."""


class Door:
    """The way in to a session, or to whichever of two shops is in use."""

    def __init__(
        self, session: Callable[[], Session], *, token: str, tick_s: float = TICK_S
    ) -> None:
        """
        Args:
            session: Gives the one that is played now; it runs in the same event loop.
            token: What a guest must say first.
            tick_s: Between two states.
        """
        self._session_now = session
        self._token = token.encode()
        self._tick_s = tick_s
        self._server: asyncio.Server | None = None
        self._telling: asyncio.Task[None] | None = None
        self._talks: list[asyncio.Task[None]] = []
        self._guests: list[Guest] = []
        self._at_the_door = 0
        self._armed: list[tuple[Session, set[str]]] = []
        """Of each session that was played, the names of all its faults."""

    @property
    def _session(self) -> Session:
        return self._session_now()

    def _names(self) -> set[str]:
        """The names of all faults that the run has; kept up to date by itself."""
        session = self._session
        for known, names in self._armed:
            if known is session:
                return names
        found = {str(event.detail["fault"]) for event in session.world.trace.named("fault.armed")}
        session.world.listen(lambda event: found.add(str(event.detail["fault"])), ("armed",))
        self._armed.append((session, found))
        return found

    @property
    def guests(self) -> int:
        """How many instructors are connected."""
        return len(self._guests)

    async def open(self, place: socket.socket) -> None:
        """
        Let guests in.

        Args:
            place: Is bound, and listens; it is closed along with this.
        """
        # Reading faults takes half a second to load; better now than in the middle of a sale.
        talk.read_fault({"printer.jam": {}})
        self._server = await asyncio.start_server(
            self._receive, sock=place, limit=talk.LONGEST_LINE
        )
        self._telling = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """Say that it is over, and hang up on everybody."""
        if self._server is None:
            return
        self._server.close()
        if self._telling is not None:
            self._telling.cancel()
        self._dismiss()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _dismiss(self) -> None:
        """Say that it is over, and have everybody leave."""
        for guest in self._guests:
            guest.tell(talk.Said(error=talk.trouble("over")))
        for task in self._talks:
            task.cancel()

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "the server calls it in one"
        self._talks.append(task)
        guest = Guest(reader, writer)
        try:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await self._serve(guest)
        finally:
            self._talks.remove(task)
            if guest in self._guests:
                self._guests.remove(guest)
            await guest.leave()

    async def _serve(self, guest: Guest) -> None:
        if self._at_the_door >= MOST_AT_THE_DOOR:
            guest.tell(talk.Said(error=talk.trouble("full")))
            return
        self._at_the_door += 1
        try:
            trouble = await self._let_in(guest)
        finally:
            self._at_the_door -= 1
        while trouble is None:
            trouble = await self._obey_next(guest)
        guest.tell(talk.Said(error=trouble))

    async def _let_in(self, guest: Guest) -> talk.Trouble | None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                line = await guest.read()
        except TimeoutError:
            return talk.trouble("too_slow")
        if isinstance(line, talk.Trouble):
            return line
        trouble = self._judge(line)
        if trouble is None:
            guest.tell(talk.Said(hello=talk.hello_of(self._session)))
            self._guests.append(guest)
            guest.send(self._state())
        return trouble

    def _judge(self, line: bytes) -> talk.Trouble | None:
        """Tell why somebody is not let in; None if they are."""
        try:
            knock = msgspec.json.decode(line, type=talk.Knock)
        except (msgspec.MsgspecError, RecursionError):
            return talk.trouble("not_json")
        if knock.v != talk.VERSION:
            return talk.trouble("version", ours=talk.VERSION, theirs=knock.v)
        if not hmac.compare_digest(knock.token.encode(), self._token):
            return talk.trouble("token")
        if self._session.result is not None:
            return talk.trouble("over")
        if len(self._guests) >= MOST_GUESTS:
            return talk.trouble("full")
        return None

    async def _obey_next(self, guest: Guest) -> talk.Trouble | None:
        """Carry out one command; gives why the guest must go."""
        line = await guest.read()
        if isinstance(line, talk.Trouble):
            return line
        try:
            order = talk.order_of(line)
        except (msgspec.MsgspecError, RecursionError):
            return talk.trouble("no_command")
        guest.tell(talk.Said(reply=order.id, error=self._obey(order)))
        await guest.catch_breath()
        return None

    def _obey(self, order: talk.Order) -> talk.Trouble | None:
        """Carry out a command; gives why nothing came of it."""
        session = self._session
        if session.is_over:
            return talk.trouble("over")
        if isinstance(order, talk.Arm):
            return self._arm(order)
        if isinstance(order, talk.Release) and order.lever not in session.bed.levers:
            return talk.trouble("no_lever", lever=order.lever[:80])
        if talk.obey(session, order) is False:
            what = "not_broken" if isinstance(order, talk.Release) else "exam"
            return talk.trouble(what)
        return None

    def _arm(self, order: talk.Arm) -> talk.Trouble | None:
        taken = self._names()
        if len(taken) >= MOST_FAULTS:
            return talk.trouble("too_many")
        plan = talk.read_fault(order.fault)
        if isinstance(plan, talk.Trouble):
            return plan
        options = next(iter(order.fault.values()))
        if not isinstance(options, dict) or "id" not in options:
            plan = named(plan, base_of(plan), taken)
        elif plan.id in taken:
            return talk.trouble("name_taken", name=plan.id)
        if missing := self._session.desk.knows(FaultArmed(plan)):
            return talk.trouble("no_lever", lever=missing)
        self._session.arm(plan)
        return None

    # What the guests see -----------------------------------------------------------------------

    async def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        told: tuple[Session | None, int] = (None, -1)
        told_at = 0.0
        while True:
            await asyncio.sleep(self._tick_s)
            if not self._guests:
                continue
            now = (self._session, self._session.version)
            if now == told and loop.time() - told_at < HEARTBEAT_S:
                continue
            told, told_at = now, loop.time()
            line = self._state()
            for guest in list(self._guests):
                guest.send(line)
            if self._session.result is not None:
                self._dismiss()

    def _state(self) -> bytes:
        return b'{"state":' + msgspec.json.encode(self._session.view.snapshot()) + b"}\n"
