"""One connection of a host: raw as to port 9100, or RFC 2217, which carries a serial port."""

import asyncio
import contextlib
import struct
from typing import Any

import serial
from serial import rfc2217

from emulator.printer.plug import Plug

MOST_UNREAD = 64 * 1024
"""Answers that may wait for a host that does not fetch them; while more wait, nothing is read."""
MOST_WAITING = 16 * 1024
"""Bytes that a serial port at the end of a network keeps for its line."""
_READ_BYTES = 4096
_LONGEST_OPTION = 64
"""Bytes of a telnet option; none that we know has more than a few."""


class NetLine:
    """A raw connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        writer.transport.set_write_buffer_limits(high=MOST_UNREAD)
        peer = writer.get_extra_info("peername")
        self.name = f"{peer[0].removeprefix('::ffff:')}:{peer[1]}" if peer else "?"

    async def read(self, most: int) -> bytes:
        """Wait for bytes; empty when the host has hung up."""
        try:
            await self._writer.drain()
            return await self._reader.read(most)
        except OSError:
            return b""

    def send(self, data: bytes) -> None:
        """Send bytes; they wait if the host does not fetch them."""
        if not self._writer.is_closing():
            self._writer.write(data)

    async def close(self) -> None:
        """Hang up after what waits has been sent, or after a moment."""
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()
        self._writer.transport.abort()


class SerialPort:
    """What a host sets and sees of a serial port at the other end of a network."""

    def __init__(self, baud: int) -> None:
        """The names are those that pyserial's `PortManager` looks for."""
        self.baudrate = baud
        self.bytesize = 8
        self.parity = serial.PARITY_NONE
        self.stopbits = serial.STOPBITS_ONE
        self.xonxoff = self.rtscts = False
        self.dtr = self.rts = True
        self.break_condition = False
        self.cts = self.dsr = True
        """Ready, as the printer shows."""
        self.ri = False
        self.cd = True
        self.waiting = bytearray()
        """What the host has sent and the line has not carried yet."""

    def reset_input_buffer(self) -> None:
        """Answers go to the host at once; none wait here."""

    def reset_output_buffer(self) -> None:
        """Throw away what has not gone to the printer."""
        self.waiting.clear()


class Rfc2217Line:
    """
    A connection that carries a serial port.

    Settings of the port stand between the bytes of print data, and a host waits until they are
    confirmed. So they are obeyed as they come, while data waits for its turn on the slow line.
    """

    def __init__(self, line: NetLine, baud: int) -> None:
        """
        Args:
            line: What it goes over.
            baud: Speed of the printer; the host that sets its port to another gets garbage.
        """
        self.name = line.name
        self.port = SerialPort(baud)
        self._line = line
        self._baud = baud
        self._plug = Plug()
        # It is typed for pyserial's own ports, and asks no more of them than what stands here.
        manager: Any = rfc2217.PortManager
        self._manager = manager(self.port, self)
        self._changed = asyncio.Event()
        self._has_left = False

    def write(self, data: bytes) -> None:
        """Send a telnet command; the manager's way out."""
        self._line.send(data)

    async def run(self) -> None:
        """Take in what the host sends, until it hangs up or talks no telnet."""
        try:
            while True:
                while len(self.port.waiting) >= MOST_WAITING:
                    await self._change()
                raw = await self._line.read(_READ_BYTES)
                if not raw or not self._obey(raw):
                    return
                self._changed.set()
        finally:
            self._has_left = True
            self._changed.set()

    def _obey(self, raw: bytes) -> bool:
        """Obey commands and keep data; False if they are no commands."""
        try:
            # Piece by piece: a command to throw data away means what came before it.
            for byte in self._manager.filter(raw):
                self.port.waiting += byte
        except (struct.error, KeyError, TypeError, ValueError):
            return False
        return len(self._manager.suboption or b"") <= _LONGEST_OPTION

    async def read(self, most: int) -> bytes:
        """Wait for bytes of print data; empty when the host has left and all has been read."""
        waiting = self.port.waiting
        while not waiting:
            if self._has_left:
                return b""
            await self._change()
        data = bytes(waiting[:most])
        del waiting[:most]
        self._changed.set()
        return self._connected().inward(data)

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def send(self, data: bytes) -> None:
        """Send bytes of print data."""
        data = self._connected().outward(data)
        self._line.send(b"".join(self._manager.escape(data)))

    def heeds(self, flow: str) -> bool:
        """Tell whether the port stops sending by itself when the printer says so."""
        return bool({"xonxoff": self.port.xonxoff, "rtscts": self.port.rtscts}.get(flow, False))

    def show_busy(self, flow: str, *, is_busy: bool) -> None:
        """Ask the host to wait, or to go on."""
        if flow == "rtscts":
            self.port.cts = not is_busy
        elif flow == "dsrdtr":
            self.port.dsr = not is_busy
        elif flow == "xonxoff" and not self.port.xonxoff:
            # A port that heeds them keeps them for itself.
            self.send(b"\x13" if is_busy else b"\x11")
        self._manager.check_modem_lines()

    def _connected(self) -> Plug:
        """The connector, with the speeds as they are set now at both ends."""
        if self.port.baudrate == self._baud:
            self._plug.correct_speed()
        else:
            self._plug.mistake_speed()
        return self._plug
