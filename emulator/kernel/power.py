"""
The power supply of a part: what was durable stays, everything else is gone.

The part hands over how it boots; at a cut its process is stopped at whatever it waits for, its
memory is wiped, and when the power comes back a new process boots.
"""

from collections.abc import Callable, Iterator

import simpy

from emulator.kernel.lever import lever
from emulator.kernel.world import Steps, World


class Power:
    """
    The switch and the supply of one part; it runs when it is switched on and supplied.

    `power_cut` is the lever of the supply: what somebody switches meanwhile counts when the
    supply comes back.
    """

    def __init__(
        self,
        world: World,
        name: str,
        *,
        boot: Callable[[], Steps[None]],
        wipe: Callable[[], None] = lambda: None,
    ) -> None:
        """
        Args:
            world: Where the part lives.
            name: Source of the events `powered_on` and `powered_off`.
            boot: Makes the part's process, from the first instruction after power-on.
            wipe: Forgets what was only in memory.
        """
        self.name = name
        self.is_on = False
        """True while the part runs."""
        self._is_switched_on = False
        self._is_supplied = True
        self._world = world
        self._boot = boot
        self._wipe = wipe
        self._process: simpy.Process | None = None

    def on(self) -> None:
        """Switch on; boots at once if there is a supply and it was off."""
        self._is_switched_on = True
        self._update()

    def off(self) -> None:
        """Switch off in the middle of whatever runs; does nothing if it is off."""
        self._is_switched_on = False
        self._update()

    def halt(self) -> bool:
        """
        Stop what runs where it stands and leave the power on; False if nothing runs.

        What was in memory stays there. Only switching off and on starts the part again.
        """
        return self.is_on and self._interrupt("halt")

    @lever
    def power_cut(self) -> Iterator[None]:
        """The power fails; what was only in memory is gone."""
        self._is_supplied = False
        self._update()
        yield
        self._is_supplied = True
        self._update()

    def _update(self) -> None:
        runs = self._is_switched_on and self._is_supplied
        if runs and not self.is_on:
            self._start()
        elif self.is_on and not runs:
            self._stop()

    def _start(self) -> None:
        self.is_on = True
        self._world.note(self.name, "powered_on")
        self._process = self._world.spawn(self._guarded(self._boot()))

    def _stop(self) -> None:
        self.is_on = False
        self._world.note(self.name, "powered_off")
        self._interrupt("power")
        self._wipe()

    def _interrupt(self, cause: str) -> bool:
        if self._process is None or not self._process.is_alive:
            return False
        self._process.interrupt(cause)
        return True

    def _guarded(self, steps: Steps[None]) -> Steps[None]:
        try:
            yield from steps
        except simpy.Interrupt:
            return
        except Exception as error:  # noqa: BLE001 - a program under test may raise anything
            # Raising here would make SimPy rebuild the exception and lose its place.
            self._world.crashes.append(error)
            self._world.note(self.name, "crashed", inside=True, error=type(error).__name__)
