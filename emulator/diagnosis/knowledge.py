"""
What lessons come to, as probabilities: how likely each is at first, and each answer in it.

Before anything is known every cause is as likely as any other, and so is every story of one cause.
An answer that a lesson never saw makes it unlikely and not impossible, since people err.
"""

from collections.abc import Sequence
from functools import cached_property

from emulator.diagnosis.lessons import Lesson, Lessons
from emulator.diagnosis.signs import SIGNS

_UNSEEN = 0.2
"""Counted for every answer in every lesson beside those that were given (Lidstone)."""


class Knowledge:
    """Lessons as probabilities, worked out once."""

    def __init__(self, lessons: Lessons) -> None:
        self.lessons = lessons.lessons
        self.causes = lessons.causes()
        self.questions = tuple(sorted(lessons.questions(), key=_in_turn))
        self.answers = {name: lessons.answers(name) for name in self.questions}
        self.shares = _shares(self.lessons, self.causes)
        """For each lesson, of what is likely at all, the share of each of its causes."""

    @cached_property
    def likely(self) -> dict[str, list[dict[str, float]]]:
        """For each question and lesson, how likely each answer is."""
        return {
            name: [self._likely(lesson, name) for lesson in self.lessons] for name in self.questions
        }

    def _likely(self, lesson: Lesson, question: str) -> dict[str, float]:
        counts = lesson.counts(question)
        answers = self.answers[question]
        whole = lesson.runs + _UNSEEN * len(answers)
        return {answer: (counts.get(answer, 0) + _UNSEEN) / whole for answer in answers}


def _shares(lessons: Sequence[Lesson], causes: Sequence[str]) -> list[dict[str, float]]:
    """Every cause has the same share, and of it every story, every variant and every run."""
    runs: dict[tuple[str, str], dict[str, int]] = {}
    for one in lessons:
        for cause in one.causes:
            variants = runs.setdefault((cause, one.story), {})
            variants[one.scenario] = variants.get(one.scenario, 0) + one.runs
    stories = {cause: sum(1 for known, _ in runs if known == cause) for cause in causes}
    return [
        {
            cause: lesson.runs
            / variants[lesson.scenario]
            / len(variants)
            / stories[cause]
            / len(causes)
            for cause in lesson.causes
            for variants in (runs[cause, lesson.story],)
        }
        for lesson in lessons
    ]


def _in_turn(question: str) -> tuple[int, int]:
    """What nobody has to do anything for comes first, as it stands in its table."""
    names = list(SIGNS)
    return (0, names.index(question)) if question in SIGNS else (1, 0)
