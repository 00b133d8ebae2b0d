"""What a cashier does by the handbook about every kind of trouble."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.card import Card, pan_from_mask
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Account
from tests.people.conftest import APPROVED, ASKS, HANDBOOK, REVERSED, TIMED_OUT, declined

# An outcome that nobody knows -----------------------------------------------------------------


def test_a_reversed_purchase_is_started_anew(shop: Callable[..., Any]) -> None:
    """Only after the screen says that the host confirmed."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, [TIMED_OUT, REVERSED, "idle"], *ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs()
    purchases = {i.purchase for i in till.terminal.inputs if i.kind == "card"}

    assert ["sale", "sale", "manual_receipt", "reprint"] == till.deeds()
    assert {"p1"} == purchases
    assert 1 == len(till.noted("cardholder", "meant"))


def test_a_card_is_never_taken_again_while_the_outcome_is_unknown(
    shop: Callable[..., Any],
) -> None:
    """The cashier asks the host; `unknown` goes to the support desk."""
    till = shop(conduct=HANDBOOK)
    status = ("status_shown", {"stan": "000001", "status": "unknown"})
    till.plays(*ASKS, [TIMED_OUT, "idle"], ["enter_original"], [status, "idle"])
    till.does("sale", amount_fen=500)
    till.runs()
    ticket = {"ticket": "t1", "about": "outcome", "amount_fen": 500}

    assert ["sale", "query"] == till.deeds()
    assert 1 == till.terminal.keys.count("card")
    assert [{**ticket, "stan": "000001", "batch": "000001"}] == till.noted(
        "support", "ticket_opened"
    )


def test_the_query_comes_after_the_terminals_own_retry(shop: Callable[..., Any]) -> None:
    """The terminal gets its two minutes and half a minute more."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, [TIMED_OUT, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(2 * MINUTE + 30 * SECOND)
    before = list(till.deeds())
    till.runs(15 * SECOND)

    assert ["sale"] == before
    assert ["sale", "query"] == till.deeds()


def test_a_reversal_by_the_terminal_itself_ends_the_wait(shop: Callable[..., Any]) -> None:
    """`reversing` and `reversed` come by themselves while the cashier waits."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, [TIMED_OUT, "idle"], *ASKS, [("declined", {"operator_class": "C"}), "idle"])
    till.does("sale", amount_fen=500)
    till.runs(MINUTE)
    for shows in (("reversing", {"stan": "000001", "attempt": 1}), REVERSED, "idle"):
        till.terminal.show(shows)
    till.runs()

    assert ["sale", "sale"] == till.deeds()


