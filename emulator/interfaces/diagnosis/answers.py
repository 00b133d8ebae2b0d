"""
Answers from a file: question to answer, as YAML or JSON.

    symptom: S1
    screen: paper_out
    cashier.check_equipment.paper: out
    slip: unknown

An answer is its name or its words in either language; `unknown`, `?` and nothing say that nobody
knows. The file is read as scenario files are: texts only, within the same limits.
"""

from pathlib import Path

from emulator.diagnosis.inquiry import Inquiry
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.words import answer_words
from emulator.domain.errors import UsageError
from emulator.domain.problem import ScenarioError
from emulator.domain.texts import LANGUAGES, say
from emulator.interfaces.complaints import shortened
from emulator.scenario.include import load_text
from emulator.scenario.problems import Problems, listed, nearest
from emulator.scenario.tree import parse_tree

UNKNOWN = frozenset(("unknown", "?", ""))
"""What says that nobody knows, beside the words for it."""

_NO_ANSWERS = ("E104", "E106", "E109", "E115")
"""Too much, nothing, or no file: what is advised then is for scenario files only."""


def read_answers(path: Path, lang: str) -> dict[str, str]:
    """
    Read a file.

    Raises:
        ScenarioError: It is no YAML that we read.
        UsageError: It cannot be read, or is no list of questions with one answer each.
    """
    none = UsageError(say("diagnosis.no_answers", lang, file=shortened(str(path))))
    problems = Problems()
    try:
        tree = parse_tree(load_text(path, problems), str(path), problems)
        problems.raise_if_any()
    except ScenarioError as error:
        if any(problem.code in _NO_ANSWERS for problem in error.problems):
            raise none from None
        raise
    given = tree.plain()
    if not isinstance(given, dict) or any(isinstance(v, list | dict) for v in given.values()):
        raise none
    return {question: answer or "" for question, answer in given.items()}


def with_answers(inquiry: Inquiry, known: Knowledge, given: dict[str, str], lang: str) -> Inquiry:
    """
    What is known when all of these were answered.

    Raises:
        UsageError: There is no such question, or no such answer to it.
    """
    for question, answer in given.items():
        if question not in known.questions:
            near = nearest(question, known.questions) or listed(known.questions)
            raise UsageError(
                say("diagnosis.no_question", lang, question=shortened(question), near=near)
            )
        inquiry = inquiry.answered(question, answer_in(known, question, answer, lang))
    return inquiry


def answer_in(known: Knowledge, question: str, written: str, lang: str) -> str | None:
    """
    The answer that somebody wrote; None if nobody knows.

    Raises:
        UsageError: It is none of the answers.
    """
    plain = " ".join(written.split()).casefold()
    answers = known.answers[question]
    # A word like `unknown` may well be an answer.
    exact = next((answer for answer in answers if answer.casefold() == plain), None)
    if exact is not None:
        return exact
    if plain in UNKNOWN or plain in (say("diagnosis.unknown", one).casefold() for one in LANGUAGES):
        return None
    worded = {answer_words(question, a, one).casefold(): a for a in answers for one in LANGUAGES}
    if plain not in worded:
        raise UsageError(
            say(
                "diagnosis.no_answer",
                lang,
                question=question,
                answer=shortened(written),
                known=listed(answers, most=30),
            )
        )
    return worded[plain]
