"""
Drives one real printer: bytes of one driver over one line, by a real clock.

    driver --outgoing--> line --> printer
           <--received--      <--

A byte that the line took is never offered again: the driver is told how many were taken, and when
the line is lost it is told that too, before anything else is sent. A line that comes back is opened
again by itself.
"""

import asyncio
from typing import Protocol

from emulator.clock.paced import RealWall, Wall
from emulator.codecs.escpos.status import Reading
from emulator.domain.moments import MS
from emulator.interfaces.wire.transport import LineLost, PortTrouble, Transport
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobReport

LOOK_US = 5 * MS
"""How often a line is looked at on which nobody can wait, or that just took nothing."""
REOPEN_US = 500 * MS
"""How often a line that was lost is tried again."""


class Listener(Protocol):
    """Who wants to know how the printer is."""

    def reported(self, report: JobReport) -> None:
        """A job came to something."""

    def learnt(self, known: Reading) -> None:
        """Something else than before is known of the printer."""

    def line_lost(self, why: str) -> None:
        """The line to the printer is gone."""

    def line_back(self) -> None:
        """The line to the printer is there again."""


class Pump:
    """Keeps a driver and a line going; make one, open the line, and let `run` run."""

    def __init__(
        self,
        driver: Driver,
        transport: Transport,
        listener: Listener,
        *,
        wall: Wall | None = None,
        reopen_us: int = REOPEN_US,
    ) -> None:
        """
        Args:
            driver: Knows what to say to the printer.
            transport: Opened already, so that a line that is not there is found out at once.
            listener: Hears of everything that matters, from within `run`.
            wall: The clock by which the driver measures; None is the machine's.
            reopen_us: How long to wait before a lost line is tried again.
        """
        self.is_connected = True
        self._driver = driver
        self._transport = transport
        self._listener = listener
        self._wall = wall or RealWall()
        self._reopen_us = reopen_us
        self._news = asyncio.Event()
        self._known = driver.known
        self._is_blocked = False
        self._is_over = False
        self._watched: int | None = None
        self._reopening: asyncio.Task[None] | None = None

    def submit(self, job: Job) -> None:
        """Hand over a job; its report comes to the listener."""
        self._driver.submit(job, self._wall.now_us)
        self._news.set()

    def ask(self) -> None:
        """Ask the printer how it is, if nothing else is going on; the listener hears."""
        if self.is_connected:
            self._driver.ask(self._wall.now_us)
            self._news.set()

    async def run(self) -> None:
        """Go on until cancelled; the line is then closed."""
        try:
            while True:
                self._news.clear()
                self._work()
                self._watch()
                await self._wall.wait(self._news, self._wait_us())
        finally:
            self._unwatch()
            self._is_over = True
            if self._reopening is not None:
                self._reopening.cancel()
            self._transport.close()

    def _work(self) -> None:
        if self.is_connected:
            try:
                self._take_in()
                self._driver.advance(self._wall.now_us)
                self._send()
            except LineLost as lost:
                self._lose(str(lost))
        else:
            self._driver.advance(self._wall.now_us)
        self._tell()

    def _take_in(self) -> None:
        while data := self._transport.read_some():
            self._driver.received(data, self._wall.now_us)

    def _send(self) -> None:
        self._is_blocked = False
        while data := self._driver.outgoing():
            taken = self._transport.write_some(data)
            if taken:
                self._driver.sent(taken, self._wall.now_us)
            if taken < len(data):
                self._is_blocked = True
                return

    def _tell(self) -> None:
        for report in self._driver.reports():
            self._listener.reported(report)
        known = self._driver.known
        if known != self._known:
            self._known = known
            self._listener.learnt(known)

    # A line that goes and comes -----------------------------------------------------------------

    def _lose(self, why: str) -> None:
        self._unwatch()
        self._transport.close()
        self.is_connected = self._is_blocked = False
        self._driver.lost(self._wall.now_us)
        self._listener.line_lost(why)
        self._reopening = asyncio.create_task(self._reopen())

    async def _reopen(self) -> None:
        while True:
            await self._wall.wait(asyncio.Event(), self._reopen_us)
            try:
                # In a thread: a network that does not answer keeps whoever asks waiting.
                await asyncio.to_thread(self._open)
            except PortTrouble:
                continue
            break
        self.is_connected = True
        self._driver.regained(self._wall.now_us)
        self._listener.line_back()
        self._reopening = None
        self._news.set()

    def _open(self) -> None:
        self._transport.open()
        if self._is_over:
            # Nobody waits for this thread any more.
            self._transport.close()

    # Waiting ------------------------------------------------------------------------------------

    def _watch(self) -> None:
        fd = self._transport.fileno() if self.is_connected else None
        if fd != self._watched:
            self._unwatch()
            if fd is not None:
                asyncio.get_running_loop().add_reader(fd, self._news.set)
                self._watched = fd

    def _unwatch(self) -> None:
        if self._watched is not None:
            asyncio.get_running_loop().remove_reader(self._watched)
            self._watched = None

    def _wait_us(self) -> int | None:
        due_us = self._driver.next_us()
        wait_us = None if due_us is None else max(due_us - self._wall.now_us, 0)
        must_look = self.is_connected and (self._is_blocked or self._watched is None)
        if must_look:
            return LOOK_US if wait_us is None else min(wait_us, LOOK_US)
        return wait_us
