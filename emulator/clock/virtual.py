"""Simulated time as fast as it goes."""

from typing import Protocol

from emulator.kernel.world import World


class Clock(Protocol):
    """Whatever lets a world's time pass."""

    def drive(self, world: World, until_us: int) -> None:
        """Run everything due up to and including `until_us`, a later moment than now."""


class VirtualClock:
    """Drives a world without waiting for anybody."""

    def drive(self, world: World, until_us: int) -> None:
        """Run everything due up to and including `until_us`."""
        world.run_until(until_us)
