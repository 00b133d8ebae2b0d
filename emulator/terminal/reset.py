"""
What somebody does who resets the terminal: everything in its memory goes, settings and records.

Left out: the settings themselves. Numbers and addresses come from the plan of the shop, so only
what the terminal wrote down by itself is lost.
"""

from collections.abc import Iterator

from emulator.kernel.lever import lever
from emulator.kernel.power import Power
from emulator.kernel.world import World
from emulator.terminal.storage import SimStorage

RESET_US = 5_000_000
"""How long the terminal is dark meanwhile."""


class FactoryReset:
    """The reset button of one terminal."""

    def __init__(self, world: World, power: Power, storage: SimStorage) -> None:
        """
        Args:
            world: Where the terminal lives.
            power: Its switch.
            storage: Its durable memory.
        """
        self._world = world
        self._power = power
        self._storage = storage

    @lever
    def factory_reset(self) -> Iterator[None]:
        """Somebody resets the terminal: its settings and all its records are wiped."""
        was_on = self._power.is_on
        self._power.off()
        self._storage.put_back(())
        if was_on:
            self._world.after(RESET_US, self._power.on)
        yield
