"""What nobody does in a run, whoever would: steps, remedies of the handbook, and their errands."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.moments import MINUTE, SECOND
from tests.people.conftest import APPROVED, ASKS, HANDBOOK, TIMED_OUT, declined, paper_comes_out


def noted_as_left_out(till: Any) -> list[str]:
    """What was noted as left out, in order."""
    gave_up = till.noted("cashier", "gave_up")
    return [detail["action"] for detail in gave_up if detail["why"] == "left_out"]


@pytest.mark.parametrize(
    ("who", "action"),
    [
        ("cashier", "load_paper"),
        ("cashier", "settlement"),
        ("cashier", "look_at_screen"),
        ("cashier", "wait"),
        ("customer", "complain"),
        ("supervisor", "come"),
        ("support", "call"),
        ("world", "correct_account"),
    ],
)
def test_a_step_that_is_left_out_is_over_at_once(
    shop: Callable[..., Any], who: str, action: str
) -> None:
    """Nothing is done, nobody is stuck, and it is noted that it was left out."""
    till = shop(left_out=[f"{who}.{action}"], deeds={action: True})
    till.plays()
    till.does(action, who=who, for_us=5 * SECOND)

    assert ["done"] == till.results
    assert [f"{who}.{action}"] == noted_as_left_out(till)
    assert [] == till.repaired + till.terminal.keys


def test_everything_else_is_done(shop: Callable[..., Any]) -> None:
    """Only what is named is left out."""
    till = shop(left_out=["cashier.load_paper"], deeds={"load_paper": True, "clear_jam": True})
    till.plays()
    till.does("clear_jam")

    assert ["clear_jam"] == till.repaired
    assert [] == noted_as_left_out(till)


def test_a_repair_of_the_handbook_is_not_done(shop: Callable[..., Any]) -> None:
    """The cashier presses confirm over and over, and at last leaves without a slip."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.load_paper"], deeds={"load_paper": True})
    out = ("paper_out", {"fault": "paper_out"})
    till.plays(*ASKS, [APPROVED, out], [out], [out], [out], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs(5 * MINUTE)

    assert [] == till.repaired
    assert {"cashier.load_paper"} == set(noted_as_left_out(till))
    assert "done" in till.results


def test_an_errand_that_serves_another_is_not_done(shop: Callable[..., Any]) -> None:
    """Without a reprint the customer gets no slip, and the cashier turns to what comes next."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.reprint"])
    till.plays(*ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(5 * MINUTE)

    assert ["sale", "manual_receipt"] == till.deeds()
    assert ["cashier.reprint"] == noted_as_left_out(till)
    assert ["done"] == till.results


def test_a_receipt_by_hand_is_not_written(shop: Callable[..., Any]) -> None:
    """The slip is still reprinted."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.manual_receipt"])
    till.plays(*ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(5 * MINUTE)

    assert ["sale", "reprint"] == till.deeds()


def test_nobody_calls(shop: Callable[..., Any]) -> None:
    """The cashier gives up all the same, and no ticket is opened."""
    till = shop(conduct=HANDBOOK, left_out=["support.call"])
    till.plays(*ASKS, ["waiting", *declined("D", "97")])
    till.does("sale", amount_fen=500)
    till.runs(MINUTE)

    assert [] == till.noted("support", "ticket_opened")
    assert ["done"] == till.results


def test_nobody_waits_for_a_reversal(shop: Callable[..., Any]) -> None:
    """The customer is let go at once, whatever becomes of the money."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.await_reversal"])
    till.plays(*ASKS[:2], ["enter_pin"], ["waiting", TIMED_OUT, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(MINUTE)

    assert [] == till.noted("cashier", "waiting")
    assert ["done"] == till.results


def test_nobody_tries_again_later(shop: Callable[..., Any]) -> None:
    """A refusal for which the handbook would wait and try again is left at that."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.wait"])
    till.plays(*ASKS, ["waiting", *declined("B", "91")])
    till.does("sale", amount_fen=500)
    till.runs(10 * MINUTE)

    assert ["sale"] == till.deeds()
    assert ["cashier.wait"] == noted_as_left_out(till)


def test_a_sign_in_that_nobody_makes_does_not_go_on_for_ever(shop: Callable[..., Any]) -> None:
    """The handbook tries a few times, then calls, and the errand is over."""
    till = shop(conduct=HANDBOOK, left_out=["cashier.sign_in"])
    till.plays()
    till.terminal.show("sign_in_required")
    till.does("sale", amount_fen=500)
    till.runs(10 * MINUTE)
    paper_comes_out(till)

    assert {"cashier.sign_in"} == set(noted_as_left_out(till))
    assert ["done"] == till.results
