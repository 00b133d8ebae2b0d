"""A whole `posemu printer` that runs beside the test, in a thread of its own."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager

import msgspec

from emulator.interfaces.printer_command import WITHOUT_WAITING_MM_S
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec
from emulator.interfaces.virtual_printer.session import Session
from emulator.interfaces.virtual_printer.wishes import Place, Wishes
from emulator.interfaces.voice import Voice
from emulator.printer.profile import PROFILES

HERE = Place("127.0.0.1", 0)
CUT = b"\x1dV\x00"
FENCE = b"\x1dr\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
HEALTHY = "12 12 12 12"
OUT_OF_PAPER = "1a 32 12 7e"
STATUS = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
PATIENCE_S = 20


def fast(name="epson_80", **changes):
    """A model that does not wait for its paper."""
    no_heat = {"heat_limit": 10**9, "heat_resume": 10**9}
    settings = {"speed_mm_s": WITHOUT_WAITING_MM_S, "cut_us": 0, **no_heat, **changes}
    return msgspec.structs.replace(PROFILES[name], **settings)


def until(is_so):
    """Wait until something is so."""
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up, "it never came about"
        time.sleep(0.005)


class Running:
    """What a test can do with it."""

    def __init__(self, wishes):
        self.code = None
        self.error = None
        self.place = ""
        self.session = None
        self._wishes = wishes
        self._loop = None
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._opened.wait(PATIENCE_S), "it did not start"
        if self.error is not None:
            raise self.error

    @property
    def port(self):
        return int(self.place.rsplit(":", 1)[1])

    def _run(self):
        try:
            self.code = asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - handed to the test
            self.error = error
        finally:
            self._opened.set()

    async def _serve(self):
        self._loop = asyncio.get_running_loop()
        self.session = Session(self._wishes, Voice("en"), opened=self._found)
        return await self.session.run()

    def _found(self, place):
        self.place = place
        self._opened.set()

    def do(self, act):
        """Do something in the printer's own thread and give what it gives."""

        async def done():
            return act(self.session)

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(PATIENCE_S)

    def press(self, letters):
        """Press keys."""
        for letter in letters:
            self.do(lambda session, letter=letter: session.attendant.pressed(letter))

    @property
    def printer(self):
        return self.session.printer

    def eventually(self, is_so):
        """Wait until something is so, looked at in the printer's own thread."""
        until(lambda: self.do(is_so))

    def wait(self):
        """Wait until it ends by itself."""
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "it did not end"
        if self.error is not None:
            raise self.error
        return self.code

    def end(self):
        """End it in order."""
        if self._thread.is_alive():
            self.do(lambda session: session.end())
        return self.wait()


@contextmanager
def running(**wishes):
    """A printer at a free port unless told otherwise; ended in order afterwards."""
    if not {"tcp", "pty", "rfc2217"} & set(wishes):
        wishes["tcp"] = HERE
    wishes.setdefault("profile", fast())
    one = Running(Wishes(**wishes))
    try:
        yield one
    finally:
        one.end()


@contextmanager
def connected(one, timeout_s=PATIENCE_S):
    """A raw connection to it."""
    with socket.create_connection(("127.0.0.1", one.port), timeout=timeout_s) as made:
        yield made


def received(made, count):
    """So many bytes from a connection."""
    data = b""
    while len(data) < count:
        more = made.recv(count - len(data))
        assert more, f"hung up after {data.hex(' ')}"
        data += more
    return data


def status_of(made):
    """What DLE EOT 1 to 4 answer."""
    made.sendall(STATUS)
    return received(made, 4).hex(" ")


def lines(count, start=0):
    return b"".join(b"line %d of a slip\n" % number for number in range(start, start + count))


def fault(lever, **changes):
    return FaultSpec(text=lever, lever=f"printer.{lever}", **changes)


def names_in(folder):
    """The files of a folder, in order."""
    return sorted(file.name for file in folder.iterdir())


def printed(text):
    """How many of the numbered lines stand on paper, as the screen showed it."""
    return [int(line.split()[1]) for line in text.splitlines() if line.startswith("line ")]