def test_a_query_that_says_declined_lets_the_purchase_start_anew(
    shop: Callable[..., Any],
) -> None:
    """Nothing was debited, so the card may be taken again."""
    till = shop(conduct=HANDBOOK)
    status = ("status_shown", {"stan": "000001", "status": "declined"})
    till.plays(*ASKS, [TIMED_OUT, "idle"], ["enter_original"], [status, "idle"], *ASKS, ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale", "query", "sale"] == till.deeds()


def test_a_query_that_says_approved_goes_to_the_support_desk(shop: Callable[..., Any]) -> None:
    """The customer is debited and the terminal does not know it."""
    till = shop(conduct=HANDBOOK)
    status = ("status_shown", {"stan": "000001", "status": "approved"})
    till.plays(*ASKS, [TIMED_OUT, "idle"], ["enter_original"], [status, "idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale", "query"] == till.deeds()
    assert 1 == len(till.noted("support", "ticket_opened"))


def test_a_purchase_is_started_anew_twice_at_most(shop: Callable[..., Any]) -> None:
    """Then the cashier gives up."""
    till = shop(conduct=HANDBOOK)
    lost = [TIMED_OUT, REVERSED, "idle"]
    till.plays(*ASKS, lost, *ASKS, lost, *ASKS, lost)
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale"] * 3 == till.deeds()
    assert [{"why": "tries"}] == till.noted("cashier", "gave_up")


def test_a_customer_without_patience_is_gone(shop: Callable[..., Any]) -> None:
    """Nobody is there to pay again after half an hour."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, [TIMED_OUT])
    till.does("sale", amount_fen=500)
    till.runs(31 * MINUTE)
    till.terminal.show(REVERSED)
    till.terminal.show("idle")
    till.runs()

    assert ["sale"] == till.deeds()
    assert [{}] == till.noted("cardholder", "walked_away")


def test_a_failed_reversal_goes_to_the_support_desk(shop: Callable[..., Any]) -> None:
    """The handbook says to call; nothing else is tried."""
    till = shop(conduct=HANDBOOK)
    failed = ("reversal_failed", {"stan": "000001", "batch": "000001", "attempts": 3})
    till.plays(*ASKS, [TIMED_OUT, failed, "idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["reversal"] == [d["about"] for d in till.noted("support", "ticket_opened")]
    assert ["done"] == till.results


# Refusals -------------------------------------------------------------------------------------


def test_class_b_is_tried_once_more(shop: Callable[..., Any]) -> None:
    """After half a minute, and with the right PIN."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, declined("B", "55"), *ASKS, declined("B", "55"))
    till.does("sale", amount_fen=500, pin="wrong")
    till.runs()
    pins = [i.pin for i in till.terminal.inputs if i.kind == "pin"]

    assert ["sale", "sale"] == till.deeds()
    assert [False, True] == [pin.matches(till.given.cardholders[0].card.pin) for pin in pins]


def test_class_c_asks_for_another_card(shop: Callable[..., Any]) -> None:
    """The same person pays the same purchase with a second card, if there is one."""
    gold = Card(name="gold", pan=pan_from_mask("622202******0018"))
    second = Card(name="gold-2", pan=pan_from_mask("622848******0013"))
    till = shop(conduct=HANDBOOK, accounts=(Account(card=gold), Account(card=second)))
    till.plays(*ASKS, declined("C", "51"), *ASKS, declined("C", "51"))
    till.does("sale", amount_fen=500)
    till.runs()
    cards = [(i.card.name, i.purchase) for i in till.terminal.inputs if i.kind == "card"]

    assert [("gold", "p1"), ("gold-2", "p1")] == cards


@pytest.mark.parametrize("operator_class", ["C", "E"])
def test_what_must_not_be_repeated_is_not(shop: Callable[..., Any], operator_class: str) -> None:
    """Without another card the refusal stands."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, declined(operator_class))
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale"] == till.deeds()
    assert [{"why": "declined"}] == till.noted("cashier", "gave_up")


@pytest.mark.parametrize("code", ["77", "99", "A0"])
def test_a_code_that_asks_for_it_makes_the_cashier_sign_in(
    shop: Callable[..., Any], code: str
) -> None:
    """Then the sale is repeated; nothing was debited."""
    till = shop(conduct=HANDBOOK)
    till.plays(
        *ASKS,
        declined("D", code),
        ["enter_operator"],
        ["enter_password"],
        [("signed_in", {"batch": "000002"}), "idle"],
        *ASKS,
        declined("C"),
    )
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale", "sign_in", "sale"] == till.deeds()


def test_a_card_to_be_kept_is_a_case_for_the_desk(shop: Callable[..., Any]) -> None:
    """Class D without a sign-in code."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, declined("D", "43"))
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale"] == till.deeds()
    assert 1 == len(till.noted("support", "ticket_opened"))


# Line, sign-in, batch -------------------------------------------------------------------------


def test_a_loose_cable_is_plugged_in_and_the_sale_repeated(shop: Callable[..., Any]) -> None:
    """Nothing was sent, so it may be repeated at once."""
    till = shop(conduct=HANDBOOK, deeds={"reconnect_cable": True})
    till.plays(*ASKS, ["not_connected", "idle"], *ASKS, declined("C"))
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale", "reconnect_cable", "sale"] == till.deeds()


def test_a_line_that_stays_dead_is_reported(shop: Callable[..., Any]) -> None:
    """Cable, router, support desk; a deed that nobody wired is noted without effect."""
    till = shop(conduct=HANDBOOK, deeds={"reconnect_cable": False})
    dead = ["not_connected", "idle"]
    till.plays(*ASKS, dead, *ASKS, dead, *ASKS, dead)
    till.does("sale", amount_fen=500)
    till.runs()
    did = [d for d in till.noted("cashier", "did") if "effect" in d]

    assert [
        {"action": "reconnect_cable", "effect": False},
        {"action": "restart_router", "effect": False},
    ] == did
    assert ["line"] == [d["about"] for d in till.noted("support", "ticket_opened")]


def test_a_terminal_that_wants_a_sign_in_gets_one(shop: Callable[..., Any]) -> None:
    """Operator and password, then the sale that was asked for."""
    till = shop(conduct=HANDBOOK)
    till.plays(["enter_operator"], ["enter_password"], ["signed_in", "idle"], *ASKS)
    till.terminal.show("sign_in_required")
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["menu:sign_in", "digits:01", "digits:0000", "menu:sale"] == till.terminal.keys[:4]


def test_a_sign_in_that_never_works_is_given_up(shop: Callable[..., Any]) -> None:
    """Three tries, then the desk."""
    till = shop(conduct=HANDBOOK)
    till.plays(*[["enter_operator"], ["enter_password"], ["sign_in_required"]] * 5)
    till.terminal.show("sign_in_required")
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sign_in"] * 3 == till.deeds()
    assert ["done"] == till.results


@pytest.mark.parametrize("screen", ["journal_full", "totals_full"])
def test_a_full_batch_is_settled_first(shop: Callable[..., Any], screen: str) -> None:
    """Then the sale is repeated."""
    till = shop(conduct=HANDBOOK)
    till.plays([screen], ["settling", "settled", "idle"], *ASKS, declined("C"))
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["sale", "settlement", "sale"] == till.deeds()


def test_a_failed_settlement_is_repeated(shop: Callable[..., Any]) -> None:
    """The terminal resumes where it stood."""
    till = shop(conduct=HANDBOOK)
    till.plays(["settling", "settlement_failed", "idle"], ["settling", "settled", "idle"])
    till.does("settlement")
    till.runs()

    assert ["settlement", "settlement"] == till.deeds()
    assert ["done"] == till.results


def test_the_same_card_and_amount_again_is_cancelled(shop: Callable[..., Any]) -> None:
    """By the handbook nobody pays twice."""
    till = shop(conduct=HANDBOOK)
    till.plays(["enter_amount"], ["present_card"], ["confirm_duplicate"], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert "cancel" == till.terminal.keys[-1]


@pytest.mark.parametrize(("insists", "key"), [(True, "confirm"), (False, "cancel")])
def test_a_step_that_insists_pays_the_same_again(
    shop: Callable[..., Any], insists: bool, key: str
) -> None:
    """Naming the purchase alone does not answer the terminal's question."""
    till = shop(conduct=HANDBOOK)
    till.plays(["enter_amount"], ["present_card"], ["confirm_duplicate"], ["idle"])
    till.does("sale", amount_fen=500, purchase="lunch", insists=insists)
    till.runs()

    assert key == till.terminal.keys[-1]
