"""What was found out, as lines for a person and as JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from emulator.diagnosis.inquiry import MOST_QUESTIONS, Inquiry, Ranked
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.situations import SYMPTOM
from emulator.diagnosis.words import answer_words, question_words
from emulator.domain.texts import LANGUAGES, say
from emulator.interfaces.lazy import SUBCOMMANDS
from emulator.reports.layout import Line
from emulator.scenario.catalogue import catalogue

SHOWN = 3
"""Causes that a person is told of."""
_LEAST_SHARE = 0.01
_REMEDIES = 3
_SURE = 0.5
"""A likeliest cause that is less likely is worth further questions."""
_DOUBTFUL = 0.25
"""A cause that is likely to this share of the likeliest one is set against it."""


def result_lines(inquiry: Inquiry, lang: str, *, of_file: bool) -> Iterator[Line]:
    """
    The likeliest causes with what helps, and what cannot be told apart.

    Args:
        inquiry: What is known.
        lang: zh or en.
        of_file: Nobody was asked; what is not known for sure yet can be answered in a file.
    """
    told = _told(inquiry)
    yield Line(say("diagnosis.causes", lang), "label")
    for place, ranked in enumerate(told, start=1):
        words = catalogue()[ranked.cause].words(lang)
        share = percent(ranked.share)
        role = "pass" if place == 1 else ""
        yield Line(f"{place}. {share:>5}  {ranked.cause}  {words}", role)
        yield from (Line(f"            {text}") for text in _remedies(inquiry, ranked.cause, lang))
    yield from (Line(text) for text in _doubts(inquiry, told, lang))
    if told[0].share < _SURE:
        yield from (Line(text) for text in _further(inquiry, lang, of_file))
    yield Line(_see(inquiry, told[0].cause, lang), "dim")


def _further(inquiry: Inquiry, lang: str, of_file: bool) -> Iterator[str]:
    question = inquiry.next_question(most=inquiry.asked + 1)
    if question is None:
        return
    if of_file:
        words = question_words(question, lang)
        yield say("diagnosis.answer_next", lang, question=question, words=words)
    else:
        yield say("diagnosis.more", lang, most=2 * max(inquiry.asked, MOST_QUESTIONS))


def percent(share: float) -> str:
    """A share as people read it; 100 % only if it is."""
    return f"{min(round(share * 100), 99) if share < 1 else 100} %"


def _told(inquiry: Inquiry) -> tuple[Ranked, ...]:
    first, *others = inquiry.ranking[:SHOWN]
    return (first, *(one for one in others if one.share >= _LEAST_SHARE))


def _remedies(inquiry: Inquiry, cause: str, lang: str) -> Iterator[str]:
    found = inquiry.remedies(cause)[:_REMEDIES]
    if not found:
        yield say("diagnosis.no_remedy", lang)
    for one in found:
        words = catalogue()[one.recovery].words(lang)
        yield say("diagnosis.remedy", lang, number=one.recovery, words=words, by=one.scenario)


def _doubts(inquiry: Inquiry, told: Iterable[Ranked], lang: str) -> Iterator[str]:
    first, *others = told
    for other in others:
        if other.share < first.share * _DOUBTFUL:
            continue
        yield _set_against(inquiry, first.cause, other.cause, lang)


def _set_against(inquiry: Inquiry, one: str, other: str, lang: str) -> str:
    """What would tell two causes apart, or that nothing does."""
    together = inquiry.go_together(one, other)
    questions = inquiry.telling_apart(one, other)
    if questions:
        sentence = "diagnosis.ask_too" if together else "diagnosis.ask_still"
        words = question_words(questions[0], lang)
        return say(sentence, lang, one=one, other=other, question=words)
    if together:
        story = inquiry.lessons_of(one)[0].scenario
        return say("diagnosis.together", lang, one=one, other=other, story=story)
    return say("diagnosis.inseparable", lang, one=one, other=other)


def _see(inquiry: Inquiry, cause: str, lang: str) -> str:
    commands = [f"posemu explain {cause}"]
    symptom = inquiry.answers.get(SYMPTOM)
    if symptom is not None:
        commands.append(f"posemu explain {symptom}")
        commands += [f"posemu runbook {symptom}"] if "runbook" in SUBCOMMANDS else []
    lessons = inquiry.lessons_of(cause)
    commands += [f"posemu run {lessons[0].story}"] if lessons else []
    return say("diagnosis.see", lang, commands=" · ".join(commands))


# For programs -------------------------------------------------------------------------------------


def result_json(inquiry: Inquiry, known: Knowledge, lang: str, most: int) -> str:
    """Everything that was found out, and what to ask next; keys are always the same."""
    question = inquiry.next_question(most)
    told = {
        "answers": inquiry.answers,
        "unknown": sorted(inquiry.passed),
        "ranking": [_cause(inquiry, ranked) for ranked in inquiry.ranking],
        "next": None if question is None else question_of(known, question, lang),
        "not_told_apart": _not_told_apart(inquiry),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def question_of(known: Knowledge, question: str, lang: str) -> dict[str, Any]:
    """One question with its answers."""
    return {
        "question": question,
        "words": question_words(question, lang),
        "answers": [
            {"answer": answer, "words": answer_words(question, answer, lang)}
            for answer in known.answers[question]
        ],
    }


def _cause(inquiry: Inquiry, ranked: Ranked) -> dict[str, Any]:
    return {
        "cause": ranked.cause,
        **{lang: catalogue()[ranked.cause].words(lang) for lang in LANGUAGES},
        "share": round(ranked.share, 4),
        "scenarios": list(dict.fromkeys(one.scenario for one in inquiry.lessons_of(ranked.cause))),
        "recoveries": [
            {"recovery": one.recovery, "scenario": one.scenario}
            for one in inquiry.remedies(ranked.cause)
        ],
    }


def _not_told_apart(inquiry: Inquiry) -> list[list[str]]:
    first, *others = _told(inquiry)
    return [
        [first.cause, other.cause]
        for other in others
        if other.share >= first.share * _DOUBTFUL
        and not inquiry.telling_apart(first.cause, other.cause)
    ]
