"""A printer on a bench of its own, with a hand at its levers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from emulator.domain.receipt import PrintJob, PrintReport, Receipt
from emulator.domain.settings import PrinterSettings
from emulator.domain.vocabulary import EVENTS
from emulator.kernel.lever import levers_of
from emulator.kernel.world import Steps, World
from emulator.printer.printer import Printer

MM_US = 10_000
"""At 100 mm/s a millimetre takes this long."""
LINE_US = 4 * MM_US
REPORT_US = 20_000


class Bench:
    """Speed 100 mm/s, so that times are easy to read."""

    def __init__(self, **settings: Any) -> None:
        self.world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
        self.printer = Printer(self.world, PrinterSettings(speed_mm_s=100, **settings))
        self.levers = levers_of(self.world, "printer", self.printer)
        self.reports: list[tuple[int, PrintReport]] = []
        self._jobs = 0
        self.world.spawn(self._collect())

    def _collect(self) -> Steps[None]:
        while True:
            report = yield from self.printer.end.receive()
            assert report is not None
            self.reports.append((self.world.now_us, report))

    def send(self, lines: int = 10, **receipt: Any) -> bool:
        """Hand over a sales slip of so many lines."""
        self._jobs += 1
        values = {"stan": "000001", "batch": "000001", "amount_fen": 500, "transaction": "sale"}
        return self.printer.end.send(
            PrintJob(
                self._jobs,
                Receipt(kind="sale", copy="merchant", values=values, lines=lines, **receipt),
            )
        )

    def at(self, at_us: int, act: Callable[[], object]) -> None:
        """Do something at a moment of the run."""
        self.world.after(at_us - self.world.now_us, lambda: act() and None)

    def pull(self, lever: str, at_us: int = 0, **settings: Any) -> None:
        """Pull a lever at a moment."""
        self.at(at_us, lambda: self.levers[f"printer.{lever}"].pull(**settings))

    def release(self, lever: str, at_us: int = 0) -> None:
        """Release a lever at a moment."""
        self.at(at_us, lambda: self.levers[f"printer.{lever}"].release())

    def runs(self, us: int = 60_000_000) -> None:
        """Let the time go by."""
        self.world.run_until(self.world.now_us + us)
        self.world.finish()
        for event in self.world.trace:
            assert set(event.detail) <= set(EVENTS[event.name]), event

    @property
    def kinds(self) -> list[str]:
        """What the camera saw, in short."""
        return [e.kind for e in self.world.trace if e.source == "printer"]

    def seen(self, kind: str) -> list[dict[str, Any]]:
        """The details of all events of a kind."""
        return [e.detail for e in self.world.trace if e.source == "printer" and e.kind == kind]

    def when(self, kind: str) -> list[int]:
        """When events of a kind happened."""
        return [e.at_us for e in self.world.trace if e.source == "printer" and e.kind == kind]

    @property
    def results(self) -> list[tuple[str, int]]:
        """Result and millimetres of each report."""
        return [(report.result, report.printed_mm) for _, report in self.reports]


@pytest.fixture
def bench() -> Callable[..., Bench]:
    """Make a bench; keywords go to `PrinterSettings`."""
    return Bench
