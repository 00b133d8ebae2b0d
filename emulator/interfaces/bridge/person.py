"""The person beside the real printer: what is asked on the screen, and what comes from the keys."""

import asyncio
import os
import sys
from contextlib import suppress
from typing import TextIO

from emulator.clock.paced import Wall
from emulator.interfaces.voice import Voice


class Person:
    """
    Asks in one language and reads answers a line at a time.

    Without a terminal to answer from there is nobody to ask, and nobody is said to have answered.
    """

    def __init__(
        self, voice: Voice, wall: Wall, *, stream: TextIO | None = None, may_ask: bool = True
    ) -> None:
        """
        Args:
            voice: How to speak.
            wall: By which patience is measured.
            stream: Where answers come from; None is standard input.
            may_ask: False asks nothing, whoever is there.
        """
        self._voice = voice
        self._wall = wall
        self._stream = sys.stdin if stream is None else stream
        self._lines: list[str] = []
        self._news = asyncio.Event()
        self._rest = b""
        self._fd: int | None = None
        self.is_there = may_ask and self._stream is not None and self._stream.isatty()
        """False when nothing will ever be answered."""

    def listen(self) -> None:
        """Begin to hear the keys; needs a running event loop."""
        if not self.is_there or self._fd is not None:
            return
        fd = self._stream.fileno()
        try:
            asyncio.get_running_loop().add_reader(fd, self._read)
        except NotImplementedError:  # Windows has no such thing for its console.
            self.is_there = False
            return
        self._fd = fd

    def leave(self) -> None:
        """Stop hearing the keys."""
        if self._fd is not None:
            with suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._fd)
            self._fd = None

    @property
    def lang(self) -> str:
        """zh or en."""
        return self._voice.lang

    def text(self, id: str, /, **values: object) -> str:
        """A sentence in the person's language."""
        return self._voice.text(id, **values)

    def tell(self, id: str, role: str = "", /, **values: object) -> None:
        """Say something that needs no answer."""
        self._voice.narrate(self._voice.text(id, **values), role)

    async def ask(self, id: str, /, *, patience_us: int, **values: object) -> str:
        """
        Ask something.

        Returns:
            The answer in small letters; empty for Enter alone, for none in time and for nobody.
        """
        self.tell(id, "label", **values)
        if not self.is_there or not await self.wait(asyncio.Event(), patience_us):
            return ""
        return self._lines[0]

    async def wait(self, until: asyncio.Event, us: int | None) -> bool:
        """
        Wait for something, unless the person has enough of it.

        Returns:
            True when a line was keyed; it is taken, and so is every earlier one.
        """
        self.listen()
        self._lines.clear()
        self._news.clear()
        pressed = asyncio.ensure_future(self._news.wait())
        happened = asyncio.ensure_future(until.wait())
        either = asyncio.Event()
        for waiting in (pressed, happened):
            waiting.add_done_callback(lambda _: either.set())
        try:
            await self._wall.wait(either, us)
        finally:
            pressed.cancel()
            happened.cancel()
        return bool(self._lines)

    def _read(self) -> None:
        assert self._fd is not None
        try:
            data = os.read(self._fd, 4096)
        except OSError:
            data = b""
        if not data:
            self.leave()
            self.is_there = False
        *lines, self._rest = (self._rest + data)[-4096:].split(b"\n")
        self._lines += [line.decode("utf-8", "replace").strip().lower() for line in lines]
        if lines or not data:
            self._news.set()
