"""
A real printer and the shops that use it, one after the other.

    shop --slip--> bridge --job--> pump --bytes--> printer
         <-------- reports, lamps, the line --------

The bridge numbers the jobs, keeps them in a file that outlives it, and tells the shop and the
person what became of them. How the shop's time passes meanwhile is in `shop`.
"""

import asyncio

import msgspec

from emulator.clock.paced import RealWall, Wall
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.status import Reading
from emulator.domain.errors import EmulatorError
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.receipt import PrintJob, Receipt
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.bridge.job_file import JobFile, Leftover
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.bridge.shop import Question, Shop, Side
from emulator.interfaces.bridge.telling import Teller
from emulator.interfaces.wire.pump import Pump
from emulator.interfaces.wire.transport import Transport
from emulator.kernel.world import World
from emulator.printer.arrivals import Arrival, Begun, LineBack, LineLost, Reported, Told, changes
from emulator.printer.bridged import BridgePrinter
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobReport, JobState
from emulator.reports.slip import layout

PATIENCE_US = 2 * MINUTE
"""How long the shop's time stands still for somebody to repair the printer."""
FINISH_US = 10 * SECOND
"""How long a bridge that is through waits for slips that may still come out."""


class Broken(BaseException):
    """
    The bridge cannot go on; carries the error that says why.

    No `Exception`, so that nobody within the simulation takes it for trouble of the shop.
    """


class UnderWay(msgspec.Struct, frozen=True):
    """A slip that the driver has."""

    receipt: Receipt
    shop: Shop | None
    """Whose it is; None for the slip of an earlier bridge."""
    shop_number: int
    """The terminal's own number of the job; it begins anew in every run."""


