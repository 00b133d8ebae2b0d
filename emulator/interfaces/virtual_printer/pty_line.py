"""
A pseudo-terminal that poses as a serial port with a printer at its other end.

Left out: control lines and speed, which a pseudo-terminal does not have. Whether the host heeds
XON/XOFF is seen by its own setting of the port, as the driver of a real one would heed it.
"""

import asyncio
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say


class PtyLine:
    """The printer's end; use it as a context manager, so that its name goes away with it."""

    def __init__(self, link: str, lang: str) -> None:
        """
        Args:
            link: Where to lay a symbolic link to the port's name; empty lays none.
            lang: Of complaints.
        """
        self.name = ""
        """What the host opens."""
        self._link = Path(link) if link else None
        self._lang = lang
        self._master = self._slave = -1
        self._readable = asyncio.Event()

    def __enter__(self) -> Self:
        try:
            import tty
        except ImportError:
            raise EnvironmentTrouble(say("cli.printer.no_pty", self._lang)) from None
        self._master, self._slave = os.openpty()
        # Kept open, so that the host may close and open the port without the line going away.
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        if self._link is not None:
            try:
                self._lay(self._link)
            except OSError as error:
                self._close()
                raise self._trouble(self._link, error) from None
            self.name = str(self._link)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._link is not None and self._is_ours(self._link):
            self._link.unlink()
        self._close()

    def _lay(self, link: Path) -> None:
        # A link that an earlier run left behind leads nowhere or to somebody else's terminal.
        if link.is_symlink() and str(link.readlink()).startswith("/dev/"):
            link.unlink()
        link.symlink_to(os.ttyname(self._slave))

    def _is_ours(self, link: Path) -> bool:
        return link.is_symlink() and str(link.readlink()) == os.ttyname(self._slave)

    def _close(self) -> None:
        for fd in (self._master, self._slave):
            os.close(fd)

    def _trouble(self, link: Path, error: OSError) -> EnvironmentTrouble:
        reason = error.strerror or type(error).__name__
        return EnvironmentTrouble(
            say("cli.cannot_write", self._lang, file=str(link), reason=reason)
        )

    async def read(self, most: int) -> bytes:
        """Wait for bytes from the host, and give so many at most."""
        while True:
            try:
                return os.read(self._master, most)
            except BlockingIOError:
                self._readable.clear()
            loop = asyncio.get_running_loop()
            loop.add_reader(self._master, self._readable.set)
            try:
                await self._readable.wait()
            finally:
                loop.remove_reader(self._master)

    def send(self, data: bytes) -> None:
        """Send bytes to the host; what it never fetches is lost in the end."""
        try:
            os.write(self._master, data)
        except BlockingIOError:
            return

    def heeds(self, flow: str) -> bool:
        """Tell whether the host's end stops sending by itself when the printer says so."""
        import termios

        return flow == "xonxoff" and bool(termios.tcgetattr(self._slave)[0] & termios.IXON)

    def show_busy(self, flow: str, *, is_busy: bool) -> None:
        """Ask the host to wait, or to go on."""
        if flow == "xonxoff":
            self.send(b"\x13" if is_busy else b"\x11")
