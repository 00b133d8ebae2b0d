"""
The terminal's end of the printer: slips in, reports out, bytes on the cable in between.

    job -> layout -> driver -> cable -> plug of the printer
             |         ^                     |
           camera      +------- replies -----+

The driver is the same that talks to real printers. It lives in the terminal: what it knows is gone
with the terminal's power.
"""

from collections.abc import Callable, Sequence

from emulator.codecs.escpos.encoder import RESET, on_the_same_paper, texts
from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import SECOND
from emulator.domain.receipt import PrintJob, PrintReport, SlipLine
from emulator.kernel.port import Inbox
from emulator.kernel.world import World
from emulator.printer.cable import CHUNK_BYTES, Cable
from emulator.printer.camera import Expected
from emulator.printer.courses import Courses
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobState
from emulator.printer.machine import Machine
from emulator.printer.timeline import Timeline
from emulator.printer.undisturbed import REST_US, Undisturbed
from emulator.reports.slip import layout

_PARTED = on_the_same_paper(cut_off=True)
"""With this the driver may part a slip from what still hangs in the printer."""


class PrinterPort:
    """A port that hands jobs to the printer's driver and gives out its reports."""

    def __init__(
        self,
        world: World,
        time: Timeline,
        machine: Machine,
        manner: Manner,
        *,
        baud: int,
        courses: Courses | None = None,
    ) -> None:
        """
        Args:
            world: Where the terminal is.
            time: In which the printer lives.
            machine: The printer; from now on it answers to this port.
            manner: How to talk to it.
            baud: Speed of the cable.
            courses: How slips go that nothing disturbs; None prints every one byte by byte.
        """
        self.inbox: Inbox[PrintReport] = Inbox(world, "printer")
        self.receive = self.inbox.receive
        """See `Port.receive`."""
        self.tell: Callable[[PrintReport], None] = self.inbox.put
        """Told each report, in place of the inbox."""
        self.passes_by = courses is not None
        """False prints every slip byte by byte, for who wants to see the bytes or the strips."""
        self.is_on = True
        """False while the terminal, or the printer within it, has no power."""
        self._time = time
        self._machine = machine
        self._manner = manner
        self._driver = Driver(manner, log=self)
        self._cable = Cable(time, machine, baud=baud, ready=self._pump)
        self._unsent: dict[int, Expected] = {}
        self._begins: Expected | None = None
        """Of which the next bytes are the first."""
        self._rings_at_us: int | None = None
        self._undisturbed = None
        if courses is not None:
            self._undisturbed = Undisturbed(
                time,
                machine,
                courses,
                print_slip=self.print_slip,
                tell=lambda report: self.tell(report),
            )
        machine.camera.is_told = True
        machine.on_reply, machine.on_flow, machine.on_carrier = (
            self._received,
            self._flow_changed,
            self._carrier_changed,
        )

    # The terminal's side ----------------------------------------------------------------------

    def send(self, job: PrintJob) -> bool:
        """Take a job; False when not a byte of it can leave."""
        if not self.is_on:
            return False
        lines = layout(job.receipt, columns=self._manner.columns)
        if not self._goes_by(job, lines):
            self.catch_up()
            self.print_slip(job, lines)
        return True

    def _goes_by(self, job: PrintJob, lines: Sequence[SlipLine]) -> bool:
        undisturbed = self._undisturbed
        if undisturbed is None or not self.passes_by:
            return False
        if not undisturbed.is_active:
            if not (self._driver.is_settled and self._machine.is_at_rest):
                return False
            self._machine.stop_waiting()
            self._rings_at_us = None
        return undisturbed.take(job, lines)

    def catch_up(self) -> None:
        """Let printer and driver be where they would be if every slip were printed byte by byte."""
        if self._undisturbed is not None:
            self._undisturbed.catch_up()

    def print_slip(self, job: PrintJob, lines: Sequence[SlipLine]) -> None:
        """Print a slip byte by byte."""
        manner, receipt = self._manner, job.receipt
        expected = Expected(
            job=job,
            texts=lambda: texts(lines, manner),
            takes_us=receipt.length_mm * SECOND // manner.speed_mm_s,
        )
        self._unsent[job.number] = expected
        self._machine.camera.expect(expected)
        self._driver.submit(
            Job(job.number, tuple(lines), copy=receipt.copy, reprint=receipt.reprint),
            self._time.now_us,
        )
        self._pump()

    def power_cut(self) -> None:
        """Lose all that is not on paper or in the printer yet."""
        self.catch_up()
        self.is_on = False
        self.inbox.clear()
        self._cable.forget()
        self._driver.power_cut()
        self._unsent.clear()
        self._begins = None

    def note(self, entry: JobEntry) -> None:
        """Hear from the driver how far a job is."""
        if entry.state is not JobState.QUEUED:
            self._begins = self._unsent.pop(entry.number, None)

    # The printer's side -----------------------------------------------------------------------

    def _received(self, data: bytes) -> None:
        """Take what comes back from the printer; without power nobody listens."""
        if self.is_on:
            self._driver.received(data, self._time.now_us)
            self._pump()

    def _flow_changed(self, is_busy: bool) -> None:
        """Hear that the printer asks to wait, or lets go on; the cable sees it too."""
        if not is_busy:
            self._pump()

    def _carrier_changed(self, is_there: bool) -> None:
        """Hear that the line to the printer is gone, or back."""
        if is_there:
            self._driver.regained(self._time.now_us)
        else:
            self._cable.forget()
            self._driver.lost(self._time.now_us)
        self._pump()

    # Going on ---------------------------------------------------------------------------------

    def _pump(self) -> None:
        driver = self._driver
        if not self.is_on:
            return
        data = driver.outgoing()
        if data:
            took = self._cable.write_some(data, most=self._passes())
            if took:
                driver.sent(took, self._time.now_us)
                if self._begins is not None and data.startswith(RESET):
                    self._slip_begins(self._begins, data)
        for report in driver.reports():
            self._unsent.pop(report.number, None)
            if self._undisturbed is not None:
                self._undisturbed.rested_us = self._time.now_us + REST_US
            self.tell(
                PrintReport(report.number, report.result, report.printed_mm, report.may_finish)
            )
        self._wind()

    def _passes(self) -> int:
        """How many of the bytes that the driver offers the printer's flow control lets pass."""
        driver, machine = self._driver, self._machine
        if not driver.is_slip:
            return CHUNK_BYTES
        # A block that has begun is finished in spite of a wish to wait, if there is room for it.
        waits = machine.asks_to_wait and not driver.is_urgent
        return 0 if waits else machine.room

    def _slip_begins(self, expected: Expected, data: bytes) -> None:
        self._begins = None
        parted = len(_PARTED) if data.startswith(_PARTED) else 0
        expected.begins_at = self._machine.taken_bytes + parted

    def _wind(self) -> None:
        due_us = self._driver.next_us()
        rings_at_us = self._rings_at_us
        if due_us is not None and (rings_at_us is None or due_us < rings_at_us):
            self._rings_at_us = due_us
            self._time.after(max(due_us - self._time.now_us, 0), self._ring, due_us)

    def _ring(self, at_us: int) -> None:
        if at_us != self._rings_at_us:
            return
        self._rings_at_us = None
        self._driver.advance(self._time.now_us)
        self._pump()
