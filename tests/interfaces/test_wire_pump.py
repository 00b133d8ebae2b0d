"""One driver over one line: every byte once, every outcome told."""

import asyncio
from dataclasses import dataclass, field

import pytest
from lab_printer import LabPrinter

from emulator.codecs.escpos.status import Reading
from emulator.domain.moments import MS, SECOND
from emulator.domain.receipt import SlipLine
from emulator.interfaces.wire.pump import Pump
from emulator.printer.device.device import Device
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobReport, JobState
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES

LINES = (
    *(SlipLine(f"line {n:02d} of a slip, and more") for n in range(24)),
    SlipLine("END"),
    *(SlipLine() for _ in range(4)),
)
WORDS = [line.text for line in LINES if line.text]


@dataclass
class Ear:
    """Remembers what it hears."""

    reports: list[JobReport] = field(default_factory=list)
    known: list[Reading] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def reported(self, report: JobReport) -> None:
        self.reports.append(report)
        self.news.set()

    def learnt(self, known: Reading) -> None:
        self.known.append(known)

    def line_lost(self, why: str) -> None:
        self.line.append("lost")

    def line_back(self) -> None:
        self.line.append("back")


class Log:
    """Remembers entries, and how much had reached the printer at each."""

    def __init__(self, printer: LabPrinter) -> None:
        self.entries: list[tuple[JobState, int]] = []
        self._printer = printer

    def note(self, entry: JobEntry) -> None:
        self.entries.append((entry.state, len(self._printer.taken)))


class Desk:
    """A pump with everything around it."""

    def __init__(self, name: str = "epson_80", **settings: int) -> None:
        self.printer = LabPrinter(name, **settings)
        self.ear = Ear()
        self.log = Log(self.printer)
        self.driver = Driver(manner_for(PROFILES[name]), log=self.log)
        self.printer.line.open()
        self.pump = Pump(self.driver, self.printer.line, self.ear, wall=self.printer)

    def print(self, *, reports: int = 1, then_us: int = 0) -> JobReport:
        """Print one slip; gives the last report."""

        async def story() -> None:
            running = asyncio.create_task(self.pump.run())
            self.pump.submit(Job(1, LINES))
            while len(self.ear.reports) < reports:
                self.ear.news.clear()
                await self.printer.wait(self.ear.news, 120 * SECOND)
            await self.printer.wait(asyncio.Event(), then_us)
            running.cancel()
            await asyncio.wait((running,))

        asyncio.run(story())
        return self.ear.reports[-1]

    @property
    def whole(self) -> int:
        """How many whole slips are on paper."""
        return sum(texts[-len(WORDS) :] == WORDS for texts in self.printer.texts)


@pytest.mark.parametrize("name", ["epson_80", "epson_58", "generic_80", "generic_58", "built_in"])
def test_a_slip_comes_out_once_and_is_confirmed(name: str) -> None:
    """All is well: one whole slip, reported as printed."""
    desk = Desk(name)

    report = desk.print(then_us=SECOND)

    assert ("printed", 1) == (report.result, desk.whole)
    assert [WORDS] == desk.printer.texts


def test_the_log_is_written_before_the_first_byte_of_the_slip() -> None:
    """Nothing of the slip is in the printer before the log says that it may be."""
    desk = Desk()
    desk.print()

    states = dict(desk.log.entries)
    sending_at = states[JobState.SENDING]

    assert b"line 00" not in desk.printer.taken[:sending_at]
    assert [JobState.QUEUED, JobState.SENDING, JobState.CONFIRMED] == list(states)


def test_a_line_that_takes_a_byte_at_a_time_still_brings_each_byte_once() -> None:
    """However small the pieces are that the line takes, the paper is the same."""
    desk = Desk(byte_us=500)

    desk.print(then_us=SECOND)

    assert [WORDS] == desk.printer.texts


@pytest.mark.parametrize("mm", [1, 30, 60, 100])
def test_a_cable_that_is_pulled_while_printing_leaves_nothing_confirmed(mm: int) -> None:
    """The slip may be whole or not: nobody says printed, and not a byte is sent twice."""
    desk = Desk()
    desk.printer.when(lambda: desk.printer.device.strip_dots >= 8 * mm, desk.printer.unplug)
    desk.printer.later(8 * SECOND, desk.printer.plug_in)

    report = desk.print(then_us=12 * SECOND)

    assert report.result != "printed" or desk.whole == 1
    assert ["lost", "back"] == desk.ear.line
    assert desk.whole <= 1
    assert 1 == bytes(desk.printer.taken).count(b"line 00")


def test_a_port_that_lets_nothing_in_is_given_up_and_counted() -> None:
    """A printer that stays busy in the middle of a slip ends it; no byte is repeated."""
    desk = Desk()
    desk.printer.at_byte(500, Device.hang)

    report = desk.print(then_us=SECOND)

    assert report.result != "printed"
    assert 0 == desk.whole
    assert bytes(desk.printer.taken).count(b"line 00") <= 1


def test_trouble_is_told_as_it_is_known() -> None:
    """The listener learns that paper ran out, before or with the report."""
    desk = Desk()
    desk.printer.at_mm(30, lambda device, now_us: device.leave_on_roll(0, now_us))

    report = desk.print(then_us=SECOND)

    assert "paper_out" == report.result
    assert any(known.paper_end for known in desk.ear.known)
    assert 0 == desk.whole


def test_an_idle_printer_that_is_asked_tells_how_it_is() -> None:
    """Asking between slips finds out what a printer without automatic status does not tell."""
    desk = Desk("generic_58")
    desk.printer.do(Device.open_cover)

    async def story() -> None:
        running = asyncio.create_task(desk.pump.run())
        desk.pump.ask()
        await desk.printer.wait(asyncio.Event(), 2 * SECOND)
        running.cancel()
        await asyncio.wait((running,))

    asyncio.run(story())

    assert any(known.offline for known in desk.ear.known)


def test_a_pump_that_ends_closes_its_line() -> None:
    """Whoever comes next finds the port free."""
    desk = Desk()
    desk.print()

    with pytest.raises(Exception, match="not open"):
        desk.printer.line.read_some()


def test_a_job_for_a_lost_line_is_refused_and_not_kept() -> None:
    """A slip that is handed over while the cable is out does not come out when it is back."""
    desk = Desk()
    desk.printer.unplug()
    desk.printer.later(2 * SECOND, desk.printer.plug_in)

    report = desk.print(then_us=4 * SECOND)

    assert ("fault", 0) == (report.result, report.printed_mm)
    assert [] == desk.printer.texts


def test_a_line_on_which_nobody_can_wait_is_looked_at_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a file descriptor the pump looks every 5 ms."""
    desk = Desk()
    waits: list[int | None] = []

    async def wait(news: asyncio.Event, us: int | None) -> None:
        waits.append(us)
        await asyncio.sleep(0)
        if len(waits) > 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(desk.printer, "wait", wait)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(desk.pump.run())

    assert {5 * MS} == set(waits)