class Bridge:
    """A real printer for shops, and their clock."""

    def __init__(
        self,
        runner: asyncio.Runner,
        manner: Manner,
        transport: Transport,
        jobs: JobFile,
        person: Person,
        *,
        wall: Wall | None = None,
        is_paced: bool = False,
        patience_us: int = PATIENCE_US,
    ) -> None:
        """
        Args:
            runner: In whose event loop the line is served, while the shop's time passes.
            manner: How to talk to the printer.
            transport: The line to it, opened.
            jobs: Remembers slips.
            person: Whoever is beside the printer.
            wall: None is the machine's clock.
            is_paced: True keeps the shop's time in step with the wall clock always.
            patience_us: How long time stands still for a repair.
        """
        self.told = Teller(person)
        self._runner = runner
        self._columns = manner.columns
        self._jobs = jobs
        self._person = person
        self._wall = wall or RealWall()
        self._driver = Driver(manner, log=self)
        self._pump = Pump(self._driver, transport, self, wall=self._wall)
        self._pumping: asyncio.Task[None] | None = None
        self._trouble: EmulatorError | None = None
        self._under_way: dict[int, UnderWay] = {}
        self._same: dict[tuple[object, ...], int] = {}
        """Slips of which a later one would be a reprint, to the job that may have printed them."""
        self._news = asyncio.Event()
        self._shown: dict[Told, bool] = {}
        """What the shop was told of the printer."""
        self._shop: Shop | None = None
        self._side = Side(
            wall=self._wall,
            person=person,
            told=self.told,
            hand_over=self._take,
            ask=self._pump.ask,
            check=self._check,
            is_paced=is_paced,
            can_prove=manner.fence != "none",
            patience_us=patience_us,
        )

    # A shop -----------------------------------------------------------------------------------

    def printer_in(self, world: World, settings: PrinterSettings) -> BridgePrinter:
        """Make the printer's place in a new shop, whose clock this is from now on."""
        self._shop = Shop(world, settings, self._side)
        self._shown = {}
        self.learnt(self._driver.known)
        if not self._pump.is_connected:
            self._shop.arrive(LineLost())
        return self._shop.printer

    def drive(self, world: World, until_us: int) -> None:
        """See `Clock.drive`."""
        assert self._shop is not None, "a shop was made"
        self._runner.run(self._drive(self._shop, until_us))

    async def _drive(self, shop: Shop, until_us: int) -> None:
        self._start()
        await shop.drive(until_us)

    # Slips ------------------------------------------------------------------------------------

    def _take(self, job: PrintJob) -> None:
        """Take a job from the terminal; called from within the world."""
        try:
            self._submit(job.receipt, self._shop, job.number)
        except EmulatorError as error:
            # Raised later: inside the simulation it would be taken for a part's own fault.
            self._trouble = error

    def _submit(
        self, receipt: Receipt, shop: Shop | None, number: int, *, instead_of: int = 0
    ) -> int:
        same = _identity(receipt, shop)
        earlier = instead_of or (self._same.pop(same, 0) if receipt.reprint else 0)
        job = self._jobs.begin(receipt, instead_of=earlier)
        self._under_way[job] = UnderWay(receipt, shop, number)
        lines = layout(receipt, columns=self._columns)
        self._pump.submit(Job(job, lines, copy=receipt.copy, reprint=receipt.reprint))
        return job

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
        self.told.outcome(way.receipt, report)
        if report.result == "unknown" or report.may_finish:
            self._same[_identity(way.receipt, way.shop)] = report.number
        if self._is_of_now(way):
            self._report_to(self._shop, way, report)
        self._news.set()

    def _report_to(self, shop: Shop | None, way: UnderWay, report: JobReport) -> None:
        assert shop is not None, "the slip is the shop's"
        arrival = Reported(
            way.shop_number,
            report.result,  # type: ignore[arg-type]
            report.printed_mm,
            report.may_finish,
            "printer",
        )
        if report.result == "unknown" and self._person.is_there:
            shop.ask(Question(way.receipt, arrival, lambda: self._was_seen(report.number)))
        else:
            shop.arrive(arrival)

    def _was_seen(self, job: int) -> None:
        """A person found the slip whole."""
        self._jobs.note(JobEntry(job, JobState.CONFIRMED))
        self.told.settled(job)

    def _is_of_now(self, way: UnderWay) -> bool:
        return way.shop is not None and way.shop is self._shop

    # The printer ------------------------------------------------------------------------------

    def learnt(self, known: Reading) -> None:
        """See `Listener.learnt`."""
        state = changes(self._shown, msgspec.structs.asdict(known))
        if state is not None:
            self.told.state(state.told)
            self._tell_shop(state)

    def line_lost(self, why: str) -> None:
        """See `Listener.line_lost`."""
        self.told.line_lost(why)
        self._tell_shop(LineLost())

    def line_back(self) -> None:
        """See `Listener.line_back`."""
        self.told.line_back()
        self._tell_shop(LineBack())

    def _tell_shop(self, arrival: Arrival) -> None:
        if self._shop is not None:
            self._shop.arrive(arrival)

    # Before and after -------------------------------------------------------------------------

    def ask(self, id: str) -> str:
        """Ask the person something between two shops; empty if nobody answers."""
        return self._runner.run(self._person.ask(id, patience_us=self._side.patience_us))

    def print_again(self, leftover: Leftover) -> bool:
        """
        Print a slip of an earlier bridge with the reprint mark, outside of any shop.

        Returns:
            True when the printer confirmed it. The file remembers it otherwise.
        """
        assert leftover.receipt is not None, "nobody knows what it said"
        receipt = msgspec.structs.replace(leftover.receipt, reprint=True)
        return self._runner.run(self._print_again(receipt, leftover.number))

    async def _print_again(self, receipt: Receipt, instead_of: int) -> bool:
        self._start()
        printed = self.told.printed
        job = self._submit(receipt, None, 0, instead_of=instead_of)
        await self._until_settled(PATIENCE_US, job)
        return self.told.printed > printed

    def finish(self) -> None:
        """Wait a while for slips that may still come out, then close the line."""
        self._runner.run(self._finish())

    async def _finish(self) -> None:
        self._shop = None
        try:
            if self._side.can_prove:
                await self._until_settled(FINISH_US)
        finally:
            await self._stop()

    def abandon(self) -> None:
        """Close the line at once; the file remembers what was under way."""
        self._runner.run(self._stop())

    async def _until_settled(self, patience_us: int, job: int | None = None) -> None:
        """Wait until nothing more can come of a job, or of all; but not for ever."""
        until_us = self._wall.now_us + patience_us
        while job in self._under_way if job is not None else self._under_way:
            self._check()
            left_us = until_us - self._wall.now_us
            if left_us <= 0:
                return
            self._news.clear()
            await self._wall.wait(self._news, left_us)

    def _start(self) -> None:
        if self._pumping is None:
            self._pumping = asyncio.get_running_loop().create_task(self._pump.run())
            self._pumping.add_done_callback(self._pump_ended)

    def _pump_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, EmulatorError):
            self._trouble = error
        self._news.set()
        if self._shop is not None:
            self._shop.wake()

    async def _stop(self) -> None:
        self._person.leave()
        if self._pumping is not None:
            self._pumping.cancel()
            await asyncio.wait((self._pumping,))

    def _check(self) -> None:
        if self._trouble is not None:
            raise Broken(self._trouble)
        if self._pumping is not None and self._pumping.done():
            self._pumping.result()


def _identity(receipt: Receipt, shop: Shop | None) -> tuple[object, ...]:
    """What a slip and its reprints have in common."""
    values = receipt.values
    return (shop, receipt.kind, receipt.copy, values.get("batch"), values.get("stan"))
