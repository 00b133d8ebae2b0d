"""Payouts that a merchant agrees to get later, or asks to get early."""

from datetime import datetime
from typing import Any

import pytest

from emulator.kernel.lever import levers_of

TUESDAY, WEDNESDAY = datetime(2026, 3, 3, 10, 0), datetime(2026, 3, 4, 10, 0)
THURSDAY = datetime(2026, 3, 5, 10, 0)


def short_of_funds(new_town: Any, **settings: Any) -> tuple[Any, Any]:
    """A sale of Monday's that cannot be paid out on Tuesday; gives town and lever."""
    town = new_town(**{"deferral": "agreed", **settings})
    town.code("sale", 10_000)
    lever = levers_of(town.world, "acquirer", town.acquirer)["acquirer.funds_short"]
    lever.pull()
    town.until(TUESDAY)
    return town, lever


def whys(town: Any, kind: str) -> list[str]:
    """Why payouts were deferred or held, in order."""
    return [one["why"] for one in town.named(f"clearing.payout_{kind}")]


def test_a_deferral_that_was_agreed_ends_with_the_money(new_town: Any) -> None:
    """延期支付: deferred until there are funds, then paid."""
    town, lever = short_of_funds(new_town)
    agreed = town.house.agree_deferral()
    town.until(WEDNESDAY)
    lever.release()
    town.until(THURSDAY)

    assert agreed
    assert ["funds", "funds"] == whys(town, "deferred")
    assert [] == whys(town, "held")
    assert [("2026-03-05", 9_940)] == town.credited()


def test_what_nobody_agreed_to_is_put_aside(new_town: Any) -> None:
    """Also when there are funds again."""
    town, lever = short_of_funds(new_town)
    lever.release()
    town.until(THURSDAY)

    assert ["funds"] == whys(town, "deferred")
    assert ["no_agreement", "no_agreement"] == whys(town, "held")
    assert {"payout": "held", "obstacle": "no_agreement"} == town.house.standing(town.merchant)
    assert [] == town.credited()


def test_what_was_put_aside_is_paid_after_a_late_agreement(new_town: Any) -> None:
    """At the next payout time."""
    town, lever = short_of_funds(new_town)
    lever.release()
    town.until(WEDNESDAY)
    town.house.agree_deferral()
    town.until(THURSDAY)

    assert [("2026-03-05", 9_940)] == town.credited()


def test_without_such_a_contract_the_payout_is_tried_again_by_itself(new_town: Any) -> None:
    """The usual shop need not agree to anything."""
    town, lever = short_of_funds(new_town, deferral="by_itself")
    lever.release()
    town.until(WEDNESDAY)

    assert [("2026-03-04", 9_940)] == town.credited()


@pytest.mark.parametrize("agreements", [0, 1])
def test_there_is_nothing_to_agree_to_without_a_shortage(new_town: Any, agreements: int) -> None:
    """Nor a second time."""
    town = new_town(deferral="agreed")
    if agreements:
        town, _ = short_of_funds(new_town)
        town.house.agree_deferral()

    assert not town.house.agree_deferral()


# Early payouts ------------------------------------------------------------------------------------


def early(town: Any) -> None:
    """A sale, and the wish to have the money the same night."""
    town.code("sale", 10_000)
    town.house.hurry()


def test_an_early_payout_comes_in_the_night_of_the_clearing(town: Any) -> None:
    """It is due on the day on which it arrives, so that nobody takes it for wrong."""
    early(town)
    town.until(TUESDAY)

    assert [("2026-03-02", 9_940)] == town.credited()
    assert ["2026-03-02"] == [one["due"] for one in town.named("clearing.payout_due")]
    assert 0 == town.balance_fen(town.payable) == town.balance_fen(town.transit)


def test_an_early_payout_that_arrives_past_midnight_is_due_then(new_town: Any) -> None:
    """Half an hour before midnight, and a transfer that takes an hour."""
    town = new_town(transfer_us=3_600_000_000)
    early(town)
    town.until(TUESDAY)

    assert [("2026-03-03", 9_940)] == town.credited()
    assert ["2026-03-03"] == [one["due"] for one in town.named("clearing.payout_due")]


def test_only_the_next_clearing_is_hurried(town: Any) -> None:
    """The day after is paid as usual."""
    early(town)
    town.until(TUESDAY)
    town.code("sale", 20_000)
    town.until(WEDNESDAY)

    assert [("2026-03-02", 9_940), ("2026-03-04", 19_880)] == town.credited()


def test_on_a_day_without_payouts_an_early_one_takes_its_turn(new_town: Any) -> None:
    """Saturday's sale comes on Monday, and Monday's in Monday's night."""
    town = new_town(datetime(2026, 3, 7, 10, 0))
    early(town)
    town.until(datetime(2026, 3, 9, 10, 0))
    town.code("sale", 20_000)
    town.until(datetime(2026, 3, 10, 8, 0))

    assert [("2026-03-09", 9_940), ("2026-03-09", 19_880)] == town.credited()


def test_an_early_payout_that_lacks_funds_is_tried_at_the_next_payout_time(town: Any) -> None:
    """The wish costs nobody money."""
    early(town)
    lever = levers_of(town.world, "acquirer", town.acquirer)["acquirer.funds_short"]
    lever.pull()
    town.until(datetime(2026, 3, 3, 8, 0))
    lever.release()
    town.until(TUESDAY)

    assert ["funds"] == whys(town, "deferred")
    assert [("2026-03-03", 9_940)] == town.credited()


def test_to_ask_twice_changes_nothing(town: Any) -> None:
    """The second wish has no effect and says so."""
    assert (True, False) == (town.house.hurry(), town.house.hurry())
