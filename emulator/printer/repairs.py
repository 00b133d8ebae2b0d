"""
What is broken about a printer, and what people can do about it with their hands.

Every deed gives False when there was nothing to do, and notes nothing then. A repair by hand undoes
what a lever did, and the lever finds nothing to mend when it is released. Whether the printer goes
on with a slip that was interrupted is the printer's and the terminal's affair, nobody's here.
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from emulator.printer.device.device import Device
from emulator.printer.machine import Machine

Deed = Callable[..., bool]
Mend = Callable[[], None]

_AT_THE_CABLE = ("cable_unplugged", "no_answers", "line_noise")
MENDED_BY_HAND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "load_paper": ("paper_out", "near_end", "wrong_side"),
        "close_cover": ("cover_open",),
        "clear_jam": ("jam",),
        "clear_cutter": ("cutter_jam",),
        "replace_print_head": ("faded", "head_failure"),
        "let_printer_cool": ("hot_head",),
        "release_feed_button": ("feed_button",),
        "reconnect_printer_cable": _AT_THE_CABLE,
        "set_up_printer_line": ("wrong_baud", "flow_control_ignored"),
        "replace_sensor": ("near_end_lies", "cover_lies"),
        "close_drawer": ("drawer_open",),
    }
)
"""Deeds to the levers that have nothing left to mend after them. A restart takes its time."""
PAPER_IN_FRONT = ("load_paper", "feed_paper")
"""Deeds at whichever printer the cashier stands; all others are for what is broken."""
_EVENTS = ("cover_closed", "cooled", "drawer_closed")
"""What the end of a trouble is called where it is not `cleared`."""


class Repairs:
    """The hands at one printer."""

    def __init__(self, at: Callable[[], Machine], *, new_roll_mm: int) -> None:
        """
        Args:
            at: Goes to the printer.
            new_roll_mm: Length of the rolls in the cupboard.
        """
        self.shortened_by = ""
        """Which lever left the roll short; empty once there is another roll."""
        self._at = at
        self._new_roll_mm = new_roll_mm
        self._broken: dict[str, tuple[Mend, str]] = {}

    @property
    def deeds(self) -> Mapping[str, Deed]:
        """Every deed by its name in `domain.actions`."""
        return {
            "load_paper": self.load_paper,
            "feed_paper": self.feed_paper,
            "close_cover": lambda: self.mend("cover_open"),
            "clear_jam": lambda: self.mend("jam"),
            "clear_cutter": lambda: self.mend("cutter_jam"),
            "replace_print_head": lambda: self.mend("faded", "head_failure"),
            "let_printer_cool": lambda: self.mend("hot_head"),
            "release_feed_button": lambda: self.mend("feed_button"),
            "reconnect_printer_cable": lambda: self.mend(*_AT_THE_CABLE),
            "set_up_printer_line": lambda: self.mend("wrong_baud", "flow_control"),
            "replace_sensor": lambda: self.mend("near_end_lies", "cover_lies"),
            "close_drawer": lambda: self.mend("drawer_open"),
        }

    @property
    def broken(self) -> Collection[str]:
        """What is broken, by the names that whoever broke it gave it."""
        return self._broken.keys()

    def broke(self, name: str, mend: Mend, ends: str = "") -> None:
        """
        Know that something is broken.

        Args:
            name: What it is called here.
            mend: What mends it.
            ends: What the camera notes then: a kind of event, or the `trouble` of `cleared`; empty
                for nothing.
        """
        self._broken[name] = mend, ends

    def mend(self, *names: str) -> bool:
        """Mend what is broken of these; False if nothing is."""
        found = [self._broken.pop(name) for name in names if name in self._broken]
        for mend, ends in found:
            camera = self._at().camera
            if ends in _EVENTS:
                camera.note_alone(ends)
            elif ends:
                camera.note_alone("cleared", trouble=ends)
            mend()
        return bool(found)

    # Paper ------------------------------------------------------------------------------------

    def load_paper(self) -> bool:
        """Put in a new roll, right side up; False while a slip is coming out."""
        machine = self._at()
        machine.catch_up()
        device = machine.device
        if device.is_printing and not device.status.is_offline:
            return False
        self.load()
        return True

    def load(self) -> None:
        """Put in a new roll, whatever happens just now."""
        self.shortened_by = ""
        machine = self._at()
        machine.camera.note_alone("paper_loaded")
        self.mend("wrong_side")
        machine.do(lambda device, now_us: device.load_roll(self._new_roll_mm, now_us))

    def feed_paper(self) -> bool:
        """Press the feed button for a moment; False if no blank line comes of it."""
        machine = self._at()
        machine.catch_up()
        device = machine.device
        # Letting go of a button that is stuck would free it; a slip that waits must stay whole.
        if "feed_button" in self._broken or device.is_printing or not device.is_on:
            return False
        machine.do(Device.press_feed)
        machine.do(Device.release_feed)
        return device.is_printing
