"""
Where paper goes besides the screen: pictures in a folder, text in a file, a record of the talk.

Whatever cannot be written ends the printer with one line that says why: a slip must not be lost
without anybody noticing. Left out: keeping more than a few strips in memory; whoever feeds the
printer waits until they are on the disk.
"""

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.paper import Strip
from emulator.domain.texts import say

MOST_WAITING = 4
"""Strips that may wait for being drawn before the host has to wait."""
_NUMBERED = re.compile(r"slip-(\d{4,9})\.png")


class Pictures:
    """Draws every strip into a PNG file of its own, on a thread, in their order."""

    def __init__(self, folder: Path, draw: Callable[[Strip], bytes], lang: str) -> None:
        """
        Args:
            folder: Made if it is not there; numbering goes on behind what is in it.
            draw: Makes the bytes of a PNG file.
            lang: Of the complaint.

        Raises:
            EnvironmentTrouble: The folder cannot be made or written to.
        """
        self._folder = folder
        self._draw = draw
        self._lang = lang
        self._waiting: asyncio.Queue[tuple[Path, Strip]] = asyncio.Queue()
        self._has_room = asyncio.Event()
        self._has_room.set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._last = max((_number_of(file.name) for file in folder.iterdir()), default=0)
        except OSError as error:
            raise _complaint(folder, error, lang) from None
        if not os.access(folder, os.W_OK):
            raise _complaint(folder, PermissionError(13, os.strerror(13)), lang)

    def take(self, strip: Strip) -> Path:
        """Take a strip to be drawn; give the file that it will be in."""
        self._last += 1
        file = self._folder / f"slip-{self._last:04}.png"
        self._waiting.put_nowait((file, strip))
        if self._waiting.qsize() >= MOST_WAITING:
            self._has_room.clear()
        return file

    async def room(self) -> None:
        """Wait until few enough strips wait."""
        await self._has_room.wait()

    async def done(self) -> None:
        """Wait until everything is drawn."""
        await self._waiting.join()

    async def run(self) -> None:
        """
        Draw for ever.

        Raises:
            EnvironmentTrouble: A file cannot be written.
        """
        while True:
            file, strip = await self._waiting.get()
            try:
                await asyncio.to_thread(self._write, file, strip)
            except OSError as error:
                raise _complaint(file, error, self._lang) from None
            self._waiting.task_done()
            if self._waiting.qsize() < MOST_WAITING:
                self._has_room.set()

    def _write(self, file: Path, strip: Strip) -> None:
        # Under another name first, so that nobody who waits for the file reads half of it.
        part = file.with_suffix(".part")
        part.write_bytes(self._draw(strip))
        part.replace(file)


class Lines:
    """A file that takes lines, each at once on the disk for whoever follows it."""

    def __init__(self, path: Path, lang: str) -> None:
        """
        Raises:
            EnvironmentTrouble: It cannot be written.
        """
        self._path = path
        self._lang = lang
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
        except OSError as error:
            raise _complaint(path, error, lang) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def take(self, line: bytes) -> None:
        """
        Write a line.

        Raises:
            EnvironmentTrouble: It cannot be written.
        """
        try:
            self._file.write(line + b"\n")
            self._file.flush()
        except OSError as error:
            raise _complaint(self._path, error, self._lang) from None


class Record:
    """What was said on the line and what happened, as JSON lines in their order."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._encoder = msgspec.json.Encoder()

    def said(self, at_us: int, who: str, data: bytes) -> None:
        """Note bytes that `host` or `printer` sent."""
        self._write({"at_us": at_us, "from": who, "hex": data.hex()})

    def happened(self, at_us: int, event: str, detail: dict[str, Any]) -> None:
        """Note something else."""
        self._write({"at_us": at_us, "event": event, "detail": detail})

    def _write(self, entry: dict[str, Any]) -> None:
        self._lines.take(self._encoder.encode(entry))


def _number_of(name: str) -> int:
    found = _NUMBERED.fullmatch(name)
    return int(found[1]) if found else 0


def _complaint(path: Path, error: OSError, lang: str) -> EnvironmentTrouble:
    reason = error.strerror or type(error).__name__
    return EnvironmentTrouble(say("cli.cannot_write", lang, file=os.fspath(path), reason=reason))
