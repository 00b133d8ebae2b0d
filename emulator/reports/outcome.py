"""
What a run came to, small enough to hand from process to process.

The trace stays where it was made; an outcome keeps the verdicts in words, the place in the file
and the finished report of a run that did not hold.
"""

import re
from collections.abc import Sequence

import msgspec

from emulator.domain.plan import NOWHERE, Scenario, Span
from emulator.domain.texts import say
from emulator.domain.verdict import Truth, Verdict
from emulator.reports.layout import Line, one_line
from emulator.reports.words import trade_word, worded

_SPOKEN = frozenset(("said", "copy", "reason", "wanted", "found", "kind"))
"""Values of a verdict that are words of the trade."""

_EXPECTATION = re.compile(r"expect\[(\d+)\]")
"""How the verdict on the n-th expectation of a file is called."""


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """One check that did not hold, in words and with its place."""

    check: str
    truth: Truth
    sentence: str
    span: Span = NOWHERE


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario came to under one seed."""

    scenario: str
    title: str
    """In the language of the report."""
    seed: int
    truth: Truth
    file: str = ""
    line: int = 1
    digest: str = ""
    end_us: int = 0
    """Simulated time at the end."""
    events: int = 0
    took_s: float = 0.0
    """Of the wall clock; no part of anything that must be repeatable."""
    held: int = 0
    waived: int = 0
    not_applied: int = 0
    broken: tuple[Broken, ...] = ()
    """Worst first."""
    report: tuple[Line, ...] = ()
    """The whole failure report; empty when the run held."""
    alarms: tuple[str, ...] = ()
    """What a shop with monitoring was told of, one sentence each."""
    crash: str = ""
    """Traceback of a bug; empty when there was none."""
    covers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """The verdict in one line; empty when the run held."""
        return self.report[0].text if self.report else ""

    @property
    def span(self) -> Span:
        """Where in a file the worst broken check stands; the top of the file if nowhere."""
        for broken in self.broken:
            if broken.span.line:
                return broken.span
        return Span(self.file, self.line, 1, 1)


def title_of(scenario: Scenario, lang: str) -> str:
    """The scenario's title in a language, or the other one, or its name."""
    first, second = scenario.title, scenario.title_en
    if lang == "en":
        first, second = second, first
    return one_line(first or second or scenario.name)


def broken_of(scenario: Scenario, verdicts: Sequence[Verdict], lang: str) -> tuple[Broken, ...]:
    """All verdicts that count and did not hold, the worst first, else in the order of the run."""
    counted = [v for v in verdicts if v.truth is not Truth.PASS and v.applied and not v.waived]
    counted.sort(key=lambda verdict: -verdict.truth)
    return tuple(
        Broken(
            check=verdict.check,
            truth=verdict.truth,
            sentence=sentence_of(verdict, lang),
            span=span_of(scenario, verdict),
        )
        for verdict in counted
    )


def sentence_of(verdict: Verdict, lang: str) -> str:
    """
    Say what a verdict says.

    A check of somebody else's may bring a message that is in no messages file: it is shown by its
    name and values, because a missing sentence must not hide a failure.
    """
    try:
        return one_line(say(verdict.message, lang, **_in_words(verdict.values, lang)))
    except (KeyError, IndexError, ValueError):
        values = ", ".join(f"{key} {worded(key, value)}" for key, value in verdict.values.items())
        said = verdict.message or verdict.truth.word
        return one_line(f"{verdict.check}: {said}{f' ({values})' if values else ''}")


def _in_words(values: dict[str, str | int], lang: str) -> dict[str, str | int]:
    """What a sentence names, with the words of the trade in the reader's language."""
    return {
        key: trade_word(value, lang, key) if key in _SPOKEN and isinstance(value, str) else value
        for key, value in values.items()
    }


def span_of(scenario: Scenario, verdict: Verdict) -> Span:
    """Where the thing that a verdict is about stands in the scenario file."""
    match = _EXPECTATION.match(verdict.check)
    if match is not None and 0 < int(match[1]) <= len(scenario.expect):
        expectation = scenario.expect[int(match[1]) - 1]
        fact = str(verdict.values.get("fact", ""))
        return expectation.spans.get(fact, expectation.span)
    if verdict.check == "steps_done" and verdict.values.get("number"):
        return scenario.steps[int(verdict.values["number"]) - 1].span
    faults = str(verdict.values.get("faults", "")).split(", ")
    return next((f.span for f in scenario.faults if f.id in faults), NOWHERE)
