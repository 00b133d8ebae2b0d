"""Cards: numbers that never show themselves, and the test numbers behind masks."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.card import Card, Pan, Secret, check_digit, mask, pan_from_mask, passes_luhn

digits = st.text("0123456789", min_size=13, max_size=19)


@given(digits)
def test_a_number_shows_only_its_ends(number: str) -> None:
    """Six digits, stars, four digits; never the middle."""
    pan = Pan(number)
    hidden = number[6:-4]

    assert number[:6] + "*" * len(hidden) + number[-4:] == str(pan) == mask(number)
    assert f"Pan({mask(number)})" == repr(pan)
    assert number == pan.clear()


@given(st.text("0123456789", min_size=1, max_size=18))
def test_the_check_digit_makes_a_number_pass(body: str) -> None:
    """One digit in ten is right, and it is the one that we compute."""
    passing = [d for d in "0123456789" if passes_luhn(body + d)]

    assert [check_digit(body)] == passing


@pytest.mark.parametrize("number", ["4111111111111111", "79927398713"])
def test_known_numbers_pass(number: str) -> None:
    """Numbers that textbooks use."""
    assert passes_luhn(number)


@pytest.mark.parametrize("number", ["", "0", "4111111111111112"])
def test_other_numbers_do_not_pass(number: str) -> None:
    """Too short, or with a wrong last digit."""
    assert not passes_luhn(number)


@given(st.integers(0, 999_999), st.integers(3, 9), st.integers(0, 9_999))
def test_a_mask_stands_for_one_test_number(front: int, stars: int, back: int) -> None:
    """The visible ends stay, the whole passes the Luhn test, and it masks to what was written."""
    masked = f"{front:06d}{'*' * stars}{back:04d}"
    pan = pan_from_mask(masked)

    assert masked == pan.masked
    assert passes_luhn(pan.clear())
    assert pan == pan_from_mask(masked)


@pytest.mark.parametrize("masked", ["6222021234560018", "62220*****0018", "622202**0018", ""])
def test_what_is_no_mask(masked: str) -> None:
    """A whole number, or one whose ends have another length."""
    with pytest.raises(ValueError, match="not a masked card number"):
        pan_from_mask(masked)


def test_numbers_are_compared_and_hashed_by_their_digits() -> None:
    """Equal digits are one key, in every process alike."""
    assert {Pan("6222020000000018"): 1} == {Pan("6222020000000018"): 1}
    assert 6222020000000018 == hash(Pan("6222020000000018"))
    assert Pan("6222020000000018") != "6222020000000018"


def test_a_secret_matches_and_says_nothing() -> None:
    """It can be compared, and neither str nor repr tells it."""
    secret = Secret("4711")

    assert secret.matches(Secret("4711"))
    assert not secret.matches(Secret("4712"))
    assert not secret.matches(None)
    assert "4711" not in f"{secret!r} {secret}"


def test_a_card_never_gets_encoded_with_its_secrets() -> None:
    """A record that would carry a PIN or a number cannot be written at all."""
    card = Card(name="customer", pan=Pan("6222020000000018"), pin=Secret("4711"))

    assert "4711" not in repr(card)
    assert "6222020000000018" not in repr(card)
    with pytest.raises(TypeError):
        msgspec.json.encode(card)
