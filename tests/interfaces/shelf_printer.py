"""
A printer on the shelf: our device core in real time behind a pty or a network port.

It stands for the real printer in the tests of what talks to real printers. Whatever it is told to
do to itself happens between two bytes, at a place of the slip or of the byte stream.
"""

import os
import socket
import threading
import tty
from collections.abc import Callable
from select import select
from time import monotonic_ns

import msgspec

from emulator.domain.paper import DOTS_PER_MM, Strip
from emulator.printer.camera import read
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Flow, Reply, StripEnded
from emulator.printer.profile import PROFILES, Profile

Act = Callable[["ShelfPrinter", int], list[Effect] | None]
"""What happens to the printer, given the moment."""


def quick(name: str, **changes: object) -> Profile:
    """A model that prints so fast that a test need not wait."""
    return msgspec.structs.replace(PROFILES[name], speed_mm_s=1000, cut_us=20_000, **changes)


class ShelfPrinter:
    """One printer; use it as a context manager."""

    def __init__(self, profile: Profile, *, xonxoff: bool = False, line: str = "pty") -> None:
        self.device = Device(profile)
        self.strips: list[Strip] = []
        self.taken = bytearray()
        """Every byte that came in."""
        self.garbles = False
        """True: host and printer are set to different speeds."""
        self._xonxoff = xonxoff
        self._line = _Pty() if line == "pty" else _Tcp()
        self._plans: list[tuple[Callable[[], bool], Act]] = []
        self._asked: list[Act] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="shelf printer")
        self.error: BaseException | None = None

    @property
    def address(self) -> list[str]:
        """The words of a command line that lead here."""
        return self._line.address

    @property
    def texts(self) -> list[list[str]]:
        """What can be read on each strip."""
        return [read(strip)[0] for strip in self.strips]

    def at_mm(self, mm: int, act: Act) -> None:
        """Do something once so much of a strip is out."""
        self._plans.append((lambda: self.device.strip_dots >= mm * DOTS_PER_MM, act))

    def at_byte(self, count: int, act: Act) -> None:
        """Do something once so many bytes have come in."""
        self._plans.append((lambda: len(self.taken) >= count, act))

    def do(self, act: Act) -> None:
        """Do something now."""
        with self._lock:
            self._asked.append(act)

    def unplug(self) -> None:
        """Pull the cable; what is in the printer goes on printing."""
        self._line.cut()

    def plug_in(self) -> None:
        """Push the cable in again; a pty is another one then, where a link leads to it."""
        self._line.mend()

    def __enter__(self) -> "ShelfPrinter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._line.close()
        assert self.error is None

    def _run(self) -> None:
        try:
            began_us = _now_us()
            while not self._over.is_set():
                self._turn(_now_us() - began_us)
        except BaseException as error:  # noqa: BLE001 - told where the test can see it
            self.error = error

    def _turn(self, now_us: int) -> None:
        device = self.device
        room = min(device.room, 64)
        data = self._line.read(room) if room else b""
        if not room:
            self._over.wait(0.001)
        if self.garbles:
            data = bytes(byte ^ 0xA5 for byte in data)
        self.taken += data
        self._note(device.feed(data, now_us) if data else device.advance(now_us))
        with self._lock:
            asked, self._asked = self._asked, []
        due = [plan for plan in self._plans if plan[0]()]
        for plan in due:
            self._plans.remove(plan)
        for act in [*asked, *(act for _, act in due)]:
            self._note(act(self, now_us) or [])

    def _note(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Reply):
                self._write(effect.data)
            elif isinstance(effect, StripEnded):
                self.strips.append(effect.strip)
            elif isinstance(effect, Flow) and self._xonxoff:
                self._write(b"\x13" if effect.busy else b"\x11")

    def _write(self, data: bytes) -> None:
        if self.garbles:
            data = bytes(byte ^ 0xA5 for byte in data)
        self._line.write(data)


class _Pty:
    def __init__(self) -> None:
        self._open()
        self.address = ["--pty", os.ttyname(self._slave)]

    def _open(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self._is_cut = False

    def read(self, most: int) -> bytes:
        if self._is_cut or not select((self._master,), (), (), 0.001)[0]:
            return b""
        return os.read(self._master, most)

    def write(self, data: bytes) -> None:
        if not self._is_cut:
            os.write(self._master, data)

    def cut(self) -> None:
        self._is_cut = True
        os.close(self._master)
        os.close(self._slave)

    def mend(self) -> None:
        raise AssertionError("another pty has another name; use a network port")

    def close(self) -> None:
        if not self._is_cut:
            self.cut()


class _Tcp:
    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._number = self._server.getsockname()[1]
        self._client: socket.socket | None = None
        self.address = ["--tcp", f"127.0.0.1:{self._number}"]

    def read(self, most: int) -> bytes:
        if self._client is None:
            if self._server.fileno() >= 0 and select((self._server,), (), (), 0.001)[0]:
                self._client = self._server.accept()[0]
            return b""
        if not select((self._client,), (), (), 0.001)[0]:
            return b""
        try:
            data = self._client.recv(most)
        except ConnectionError:
            data = b""
        if not data:
            self._drop()
        return data

    def write(self, data: bytes) -> None:
        if self._client is not None:
            try:
                self._client.sendall(data)
            except OSError:
                self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def cut(self) -> None:
        self._server.close()
        self._drop()

    def mend(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self._number))

    def close(self) -> None:
        self._server.close()
        self._drop()


def _now_us() -> int:
    return monotonic_ns() // 1000
