"""Connections to a session's door, good and bad, on the machine's own loopback."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from instructed import opened

from emulator.clock.paced import ManualWall
from emulator.interfaces.live.instructor.socket import Door
from emulator.interfaces.live.session import Session
from emulator.interfaces.virtual_printer.wishes import Place

TOKEN = "open-sesame"
KNOCK = json.dumps({"v": 1, "token": TOKEN}).encode() + b"\n"
SOON_S = 5.0
"""By then whatever is awaited has come, or never will."""


class House:
    """A session with its door open."""

    def __init__(self, session: Session, wall: ManualWall, door: Door, place: Place) -> None:
        self.session, self.wall, self.door, self.place = session, wall, door, place
        self._callers: list[Caller] = []

    async def knock(self, first: bytes = KNOCK) -> "Caller":
        """Connect, and say something."""
        reader, writer = await asyncio.open_connection(
            self.place.host, self.place.port, limit=1 << 22
        )
        caller = Caller(reader, writer)
        self._callers.append(caller)
        if first:
            caller.say(first)
        return caller

    async def guest(self) -> "Caller":
        """Connect and be let in."""
        caller = await self.knock()
        assert "hello" in await caller.hear()
        assert "state" in await caller.hear()
        return caller

    async def close(self) -> None:
        """Close the door while everybody leaves, as programs do that hear that it is over."""
        await asyncio.gather(self.door.close(), *(caller.leave() for caller in self._callers))

    async def is_alive(self) -> bool:
        """Tell whether the session takes keys and lets time pass as if nothing had happened."""
        self.session.go_on()
        before_us = self.session.world.now_us
        await self.wall.advance(1000)
        return (
            self.session.press("clear")
            and self.session.world.now_us > before_us
            and not self.session.crash
        )


class Caller:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    def say(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)

    def order(self, id: int, do: str, **rest: Any) -> None:
        """Send a command."""
        self.say(json.dumps({"id": id, "do": do, **rest}).encode() + b"\n")

    async def hear(self) -> dict[str, Any]:
        """The next line; nothing once the other side has hung up."""
        async with asyncio.timeout(SOON_S):
            try:
                raw = await self._reader.readline()
            except ConnectionError:
                return {}
        heard: dict[str, Any] = json.loads(raw) if raw else {}
        return heard

    async def hear_of(self, what: str) -> dict[str, Any]:
        """The next line with this in it, past all others; nothing if none came."""
        while heard := await self.hear():
            if what in heard:
                return heard
        return {}

    async def hear_out(self) -> list[dict[str, Any]]:
        """Everything until the other side hangs up."""
        heard = []
        while line := await self.hear():
            heard.append(line)
        return heard

    async def leave(self) -> None:
        """Hang up."""
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


def free_place() -> tuple[socket.socket, Place]:
    """A listening socket on a port that was free."""
    taken = socket.create_server(("127.0.0.1", 0), backlog=128)
    return taken, Place("127.0.0.1", taken.getsockname()[1])


@asynccontextmanager
async def open_house(*, tick_s: float = 0.01, **settings: Any) -> AsyncIterator[House]:
    """A session whose door is open until the test is through."""
    async with opened(**settings) as (session, wall):
        door = Door(lambda: session, token=TOKEN, tick_s=tick_s)
        taken, place = free_place()
        await door.open(taken)
        house = House(session, wall, door, place)
        try:
            yield house
        finally:
            await house.close()
