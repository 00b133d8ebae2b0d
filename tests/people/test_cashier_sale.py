"""The cashier and a sale: which keys, in which order, and when the errand is over."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.moments import SECOND
from emulator.domain.plan import Account

APPROVED = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 12850})
SALE = (
    ["enter_amount"],
    ["present_card"],
    ["enter_pin"],
    ["connecting", "waiting", APPROVED, ("press_to_print", {"copy": "cardholder"}), "idle"],
)


def test_a_sale_is_keyed_prompt_by_prompt(shop: Callable[..., Any]) -> None:
    """Menu, amount in fen, card, PIN: one input for each prompt and no more."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", amount_fen=12850)
    till.runs()

    assert ["menu:sale", "digits:12850", "card", "pin"] == till.terminal.keys


def test_the_errand_is_done_when_the_terminal_is_idle_again(shop: Callable[..., Any]) -> None:
    """Whoever waits hears `done` once."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", amount_fen=12850)
    till.runs()

    assert ["done"] == till.results


def test_the_lock_is_done_when_the_terminal_is_locked(shop: Callable[..., Any]) -> None:
    """And nobody unlocks it at once."""
    till = shop(conduct=())
    till.plays(["locked"])
    till.does("lock")
    till.runs()

    assert ["menu:lock"] == till.terminal.keys
    assert ["done"] == till.results


def test_a_locked_terminal_is_unlocked_for_the_next_errand(shop: Callable[..., Any]) -> None:
    """With the operator's password, as soon as somebody wants something of it."""
    till = shop(conduct=())
    till.plays(["locked"], ["idle"], *SALE)
    till.does("lock")
    till.runs(60_000_000)
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["menu:lock", "digits:0000", "menu:sale"] == till.terminal.keys[:3]


def test_a_terminal_without_sign_in_can_be_locked(shop: Callable[..., Any]) -> None:
    """Nobody signs in first."""
    till = shop()
    till.plays(["locked"])
    till.terminal.show("sign_in_required")
    till.does("lock")
    till.runs()

    assert ["menu:lock"] == till.terminal.keys


def test_the_camera_learns_what_the_customer_meant(shop: Callable[..., Any]) -> None:
    """`meant` and `rang_up` name the same purchase."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", name="lunch", amount_fen=12850, meant_fen=1285)
    till.runs()

    meant = {"purchase": "lunch", "amount_fen": 1285, "holder": "gold"}
    rang_up = {"purchase": "lunch", "amount_fen": 12850, "meant_fen": 1285}

    assert [meant] == till.noted("cardholder", "meant")
    assert [rang_up] == till.noted("cashier", "rang_up")


def test_the_card_carries_the_purchase(shop: Callable[..., Any]) -> None:
    """The camera can tell which purchase a card pays."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", amount_fen=12850)
    till.runs()
    card = till.terminal.inputs[2]

    assert ("gold", "chip", "p1") == (card.card.name, card.entry, card.purchase)


@pytest.mark.parametrize(("word", "fits"), [("ok", True), ("wrong", False)])
def test_the_pin_is_the_cards_or_another(shop: Callable[..., Any], word: str, fits: bool) -> None:
    """`pin: wrong` keys one that does not match the card's."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", amount_fen=12850, pin=word)
    till.runs()

    assert fits == Secret("111111").matches(till.terminal.inputs[3].pin)


def test_no_pin_is_the_bare_confirm_key(shop: Callable[..., Any]) -> None:
    """`pin: none` keys nothing."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", amount_fen=12850, pin="none")
    till.runs()

    assert till.terminal.inputs[3].pin is None


def test_a_thought_takes_its_time(shop: Callable[..., Any]) -> None:
    """No key is pressed before `think_us`; all are within a fifth more."""
    till = shop(conduct=(), think_us=2 * SECOND)
    till.plays(*SALE)
    till.does("sale", amount_fen=12850)
    till.runs(2 * SECOND - 1)
    early = len(till.terminal.inputs)
    till.runs(SECOND)

    assert (0, 1) == (early, len(till.terminal.inputs))


def test_an_answer_to_a_screen_that_is_gone_is_not_given(shop: Callable[..., Any]) -> None:
    """The prompt timed out while the cashier was still thinking."""
    till = shop(conduct=())
    till.plays(["enter_amount"])
    till.does("sale", amount_fen=12850)
    till.runs(2 * SECOND)
    till.terminal.show(("cancelled", {"transaction": "sale"}))
    till.terminal.show("idle")
    till.runs()

    assert ["menu:sale"] == till.terminal.keys
    assert ["done"] == till.results


