"""
What somebody at the shop meets: a symptom, and the answer to everything that can be asked then.

    a story -> its run -> for each symptom the moment at which somebody asks about it
            -> what can be noticed then, and what every check would show

A situation has the causes that the story was proven to have and that have shown themselves by
then: they came about, and without them something that can be asked would have another answer. A
fault that strikes later, and a defect that nothing has called upon yet, nobody could find.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from emulator.clearing.calendar import BankCalendar
from emulator.diagnosis.asking import ASKS_US, Course
from emulator.diagnosis.checking import visited
from emulator.diagnosis.scene import Scene
from emulator.diagnosis.signs import signs_of
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.proof.brought import Brought, brought_about
from emulator.proof.counterfactual import told_without
from emulator.proof.outcome import outcome_of
from emulator.proof.symptoms import symptoms_of
from emulator.runner import run

MOST_LATER = 8
"""Later moments of one story that are looked at."""
SYMPTOM = "symptom"
"""Name of the question that is asked first."""

Answers = dict[str, str]
"""Question to answer; a question that is not there has no answer."""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """One moment of one run, as somebody at the shop sees it."""

    scenario: str
    causes: tuple[str, ...]
    """What is the matter, as numbers of the catalogue."""
    answers: Answers


def situations_of(scenario: Scenario, causes: Iterable[str]) -> Iterator[Situation]:
    """
    Run a story and look at it from the moment at which each of its symptoms is seen.

    Args:
        scenario: The story.
        causes: What it was proven to have.

    Raises:
        RuntimeError: A run broke off by a mistake of ours; nothing must be learnt from it.
    """
    story = _Story(scenario, tuple(causes))
    moments = {symptom: story.course.moment_of(symptom) for symptom in story.symptoms()}
    seen = {symptom: at_us for symptom, at_us in moments.items() if at_us is not None}
    for symptom, seen_us in seen.items():
        yield from story.situation(symptom, seen_us)
    # A cause may show itself only in what people meet afterwards, as when they key a remedy.
    for symptom, seen_us in list(seen.items())[:1]:
        for later_us in islice(story.course.later_moments(seen_us), MOST_LATER):
            if story.hidden:
                yield from story.situation(symptom, later_us, only=story.hidden)


class _Story:
    def __init__(self, scenario: Scenario, causes: tuple[str, ...]) -> None:
        self._scenario = scenario
        self._causes = causes
        self._events = _played(scenario)
        self._met: dict[int, tuple[tuple[str, ...], Answers]] = {}
        self.course = Course(self._events, scenario.given)
        self.hidden = frozenset(causes)
        """Causes that have shown themselves in no situation yet."""

    def situation(
        self, symptom: str, seen_us: int, *, only: frozenset[str] = frozenset()
    ) -> Iterator[Situation]:
        """What somebody meets at a moment; none if no cause has shown itself, or none of some."""
        if seen_us not in self._met:
            self._met[seen_us] = self._meets(seen_us)
        shown, answers = self._met[seen_us]
        if not shown or (only and not only & set(shown)):
            return
        self.hidden -= set(shown)
        answers = {SYMPTOM: symptom, **answers}
        yield Situation(scenario=self._scenario.name, causes=shown, answers=answers)

    def symptoms(self) -> list[str]:
        """
        What the story is told for and shows, or else whatever it shows.

        Of one that shows nothing, what it is told for: somebody may wonder while they wait.
        """
        outcome = outcome_of(self._events, self._scenario.given)
        shown = symptoms_of(self._events, outcome)
        told_for = [entry for entry in self._scenario.covers if entry.startswith("S")]
        return [entry for entry in told_for if entry in shown] or sorted(shown) or told_for

    def _meets(self, seen_us: int) -> tuple[tuple[str, ...], Answers]:
        """The causes that have shown themselves by a moment, and all that can be asked then."""
        past = self.course.until(seen_us + ASKS_US)[:-1]
        brought = {number: brought_about(number, self._scenario, past) for number in self._causes}
        come_about = {number: one for number, one in brought.items() if one.by}
        if not come_about:
            return (), {}
        answers = _asked(self._scenario, self._events, seen_us)
        if len(come_about) == 1:
            return tuple(come_about), answers
        shown = (n for n, one in come_about.items() if self._shows(one, seen_us, answers))
        return tuple(shown), answers

    def _shows(self, brought: Brought, seen_us: int, answers: Answers) -> bool:
        plan = told_without(self._scenario, brought.without)
        # It must last as long, and how long it lasts is said by what it expects.
        plan = msgspec.structs.replace(plan, expect=self._scenario.expect)
        return _asked(plan, _played(plan), seen_us) != answers


def _asked(scenario: Scenario, base: Sequence[TraceEvent], seen_us: int) -> Answers:
    now_us = seen_us + ASKS_US
    visit = visited(scenario, base, seen_us=seen_us, now_us=now_us)
    past = Course(visit.events, scenario.given).until(now_us)
    signs = signs_of(Scene(past, scenario.given, BankCalendar()))
    return {**signs, **visit.answers()}


def _played(scenario: Scenario) -> Sequence[TraceEvent]:
    result = run(scenario)
    if result.crash:
        raise RuntimeError(result.crash)
    return result.trace.events
