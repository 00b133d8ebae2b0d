"""
A printer as it stands in the shop: its line to the terminal, its power, and people's hands.

What can go wrong with it is in `printer`. Left out: that switching on takes a moment.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from emulator.codecs.escpos.manner import Manner
from emulator.domain.paper import Strip
from emulator.domain.receipt import PrintReport
from emulator.domain.settings import PrinterSettings
from emulator.kernel.world import World
from emulator.printer.courses import Courses
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, LinePrinted, StripEnded
from emulator.printer.driver.manner import manner_for
from emulator.printer.looks import seen_of
from emulator.printer.machine import Machine
from emulator.printer.port import PrinterPort
from emulator.printer.profile import PROFILES, Profile
from emulator.printer.repairs import Deed, Repairs
from emulator.printer.timeline import Timeline

BUILT_IN = "built_in"
"""The profile whose power is the terminal's; all others have a supply and a switch of their own."""
SMALLEST_RESERVE_BYTES = 16
"""Room at which a printer with the smallest buffer asks the host to wait (printer.md 2.7)."""

_OVERRIDES = ("speed_mm_s", "has_cutter", "cut_us", "near_end_mm")


def profile_for(settings: PrinterSettings) -> Profile:
    """The model that the settings name, with what they say otherwise."""
    changed = {n: v for n in _OVERRIDES if (v := getattr(settings, n)) is not None}
    return msgspec.structs.replace(PROFILES[settings.profile], **changed)


