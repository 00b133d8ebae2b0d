"""
Measures the screen as a person meets it: in a terminal of its own, by keys, beside an empty one.

    python benchmarks/screen.py      about two minutes
"""

import fcntl
import os
import platform
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).parent))

from screens import READY

ROUNDS = 5
PRESSES = 48
"""In each round; whole sequences of `amounts`."""
GAP_S = 0.05
"""Between what a key led to and the next key; nobody types faster."""
IDLE_S = 20
SETTLE_S = 4
PATIENCE_S = 30
SIZE = (40, 120)
PREFIX = "987"
OPEN = "WELCOME"
"""What the terminal's display shows when the shop is open."""
_CODES = re.compile(rb"\x1b(?:\[[0-9;?<>=$ ]*[@-~]|[P\]^_].*?(?:\x1b\\|\x07)|[()].|.)", re.DOTALL)
_HERE = Path(__file__).parent
_TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """
    A program in a terminal, as somebody in front of it sees it.

    What any of them draws is taken at once, since a program whose terminal is full stands still.
    """

    open: ClassVar[dict[int, "Terminal"]] = {}

    def __init__(self, *words: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        settings = {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(_HERE.parent),
        }
        self.began_s = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, str(_HERE / "screens.py"), *words],
            stdin=slave, stdout=slave, stderr=slave, close_fds=True, start_new_session=True,
            env={**os.environ, **settings},
        )  # fmt: skip
        os.close(slave)
        self._seen = b""
        self.open[self._master] = self

    def press(self, keys: str) -> float:
        """Press keys; the moment at which that was."""
        self._read(0)
        self._seen = b""
        at_s = time.perf_counter()
        os.write(self._master, keys.encode())
        return at_s

    def sees(self, text: str) -> float:
        """Wait until a text is drawn; the moment at which it was."""
        give_up_s = time.perf_counter() + PATIENCE_S
        # The display spreads its letters, each in a place of its own.
        while text.encode() not in _CODES.sub(b"", self._seen).translate(None, b" \r\n"):
            assert time.perf_counter() < give_up_s, f"never seen: {text}"
            self._read(1)
        return time.perf_counter()

    def look_on(self, seconds: float) -> None:
        """Look on for a while."""
        until_s = time.perf_counter() + seconds
        while (left_s := until_s - time.perf_counter()) > 0:
            self._read(left_s)

    @property
    def cpu_s(self) -> float:
        """What it has used so far."""
        words = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").split()
        return (int(words[13]) + int(words[14])) / _TICKS

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
        del self.open[self._master]
        os.close(self._master)

    def _read(self, seconds: float) -> None:
        for master in select.select(list(self.open), (), (), seconds)[0]:
            one = self.open[master]
            one._seen = (one._seen + os.read(master, 65_536))[-200_000:]


@contextmanager
def running(*words: str) -> Iterator[Terminal]:
    terminal = Terminal(*words)
    try:
        yield terminal
    finally:
        terminal.close()


# A key press to the screen -----------------------------------------------------------------------


def amounts(count: int) -> Iterator[tuple[str, str]]:
    """
    Keys behind `PREFIX`, each with the amount that stands there after it.

    None ends in a nought, as all prices do, so that it stands nowhere else on the screen.
    """
    digits = PREFIX
    for number in range(count):
        is_digit = number % 8 < 4
        key = str(number % 9 + 1) if is_digit else "\x7f"
        digits = digits + key if is_digit else digits[:-1]
        yield key, amount_of(digits)


def amount_of(digits: str) -> str:
    return f"{int(digits) / 100:.2f}"


def answers_ms(terminal: Terminal) -> list[float]:
    times = []
    for key, amount in amounts(PRESSES):
        at_s = terminal.press(key)
        times.append((terminal.sees(amount) - at_s) * 1000)
        terminal.look_on(GAP_S)
    return times


def measure_keys() -> None:
    with running("till", "busy") as busy, running("till") as till, running("empty") as empty:
        # The busy one first: of what it draws only the end is kept.
        for terminal in (busy, till):
            terminal.sees(OPEN)
            terminal.look_on(1)
            terminal.press("1")
            terminal.look_on(1)
        empty.sees(READY)
        for terminal in (busy, till, empty):
            terminal.press(PREFIX)
            terminal.sees(amount_of(PREFIX))
        taken: dict[str, list[float]] = {"idle": [], "under load": [], "empty": []}
        for _ in range(ROUNDS):
            for name, terminal in zip(taken, (till, busy, empty), strict=True):
                taken[name] += answers_ms(terminal)
    floor = taken.pop("empty")
    for name, ours in taken.items():
        _row(f"key press to screen, {name}, median", ours, floor, statistics.median, "ms")
        _row(f"key press to screen, {name}, 99 of 100", ours, floor, _late, "ms")


def _late(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


def _row(
    name: str, ours: list[float], floor: list[float], of: Callable[[list[float]], float], unit: str
) -> None:
    mine, bare = of(ours), of(floor)
    print(f"| {name} / empty app | {mine:.1f} {unit} | {bare:.1f} {unit} | {mine / bare:.1f} |")


# Idle and start ----------------------------------------------------------------------------------


def measure_idle() -> None:
    with running("till") as till, running("empty") as empty:
        till.sees(OPEN)
        empty.sees(READY)
        for terminal in (till, empty):
            terminal.look_on(SETTLE_S)
        before = till.cpu_s, empty.cpu_s
        began_s = time.perf_counter()
        till.look_on(IDLE_S)
        took_s = time.perf_counter() - began_s
        ours, bare = till.cpu_s - before[0], empty.cpu_s - before[1]
    print(
        f"| share of a core when idle / empty app | {ours / took_s:.2%} | {bare / took_s:.2%} | |"
    )


def first_paint_ms(text: str, *words: str) -> float:
    with running(*words) as terminal:
        return (terminal.sees(text) - terminal.began_s) * 1000


def measure_start() -> None:
    both = [
        (first_paint_ms(OPEN, "till"), first_paint_ms(READY, "empty")) for _ in range(ROUNDS + 1)
    ]
    ours, floor = ([pair[at] for pair in both[1:]] for at in (0, 1))
    _row("start to first paint", ours, floor, statistics.median, "ms")


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {SIZE[1]}x{SIZE[0]}\n")
    print("| what | ours | floor | ratio |\n|---|---|---|---|")
    measure_keys()
    measure_idle()
    measure_start()


if __name__ == "__main__":
    main()
