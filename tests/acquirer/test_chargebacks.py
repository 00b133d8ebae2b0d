"""Disputed debits in the acquirer's register and books."""

from typing import Any

import pytest

from emulator.acquirer.chargebacks import Chargebacks
from emulator.domain.moments import DAY

NUMBER = ("000001", "000001")


def test_a_sale_that_stands_can_be_disputed(shop: Any) -> None:
    """Found by what stands on the slip."""
    shop.sale(amount_fen=12_850)
    about = Chargebacks(shop.host).disputed(*NUMBER)

    assert about is not None
    assert (12_850, "898520154110004") == (about.amount_fen, about.merchant)


@pytest.mark.parametrize("number", [("000001", "000009"), ("000002", "000001")])
def test_what_nobody_knows_cannot_be_disputed(shop: Any, number: tuple[str, str]) -> None:
    """Another STAN, another batch."""
    shop.sale()

    assert Chargebacks(shop.host).disputed(*number) is None


def test_what_was_voided_cannot_be_disputed(shop: Any) -> None:
    """There is nothing left to give back."""
    shop.sale()
    shop.ask(
        shop.message("void", "000002", 12_850, original_stan="000001", original_batch=shop.batch)
    )

    assert Chargebacks(shop.host).disputed(*NUMBER) is None


def test_of_a_refunded_sale_the_rest_can_be_disputed(shop: Any) -> None:
    """128.50 less 50.00."""
    shop.sale()
    shop.ask(shop.message("refund", "000002", 5_000, reference="000000000001"))
    about = Chargebacks(shop.host).disputed(*NUMBER)

    assert about is not None
    assert 7_850 == about.amount_fen


def test_a_chargeback_takes_the_merchants_money_once(shop: Any) -> None:
    """It counts as refunded, and a refund on top is refused."""
    shop.sale()
    desk = Chargebacks(shop.host)
    about = desk.disputed(*NUMBER)
    assert about is not None
    desk.charge_back(about)

    assert 0 == shop.sums_fen[1]
    assert desk.disputed(*NUMBER) is None
    assert "64" == shop.code(shop.message("refund", "000002", 1, reference="000000000001"))


@pytest.mark.parametrize("is_held", [True, False])
def test_what_is_in_dispute_is_not_forgotten(new_shop: Any, is_held: bool) -> None:
    """However old it is; all else is dropped after the days for refunds."""
    shop = new_shop(refund_days=2)
    shop.sign_in()
    shop.sale()
    desk = Chargebacks(shop.host)
    about = desk.disputed(*NUMBER)
    assert about is not None
    desk.hold(about, is_held=is_held)
    shop.host.batches.may_forget = lambda terminal, batch: True
    shop.run(20 * DAY)

    assert is_held == (desk.disputed(*NUMBER) is not None)
