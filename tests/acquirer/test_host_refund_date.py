"""The date that a refund names must be the one on which the card was taken."""

from datetime import date, datetime
from typing import Any

import pytest

from emulator.acquirer.authorise import dates_of
from emulator.acquirer.transactions import Transaction

KEY = ("12345678", "000001", "000001")


def refund(shop: Any, day: str | None) -> Any:
    """A refund of the sale with reference 1."""
    return shop.message(
        "refund", "000002", 5_000, reference="000000000001", original_date=day, entry="chip"
    )


@pytest.mark.parametrize(("day", "code"), [("0302", "00"), (None, "00"), ("0301", "25")])
def test_a_refund_with_another_date_is_refused(shop: Any, day: str | None, code: str) -> None:
    """As one without original; who names none is found by the reference alone."""
    shop.sale()

    assert code == shop.code(refund(shop, day))


def test_the_trace_says_that_it_was_the_date(shop: Any) -> None:
    """Whoever looks into the host's log sees why."""
    shop.sale()
    shop.ask(refund(shop, "0301"))

    assert ["other_date"] == [one["why"] for one in shop.named("acquirer.declined")]


@pytest.mark.parametrize("day", ["0302", "0303"])
def test_after_the_cut_off_both_dates_will_do(new_shop: Any, day: str) -> None:
    """The slip has the calendar's date, the statement the business day's."""
    shop = new_shop(start=datetime(2026, 3, 2, 23, 30))
    shop.sign_in()
    shop.sale()

    assert "00" == shop.code(refund(shop, day))


@pytest.mark.parametrize(
    ("stamp", "dates"), [("0302233000", {"0303", "0302"}), (None, {"0303", "0302"})]
)
def test_of_one_that_has_shrunk_the_business_day_is_known(
    stamp: str | None, dates: set[str]
) -> None:
    """Then the day before is believed too: it may have been after the cut-off."""
    one = Transaction("sale", KEY, "m", 5_000, None, "000000000001", date(2026, 3, 3))
    one.host_time = stamp

    assert dates == set(dates_of(one))
