"""Where a merchant's money is, as the acquirer's desk tells it."""

from datetime import date, datetime
from typing import Any

import pytest

from emulator.clearing.payouts import CREDITED, DUE, RETURNED, SENT, Payout
from emulator.clearing.standing import standing_of
from emulator.domain.enquiries import DIFFERENCES, OBSTACLES, PAYOUTS
from emulator.kernel.lever import levers_of

TUESDAY = datetime(2026, 3, 3, 10, 0)


def payout(state: str = DUE, obstacle: str = "") -> Payout:
    """A payout of Monday, 2 March 2026."""
    return Payout(
        merchant="m",
        business_day=date(2026, 3, 2),
        cleared_fen=10_000,
        fee_fen=60,
        due=date(2026, 3, 3),
        state=state,
        obstacle=obstacle,
    )


def pull(town: Any, name: str, **settings: Any) -> None:
    """Break something of the town's."""
    owner, _, _ = name.partition(".")
    part = {"bank": town.bank, "clearing": town.house, "acquirer": town.acquirer}[owner]
    levers_of(town.world, owner, part)[name].pull(**settings)


@pytest.mark.parametrize(
    ("state", "obstacle", "word"),
    [
        (DUE, "", "due"),
        (DUE, "funds", "deferred"),
        (DUE, "upgrade", "deferred"),
        (DUE, "hold", "held"),
        (DUE, "account", "held"),
        (DUE, "no_agreement", "held"),
        (SENT, "", "sent"),
        (SENT, "transfer_overdue", "sent"),
        (RETURNED, "frozen", "returned"),
        (CREDITED, "", "credited"),
    ],
)
def test_a_payout_stands_as_it_is(state: str, obstacle: str, word: str) -> None:
    """With what is in its way, if anything is; every word is one of the table."""
    told = standing_of([payout(state, obstacle)], "", was_paid=False)

    assert {"payout": word, **({"obstacle": obstacle} if obstacle else {})} == told
    assert told["payout"] in PAYOUTS
    assert told.get("obstacle", "funds") in OBSTACLES


def test_the_oldest_that_is_missing_counts() -> None:
    """What was credited before is no news."""
    told = standing_of(
        [payout(CREDITED), payout(RETURNED, "frozen"), payout(DUE)], "", was_paid=True
    )

    assert {"payout": "returned", "obstacle": "frozen"} == told


@pytest.mark.parametrize(
    ("uncleared", "was_paid", "told"),
    [
        ("", False, {"payout": "none"}),
        ("", True, {"payout": "credited"}),
        ("file_late", True, {"payout": "not_cleared", "obstacle": "file_late"}),
    ],
)
def test_without_a_payout_the_days_are_told(
    uncleared: str, was_paid: bool, told: dict[str, str]
) -> None:
    """A day that was not cleared is more than a payout of long ago."""
    assert told == standing_of([], uncleared, was_paid=was_paid)


# In the town --------------------------------------------------------------------------------------


def test_a_usual_day_from_sale_to_credit(town: Any) -> None:
    """Nothing, then cleared and due, then under way, then credited, also after the next payout."""
    told = []
    town.code("sale", 10_000)
    for moment in ("2 12:00", "2 23:31", "3 09:05", "3 10:00", "4 10:00"):
        day, of_day = moment.split()
        town.until(datetime.fromisoformat(f"2026-03-0{day} {of_day}"))
        told.append(town.house.standing(town.merchant)["payout"])

    assert ["none", "due", "sent", "credited", "credited"] == told


@pytest.mark.parametrize(
    ("name", "payout", "obstacle"),
    [
        ("clearing.file_late", "not_cleared", "file_late"),
        ("clearing.file_rejected", "not_cleared", "file_rejected"),
        ("bank.upgrade", "not_cleared", "upgrade"),
        ("bank.account_frozen", "returned", "frozen"),
        ("bank.account_closed", "returned", "closed"),
        ("bank.details_wrong", "returned", "wrong_number"),
        ("bank.details_incomplete", "returned", "incomplete"),
        ("acquirer.funds_short", "deferred", "funds"),
        ("acquirer.risk_hold", "held", "hold"),
    ],
)
def test_what_is_in_the_way_is_told(town: Any, name: str, payout: str, obstacle: str) -> None:
    """On the morning on which the money should be there."""
    town.code("sale", 10_000)
    pull(town, name)
    town.until(TUESDAY)

    assert {"payout": payout, "obstacle": obstacle} == town.house.standing(town.merchant)


@pytest.mark.parametrize(
    ("of_day", "told"), [("12:59", {}), ("13:00", {"obstacle": "transfer_overdue"})]
)
def test_a_transfer_is_overdue_after_four_hours(
    town: Any, of_day: str, told: dict[str, str]
) -> None:
    """It was sent at nine."""
    town.code("sale", 10_000)
    pull(town, "bank.transfer_outage")
    town.until(datetime.fromisoformat(f"2026-03-03 {of_day}"))

    assert {"payout": "sent", **told} == town.house.standing(town.merchant)


def test_another_merchant_has_nothing_to_wait_for(town: Any) -> None:
    """The desk tells each its own."""
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 2, 23, 31))

    assert {"payout": "none"} == town.house.standing("somebody else")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("normal", {"agrees": True}),
        ("frozen", {"agrees": True}),
        ("closed", {"agrees": True}),
        ("wrong_name", {"agrees": False, "differs": "name"}),
        ("wrong_number", {"agrees": False, "differs": "number"}),
        ("wrong_bank", {"agrees": False, "differs": "opening_bank"}),
        ("incomplete", {"agrees": False, "differs": "missing"}),
    ],
)
def test_the_details_on_file_are_held_against_the_papers(
    new_town: Any, state: str, told: dict[str, Any]
) -> None:
    """Of a frozen account every detail is right: that has to be asked otherwise."""
    assert told == new_town(account_state=state).bank.compare_details()
    assert told.get("differs", "name") in DIFFERENCES


def test_the_bank_tells_of_its_upgrade(town: Any) -> None:
    """Announced, going on, and over; the notice is taken down then."""
    told = [town.bank.tell_of_upgrade()]
    town.bank.announce()
    told.append(town.bank.tell_of_upgrade())
    upgrade = levers_of(town.world, "bank", town.bank)["bank.upgrade"]
    upgrade.pull()
    told.append(town.bank.tell_of_upgrade())
    upgrade.release()
    told.append(town.bank.tell_of_upgrade())

    assert [(False, False), (False, True), (True, True), (False, False)] == [
        (one["upgrading"], one["announced"]) for one in told
    ]
    assert "" == town.bank.notice
