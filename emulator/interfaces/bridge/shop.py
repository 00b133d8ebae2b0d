"""
The time of a shop whose printer is real: whose turn it is, the shop's or the printer's.

    as fast as it goes  --slip handed over-->  in step with the wall clock
              ^                                            |
              +------------ report, nothing wrong ---------+
              +-- repaired, or waited enough -- standing still <-- trouble

Every arrival from the printer happens between two stretches of time, at the moment at which the
shop's time stands, and is kept in the trace by `BridgePrinter.hear`.
"""

import asyncio
from collections import deque

import msgspec

from emulator.clock.paced import Pace, Wall
from emulator.domain.moments import MS
from emulator.domain.receipt import PrintJob
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.bridge.real_printer import Question, RealPrinter
from emulator.interfaces.bridge.telling import Teller
from emulator.kernel.world import World
from emulator.printer.arrivals import Arrival, Reported
from emulator.printer.bridged import BridgePrinter

LOOK_US = 500 * MS
"""How often a printer in trouble is asked meanwhile."""
_LEAP = 256
"""Instants that the shop's time runs through before the printer gets its turn."""
_ON_PAPER = ("printed", "cutter_jam")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop gets from the bridge to its printer."""

    wall: Wall
    person: Person
    told: Teller
    printer: RealPrinter
    is_paced: bool
    """True keeps the shop's time in step with the wall clock always."""
    patience_us: int
    """How long time stands still for a repair."""


class Shop:
    """One shop, from its opening until the next one takes the printer."""

    def __init__(self, world: World, settings: PrinterSettings, side: Side) -> None:
        self.printer = BridgePrinter(world, settings, hand_over=self._hand_over)
        self._world = world
        self._side = side
        self._pace = Pace(world, wall=side.wall, is_held=True)
        self._arrived: deque[Arrival] = deque()
        self._questions: deque[Question] = deque()
        self._news = asyncio.Event()
        self._has_failed = False
        """True when the last slip did not come out."""
        self._given_up: list[str] = []
        """Troubles that nobody waits for any more."""

    # What comes from the printer ----------------------------------------------------------------

    def arrive(self, arrival: Arrival) -> None:
        """Let something come in as soon as the shop's time stands."""
        self._arrived.append(arrival)
        self.wake()

    def ask(self, question: Question) -> None:
        """Have the person look before the shop's time goes on."""
        self._questions.append(question)
        self.wake()

    def wake(self) -> None:
        """Look again whose turn it is."""
        self._news.set()
        self._pace.stop()

    def _hand_over(self, job: PrintJob) -> None:
        self._has_failed = False
        self._side.printer.take(job)
        self.wake()

    # Time ---------------------------------------------------------------------------------------

    async def drive(self, until_us: int) -> None:
        """Let the shop's time pass up to and including a later moment than now."""
        world, pace, side = self._world, self._pace, self._side
        # No arrival may fall on the instant at which a stretch begins; see `ReplayedClock`.
        world.run_until(min(world.now_us + 1, until_us))
        while world.now_us < until_us:
            side.printer.check()
            self._deliver()
            if self._questions:
                pace.hold()
                await self._ask_whether_whole(self._questions.popleft())
            elif self._must_wait():
                pace.hold()
                await self._wait_for_repair()
            elif self._is_live():
                pace.go_on()
                await pace.run(until_us)
            else:
                pace.hold()
                self._leap(until_us)
                await asyncio.sleep(0)
        side.printer.check()

    def _is_live(self) -> bool:
        """Tell whether the shop's time goes in step with the wall clock now."""
        side, printer = self._side, self.printer
        may_come = printer.may_finish and side.printer.can_prove
        return side.is_paced or printer.is_awaited or may_come

    def _leap(self, until_us: int) -> None:
        """Let time run, but not past the instant at which a slip is handed over."""
        world = self._world
        for _ in range(_LEAP):
            due_us = world.next_us
            world.run_until(until_us if due_us is None else min(due_us, until_us))
            if self.printer.is_awaited or world.now_us >= until_us:
                return

    def _deliver(self) -> None:
        self._news.clear()
        while self._arrived:
            arrival = self._arrived.popleft()
            if isinstance(arrival, Reported):
                self._has_failed = arrival.result not in _ON_PAPER
            self._pace.arrive(self.printer.hear, arrival)
        if not self.printer.troubles:
            self._given_up = []

    # People -------------------------------------------------------------------------------------

    def _must_wait(self) -> bool:
        """Tell whether nothing good can come before somebody has repaired something."""
        troubles = self.printer.troubles
        is_hopeless = self._has_failed or "line" in troubles
        return bool(troubles) and is_hopeless and troubles != self._given_up

    async def _wait_for_repair(self) -> None:
        side, printer = self._side, self.printer
        troubles = printer.troubles
        side.told.troubles(troubles, side.patience_us)
        until_us = side.wall.now_us + side.patience_us
        while printer.troubles == troubles:
            left_us = until_us - side.wall.now_us
            if left_us <= 0 or await side.person.wait(self._news, min(left_us, LOOK_US)):
                side.told.goes_on()
                self._given_up = troubles
                return
            side.printer.check()
            side.printer.ask()
            self._deliver()

    async def _ask_whether_whole(self, question: Question) -> None:
        side = self._side
        is_whole = await side.told.ask_whether_whole(question.receipt, side.patience_us)
        self.arrive(question.answered(is_whole))
