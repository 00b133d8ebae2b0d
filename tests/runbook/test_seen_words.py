"""What somebody saw, in words of both languages, and never without any."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.equipment import SIGHTS
from emulator.domain.texts import LANGUAGES, has
from emulator.reports.seen_words import label_of, listed_in_words, screen_words, seen_words


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("screen", "paper_out", "屏幕：打印机缺纸", "screen: OUT OF PAPER"),
        ("agrees", "False", "相符：否", "agrees: no"),
        ("balance_fen", 12850, "余额：128.50", "balance: 128.50"),
        ("balance_fen", "less", "余额：比应有的少", "balance: less than it should be"),
        ("status", "reversed", "状态：已冲正", "status: reversed"),
        ("paper", "out", "纸：缺纸", "paper: out"),
    ],
)
def test_what_was_seen_has_words(name: str, value: str | int, zh: str, en: str) -> None:
    """A screen by what stands on it, a comparison as people say it, money as on a slip."""

    assert (zh, en) == (seen_words(name, value, "zh"), seen_words(name, value, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SIGHTS)
def test_every_sight_has_words(name: str, lang: str) -> None:
    """All that a look at the equipment can tell, and how it may look."""
    told = [seen_words(name, word, lang) for word in SIGHTS[name]]

    assert has(f"seen.of.{name}")
    assert len(set(told)) == len(told)
    assert lang == "en" or not any(word.isascii() for text in told for word in text.split("：")[1:])


def test_what_nobody_wrote_words_for_is_shown_by_its_name() -> None:
    """A new look, or a terminal of somebody else's, is never left out."""

    assert "new lamp: blue" == seen_words("new_lamp", "blue", "en")
    assert "own_screen" == screen_words("own_screen", "en")


def test_a_screen_is_told_without_its_numbers() -> None:
    """The first line that names none; other sales have other amounts."""

    assert "{" not in "".join(screen_words(id, "en") for id in ("approved", "status_shown"))


def test_what_a_proof_keeps_is_told() -> None:
    """Several details, money among them; an answer that did not come is nothing."""

    assert "screen: WELCOME, balance: 1.00" == listed_in_words("screen idle, balance_fen 100", "en")
    assert "" == listed_in_words("", "zh")


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_nothing_that_was_kept_breaks_it(listed: str, lang: str) -> None:
    """Neither a name without a value nor one with a comma; no control character is left."""
    told = listed_in_words(listed, lang) + label_of(listed, lang)

    assert [] == [char for char in told if category(char) == "Cc"]
