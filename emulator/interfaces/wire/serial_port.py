"""
A line through a serial port, a real one or one behind a network (RFC 2217).

pyserial opens the port and sets it up. It does not write where that can be helped: its own writing
repeats and miscounts when a printer lets nothing in (printer.md 3 of the domain notes).
"""

import contextlib
import select
import warnings
from typing import Any

import serial

from emulator.interfaces.wire.ports import port_trouble
from emulator.interfaces.wire.transport import (
    READ_BYTES,
    LineLost,
    LineState,
    PortTrouble,
    read_from,
    write_to,
)
from emulator.reports.layout import one_line

DEFAULT_BAUD = 9600
"""What most serial printers are set to when they leave the factory."""
_TRICKLE = 32
"""Bytes handed over at a time when the printer says by a control line that it is busy: what the
machine holds already goes out all the same."""
_SMALL = 256
"""Bytes that a port without a file descriptor takes at a time; a socket that takes anything takes
as many at once."""


class SerialTransport:
    """
    A port by its name or by a URL of pyserial (`rfc2217://host:port`, `loop://`).

    8 data bits, no parity, one stop bit. DTR and RTS are raised before the port opens, so that
    opening resets no printer. `dsrdtr` is done here: the machine knows no such flow control, so
    bytes trickle while DSR says that the printer is ready. An adaptor on USB holds some bytes of
    its own, which is why a driver must still not send more than the printer's buffer.
    """

    def __init__(self, port: str, *, baud: int = DEFAULT_BAUD, flow: str = "none") -> None:
        """
        Args:
            port: Name or URL.
            baud: Bits in a second.
            flow: none, xonxoff, rtscts or dsrdtr.
        """
        self.baud = baud
        self._name = port
        self._flow = flow
        self._port: Any = None
        """The opened port. pyserial chooses its class by the URL; what they share is not typed."""
        self._fd = -1

    def open(self) -> None:
        """See `Transport.open`; another program that has the port keeps it."""
        if self._port is not None:
            return
        port = None
        try:
            port = serial.serial_for_url(self._name, do_not_open=True, **self._settings())
            port.dtr = True
            if self._flow != "rtscts":
                port.rts = True
            with warnings.catch_warnings():
                # pyserial 3.5 starts its network reader in a way that newer Pythons frown upon.
                warnings.simplefilter("ignore", DeprecationWarning)
                port.open()
        except (serial.SerialException, OSError) as error:
            raise self._trouble(error) from None
        except ValueError as error:
            raise PortTrouble("settings", self._values(error)) from None
        self._port = port
        self._fd = _descriptor(port)

    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "baudrate": self.baud,
            "timeout": 0,
            "xonxoff": self._flow == "xonxoff",
            "rtscts": self._flow == "rtscts",
        }
        if "://" not in self._name:
            settings["exclusive"] = True
        return settings

    def _trouble(self, error: OSError) -> PortTrouble:
        if "://" in self._name:
            return PortTrouble("other", self._values(error))
        return port_trouble(error, self._name)

    def _values(self, error: Exception) -> dict[str, Any]:
        return {
            "port": self.describe(),
            "baud": self.baud,
            "flow": self._flow,
            "why": one_line(str(error))[:200],
        }

    def close(self) -> None:
        """See `Transport.close`."""
        port, fd, self._port, self._fd = self._port, self._fd, None, -1
        if port is None:
            return
        # A port that was pulled out cannot be closed in order, nor need it be.
        if fd >= 0:
            with contextlib.suppress(Exception):
                port.reset_output_buffer()
        connection = getattr(port, "_socket", None)
        with contextlib.suppress(Exception):
            port.close()
        if connection is not None:
            # pyserial 3.5 leaves the socket of a port open that the far end has closed.
            with contextlib.suppress(OSError):
                connection.close()

    def write_some(self, data: bytes) -> int:
        """See `Transport.write_some`."""
        port = self._opened
        try:
            if self._flow == "dsrdtr":
                if self._is_busy or _waiting(port) >= _TRICKLE:
                    return 0
                data = data[:_TRICKLE]
            if self._fd >= 0:
                return write_to(self._fd, data)
            return _write_through(port, data[:_SMALL])
        except (serial.SerialException, OSError) as error:
            raise LineLost(one_line(str(error))[:200]) from None

    def read_some(self) -> bytes:
        """See `Transport.read_some`."""
        port = self._opened
        if self._fd >= 0:
            return read_from(self._fd)
        try:
            data: bytes = port.read(READ_BYTES)
        except (serial.SerialException, OSError) as error:
            raise LineLost(one_line(str(error))[:200]) from None
        return data

    def fileno(self) -> int | None:
        """See `Transport.fileno`."""
        return self._fd if self._fd >= 0 else None

    def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """See `Transport.set_lines`; a port without such lines is left alone."""
        port = self._opened
        with contextlib.suppress(serial.SerialException, OSError):
            if dtr is not None:
                port.dtr = dtr
            if rts is not None:
                port.rts = rts

    def line_state(self) -> LineState:
        """See `Transport.line_state`."""
        port = self._opened
        return LineState(
            cts=_shown(port, "cts"), dsr=_shown(port, "dsr"), carrier=_shown(port, "cd")
        )

    def describe(self) -> str:
        """See `Transport.describe`."""
        return one_line(self._name)[:200]

    @property
    def _is_busy(self) -> bool:
        """True while DSR says so; a cable without that line never does."""
        return _shown(self._opened, "dsr") is False

    @property
    def _opened(self) -> Any:
        if self._port is None:
            raise LineLost("not open")
        return self._port


def _descriptor(port: Any) -> int:
    """The file descriptor of a port that has one, else -1."""
    # Neither a port behind a URL nor one on Windows has one.
    fd = getattr(port, "fd", None)
    return fd if isinstance(fd, int) else -1


def _waiting(port: Any) -> int:
    """Bytes that the machine holds and has not sent; 0 where it does not tell."""
    try:
        return int(port.out_waiting)
    except (AttributeError, NotImplementedError, serial.SerialException, OSError):
        return 0


def _write_through(port: Any, data: bytes) -> int:
    """
    Hand a few bytes to a port that has no file descriptor.

    Behind a network, a socket that is not ready, or a far end that asked to wait, takes nothing.
    """
    if getattr(port, "_remote_suspend_flow", False):
        return 0
    connection = getattr(port, "_socket", None)
    if connection is not None and not select.select((), (connection,), (), 0)[1]:
        return 0
    return int(port.write(data))


def _shown(port: Any, line: str) -> bool | None:
    """What a control line shows; None on a pseudo-terminal and the like."""
    try:
        return bool(getattr(port, line))
    except (serial.SerialException, OSError, AttributeError, NotImplementedError):
        return None
