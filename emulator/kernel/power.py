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
    """The supply of one part; `cut` is its lever."""

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
        self._world = world
        self._boot = boot
        self._wipe = wipe
        self._process: simpy.Process | None = None

    def on(self) -> None:
        """Switch on and boot; does nothing if it is on."""
        if not self.is_on:
            self.is_on = True
            self._world.note(self.name, "powered_on")
            self._process = self._world.spawn(self._guarded(self._boot()))

    def off(self) -> None:
        """Switch off in the middle of whatever runs; does nothing if it is off."""
        if self.is_on:
            self.is_on = False
            self._world.note(self.name, "powered_off")
            if self._process is not None and self._process.is_alive:
                self._process.interrupt("power")
            self._wipe()

    @lever
    def power_cut(self) -> Iterator[None]:
        """The power fails; what was only in memory is gone."""
        self.off()
        yield
        self.on()

    def _guarded(self, steps: Steps[None]) -> Steps[None]:
        try:
            yield from steps
        except simpy.Interrupt:
            return
        except Exception as error:  # noqa: BLE001 - a program under test may raise anything
            # Raising here would make SimPy rebuild the exception and lose its place.
            self._world.crashes.append(error)
            self._world.note(self.name, "crashed", inside=True, error=type(error).__name__)
