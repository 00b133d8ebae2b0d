"""What comes with the emulator: it is what learning gives now, can be said, and finds the cause."""

from functools import cache
from pathlib import Path

import pytest

from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.learning import MEASURED_DAYS, experience_of
from emulator.diagnosis.lessons import Lesson, Lessons
from emulator.diagnosis.measuring import TARGET, accuracy, asked_about
from emulator.diagnosis.words import answer_words, question_words
from emulator.domain.plan import Scenario
from emulator.domain.texts import LANGUAGES, has
from emulator.interfaces.diagnosis.knowing import shipped_lessons
from emulator.interfaces.diagnosis.school import lessons_of
from emulator.interfaces.selection import shipped

PROVEN = Path(__file__).parents[1] / "house" / "proven.txt"
PARTS = 12
"""So many tests share the scenarios, so that several processes can."""
RENEW = "renew it: posemu diagnose --learn -o emulator/diagnosis/learnt.json"


@cache
def known() -> Knowledge:
    return Knowledge(shipped_lessons())


@cache
def scenarios() -> tuple[Scenario, ...]:
    return tuple(shipped())


def lessons_about(lessons: Lessons, names: set[str]) -> list[Lesson]:
    return [one for one in lessons.lessons if one.scenario in names]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_shipped_lessons_are_what_is_learnt_now(part: int) -> None:
    """Every shipped story, run again on all its days."""
    mine = scenarios()[part::PARTS]
    learnt = lessons_of([experience_of(scenario) for scenario in mine])

    assert lessons_about(shipped_lessons(), {one.name for one in mine}) == list(learnt.lessons), (
        RENEW
    )


def test_no_lesson_is_about_a_story_that_is_gone() -> None:
    """A scenario was renamed or taken away."""
    gone = {one.scenario for one in shipped_lessons().lessons} - {s.name for s in scenarios()}

    assert set() == gone, RENEW


def test_there_is_a_lesson_about_every_proven_cause() -> None:
    """Whatever the catalogue counts as proven can be found."""
    proven = {line for line in PROVEN.read_text(encoding="utf-8").split() if line.startswith("F")}

    assert set() == proven - set(known().causes), RENEW


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_every_answer_can_be_said(lang: str) -> None:
    """In words of their own: nothing stands there as a machine writes it."""
    unsaid = [
        f"{question}: {answer}"
        for question in known().questions
        for answer in known().answers[question]
        if "_" in answer_words(question, answer, lang)
        or (lang == "zh" and answer_words(question, answer, lang).isascii())
    ]
    unsaid += [q for q in known().questions if "_" in question_words(q, lang)]

    assert [] == unsaid


def test_answers_to_a_question_differ_in_their_words() -> None:
    """Somebody who reads them must be able to choose."""
    alike = [
        (question, lang)
        for question in known().questions
        for lang in LANGUAGES
        if len({answer_words(question, a, lang) for a in known().answers[question]})
        < len(known().answers[question])
    ]

    assert [] == alike


def test_every_written_question_is_one_of_ours() -> None:
    """A sign without a text would be asked by its machine name."""
    from emulator.diagnosis.signs import SIGNS

    assert [] == [name for name in SIGNS if not has(f"diagnosis.ask.{name}")]


def test_the_cause_is_among_three_within_six_questions() -> None:
    """On a day that was not learnt from; `posemu diagnose --measure` takes more of them."""
    day = MEASURED_DAYS[:1]
    met = [s for scenario in scenarios() for s in experience_of(scenario, day).situations]
    found = accuracy(asked_about(shipped_lessons(), met))

    assert found.sought > 0
    assert TARGET <= found.top_3
    assert 6 >= found.mean_questions
