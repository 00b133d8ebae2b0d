"""Customers, supervisor, support desk, hands, and the steps that are done without a key."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain import actions
from emulator.domain.moments import MINUTE, SECOND
from emulator.people import chores, orders
from emulator.people.hands import Hands

# Supervisor -----------------------------------------------------------------------------------


def test_the_supervisor_comes_after_a_while_and_keys(shop: Callable[..., Any]) -> None:
    """Twenty seconds on the way and three at the keys."""
    till = shop(supervisor_comes_us=20 * SECOND)
    till.plays(["supervisor_password"], ["idle"])
    till.does("void")
    till.runs()
    came, keyed = (e for e in till.world.trace if e.source == "supervisor")

    assert ("came", "keyed_password") == (came.kind, keyed.kind)
    assert 3 * SECOND == keyed.at_us - came.at_us


def test_the_supervisor_keys_nothing_into_another_screen(shop: Callable[..., Any]) -> None:
    """The prompt timed out on the way."""
    till = shop(supervisor_comes_us=90 * SECOND)
    till.plays(["supervisor_password"])
    till.does("void")
    till.runs(60 * SECOND)
    till.terminal.show("idle")
    till.runs()

    assert ["menu:void"] == till.terminal.keys
    assert ["came"] == [e.kind for e in till.world.trace if e.source == "supervisor"]


def test_a_supervisor_who_is_there_keys_at_once(shop: Callable[..., Any]) -> None:
    """The step `come` saves the way."""
    till = shop(supervisor_comes_us=90 * SECOND)
    till.plays(["supervisor_password"], ["idle"])
    till.does("come", who="supervisor")
    till.does("void")
    till.runs(6 * SECOND)

    assert ["menu:void", "digits:123456"] == till.terminal.keys


@pytest.mark.parametrize(("word", "digits"), [("ok", "123456"), ("wrong", "999999")])
def test_a_step_can_make_the_supervisor_key_anything(
    shop: Callable[..., Any], word: str, digits: str
) -> None:
    """Into the prompt that stands."""
    till = shop(supervisor_comes_us=9 * MINUTE)
    till.plays(["supervisor_password"], ["idle"])
    till.does("void")
    till.runs(5 * SECOND)
    till.does("key_password", who="supervisor", password=word)

    assert f"digits:{digits}" == till.terminal.keys[-1]


# Support desk ---------------------------------------------------------------------------------


def opens_ticket(till: Any) -> None:
    """A sale whose outcome the cashier read off the screen, and a call about it."""
    timed_out = ("timed_out", {"stan": "000001", "batch": "000001"})
    till.plays(["enter_amount"], [timed_out, "idle"])
    till.does("sale", name="lunch", amount_fen=500)
    till.runs(10 * SECOND)
    till.does("call", who="support", about="lunch")


def test_a_ticket_names_the_transaction(shop: Callable[..., Any]) -> None:
    """STAN, batch and amount as the cashier read them."""
    till = shop(conduct=())
    opens_ticket(till)
    till.runs(0)

    assert [
        {
            "ticket": "t1",
            "about": "lunch",
            "stan": "000001",
            "batch": "000001",
            "amount_fen": 500,
        }
    ] == till.noted("support", "ticket_opened")


@pytest.mark.parametrize(
    ("status", "still_open"),
    [("reversed", 0), ("declined", 0), ("approved", 1), ("unknown", 1)],
)
def test_a_ticket_is_closed_only_when_nothing_is_left_to_do(
    shop: Callable[..., Any], status: str, still_open: int
) -> None:
    """The desk reads its books out after ten minutes."""
    till = shop(conduct=(), inquire=lambda stan, batch: status)
    opens_ticket(till)
    till.runs(10 * MINUTE)

    assert [{"ticket": "t1", "answer": status}] == till.noted("support", "answered")
    assert still_open == len(till.staff.support.open_tickets)


def test_following_up_asks_again(shop: Callable[..., Any]) -> None:
    """What was not known may be known later."""
    answers = iter(["unknown", "reversed"])
    till = shop(conduct=(), inquire=lambda stan, batch: next(answers))
    opens_ticket(till)
    till.runs(11 * MINUTE)
    till.does("follow_up", who="support", about="lunch")
    till.runs(11 * MINUTE)

    assert ["unknown", "reversed"] == [d["answer"] for d in till.noted("support", "answered")]
    assert {} == till.staff.support.open_tickets


def test_escalating_is_answered_at_once(shop: Callable[..., Any]) -> None:
    """And the regular answer still comes if the ticket is open."""
    till = shop(conduct=())
    opens_ticket(till)
    till.does("escalate", who="support", about="lunch")
    till.runs(0)

    assert 1 == len(till.noted("support", "answered"))


def test_a_ticket_can_be_closed_by_those_concerned(shop: Callable[..., Any]) -> None:
    """A closed ticket is not answered any more."""
    till = shop(conduct=())
    opens_ticket(till)
    till.does("close_ticket", who="support", about="lunch")
    till.runs()

    assert [] == till.noted("support", "answered")
    assert [{"ticket": "t1"}] == till.noted("support", "ticket_closed")


@pytest.mark.parametrize("action", ["follow_up", "escalate", "close_ticket"])
def test_without_a_ticket_there_is_no_effect(shop: Callable[..., Any], action: str) -> None:
    """And the trace says so."""
    till = shop()
    till.does(action, who="support")
    till.runs(0)

    assert [{"action": action, "effect": False}] == till.noted("support", "did")


def test_a_call_without_a_transaction_is_noted(shop: Callable[..., Any]) -> None:
    """The desk sends somebody; the ticket stays open."""
    till = shop()
    till.does("call", who="support", problem="printer")
    till.runs()

    assert [{"ticket": "t1", "answer": "noted"}] == till.noted("support", "answered")
    assert 1 == len(till.staff.support.open_tickets)


# Customers ------------------------------------------------------------------------------------


def test_the_phone_keeps_the_last_messages(shop: Callable[..., Any]) -> None:
    """Never more than a handful, for runs of any length."""
    till = shop()
    for number in range(100):
        till.staff.cardholder.phone({"holder": "gold", "amount_fen": number})
    kept = till.staff.cardholder.messages()

    assert 99 == kept[-1]["amount_fen"]
    assert len(kept) < 20


def test_the_bank_is_asked_for_the_balance(shop: Callable[..., Any]) -> None:
    """The test bed wires the counter."""
    till = shop()
    till.staff.cardholder.answers_bank = lambda holder: 37_150
    till.does("ask_bank", who="customer", about="lunch")
    till.runs(0)

    assert [{"about": "lunch", "answered": True, "balance_fen": 37_150}] == till.noted(
        "cardholder", "asked_bank"
    )


def test_nobody_answers_and_nothing_is_claimed(shop: Callable[..., Any]) -> None:
    """Without a counter and without a message."""
    till = shop()
    till.does("ask_bank", who="customer")
    till.runs(0)

    assert [{"answered": False}] == till.noted("cardholder", "asked_bank")


@pytest.mark.parametrize(
    ("action", "kind"), [("complain", "complained"), ("walk_away", "walked_away")]
)
def test_a_customer_can_be_angry(shop: Callable[..., Any], action: str, kind: str) -> None:
    """It is done when it is said."""
    till = shop()
    till.does(action, who="customer")
    till.runs(0)

    assert ["done"] == till.results
    assert 1 == len(till.noted("cardholder", kind))


# Deeds without a key --------------------------------------------------------------------------


def test_a_roll_is_taken_from_the_spare_ones(shop: Callable[..., Any]) -> None:
    """With the last one gone there is no effect."""
    till = shop(spare_rolls=1, deeds={"load_paper": True})
    till.does("load_paper")
    till.does("load_paper")
    till.runs(0)

    assert [True, False] == [d["effect"] for d in till.noted("cashier", "did")]
    assert ["load_paper"] == till.repaired


@pytest.mark.parametrize("works", [True, False])
def test_a_deed_says_whether_it_changed_anything(shop: Callable[..., Any], works: bool) -> None:
    """As the part says."""
    till = shop(deeds={"restart_router": works})
    till.does("restart_router", name="router")
    till.runs(0)

    assert [{"action": "restart_router", "step": "router", "effect": works}] == till.noted(
        "cashier", "did"
    )


@pytest.mark.parametrize("name", sorted(chores.REPAIRS))
def test_a_deed_that_nobody_wired_has_no_effect(shop: Callable[..., Any], name: str) -> None:
    """Never silently done."""
    till = shop()
    till.does(name)
    till.runs(0)
    (did,) = till.noted("cashier", "did")

    assert (name, False) == (did["action"], did["effect"])


def test_the_world_outside_is_changed_by_hands_too(shop: Callable[..., Any]) -> None:
    """A step of the world that nobody wired has no effect."""
    till = shop(deeds={"correct_account": True})
    till.does("correct_account", who="world")
    till.does("lift_policy", who="world")
    till.runs(0)

    assert [
        {"action": "correct_account", "effect": True},
        {"action": "lift_policy", "effect": False},
    ] == till.noted("world", "did")


@pytest.mark.parametrize("who", ["cashier", "customer", "world"])
def test_waiting_takes_its_time(shop: Callable[..., Any], who: str) -> None:
    """Done at the end of the span and not before."""
    till = shop()
    till.does("wait", who=who, for_us=30 * SECOND)
    till.runs(30 * SECOND - 1)
    before = list(till.results)
    till.runs(1)

    assert ([], ["done"]) == (before, till.results)


@pytest.mark.parametrize("effect", [True, False])
def test_hands_hand_the_options_on(effect: bool) -> None:
    """The part decides whether anything changed; None counts as yes."""
    seen: list[dict[str, object]] = []

    def deed(**options: object) -> bool | None:
        seen.append(options)
        return None if effect else False

    hands = Hands({"pull": deed})

    assert effect == hands.do("pull", lever="uplink.outage")
    assert [{"lever": "uplink.outage"}] == seen
    assert (True, False) == (hands.can("pull"), hands.can("release"))


def test_an_amount_is_compared_with_the_slip(shop: Callable[..., Any]) -> None:
    """What was meant and what is printed."""
    approved = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 5000})
    till = shop(conduct=("wrong_amount",))
    till.plays(["enter_amount"], [approved, "idle"])
    till.does("sale", name="lunch", amount_fen=500)
    till.runs()
    till.does("compare_amount", of="lunch")
    till.runs(0)
    till.world.finish()

    assert not till.noted("cashier", "did")[-1]["agrees"]


@pytest.mark.parametrize("action", ["compare_amount", "manual_receipt", "show_slip"])
def test_papers_about_nothing_have_no_effect(shop: Callable[..., Any], action: str) -> None:
    """There was no sale."""
    till = shop()
    till.does(action, of="lunch")
    till.runs(0)

    assert [{"action": action, "effect": False}] == till.noted("cashier", "did")


def test_a_look_at_the_screen_says_what_stands_there(shop: Callable[..., Any]) -> None:
    """The id of the screen."""
    till = shop()
    till.terminal.show("idle")
    till.does("look_at_screen")
    till.runs(0)

    assert [{"action": "look_at_screen", "effect": True, "screen": "idle"}] == till.noted(
        "cashier", "did"
    )


# Completeness ---------------------------------------------------------------------------------


def test_every_menu_action_can_be_prepared() -> None:
    """The table of actions and what people can do are the same."""
    assert orders.MENU == set(orders._PREPARE)


def test_every_other_action_of_the_cashier_is_a_chore_or_a_key() -> None:
    """Nothing in the table is left out."""
    rest = {action.name for action in actions.of("cashier", on_menu=False)}

    assert rest == {*chores.REPAIRS, *chores._PAPERS, "confirm", "cancel", "wait"}


@pytest.mark.parametrize(
    "action",
    [a for a in actions.ACTIONS.values() if a.who in ("customer", "supervisor", "support", "note")],
    ids=lambda action: f"{action.who}.{action.name}",
)
def test_everybody_else_can_do_what_the_table_says(
    shop: Callable[..., Any], action: actions.Action
) -> None:
    """Each step comes to its end."""
    till = shop()
    given: dict[str, Any] = {
        "for_us": 1, "card": "customer", "text": "look", "claim": "not_mine",
    }  # fmt: skip
    options = {o.stored_as: given[o.stored_as] for o in action.options if o.required}
    till.does(action.name, who=action.who, **options)
    till.runs()

    assert ["done"] == till.results
