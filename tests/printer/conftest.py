"""A printer at the end of its line, with a hand at its levers and a camera on its paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from emulator.domain.receipt import LINES, PrintJob, PrintReport, Receipt
from emulator.domain.settings import PrinterSettings
from emulator.domain.trace import TraceEvent
from emulator.domain.vocabulary import EVENTS
from emulator.kernel.lever import levers_of
from emulator.kernel.world import Steps, World
from emulator.printer.printer import Printer

MM_US = 10_000
"""At 100 mm/s a millimetre takes this long."""
LINE_US = 4 * MM_US
SLIP_MM = LINES["merchant"] * 4
WORDS_MM = 76
"""After this all words of the slip are out; the rest is feed."""
VALUES: dict[str, Any] = {
    "transaction": "sale",
    "stan": "000001",
    "batch": "000001",
    "amount_fen": 500,
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "operator": "01",
    "card": "622202******0018",
    "entry": "chip",
    "expiry": "3012",
    "authorisation": "000001",
    "reference": "000000000001",
    "date": "2026-03-02",
    "time": "10:00:06",
}


class Bench:
    """Speed 100 mm/s, so that times are easy to read."""

    def __init__(self, *, byte_by_byte: bool = False, **settings: Any) -> None:
        settings.setdefault("speed_mm_s", 100)
        self.world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
        self.printer = Printer(self.world, PrinterSettings(**settings))
        self.levers = levers_of(self.world, "printer", self.printer)
        self.port = self.printer.end
        self.port.passes_by = not byte_by_byte
        self.reports: list[tuple[int, PrintReport]] = []
        self._jobs = 0
        self.world.spawn(self._collect())

    def _collect(self) -> Steps[None]:
        while True:
            report = yield from self.port.receive()
            assert report is not None
            self.reports.append((self.world.now_us, report))

    def send(self, **receipt: Any) -> bool:
        """Hand over the merchant's copy of a sale."""
        self._jobs += 1
        receipt = {"values": VALUES, "copy": "merchant", **receipt}
        lines = LINES[receipt["copy"]]
        return self.port.send(PrintJob(self._jobs, Receipt(kind="sale", lines=lines, **receipt)))

    def at(self, at_us: int, act: Callable[[], object]) -> None:
        """Do something at a moment of the run."""
        self.world.after(at_us - self.world.now_us, lambda: act() and None)

    def at_mm(self, mm: int, act: Callable[[], object], *, slip: int = 1) -> None:
        """Do something when so much of a slip is out."""

        def hear(event: TraceEvent) -> None:
            if event.detail["slip"] == slip:
                self.world.soon(lambda: act() and None, after_us=mm * MM_US)

        self.world.listen(hear, ["slip_started"])

    def pull(self, lever: str, **settings: Any) -> bool:
        """Pull a lever now."""
        return self.levers[f"printer.{lever}"].pull(**settings)

    def release(self, lever: str) -> bool:
        """Release a lever now."""
        return self.levers[f"printer.{lever}"].release()

    def mends(self, deed: str) -> bool:
        """Have somebody repair something now."""
        return self.printer.deeds[deed]()

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
    def results(self) -> list[str]:
        """Result of each report."""
        return [report.result for _, report in self.reports]


@pytest.fixture
def bench() -> type[Bench]:
    """Make a bench; keywords go to `PrinterSettings`."""
    return Bench
