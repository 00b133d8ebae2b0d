"""
Questions and answers in a person's words.

A question is `diagnosis.ask.<question>`, its answers are `diagnosis.answer.<question>.<answer>`. A
look that nobody wrote a question for is asked about by the words of its deed and of its detail, so
that a new one is never left out.
"""

from collections.abc import Iterator

from emulator.diagnosis.lessons import NOTHING
from emulator.diagnosis.situations import SYMPTOM
from emulator.domain.texts import has, pattern, say
from emulator.reports.layout import one_line
from emulator.reports.seen_words import label_of, screen_words
from emulator.reports.words import action_words, trade_word
from emulator.scenario.catalogue import catalogue


def question_words(question: str, lang: str) -> str:
    """A question in zh or en."""
    id = f"diagnosis.ask.{question}"
    if has(id):
        return say(id, lang)
    who, _, look = question.partition(".")
    action, _, detail = look.partition(".")
    done, what = action_words(who, action, lang), label_of(detail, lang)
    return say("diagnosis.ask_look", lang, action=done, what=what)


def answer_words(question: str, answer: str, lang: str) -> str:
    """An answer in zh or en; one that nobody wrote words for is shown as it stands."""
    detail = question.rpartition(".")[2]
    for id in _ids(question, detail, answer):
        if has(id):
            return _plain(id, lang)
    if question == SYMPTOM and answer in catalogue():
        return catalogue()[answer].words(lang)
    if detail == "screen":
        return screen_words(answer, lang)
    if question == "screen_says" and has(f"code.{answer}"):
        return f"{answer} {_plain(f'code.{answer}', lang)}"
    return one_line(trade_word(answer, lang, detail))


def _ids(question: str, detail: str, answer: str) -> Iterator[str]:
    """Where the words may stand, the most fitting first."""
    yield f"diagnosis.answer.{question}.{answer}"
    if detail != question:
        yield f"diagnosis.answer.{detail}.{answer}"
    yield f"word.{detail}.{answer}"
    if question == "screen_says":
        yield f"lcd.not_possible.{answer}"
    if answer in _COMMON:
        yield f"diagnosis.answer.{answer}"


_COMMON = frozenset((NOTHING, "yes", "no", "one", "several", "seconds", "minutes", "hours"))
"""Answers that mean the same to every question that has no words of its own for them."""


def _plain(id: str, lang: str) -> str:
    return " ".join(pattern(id, lang).split())
