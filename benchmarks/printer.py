"""
Measures what the byte-level printer costs, each figure against a floor of the same run.

    python benchmarks/printer.py               all but memory, about a minute
    python benchmarks/printer.py --memory 100  memory and speed of 100 MB over TCP, some minutes
"""

import argparse
import platform
import re
import socket
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import served
import slips
from run import ROUNDS, cpu_us, row

from emulator.codecs.escpos.encoder import encode
from emulator.domain.moments import SECOND
from emulator.domain.paper import Strip
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Lost, StripEnded, Trouble
from emulator.reports.paper.picture import bands, png
from emulator.reports.paper.slips import strip_of
from emulator.reports.paper.text import as_text
from emulator.reports.slip import layout

PORTION_BYTES = 2048
"""Fed at a time, as the virtual printer does."""
CORE_BYTES = 1_000_000
QUESTIONS = 300
HOSTS, ASKED = 1000, 50_000
"""Of the memory runs."""
ROLL_MM = 18_000
LOW_DOTS = 40_000
_RUNS = re.compile(rb"[\x00-\x1f]|[^\x00-\x1f]+")
_INVERTED = bytes(255 - byte for byte in range(256))


# CPU time --------------------------------------------------------------------------------------


def printed(device: Device, data: bytes) -> list[Strip]:
    """Let a printer that does not wait print bytes; a second later each portion is on paper."""
    effects: list[Effect] = []
    now_us = 0
    for at in range(0, len(data), PORTION_BYTES):
        effects += device.feed(data[at : at + PORTION_BYTES], now_us)
        now_us += SECOND
        effects += device.advance(now_us)
        if device.roll_dots < LOW_DOTS:
            effects += device.load_roll(ROLL_MM, now_us)
    assert not any(isinstance(effect, Lost | Trouble) for effect in effects)
    return [effect.strip for effect in effects if isinstance(effect, StripEnded)]