def test_a_dark_terminal_is_waited_for(shop: Callable[..., Any]) -> None:
    """Nothing was begun; the errand starts when the terminal is idle again."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.terminal.is_dark = True
    till.does("sale", amount_fen=12850)
    till.runs(60 * SECOND)
    before = list(till.deeds())
    till.terminal.is_dark = False
    till.terminal.show("idle")
    till.runs()

    assert [] == before
    assert ["sale"] == till.deeds()


def test_an_errand_waits_behind_the_one_under_way(shop: Callable[..., Any]) -> None:
    """Two steps at the same moment are done one after the other."""
    till = shop(conduct=())
    till.plays(*SALE, ["settling", ("settled", {}), "idle"])
    till.does("sale", amount_fen=12850)
    till.does("settlement")
    till.runs()

    assert ["sale", "settlement"] == till.deeds()
    assert ["done", "done"] == till.results


def test_who_refuses_hands_over_no_card(shop: Callable[..., Any]) -> None:
    """The cashier cancels at the card prompt."""
    till = shop(conduct=())
    till.plays(["enter_amount"], ["present_card"], [("cancelled", {}), "idle"])
    till.does("refuse", who="customer")
    till.does("sale", amount_fen=12850)
    till.runs()

    assert ["menu:sale", "digits:12850", "cancel"] == till.terminal.keys


def test_without_a_card_the_errand_is_stuck(shop: Callable[..., Any]) -> None:
    """A holder that nobody knows has no card to present."""
    till = shop(conduct=(), accounts=())
    till.plays(["enter_amount"], ["present_card"])
    till.does("sale", amount_fen=12850)
    till.runs()

    assert ["stuck"] == till.results


def test_a_stolen_card_is_used_once(shop: Callable[..., Any]) -> None:
    """`use_card: stolen` decides the next card only."""
    gold = Card(name="gold", pan=pan_from_mask("622202******0018"))
    taken = Card(name="taken", pan=pan_from_mask("621700******0011"))
    till = shop(conduct=(), accounts=(Account(card=gold), Account(card=taken, state="stolen")))
    till.plays(*SALE, *SALE)
    till.does("use_card", who="customer", card="stolen")
    till.does("sale", amount_fen=12850)
    till.does("sale", amount_fen=1)
    till.runs()
    cards = [i.card.name for i in till.terminal.inputs if i.kind == "card"]

    assert ["taken", "gold"] == cards
    assert [{"holder": "taken"}] == till.noted("cardholder", "used_stolen_card")


def test_a_locked_terminal_is_opened_first(shop: Callable[..., Any]) -> None:
    """Somebody locked it and left; every operator knows the password."""
    till = shop(conduct=())
    till.plays(["idle"], *SALE)
    till.terminal.show("locked")
    till.does("sale", amount_fen=12850)
    till.runs()

    assert ["digits:0000", "menu:sale", "digits:12850", "card", "pin"] == till.terminal.keys
    assert ["done"] == till.results


def test_a_terminal_that_is_locked_in_the_middle_of_an_errand(shop: Callable[..., Any]) -> None:
    """As after a power cut at a locked one; the errand is over when it is idle again."""
    till = shop(conduct=())
    till.plays(["booting", "locked"], ["idle"])
    till.does("settlement")
    till.runs()

    assert ["menu:settlement", "digits:0000"] == till.terminal.keys
    assert ["done"] == till.results


def test_a_purchase_that_is_paid_again_is_meant_as_before(shop: Callable[..., Any]) -> None:
    """The cashier keys another amount the second time; what the customer meant may be said."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", purchase="lunch", amount_fen=12850, meant_fen=1285)
    till.runs()

    rang_up = {"purchase": "lunch", "amount_fen": 12850, "meant_fen": 1285}

    assert [rang_up] == till.noted("cashier", "rang_up")


def test_a_purchase_that_is_paid_again_need_not_say_what_was_meant(
    shop: Callable[..., Any],
) -> None:
    """It is known from the first time."""
    till = shop(conduct=())
    till.plays(*SALE)
    till.does("sale", purchase="lunch", amount_fen=1285)
    till.runs()

    assert [] == till.noted("cardholder", "meant")
    assert [{"purchase": "lunch", "amount_fen": 1285}] == till.noted("cashier", "rang_up")
