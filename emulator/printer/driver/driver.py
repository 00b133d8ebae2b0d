"""
Gets slips onto paper and tells what became of them; bytes and time in, bytes and reports out.

    submit -> preflight -> body | fence | ... -> last words | fence | cut | fence -> printed
                 |          |                        |
                 |          +- trouble: torn         +- trouble: torn or unknown
                 +- refused: nothing was sent

No printer promises paper. So a slip counts as printed only when the printer answered the fence
behind its last words; the last words are not sent before all others are proven to be on paper, so
that a slip given up earlier can never come out whole; and where an answer may have been lost after
that, the outcome is `unknown`. Status bytes only ever give trouble its name and end a slip early:
nothing is believed to be on paper because of them.

Left out: writing bytes. Whoever has a line calls `outgoing`, writes what it can, and says `sent`.
Flow control is done here, since questions and orders to forget must pass when slips have to wait:
XON and XOFF are found among what is received, the state of a signal line is told by `hold`.

Source: printer.md 2.1 to 2.11 of the domain notes.
"""

from emulator.codecs.escpos.encoder import Block, encode, on_the_same_paper
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.replies import (
    Answer,
    AutomaticStatus,
    Cleared,
    Fence,
    Flow,
    Noise,
    RealtimeStatus,
    ReplyReader,
    SingleByte,
)
from emulator.codecs.escpos.status import Reading
from emulator.printer.driver.asking import Asking
from emulator.printer.driver.desk import Desk
from emulator.printer.driver.jobs import Job, JobLog, JobReport, JobState
from emulator.printer.driver.outbox import Outbox, Standing
from emulator.printer.driver.outcome import Outcome
from emulator.printer.driver.preflight import Preflight
from emulator.printer.driver.printing import Printing


