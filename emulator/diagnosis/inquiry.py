"""
Which cause is likely after some answers, and what to ask next.

    P(lesson | answers)  ~  P(lesson) * product over answers of P(answer | lesson)
    P(cause  | answers)  =  sum over its lessons

The next question is the one after whose answer the causes are expected to be least in doubt
(Shannon's entropy), for what it costs to answer it. A question nobody can answer is passed over and
changes nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log2

import msgspec

from emulator.diagnosis.checking import TEST_SALE
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.lessons import Lesson
from emulator.diagnosis.signs import SIGNS
from emulator.diagnosis.situations import SYMPTOM
from emulator.proof.looks import TOLD_BY_SCREEN

MOST_QUESTIONS = 6
CERTAIN = 0.97
"""A cause that is as likely as this is asked about no further."""
LEAST_GAIN = 0.01
"""Bits; a question that is expected to tell less is not worth asking."""
SAME = 0.1
"""Causes whose answers to a question differ in no more than this share are not told apart by it."""
_LIKELY = 0.2
"""A lesson that is likely to this share of a cause's likeliest one says what helps, too."""
_NEGLIGIBLE = 1e-5
"""Share of a lesson below which it is not looked at when questions are weighed."""


class Ranked(msgspec.Struct, frozen=True):
    """A cause and how likely it is."""

    cause: str
    share: float
    """0 to 1; of all causes together 1."""


class Remedy(msgspec.Struct, frozen=True):
    """A recovery that was proven to matter."""

    recovery: str
    """Number of the catalogue."""
    scenario: str
    """Which proved it."""


def cost(question: str) -> float:
    """What it costs to answer a question, against one that costs a glance."""
    if question in SIGNS or question == SYMPTOM:
        return 1.0
    who, _, rest = question.partition(".")
    if question == TEST_SALE or rest.partition(".")[0] in TOLD_BY_SCREEN:
        return 1.4
    return 1.1 if who == "cashier" else 1.6


