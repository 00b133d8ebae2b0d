"""
A receipt printer: what its host sees of it, and all that people and mishaps can do to it.

Whatever is done may be done at any time and twice: what is already so changes nothing. A repair
removes the cause; whether the printer then goes on is its own affair, and its host's.
"""

from emulator.domain.paper import DOTS_PER_MM
from emulator.printer.device.device_core import DeviceCore
from emulator.printer.device.effects import Effect


class Device(DeviceCore):
    """
    One printer.

    Every method here lets everything happen until its moment, changes something about the hardware,
    lets the printer notice, and returns what came of it.
    """

    # Paper ------------------------------------------------------------------------------------

    def load_roll(self, mm: int, now_us: int) -> list[Effect]:
        """Put in a roll, right side up; what hangs out is taken away with the old one."""

        def act(at_us: int) -> None:
            path = self._path
            path.end_strip("paper_out" if path.roll.is_at_end else "torn", at_us)
            self._machine.is_wrong_side = False
            path.put_roll(mm * DOTS_PER_MM, at_us)

        return self._do(act, now_us)

    def leave_on_roll(self, dots_left: int, now_us: int) -> list[Effect]:
        """Make the paper end so many dot rows from where it stands; it never gets longer."""

        def act(at_us: int) -> None:
            path = self._path
            path.put_roll(max(min(dots_left, path.roll_dots(at_us)), 0), at_us)

        return self._do(act, now_us)

    def tear_off(self, now_us: int) -> list[Effect]:
        """Tear off what hangs out."""
        return self._do(lambda at_us: self._path.end_strip("torn", at_us), now_us)

    def wrong_side(self, paper: bool, now_us: int) -> list[Effect]:
        """Let the paper lie wrong side up, where nothing shows, or turn it over again."""
        return self._set("is_wrong_side", paper, now_us)

    def jam(self, now_us: int) -> list[Effect]:
        """Let the paper jam."""

        def act(_at_us: int) -> None:
            self._machine.is_jammed = True
            self._controller.jam()

        return self._do(act, now_us)

    def clear_jam(self, now_us: int) -> list[Effect]:
        """Pull the jammed paper out, and what hangs out with it; the error may stay."""

        def act(at_us: int) -> None:
            if self._machine.is_jammed:
                self._machine.is_jammed = False
                self._path.end_strip("torn", at_us)
                self._controller.clear_cause()

        return self._do(act, now_us)

    # Cover, cutter, head ----------------------------------------------------------------------

    def open_cover(self, now_us: int) -> list[Effect]:
        """Open the cover."""
        return self._set("is_cover_open", True, now_us)

    def close_cover(self, now_us: int) -> list[Effect]:
        """Close the cover."""
        return self._set("is_cover_open", False, now_us)

    def block_cutter(self, now_us: int) -> list[Effect]:
        """Block the cutter; it is noticed when it should cut."""

        def act(_at_us: int) -> None:
            self._engine.is_cutter_blocked = True
            self._machine.is_cutter_blocked = True

        return self._do(act, now_us)

    def free_cutter(self, now_us: int) -> list[Effect]:
        """Free the cutter; the error may stay."""

        def act(_at_us: int) -> None:
            self._engine.is_cutter_blocked = False
            self._machine.is_cutter_blocked = False
            self._controller.clear_cause()

        return self._do(act, now_us)

    def overheat(self, now_us: int) -> list[Effect]:
        """Let the head be too hot, whatever it prints."""
        return self._set("is_overheated", True, now_us)

    def cool_down(self, now_us: int) -> list[Effect]:
        """Let the head be cool again, as far as it was hot from outside."""
        return self._set("is_overheated", False, now_us)

    def break_head(self, now_us: int) -> list[Effect]:
        """Let the head's voltage fail, from which only power-on after a repair recovers."""

        def act(_at_us: int) -> None:
            self._machine.is_head_broken = True
            self._controller.break_head()

        return self._do(act, now_us)

    def mend_head(self, now_us: int) -> list[Effect]:
        """Mend the head; the error stays until the printer is switched off and on."""
        return self._set("is_head_broken", False, now_us)

    def fade(self, now_us: int) -> list[Effect]:
        """Let the head not heat: paper comes out blank, and no status tells it."""
        return self._set("is_faded", True, now_us)

    def unfade(self, now_us: int) -> list[Effect]:
        """Let the head heat again."""
        return self._set("is_faded", False, now_us)

    # Button, drawer, sensors ------------------------------------------------------------------

    def press_feed(self, now_us: int) -> list[Effect]:
        """Hold the feed button down: after the line under way blank ones follow."""
        return self._set("is_feed_pressed", True, now_us)

    def release_feed(self, now_us: int) -> list[Effect]:
        """Let go of the feed button; a blank line that has begun is finished."""
        return self._set("is_feed_pressed", False, now_us)

    def drawer(self, open: bool, now_us: int) -> list[Effect]:
        """Let the drawer be open or shut."""
        return self._set("is_drawer_open", open, now_us)

    def lie_near_end(self, value: bool | None, now_us: int) -> list[Effect]:
        """Let the near-end sensor say something whatever the paper; None mends it."""
        return self._set("near_end_lie", value, now_us)

    def lie_cover(self, value: bool | None, now_us: int) -> list[Effect]:
        """
        Let the cover's sensor say open or closed whatever the cover; None mends it.

        The printer believes it. With the cover open in truth it prints, and nothing shows.
        """
        return self._set("cover_lie", value, now_us)

    # Line and power ---------------------------------------------------------------------------

    def hang(self, now_us: int) -> list[Effect]:
        """Let its program stop: bytes vanish, nothing is answered, nothing moves."""
        return self._set("is_hung", True, now_us)

    def unhang(self, now_us: int) -> list[Effect]:
        """Let its program run again from where it stopped; switching off and on does so too."""
        return self._set("is_hung", False, now_us)

    def mute(self, now_us: int) -> list[Effect]:
        """Cut the line back to the host: what is answered is answered in vain."""
        return self._set("is_mute", True, now_us)

    def unmute(self, now_us: int) -> list[Effect]:
        """Mend the line back to the host."""
        return self._set("is_mute", False, now_us)

    def keep_busy(self, now_us: int) -> list[Effect]:
        """Let the busy signal hang until it is released or the printer switched off."""
        return self._set("is_kept_busy", True, now_us)

    def release_busy(self, now_us: int) -> list[Effect]:
        """Let the busy signal say again what is so."""
        return self._set("is_kept_busy", False, now_us)