def with_buffer(profile: Profile, buffer_bytes: int | None) -> Profile:
    """The same model with its memory switch set to another receive buffer; None leaves it."""
    if buffer_bytes is None:
        return profile
    busy_below = max(min(profile.busy_below, buffer_bytes // 4), SMALLEST_RESERVE_BYTES)
    return msgspec.structs.replace(
        profile,
        buffer_bytes=buffer_bytes,
        busy_below=busy_below,
        ready_above=min(profile.ready_above, buffer_bytes // 2),
    )


@lru_cache(maxsize=64)
def _courses(profile: Profile, manner: Manner, baud: int, flow: str) -> Courses:
    return Courses(manner, lambda world: Rehearsal(world, profile, manner, baud=baud, flow=flow))


class Rehearsal:
    """A printer and its port in a world of their own, every slip printed byte by byte."""

    def __init__(
        self, world: World, profile: Profile, manner: Manner, *, baud: int, flow: str
    ) -> None:
        self.reports: list[tuple[int, PrintReport]] = []
        """What was reported, and when."""
        time = Timeline(world)
        self._machine = Machine(time, profile, roll_mm=PrinterSettings().new_roll_mm, flow=flow)
        self._port = PrinterPort(world, time, self._machine, manner, baud=baud)
        self._port.tell = lambda report: self.reports.append((world.now_us, report))
        self.print_slip = self._port.print_slip

    @property
    def roll_dots(self) -> int:
        """Paper left."""
        return self._machine.device.roll_dots

    @property
    def taken_bytes(self) -> int:
        """Bytes that have reached the printer."""
        return self._machine.taken_bytes


class InstalledPrinter:
    """One printer with everything around it but mishaps."""

    def __init__(
        self, world: World, settings: PrinterSettings, *, profile: Profile | None = None
    ) -> None:
        """
        Args:
            world: Where it stands.
            settings: Its model, its line and its paper.
            profile: What it is like in truth; None is the model as the settings have it.
        """
        self.profile = profile or profile_for(settings)
        self._device_profile = with_buffer(self.profile, settings.buffer_bytes)
        self._world = world
        self._settings = settings
        self._time = Timeline(world)
        self._machine = Machine(
            self._time, self._device_profile, roll_mm=settings.roll_mm, flow=settings.flow
        )
        self._repairs = Repairs(lambda: self.machine, new_roll_mm=settings.new_roll_mm)
        self._is_built_in = settings.profile == BUILT_IN
        self._is_switched_on = self._is_supplied = True

    @cached_property
    def end(self) -> PrinterPort:
        """The terminal's end of the line; once it is asked for, the printer answers to it alone."""
        settings = self._settings
        # The terminal knows the model, not how somebody set the printer's memory switches.
        manner = msgspec.structs.replace(
            manner_for(self.profile, baud=settings.baud), recovery=settings.recovery
        )
        return PrinterPort(
            self._world,
            self._time,
            self._machine,
            manner,
            baud=settings.baud,
            courses=_courses(self._device_profile, manner, settings.baud, settings.flow),
        )

    @property
    def machine(self) -> Machine:
        """The device under the world's clock, as it is now, and who is told what it does."""
        if "end" in self.__dict__:
            self.end.catch_up()
        return self._machine

    # Bytes ------------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Let bytes arrive from the host."""
        self.machine.feed(data)

    @property
    def on_reply(self) -> Callable[[bytes], None]:
        """Told the bytes that the printer sends back."""
        return self.machine.on_reply

    @on_reply.setter
    def on_reply(self, told: Callable[[bytes], None]) -> None:
        self.machine.on_reply = told

    def show_paper(self, told: Callable[[str, dict[str, Any], Strip], None]) -> None:
        """
        Have every slip shown as it comes out.

        Args:
            told: Takes the kind and the detail of its last event, and the paper.
        """
        self._machine.camera.on_paper = told
        self.end.passes_by = False

    def watch_paper(self, told: Callable[[Strip], None]) -> None:
        """
        Have paper shown line by line while it comes out of the slot.

        Args:
            told: Takes a strip as far as it is out, its `end` empty, whenever one more line of it
                is; and once more when it has ended.
        """
        machine = self.machine

        def see(effect: Effect) -> None:
            if isinstance(effect, StripEnded):
                told(effect.strip)
            elif isinstance(effect, LinePrinted):
                strip = machine.device.strip
                # What happened at one moment is told together: this strip may have ended already.
                if strip is not None and strip.number == effect.strip:
                    told(strip)

        machine.on_effect = see
        machine.device.tells_lines = True
        self.end.passes_by = False

    # Looks ------------------------------------------------------------------------------------

    @property
    def paper_mm(self) -> int:
        """What is left on the roll at this instant, whole millimetres."""
        self.machine.catch_up()
        return self.machine.device.paper_mm

    @property
    def paper_seen_mm(self) -> int:
        """What was left on the roll when anything last happened to it; asking changes nothing."""
        return self._machine.device.paper_mm

    @property
    def is_printing(self) -> bool:
        """True while a slip is under way, also when it pauses."""
        self.machine.catch_up()
        return self.machine.device.is_printing

    @property
    def seen(self) -> dict[str, str]:
        """What somebody sees who looks at it, in the words of `domain.equipment`."""
        machine = self.machine
        machine.catch_up()
        return seen_of(
            machine.device,
            self._repairs.broken,
            near_end_mm=self.profile.near_end_mm,
            has_cutter=self.profile.has_cutter,
            has_cable=not self._is_built_in,
        )

    @property
    def counts(self) -> dict[str, int]:
        """Slips begun, printed whole and torn since the start."""
        return dict(self._machine.camera.counts)

    @property
    def deeds(self) -> Mapping[str, Deed]:
        """What people can do to it, by the names of `domain.actions`."""
        return {**self._repairs.deeds, "restart_printer": self.restart}

    # Power ------------------------------------------------------------------------------------

    def power_on(self) -> None:
        """The terminal has power, and with it a printer that is built in."""
        self.end.is_on = True
        if self._is_built_in:
            self._is_switched_on = True
            self._update_power()

    def power_off(self) -> None:
        """The terminal has none: it forgets its jobs, and a printer that is built in is dark."""
        self.end.power_cut()
        if self._is_built_in:
            self._is_switched_on = False
            self._update_power()

    def restart(self) -> bool:
        """Switch it off and on again; False if it has no switch of its own, or no supply."""
        if self._is_built_in or not self._is_supplied:
            return False
        self._power_fails()
        self._power_comes_back()
        return True

    def _update_power(self) -> None:
        """Make the machine run if it is switched on and supplied."""
        machine = self.machine
        runs = self._is_switched_on and self._is_supplied
        if runs and not machine.device.is_on:
            self._repairs.mend("stuck", "stuck_busy")
            machine.do(Device.power_on)
        elif machine.device.is_on and not runs:
            machine.do(Device.power_off)

    def _power_fails(self) -> None:
        self._is_supplied = False
        self.machine.camera.note("powered_off")
        self._update_power()

    def _power_comes_back(self) -> None:
        self._is_supplied = True
        self.machine.camera.note_alone("powered_on")
        self._update_power()
