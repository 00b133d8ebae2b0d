"""Says the verdict of each run as it comes, and sums up at the end."""

from collections import Counter

from emulator.domain.moments import SECOND
from emulator.domain.verdict import Truth
from emulator.interfaces.bug import write_traceback
from emulator.interfaces.voice import Voice
from emulator.reports.layout import cut, one_line, pad
from emulator.reports.outcome import Outcome
from emulator.reports.words import clock

MARKS = {Truth.PASS: "✓", Truth.FAIL: "✗", Truth.INCONCLUSIVE: "?"}
"""Signs beside the words; none of them is two cells wide in any terminal."""

FULL_REPORTS = 25
"""Whole reports shown on the screen; files get them all."""

_NAME_CELLS = 42


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
        mark, word = MARKS[outcome.truth], self._words[outcome.truth]
        return " ".join(
            (
                mark,
                pad(word, max(len(w) for w in self._words.values())),
                pad(one_line(outcome.scenario), _NAME_CELLS),
                f"seed={outcome.seed}",
                outcome.digest or "-",
                cut(outcome.title, 60),
            )
        )

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
