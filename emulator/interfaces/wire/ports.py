"""Why a serial port or a pseudo-terminal cannot be opened, and what to do about it."""

import errno
from pathlib import Path

from serial.tools import list_ports

from emulator.interfaces.wire.transport import PortTrouble, trouble_of
from emulator.reports.layout import one_line

_MISSING = (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.ENOTDIR)
_BUSY = (errno.EBUSY, errno.EAGAIN)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_TERMINAL = (errno.ENOTTY, errno.EINVAL, errno.EISDIR, errno.EIO)
_SHOWN = 8
"""Ports named in a complaint."""


def port_trouble(error: OSError, path: str) -> PortTrouble:
    """The complaint that fits an error: missing, busy, not permitted, or no port at all."""
    number = error.errno or _number_in(error)
    shown = one_line(path)[:200]
    if number in _MISSING:
        return PortTrouble("missing", {"port": shown, "ports": ", ".join(there_are()) or "-"})
    if number in _BUSY:
        return PortTrouble("busy", {"port": shown})
    if number in _DENIED:
        return PortTrouble("denied", {"port": shown, "group": _group_of(path) or "dialout"})
    if number in _NO_TERMINAL:
        return PortTrouble("no_port", {"port": shown})
    return trouble_of(error, shown)


def there_are() -> list[str]:
    """The serial ports of this machine, a few of them."""
    return sorted(port.device for port in list_ports.comports())[:_SHOWN]


def _number_in(error: OSError) -> int | None:
    """
    The number of the error behind a pyserial exception that swallowed it.

    `Could not configure port: (25, ...)` carries it in its text alone.
    """
    head, found, tail = str(error).partition("(")
    digits = tail.partition(",")[0]
    return int(digits) if found and head and digits.isdigit() else None


def _group_of(path: str) -> str:
    """The group whose members may use a port; empty if the machine has no such thing."""
    try:
        import grp  # Not on Windows.

        return grp.getgrgid(Path(path).stat().st_gid).gr_name
    except (ImportError, OSError, KeyError):
        return ""