def core(data: bytes) -> float:
    """Microseconds for 1,000 bytes through tokenizer, interpreter and engine."""
    device = Device(served.fast())
    return cpu_us(lambda: printed(device, data), len(data) // 1000)


def scan(data: bytes) -> float:
    """The floor: find where text ends and control bytes stand, and nothing else."""
    return cpu_us(lambda: _RUNS.findall(data), len(data) // 1000)


def measure_core(text: bytes) -> None:
    picture = slips.picture()
    kinds = {
        "slips, no two alike": text * (CORE_BYTES // len(text)),
        "one slip again and again": text[: len(text) // slips.SLIPS] * 2000,
        "pictures": picture * (10 * CORE_BYTES // len(picture)),
        "noise": slips.noise(CORE_BYTES),
    }
    rates = []
    for name, data in kinds.items():
        core(data[:PORTION_BYTES])
        ours = [core(data) for _ in range(ROUNDS)]
        row(f"1,000 bytes of {name} through the core / bare scan", ours, rounds(scan, data))
        rates.append(f"{name} {1000 / statistics.median(ours):.1f}")
    print(f"\nMB a second through the core: {', '.join(rates)}\n")


def rounds(act: Callable[[bytes], float], data: bytes) -> list[float]:
    return [act(data) for _ in range(ROUNDS)]


def measure_slips() -> None:
    """Ours are slips that the caches have not seen as a whole, only most of their lines."""
    profile = served.fast()
    manner = slips.manner(profile)
    laid_out = [layout(receipt, columns=manner.columns) for receipt in slips.receipts()]

    def encoded() -> None:
        for lines in laid_out:
            encode(lines, manner)

    def through() -> None:
        blocks = [block.data for lines in laid_out for block in encode(lines, manner)]
        assert len(printed(Device(profile), b"".join(blocks))) >= slips.SLIPS

    encoded()
    floor = [cpu_us(encoded, slips.SLIPS) for _ in range(ROUNDS)]
    row(
        "slip encoded and through the device / encoded",
        [cpu_us(through, slips.SLIPS) for _ in range(ROUNDS)],
        floor,
    )


def measure_rendering() -> None:
    strips = [strip_of(receipt, columns=48) for receipt in slips.receipts()]
    dots = [b"".join(_filtered(strip)) for strip in strips]

    def each(act: Callable[[Strip], object]) -> Callable[[], object]:
        return lambda: [act(strip) for strip in strips]

    each(png)()
    packing = [
        cpu_us(lambda: [zlib.compress(one, 6) for one in dots], slips.SLIPS) for _ in range(ROUNDS)
    ]
    drawing = [cpu_us(each(png), slips.SLIPS) for _ in range(ROUNDS)]
    writing = [cpu_us(each(as_text), slips.SLIPS) for _ in range(ROUNDS)]
    row("slip as PNG / zlib of the same bits", drawing, packing)
    row("slip as text / zlib of the same bits", writing, packing)
    pictures, texts = (1e6 / statistics.median(each) for each in (drawing, writing))
    print(f"\nslips a second and core: {pictures:.0f} as PNG, {texts:.0f} as text\n")


def _filtered(strip: Strip) -> Iterator[bytes]:
    """The rows of a strip as PNG packs them."""
    size = (strip.width + 64) // 8
    for band in bands(strip):
        white = band.translate(_INVERTED)
        yield b"".join(b"\0" + white[at : at + size] for at in range(0, len(white), size))


# Latency of a status answer ---------------------------------------------------------------------


def answers_us(line: socket.socket, load: Sequence[bytes]) -> list[float]:
    """How long each question took, asked right behind some print data."""
    times = []
    for number in range(QUESTIONS):
        data = load[number % len(load)] + served.ASK
        begun = time.perf_counter()
        line.sendall(data)
        assert line.recv(1)
        times.append((time.perf_counter() - begun) * 1e6)
    return times


@contextmanager
def connected(served_by: served.Served, first: bytes) -> Iterator[socket.socket]:
    """A connection on which something has been sent."""
    with socket.create_connection((served.HERE, served_by.port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(first)
        yield line


def measure_latency(text: list[bytes]) -> None:
    """Wall time, since most of it is waiting; one host at a time, so the load is its own."""
    full = b"".join(text[: 10_000 // len(text[0])])
    cases = {
        "an idle printer": (True, [b""], b""),
        "a slip before each question": (True, text, b""),
        "10 KB before each question": (True, [full], b""),
        "no paper, buffer full": (False, [b""], full),
    }
    late = []
    for name, (paper, load, first) in cases.items():
        with served.printer(paper=paper) as printer, served.echo() as echo:
            with connected(printer, first) as ours, connected(echo, first) as theirs:
                answers_us(ours, load)
                both = [(answers_us(ours, load), answers_us(theirs, load)) for _ in range(ROUNDS)]
            printer.end()
            echo.end()
        row(
            f"status answer, {name} / bare asyncio echo",
            [statistics.median(times) for times, _ in both],
            [statistics.median(times) for _, times in both],
        )
        every = sorted(took for times, _ in both for took in times)
        late.append(f"{name} {every[len(every) * 99 // 100] / 1000:.2f} ms")
    print(f"\n99 of 100 answers came within: {', '.join(late)}\n")


# Memory -----------------------------------------------------------------------------------------


def measure_memory(megabytes: int) -> None:
    text = b"".join(text_of_slips())
    loads = (("text slips", text, slips.SLIPS), ("pictures", slips.picture() * 4, 4))
    print("| over TCP | peak memory | above an idle printer | CPU time |\n|---|---|---|---|")
    for name, data, count in loads:
        for draws in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                with served.printer(png=Path(folder) if draws else None) as printer:
                    times = flood(printer.port, data, megabytes)
                    told(f"{megabytes} MB of {name}{', each as PNG' if draws else ''}", printer)
                assert not draws or sum(1 for _ in Path(folder).iterdir()) == times * count
    with served.printer() as printer:
        for _ in range(HOSTS):
            flood(printer.port, text[: len(text) // slips.SLIPS], 0)
        told(f"{HOSTS} hosts one after another, a slip each", printer)
    with served.printer(paper=False) as printer, connected(printer, text[:5000]) as line:
        ask_often(line)
        told(f"{ASKED} questions, no paper, buffer full", printer)


def told(name: str, printer: served.Served) -> None:
    """End it and say what it used."""
    used, opened = printer.end(), printer.opened
    above_mb, cpu_s = used.peak_mb - opened.peak_mb, used.cpu_s - opened.cpu_s
    print(f"| {name} | {used.peak_mb:.1f} MB | {above_mb:.1f} MB | {cpu_s:.1f} s |", flush=True)


def ask_often(line: socket.socket) -> None:
    for _ in range(ASKED):
        line.sendall(served.ASK)
        assert line.recv(1)


def flood(port: int, data: bytes, megabytes: int) -> int:
    """Send so much as fast as it is taken and wait until it is printed; how often that was."""
    times = max(megabytes * 1_000_000 // len(data), 1)
    with socket.create_connection((served.HERE, port)) as line:
        for _ in range(times):
            line.sendall(data)
        line.sendall(b"\x1dr\x01")
        assert line.recv(1)
    return times


def text_of_slips() -> list[bytes]:
    return slips.text_slips(slips.receipts(), slips.manner(served.fast()))


def measure() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; median of {ROUNDS} rounds\n")
    print("| what | ours | floor | ratio | least - most |\n|---|---|---|---|---|")
    text = text_of_slips()
    measure_core(b"".join(text))
    measure_slips()
    measure_rendering()
    measure_latency(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--memory", type=int, metavar="MB", help="so many megabytes over TCP")
    options = parser.parse_args()
    if options.memory:
        measure_memory(options.memory)
    else:
        measure()


if __name__ == "__main__":
    main()
