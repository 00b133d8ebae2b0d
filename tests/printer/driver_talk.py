"""The printer's side of a conversation with a driver, played by the test line by line."""

from typing import Any

from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import CLEAR, PAD
from emulator.domain.moments import MS
from emulator.domain.receipt import SlipLine
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobReport

ASK = PAD + b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
FORGET = PAD + CLEAR
CLEARED = b"\x37\x25\x00"
WELL = b"\x12\x12\x12\x12"
NO_PAPER = b"\x1a\x32\x12\x7e"
OPEN = b"\x1a\x16\x12\x12"
JAMMED = b"\x1a\x52\x16\x12"
CUT_FAILED = b"\x1a\x52\x1a\x12"
HOT = b"\x1a\x52\x52\x12"
BROKEN = b"\x1a\x52\x32\x12"
FEEDING = b"\x5a\x1a\x12\x12"
ASB_WELL = b"\x10\x00\x00\x00"
ASB_NO_PAPER = b"\x18\x00\x0f\x00"
ASB_OPEN = b"\x38\x00\x00\x00"
ASB_JAMMED = b"\x18\x04\x00\x00"
ASB_CUT_FAILED = b"\x18\x08\x00\x00"
ASB_HOT = b"\x18\x40\x00\x00"
LINES = (SlipLine("one"), SlipLine("two"), SlipLine("three"), SlipLine(), SlipLine())
"""A slip of two lines, last words, and feed; 20 mm."""

ASB = Manner(byte_us=0, speed_mm_s=100)
POLLED = Manner(byte_us=0, speed_mm_s=100, status="dle_eot", fence="gs_r", clear="none")
SILENT = Manner(
    byte_us=0,
    speed_mm_s=100,
    status="none",
    fence="none",
    clear="none",
    has_enq=False,
    statuses=(),
)


class Talk:
    """A driver, what it wrote since somebody last looked, and what it told."""

    def __init__(self, manner: Manner = ASB) -> None:
        self.driver = Driver(manner, log=self)
        self.now_us = 0
        self.log: list[JobEntry] = []
        self.told: list[JobReport] = []

    def note(self, entry: JobEntry) -> None:
        """Keep the log."""
        self.log.append(entry)

    def submit(self, number: int = 1, lines: tuple[SlipLine, ...] = LINES, **about: Any) -> None:
        """Hand over a job."""
        self.driver.submit(Job(number, lines, **about), self.now_us)

    def written(self) -> bytes:
        """Take all that the driver writes now."""
        data = b""
        while piece := self.driver.outgoing():
            self.driver.sent(len(piece), self.now_us)
            data += piece
        return data

    def says(self, data: bytes) -> bytes:
        """Let the printer send bytes; return what the driver writes then."""
        self.driver.received(data, self.now_us)
        return self.written()

    def wait(self, us: int) -> bytes:
        """Let time pass; return what the driver writes meanwhile."""
        until_us = self.now_us + us
        data = b""
        while (due_us := self.driver.next_us()) is not None and due_us <= until_us:
            self.now_us = max(due_us, self.now_us)
            self.driver.advance(self.now_us)
            data += self.written()
        self.now_us = until_us
        return data

    def wait_ms(self, ms: int) -> bytes:
        """The same in milliseconds."""
        return self.wait(ms * MS)

    def take_off(self, number: int = 1, **about: Any) -> bytes:
        """Bring a slip as far as its body, and return that."""
        self.submit(number, **about)
        if self.written() == FORGET:
            self.says(CLEARED)
        data = self.says(WELL[: len(self.driver.manner.statuses)])
        if self.driver.manner.fence == "gs_r" and data == PAD + b"\x1dr\x01\x1dr\x01":
            self.says(b"\x00\x00")
            self.wait(self.driver.manner.quiet_us)
            data = self.says(WELL[: len(self.driver.manner.statuses)])
        return data

    def bring_to_last_words(self, number: int = 1) -> tuple[bytes, bytes]:
        """Bring a slip to where its last words are sent; return the answers to both fences."""
        before = fences(self.take_off(number))[-1]
        return answers(self.says(before))

    @property
    def reports(self) -> list[JobReport]:
        """All that was reported so far."""
        self.told += self.driver.reports()
        return self.told

    @property
    def results(self) -> list[str]:
        """The words of all reports so far."""
        return [report.result for report in self.reports]


def answers(data: bytes) -> tuple[bytes, bytes]:
    """The answers to the two fences behind the last words, and to the one behind the cut."""
    first, second, end = fences(data)
    return first + second, end


def fences(data: bytes) -> list[bytes]:
    """The answers to the process-ID fences in some bytes."""
    head = b"\x1d(H\x06\x0000"
    ids = [piece[:4] for piece in data.split(head)[1:]]
    return [b"\x37\x22" + id + b"\x00" for id in ids]
