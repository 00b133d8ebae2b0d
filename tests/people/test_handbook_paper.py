"""What a cashier does by the handbook when a slip does not come out as it should."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.moments import MINUTE, SECOND
from tests.people.conftest import APPROVED, ASKS, HANDBOOK, paper_comes_out


def test_an_empty_roll_is_changed_and_the_slip_printed_again(shop: Callable[..., Any]) -> None:
    """Fetch a roll, put it in, press confirm; the card is not touched."""
    till = shop(conduct=HANDBOOK, deeds={"load_paper": True})
    till.plays(*ASKS, [APPROVED, ("paper_out", {"fault": "paper_out"})])
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    paper_comes_out(till)
    till.runs()

    assert ["sale", "load_paper"] == till.deeds()
    assert "confirm" == till.terminal.keys[-1]
    assert 1 == till.terminal.keys.count("card")
    assert ["done"] == till.results


def test_without_a_spare_roll_a_receipt_is_written_by_hand(shop: Callable[..., Any]) -> None:
    """The sale stands; the cashier leaves with cancel and never swipes again."""
    till = shop(conduct=HANDBOOK, spare_rolls=0, deeds={"load_paper": True})
    till.plays(*ASKS, [APPROVED, "paper_out"], ["idle"])
    till.does("sale", name="lunch", amount_fen=500)
    till.runs(MINUTE // 2)

    receipt = {"action": "manual_receipt", "purchase": "lunch", "amount_fen": 500, "effect": True}

    assert receipt in till.noted("cashier", "did")
    assert "cancel" in till.terminal.keys
    assert [] == till.repaired


@pytest.mark.parametrize(
    ("fault", "repair"),
    [
        ("jam", "clear_jam"),
        ("cover_open", "close_cover"),
        ("cutter_jam", "clear_cutter"),
        ("fault", "replace_print_head"),
        ("fault", "reconnect_printer_cable"),
        ("unknown", "set_up_printer_line"),
        ("no_report", "restart_printer"),
    ],
)
def test_each_printer_fault_has_its_repair(
    shop: Callable[..., Any], fault: str, repair: str
) -> None:
    """The lamp says what is wrong, the cashier mends that and confirms."""
    till = shop(conduct=HANDBOOK, deeds={repair: True})
    till.plays(*ASKS, [APPROVED, ("printer_fault", {"fault": fault})])
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    paper_comes_out(till)
    till.runs()

    assert [repair] == till.repaired
    assert "confirm" == till.terminal.keys[-1]


def test_a_printer_that_stays_broken_is_left_and_the_slip_reprinted_later(
    shop: Callable[..., Any],
) -> None:
    """Three repairs, then cancel, a receipt by hand, and one reprint when all is idle."""
    fault = ("printer_fault", {"fault": "jam"})
    till = shop(conduct=HANDBOOK, deeds={"clear_jam": True})
    till.plays(*ASKS, [APPROVED, fault], [fault], [fault], [fault], ["idle"], ["idle"])
    till.does("sale", amount_fen=500)
    till.runs()

    assert ["clear_jam"] * 3 == till.repaired
    assert ["sale", *["clear_jam"] * 3, "manual_receipt", "reprint"] == till.deeds()
    assert ["confirm"] * 3 + ["cancel", "menu:reprint"] == till.terminal.keys[4:]


def test_a_faded_slip_gets_a_new_head_and_a_reprint(shop: Callable[..., Any]) -> None:
    """A slip that cannot be read is no slip."""
    till = shop(conduct=HANDBOOK, deeds={"replace_print_head": True})
    till.plays(*ASKS, [APPROVED])
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    paper_comes_out(till, legible=False)
    till.terminal.show("idle")
    till.runs()

    assert ["sale", "replace_print_head", "reprint"] == till.deeds()


def test_a_blank_slip_is_looked_into_until_something_helps(shop: Callable[..., Any]) -> None:
    """The head is well and so is the cable: the paper lies wrong side up."""
    till = shop(
        conduct=HANDBOOK,
        deeds={"replace_print_head": False, "reconnect_printer_cable": False, "load_paper": True},
    )
    till.plays(*ASKS, [APPROVED])
    till.does("sale", amount_fen=500)
    till.runs(15 * SECOND)
    paper_comes_out(till, legible=False)
    till.terminal.show("idle")
    till.runs()

    assert [
        "sale", "replace_print_head", "reconnect_printer_cable", "set_up_printer_line",
        "load_paper", "reprint",
    ] == till.deeds()  # fmt: skip


def test_a_hot_head_is_waited_for(shop: Callable[..., Any]) -> None:
    """A minute later the cashier confirms."""
    till = shop(conduct=HANDBOOK)
    till.plays(*ASKS, [APPROVED, "printer_hot"])
    till.does("sale", amount_fen=500)
    till.runs(30 * SECOND)
    paper_comes_out(till)
    till.runs()

    assert [{}] == till.noted("cashier", "waiting")
    assert "confirm" == till.terminal.keys[-1]


def test_an_idle_screen_that_names_an_unprinted_slip_is_believed(
    shop: Callable[..., Any],
) -> None:
    """Also after a void: the terminal knows that a copy is missing."""
    till = shop(conduct=HANDBOOK)
    till.plays([APPROVED, ("idle", {"unprinted": "000001"})], ["idle"])
    till.does("void")
    till.runs()

    assert ["manual_receipt", "reprint", "void"] == sorted(till.deeds())


def test_a_void_without_a_slip_that_nobody_misses_is_over(shop: Callable[..., Any]) -> None:
    """The terminal says nothing, so nothing is done."""
    till = shop(conduct=HANDBOOK)
    till.plays([APPROVED, "idle"])
    till.does("void")
    till.runs()

    assert ["void"] == till.deeds()
