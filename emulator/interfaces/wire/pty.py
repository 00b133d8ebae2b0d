"""A line to a program that poses as a serial port, by the path of its pseudo-terminal."""

import contextlib
import os

from emulator.interfaces.wire.ports import port_trouble
from emulator.interfaces.wire.transport import LineState, PortTrouble, read_from, write_to
from emulator.reports.layout import one_line


class PtyTransport:
    """
    Opens the path of a pseudo-terminal, such as `posemu printer --pty` prints.

    There are no control lines on it and no speed; with XON/XOFF the machine itself stops sending
    when the other side says so.
    """

    def __init__(self, path: str, *, flow: str = "none") -> None:
        """
        Args:
            path: Of the end that poses as a port.
            flow: `xonxoff` or `none`; the others need control lines and are taken as `none`.
        """
        self._path = path
        self._flow = flow
        self._fd = -1

    def open(self) -> None:
        """See `Transport.open`; a second program that opens the same end is told so."""
        if self._fd >= 0:
            return
        try:
            import fcntl
            import termios
            import tty
        except ImportError:
            raise PortTrouble("no_pty", {"port": one_line(self._path)[:200]}) from None
        fd = -1
        try:
            fd = os.open(self._path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            tty.setraw(fd)
            if self._flow == "xonxoff":
                _heed_xoff(fd)
        except (OSError, termios.error) as error:
            # The second is no OSError although it carries a number and a text like one.
            _close(fd)
            raise port_trouble(OSError(*error.args), self._path) from None
        self._fd = fd

    def close(self) -> None:
        """See `Transport.close`."""
        fd, self._fd = self._fd, -1
        _close(fd)

    def write_some(self, data: bytes) -> int:
        """See `Transport.write_some`."""
        return write_to(self._fd, data)

    def read_some(self) -> bytes:
        """See `Transport.read_some`."""
        return read_from(self._fd)

    def fileno(self) -> int | None:
        """See `Transport.fileno`."""
        return self._fd if self._fd >= 0 else None

    def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """See `Transport.set_lines`; there are none."""

    def line_state(self) -> LineState:
        """See `Transport.line_state`; there are none."""
        return LineState()

    def describe(self) -> str:
        """See `Transport.describe`."""
        return one_line(self._path)[:200]


def _heed_xoff(fd: int) -> None:
    import termios

    settings = termios.tcgetattr(fd)
    settings[0] |= termios.IXON
    termios.tcsetattr(fd, termios.TCSANOW, settings)


def _close(fd: int) -> None:
    if fd < 0:
        return
    with contextlib.suppress(Exception):
        import termios

        termios.tcflush(fd, termios.TCOFLUSH)
    with contextlib.suppress(OSError):
        os.close(fd)
