"""A serial port at the far end of a network (RFC 2217), with a printer of our own on it."""

import socket
import threading
from contextlib import suppress
from time import monotonic_ns

import serial.rfc2217

from emulator.domain.paper import Strip
from emulator.printer.camera import read
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Reply, StripEnded
from emulator.printer.profile import Profile


class FakePort:
    """What pyserial's port manager sees of the port: its settings and its control lines."""

    def __init__(self) -> None:
        self.baudrate = 9600
        self.bytesize, self.parity, self.stopbits = 8, "N", 1
        self.xonxoff = self.rtscts = self.dsrdtr = False
        self.dtr = self.rts = True
        self.cts = self.dsr = True
        self.ri = self.cd = False
        self.break_condition = False

    def reset_input_buffer(self) -> None:
        """Nothing is held."""

    def reset_output_buffer(self) -> None:
        """Nothing is held."""


class FarPort:
    """One port and one printer; use it as a context manager."""

    def __init__(self, profile: Profile, *, set_to: int = 9600) -> None:
        """
        Args:
            profile: Which printer.
            set_to: Its speed; at any other it understands nothing, nor is it understood.
        """
        self.device = Device(profile)
        self.port = FakePort()
        self.strips: list[Strip] = []
        self.is_busy = False
        """True: the printer says by DSR and CTS that it takes nothing."""
        self.arrived_while_busy = 0
        self._set_to = set_to
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.05)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="far port")
        self.error: BaseException | None = None

    @property
    def url(self) -> str:
        """How pyserial names it."""
        return f"rfc2217://127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def texts(self) -> list[list[str]]:
        """What can be read on each strip."""
        return [read(strip)[0] for strip in self.strips]

    def __enter__(self) -> "FarPort":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._server.close()
        assert self.error is None

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                with suppress(TimeoutError):
                    self._serve(self._server.accept()[0])
        except BaseException as error:  # noqa: BLE001 - told where the test can see it
            self.error = error

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(0.002)
        manager = serial.rfc2217.PortManager(self.port, _Writer(client))
        with client:
            while not self._over.is_set():
                self.port.dsr = self.port.cts = not self.is_busy
                manager.check_modem_lines()
                try:
                    data = client.recv(256)
                except TimeoutError:
                    data = b""
                except ConnectionError:
                    return
                else:
                    if not data:
                        return
                self._pass_on(b"".join(manager.filter(data)), manager, client)

    def _pass_on(
        self, data: bytes, manager: serial.rfc2217.PortManager, client: socket.socket
    ) -> None:
        now_us = monotonic_ns() // 1000
        if self.is_busy:
            self.arrived_while_busy += len(data)
        effects: list[Effect] = self.device.feed(self._at_speed(data), now_us) if data else []
        effects += self.device.advance(now_us)
        for effect in effects:
            if isinstance(effect, Reply):
                with suppress(OSError):
                    client.sendall(b"".join(manager.escape(self._at_speed(effect.data))))
            elif isinstance(effect, StripEnded):
                self.strips.append(effect.strip)

    def _at_speed(self, data: bytes) -> bytes:
        if self.port.baudrate == self._set_to:
            return data
        return bytes(byte ^ 0xA5 for byte in data)


class _Writer:
    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def write(self, data: bytes) -> None:
        """Send what the port manager says."""
        with suppress(OSError):
            self._client.sendall(data)