class Inquiry:
    """What is known after some answers; answering gives another one."""

    def __init__(
        self,
        knowledge: Knowledge,
        answers: Mapping[str, str] | None = None,
        passed: frozenset[str] = frozenset(),
    ) -> None:
        """
        Args:
            knowledge: What was taught.
            answers: Question to answer, in the words of the lessons.
            passed: Questions that could not be answered.
        """
        self.answers = dict(answers or {})
        self.passed = passed
        self._knowledge = knowledge
        weights = self._weights()
        whole = sum(weights)
        self._weights_of = {
            index: weight / whole
            for index, weight in enumerate(weights)
            if weight > whole * _NEGLIGIBLE
        }

    def _weights(self) -> list[float]:
        known = self._knowledge
        found = [sum(shares.values()) for shares in known.shares]
        for question, answer in self.answers.items():
            likely = known.likely[question]
            found = [weight * likely[index][answer] for index, weight in enumerate(found)]
            # Many answers make all of them small; only how they stand to each other counts.
            largest = max(found)
            found = [weight / largest for weight in found]
        return found

    def answered(self, question: str, answer: str | None) -> "Inquiry":
        """What is known when a question was answered too; None is that nobody knows."""
        if answer is None:
            return Inquiry(self._knowledge, self.answers, self.passed | {question})
        return Inquiry(self._knowledge, {**self.answers, question: answer}, self.passed)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return len(self.answers) + len(self.passed)

    # The causes -------------------------------------------------------------------------------

    @cached_property
    def ranking(self) -> tuple[Ranked, ...]:
        """Every cause that is possible at all, the likeliest first."""
        shares = self._causes(self._weights_of)
        whole = sum(shares.values())
        order = sorted(shares.items(), key=lambda one: (-round(one[1] / whole, 9), one[0]))
        return tuple(Ranked(cause, share / whole) for cause, share in order)

    def _causes(self, weights: Mapping[int, float]) -> dict[str, float]:
        found: dict[str, float] = {}
        for index, weight in weights.items():
            shares = self._knowledge.shares[index]
            whole = sum(shares.values())
            for cause, share in shares.items():
                found[cause] = found.get(cause, 0.0) + weight * share / whole
        return found

    def lessons_of(self, cause: str) -> tuple[Lesson, ...]:
        """The lessons in which a cause is possible by now, the likeliest first."""
        return tuple(self._knowledge.lessons[index] for index in self._indices(cause))

    def _indices(self, cause: str) -> list[int]:
        found = [i for i in self._weights_of if cause in self._knowledge.shares[i]]
        return sorted(found, key=lambda index: -self._weights_of[index])

    def remedies(self, cause: str) -> tuple[Remedy, ...]:
        """
        What was proven to help where a cause is at work, each recovery once.

        Of the stories that are likely by now, the likeliest first; of others only if these have
        none.
        """
        others = tuple(one for one in self._knowledge.lessons if cause in one.causes)
        return _remedies(self._likely_lessons(cause)) or _remedies(others)

    def _likely_lessons(self, cause: str) -> tuple[Lesson, ...]:
        found = self._indices(cause)
        least = self._weights_of[found[0]] * _LIKELY if found else 0.0
        return tuple(
            self._knowledge.lessons[index] for index in found if self._weights_of[index] >= least
        )

    # The questions ----------------------------------------------------------------------------

    @property
    def open_questions(self) -> tuple[str, ...]:
        """What was not asked yet."""
        over = self.passed | self.answers.keys()
        return tuple(name for name in self._knowledge.questions if name not in over)

    def next_question(self, most: int = MOST_QUESTIONS) -> str | None:
        """
        What to ask next; None if enough is known, nothing tells more, or enough was asked.

        What brought somebody here is always asked first.
        """
        if self.asked >= most or self.ranking[0].share >= CERTAIN:
            return None
        waiting = self.open_questions
        if SYMPTOM in waiting:
            return SYMPTOM
        gains = {question: self.gain(question) / cost(question) for question in waiting}
        # Of equals the first in turn, whatever the last digit says.
        best = max(gains, key=lambda question: round(gains[question], 6), default=None)
        return best if best is not None and gains[best] >= LEAST_GAIN else None

    def gain(self, question: str) -> float:
        """How many bits less doubt about the cause an answer is expected to leave."""
        likely = self._knowledge.likely[question]
        after = 0.0
        for answer in self._knowledge.answers[question]:
            weights = {i: w * likely[i][answer] for i, w in self._weights_of.items()}
            whole = sum(weights.values())
            after += whole * _doubt(self._causes(weights).values())
        return _doubt(self._causes(self._weights_of).values()) - after

    def go_together(self, one: str, other: str) -> bool:
        """Tell whether the likeliest story of one cause is a story of the other too."""
        found = self.lessons_of(one)
        return bool(found) and other in found[0].causes

    def telling_apart(self, one: str, other: str) -> tuple[str, ...]:
        """The open questions that two causes are answered otherwise to, the most telling first."""
        found = {name: self._distance(name, one, other) for name in self.open_questions}
        telling = [name for name, distance in found.items() if distance > SAME]
        return tuple(sorted(telling, key=lambda name: -round(found[name], 6) / cost(name)))

    def _distance(self, question: str, one: str, other: str) -> float:
        """Half of the sum of all differences: 0 if both are answered alike, 1 if never."""
        first, second = self._given(question, one), self._given(question, other)
        return sum(abs(first[answer] - second[answer]) for answer in first) / 2

    def _given(self, question: str, cause: str) -> dict[str, float]:
        """How likely each answer is if a cause is the one; lessons as they were seen."""
        known = self._knowledge
        found = dict.fromkeys(known.answers[question], 0.0)
        whole = 0.0
        for index, weight in self._weights_of.items():
            share = known.shares[index].get(cause, 0.0)
            if share:
                lesson = known.lessons[index]
                part = weight * share / sum(known.shares[index].values())
                whole += part
                for answer, count in lesson.counts(question).items():
                    found[answer] += part * count / lesson.runs
        return {answer: part / whole for answer, part in found.items()} if whole else found


def _remedies(lessons: Iterable[Lesson]) -> tuple[Remedy, ...]:
    found: dict[str, Remedy] = {}
    for lesson in lessons:
        for recovery in lesson.recoveries:
            found.setdefault(recovery, Remedy(recovery, lesson.scenario))
    return tuple(found.values())


def _doubt(parts: Iterable[float]) -> float:
    """Entropy in bits of parts of any whole."""
    known = [part for part in parts if part > 0]
    whole = sum(known)
    return -sum(part / whole * log2(part / whole) for part in known) if whole else 0.0
