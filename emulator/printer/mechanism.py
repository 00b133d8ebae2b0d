"""
The mechanism: takes jobs, moves paper, tells how each job ended.

    job -> [queue] -> paper moves -> (cutter) -> slip_printed -> report
                          |
                          +-- end of roll, cover, jam, power: slip_torn -> report (or none)

Paper moves in blocks: a slip is one timer, and where the paper stood is computed when something
falls into it. Left out: bytes, buffer and link speed; a device that understands bytes can take this
one's place behind the same port.
"""

from collections import deque
from collections.abc import Callable

from emulator.domain.receipt import LINE_MM, PrintJob, PrintReport
from emulator.domain.settings import PrinterSettings
from emulator.kernel.world import World
from emulator.printer.end import PrinterEnd
from emulator.printer.feed import Feed
from emulator.printer.slip import Slip, begun

NAME = "printer"


class Mechanism:
    """
    Roll, motor, cutter and head.

    Trouble strikes at its instant: what of the slip is out is a torn piece. A slip whose last
    millimetre is out counts as printed, also when trouble comes in that same instant or while it
    is being cut.
    """

    def __init__(self, world: World, settings: PrinterSettings) -> None:
        self.end = PrinterEnd(world, self.take)
        self.settings = settings
        self.slips = 0
        """Slips begun so far."""
        self.printed = 0
        self.torn = 0
        self.slip: Slip | None = None
        """The one under way."""
        self.is_on = True
        self.is_cover_open = False
        self.is_jammed = False
        self.is_cutter_jammed = False
        self.is_hot = False
        self.is_faded = False
        self.is_mute = False
        """True: no job is ever reported."""
        self.is_deaf = False
        """True: jobs vanish."""
        self._world = world
        self._roll_mm = settings.roll_mm
        self._is_near_end = settings.roll_mm <= settings.near_end_mm
        self._waiting: deque[PrintJob] = deque()
        self._timer = 0
        """Number of the timer that counts; older ones ring in vain."""
        self._life = 0
        """Raised at every loss of power: reports of an earlier life are never delivered."""

    @property
    def paper_mm(self) -> int:
        """What is left on the roll at this instant."""
        slip = self.slip
        return self._roll_mm if slip is None else slip.roll_mm - slip.out_mm(self._world.now_us)

    # Jobs -------------------------------------------------------------------------------------

    def take(self, job: PrintJob) -> bool:
        """Begin a job, or keep it until the one before is done; False without power."""
        if not self.is_on:
            return False
        if self.is_deaf:
            return True
        if self.slip is not None:
            self._waiting.append(job)
        else:
            self._begin(job)
        return True

    def _begin(self, job: PrintJob) -> None:
        trouble = self.trouble
        if trouble:
            self._report(job.number, trouble, 0)
            return
        self.slips += 1
        length_mm = job.receipt.length_mm
        feed = Feed(self._world.now_us, self.settings.speed_mm_s)
        detail = begun(self.slips, job, feed.due_us(length_mm) - feed.began_us)
        slip = self.slip = Slip(
            self.slips,
            job,
            feed,
            roll_mm=self._roll_mm,
            length_mm=length_mm,
            is_legible=not self.is_faded,
            detail=detail,
        )
        self._world.record(NAME, "slip_started", detail)
        self._await_next_place(slip)

    @property
    def trouble(self) -> str:
        """What a job would be refused with now (`PrintReport.result`); empty if with nothing."""
        if self.is_cover_open:
            return "cover_open"
        if self.is_jammed:
            return "jam"
        if self.paper_mm <= 0:
            return "paper_out"
        return "hot" if self.is_hot else ""

    def _await_next_place(self, slip: Slip) -> None:
        """Set the timer to the next place where something happens to this paper."""
        place_mm = min(slip.length_mm, slip.roll_mm)
        if not self._is_near_end:
            place_mm = min(place_mm, max(slip.roll_mm - self.settings.near_end_mm, 0))
        self._start_timer(slip.feed.due_us(place_mm) - self._world.now_us, self._arrive)

    def _start_timer(self, after_us: int, act: Callable[[], None]) -> None:
        self._timer += 1
        self._world.after(max(after_us, 0), self._ring, self._timer, act)

    def _ring(self, timer: int, act: Callable[[], None]) -> None:
        if timer == self._timer:
            act()

    def _arrive(self) -> None:
        slip = self.slip
        assert slip is not None, "the timer of a slip rings only while there is one"
        out_mm = slip.out_mm(self._world.now_us)
        if not self._is_near_end:
            self._sense(slip.roll_mm - out_mm)
        if out_mm >= slip.length_mm:
            self._cut(slip)
        elif out_mm >= slip.roll_mm:
            self._note_at_line("paper_out", slip)
            self._tear(slip, "paper_out", "paper_out")
        else:
            self._await_next_place(slip)

    # How a slip ends --------------------------------------------------------------------------

    def _cut(self, slip: Slip) -> None:
        if not self.settings.has_cutter:
            self._finish(slip, cut=False)
        elif self.is_cutter_jammed:
            self.note("cutter_jammed")
            self._finish(slip, cut=False, result="cutter_jam")
        else:
            slip.cutting = True
            self._start_timer(self.settings.cut_us, lambda: self._finish(slip, cut=True))

    def _finish(self, slip: Slip, *, cut: bool, result: str = "printed") -> None:
        self._leave(slip, slip.length_mm)
        self.printed += 1
        self._world.record(NAME, "slip_printed", slip.printed(cut=cut))
        self._report(slip.job.number, result, slip.length_mm)
        if self._roll_mm <= 0:
            self._note_at_line("paper_out", slip)
        if self._waiting:
            self._serve_waiting()

    def _tear(self, slip: Slip, reason: str, result: str) -> None:
        printed_mm = slip.out_mm(self._world.now_us)
        self._leave(slip, printed_mm)
        self.torn += 1
        self._world.record(NAME, "slip_torn", slip.torn(printed_mm, reason))
        if result:
            self._report(slip.job.number, result, printed_mm)
        self._serve_waiting()

    def _leave(self, slip: Slip, out_mm: int) -> None:
        self._roll_mm = slip.roll_mm - out_mm
        self.slip = None
        self._timer += 1

    def _serve_waiting(self) -> None:
        while self._waiting and self.slip is None:
            self._begin(self._waiting.popleft())

    def _report(self, number: int, result: str, printed_mm: int) -> None:
        if self.is_mute or not self.is_on:
            return
        report = PrintReport(number, result, printed_mm)
        self._world.after(self.settings.report_us, self._deliver, report, self._life)

    def _deliver(self, report: PrintReport, life: int) -> None:
        if life == self._life and not self.is_mute:
            self.end.inbox.put(report)

    # What trouble does ------------------------------------------------------------------------

    def interrupt(self, reason: str, result: str) -> None:
        """
        End the slip under way, if there is one, at this instant.

        Args:
            reason: Why, as the camera writes it down.
            result: What the printer reports; empty for no report.
        """
        slip = self.slip
        if slip is None:
            return
        if slip.out_mm(self._world.now_us) >= slip.length_mm:
            self._finish(slip, cut=False)
        else:
            self._tear(slip, reason, result)

    def forget_jobs(self) -> None:
        """Drop the jobs that have not begun."""
        self._waiting.clear()

    def pause(self) -> None:
        """Let the paper stand still; a cut that has begun is finished."""
        slip = self.slip
        if slip is not None and not slip.cutting:
            slip.feed.pause(self._world.now_us)
            self._timer += 1

    def go_on(self) -> None:
        """Let the paper move on from where it paused."""
        slip = self.slip
        if slip is not None and slip.feed.is_paused:
            slip.feed.go_on(self._world.now_us)
            self._await_next_place(slip)

    def lose_power(self) -> None:
        """Lose the slip under way, all jobs and all reports; paper and mechanics stay."""
        self.is_on = False
        self._life += 1
        self.forget_jobs()
        self.end.inbox.clear()
        self.interrupt("power", "")

    # Roll and record --------------------------------------------------------------------------

    def load(self, roll_mm: int) -> None:
        """Put in another roll."""
        self._is_near_end = roll_mm <= self.settings.near_end_mm
        self._world.note(NAME, "paper_loaded")
        self.leave_on_roll(roll_mm)

    def leave_on_roll(self, left_mm: int) -> None:
        """Make the roll end `left_mm` from where the paper stands."""
        slip = self.slip
        if slip is None:
            was_mm, self._roll_mm = self._roll_mm, left_mm
            self._sense(left_mm)
            if left_mm == 0 < was_mm:
                self.note("paper_out")
            return
        slip.roll_mm = slip.out_mm(self._world.now_us) + left_mm
        if not slip.cutting and not slip.feed.is_paused:
            self._arrive()

    def _sense(self, left_mm: int) -> None:
        if not self._is_near_end and left_mm <= self.settings.near_end_mm:
            self._is_near_end = True
            if self.slip is None:
                self.note("near_end")
            else:
                self._note_at_line("near_end", self.slip)

    def note(self, kind: str) -> None:
        """Note what the camera sees, with the slip under way if there is one."""
        detail = {} if self.slip is None else {"slip": self.slip.number}
        self._world.record(NAME, kind, detail)

    def _note_at_line(self, kind: str, slip: Slip) -> None:
        line = slip.out_mm(self._world.now_us) // LINE_MM
        self._world.record(NAME, kind, {"slip": slip.number, "line": line})
