"""
A real printer and the slips that went to it, whosever shop they are of and whatever keeps the time.

    shop end --slip--> real printer --job--> pump --bytes--> printer
             <-------- arrivals ------ reports, lamps, the line

It numbers the jobs, keeps them in a file that outlives it, and tells the shop and the person what
became of them. All of it happens in the event loop in which it was started; what comes from the
printer is handed on from there, never from within a shop's world.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

import msgspec

from emulator.clock.paced import Wall
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.status import Reading
from emulator.domain.errors import EmulatorError
from emulator.domain.receipt import PrintJob, Receipt
from emulator.interfaces.bridge.job_file import JobFile, Leftover
from emulator.interfaces.bridge.telling import Teller
from emulator.interfaces.wire.pump import Pump
from emulator.interfaces.wire.transport import Transport
from emulator.printer.arrivals import (
    Arrival,
    Begun,
    LineBack,
    LineLost,
    Reported,
    State,
    Told,
    changes,
)
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobReport, JobState
from emulator.reports.slip import layout


class Broken(BaseException):
    """
    The printer cannot be served any more; carries the error that says why.

    No `Exception`, so that nobody within the simulation takes it for trouble of the shop.
    """


class Question(msgspec.Struct, frozen=True):
    """A slip of which only a person can say whether it is on paper."""

    receipt: Receipt
    otherwise: Reported
    """What is reported if nobody says yes."""
    settle: Callable[[], None]
    """Remembers the yes."""

    def answered(self, is_whole: bool) -> Reported:
        """What is reported once the person has answered, or has not."""
        if not is_whole:
            return self.otherwise
        self.settle()
        return msgspec.structs.replace(
            self.otherwise, result="printed", may_finish=False, told_by="person"
        )


class ShopEnd(Protocol):
    """The shop's end of the printer: takes what comes in, and sees when its time has come."""

    def arrive(self, arrival: Arrival) -> None:
        """Let something come in as soon as the shop's time stands."""

    def ask(self, question: Question) -> None:
        """Have a person look; what is reported is then up to the shop's end."""

    def wake(self) -> None:
        """Look at `check`: the printer may be served no more."""


class UnderWay(msgspec.Struct, frozen=True):
    """A slip that the driver has."""

    receipt: Receipt
    shop: ShopEnd | None
    """Whose it is; None for the slip of an earlier bridge."""
    shop_number: int
    """The terminal's own number of the job; it begins anew in every run."""


