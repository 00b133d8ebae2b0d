"""What a cashier does about cards that are not read, old programs, and tests of the line."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.moments import MINUTE
from tests.people.conftest import APPROVED, ASKS, HANDBOOK

UNREAD = [("card_unread", {"transaction": "sale", "entry": "contactless"}), "idle"]
NOT_READ_AT_ALL = (["enter_amount"], ["present_card"], UNREAD)
TOO_OLD = [
    ("declined", {"stan": "000001", "code": "31", "operator_class": "C"}),
    ("update_required", {"software": "290001"}),
    "idle",
]


# The reader -------------------------------------------------------------------------------------


def test_a_cashier_holds_the_card_as_the_display_asks(shop: Callable[..., Any]) -> None:
    """Every cashier can read; no handbook is needed for it."""
    till = shop(conduct=("none",))
    wants = ("card_unread", {"transaction": "sale", "entry": "chip", "next": "swipe"})
    till.plays(["enter_amount"], ["present_card"], [wants, "present_card"], [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["chip", "swipe"] == [i.entry for i in till.terminal.inputs if i.kind == "card"]
    assert ["done"] == till.results


def test_a_card_that_is_not_read_is_tried_once_more(shop: Callable[..., Any]) -> None:
    """Many a reader works the second time; nothing is repaired for that."""
    till = shop(conduct=HANDBOOK, deeds={"replace_reader": True})
    till.plays(*NOT_READ_AT_ALL, *ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(MINUTE)

    assert ["sale", "sale"] == till.deeds()[:2]
    assert [] == till.repaired


def test_then_the_spare_reader_is_put_in(shop: Callable[..., Any]) -> None:
    """And the same purchase is paid with it."""
    till = shop(conduct=HANDBOOK, deeds={"replace_reader": True})
    till.plays(*NOT_READ_AT_ALL, *NOT_READ_AT_ALL, *ASKS, [APPROVED, "idle"])
    till.does("sale", amount_fen=500)
    till.runs(2 * MINUTE)

    assert ["sale", "sale", "replace_reader", "sale"] == till.deeds()[:4]
    assert {"p1"} == {i.purchase for i in till.terminal.inputs if i.kind == "card"}


def test_a_reader_that_stays_blind_is_reported(shop: Callable[..., Any]) -> None:
    """The desk hears of it, and the customer is not kept for ever."""
    till = shop(conduct=HANDBOOK, deeds={"replace_reader": False})
    till.plays(*NOT_READ_AT_ALL * 9)
    till.does("sale", amount_fen=500)
    till.runs()

    assert 3 == till.deeds().count("sale")
    assert ["reader"] == [one["about"] for one in till.noted("support", "ticket_opened")]


# The program ------------------------------------------------------------------------------------


def test_a_host_that_wants_a_newer_program_gets_one(shop: Callable[..., Any]) -> None:
    """First the update, then the same purchase again."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, TOO_OLD, [("updated", {"software": "310001"}), "idle"], *ASKS, ["idle"])
    till.does("sale", amount_fen=500)
    till.runs(5 * MINUTE)

    assert ["sale", "update_software", "sale"] == till.deeds()[:3]


def test_an_open_batch_is_settled_before_the_update(shop: Callable[..., Any]) -> None:
    """The terminal says that it must be."""
    refused = ("not_possible", {"transaction": "update_software", "why": "batch_open"})
    till = shop(conduct=HANDBOOK)
    till.plays([refused, "idle"], [("settled", {"result": "1"}), "idle"], [("updated", {}), "idle"])
    till.does("update_software")
    till.runs()

    assert ["update_software", "settlement", "update_software"] == till.deeds()
    assert ["done"] == till.results


def test_a_batch_that_stays_open_is_not_settled_for_ever(shop: Callable[..., Any]) -> None:
    """Once, and then it is given up."""
    refused = ("not_possible", {"transaction": "update_software", "why": "batch_open"})
    till = shop(conduct=HANDBOOK)
    till.plays([refused, "idle"], ["idle"], [refused, "idle"], [refused, "idle"])
    till.does("update_software")
    till.runs()

    assert ["batch_open"] == [one["why"] for one in till.noted("cashier", "gave_up")]


@pytest.mark.parametrize(("failures", "tickets"), [(2, 0), (3, 1)])
def test_an_update_that_fails_is_tried_again(
    shop: Callable[..., Any], failures: int, tickets: int
) -> None:
    """Three times in all; then the desk hears of it."""
    till = shop(conduct=HANDBOOK)
    failed = [("update_failed", {"software": "290001"}), "idle"]
    till.plays(*[failed] * failures, [("updated", {"software": "310001"}), "idle"])
    till.does("update_software")
    till.runs()

    assert 3 == till.deeds().count("update_software")
    assert tickets == len(till.noted("support", "ticket_opened"))


# Looks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "screen"),
    [("test_connection", "line_tested"), ("check_versions", "versions_compared")],
)
def test_what_was_read_is_left_with_a_key(
    shop: Callable[..., Any], function: str, screen: str
) -> None:
    """The next customer does not wait until the display goes on by itself."""
    till = shop(conduct=("none",))
    till.plays([(screen, {})], ["idle"])
    till.does(function)
    till.runs(MINUTE)

    assert [f"menu:{function}", "confirm"] == till.terminal.keys
    assert ["done"] == till.results


@pytest.mark.parametrize(("blocks", "firewall"), [(True, "blocks"), (False, "open")])
def test_a_look_at_the_firewall(shop: Callable[..., Any], blocks: bool, firewall: str) -> None:
    """It tells what the rules do, and changes nothing."""
    till = shop(deeds={"check_firewall": blocks})
    till.does("check_firewall")
    till.runs()

    assert [{"action": "check_firewall", "effect": blocks, "firewall": firewall}] == till.noted(
        "cashier", "did"
    )


@pytest.mark.parametrize("function", ["test_connection", "check_versions", "update_software"])
def test_these_work_where_nobody_is_signed_in(shop: Callable[..., Any], function: str) -> None:
    """Who cannot sign in wants to know why."""
    till = shop(conduct=("none",))
    till.plays(["sign_in_required"])
    till.terminal.show("sign_in_required")
    till.does(function)
    till.runs(MINUTE)

    assert [f"menu:{function}"] == till.terminal.keys
    assert ["done"] == till.results
