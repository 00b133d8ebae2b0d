"""Careless habits, and a cashier without any conduct."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.plan import Step
from emulator.people.conduct import CONDUCTS, Conduct

ASKS = (["enter_amount"], ["present_card"], ["enter_pin"])
APPROVED = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 500})
SALE = (*ASKS, [APPROVED, "idle"])

TROUBLE = (
    "paper_out",
    "printer_fault",
    "printer_hot",
    "sign_in_required",
    "journal_full",
    "totals_full",
    "reversal_failed",
    "confirm_duplicate",
)


@pytest.mark.parametrize("screen", TROUBLE)
def test_without_conduct_trouble_ends_the_step(shop: Callable[..., Any], screen: str) -> None:
    """The cashier presses nothing and whoever waits hears `stuck`."""
    till = shop(conduct=())
    till.plays(*ASKS, [screen])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["stuck"] == till.results
    assert "pin" == till.terminal.keys[-1]


def test_a_key_that_a_step_names_takes_up_what_was_stuck(shop: Callable[..., Any]) -> None:
    """`confirm` goes on with the errand, with all its answers, until the terminal is idle."""
    till = shop(conduct=())
    till.plays(*ASKS, [APPROVED, "paper_out"], ["confirm_original"], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()
    till.does("confirm")
    till.runs()

    assert ["stuck", "done"] == till.results
    assert ["confirm", "confirm"] == till.terminal.keys[-2:]


def test_another_errand_leaves_a_printer_screen_by_cancel(shop: Callable[..., Any]) -> None:
    """As the terminal's handbook says: cancel leaves without the slip, then reprint."""
    till = shop(conduct=(), deeds={"load_paper": True})
    till.plays(*ASKS, [APPROVED, "paper_out"], ["idle"], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()
    till.does("load_paper")
    till.does("reprint", which="last")
    till.runs()

    assert ["cancel", "menu:reprint"] == till.terminal.keys[-2:]
    assert ["stuck", "done", "done"] == till.results


def test_one_zero_too_many_happens_once(shop: Callable[..., Any]) -> None:
    """The first amount is ten times what was meant; the next is right."""
    till = shop(conduct=("wrong_amount",))
    till.plays(*SALE, *SALE)
    till.does("sale", amount_fen=500)
    till.does("sale", amount_fen=500)
    till.runs()
    rung_up = [(d["amount_fen"], d["meant_fen"]) for d in till.noted("cashier", "rang_up")]

    assert [(5000, 500), (500, 500)] == rung_up


@pytest.mark.parametrize(
    ("told", "done"),
    [("void", "refund"), ("refund", "void"), ("preauth", "sale"), ("sale", "preauth")],
)
def test_the_wrong_type_is_the_neighbouring_key(
    shop: Callable[..., Any], told: str, done: str
) -> None:
    """Once."""
    till = shop(conduct=("wrong_type",))
    till.plays()
    till.does(told, amount_fen=500)
    till.does(told, amount_fen=500)
    till.runs()

    assert [done, told] == till.deeds()


def test_a_completion_without_amount_is_not_mistaken(shop: Callable[..., Any]) -> None:
    """A sale needs an amount to be keyed."""
    till = shop(conduct=("wrong_type",))
    till.plays()
    till.does("completion")
    till.runs()

    assert ["completion"] == till.deeds()


def test_a_card_payment_is_recorded_as_cash(shop: Callable[..., Any]) -> None:
    """The customer meant to pay; no card is taken."""
    till = shop(conduct=("wrong_method",))
    till.plays(["enter_amount"], ["cash_recorded", "idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["menu:cash", "digits:500"] == till.terminal.keys
    assert 1 == len(till.noted("cardholder", "meant"))


def test_a_sale_keyed_twice_is_one_purchase(shop: Callable[..., Any]) -> None:
    """Two cards presented, one purchase meant, `done` after the second."""
    till = shop(conduct=("keys_twice",))
    till.plays(*SALE, *SALE)
    till.does("sale", amount_fen=500)
    till.runs()
    purchases = [i.purchase for i in till.terminal.inputs if i.kind == "card"]

    assert ["p1", "p1"] == purchases
    assert 1 == len(till.noted("cardholder", "meant"))
    assert ["done"] == till.results


def test_who_keys_twice_confirms_the_duplicate(shop: Callable[..., Any]) -> None:
    """The guard's question is answered without reading it."""
    till = shop(conduct=("handbook", "keys_twice"))
    till.plays(*ASKS, ["idle"], ["enter_amount"], ["present_card"], ["confirm_duplicate"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert "confirm" == till.terminal.keys[-1]


@pytest.mark.parametrize(
    "ending",
    [
        [("timed_out", {"stan": "000001"}), "idle"],
        [APPROVED, "idle"],
    ],
)
def test_the_card_is_taken_again_when_no_slip_came(
    shop: Callable[..., Any], ending: list[Any]
) -> None:
    """Once for each purchase, whatever the handbook says."""
    till = shop(conduct=("handbook", "reswipes_without_slip"), spare_rolls=0)
    till.plays(*ASKS, ending, *ASKS, [("declined", {"operator_class": "C"}), "idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert 2 == till.terminal.keys.count("card")


@pytest.mark.parametrize("screen", ["paper_out", "printer_fault", "printer_hot"])
def test_a_printer_that_asks_is_left_and_the_card_taken_again(
    shop: Callable[..., Any], screen: str
) -> None:
    """The very thing that the guides warn of: debited twice for want of a slip."""
    till = shop(conduct=("reswipes_without_slip",))
    till.plays(*ASKS, [APPROVED, screen], ["idle"], *ASKS, [APPROVED, screen], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert 2 == till.terminal.keys.count("card")
    assert 2 == till.terminal.keys.count("cancel")
    assert ["done"] == till.results


@pytest.mark.parametrize("action", ["sign_in", "settlement"])
def test_what_is_skipped_is_noted(shop: Callable[..., Any], action: str) -> None:
    """Not a key is pressed, and the trace says which habit it was."""
    till = shop(conduct=(f"skips_{action}",))
    till.plays()
    till.does(action)
    till.does(action)
    till.runs()

    assert [] == till.terminal.keys
    assert [{"why": f"skips_{action}"}] * 2 == till.noted("cashier", "gave_up")
    assert ["done", "done"] == till.results


@pytest.mark.parametrize("screen", TROUBLE)
def test_who_ignores_trouble_presses_cancel(shop: Callable[..., Any], screen: str) -> None:
    """And thinks that the errand is done."""
    till = shop(conduct=("handbook", "ignores_trouble"))
    till.plays(*ASKS, [screen])
    till.does("sale", amount_fen=500)
    till.runs()

    assert "cancel" == till.terminal.keys[-1]
    assert ["done"] == till.results


def test_an_unknown_conduct_is_an_error() -> None:
    """The message names what there is."""
    with pytest.raises(ValueError, match="reswipes_without_slip"):
        Conduct(("helpful",))


@pytest.mark.parametrize("name", CONDUCTS)
def test_no_habit_touches_what_it_is_not_about(name: str) -> None:
    """Loading paper is loading paper, whatever the conduct."""
    step = Step(who="cashier", action="load_paper")

    assert (step,) == Conduct((name,)).carried_out(step)
