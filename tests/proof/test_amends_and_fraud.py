"""What fraud, amends and disputes are to the customer concerned."""

import msgspec
import pytest

from emulator.proof.counterfactual import Played, play
from emulator.proof.customers import CustomerEnd
from tests.proof.conftest import SALE, told

OVERCHARGED = SALE.replace("amount: 66.00 CNY", "amount: 76.00 CNY, meant: 66.00 CNY")
DISPUTED = SALE + "  - after: 1h\n    customer: {dispute: {about: shopping, claim: not_mine}}\n"
THEFT = SALE.replace(
    "steps:\n  - at: 0s\n", "steps:\n  - at: 0s\n    customer: {use_card: stolen}\n  -"
).replace("-    cashier", "- cashier")
LATER = "calm: {until: 2026-03-30 12:00}\n"


def played(text: str) -> Played:
    return play(told("S8", text))


def customer(text: str) -> CustomerEnd:
    (found,) = played(text).outcome.customers
    return found


@pytest.mark.parametrize(
    ("amount", "over_fen"), [("0.01", 999), ("4.00", 600), ("10.00", 0), ("25.00", 0)]
)
def test_what_the_shop_makes_good_is_not_paid_too_much(amount: str, over_fen: int) -> None:
    """10.00 too much, less the compensation; nobody gains by more of it."""
    text = f"  - after: 1m\n    cashier: {{compensate: {{of: shopping, amount: {amount} CNY}}}}\n"

    assert over_fen == customer(OVERCHARGED + text).over_fen


def test_money_hangs_until_it_is_made_good() -> None:
    """And no longer, although the card stays overcharged."""
    text = "  - after: 5m\n    cashier: {compensate: {of: shopping, amount: 10.00 CNY}}\n"
    hung_us = [customer(story).hung_us for story in (OVERCHARGED + text, OVERCHARGED)]

    assert 300_000_000 < hung_us[0] < 310_000_000 < hung_us[1]


def test_a_holder_means_nothing_of_what_a_thief_pays() -> None:
    """All of it is too much, and nobody went without."""
    end = customer(THEFT)

    assert (6600, 6600, 0) == (end.paid_fen, end.over_fen, end.unpaid_fen)


def test_a_thief_who_is_refused_harms_nobody() -> None:
    """The bank has blocked the card."""
    story = told("S8", THEFT)
    blocked = tuple(msgspec.structs.replace(one, state="stolen") for one in story.given.cardholders)
    given = msgspec.structs.replace(story.given, cardholders=blocked)
    (end,) = play(msgspec.structs.replace(story, given=given)).outcome.customers

    assert (0, 0, 0) == (end.paid_fen, end.over_fen, end.unpaid_fen)


def test_who_gets_the_money_back_in_a_dispute_has_paid() -> None:
    """The goods are with the customer; it is the merchant who fares worse."""
    run = played(DISPUTED + LATER)
    (end,) = run.outcome.customers

    assert (0, 0, 0) == (end.paid_fen, end.over_fen, end.unpaid_fen)
    assert -6600 == run.outcome.merchant.pending_fen


def test_what_is_spent_elsewhere_is_too_much() -> None:
    """With the number in a careless copy."""
    text = (
        "  shop: {masks_records: no}\n" + SALE + "  - after: 1h\n    cashier: back_up_records\n"
        "  - after: 1h\n    world: {steal_records: 20.00 CNY}\ncalm: {grace: 2h}\n"
    )

    assert (6600, 2000) == ((end := customer(text)).paid_fen, end.over_fen)
