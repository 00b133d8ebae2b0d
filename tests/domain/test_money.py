"""Money: whole fen with its currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.money import CURRENCY_NUMBERS, LARGEST_FEN, Money, yuan

amounts = st.integers(-LARGEST_FEN, LARGEST_FEN)


@given(amounts, st.sampled_from(sorted(CURRENCY_NUMBERS)))
def test_what_is_written_reads_back(fen: int, currency: str) -> None:
    """Writing and reading an amount gives the same amount."""
    assert Money(fen, currency) == Money.parse(str(Money(fen, currency)))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("128.50 CNY", 12850),
        ("128.5 CNY", 12850),
        ("128 CNY", 12800),
        ("0.01 CNY", 1),
        ("-0.01 CNY", -1),
        (" 1.00 CNY ", 100),
        ("9999999999.99 CNY", LARGEST_FEN),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    """Up to two decimals, the sign in front."""
    assert Money(fen) == Money.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "128.50", "128.505 CNY", "1,000.00 CNY", "128.50CNY", "CNY 128.50", "128.50 EUR",
        ".50 CNY", "1e3 CNY", "+1.00 CNY", "10000000000.00 CNY", "128.50 cny",
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    """No currency, too many decimals, separators, unknown currency, too large for DE4."""
    with pytest.raises(ValueError, match=r"not an amount|too large"):
        Money.parse(text)


@given(amounts, amounts)
def test_amounts_of_one_currency_add_up(one: int, other: int) -> None:
    """Adding is adding fen."""
    assert one + other == Money(one).plus(Money(other)).fen


def test_two_currencies_do_not_add() -> None:
    """Adding yuan and dollars is an error at once."""
    with pytest.raises(ValueError, match="USD"):
        Money(1, "CNY").plus(Money(1, "USD"))


@pytest.mark.parametrize(
    ("fen", "text"), [(12850, "128.50"), (5, "0.05"), (0, "0.00"), (-5, "-0.05")]
)
def test_a_slip_shows_two_decimals(fen: int, text: str) -> None:
    """Fen become yuan with two decimals, the sign in front."""
    assert text == yuan(fen)
