"""What a person is shown of a text that somebody else wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.plan import Span
from emulator.domain.problem import Problem, place, visible, without_secrets


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打印 paper", "打印 paper"),
        ("a\x1b[2J", r"a\x1b[2J"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("a\x00\x7f\x9b", r"a\x00\x7f\x9b"),
        ("a\u202ebc\u2066", r"a\u202ebc\u2066"),
        ("a\u2028b\ufeff", r"a\u2028b\ufeff"),
        ("a\udc80", r"a\udc80"),
        ("a\U000e0001", r"a\udb40\udc01"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text: str, shown: str) -> None:
    """Controls, marks of direction, ends of lines and halves of characters become escapes."""
    assert shown == visible(text)


@given(st.text())
def test_nothing_that_is_shown_is_obeyed(text: str) -> None:
    """Whatever it was, no control character is left, and it can be written as UTF-8."""
    shown = visible(text)

    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert shown == shown.encode().decode()


def test_a_problem_shows_nothing_raw() -> None:
    """Neither the values of its sentence nor the name of its file."""
    problem = Problem(
        code="E202",
        span=Span("a\x1b[2J.yaml", 1, 1, 2),
        values={"key": "k\x1b]0;x\x07", "known": "a\u202eb"},
    )

    assert "\x1b" not in problem.render("en") + problem.render("zh")
    assert r"k\x1b]0;x\x07" in problem.message("en")
    assert r"a\u202eb" in problem.help("en")
    assert r"a\x1b[2J.yaml:1:1" == place(problem.span)


def test_a_problem_shows_no_card_number() -> None:
    """A number with as many digits as a card's may be one."""
    problem = Problem(code="E205", values={"found": "6222021234560018 CNY"})

    assert "'622202******0018 CNY'" in problem.message("en")


@pytest.mark.parametrize(("lang", "sort"), [("zh", "列表"), ("en", "a list")])
def test_a_problem_says_what_was_found_in_words(lang: str, sort: str) -> None:
    """The sorts of nodes have names in both languages."""
    problem = Problem(code="E201", values={"wanted": "mapping", "found": "list"})

    assert sort in problem.message(lang)


def test_secrets_keep_their_width() -> None:
    """So that the caret still stands below the place."""
    line = 'card: {pan: 6222021234560018, pin: "472913"}'

    assert len(line) == len(without_secrets(line))
    assert "472913" not in without_secrets(line)
