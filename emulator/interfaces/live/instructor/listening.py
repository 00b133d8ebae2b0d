"""
`--listen [HOST:]PORT`: the place at which a session lets instructors in.

It is taken before anything is drawn, so that a port that somebody else has is told in plain words.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.interfaces.live.instructor.socket import Door
from emulator.interfaces.live.session import Session
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.words import host_and_port

HERE = "127.0.0.1"
PORT = 7070
TOKEN_VARIABLE = "POSEMU_TOKEN"
"""Where both sides look for the token, so that it need not stand in a list of processes."""
_BACKLOG = 16


class Listening:
    """A place that was taken; call it with a session to let instructors in to that."""

    def __init__(self, text: str, lang: str, *, environ: Mapping[str, str] | None = None) -> None:
        """
        Take the place.

        Args:
            text: `PORT`, `HOST` or `HOST:PORT`; without a host only this machine gets in.
            lang: Of complaints.
            environ: Where the token may stand; None is the process's own.

        Raises:
            UsageError: The text makes no sense.
            EnvironmentTrouble: The place cannot be taken.
        """
        self.token = token_from(environ) or secrets.token_urlsafe(12)
        place = place_of(text, lang)
        self.is_exposed = not place.is_loopback
        """True if other machines can get in; whoever starts it must be warned."""
        self._socket = _taken(place, lang)
        self._session_now: Callable[[], Session] | None = None
        self.door: Door | None = None
        """None until a session is there."""
        self.address = place.shown
        """`HOST:PORT`."""

    @property
    def invitation(self) -> str:
        """The command that an instructor starts."""
        return f"posemu instructor --connect {self.address} --token {self.token}"

    async def __call__(self, session: Session) -> None:
        """Let instructors in to a session, or to what `follow` was told, until cancelled."""
        self.door = Door(self._session_now or (lambda: session), token=self.token)
        await self.door.open(self._socket)
        try:
            await asyncio.Event().wait()
        finally:
            await self.door.close()

    def follow(self, session: Callable[[], Session]) -> None:
        """Show whichever session is played at the moment, where there are two shops."""
        self._session_now = session

    def close(self) -> None:
        """Give the place back; for whoever took it and then called nothing."""
        self._socket.close()


def listening_for(text: str, stack: ExitStack, voice: Voice) -> Listening | None:
    """
    Take the place that was asked for and say how to get in; None if none was.

    Raises:
        UsageError: The text makes no sense.
        EnvironmentTrouble: The place cannot be taken.
    """
    if not text:
        return None
    listening = Listening(text, voice.lang)
    stack.callback(listening.close)
    if listening.is_exposed:
        voice.tell("instructor.listen.exposed", address=listening.address)
    voice.narrate(listening.invitation)
    return listening


def token_from(environ: Mapping[str, str] | None = None) -> str:
    """The token that stands in the environment; empty if none does."""
    return (os.environ if environ is None else environ).get(TOKEN_VARIABLE, "").strip()


def place_of(text: str, lang: str) -> Place:
    """
    Read `PORT`, `HOST` or `HOST:PORT`.

    Raises:
        UsageError: It is none of these.
    """
    if text.isascii() and text.isdigit():
        text = f"{HERE}:{text}"
    return Place(*host_and_port(text, lang, default=PORT))


def _taken(place: Place, lang: str) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = say("instructor.listen.not_taken", lang, address=place.shown, reason=reason)
        raise EnvironmentTrouble(text) from None
