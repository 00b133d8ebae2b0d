"""
A driver and a printer on one table, a clerk before them, and a judge who looks at the paper only.

    driver --bytes at the line's speed--> device --> strips of paper --> judge
       ^ |  <----------- answers ---------- |
       | +-- reports --> clerk --- hands ---+
       +---- slips -------+

The clerk does what the terminal's program and the cashier do between them: repairs what is broken,
prints again, voids a torn piece, and marks as a reprint whatever may be there twice. Anything may
happen at any byte, millimetre or moment. No clock runs but its own.

Left out: what the operator is shown, and slips of several copies.
"""

from collections.abc import Callable, Sequence

import msgspec

from emulator.codecs.escpos.encoder import texts
from emulator.codecs.escpos.manner import Manner
from emulator.conformance.slip_line import Act, Line
from emulator.domain.moments import SECOND
from emulator.domain.paper import DOTS_PER_MM, Strip, Text
from emulator.domain.receipt import Receipt, SlipLine
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Flow, Reply, StripEnded
from emulator.printer.driver.driver import Driver
from emulator.printer.driver.jobs import Job, JobEntry, JobReport, unsettled
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import Profile
from emulator.reports.slip import layout

REACTION_US = 2 * SECOND
"""How long the clerk takes to see what is wrong and to put it right."""
PATIENCE_US = 30 * SECOND
"""After so long without a report nobody knows."""
CALM_US = 60 * SECOND
"""How long the printer is watched when all is done."""
TRIES = 12
"""After so many the clerk leaves it."""
ON_PAPER = ("printed", "cutter_jam")


class Findings(msgspec.Struct, frozen=True):
    """What is on the paper in the end."""

    originals: int
    """Whole slips without the reprint mark, also if a line is broken and printed again."""
    reprints: int
    """The same with the mark."""
    legible: int
    """Whole slips of either sort without a broken line."""
    is_confirmed: bool
    """True when the clerk was told in the end that a slip is on paper."""
    reports: tuple[JobReport, ...]

    @property
    def is_safe(self) -> bool:
        """True when there is no second original, and what was told to be there is."""
        return self.originals <= 1 and (self.legible >= 1 or not self.is_confirmed)

    @property
    def is_right(self) -> bool:
        """True when there is a legible slip, and no second one without the mark."""
        return self.is_safe and self.is_confirmed

    @property
    def is_perfect(self) -> bool:
        """True when there is exactly one, and it is an original."""
        return self.is_right and (self.originals, self.reprints) == (1, 0)


