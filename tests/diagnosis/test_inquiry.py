"""Which cause is likely after some answers, and what is asked next."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.diagnosis.inquiry import Inquiry, cost
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.lessons import Lesson, Lessons
from tests.diagnosis.conftest import lesson

LESSONS = Lessons(
    lessons=(
        lesson("paper[1]", "F07", symptom="S1", screen="fault", paper="out", lamp="lit"),
        lesson("paper[2]", "F07", symptom="S9", screen="fault", paper={"low": 3, "out": 5}),
        lesson("cable", "F03", symptom="S6", screen="line", paper="in", lamp="dark"),
        lesson("both", "F03 F21", symptom="S6", screen="line", paper="in", lamp="dark"),
        lesson("slow", "F23", symptom="S6", screen="line", paper="in", lamp="lit"),
    )
)
KNOWN = Knowledge(LESSONS)
QUESTIONS = sorted(KNOWN.questions)


def shares(inquiry: Inquiry) -> dict[str, float]:
    return {one.cause: one.share for one in inquiry.ranking}


def answered(*pairs: tuple[str, str | None]) -> Inquiry:
    inquiry = Inquiry(KNOWN)
    for question, answer in pairs:
        inquiry = inquiry.answered(question, answer)
    return inquiry


some_answers = st.lists(
    st.sampled_from(QUESTIONS).flatmap(
        lambda q: st.tuples(st.just(q), st.sampled_from([*KNOWN.answers[q], None]))
    ),
    unique_by=lambda pair: pair[0],
)


def test_at_first_every_cause_is_as_likely() -> None:
    """However many stories, variants and runs it has."""

    assert {"F03": 0.25, "F07": 0.25, "F21": 0.25, "F23": 0.25} == pytest.approx(
        shares(Inquiry(KNOWN))
    )


def test_bayes_by_hand() -> None:
    """Two lessons, one answer: 8.2 of 8.4 against 0.2 of 8.4."""
    lessons = Lessons(lessons=(lesson("a", "F07", paper="out"), lesson("b", "F03", paper="in")))
    inquiry = Inquiry(Knowledge(lessons)).answered("paper", "out")

    assert {"F07": 8.2 / 8.4, "F03": 0.2 / 8.4} == pytest.approx(shares(inquiry))


@given(some_answers)
def test_all_shares_together_are_one(pairs: list[tuple[str, str | None]]) -> None:
    """Whatever was answered, even what contradicts itself."""
    inquiry = answered(*pairs)

    assert 1.0 == pytest.approx(sum(shares(inquiry).values()))


@given(some_answers, st.randoms())
def test_the_order_of_answers_does_not_matter(pairs: list[tuple[str, str | None]], chance) -> None:
    """The same things are known in the end."""
    mixed = list(pairs)
    chance.shuffle(mixed)

    assert shares(answered(*pairs)) == pytest.approx(shares(answered(*mixed)))


@given(some_answers, st.sampled_from(QUESTIONS))
def test_not_knowing_changes_nothing(
    pairs: Sequence[tuple[str, str | None]], question: str
) -> None:
    """Neither for nor against any cause."""
    before = answered(*(pair for pair in pairs if pair[0] != question))

    assert before.ranking == before.answered(question, None).ranking


@given(some_answers, st.sampled_from(QUESTIONS))
def test_no_question_is_expected_to_leave_more_doubt(
    pairs: Sequence[tuple[str, str | None]], question: str
) -> None:
    """An answer may surprise; all of them together, weighed, cannot."""

    assert answered(*pairs).gain(question) > -1e-3


def test_what_brought_somebody_here_is_asked_first() -> None:
    """Then what tells most."""
    first = Inquiry(KNOWN)

    assert "symptom" == first.next_question()
    assert "lamp" == first.answered("symptom", "S6").next_question()


def test_nothing_is_asked_twice() -> None:
    """Neither what was answered nor what nobody knows."""
    inquiry = Inquiry(KNOWN)
    asked = []
    while (question := inquiry.next_question(99)) is not None:
        asked.append(question)
        inquiry = inquiry.answered(question, None)

    assert len(set(asked)) == len(asked) == len(QUESTIONS)


def test_a_certain_cause_ends_it() -> None:
    """Nobody is asked to look at what would change nothing."""
    inquiry = answered(("symptom", "S1"), ("paper", "out"), ("screen", "fault"))

    assert "F07" == inquiry.ranking[0].cause
    assert inquiry.next_question(99) is None


def test_only_so_many_are_asked() -> None:
    """On both sides of the limit; what nobody knew counts as asked."""
    inquiry = answered(("symptom", "S6"), ("screen", None))

    assert inquiry.next_question(3) is not None
    assert inquiry.next_question(2) is None


def test_a_wrong_answer_does_not_rule_out() -> None:
    """Two looks outweigh one that somebody took amiss."""
    inquiry = answered(("screen", "line"), ("paper", "out"), ("symptom", "S1"), ("lamp", "lit"))

    assert "F07" == inquiry.ranking[0].cause


def test_a_thousand_answers_are_not_too_many() -> None:
    """However unlikely they are together, one cause is likelier than another."""
    names = [f"q{number}" for number in range(1_000)]
    lessons = Lessons(
        lessons=(
            lesson("a", "F07", 1_000_000, **dict.fromkeys(names, "x")),
            lesson("b", "F03", 1_000_000, **dict.fromkeys(names, "y")),
        )
    )
    odd = dict(zip(names, ["x", "y"] * 500, strict=True)) | {"q0": "y"}
    inquiry = Inquiry(Knowledge(lessons), odd)

    assert "F03" == inquiry.ranking[0].cause


def test_causes_of_one_story_go_together() -> None:
    """Nothing tells them apart, and nothing needs to."""
    inquiry = answered(("symptom", "S6"), ("lamp", "dark"))

    assert inquiry.go_together("F21", "F03")
    assert () == inquiry.telling_apart("F21", "F03")
    assert not inquiry.go_together("F07", "F03")


def test_what_tells_two_causes_apart_is_named() -> None:
    """As long as it was not asked."""
    open_ = answered(("symptom", "S6"))

    assert ("lamp",) == open_.telling_apart("F03", "F23")
    assert () == open_.answered("lamp", None).telling_apart("F03", "F23")


def test_what_costs_a_glance_comes_before_what_costs_a_call() -> None:
    """Of two questions that tell as much."""
    lessons = Lessons(
        lessons=(
            lesson("a", "F07", **{"support.call.answer": "x", "slip": "x"}),
            lesson("b", "F03", **{"support.call.answer": "y", "slip": "y"}),
        )
    )

    assert cost("slip") < cost("cashier.check_equipment.paper") < cost("support.call.answer")
    assert "slip" == Inquiry(Knowledge(lessons)).next_question()


def test_remedies_are_those_of_the_likely_stories() -> None:
    """Each once, with the scenario that proved it; of an unlikely one if there is no other."""
    lessons = Lessons(
        lessons=(
            helped("one", "1", "R05", "R08"),
            helped("two", "2", "R06"),
            helped("three", "3"),
        )
    )
    known = Knowledge(lessons)

    def found(x: str) -> list[tuple[str, str]]:
        remedies = Inquiry(known).answered("x", x).remedies("F03")
        return [(one.recovery, one.scenario) for one in remedies]

    assert [("R05", "one"), ("R08", "one")] == found("1")
    assert [("R06", "two")] == found("2")
    assert [("R05", "one"), ("R08", "one"), ("R06", "two")] == found("3")


def helped(story: str, x: str, *recoveries: str) -> Lesson:
    return msgspec.structs.replace(lesson(story, "F03", x=x), recoveries=recoveries)
