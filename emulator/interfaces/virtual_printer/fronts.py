"""
Where hosts on the network find the printer: a TCP port, or a serial port by RFC 2217.

One host at a time: the next waits until the one before it has left and what it sent is taken in.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.interfaces.virtual_printer.net_line import NetLine, Rfc2217Line
from emulator.interfaces.virtual_printer.serial_pace import SerialPace
from emulator.interfaces.virtual_printer.talk import Room, talk_raw, talk_serial
from emulator.interfaces.virtual_printer.virtual import VirtualPrinter
from emulator.interfaces.virtual_printer.wishes import Place

MOST_HOSTS_WAITING = 32
"""More than so many are turned away at once."""
_BUFFERED_BYTES = 4096
"""When the event loop has more than twice that at hand, it reads no more for the while."""


class Visits(NamedTuple):
    """What a front tells of its hosts."""

    came: Callable[[str], None]
    left: Callable[[str], None]
    refused: Callable[[str, int], None]


class NetFront:
    """Listens, and lets one host after the other talk."""

    def __init__(
        self,
        place: Place,
        talk: Callable[[NetLine], Awaitable[None]],
        visits: Visits,
        lang: str,
    ) -> None:
        self.place = place
        """Where it listens; the port that was found, once it does."""
        self._talk = talk
        self._visits = visits
        self._lang = lang
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._server: asyncio.Server | None = None
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """
        Begin to listen.

        Raises:
            EnvironmentTrouble: The address is in use, or there is no such address.
        """
        try:
            where = _everywhere(self.place) if self.place.host is None else self.place._asdict()
            self._server = await asyncio.start_server(self._met, limit=_BUFFERED_BYTES, **where)
        except (OSError, UnicodeError) as error:
            raise self._trouble(error) from None
        port = self._server.sockets[0].getsockname()[1]
        self.place = self.place._replace(port=port)

    async def run(self) -> None:
        """Let hosts talk until it is cancelled; whatever goes wrong in a talk ends it."""
        await self._failed

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = NetLine(reader, writer)
        try:
            if self._waiting >= MOST_HOSTS_WAITING:
                self._visits.refused(line.name, self._waiting)
                return
            self._waiting += 1
            try:
                await self._turn.acquire()
            finally:
                self._waiting -= 1
            try:
                self._visits.came(line.name)
                await self._talk(line)
            finally:
                self._turn.release()
                self._visits.left(line.name)
        except asyncio.CancelledError:
            # The program ends. Python 3.11 would log a talk that was cancelled as a mistake.
            return
        except Exception as error:  # noqa: BLE001 - nobody waits for this task but `run`
            if not self._failed.done():
                self._failed.set_exception(error)
        finally:
            await line.close()

    def _trouble(self, error: Exception) -> EnvironmentTrouble:
        place = self.place.shown
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            return EnvironmentTrouble(say("cli.printer.in_use", self._lang, place=place))
        reason = getattr(error, "strerror", None) or str(error)
        return EnvironmentTrouble(
            say("cli.printer.cannot_listen", self._lang, place=place, reason=reason)
        )


def _everywhere(place: Place) -> dict[str, Any]:
    """One socket for all interfaces, so that there is one port for all of them."""
    if socket.has_dualstack_ipv6():
        return {
            "sock": socket.create_server(
                ("", place.port), family=socket.AF_INET6, dualstack_ipv6=True
            )
        }
    return {"sock": socket.create_server(("", place.port))}


def raw_talk(printer: VirtualPrinter, room: Room) -> Callable[[NetLine], Awaitable[None]]:
    """What is done with a connection to port 9100."""
    return lambda line: talk_raw(line, printer, room)


def rfc2217_talk(
    printer: VirtualPrinter, room: Room, *, baud: int, flow: str
) -> Callable[[NetLine], Awaitable[None]]:
    """What is done with a connection that carries a serial port."""

    async def talk(raw: NetLine) -> None:
        line = Rfc2217Line(raw, baud)
        hearing = asyncio.create_task(line.run())
        try:
            await talk_serial(line, printer, room, flow=flow, pace=SerialPace(baud))
        finally:
            hearing.cancel()

    return talk
