"""
The way of the paper: roll, motor, the line under way, and the strip that hangs out.

Every line has its place on an endless way, counted in dots along what is to be printed. The way is
numbered anew where paper moves that no line had asked for, so that places of waiting lines hold.
"""

from collections.abc import Callable

import msgspec

from emulator.domain.paper import Line
from emulator.printer.device.effects import Effect, StripBegan, StripEnded
from emulator.printer.device.motion import Motion
from emulator.printer.device.roll import Roll
from emulator.printer.device.strip import StripUnderWay, rest_of
from emulator.printer.profile import Profile


class LineUnderWay(msgspec.Struct, gc=False):
    """A line that is coming out."""

    line: Line
    """As it was ordered."""
    start: int
    end: int
    shown: Line
    """What of it comes out on this strip: all of it, or the rest."""
    shown_from: int
    is_blank: bool
    is_feed: bool
    """True: the feed button made it."""


class PaperPath:
    """What moves, and what hangs out."""

    __slots__ = ("_tell", "is_blank", "line", "motion", "place", "roll", "strip")

    def __init__(self, profile: Profile, tell: Callable[[Effect], None]) -> None:
        self.motion = Motion(profile.speed_mm_s)
        self.roll = Roll(profile)
        self.strip = StripUnderWay(profile.width)
        self.line: LineUnderWay | None = None
        self.place = 0
        """Where the paper stood when the last line was out."""
        self.is_blank = False
        """True: what comes out now cannot be read."""
        self._tell = tell

    def roll_dots(self, now_us: int) -> int:
        """How much paper is left."""
        return max(self.roll.end - self.motion.place(now_us), 0)

    def strip_dots(self, now_us: int) -> int:
        """How much of the strip is out."""
        line = self.line
        out = 0 if line is None else self.motion.place(now_us) - line.shown_from
        return self.strip.dots + out

    # Lines ------------------------------------------------------------------------------------

    def begin_line(self, what: Line, place: int, is_feed: bool = False) -> LineUnderWay:
        """Let a line be the one under way; the motor is started by `move`."""
        line = self.line = LineUnderWay(
            what, place, place + what.height, what, place, self.is_blank, is_feed
        )
        return line

    def begin_feed_line(self, what: Line) -> None:
        """Let a line come before all that wait."""
        self._back(what.height)
        self.begin_line(what, self.place, is_feed=True)

    def move(self, at_us: int) -> None:
        """Let the paper move, on a new strip if none hangs out."""
        self.motion.start(at_us)
        if not self.strip.is_begun:
            is_feed = self.line is not None and self.line.is_feed
            self._tell(StripBegan(at_us, self.strip.begin(), is_feed))

    def finish_line(self, line: LineUnderWay) -> None:
        """Let the line be out; the motor runs on in case that another one follows at once."""
        self.place = line.end
        self.line = None
        self.strip.add(line.shown, line.end - line.shown_from, line.is_blank)

    def halt(self, at_us: int) -> None:
        """Stop the motor in the middle of a line; between lines it stops by `stand`."""
        if self.line is not None and self.motion.is_running:
            self.motion.stop(at_us)

    def stand(self) -> None:
        """Stand still where the last line ended."""
        self.motion.stand_at(self.place)

    def restart_line(self, at_us: int) -> None:
        """Begin the broken line anew, after what of it is on the paper already."""
        line = self.line
        if line is None:
            return
        place = self.motion.place(at_us)
        self.strip.add(line.shown, place - line.shown_from, line.is_blank)
        self._back(place - line.start)
        line.shown, line.shown_from, line.is_blank = line.line, line.start, self.is_blank

    def drop_line(self, at_us: int) -> None:
        """Forget what of the line is not out, and stand still."""
        self.place = self.motion.place(at_us)
        self.stand()
        self.line = None
        self.strip.take_back()

    def spoil_line(self) -> None:
        """Note that the line under way cannot be read, as a whole."""
        if self.line is not None:
            self.line.is_blank = True

    # Strip and roll ---------------------------------------------------------------------------

    def end_strip(self, how: str, at_us: int) -> None:
        """Part the strip from the roll; a line under way goes on with its rest."""
        line = self.line
        if line is not None:
            place = self.motion.place(at_us)
            self.strip.add(line.shown, place - line.shown_from, line.is_blank)
            line.shown, line.shown_from = rest_of(line.line, place - line.start), place
            line.is_blank = self.is_blank
        strip = self.strip.end(how)
        if strip is not None:
            self._tell(StripEnded(at_us, strip))

    def put_roll(self, dots: int, now_us: int) -> None:
        """Let so much paper be left from where it stands."""
        self.roll.put(dots, self.motion.place(now_us))

    def _back(self, dots: int) -> None:
        """Number the way anew so that the paper stands so much before the next line."""
        self.motion.back(dots)
        self.roll.end -= dots
        self.place -= dots
