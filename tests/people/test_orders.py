"""Errands that refer to an earlier one: what is keyed, and whose card is taken."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.plan import Account, Given, Step
from emulator.kernel.world import World
from emulator.people.hands import Hands
from emulator.people.staff import Staff

APPROVED = (
    "approved",
    {"stan": "000007", "batch": "000001", "amount_fen": 500, "authorisation": "A00001"},
)
CONTENT = {"stan": "000007", "reference": "R00000000001", "date": "2026-03-02"}
SALE = (["enter_amount"], ["present_card"], ["enter_pin"], [APPROVED])


def sells(till: Any, name: str = "lunch", action: str = "sale", **options: Any) -> None:
    """Let a sale go through, with its slip."""
    till.plays(*SALE)
    till.does(action, name=name, amount_fen=500, **options)
    till.runs(60_000_000)
    till.world.note("printer", "slip_printed", legible=True, content=CONTENT)
    till.terminal.show("idle")
    till.terminal.inputs.clear()


def test_a_void_names_the_voucher_of_the_sale(shop: Callable[..., Any]) -> None:
    """Supervisor, STAN, confirm, card; for the same purchase."""
    till = shop()
    sells(till)
    till.plays(["supervisor_password"], ["enter_original"], ["confirm_original"], ["present_card"])
    till.does("void", of="lunch")
    till.runs()

    assert ["menu:void", "digits:123456", "digits:000007", "confirm", "card"] == till.terminal.keys
    assert "lunch" == till.terminal.inputs[-1].purchase


def test_without_a_name_the_last_sale_is_meant(shop: Callable[..., Any]) -> None:
    """A cashier voids what was rung up last."""
    till = shop()
    sells(till, name="")
    till.plays(["enter_original"])
    till.does("void")
    till.runs()

    assert "digits:000007" == till.terminal.keys[1]


def test_a_refund_reads_reference_and_date_from_the_slip(shop: Callable[..., Any]) -> None:
    """And keys the part that is given back."""
    till = shop()
    sells(till)
    till.plays(["present_card"], ["enter_reference"], ["enter_date"], ["enter_amount"])
    till.does("refund", of="lunch", amount_fen=200)
    till.runs()

    assert ["card", "digits:R00000000001", "digits:2026-03-02", "digits:200"] == (
        till.terminal.keys[1:]
    )


def test_a_refund_without_amount_gives_back_all(shop: Callable[..., Any]) -> None:
    """The amount of the original."""
    till = shop()
    sells(till)
    till.plays(["enter_amount"])
    till.does("refund", of="lunch")
    till.runs()

    assert "digits:500" == till.terminal.keys[1]


def test_without_a_slip_there_is_no_reference_to_key(shop: Callable[..., Any]) -> None:
    """The errand is stuck: nobody invents a number."""
    till = shop(conduct=())
    till.plays(["enter_reference"])
    till.does("refund", amount_fen=200)
    till.runs()

    assert ["stuck"] == till.results


def test_a_completion_takes_code_and_purchase_of_the_hold(shop: Callable[..., Any]) -> None:
    """The customer meant it once."""
    till = shop()
    sells(till, action="preauth")
    till.plays(["enter_authorisation"], ["enter_amount"])
    till.does("completion", of="lunch", amount_fen=450)
    till.runs()

    assert ["digits:A00001", "digits:450"] == till.terminal.keys[1:]
    assert ["lunch", "lunch"] == [d["purchase"] for d in till.noted("cashier", "rang_up")]
    assert 1 == len(till.noted("cardholder", "meant"))


def test_a_completion_of_nothing_is_a_purchase_of_its_own(shop: Callable[..., Any]) -> None:
    """The number was given by telephone."""
    till = shop()
    till.plays(["enter_authorisation"])
    till.does("completion", amount_fen=450, authorisation="B00002")
    till.runs()

    assert "digits:B00002" == till.terminal.keys[1]
    assert [{"purchase": "p1", "amount_fen": 450, "holder": "gold"}] == till.noted(
        "cardholder", "meant"
    )


def test_numbers_in_the_step_win(shop: Callable[..., Any]) -> None:
    """A wrong voucher number is keyed as it was told."""
    till = shop()
    sells(till)
    till.plays(["enter_original"])
    till.does("void", of="lunch", stan="000099")
    till.runs()

    assert "digits:000099" == till.terminal.keys[1]


def test_the_card_of_the_original_is_taken(shop: Callable[..., Any]) -> None:
    """Not that of the first cardholder."""
    gold = Card(name="gold", pan=pan_from_mask("622202******0018"))
    blue = Card(name="blue", pan=pan_from_mask("622848******0013"), chip=False)
    till = shop(accounts=(Account(card=gold), Account(card=blue)))
    sells(till, holder="blue")
    till.plays(["present_card"])
    till.does("void", of="lunch")
    till.runs()
    card = till.terminal.inputs[-1]

    assert ("blue", "swipe") == (card.card.name, card.entry)


@pytest.mark.parametrize(
    ("options", "menu"),
    [
        ({}, "reprint"),
        ({"which": "last"}, "reprint"),
        ({"which": "settlement"}, "reprint_settlement"),
        ({"of": "lunch"}, "reprint_any"),
        ({"stan": "000007"}, "reprint_any"),
    ],
)
def test_each_reprint_has_its_menu_function(
    shop: Callable[..., Any], options: dict[str, str], menu: str
) -> None:
    """Last, any, settlement."""
    till = shop()
    sells(till)
    till.plays(["enter_original"] if menu == "reprint_any" else ["idle"])
    till.does("reprint", **options)
    till.runs()

    assert f"menu:{menu}" == till.terminal.keys[0]
    assert ("digits:000007" in till.terminal.keys) == (menu == "reprint_any")


def test_a_sign_in_with_another_operator(shop: Callable[..., Any]) -> None:
    """The password can be wrong."""
    till = shop(conduct=())
    till.plays(["enter_operator"], ["enter_password"])
    till.does("sign_in", operator="02", password="wrong")
    till.runs()

    assert ["menu:sign_in", "digits:02", "digits:999999"] == till.terminal.keys


def test_a_pin_is_asked_for_a_balance_too(shop: Callable[..., Any]) -> None:
    """Card and PIN, no purchase."""
    till = shop()
    till.plays(["present_card"], ["enter_pin"])
    till.does("balance")
    till.runs()
    card, pin = till.terminal.inputs[1:]

    assert "" == card.purchase
    assert Secret("111111").matches(pin.pin)


def test_habits_wait_until_the_story_begins(shop: Callable[..., Any]) -> None:
    """While the shop opens the cashier signs in, whoever skips it later."""
    world = World(seed=1, start=datetime(2026, 3, 2, 10, 0), lead_us=60_000_000)
    terminal = shop().terminal.__class__()
    staff = Staff(world, terminal, given=Given(conduct=("skips_sign_in",)), hands=Hands())
    terminal.show("sign_in_required")
    staff.do(Step(who="cashier", action="sign_in"), lambda _: None)
    world.run_until(0)

    assert ["menu:sign_in"] == terminal.keys
