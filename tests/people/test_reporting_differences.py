"""Looking for differences, and reporting them: what the cashier does away from the keys."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.moments import HOUR
from tests.people.conftest import APPROVED, ASKS, TIMED_OUT

Makes = Callable[..., Any]


def sold(shop: Makes, *end: Any, **given: Any) -> Any:
    """A shop that has asked for a sale of 5.00 which ended on these screens."""
    one = shop(conduct=("none",), **given)
    one.plays(*ASKS, [*end, "idle"])
    one.does("sale", name="first", amount_fen=500)
    one.runs(HOUR)
    return one


def test_a_shop_that_keeps_no_books_finds_nothing_out(shop: Makes) -> None:
    """Nobody can act on what was not found."""
    one = shop(conduct=("none",))
    one.does("reconcile")
    one.runs(HOUR)

    assert [{"action": "reconcile", "effect": False}] == one.noted("cashier", "did")


@pytest.mark.parametrize(("works", "effect"), [(True, True), (False, False)])
def test_a_report_says_whether_anything_came_of_it(shop: Makes, works: bool, effect: bool) -> None:
    """The acquirer may have nothing to hold."""
    one = sold(shop, APPROVED, deeds={"hold_in_suspense": works})
    one.does("hold_in_suspense", of="first")
    one.runs(HOUR)
    (did,) = [d for d in one.noted("cashier", "did") if d["action"] == "hold_in_suspense"]

    assert ("first", 500, effect) == (did["purchase"], did["amount_fen"], did["effect"])


@pytest.mark.parametrize(("end", "slip_fen"), [(APPROVED, 500), (TIMED_OUT, None)])
def test_a_report_names_the_slip_or_says_that_there_is_none(
    shop: Makes, end: Any, slip_fen: int | None
) -> None:
    """Only an approval has an amount that a slip could prove."""
    told: list[dict[str, Any]] = []
    one = sold(shop, end, deeds={"hold_in_suspense": True})
    one.staff.cashier.hands.do = lambda _, **options: told.append(options) or True
    one.does("hold_in_suspense", of="first")
    one.runs(HOUR)

    assert [{"stan": "000001", "batch": "000001", "slip_fen": slip_fen}] == told


def test_what_stands_on_the_display_can_be_reported_though_the_errand_is_stuck(
    shop: Makes,
) -> None:
    """A cashier who does not know what to do still reads the number out."""
    one = shop(conduct=("none",), deeds={"hold_in_suspense": True})
    one.plays(*ASKS, [TIMED_OUT, ("reversal_failed", {"stan": "000001", "batch": "000001"})])
    one.does("sale", name="first", amount_fen=500)
    one.runs(HOUR)
    one.does("hold_in_suspense", of="first")
    one.runs(HOUR)

    assert ["stuck", "done"] == one.results
    assert ["hold_in_suspense"] == one.repaired


@pytest.mark.parametrize("of", ["first", "unheard_of"])
def test_nothing_is_reported_when_nobody_answers_or_nothing_is_known(shop: Makes, of: str) -> None:
    """At night without an emergency contact, and about a sale that never was."""
    hours = {"support_opens": "08:00", "support_closes": "09:00"} if of == "first" else {}
    one = sold(shop, APPROVED, deeds={"hold_in_suspense": True}, **hours)
    one.does("hold_in_suspense", of=of)
    one.runs(HOUR)

    assert [] == one.repaired
    assert {"action": "hold_in_suspense", "effect": False} in one.noted("cashier", "did")


def test_the_handbook_clears_a_full_memory_and_goes_on(shop: Makes) -> None:
    """Settling would not help: it is cleared, and the sale is done anew."""
    one = shop(deeds={"clear_storage": True})
    one.plays(*ASKS, ["storage_full", "idle"], *ASKS, [APPROVED, "idle"])
    one.does("sale", amount_fen=500)
    one.runs()

    assert ["clear_storage"] == one.repaired
    assert ["sale", "clear_storage", "sale"] == one.deeds()[:3]


def test_a_memory_that_stays_full_is_given_up_with_a_call(shop: Makes) -> None:
    """Once is enough; the cashier does not clear for ever."""
    one = shop(deeds={"clear_storage": False})
    one.plays(*ASKS, ["storage_full", "idle"], *ASKS, ["storage_full", "idle"])
    one.does("sale", amount_fen=500)
    one.runs()

    assert ["storage"] == [ticket["about"] for ticket in one.noted("support", "ticket_opened")]
    assert ["clear_storage"] == one.repaired
