"""What acquirer, issuers and clearing house share."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.clearing.house import find_differences
from emulator.clearing.payouts import fee_fen
from emulator.domain.interbank import DayLog, Item, business_date

KEY = ("12345678", "000001", "000001")
OTHER = ("12345678", "000001", "000002")
DAY = date(2026, 3, 2)


def test_a_sale_and_its_reversal_of_one_day_leave_no_item() -> None:
    """The files of both sides stay short."""
    log = DayLog()
    log.add(DAY, KEY, 100, "m")
    log.add(DAY, KEY, -100, "m")

    assert {} == log.take(DAY)


def test_a_reversal_of_the_next_day_is_an_item_of_its_own() -> None:
    """Each day is taken by itself."""
    log = DayLog()
    log.add(DAY, KEY, 100, "m")
    log.add(date(2026, 3, 3), KEY, -100, "m")
    taken = log.take(DAY), log.take(date(2026, 3, 3))

    assert ({KEY: Item(100, "m")}, {KEY: Item(-100, "m")}) == taken
    assert 0 == len(log)


def test_what_comes_after_its_day_was_taken_goes_with_the_next() -> None:
    """Nothing is lost."""
    log = DayLog()
    log.take(DAY)
    log.add(DAY, KEY, 100, "m")

    assert {KEY: Item(100, "m")} == log.take(date(2026, 3, 3))


def test_days_taken_together_add_up() -> None:
    """After a closed week one file holds the sum of a transaction."""
    log = DayLog()
    log.add(DAY, KEY, 100, "m")
    log.add(date(2026, 3, 3), KEY, -30, "m")

    assert {KEY: Item(70, "m")} == log.take(date(2026, 3, 4))


@pytest.mark.parametrize(
    ("mmdd", "near", "day"),
    [
        ("0302", date(2026, 3, 2), date(2026, 3, 2)),
        ("1231", date(2026, 1, 1), date(2025, 12, 31)),
        ("0101", date(2025, 12, 31), date(2026, 1, 1)),
        ("0229", date(2028, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_date_without_year_is_the_nearest_one(mmdd: str, near: date, day: date) -> None:
    """Also around New Year and in a leap year."""
    assert day == business_date(mmdd, near)


def test_differences_are_long_short_or_none() -> None:
    """What only the issuer has is positive, what only the acquirer has negative."""
    acquirer = {KEY: Item(100, "m"), OTHER: Item(50, "m")}
    issuers = {KEY: Item(100, "icbc"), ("t", "b", "s"): Item(7, "icbc")}

    assert {OTHER: -50, ("t", "b", "s"): 7} == find_differences(acquirer, issuers)


@pytest.mark.parametrize(
    ("cleared_fen", "points", "fee"),
    [(12_850, 60, 77), (83, 60, 0), (84, 60, 1), (0, 60, 0), (12_850, 0, 0)],
)
def test_the_fee_is_rounded_half_up(cleared_fen: int, points: int, fee: int) -> None:
    """0.498 fen is nothing, 0.504 fen is one."""
    assert fee == fee_fen(cleared_fen, points)


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_the_fee_is_never_more_than_half_a_fen_off(cleared_fen: int, points: int) -> None:
    """And never more than what was cleared."""
    fee = fee_fen(cleared_fen, points)

    assert abs(fee * 10_000 - cleared_fen * points) <= 5_000
    assert 0 <= fee <= cleared_fen