class SlipBench:
    """One slip, one printer, one clerk."""

    def __init__(
        self,
        profile: Profile,
        receipt: Receipt,
        *,
        manner: Manner | None = None,
        baud: int | None = 115_200,
    ) -> None:
        """
        Args:
            profile: The printer.
            receipt: The slip, without marks.
            manner: How the driver talks to the printer; None is what fits the profile.
            baud: Speed of the line; None is a network.
        """
        self.manner = manner or manner_for(profile, baud=baud)
        self.device = Device(profile)
        self.driver = Driver(self.manner, log=self)
        self.line = Line(self.manner.byte_us)
        self.now_us = 0
        self.strips: list[Strip] = []
        self.reports: list[JobReport] = []
        self.repairs: list[Act] = []
        """What the clerk will put right when told that no slip came, in this order."""
        self.looks = False
        """True: told that the outcome is unknown, the clerk looks whether the slip is there."""
        self._receipt = receipt
        self._log: list[JobEntry] = []
        self._acts: list[tuple[int, int, Act]] = []
        self._acted = 0
        self._at_dots: tuple[int, Act] | None = None
        self._jobs = 0
        self._has_restarted = False

    # Things that happen -----------------------------------------------------------------------

    def after(self, after_us: int, act: Act) -> None:
        """Let something happen a while from now."""
        self._acted += 1
        self._acts.append((self.now_us + after_us, self._acted, act))
        self._acts.sort(key=lambda entry: entry[:2])

    def at_mm(self, mm: int, act: Act) -> None:
        """Let something happen when so much of a strip is out."""
        self._at_dots = (mm * DOTS_PER_MM, act)

    def do(self, deed: Callable[..., list[Effect]], *values: object) -> None:
        """Do something to the device now."""
        self._hear(deed(*values, self.now_us))

    def cut_line(self, *, is_noticed: bool) -> None:
        """Pull the plug out."""
        self.line.is_cut = True
        self.line.lose_all()
        if is_noticed:
            self.driver.lost(self.now_us)

    def mend_line(self) -> None:
        """Put the plug in."""
        self.line.is_cut = False
        self.driver.regained(self.now_us)

    def restart_host(self) -> None:
        """Take the terminal's power away, and give it back."""
        self._has_restarted = True
        self.line.lose_all()
        self.driver.power_cut()

    def note(self, entry: JobEntry) -> None:
        """Keep the driver's log."""
        self._log.append(entry)

    # The clerk --------------------------------------------------------------------------------

    def print_until_done(self) -> Findings:
        """Print the slip until it is on paper, as the terminal and its cashier would."""
        may_be_whole = is_torn = is_done = False
        for _ in range(TRIES):
            report = self._print_once(reprint=may_be_whole, void_above=is_torn)
            is_done = report is not None and report.result in ON_PAPER
            if is_done:
                break
            if report is None or report.may_finish or report.result == "unknown":
                may_be_whole = True
            is_torn = is_torn or (report is not None and report.printed_mm > 0)
            self.run_until(self.now_us + REACTION_US)
            self._repair()
            is_done = self._came_late() or (may_be_whole and self.looks and self._sees_slip())
            if is_done:
                break
        return self._judge(is_done)

    def _print_once(self, *, reprint: bool, void_above: bool) -> JobReport | None:
        """Print once and wait for the report; None when none came and the log knows nothing."""
        self._jobs += 1
        number = self._jobs
        lines = self._lines(reprint=reprint, void_above=void_above)
        seen = len(self.reports)
        self._has_restarted = False
        self.driver.submit(Job(number, lines, reprint=reprint), self.now_us)
        deadline_us = self.now_us + PATIENCE_US
        while self.now_us < deadline_us and not self._has_restarted:
            for report in self.reports[seen:]:
                if report.number == number:
                    return report
            self._step(deadline_us)
        if self._has_restarted and not any(e.number == number for e in unsettled(self._log)):
            last = next(e for e in reversed(self._log) if e.number == number)
            return JobReport(number, "fault", state=last.state)
        return None

    def _repair(self) -> None:
        for repair in self.repairs:
            repair()

    def _came_late(self) -> bool:
        return any(late.number == self._jobs and late.result in ON_PAPER for late in self.reports)

    def _sees_slip(self) -> bool:
        self.do(self.device.tear_off)
        original, reprint = self._wanted()
        seen = [read(strip, is_strict=True) for strip in self.strips]
        return any(_count(original, lines) + _count(reprint, lines) for lines in seen)

    def _lines(self, *, reprint: bool, void_above: bool) -> tuple[SlipLine, ...]:
        receipt = msgspec.structs.replace(self._receipt, reprint=reprint, void_above=void_above)
        return layout(receipt, columns=self.manner.columns)

    # The judge --------------------------------------------------------------------------------

    def _judge(self, is_done: bool) -> Findings:
        self.run_until(self.now_us + CALM_US)
        self._repair()
        self.run_until(self.now_us + CALM_US)
        self.do(self.device.tear_off)
        original, reprint = self._wanted()
        generous = [read(strip, is_strict=False) for strip in self.strips]
        strict = [read(strip, is_strict=True) for strip in self.strips]
        return Findings(
            originals=sum(_count(original, seen) for seen in generous),
            reprints=sum(_count(reprint, seen) for seen in generous),
            legible=sum(_count(original, seen) + _count(reprint, seen) for seen in strict),
            is_confirmed=is_done,
            reports=tuple(self.reports),
        )

    def _wanted(self) -> tuple[list[str], list[str]]:
        """What a slip says without and with the mark; a line that voids another is no part."""
        original = texts(self._lines(reprint=False, void_above=False), self.manner)
        reprint = texts(self._lines(reprint=True, void_above=False), self.manner)
        return original, reprint

    # Going on ---------------------------------------------------------------------------------

    def run_until(self, until_us: int) -> None:
        """Let everything happen until a moment."""
        while self.now_us < until_us:
            self._step(until_us)

    def _step(self, until_us: int) -> None:
        """Go to the next moment at which something happens, and let it happen."""
        self._pump()
        moments = [until_us]
        for due_us in (
            self.driver.next_us(),
            self.device.next_us(),
            self.line.next_arrival_us(),
        ):
            if due_us is not None:
                moments.append(due_us)
        if self.line.replies:
            moments.append(self.line.replies[0][0])
        if self._acts:
            moments.append(self._acts[0][0])
        if self._at_dots is not None and self.device.is_printing:
            moments.append(self.now_us + self._way_us(self._at_dots[0]))
        self.now_us = max(min(moments), self.now_us)
        self._happen()
        self._pump()

    def _way_us(self, dots: int) -> int:
        """How long until so much is out, if the paper never stops; at least something."""
        way = max(dots - self.device.strip_dots, 1)
        return -(-way * SECOND // (self.manner.speed_mm_s * DOTS_PER_MM))

    def _happen(self) -> None:
        now_us, line = self.now_us, self.line
        self._hear(self.device.advance(now_us))
        arrival_us = line.next_arrival_us()
        if arrival_us is not None and arrival_us <= now_us:
            self._hear(self.device.feed(line.arrive(now_us), now_us))
            for act in line.due_acts():
                act()
        answers = line.due_replies(now_us)
        if answers:
            self.driver.received(answers, now_us)
        self.driver.advance(now_us)
        if self._at_dots is not None and self.device.strip_dots >= self._at_dots[0]:
            act, self._at_dots = self._at_dots[1], None
            act()
        while self._acts and self._acts[0][0] <= now_us:
            self._acts.pop(0)[2]()
        self.reports += self.driver.reports()

    def _pump(self) -> None:
        line = self.line
        while data := self.driver.outgoing()[: line.room]:
            line.take(data, self.now_us)
            self.driver.sent(len(data), self.now_us)
        self.reports += self.driver.reports()

    def _hear(self, effects: Sequence[Effect]) -> None:
        line = self.line
        for effect in effects:
            if isinstance(effect, StripEnded):
                self.strips.append(effect.strip)
            elif isinstance(effect, Flow):
                line.is_busy = effect.busy
                if not line.stops_when_busy:
                    self.driver.hold(effect.busy)
            elif isinstance(effect, Reply):
                line.reply(effect.data, self.now_us)


def read(strip: Strip, *, is_strict: bool) -> list[str]:
    """
    Read what is whole and black on a piece of paper, line by line.

    Args:
        strip: The paper.
        is_strict: True reads an empty line where one is broken; False reads over it, as a person
            does where a broken line was printed again.
    """
    seen = []
    for piece in strip.pieces:
        items = [item for item in piece.line.items if isinstance(item, Text)]
        words = "".join(item.text for item in sorted(items, key=lambda item: item.x)).strip()
        is_whole = piece.dots == piece.line.height and not piece.blank
        if words and (is_whole or is_strict):
            seen.append(words if is_whole else "")
    return seen


def _count(wanted: list[str], seen: list[str]) -> int:
    """How often some lines stand one under the other."""
    size = len(wanted)
    return sum(seen[at : at + size] == wanted for at in range(len(seen) - size + 1))
