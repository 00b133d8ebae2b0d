"""Amends, evidence and disputes: what is done, and what is said of it."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.card import Card, pan_from_mask
from emulator.domain.plan import Account
from emulator.people.hands import Hands

APPROVED = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 500})


@pytest.fixture
def till(shop: Callable[..., Any]) -> Any:
    """A shop that has sold a lunch."""
    one = shop(conduct=())
    one.plays(["enter_amount"], [APPROVED, "idle"])
    one.does("sale", name="lunch", amount_fen=500)
    one.runs()
    return one


@pytest.fixture
def told(till: Any) -> list[dict[str, Any]]:
    """What the hands were told to do; each deed works."""
    heard: list[dict[str, Any]] = []
    names = ("keep_evidence", "submit_evidence", "dispute")

    def deed(name: str) -> Callable[..., bool]:
        return lambda **options: heard.append({"deed": name, **options}) or True

    hands = Hands({name: deed(name) for name in names})
    till.staff.cashier.hands = till.staff._hands = hands
    return heard


def last(till: Any) -> dict[str, Any]:
    till.runs(0)
    found: dict[str, Any] = till.noted("cashier", "did")[-1]
    return found


@pytest.mark.parametrize(("amount_fen", "effect"), [(200, True), (0, False)])
def test_a_compensation_names_the_purchase(till: Any, amount_fen: int, effect: bool) -> None:
    """Nothing given is no amends."""
    till.does("compensate", of="lunch", amount_fen=amount_fen)

    assert {
        "action": "compensate", "purchase": "lunch", "amount_fen": amount_fen, "effect": effect,
    } == last(till)  # fmt: skip


@pytest.mark.parametrize("deed", ["keep_evidence", "submit_evidence"])
def test_evidence_is_about_one_transaction(
    till: Any, told: list[dict[str, Any]], deed: str
) -> None:
    """Named by batch and STAN, as they stand on the slip."""
    till.does(deed, of="lunch")

    assert last(till)["effect"]
    assert [{"deed": deed, "batch": "000001", "stan": "000001"}] == told


@pytest.mark.parametrize("deed", ["keep_evidence", "submit_evidence", "compensate"])
def test_about_nothing_nothing_is_done(till: Any, deed: str) -> None:
    """No such step."""
    till.does(deed, of="dinner", amount_fen=1)

    assert not last(till)["effect"]


@pytest.mark.parametrize("deed", ["keep_evidence", "submit_evidence"])
def test_where_nobody_keeps_evidence_none_is_kept(till: Any, deed: str) -> None:
    """The deed says that it was in vain."""
    till.does(deed, of="lunch")

    assert not last(till)["effect"]


def test_a_customer_disputes_with_the_slip_in_hand(till: Any, told: list[dict[str, Any]]) -> None:
    """The bank hears batch, STAN and claim."""
    till.does("dispute", who="customer", about="lunch", claim="not_mine")
    till.runs(0)

    assert [{"deed": "dispute", "batch": "000001", "stan": "000001", "claim": "not_mine"}] == told
    assert [{"about": "lunch", "claim": "not_mine", "effect": True}] == till.noted(
        "cardholder", "disputed"
    )


def test_a_bank_that_knows_no_such_debit_takes_no_dispute(till: Any) -> None:
    """And the trace says so."""
    till.does("dispute", who="customer", about="dinner", claim="not_mine")
    till.runs(0)

    assert [{"about": "dinner", "claim": "not_mine", "effect": False}] == till.noted(
        "cardholder", "disputed"
    )


# Somebody else's card -----------------------------------------------------------------------------


def test_a_thief_is_not_who_means_to_pay(shop: Callable[..., Any]) -> None:
    """Once: the next customer is an honest one."""
    till = shop(conduct=())
    till.plays()
    till.does("use_card", who="customer", card="stolen")
    for name in ("theft", "lunch"):
        till.does("sale", name=name, amount_fen=500)
        till.runs()

    assert [True, False] == [one.get("stolen", False) for one in till.noted("cardholder", "meant")]


def test_who_uses_another_card_of_their_own_is_no_thief(shop: Callable[..., Any]) -> None:
    """Only a stolen one makes a thief."""
    silver = Card(name="silver", pan=pan_from_mask("622202******0026"))
    gold = Card(name="gold", pan=pan_from_mask("622202******0018"))
    till = shop(conduct=(), accounts=(Account(card=gold), Account(card=silver)))
    till.plays()
    till.does("use_card", who="customer", card="silver")
    till.does("sale", amount_fen=500)
    till.runs()

    assert [{"purchase": "p1", "amount_fen": 500, "holder": "silver"}] == till.noted(
        "cardholder", "meant"
    )


# The disabled function ----------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["void", "refund"])
def test_a_careless_cashier_presses_cash_refund_once(shop: Callable[..., Any], action: str) -> None:
    """In place of what gives the money back to the card; the second time it is right."""
    till = shop(conduct=("uses_disabled",))
    till.plays()
    for _ in range(2):
        till.does(action)
        till.runs()

    assert ["cash_refund", action] == till.deeds()


def test_a_sale_is_not_mistaken_for_it(shop: Callable[..., Any]) -> None:
    """The habit concerns money that goes back."""
    till = shop(conduct=("uses_disabled",))
    till.plays()
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale"] == till.deeds()
