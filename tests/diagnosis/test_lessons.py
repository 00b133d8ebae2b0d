"""What runs have taught, and the file that it is kept in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.diagnosis.lessons import MOST_BYTES, Lessons, NoLessons, read, taught_by, written
from emulator.diagnosis.situations import Situation
from tests.diagnosis.conftest import lesson

HEAD = '{"version":1,"lessons":['
GOOD = '{"scenario":"a","causes":["F07"],"runs":2,"answers":{"q":{"x":1,"y":1}}}'


def situation(scenario: str, causes: str, /, **answers: str) -> Situation:
    return Situation(scenario=scenario, causes=tuple(causes.split()), answers=answers)


def test_alike_situations_are_one_lesson() -> None:
    """Of one story, symptom and set of causes; a question may have had no answer in some."""
    found = taught_by(
        [
            situation("a", "F07", symptom="S1", paper="out"),
            situation("a", "F07", symptom="S1", paper="out", lamp="lit"),
            situation("a", "F07", symptom="S9", paper="low"),
        ],
        {"a": ["R01"]},
    )
    first, second = found.lessons

    assert (2, "out", {"lit": 1, "none": 1}) == (
        first.runs,
        first.answers["paper"],
        first.answers["lamp"],
    )
    assert ("S9", 1, ("R01",)) == (second.answers["symptom"], second.runs, second.recoveries)


def test_a_question_with_one_answer_is_none() -> None:
    """It tells nothing apart; one that has no answer somewhere has two."""
    found = Lessons(
        lessons=(lesson("a", "F07", x="1", y="1", z="1"), lesson("b", "F03", x="1", y="2"))
    )

    assert ("y", "z") == found.questions()
    assert ("1", "none") == found.answers("z")


def test_symptoms_stand_as_in_the_catalogue() -> None:
    """All other answers by how often they are given."""
    found = Lessons(
        lessons=(
            lesson("a", "F07", 1, symptom="S9", x="b"),
            lesson("b", "F03", 1, symptom="S1", x="a"),
            lesson("c", "F03", 5, symptom="S9", x="b"),
        )
    )

    assert ("S1", "S9") == found.answers("symptom")
    assert ("b", "a") == found.answers("x")


def test_the_file_comes_back(shop: Lessons) -> None:
    """The same lessons, and the same bytes; one lesson a line, so that changes can be read."""
    data = written(shop)

    assert shop == read(data)
    assert data == written(read(data))
    assert len(shop.lessons) + 2 == len(data.splitlines())
    assert 1 == json.loads(data)["version"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no_lessons"),
        (b"\xff\xfe", "no_lessons"),
        (b"[" * 100_000, "no_lessons"),
        (b'{"version":1,"lessons":[]}', "no_lessons"),
        (f"{HEAD}{GOOD}]}}".replace(":1,", ":2,", 1).encode(), "other_version"),
        (f"{HEAD}{GOOD}]}}".replace("F07", "F99").encode(), "no_lessons"),
        (f"{HEAD}{GOOD}]}}".replace('"runs":2', '"runs":3').encode(), "no_lessons"),
        (f"{HEAD}{GOOD}]}}".replace('"y":1', '"y":-1,"z":2').encode(), "no_lessons"),
        (f"{HEAD}{GOOD}]}}".replace('"y":1', '"y":1e400').encode(), "no_lessons"),
        (b" " * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_file_of_ours_is_refused(data: bytes, why: str) -> None:
    """Whatever stands in it."""
    with pytest.raises(NoLessons) as refused:
        read(data)

    assert (why,) == refused.value.args


def test_the_smallest_file_is_read() -> None:
    """What the refused ones differ from."""

    assert ("F07",) == read(f"{HEAD}{GOOD}]}}".encode()).causes()


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """It says that they are none of ours."""
    with pytest.raises(NoLessons):
        read(data)
