"""A virtual printer, or a bare echo, that listens in a process of its own."""

import asyncio
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from emulator.interfaces.printer_command import WITHOUT_WAITING_MM_S
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec
from emulator.interfaces.virtual_printer.session import Session
from emulator.interfaces.virtual_printer.wishes import Place, Wishes
from emulator.interfaces.voice import Voice
from emulator.printer.profile import PROFILES, Profile

HERE = "127.0.0.1"
ASK = b"\x10\x04\x01"
"""DLE EOT 1, answered by one byte."""
_NO_HEAT = 10**9


def fast() -> Profile:
    """A printer that does not wait for its paper: `--speed max`."""
    return msgspec.structs.replace(
        PROFILES["epson_80"],
        speed_mm_s=WITHOUT_WAITING_MM_S,
        cut_us=0,
        heat_limit=_NO_HEAT,
        heat_resume=_NO_HEAT,
    )


class Usage(msgspec.Struct, frozen=True):
    """What a process has used so far."""

    peak_mb: float
    cpu_s: float


class Served:
    """The process, as the one that started it sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.port, self.opened = pipe.recv()
        """Where it listens, and what it had used by then."""

    def end(self) -> Usage:
        """Let it end; what it has used in all."""
        self._pipe.send("end")
        used: Usage = self._pipe.recv()
        return used


@contextmanager
def printer(*, png: Path | None = None, paper: bool = True) -> Iterator[Served]:
    """`posemu printer` without a screen; `paper` False has none in it."""
    with _process(_print, png, paper) as served:
        yield served


@contextmanager
def echo() -> Iterator[Served]:
    """The floor: reads whatever comes and answers a byte to each question in it."""
    with _process(_echo) as served:
        yield served


@contextmanager
def _process(act: Callable[..., Any], *given: Any) -> Iterator[Served]:
    ours, theirs = multiprocessing.Pipe()
    # Started afresh, so that nothing of this process counts as memory of that one.
    process = multiprocessing.get_context("spawn").Process(target=act, args=(theirs, *given))
    process.start()
    try:
        yield Served(ours)
    finally:
        ours.close()
        process.join(timeout=60)


def _print(pipe: Connection, png: Path | None, paper: bool) -> None:
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    faults = () if paper else (FaultSpec(text="paper_out", lever="printer.paper_out"),)
    wishes = Wishes(profile=fast(), tcp=Place(HERE, 0), png=png, faults=faults)

    def opened(place: str) -> None:
        pipe.send((int(place.rpartition(":")[2]), _used()))

    session = Session(wishes, Voice("en"), opened=opened)
    asyncio.run(_until_told(pipe, session))
    pipe.send(_used())


async def _until_told(pipe: Connection, session: Session) -> None:
    loop = asyncio.get_running_loop()

    def told() -> None:
        loop.remove_reader(pipe.fileno())
        session.end()

    loop.add_reader(pipe.fileno(), told)
    await session.run()


def _echo(pipe: Connection) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(b"\x12" * data.count(ASK))
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(talk, HERE, 0)
        pipe.send((server.sockets[0].getsockname()[1], _used()))
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), ended.set)
        await ended.wait()

    asyncio.run(serve())
    pipe.send(_used())


def _used() -> Usage:
    # What `getrusage` tells includes the memory of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return Usage(int(peak_kb) / 1024, time.process_time())
