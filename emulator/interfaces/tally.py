"""Says the verdict of each run as it comes, and sums up at the end."""

from collections import Counter

from emulator.domain.moments import SECOND
from emulator.domain.verdict import Truth
from emulator.interfaces.bug import write_traceback
from emulator.interfaces.voice import Voice
from emulator.reports.layout import cells, cut, one_line, pad
from emulator.reports.outcome import Outcome
from emulator.reports.words import clock

MARKS = {Truth.PASS: "✓", Truth.FAIL: "✗", Truth.INCONCLUSIVE: "?"}
"""Signs beside the words; none of them is two cells wide in any terminal."""

FULL_REPORTS = 25
"""Whole reports shown on the screen; files get them all."""

_NAME_CELLS = 42
_TITLE_CELLS = 60
_SHORTEST_TITLE = 8
"""Cells below which a title tells nothing."""
_SHORT_DIGEST = 12
"""Digits of a digest that tell two runs apart at a glance."""


class Tally:
    """The outcomes so far; the worst of them is what the command answers."""

    def __init__(self, voice: Voice) -> None:
        self.outcomes: list[Outcome] = []
        self.interrupted = False
        self._voice = voice
        self._count: Counter[Truth] = Counter()
        self._reports = 0
        self._words = {truth: voice.text(f"report.truth.{truth.word}") for truth in Truth}

    @property
    def truth(self) -> Truth:
        """The worst so far; nothing at all is inconclusive."""
        return max(self._count, default=Truth.INCONCLUSIVE)

    @property
    def crashed(self) -> bool:
        """True when any run met a mistake of ours."""
        return any(outcome.crash for outcome in self.outcomes)

    @property
    def held_last(self) -> bool:
        """True when the last outcome held."""
        return bool(self.outcomes) and self.outcomes[-1].truth is Truth.PASS

    def add(self, outcome: Outcome) -> None:
        """Take in one outcome: a line for the verdict, the report if it did not hold."""
        self.outcomes.append(outcome)
        self._count[outcome.truth] += 1
        self._voice.put(self._line(outcome), outcome.truth.word)
        for alarm in outcome.alarms:
            self._voice.put(f"    {alarm}", "dim")
        if outcome.report and self._reports < FULL_REPORTS:
            self._reports += 1
            self._voice.put("")
            self._voice.put_lines(outcome.report)
            self._voice.put("")
        if outcome.crash:
            path = write_traceback(outcome.crash)
            if path is not None:
                self._voice.tell("cli.bug_file", file=path)
            self._voice.tell("cli.bug_report")

    def _line(self, outcome: Outcome) -> str:
        """A screen gets what fits on one line of it; a file or a pipe gets the whole digest."""
        width = self._voice.width
        digest = outcome.digest or "-"
        head = " ".join(
            (
                MARKS[outcome.truth],
                pad(self._words[outcome.truth], max(cells(w) for w in self._words.values())),
                pad(one_line(outcome.scenario), _NAME_CELLS),
                f"seed={outcome.seed}",
                digest if width is None else digest[:_SHORT_DIGEST],
            )
        )
        room = _TITLE_CELLS if width is None else min(width - cells(head) - 2, _TITLE_CELLS)
        return f"{head} {cut(outcome.title, room)}" if room >= _SHORTEST_TITLE else head

    def sum_up(self, *, took_s: float) -> None:
        """Say how many held, failed and could not be judged, and name those that did not hold."""
        troubled = [o for o in self.outcomes if o.truth is not Truth.PASS or o.crash]
        if len(troubled) > 1 or (troubled and len(self.outcomes) > 10):
            self._voice.tell("cli.run.troubled")
            for outcome in troubled[:FULL_REPORTS]:
                self._voice.narrate(f"  {MARKS[outcome.truth]} {outcome.headline}")
            if len(troubled) > FULL_REPORTS:
                self._voice.tell("cli.run.more", count=len(troubled) - FULL_REPORTS)
        if self.interrupted:
            self._voice.tell("cli.interrupted")
        simulated_us = sum(outcome.end_us for outcome in self.outcomes)
        self._voice.narrate(
            self._voice.text(
                "cli.run.summary",
                count=len(self.outcomes),
                held=self._count[Truth.PASS],
                broken=self._count[Truth.FAIL],
                unclear=self._count[Truth.INCONCLUSIVE],
                seconds=f"{took_s:.1f}",
                simulated=clock(simulated_us // SECOND * SECOND).removesuffix(".000"),
            ),
            self.truth.word,
        )
