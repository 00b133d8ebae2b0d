"""What somebody at the till sees who looks at the equipment or at a voucher."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.people.hands import Hands
from tests.people.conftest import APPROVED, ASKS, paper_comes_out

WORKS = {"power": "on", "display": "works"}


def test_eyes_see_every_part_that_shows_something() -> None:
    """Each part tells what there is to see of it."""
    hands = Hands(looks=(lambda: {"power": "on"}, lambda: {"paper": "out"}))

    assert {"power": "on", "paper": "out"} == hands.look()
    assert {} == Hands().look()


def test_what_is_seen_is_what_is_there_at_that_moment(shop: Callable[..., Any]) -> None:
    """Looked at twice, it may look otherwise."""
    paper = iter(("in", "out"))
    till = shop(looks=(lambda: WORKS, lambda: {"paper": next(paper)}))
    till.does("check_equipment", name="look")
    till.does("check_equipment")
    till.runs(0)

    assert [
        {"action": "check_equipment", "step": "look", "effect": False, **WORKS, "paper": "in"},
        {"action": "check_equipment", "effect": True, **WORKS, "paper": "out"},
    ] == till.noted("cashier", "did")


@pytest.mark.parametrize(
    ("legible", "voucher"), [(True, "good"), (False, "illegible"), (None, "none")]
)
def test_a_voucher_is_good_or_illegible_or_there_is_none(
    shop: Callable[..., Any], legible: bool | None, voucher: str
) -> None:
    """As the camera saw the last slip of that sale."""
    till = shop(conduct=("none",))
    till.plays(*ASKS, [APPROVED])
    till.does("sale", amount_fen=500, name="lunch")
    till.runs()
    if legible is not None:
        paper_comes_out(till, legible=legible)
    till.terminal.show("idle")
    till.does("show_slip", of="lunch")
    till.runs(0)

    told = till.noted("cashier", "did")[-1]
    assert (voucher, voucher == "good") == (told["voucher"], told["effect"])


@pytest.mark.parametrize(("options", "amount_fen"), [({}, 500), ({"amount_fen": 300}, 300)])
def test_a_receipt_by_hand_says_for_what_and_how_much(
    shop: Callable[..., Any], options: dict[str, int], amount_fen: int
) -> None:
    """The amount of the sale, unless the step says another."""
    till = shop()
    till.plays(*ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500, name="lunch")
    till.runs()
    till.does("manual_receipt", of="lunch", **options)
    till.runs(0)

    assert {
        "action": "manual_receipt", "purchase": "lunch", "amount_fen": amount_fen, "effect": True,
    } == till.noted("cashier", "did")[-1]  # fmt: skip
