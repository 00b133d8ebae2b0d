"""What is seen when a slip is held against the order, the bill or the bank's record."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.moments import HOUR, MINUTE, SECOND

APPROVED = ("approved", {"stan": "000001", "batch": "000001", "amount_fen": 500})


def has_bought(till: Any, *, told_after_us: int = SECOND, **content: str) -> None:
    """A sale at ten o'clock with a slip, of which the customer's bank has told."""
    till.plays(["enter_amount"], ["present_card"], [])
    till.does("sale", name="lunch", amount_fen=500)
    till.runs(10 * SECOND)
    printed = {"transaction": "sale", "amount_fen": "500", "date": "2026-03-02", "time": "10:00:10"}
    slip = {"legible": True, "content": {**printed, **content}}
    till.world.note("printer", "slip_printed", **slip)
    till.world.run_until(10 * SECOND + told_after_us)
    till.staff.cardholder.phone({"holder": "gold", "amount_fen": -500, "balance_fen": 9_500})
    till.terminal.show(APPROVED)
    till.terminal.show("idle")
    till.runs(0)


def seen(till: Any, action: str, **options: Any) -> dict[str, Any]:
    """What the cashier saw."""
    till.does(action, **options)
    till.runs(0)
    found: dict[str, Any] = till.noted("cashier", "did")[-1]
    return found


# Type and method ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("printed", "agrees"), [("sale", True), ("preauth", False)])
def test_the_type_is_compared_with_what_was_wanted(
    shop: Callable[..., Any], printed: str, agrees: bool
) -> None:
    """A sale was wanted."""
    till = shop(conduct=())
    has_bought(till, transaction=printed)
    found = seen(till, "compare_type", of="lunch")

    assert (True, printed, "sale", agrees) == tuple(
        found[key] for key in ("effect", "printed", "wanted", "agrees")
    )


@pytest.mark.parametrize(
    ("habit", "printed"), [("wrong_type", "preauth"), ("wrong_method", "cash")]
)
def test_a_habit_does_not_change_what_was_wanted(
    shop: Callable[..., Any], habit: str, printed: str
) -> None:
    """Whatever key was pressed."""
    till = shop(conduct=(habit,))
    has_bought(till, transaction=printed)
    found = seen(till, "compare_type")

    assert (printed, "sale", False) == (found["printed"], found["wanted"], found["agrees"])


# Time ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told_after_us", "agrees", "off_by_us"),
    [
        ({}, SECOND, True, 0),
        ({}, 2 * MINUTE, True, 2 * MINUTE),
        ({}, 2 * MINUTE + SECOND, False, 2 * MINUTE),
        ({"time": "12:00:11"}, SECOND, False, 2 * HOUR),
        ({"date": "2026-03-01"}, SECOND, False, 24 * HOUR),
    ],
)
def test_the_time_is_compared_with_the_banks_message(
    shop: Callable[..., Any],
    content: dict[str, str],
    told_after_us: int,
    agrees: bool,
    off_by_us: int,
) -> None:
    """To the minute, either way; two minutes are within what a sale takes."""
    till = shop(conduct=())
    has_bought(till, told_after_us=told_after_us, **content)
    found = seen(till, "compare_time", of="lunch")

    assert (agrees, off_by_us) == (found["agrees"], found["off_by_us"])


@pytest.mark.parametrize("content", [{"date": ""}, {"time": "half past"}])
def test_what_the_slip_does_not_say_cannot_be_compared(
    shop: Callable[..., Any], content: dict[str, str]
) -> None:
    """No date, no time."""
    till = shop(conduct=())
    has_bought(till, **content)

    assert not seen(till, "compare_time")["effect"]


def test_without_a_message_of_the_bank_there_is_nothing_to_compare(
    shop: Callable[..., Any],
) -> None:
    """Of this amount none came."""
    till = shop(conduct=())
    has_bought(till, amount_fen="700")

    assert not seen(till, "compare_time")["effect"]


@pytest.mark.parametrize("action", ["compare_type", "compare_time"])
def test_without_a_sale_there_is_nothing_to_compare(shop: Callable[..., Any], action: str) -> None:
    """Nobody was here."""
    assert {"action": action, "effect": False} == seen(shop(), action, of="lunch")


# What the bank tells the customer -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved_fen", "times"),
    [
        ([], 0),
        ([-500], 1),
        ([-500, -500], 2),
        ([-500, -500, 500], 1),
        ([-500, 500], 0),
        ([-500, -700], 1),
        ([500], 0),
    ],
)
def test_the_bank_tells_how_often_it_debited(
    shop: Callable[..., Any], moved_fen: list[int], times: int
) -> None:
    """Debits of the amount that was taken first, less what was given back."""
    till = shop(conduct=())
    people = till.staff.cardholder
    people.answers_bank = lambda _: 10_000
    people.phone({"holder": "gold", "amount_fen": -500})
    till.runs(SECOND)
    people.mean("lunch", 500, "gold")
    for amount_fen in moved_fen:
        people.phone({"holder": "gold", "amount_fen": amount_fen})
    till.does("ask_bank", who="customer", about="lunch")
    till.runs(0)

    assert times == till.noted("cardholder", "asked_bank")[0]["times"]


def test_of_an_unknown_purchase_the_bank_tells_the_balance_alone(shop: Callable[..., Any]) -> None:
    """Also after so many others that it was forgotten."""
    till = shop(conduct=())
    people = till.staff.cardholder
    people.answers_bank = lambda _: 10_000
    for number in range(40):
        people.mean(f"p{number}", 500, "gold")
    for about in ("lunch", "p0"):
        till.does("ask_bank", who="customer", about=about)
    till.runs(0)

    assert [False, False] == ["times" in one for one in till.noted("cardholder", "asked_bank")]
