"""A line to a printer on the network, usually at its port 9100."""

import socket

from emulator.domain.moments import SECOND
from emulator.interfaces.wire.transport import (
    READ_BYTES,
    LineLost,
    LineState,
    PortTrouble,
    trouble_of,
)

CONNECT_US = 3 * SECOND
SILENCE_MS = 10_000
"""A network cable that is pulled says nothing: after so long without a sign of life of the other
side the machine gives the connection up, where it can be told to."""


class TcpTransport:
    """Raw bytes over TCP; the network's own back-pressure is the flow control."""

    def __init__(self, host: str, port: int, *, connect_us: int = CONNECT_US) -> None:
        self._host = host
        self._port = port
        self._connect_us = connect_us
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """See `Transport.open`."""
        if self._socket is not None:
            return
        place = (self._host, self._port)
        name = self.describe()
        try:
            made = socket.create_connection(place, timeout=self._connect_us / SECOND)
        except socket.gaierror:
            raise PortTrouble("unknown_host", {"port": name}) from None
        except (TimeoutError, ConnectionRefusedError) as error:
            refused = isinstance(error, ConnectionRefusedError)
            raise PortTrouble("refused" if refused else "no_answer", {"port": name}) from None
        except (OSError, UnicodeError) as error:
            # A name with an empty or a very long label cannot even be asked for.
            if isinstance(error, UnicodeError):
                raise PortTrouble("unknown_host", {"port": name}) from None
            raise trouble_of(error, name) from None
        made.setblocking(False)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE_MS)
        self._socket = made

    def close(self) -> None:
        """See `Transport.close`."""
        made, self._socket = self._socket, None
        if made is not None:
            made.close()

    def write_some(self, data: bytes) -> int:
        """See `Transport.write_some`."""
        try:
            return self._open_socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LineLost(error.strerror or str(error)) from None

    def read_some(self) -> bytes:
        """See `Transport.read_some`."""
        try:
            data = self._open_socket.recv(READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LineLost(error.strerror or str(error)) from None
        if not data:
            raise LineLost("closed by the other side")
        return data

    def fileno(self) -> int | None:
        """See `Transport.fileno`."""
        return None if self._socket is None else self._socket.fileno()

    def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """See `Transport.set_lines`; there are none."""

    def line_state(self) -> LineState:
        """See `Transport.line_state`; there are none."""
        return LineState()

    def describe(self) -> str:
        """See `Transport.describe`."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"

    @property
    def _open_socket(self) -> socket.socket:
        if self._socket is None:
            raise LineLost("not open")
        return self._socket
