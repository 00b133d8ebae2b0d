"""
The slips of an attended session on a real printer, whose line is served in the screen's event loop.

    terminal --slip--> its place in the shop --> real printer --bytes--> paper
             <------- between two stretches of time ------- what it tells, the line, the person

While a slip is out, a second of the shop is a second of the wall clock, whatever speed or leap was
asked for; nothing stands still for repairs, since whoever sits at the screen can see to the
printer. A slip counts as printed only when the printer confirmed it or the person saw it whole.
"""

import asyncio
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from emulator.clock.paced import RealWall, Wall
from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import MS, SECOND
from emulator.domain.receipt import PrintJob
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.bridge.job_file import JobFile, usual_path
from emulator.interfaces.bridge.real_printer import Broken, Question, RealPrinter
from emulator.interfaces.bridge.telling import Teller
from emulator.interfaces.bridge.wishes import PrinterWishes, manner_of
from emulator.interfaces.live.at_screen import Asks, AtScreen
from emulator.interfaces.live.session import Session
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.transport import Transport
from emulator.interfaces.wire.words import Address
from emulator.kernel.world import World
from emulator.printer.arrivals import Arrival, LineLost
from emulator.printer.bridged import BridgePrinter
from emulator.testbed import REFERENCE, Parts

LINE_LOST, BROKEN = "live.printer.line_lost", "live.printer.broken"
"""What is wrong beside the screen, as ids of texts."""
ASK_US = 20 * SECOND
"""How long a person may look for a slip; the terminal waits half a minute."""
FINISH_US = 10 * SECOND
"""How long the line stays open at the end for slips that may still come out."""
LOOK_US = 500 * MS
"""How often a printer in trouble is asked how it is."""


