"""
When the faults of the command line strike: the printer is watched, and its paper measured.

A fault strikes at the very moment, but never in the middle of somebody's step.
"""

from collections.abc import Callable

from emulator.domain.moments import MS, SECOND
from emulator.domain.paper import DOTS_PER_MM
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec
from emulator.interfaces.virtual_printer.watch import Watch
from emulator.kernel.world import World
from emulator.printer.device.effects import Effect, LinePrinted, StripBegan
from emulator.printer.machine import Machine

_LENGTH_LOOK_US = 5 * MS
"""Shortest time between two looks at how much paper is out."""


class Strikes:
    """Watches one printer."""

    def __init__(
        self,
        world: World,
        machine: Machine,
        specs: tuple[FaultSpec, ...],
        strike: Callable[[FaultSpec], None],
    ) -> None:
        """
        Args:
            world: Where the printer is.
            machine: The printer.
            specs: All faults; those that count nothing strike at their moment.
            strike: Breaks what one of them says.
        """
        self.watch = Watch(specs, self._soon)
        """Counts bytes too, for whoever feeds them."""
        self._world = world
        self._machine = machine
        self._strike = strike
        self._is_measuring = False
        for spec in specs:
            if not spec.unit:
                self._soon(spec)

    def heard(self, effect: Effect) -> None:
        """Count what the printer did."""
        kind = type(effect)
        if kind is LinePrinted:
            self.watch.line_out()
        elif kind is StripBegan:
            self.watch.slip_began()
            self._measure_soon(0)

    def _soon(self, spec: FaultSpec) -> None:
        self._world.soon(lambda: self._strike(spec), after_us=spec.at_us)

    def _measure_soon(self, out_dots: int) -> None:
        """Look again when the slip under way may be as long as a fault waits for."""
        if self._is_measuring or not self.watch.watches_length:
            return
        self._is_measuring = True
        left = self.watch.next_mm * DOTS_PER_MM - out_dots
        speed = self._machine.profile.speed_mm_s * DOTS_PER_MM
        self._world.after(max(-(-left * SECOND // speed), _LENGTH_LOOK_US), self._measure)

    def _measure(self) -> None:
        self._is_measuring = False
        self._machine.catch_up()
        device = self._machine.device
        out_dots = device.strip_dots
        self.watch.length_out(out_dots // DOTS_PER_MM)
        if out_dots or device.is_printing:
            self._measure_soon(out_dots)
