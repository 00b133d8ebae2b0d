"""
One visitor: the process that draws their screen, from its start to its certain end.

Whatever happens to the browser, the line or the server, the process does not outlive its visitor:
its standard input closes, and the driver in it ends it (see `driver`); one that does not care is
ended from here.
"""

import asyncio
import contextlib
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

import emulator

GOODBYE_S = 5.0
"""For closing the recording; a process that takes longer hangs."""
DRIVER = "emulator.interfaces.serve.driver:VisitorDriver"
FPS = "15"
"""Screens a second; a shop does not change faster."""
COLUMNS, ROWS = (20, 400), (6, 200)
"""Sizes of a screen that are believed."""


def within(value: int, limits: tuple[int, int]) -> int:
    """The nearest value that is believed."""
    return max(limits[0], min(value, limits[1]))


class Visitor(AppService):
    """Runs the command for one browser, without a shell in between."""

    def __init__(
        self,
        program: Sequence[str],
        lang: str,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        downloads: DownloadManager,
    ) -> None:
        """
        Args:
            program: The command line of the process.
            lang: What the screen speaks.
            write_bytes: Takes what the screen draws.
            write_str: Takes what is meant for the page.
            close: Hangs up on the browser.
            downloads: Hands files on to browsers.
        """
        super().__init__(
            " ".join(program),
            write_bytes=write_bytes,
            write_str=write_str,
            close=close,
            download_manager=downloads,
        )
        self._program = tuple(program)
        self._lang = lang
        self._ending: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """The process's environment: our driver, our language, and this very package."""
        package = str(Path(emulator.__file__).parents[1])
        others = [part for part in (os.environ.get("PYTHONPATH"),) if part]
        return {
            **super()._build_environment(within(width, COLUMNS), within(height, ROWS)),
            "TEXTUAL_DRIVER": DRIVER,
            "TEXTUAL_FPS": FPS,
            "POSEMU_LANG": self._lang,
            "PYTHONPATH": os.pathsep.join([package, *others]),
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process."""
        # A session of its own, so that Ctrl-C at the server's terminal is the server's business.
        process = await asyncio.create_subprocess_exec(
            *self._program, stdin=PIPE, stdout=PIPE, stderr=PIPE,
            env=self._build_environment(width, height), start_new_session=True,
        )  # fmt: skip
        self._process, self._stdin = process, process.stdin
        return process

    async def start(self, width: int, height: int) -> None:
        """Start the process with a screen of that size; who stops it meanwhile waits for that."""
        async with self._starting:
            await super().start(width, height)

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the process the new size of its screen."""
        await super().set_terminal_size(within(width, COLUMNS), within(height, ROWS))

    async def run(self) -> None:
        """Carry what the process draws to the browser; when it has ended, hang up."""
        try:
            await super().run()
        finally:
            with contextlib.suppress(OSError, RuntimeError):
                await self.remote_close()

    async def stop(self) -> None:
        """End the process in order, and if need be without; whoever asks waits for the end."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        # Shielded, since one of those who wait may be given up while another still counts on it.
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        async with self._starting:
            process, task = self._process, self._task
        if process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        self.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), GOODBYE_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if task is not None:
            await task