class BridgedPrinter:
    """
    A real printer for one attended session.

    Make it, hand `parts` to the session, and let `serve` go on beside that session in its event
    loop. `let_ask` it if there is somebody who can look at slips.
    """

    def __init__(
        self,
        manner: Manner,
        transport: Transport,
        jobs: JobFile,
        *,
        lang: str = "zh",
        wall: Wall | None = None,
    ) -> None:
        """
        Args:
            manner: How to talk to the printer.
            transport: The line to it, opened.
            jobs: Remembers slips.
            lang: Of the person, zh or en.
            wall: None is the machine's clock; the same as the session's.
        """
        self.error = ""
        """Traceback of what ended the serving of the line; empty if nothing did."""
        self.person = AtScreen(lang, wall := wall or RealWall())
        self.told = Teller(self.person)
        self.parts: Parts = replace(REFERENCE, printer=self._printer_in)
        self._jobs = jobs
        self._wall = wall
        self._real = RealPrinter(manner, transport, jobs, self.told, wall=wall)
        self._place: BridgePrinter | None = None
        self._session: Session | None = None
        self._arrived: deque[Arrival] = deque()
        self._questions: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._broken = ""

    # Beginning and end ------------------------------------------------------------------------

    async def serve(self, session: Session) -> None:
        """
        Take part in a session that was made with `parts`, until it is over.

        Slips that may still come out then are waited for, but not for long.
        """
        place = self._place
        assert place is not None, "the session was made with our parts"
        self._session = session
        self._real.start()
        try:
            while session.result is None:
                self._news.clear()
                self._check()
                self._deliver(session, place)
                await self._wall.wait(self._news, LOOK_US)
                if place.troubles and not self._broken:
                    self._real.ask()
            self._real.serve(None)
            if self._real.can_prove and not self._broken:
                await self._real.until_settled(FINISH_US)
        finally:
            for task in self._questions:
                task.cancel()
            await self._real.stop()

    def let_ask(self, asks: Asks) -> None:
        """Be told how to ask somebody at the screen who can look at slips."""
        self.person.asks = asks

    def sum_up(self, voice: Voice) -> None:
        """Tell how many slips came to what, which nobody confirmed, and what broke."""
        told = self.told
        counts = {"unknown": told.unknown, "torn": told.torn, "refused": told.refused}
        voice.tell("bridge.summary", printed=told.printed, **counts)
        for leftover in self._jobs.leftovers:
            if leftover.receipt is not None:
                voice.tell("bridge.leftover.left", slip=told.slip(leftover.receipt))
        if self.error:
            voice.narrate(self.error)

    @property
    def trouble(self) -> str:
        """Id of the text that says what is wrong with the line; empty if nothing is."""
        place = self._place
        if self._broken or place is None:
            return self._broken
        return LINE_LOST if "line" in place.troubles else ""

    def _printer_in(self, world: World, settings: PrinterSettings) -> BridgePrinter:
        self._place = BridgePrinter(world, settings, hand_over=self._hand_over)
        self._real.serve(self)
        return self._place

    # What comes from the shop and goes to it --------------------------------------------------

    def _hand_over(self, job: PrintJob) -> None:
        self._real.take(job)
        if self._session is not None:
            self._session.pace.bind()
        self._news.set()

    def arrive(self, arrival: Arrival) -> None:
        """See `ShopEnd.arrive`."""
        self._arrived.append(arrival)
        self._news.set()

    def ask(self, question: Question) -> None:
        """See `ShopEnd.ask`."""
        task = asyncio.get_running_loop().create_task(self._ask_whether_whole(question))
        self._questions.add(task)
        task.add_done_callback(self._questions.discard)

    def wake(self) -> None:
        """See `ShopEnd.wake`."""
        self._news.set()

    async def _ask_whether_whole(self, question: Question) -> None:
        answer, slip = "", self.told.slip(question.receipt)
        try:
            answer = await self.person.ask("live.printer.ask_whole", patience_us=ASK_US, slip=slip)
        finally:
            # However the question went, the terminal must hear of its slip.
            self.arrive(question.answered(bool(answer)))

    # What arrives -----------------------------------------------------------------------------

    def _deliver(self, session: Session, place: BridgePrinter) -> None:
        # Before the shop is open its time passes at a stretch, in which nothing may arrive.
        while self._arrived and session.world.now_us > 0 and session.result is None:
            session.pace.arrive(place.hear, self._arrived.popleft())
            session.world.flush()
        session.trouble = self.trouble
        if session.pace.is_bound and not self._has_slip_out(session, place):
            session.pace.unbind()
            session.pace.stop()

    def _has_slip_out(self, session: Session, place: BridgePrinter) -> bool:
        """Tell whether the shop's time must keep step for the sake of a slip."""
        may_come = place.may_finish and self._real.can_prove and not session.is_over
        return not self._broken and (place.is_awaited or may_come)

    def _check(self) -> None:
        """Let the line count as lost for ever if it can be served no more, and keep why."""
        if self._broken:
            return
        try:
            self._real.check()
        except Broken as broken:
            self.error = str(broken.args[0])
        except Exception:  # noqa: BLE001 - the screen says what it is, and the end tells the rest
            self.error = traceback.format_exc()
        else:
            return
        self._broken = BROKEN
        self._arrived.append(LineLost())


@contextmanager
def bridged_printer(
    address: Address, wishes: PrinterWishes, *, lang: str, wall: Wall | None = None
) -> Iterator[BridgedPrinter]:
    """
    Open the line to a real printer for one session; its file of jobs is closed in the end.

    Raises:
        UsageError: No line is named, or several.
        EnvironmentTrouble: The line or the file cannot be opened.
    """
    transport = address.transport(lang)
    with ExitStack() as stack:
        jobs = JobFile(wishes.jobs or usual_path(transport.describe()), lang)
        stack.callback(jobs.close)
        transport.open()
        stack.callback(transport.close)
        yield BridgedPrinter(manner_of(wishes, transport), transport, jobs, lang=lang, wall=wall)
