"""
A real printer and the shops that use it, one after the other, whose clock it is too.

What becomes of slips is in `real_printer`, how a shop's time passes meanwhile in `shop`. Here both
meet: whenever a shop's time is to pass, the event loop runs in which the line is served.
"""

import asyncio

from emulator.clock.paced import RealWall, Wall
from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.bridge.job_file import JobFile, Leftover
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.bridge.real_printer import RealPrinter
from emulator.interfaces.bridge.shop import Shop, Side
from emulator.interfaces.bridge.telling import Teller
from emulator.interfaces.wire.transport import Transport
from emulator.kernel.world import World
from emulator.printer.bridged import BridgePrinter

PATIENCE_US = 2 * MINUTE
"""How long the shop's time stands still for somebody to repair the printer."""
FINISH_US = 10 * SECOND
"""How long a bridge that is through waits for slips that may still come out."""


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
        wall = wall or RealWall()
        self.told = Teller(person)
        self._runner = runner
        self._person = person
        self._printer = RealPrinter(manner, transport, jobs, self.told, wall=wall)
        self._shop: Shop | None = None
        self._side = Side(
            wall=wall,
            person=person,
            told=self.told,
            printer=self._printer,
            is_paced=is_paced,
            patience_us=patience_us,
        )

    # A shop -----------------------------------------------------------------------------------

    def printer_in(self, world: World, settings: PrinterSettings) -> BridgePrinter:
        """Make the printer's place in a new shop, whose clock this is from now on."""
        self._shop = Shop(world, settings, self._side)
        self._printer.serve(self._shop)
        return self._shop.printer

    def drive(self, world: World, until_us: int) -> None:
        """See `Clock.drive`."""
        assert self._shop is not None, "a shop was made"
        self._runner.run(self._drive(self._shop, until_us))

    async def _drive(self, shop: Shop, until_us: int) -> None:
        self._printer.start()
        await shop.drive(until_us)

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
        return self._runner.run(self._printer.print_again(leftover, patience_us=PATIENCE_US))

    def finish(self) -> None:
        """Wait a while for slips that may still come out, then close the line."""
        self._runner.run(self._finish())

    async def _finish(self) -> None:
        self._printer.serve(None)
        try:
            if self._printer.can_prove:
                await self._printer.until_settled(FINISH_US)
        finally:
            await self._stop()

    def abandon(self) -> None:
        """Close the line at once; the file remembers what was under way."""
        self._runner.run(self._stop())

    async def _stop(self) -> None:
        self._person.leave()
        await self._printer.stop()
