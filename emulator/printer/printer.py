"""
The receipt printer as the shop knows it: what can go wrong with it and how people repair it.

The paper itself moves in `mechanism`. A repair never resumes a slip: the terminal sends the job
again. A repair by hand undoes what a lever did, and the lever finds nothing to mend when released.
"""

from collections.abc import Iterator

from emulator.domain.receipt import LINE_MM, PrintJob, PrintReport
from emulator.domain.settings import PrinterSettings
from emulator.kernel.lever import lever
from emulator.kernel.port import Port
from emulator.kernel.world import World
from emulator.printer.mechanism import NAME, Mechanism


class Printer:
    """A printer built into the terminal, on the same power supply."""

    def __init__(self, world: World, settings: PrinterSettings) -> None:
        self._world = world
        self._mechanism = Mechanism(world, settings)
        self._shortened_by = ""
        """Which lever left the roll short; empty once there is another roll."""

    @property
    def end(self) -> Port[PrintJob, PrintReport]:
        """The terminal's end."""
        return self._mechanism.end

    @property
    def paper_mm(self) -> int:
        """What is left on the roll at this instant."""
        return self._mechanism.paper_mm

    @property
    def is_printing(self) -> bool:
        """True while a slip is under way, also when it pauses."""
        return self._mechanism.slip is not None

    @property
    def shows_trouble(self) -> bool:
        """True while a lamp or a look tells that no slip would come out, or none be cut."""
        return bool(self._mechanism.trouble) or self._mechanism.is_cutter_jammed

    @property
    def counts(self) -> dict[str, int]:
        """Slips begun, printed whole and torn since the start."""
        paper = self._mechanism
        return {"begun": paper.slips, "printed": paper.printed, "torn": paper.torn}

    # Power ------------------------------------------------------------------------------------

    def power_off(self) -> None:
        """Lose the slip under way, all jobs and all reports; does nothing if it is off."""
        if self._mechanism.is_on:
            self._mechanism.lose_power()

    def power_on(self) -> None:
        """Start with an empty memory; a printer that had hung answers again."""
        self._mechanism.is_on = True
        self._mechanism.is_mute = self._mechanism.is_deaf = False

    # What people can do -----------------------------------------------------------------------

    def load_paper(self) -> bool:
        """Put in a new roll; False while a slip is coming out."""
        if self.is_printing:
            return False
        self._load()
        return True

    def close_cover(self) -> bool:
        """Close the cover; False if it was not open."""
        was, self._mechanism.is_cover_open = self._mechanism.is_cover_open, False
        if was:
            self._world.note(NAME, "cover_closed")
        return was

    def clear_jam(self) -> bool:
        """Take the jammed paper out; False if there was none."""
        was, self._mechanism.is_jammed = self._mechanism.is_jammed, False
        return self._cleared(was, "jam")

    def clear_cutter(self) -> bool:
        """Free the cutter; False if it was free."""
        was, self._mechanism.is_cutter_jammed = self._mechanism.is_cutter_jammed, False
        return self._cleared(was, "cutter_jam")

    def clean_head(self) -> bool:
        """Clean the head or replace the ribbon; False if it printed well."""
        was, self._mechanism.is_faded = self._mechanism.is_faded, False
        return self._cleared(was, "faded")

    def let_cool(self) -> bool:
        """Wait until the head has cooled down; False if it was not hot. A paused slip goes on."""
        was, self._mechanism.is_hot = self._mechanism.is_hot, False
        if was:
            self._world.note(NAME, "cooled")
            self._mechanism.go_on()
        return was

    def _cleared(self, was: bool, trouble: str) -> bool:
        if was:
            self._world.note(NAME, "cleared", trouble=trouble)
        return was

    def _load(self) -> None:
        self._shortened_by = ""
        self._mechanism.load(self._mechanism.settings.new_roll_mm)

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def paper_out(self, *, line: int = 0) -> Iterator[None]:
        """The roll runs out, at once or after so many lines of the slip under way or the next."""
        left_mm = 0
        if line:
            slip = self._mechanism.slip
            out_mm = 0 if slip is None else slip.out_mm(self._world.now_us)
            left_mm = max(line * LINE_MM - out_mm, 0)
        yield from self._shorten("paper_out", left_mm)

    @lever
    def near_end(self) -> Iterator[None]:
        """The roll is almost used up."""
        yield from self._shorten("near_end", self._mechanism.settings.near_end_mm)

    def _shorten(self, name: str, left_mm: int) -> Iterator[None]:
        self._shortened_by = name
        self._mechanism.leave_on_roll(min(left_mm, self.paper_mm))
        yield
        if self._shortened_by == name:
            self._load()

    @lever
    def cover_open(self) -> Iterator[None]:
        """Somebody opened the paper cover."""
        self._mechanism.is_cover_open = True
        self._mechanism.note("cover_opened")
        self._mechanism.interrupt("cover_open", "cover_open")
        yield
        self.close_cover()

    @lever
    def jam(self) -> Iterator[None]:
        """Paper is jammed in the printer."""
        self._mechanism.is_jammed = True
        self._mechanism.note("jammed")
        self._mechanism.interrupt("jam", "jam")
        yield
        self.clear_jam()

    @lever
    def cutter_jam(self) -> Iterator[None]:
        """The cutter is stuck: slips come out whole but are not cut off."""
        self._mechanism.is_cutter_jammed = self._mechanism.settings.has_cutter
        yield
        self.clear_cutter()

    @lever
    def faded(self) -> Iterator[None]:
        """The print head does not heat: slips come out too faint to read."""
        self._mechanism.is_faded = True
        if self._mechanism.slip is not None:
            self._mechanism.slip.is_legible = False
        yield
        self.clean_head()

    @lever
    def hot_head(self) -> Iterator[None]:
        """The print head is too hot: printing pauses until it has cooled down."""
        self._mechanism.is_hot = True
        self._mechanism.note("overheated")
        self._mechanism.pause()
        yield
        self.let_cool()

    @lever
    def stuck(self, *, prints: bool = False) -> Iterator[None]:
        """The printer hangs and tells nothing; paper may still come out."""
        self._mechanism.is_mute = True
        if not prints:
            self._mechanism.is_deaf = True
            self._mechanism.forget_jobs()
            self._mechanism.interrupt("stuck", "")
        yield
        self._mechanism.is_mute = self._mechanism.is_deaf = False
