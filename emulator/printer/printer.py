"""
The receipt printer and what can go wrong with it, lever by lever.

    printer = Printer(world, settings)
    printer.end                           # for a terminal: jobs in, reports out
    printer.feed(data); printer.on_reply  # for anybody else: bytes in, bytes out

A lever changes the equipment or the line; the device and its driver then meet what they meet.
"""

from collections.abc import Callable, Iterator

from emulator.domain.paper import DOTS_PER_MM
from emulator.kernel.lever import lever
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect
from emulator.printer.installed import InstalledPrinter
from emulator.printer.machine import LINE_DOTS

Act = Callable[[Device, int], list[Effect]]
"""Something done to the device at a moment."""


class Printer(InstalledPrinter):
    """A printer, built into the terminal or beside it."""

    def _breaks(
        self, name: str, breaks: Act, mends: Act, *, seen: str = "", ends: str = "", stops: str = ""
    ) -> Iterator[None]:
        """
        Break something about the device until somebody mends it.

        Args:
            name: What `Repairs` knows it by.
            breaks: What happens to the device.
            mends: What undoes it.
            seen: What the camera notes of the breaking; empty for nothing.
            ends: What it notes of the mending, or the `trouble` of `cleared`; empty for nothing.
            stops: Why a slip under way is torn, if nothing comes of it.
        """
        machine = self.machine
        machine.catch_up()
        if seen:
            machine.camera.note(seen)
        if stops:
            machine.camera.stopped(stops)
        self._repairs.broke(name, lambda: machine.do(mends), ends)
        machine.do(breaks)
        yield
        self._repairs.mend(name)

    def _spoils(
        self, name: str, spoils: Callable[[], None], mends: Callable[[], None], ends: str
    ) -> Iterator[None]:
        """Spoil something about the line until somebody mends it; as `_breaks`."""
        machine = self.machine

        def mend() -> None:
            mends()
            machine.catch_up()

        spoils()
        self._repairs.broke(name, mend, ends)
        machine.catch_up()
        yield
        self._repairs.mend(name)

    # Levers: paper ----------------------------------------------------------------------------

    @lever
    def paper_out(self, *, line: int = 0, mm: int = 0) -> Iterator[None]:
        """The roll runs out, at once or after so many lines of the slip under way or the next."""
        self.machine.catch_up()
        wanted = max(line * LINE_DOTS, mm * DOTS_PER_MM)
        return self._shorten("paper_out", wanted - self.machine.device.strip_dots)

    @lever
    def near_end(self) -> Iterator[None]:
        """The roll is almost used up."""
        return self._shorten("near_end", self.profile.near_end_mm * DOTS_PER_MM)

    def _shorten(self, name: str, left_dots: int) -> Iterator[None]:
        machine = self.machine
        self._repairs.shortened_by = name
        machine.catch_up()
        left_dots = min(max(left_dots, 0), machine.device.roll_dots)
        machine.do(lambda device, now_us: device.leave_on_roll(left_dots, now_us))
        yield
        if self._repairs.shortened_by == name:
            self._repairs.load()

    @lever
    def wrong_side(self) -> Iterator[None]:
        """The roll lies wrong side up: paper comes out, and nothing is on it."""
        return self._breaks(
            "wrong_side",
            lambda device, now_us: device.wrong_side(True, now_us),
            lambda device, now_us: device.wrong_side(False, now_us),
        )

    @lever
    def jam(self) -> Iterator[None]:
        """Paper is jammed in the printer."""
        return self._breaks(
            "jam", Device.jam, Device.clear_jam, seen="jammed", ends="jam", stops="jam"
        )

    # Levers: cover, cutter, head --------------------------------------------------------------

    @lever
    def cover_open(self) -> Iterator[None]:
        """Somebody opened the paper cover."""
        return self._breaks(
            "cover_open",
            Device.open_cover,
            Device.close_cover,
            seen="cover_opened",
            ends="cover_closed",
            stops="cover_open",
        )

    @lever
    def cutter_jam(self) -> Iterator[None]:
        """The cutter is stuck: slips come out whole but are not cut off."""
        if not self.profile.has_cutter:
            return _nothing()
        return self._breaks(
            "cutter_jam", Device.block_cutter, Device.free_cutter, ends="cutter_jam"
        )

    @lever
    def faded(self) -> Iterator[None]:
        """The print head does not heat: slips come out too faint to read."""
        return self._breaks("faded", Device.fade, Device.unfade, ends="faded")

    @lever
    def hot_head(self) -> Iterator[None]:
        """The print head is too hot: printing pauses until it has cooled down."""
        camera = self.machine.camera

        def cool(device: Device, now_us: int) -> list[Effect]:
            camera.stopped("")  # it goes on by itself
            return device.cool_down(now_us)

        return self._breaks(
            "hot_head",
            Device.overheat,
            cool,
            seen="overheated",
            ends="cooled",
            stops="hot",
        )

    @lever
    def head_failure(self) -> Iterator[None]:
        """The print head is broken: nothing prints until it is replaced and the power was off."""
        return self._breaks(
            "head_failure",
            Device.break_head,
            _replace_head,
            seen="head_failed",
            ends="head_failure",
            stops="head_failure",
        )

    # Levers: button, sensors, drawer ----------------------------------------------------------

    @lever
    def feed_button(self) -> Iterator[None]:
        """The feed button is stuck: blank paper comes out and nothing is printed."""
        return self._breaks(
            "feed_button",
            Device.press_feed,
            Device.release_feed,
            seen="feed_pressed",
            ends="feed_button",
        )

    @lever
    def near_end_lies(self) -> Iterator[None]:
        """The near-end sensor tells the opposite of what is true."""
        said = not self.machine.device.status.near_end
        return self._breaks(
            "near_end_lies",
            lambda device, now_us: device.lie_near_end(said, now_us),
            lambda device, now_us: device.lie_near_end(None, now_us),
            ends="sensor",
        )

    @lever
    def cover_lies(self) -> Iterator[None]:
        """The cover sensor says open although the cover is closed."""
        return self._breaks(
            "cover_lies",
            lambda device, now_us: device.lie_cover(True, now_us),
            lambda device, now_us: device.lie_cover(None, now_us),
            ends="sensor",
            stops="cover_open",
        )

    @lever
    def drawer_open(self) -> Iterator[None]:
        """The cash drawer is open."""
        return self._breaks(
            "drawer_open",
            lambda device, now_us: device.drawer(True, now_us),
            lambda device, now_us: device.drawer(False, now_us),
            seen="drawer_opened",
            ends="drawer_closed",
        )

    # Levers: program and power ----------------------------------------------------------------

    @lever
    def stuck(self, *, prints: bool = False) -> Iterator[None]:
        """The printer hangs and tells nothing; paper may still come out."""
        if prints:
            return self._breaks("stuck", Device.mute, Device.unmute)
        return self._breaks("stuck", Device.hang, Device.unhang, stops="stuck")

    @lever
    def stuck_busy(self) -> Iterator[None]:
        """The printer says busy for ever: the terminal cannot send."""
        return self._breaks("stuck_busy", Device.keep_busy, Device.release_busy)

    @lever
    def power_cut(self) -> Iterator[None]:
        """The printer's power fails: all that it had in memory is gone."""
        self._power_fails()
        yield
        self._power_comes_back()

    # Levers: the line -------------------------------------------------------------------------

    @lever
    def cable_unplugged(self, *, after_bytes: int = 0) -> Iterator[None]:
        """The printer's cable is loose, at once or after so many more bytes."""
        plug = self.machine.plug
        return self._spoils(
            "cable_unplugged", lambda: plug.pull_out(after_bytes), plug.push_in, "cable"
        )

    @lever
    def no_answers(self) -> Iterator[None]:
        """The line back from the printer is broken: it prints and tells nothing."""
        plug = self.machine.plug
        return self._spoils("no_answers", plug.cut_way_back, plug.mend_way_back, "cable")

    @lever
    def line_noise(self, *, every_bytes: int = 200) -> Iterator[None]:
        """There is noise on the printer's cable: now and then a byte is wrong."""
        plug = self.machine.plug
        return self._spoils("line_noise", lambda: plug.disturb(every_bytes), plug.calm, "cable")

    @lever
    def wrong_baud(self) -> Iterator[None]:
        """The printer's line speed is set wrong: what arrives is garbage."""
        plug = self.machine.plug
        return self._spoils("wrong_baud", plug.mistake_speed, plug.correct_speed, "settings")

    @lever
    def flow_control_ignored(self) -> Iterator[None]:
        """Nobody heeds the printer's flow control: what comes when its buffer is full is lost."""
        machine = self.machine
        return self._spoils(
            "flow_control",
            lambda: machine.heed_flow(False),
            lambda: machine.heed_flow(True),
            "settings",
        )


def _replace_head(device: Device, now_us: int) -> list[Effect]:
    """Put in a new head, for which the printer is switched off and on."""
    effects = device.mend_head(now_us)
    if device.is_on:
        effects += device.power_off(now_us)
        effects += device.power_on(now_us)
    return effects


def _nothing() -> Iterator[None]:
    """A lever that moves and changes nothing."""
    yield