class RealPrinter:
    """Serves one printer; shops use it one after the other."""

    def __init__(
        self, manner: Manner, transport: Transport, jobs: JobFile, told: Teller, *, wall: Wall
    ) -> None:
        """
        Args:
            manner: How to talk to the printer.
            transport: The line to it, opened.
            jobs: Remembers slips.
            told: Tells the person.
            wall: The clock by which the driver measures.
        """
        self.can_prove = manner.fence != "none"
        """False for a printer that never confirms anything, for which nobody need wait."""
        self._columns = manner.columns
        self._jobs = jobs
        self._told = told
        self._wall = wall
        self._driver = Driver(manner, log=self)
        self._pump = Pump(self._driver, transport, self, wall=wall)
        self._pumping: asyncio.Task[None] | None = None
        self._trouble: EmulatorError | None = None
        self._under_way: dict[int, UnderWay] = {}
        self._same: dict[tuple[object, ...], int] = {}
        """Slips of which a later one would be a reprint, to the job that may have printed them."""
        self._news = asyncio.Event()
        self._shown: dict[Told, bool] = {}
        """What the shop was told of the printer."""
        self._shop: ShopEnd | None = None

    # Shops ------------------------------------------------------------------------------------

    def serve(self, shop: ShopEnd | None) -> None:
        """Print for this shop from now on; None prints for nobody and hears no more of theirs."""
        self._shop = shop
        if shop is None:
            return
        self._shown = {}
        self.learnt(self._driver.known)
        if not self._pump.is_connected:
            shop.arrive(LineLost())

    def take(self, job: PrintJob) -> None:
        """Take a job from the terminal of the shop; called from within its world."""
        try:
            self._submit(job.receipt, self._shop, job.number)
        except EmulatorError as error:
            # Raised later: inside the simulation it would be taken for a part's own fault.
            self._trouble = error

    def ask(self) -> None:
        """Ask the printer how it is; what it says arrives at the shop."""
        self._pump.ask()

    def _submit(
        self, receipt: Receipt, shop: ShopEnd | None, number: int, *, instead_of: int = 0
    ) -> int:
        same = _identity(receipt, shop)
        earlier = instead_of or (self._same.pop(same, 0) if receipt.reprint else 0)
        job = self._jobs.begin(receipt, instead_of=earlier)
        self._under_way[job] = UnderWay(receipt, shop, number)
        lines = layout(receipt, columns=self._columns)
        self._pump.submit(Job(job, lines, copy=receipt.copy, reprint=receipt.reprint))
        return job

    # What becomes of slips --------------------------------------------------------------------

    def note(self, entry: JobEntry) -> None:
        """See `JobLog.note`; a slip counts as begun when it may be on paper."""
        self._jobs.note(entry)
        way = self._under_way.get(entry.number)
        if entry.state is JobState.SENDING and way is not None and self._is_of_now(way):
            self._tell_shop(Begun(way.shop_number))

    def reported(self, report: JobReport) -> None:
        """See `Listener.reported`."""
        way = self._under_way.get(report.number)
        if way is None:
            return
        if not report.may_finish:
            del self._under_way[report.number]
        self._told.outcome(way.receipt, report)
        if report.result == "unknown" or report.may_finish:
            self._same[_identity(way.receipt, way.shop)] = report.number
        if self._is_of_now(way):
            self._report_to(self._shop, way, report)
        self._news.set()

    def _report_to(self, shop: ShopEnd | None, way: UnderWay, report: JobReport) -> None:
        assert shop is not None, "the slip is the shop's"
        arrival = Reported(
            way.shop_number,
            report.result,  # type: ignore[arg-type]
            report.printed_mm,
            report.may_finish,
            "printer",
        )
        if report.result == "unknown" and self._told.can_ask:
            shop.ask(Question(way.receipt, arrival, lambda: self._was_seen(report.number)))
        else:
            shop.arrive(arrival)

    def _was_seen(self, job: int) -> None:
        """A person found the slip whole."""
        self._jobs.note(JobEntry(job, JobState.CONFIRMED))
        self._told.settled(job)

    def _is_of_now(self, way: UnderWay) -> bool:
        return way.shop is not None and way.shop is self._shop

    # The printer ------------------------------------------------------------------------------

    def learnt(self, known: Reading) -> None:
        """See `Listener.learnt`."""
        state: State | None = changes(self._shown, msgspec.structs.asdict(known))
        if state is not None:
            self._told.state(state.told)
            self._tell_shop(state)

    def line_lost(self, why: str) -> None:
        """See `Listener.line_lost`."""
        self._told.line_lost(why)
        self._tell_shop(LineLost())

    def line_back(self) -> None:
        """See `Listener.line_back`."""
        self._told.line_back()
        self._tell_shop(LineBack())

    def _tell_shop(self, arrival: Arrival) -> None:
        if self._shop is not None:
            self._shop.arrive(arrival)

    # In the event loop ------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to serve the line, in the running event loop; does nothing if that has begun."""
        if self._pumping is None:
            self._pumping = asyncio.get_running_loop().create_task(self._pump.run())
            self._pumping.add_done_callback(self._pump_ended)

    async def print_again(self, leftover: Leftover, *, patience_us: int) -> bool:
        """
        Print a slip of an earlier bridge with the reprint mark, outside of any shop.

        Returns:
            True when the printer confirmed it. The file remembers it otherwise.
        """
        assert leftover.receipt is not None, "nobody knows what it said"
        self.start()
        receipt = msgspec.structs.replace(leftover.receipt, reprint=True)
        printed = self._told.printed
        job = self._submit(receipt, None, 0, instead_of=leftover.number)
        await self.until_settled(patience_us, job)
        return self._told.printed > printed

    async def until_settled(self, patience_us: int, job: int | None = None) -> None:
        """Wait until nothing more can come of a job, or of all; but not for ever."""
        until_us = self._wall.now_us + patience_us
        while job in self._under_way if job is not None else self._under_way:
            self.check()
            left_us = until_us - self._wall.now_us
            if left_us <= 0:
                return
            self._news.clear()
            await self._wall.wait(self._news, left_us)

    async def stop(self) -> None:
        """Close the line; the file remembers what was under way."""
        if self._pumping is not None:
            self._pumping.cancel()
            await asyncio.wait((self._pumping,))

    def check(self) -> None:
        """
        Look whether the printer can still be served.

        Raises:
            Broken: The file of jobs cannot be written.
            Exception: Whatever else ended the serving of the line, a fault of ours.
        """
        if self._trouble is not None:
            raise Broken(self._trouble)
        if self._pumping is not None and self._pumping.done():
            self._pumping.result()

    def _pump_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, EmulatorError):
            self._trouble = error
        self._news.set()
        if self._shop is not None:
            self._shop.wake()


def _identity(receipt: Receipt, shop: ShopEnd | None) -> tuple[object, ...]:
    """What a slip and its reprints have in common."""
    values = receipt.values
    return (shop, receipt.kind, receipt.copy, values.get("batch"), values.get("stan"))
