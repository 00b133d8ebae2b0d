"""
What the terminal's program runs on, and how it can fail: a program that hangs, a board that dies.

    power --boot--> Mainboard.starts(program) --+--> the program, as long as nothing is wrong
                                                +--> nothing, with the display dark

A program that hangs takes no key and no answer, and whatever it knew is lost: nothing but a restart
ends it, by somebody's hand or by the watchdog. A record that it was just writing is torn. What the
printer has got already comes out. Left out: a program that hangs for a moment and goes on.

A board that dies takes the terminal's power with it. With `works_us` it starts again every time
and dies within so long, with 0 it never starts. Whoever replaces it puts the old memory into the
new terminal, as one does to keep the open batch; with `memory_lost` the memory was hit too, and
the new terminal knows nothing: neither keys nor batch nor what it owed.
"""

from collections.abc import Callable, Iterator

from emulator.domain.moments import SECOND
from emulator.kernel.lever import lever
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World

RESTART_US = 5 * SECOND
"""How long a terminal is left off when it is restarted."""


class Mainboard:
    """The board of one terminal; its power supply boots what `starts` gives."""

    def __init__(
        self, world: World, *, watchdog_us: int = 0, wipe_memory: Callable[[], None]
    ) -> None:
        """
        Args:
            world: Where the terminal lives.
            watchdog_us: After how long without a sign of life it restarts itself; 0: never.
            wipe_memory: Empties the durable memory of a terminal that is dark.
        """
        self.is_frozen = False
        """The program hangs: the display stands, and no key does anything."""
        self.is_dead = False
        """Nothing starts on it any more; a lamp may be lit, the display stays dark."""
        self.power: Power
        """Its supply; whoever makes the supply sets it."""
        self._world = world
        self._watchdog_us = watchdog_us
        self._wipe_memory = wipe_memory
        self._boots = 0
        self._works_us: int | None = None
        """How long it works at most before it fails again; None while nothing is broken."""

    def starts(self, program: Steps[None]) -> Steps[None]:
        """What runs on it now that the power has come; nothing if it is dead."""
        # The program itself and no wrapper around it: that would cost every step of every sale.
        self._boots += 1
        self._let_fail()
        return _nothing() if self.is_dead else program

    def wipe(self) -> None:
        """Know that the power is gone, and with it a program that hung."""
        self.is_frozen = False

    def restart(self) -> bool:
        """
        Switch it off and on again, or on if it went off by itself.

        Returns:
            False if it does not start, or was dark for want of power.
        """
        if not self.power.is_on and self._works_us is None:
            return False
        self._off_and_on()
        return not self.is_dead

    def _off_and_on(self) -> None:
        self.power.off()
        self._world.after(RESTART_US, self.power.on)

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def frozen(self) -> Iterator[None]:
        """The program hangs: the display stands and no key does anything until a restart."""
        self._freeze()
        yield
        if self.is_frozen:
            self._off_and_on()

    def _freeze(self) -> None:
        if self.is_dead or self.is_frozen or not self.power.halt():
            return
        self.is_frozen = True
        if self._watchdog_us:
            self._world.after(self._watchdog_us, self._bark, self._boots)

    def _bark(self, boots: int) -> None:
        """Restart a program that has hung since the start of this number."""
        if self.is_frozen and boots == self._boots:
            self._off_and_on()

    @lever
    def internal_failure(self, *, works_us: int = 0, memory_lost: bool = False) -> Iterator[None]:
        """Something inside is broken: the terminal goes dark until its hardware is replaced."""
        self._works_us = works_us
        self.is_dead = not works_us
        if self.is_dead:
            self.power.off()
        else:
            self._let_fail()
        yield
        self._works_us = None
        self.is_dead = False
        self.power.off()
        if memory_lost:
            self._wipe_memory()
        self._world.after(RESTART_US, self.power.on)

    def _let_fail(self) -> None:
        """Choose when a board that fails again and again does so next."""
        if self._works_us:
            span_us = self._world.random("terminal.mainboard").between(1, self._works_us)
            self._world.after(span_us, self._fail, self._boots)

    def _fail(self, boots: int) -> None:
        if self._works_us is not None and boots == self._boots:
            self.power.off()


def _nothing() -> Steps[None]:
    yield from ()
