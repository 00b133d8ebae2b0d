"""Differences that a merchant reports: held in suspense until the clearing explains them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.acquirer.differences import SUSPENSE
from emulator.domain.message import Totals, UploadItem
from emulator.domain.moments import DAY
from emulator.kernel.lever import levers_of
from tests.acquirer.conftest import PAN, TERMINAL, Shop

KEY = (TERMINAL, "000001", "000001")


def booked(shop: Any, amount_fen: int, *, by_fen: int) -> Any:
    """The same shop after a sale that the host booked otherwise."""
    lever = levers_of(shop.world, "acquirer", shop.host)["acquirer.wrong_posting"]
    lever.pull(by_fen=by_fen)
    shop.sale("000001", amount_fen)
    lever.release()
    return shop


def suspense_fen(shop: Any) -> int:
    """What stands in suspense."""
    balance_fen: int = shop.book.balance_fen(SUSPENSE)
    return balance_fen


def settle(shop: Any, totals: Totals, *items: tuple[str, int]) -> None:
    """Settle and upload, as a terminal does when the totals differ."""
    records = tuple(UploadItem("sale", stan, PAN, fen) for stan, fen in items)
    shop.ask(shop.message("settlement", "000090", totals=totals))
    if records:
        shop.ask(shop.message("batch_upload", "000091", items=records, network_code="201"))
    end = shop.message("batch_upload", "000092", network_code="202", item_count=len(records))
    shop.ask(end)


@pytest.mark.parametrize("by_fen", [-1_000, 1_000])
def test_the_takings_become_what_the_slip_says(shop: Any, by_fen: int) -> None:
    """Booked too low or too high, the rest stands in suspense until the clearing brings it."""
    booked(shop, 5_000, by_fen=by_fen)
    held = shop.host.hold_in_suspense(KEY, 5_000)

    assert (True, by_fen) == (held, suspense_fen(shop))
    assert 5_000 == shop.sums_fen[1]
    assert ["amount"] == [one["why"] for one in shop.named("acquirer.difference_listed")]


def test_what_the_merchant_never_sold_leaves_its_takings(shop: Any) -> None:
    """All of it, and the cardholder is to get it."""
    shop.sale("000001", 8_000)
    held = shop.host.hold_in_suspense(KEY, None)

    assert (True, 8_000, 0) == (held, suspense_fen(shop), shop.sums_fen[1])
    assert ["long"] == [one["why"] for one in shop.named("acquirer.difference_listed")]


@pytest.mark.parametrize(("slip_fen", "by_fen"), [(5_000, -1_000), (5_000, 1_000), (None, 0)])
def test_the_same_report_again_changes_nothing(
    shop: Any, slip_fen: int | None, by_fen: int
) -> None:
    """Nobody's money is moved twice because somebody calls twice."""
    booked(shop, 5_000, by_fen=by_fen)
    held = [shop.host.hold_in_suspense(KEY, slip_fen) for _ in range(2)]
    moved = [one for one in shop.named("acquirer.posted") if one["reason"] == "suspense"]

    assert ([True, False], 1) == (held, len(moved))


def test_a_slip_that_the_issuer_does_not_know_is_no_claim(shop: Any) -> None:
    """The merchant cannot write its takings up."""
    booked(shop, 5_000, by_fen=-1_000)

    assert not shop.host.hold_in_suspense(KEY, 9_000)
    assert (0, 4_000) == (suspense_fen(shop), shop.sums_fen[1])


def test_what_the_books_say_right_is_not_held(shop: Any) -> None:
    """There is nothing in question."""
    shop.sale("000001", 5_000)

    assert not shop.host.hold_in_suspense(KEY, 5_000)


@pytest.mark.parametrize("stan", ["000002", "000009"])
def test_what_was_given_back_or_is_unknown_is_not_held(shop: Any, stan: str) -> None:
    """A void and a number that nobody has heard of."""
    shop.sale("000001", 500)
    shop.ask(shop.message("void", "000002", 500, original_stan="000001"))

    assert not shop.host.hold_in_suspense((TERMINAL, "000001", stan), None)
    assert not shop.host.hold_in_suspense(KEY, None)


def test_a_settlement_does_not_take_again_what_is_held(shop: Any) -> None:
    """The upload finds it long too, and the merchant loses it once."""
    shop.sale("000001", 8_000)
    shop.sale("000002", 500)
    shop.host.hold_in_suspense(KEY, None)
    settle(shop, Totals(500, 1), ("000002", 500))

    assert (8_000, 500) == (suspense_fen(shop), shop.sums_fen[1])


@pytest.mark.parametrize(("by_fen", "held_fen"), [(-1_000, -1_000), (1_000, 1_000)])
def test_a_report_after_the_settlement_moves_what_that_left(
    shop: Any, by_fen: int, held_fen: int
) -> None:
    """Too much was taken from the merchant by the upload; too little is only listed by it."""
    booked(shop, 5_000, by_fen=by_fen)
    settle(shop, Totals(5_000, 1), ("000001", 5_000))
    shop.host.hold_in_suspense(KEY, 5_000)

    assert (held_fen, 5_000) == (suspense_fen(shop), shop.sums_fen[1])


def test_a_reversal_that_comes_after_all_empties_suspense(shop: Any) -> None:
    """The terminal reverses what its merchant has reported; nobody gets it twice."""
    sale = shop.message("sale", "000001", 500)
    shop.ask(sale)
    shop.host.hold_in_suspense(KEY, None)
    shop.ask(shop.reversal_of(sale))

    assert (0, (100_000, 0)) == (suspense_fen(shop), shop.sums_fen)


def test_what_was_cleared_long_ago_cannot_be_written_up(shop: Any) -> None:
    """The clearing has seen what the issuer has; nothing would bring the rest any more."""
    booked(shop, 5_000, by_fen=-1_000)
    shop.run(DAY)
    shop.host.day_file(shop.host.business_day)

    assert not shop.host.hold_in_suspense(KEY, 5_000)


@given(
    amount_fen=st.integers(2_000, 20_000),
    by_fen=st.integers(-1_999, 1_999),
    reports=st.lists(st.sampled_from(["slip", "none", "settle", "reverse"]), max_size=5),
)
def test_the_list_and_suspense_agree_whatever_is_reported(
    amount_fen: int, by_fen: int, reports: list[str]
) -> None:
    """What is listed stands in suspense; that and what is owed is what goes to the clearing."""
    one = Shop()
    one.sign_in()
    booked(one, amount_fen, by_fen=by_fen)
    sale = one.message("sale", "000001", amount_fen)
    for report in reports:
        if report == "settle":
            settle(one, Totals(amount_fen, 1), ("000001", amount_fen))
        elif report == "reverse":
            one.ask(one.reversal_of(sale))
        else:
            one.host.hold_in_suspense(KEY, amount_fen if report == "slip" else None)
    listed_fen = sum(listed.suspense_fen for listed in one.host.differences.open.values())
    filed = one.host.day_file(one.host.business_day).items

    assert listed_fen == suspense_fen(one)
    assert sum(item.amount_fen for item in filed.values()) == one.sums_fen[1] + listed_fen