class Driver:
    """
    The host's side of one printer.

    After every call look at `outgoing`, `reports` and `next_us`. Times are whole microseconds and
    never go back.
    """

    def __init__(self, manner: Manner, *, log: JobLog | None = None) -> None:
        """
        Args:
            manner: How to talk to the printer.
            log: Told every state of every job; what it is told is durable before the first byte of
                the job is given out.
        """
        self.manner = manner
        self.known = Reading()
        """What is known of the printer; nothing while it does not answer."""
        self.is_connected = True
        """False between `lost` and `regained`."""
        self.is_urgent = True
        """True when what `outgoing` returned last must go even if the printer asks to wait."""
        self._log = log
        # A printer that was here before us may hold anything; forgetting costs one answer.
        self._forget_all(Standing(is_dirty=manner.clear == "dle_dc4"))

    def _forget_all(self, standing: Standing) -> None:
        self._standing = standing
        self._reader = ReplyReader()
        self._outbox = Outbox(self.manner)
        self._asking = Asking(self.manner, self._outbox)
        self._desk = Desk(self._log)
        self._preflight: Preflight | None = None
        self._printing: Printing | None = None
        self._is_held = False
        self._offers_slip = False
        """True when `outgoing` returned bytes of the slip last."""

    # The line ---------------------------------------------------------------------------------

    def outgoing(self) -> bytes:
        """What may be written now; the same until something is sent, received or time passes."""
        printing = self._printing
        self._offers_slip = False
        self.is_urgent = True
        if not self.is_connected:
            return b""
        is_free = printing is None or printing.is_over or printing.sending.is_between_frames
        if self._outbox.waiting and is_free:
            return self._outbox.waiting
        if printing is None or printing.is_over or (self._is_held and is_free):
            return b""
        self._offers_slip = True
        # A block that has begun is finished: the printer has room for it, and a question must not
        # wait for as long as the printer asks slips to.
        self.is_urgent = not is_free
        return printing.next_bytes(self.manner.block_bytes if is_free else 0)

    @property
    def is_slip(self) -> bool:
        """True when what `outgoing` returned last belongs to a slip."""
        return self._offers_slip

    def sent(self, count: int, now_us: int) -> None:
        """
        Hear that the line took the first `count` bytes of what `outgoing` returned last.

        Call it as soon as they are taken, before anything else: from then on they count as
        possibly printed, and are never given out again.
        """
        self._outbox.carry(count, now_us)
        if self._offers_slip and self._printing is not None:
            self._standing.is_dirty = self._standing.lacks_feed = False
            self._printing.took(count, now_us)
        else:
            self._outbox.take(count)

    def received(self, data: bytes, now_us: int) -> None:
        """Take what the printer sent; it comes before the end of patience in the same moment."""
        for answer in self._reader.feed(data):
            self._take(answer, now_us)
        self._settle(now_us)
        self.advance(now_us)

    def hold(self, is_busy: bool) -> None:
        """Hear that the printer asks to wait, or lets go on; what is urgent is given out anyway."""
        self._is_held = is_busy

    def lost(self, now_us: int) -> None:
        """Hear that the line to the printer is gone; the slip under way is given up."""
        if not self.is_connected:
            return
        self.is_connected = False
        self.known = Reading()
        self._reader = ReplyReader()
        self._outbox.clear()
        self._asking.stop()
        self._is_held = False
        self._standing.is_in_step = False
        if self._printing is not None:
            self._printing.line_lost()
        elif self._preflight is not None:
            self._refuse("fault")
        self._settle(now_us)

    def regained(self, now_us: int) -> None:
        """Hear that the line to the printer is back."""
        self.is_connected = True
        self._settle(now_us)

    def power_cut(self) -> None:
        """Forget everything, as a terminal does; the log stays."""
        self.known = Reading()
        self._forget_all(Standing(is_dirty=True))

    @property
    def is_settled(self) -> bool:
        """True when nothing is under way and the next slip will go as the last one did."""
        standing = self._standing
        return (
            self._desk.is_empty
            and self.is_connected
            and not self._asking.is_open
            and not self._outbox.waiting
            and not standing.is_dirty
            and not standing.lacks_feed
            and (standing.is_in_step or self.manner.fence != "gs_r")
        )

    # Jobs and time ----------------------------------------------------------------------------

    def submit(self, job: Job, now_us: int) -> None:
        """Take a slip to print behind those that were taken before."""
        self._desk.take(job)
        self._settle(now_us)

    def reports(self) -> list[JobReport]:
        """Take the reports that have come up, oldest first."""
        return self._desk.reports()

    def next_us(self) -> int | None:
        """When `advance` will do something next; None if nothing happens by itself."""
        if self._printing is not None:
            return self._printing.due_us()
        if self._preflight is not None:
            return self._preflight.due_us()
        return self._asking.due_us() if self._asking.is_open else None

    def advance(self, now_us: int) -> None:
        """Let time pass; a host that comes late first takes what it has received."""
        while (due_us := self.next_us()) is not None and due_us <= now_us:
            if self._printing is not None:
                self._printing.time_is_up(now_us)
            elif self._preflight is not None:
                self._preflight.time_is_up(now_us)
            else:
                self._asking.fail()
            if self._asking.has_failed:
                self.known = Reading()
            self._settle(now_us)

    def ask(self, now_us: int) -> None:
        """Ask the printer how it is if nothing else is going on; `known` tells the answer."""
        is_idle = self._desk.job is None and not self._asking.is_open and self.is_connected
        if is_idle and self._asking.can_ask:
            self._asking.ask(now_us)

    # Answers ----------------------------------------------------------------------------------

    def _take(self, answer: Answer, now_us: int) -> None:
        if isinstance(answer, Fence):
            self._fence(answer.id, now_us)
        elif isinstance(answer, RealtimeStatus):
            if self._asking.take(answer.byte):
                self._told(self._asking.reading, now_us, by_itself=False)
        elif isinstance(answer, AutomaticStatus):
            self._told(self._asking.read_automatic(answer.told), now_us, by_itself=True)
        elif isinstance(answer, SingleByte):
            self._plain_fence(now_us)
        elif isinstance(answer, Cleared):
            self._cleared(now_us)
        elif isinstance(answer, Flow):
            self.hold(answer.busy)
        elif isinstance(answer, Noise) and self._printing is not None:
            self._printing.doubt(now_us)

    def _told(self, reading: Reading, now_us: int, *, by_itself: bool) -> None:
        self.known = reading
        self._asking.has_failed = False
        if self._printing is not None:
            self._printing.told(reading, now_us, by_itself=by_itself)
        elif self._preflight is not None and not self._asking.is_open:
            self._preflight.told(now_us)

    def _fence(self, id: bytes, now_us: int) -> None:
        if not self._desk.proves_late(id) and self._printing is not None:
            self._printing.fence(id, now_us)

    def _plain_fence(self, now_us: int) -> None:
        if self._printing is not None:
            self._printing.plain_fence(now_us)
        elif self._preflight is not None:
            self._preflight.stepped(now_us)

    def _cleared(self, now_us: int) -> None:
        if self._printing is not None:
            self._printing.cleared()
        elif self._preflight is not None:
            self._preflight.cleared(now_us)

    # From one job to the next -----------------------------------------------------------------

    def _settle(self, now_us: int) -> None:
        """Go on until nothing can go on by itself."""
        while True:
            printing = self._printing
            if printing is not None:
                if printing.early is not None:
                    self._desk.tell_early(printing.early, printing.sending.printed_mm)
                    printing.early = None
                if printing.outcome is None:
                    return
                self._conclude(printing, printing.outcome)
            elif self._preflight is not None:
                if not self._preflight.is_done:
                    return
                self._take_off(self._preflight.refusal, now_us)
            elif self._desk.next_job():
                self._begin(now_us)
            else:
                return

    def _begin(self, now_us: int) -> None:
        self._outbox.clear()
        self._preflight = Preflight(self.manner, self._outbox, self._asking, self._standing)
        if self.is_connected:
            self._preflight.start(now_us)
        else:
            self._refuse("fault")

    def _take_off(self, refusal: str, now_us: int) -> None:
        if refusal:
            self._refuse(refusal)
            return
        self._preflight = None
        job = self._desk.begin()
        # A printer on line that was told to wait and then lost its power never says go on.
        self._is_held = False
        self._printing = Printing(
            job.number, self._blocks(job), self.manner, self._outbox, self._asking, now_us
        )

    def _blocks(self, job: Job) -> tuple[Block, ...]:
        blocks = encode(job.lines, self.manner)
        standing = self._standing
        if standing.is_dirty or standing.lacks_feed:
            before = on_the_same_paper(cut_off=standing.is_dirty)
            first = blocks[0]
            return (Block(before + first.data, first.lines, first.sort), *blocks[1:])
        return blocks

    def _refuse(self, result: str) -> None:
        self._preflight = None
        self._outbox.clear()
        self._desk.finish(result, JobState.QUEUED, 0, may_finish=False)

    def _conclude(self, printing: Printing, outcome: Outcome) -> None:
        sending = printing.sending
        self._printing = None
        self._asking.stop()
        standing = self._standing
        if not sending.is_whole:
            is_cut_off = outcome.result == "cutter_jam" or not printing.leaves_rest
            standing.is_in_step = standing.is_in_step and printing.is_cleared
            standing.is_dirty = not (printing.is_cleared or is_cut_off)
            standing.lacks_feed = sending.has_all_words and not is_cut_off
        if outcome.may_prove_late:
            self._desk.remember(sending)
        self._desk.finish(
            outcome.result, outcome.state, sending.printed_mm, may_finish=outcome.may_finish
        )
