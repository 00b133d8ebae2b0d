"""
How good the diagnosis is: on days it did not learn from, how often the cause is found, how soon.

Each cause of each situation counts for itself: where two are at work, both have to be found. Three
harder ways to ask show how much is left when people are not at their best, or when the trouble
comes about as in none of the stories that were learnt from.
"""

from collections.abc import Iterable, Sequence

import msgspec

from emulator.diagnosis.inquiry import MOST_QUESTIONS, Inquiry
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.lessons import NOTHING, Lessons
from emulator.diagnosis.situations import SYMPTOM, Situation
from emulator.kernel.world import Stream

TOP = 3
TARGET = 0.9
"""Share of causes that must be among the first three, within `MOST_QUESTIONS`."""


class Manner(msgspec.Struct, frozen=True):
    """How somebody answers, in thousandths of all questions but the first."""

    unknown: int = 0
    wrong: int = 0


AS_IT_IS = Manner()
UNSURE = Manner(unknown=200)
ERRING = Manner(wrong=100)


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in some situations."""

    situations: int
    sought: int
    """Causes in all of them."""
    named: int
    """Situations in which the likeliest in the end was one of its causes."""
    among_three: int
    """Of the causes, so many were among the three likeliest."""
    questions: int
    """Asked in all situations together."""

    @property
    def top_1(self) -> float:
        """Share of situations in which the cause that is named first is at work."""
        return self.named / max(self.situations, 1)

    @property
    def top_3(self) -> float:
        """Share of causes among the first three."""
        return self.among_three / max(self.sought, 1)

    @property
    def mean_questions(self) -> float:
        """Asked in a situation."""
        return self.questions / max(self.situations, 1)


class Ended(msgspec.Struct, frozen=True):
    """What came of asking about one situation."""

    situation: Situation
    ranking: tuple[str, ...]
    """Causes, the likeliest first."""
    asked: int


def asked_about(
    lessons: Lessons,
    situations: Iterable[Situation],
    *,
    manner: Manner = AS_IT_IS,
    most: int = MOST_QUESTIONS,
) -> list[Ended]:
    """Ask about every situation until enough is known."""
    asking = _Asking(Knowledge(lessons), manner, most)
    return [asking.about(one, number) for number, one in enumerate(situations)]


def asked_about_strange(lessons: Lessons, situations: Iterable[Situation]) -> list[Ended]:
    """
    Ask about every situation with nothing learnt from its story.

    Causes that no other story has cannot be found and are not sought.
    """
    by_story: dict[str, list[Situation]] = {}
    for one in situations:
        by_story.setdefault(story_of(one), []).append(one)
    ends: list[Ended] = []
    for story, met in by_story.items():
        others = tuple(one for one in lessons.lessons if one.story != story)
        rest = Lessons(lessons=others)
        known = set(rest.causes())
        sought = [
            msgspec.structs.replace(one, causes=tuple(c for c in one.causes if c in known))
            for one in met
        ]
        ends += asked_about(rest, [one for one in sought if one.causes])
    return ends


def story_of(situation: Situation) -> str:
    """The scenario's file, without the variant."""
    return situation.scenario.partition("[")[0]


def accuracy(ends: Sequence[Ended], cause: str = "") -> Accuracy:
    """Sum up; with a cause, only the situations that have it, and whether it was found."""
    met = [end for end in ends if not cause or cause in end.situation.causes]
    sought = [
        one in end.ranking[:TOP]
        for end in met
        for one in end.situation.causes
        if not cause or one == cause
    ]
    return Accuracy(
        situations=len(met),
        sought=len(sought),
        named=sum(end.ranking[0] in end.situation.causes for end in met),
        among_three=sum(sought),
        questions=sum(end.asked for end in met),
    )


class _Asking:
    """Asks about one situation after the other; what was worked out once is kept."""

    def __init__(self, knowledge: Knowledge, manner: Manner, most: int) -> None:
        self._knowledge = knowledge
        self._manner = manner
        self._most = most
        self._known: dict[frozenset[tuple[str, str | None]], tuple[Inquiry, str | None]] = {}

    def about(self, situation: Situation, number: int) -> Ended:
        chance = Stream(number, "answers")
        given: frozenset[tuple[str, str | None]] = frozenset()
        inquiry, question = self._at(given, Inquiry(self._knowledge))
        while question is not None:
            answer = self._answer(situation, question, chance)
            given |= {(question, answer)}
            inquiry, question = self._at(given, inquiry, (question, answer))
        ranking = tuple(ranked.cause for ranked in inquiry.ranking)
        return Ended(situation, ranking, inquiry.asked)

    def _at(
        self,
        given: frozenset[tuple[str, str | None]],
        before: Inquiry,
        last: tuple[str, str | None] | None = None,
    ) -> tuple[Inquiry, str | None]:
        if given not in self._known:
            inquiry = before if last is None else before.answered(*last)
            self._known[given] = (inquiry, inquiry.next_question(self._most))
        return self._known[given]

    def _answer(self, situation: Situation, question: str, chance: Stream) -> str | None:
        """What is said; None if that is not known, or was never heard of."""
        answers = self._knowledge.answers[question]
        right = situation.answers.get(question, NOTHING)
        if question != SYMPTOM:
            if chance.chance(self._manner.unknown):
                return None
            if chance.chance(self._manner.wrong):
                others = [answer for answer in answers if answer != right]
                return others[chance.below(len(others))]
        return right if right in answers else None


# What nothing tells apart -------------------------------------------------------------------------

_AS_LIKELY = 0.9


def inseparable(lessons: Lessons) -> dict[str, tuple[str, ...]]:
    """
    For each cause the others from which nothing that can be asked ever tells it apart.

    With everything answered as it usually is, the other is as likely in each of its lessons.
    """
    knowledge = Knowledge(lessons)
    found: dict[str, set[str]] = {}
    for lesson in lessons.lessons:
        answers = {name: lesson.usual(name) for name in knowledge.questions}
        shares = dict.fromkeys(knowledge.causes, 0.0)
        shares |= {r.cause: r.share for r in Inquiry(knowledge, answers).ranking}
        for cause in lesson.causes:
            same = {o for o, s in shares.items() if o != cause and s >= _AS_LIKELY * shares[cause]}
            found[cause] = found[cause] & same if cause in found else same
    return {cause: tuple(sorted(found[cause])) for cause in sorted(found) if found[cause]}
