"""
What runs have taught: for each sort of situation its causes, and how often which answer was given.

A lesson is one story, one symptom and one set of causes, over all the days on which it was run.
Kept as plain values in a file, so that nobody who asks has to wait for runs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from emulator.diagnosis.situations import SYMPTOM, Situation
from emulator.scenario.catalogue import catalogue

NOTHING = "none"
"""The answer to a question that has none, as to a look that nobody could take."""
MOST_BYTES = 4 * 1024 * 1024
"""A larger file is none of ours."""
MOST_RUNS = 1_000_000
_VERSION = 1


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen of one sort of situation."""

    scenario: str
    causes: tuple[str, ...]
    recoveries: tuple[str, ...] = ()
    """Proven by the same scenario."""
    runs: int
    answers: dict[str, str | dict[str, int]]
    """Question to its only answer, or to how often each was given; one that is not here never
    had an answer."""

    @property
    def story(self) -> str:
        """The scenario's file, without the variant."""
        return self.scenario.partition("[")[0]

    def counts(self, question: str) -> Mapping[str, int]:
        """How often each answer was given."""
        given = self.answers.get(question, NOTHING)
        return {given: self.runs} if isinstance(given, str) else given

    def usual(self, question: str) -> str:
        """The answer that was given most often."""
        counts = self.counts(question)
        return max(counts, key=lambda answer: counts[answer])


class Lessons(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was taught."""

    version: int = _VERSION
    lessons: tuple[Lesson, ...]

    def causes(self) -> tuple[str, ...]:
        """Every cause that there is a lesson about, in the order of the catalogue."""
        return tuple(sorted({cause for one in self.lessons for cause in one.causes}))

    def questions(self) -> tuple[str, ...]:
        """Every question to which there is more than one answer."""
        names = dict.fromkeys(name for one in self.lessons for name in one.answers)
        return tuple(name for name in names if len(self.answers(name)) > 1)

    def answers(self, question: str) -> tuple[str, ...]:
        """
        Every answer that was ever given to a question, the most frequent first.

        Symptoms stand as in the catalogue, where people look for them.
        """
        found: Counter[str] = Counter()
        for one in self.lessons:
            found.update(one.counts(question))
        if question == SYMPTOM:
            return tuple(sorted(found))
        return tuple(answer for answer, _ in sorted(found.items(), key=lambda x: (-x[1], x[0])))


class NoLessons(Exception):
    """A file holds no lessons; the argument is why, as a sentence's name in the messages file."""


def taught_by(situations: Iterable[Situation], recoveries: Mapping[str, Sequence[str]]) -> Lessons:
    """
    Sum up situations.

    Args:
        situations: Of as many runs of each story as one has.
        recoveries: Scenario to the recoveries that it proves.
    """
    sorts: dict[tuple[str, str, tuple[str, ...]], list[Situation]] = {}
    for one in situations:
        symptom = one.answers[SYMPTOM]
        sorts.setdefault((one.scenario, symptom, one.causes), []).append(one)
    lessons = (
        Lesson(
            scenario=scenario,
            causes=causes,
            recoveries=tuple(recoveries.get(scenario, ())),
            runs=len(alike),
            answers=_summed(alike),
        )
        for (scenario, _, causes), alike in sorts.items()
    )
    return Lessons(lessons=tuple(lessons))


def _summed(alike: Sequence[Situation]) -> dict[str, str | dict[str, int]]:
    names = dict.fromkeys(name for one in alike for name in one.answers)
    counted = {name: Counter(one.answers.get(name, NOTHING) for one in alike) for name in names}
    return {
        name: next(iter(counts)) if len(counts) == 1 else dict(sorted(counts.items()))
        for name, counts in counted.items()
        if set(counts) != {NOTHING}
    }


# As a file ----------------------------------------------------------------------------------------


def written(lessons: Lessons) -> bytes:
    """As a file, one lesson a line; the same lessons give the same bytes."""
    head = f'{{"version":{lessons.version},"lessons":[\n'.encode()
    return head + b",\n".join(msgspec.json.encode(one) for one in lessons.lessons) + b"\n]}\n"


def read(data: bytes) -> Lessons:
    """
    Read a file.

    Raises:
        NoLessons: It is not one of ours, too large, of another version, or contradicts itself.
    """
    if len(data) > MOST_BYTES:
        raise NoLessons("too_large")
    try:
        found = msgspec.json.decode(data, type=Lessons, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NoLessons("no_lessons") from None
    if found.version != _VERSION:
        raise NoLessons("other_version")
    if not found.lessons or not all(map(_is_sound, found.lessons)):
        raise NoLessons("no_lessons")
    return found


def _is_sound(lesson: Lesson) -> bool:
    given: Iterable[Any] = lesson.answers.values()
    return (
        bool(lesson.causes)
        and {*lesson.causes, *lesson.recoveries} <= catalogue().keys()
        and 0 < lesson.runs <= MOST_RUNS
        and all(
            isinstance(counts, str)
            or (sum(counts.values()) == lesson.runs and min(counts.values()) > 0)
            for counts in given
        )
    )
