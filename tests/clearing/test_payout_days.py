"""When the merchant gets the money."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from emulator.domain.settings import AcquirerSettings
from emulator.kernel.lever import levers_of


def lever(town: Any, name: str) -> Any:
    """A lever of the bank, the clearing house or the acquirer, by its full name."""
    parts = {"bank": town.bank, "clearing": town.house, "acquirer": town.acquirer}
    part = name.split(".")[0]
    return levers_of(town.world, part, parts[part])[name]


def test_a_sale_is_credited_on_the_next_business_day(town: Any) -> None:
    """Monday's sale on Tuesday at 09:20, less the fee; every account in between is empty."""
    town.code("sale", 12_850)
    town.until(datetime(2026, 3, 3, 9, 19))
    before = town.balance_fen(town.account), town.balance_fen(town.transit)
    town.until(datetime(2026, 3, 3, 9, 20))

    assert (0, 12_773) == before
    assert [("2026-03-03", 12_773)] == town.credited()
    assert {
        "acquirer:fees": 77,
        "cardholder:customer": 987_150,
        town.account: 12_773,
        "opening": -1_000_000,
    } == {name: fen for name, fen in town.book.accounts().items() if fen}


@pytest.mark.parametrize(
    ("start", "credited"),
    [
        (datetime(2026, 3, 2, 22, 55), "2026-03-03"),  # Monday, before the cut-off
        (datetime(2026, 3, 2, 23, 1), "2026-03-04"),  # Monday, after the cut-off
        (datetime(2026, 3, 6, 10, 0), "2026-03-09"),  # Friday
        (datetime(2026, 3, 7, 10, 0), "2026-03-09"),  # Saturday
        (datetime(2026, 3, 8, 10, 0), "2026-03-09"),  # Sunday
        (datetime(2026, 3, 8, 23, 1), "2026-03-10"),  # Sunday, after the cut-off
        (datetime(2026, 2, 13, 10, 0), "2026-02-14"),  # Friday before a make-up Saturday
        (datetime(2026, 2, 14, 10, 0), "2026-02-24"),  # make-up Saturday before the festival
        (datetime(2026, 2, 18, 10, 0), "2026-02-24"),  # in the middle of the festival
        (datetime(2026, 9, 30, 10, 0), "2026-10-08"),  # before the National Day holidays
    ],
)
def test_weekends_and_holidays_roll_on(new_town: Any, start: datetime, credited: str) -> None:
    """T+1 by the bank calendar; from 23:00 on a sale belongs to the next day."""
    town = new_town(start)
    town.code("sale", 10_000)
    town.until(town.at(date.fromisoformat(credited), "12:00"))

    assert [(credited, 9_940)] == town.credited()


def test_the_three_days_of_a_weekend_are_credited_on_monday(new_town: Any) -> None:
    """One payout a business day, three on the same morning."""
    town = new_town(datetime(2026, 3, 6, 10, 0))
    for _ in range(3):
        town.code("sale", 10_000)
        town.world.run_until(town.world.now_us + 24 * 3_600_000_000)
    town.until(datetime(2026, 3, 9, 12, 0))

    assert [("2026-03-09", 9_940)] * 3 == town.credited()


def test_payout_days_can_be_more_than_one(new_town: Any) -> None:
    """A contract for T+2."""
    town = new_town(payout_days=2)
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 4, 12, 0))

    assert [("2026-03-04", 9_940)] == town.credited()


def test_an_upgrade_over_the_clearing_makes_thursdays_sale_come_on_tuesday(new_town: Any) -> None:
    """The counter is shut from Thursday 23:00 to Monday 06:00; the weekend does not count."""
    town = new_town(datetime(2026, 3, 5, 20, 10))
    town.code("sale", 12_850)
    town.until(datetime(2026, 3, 5, 23, 0))
    upgrade = lever(town, "bank.upgrade")
    upgrade.pull()
    town.until(datetime(2026, 3, 9, 6, 0))
    upgrade.release()
    town.until(datetime(2026, 3, 9, 23, 0))
    on_monday = town.credited()
    town.until(datetime(2026, 3, 10, 9, 30))

    assert [] == on_monday
    assert [("2026-03-10", 12_773)] == town.credited()
    assert [{"text": "notice.bank_upgrade"}] == town.named("clearing.notice")
    assert [{"why": "upgrade"}] == town.named("clearing.opened")


def test_an_upgrade_over_the_payout_costs_one_business_day(new_town: Any) -> None:
    """Cleared in time, but the counter is shut at 09:00."""
    town = new_town()
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 8, 0))
    upgrade = lever(town, "bank.upgrade")
    upgrade.pull()
    town.until(datetime(2026, 3, 3, 12, 0))
    upgrade.release()
    town.until(datetime(2026, 3, 4, 12, 0))

    assert ["upgrade"] == [one["why"] for one in town.named("clearing.payout_deferred")]
    assert [("2026-03-04", 9_940)] == town.credited()


def test_a_transfer_that_meets_an_upgrade_waits_for_its_end(town: Any) -> None:
    """What was sent arrives, late."""
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 9, 10))
    upgrade = lever(town, "bank.upgrade")
    upgrade.pull()
    town.until(datetime(2026, 3, 3, 10, 0))
    during = town.credited()
    upgrade.release()
    town.until(datetime(2026, 3, 3, 10, 20))

    assert ([], [("2026-03-03", 9_940)]) == (during, town.credited())


def test_a_late_file_counts_from_the_day_it_came(town: Any) -> None:
    """Monday's file comes on Tuesday at noon: credited on Wednesday."""
    town.code("sale", 10_000)
    late = lever(town, "clearing.file_late")
    late.pull()
    town.until(datetime(2026, 3, 3, 12, 0))
    late.release()
    town.until(datetime(2026, 3, 4, 12, 0))

    assert [("2026-03-04", 9_940)] == town.credited()
    assert ["2026-03-02"] == [d["business_day"] for d in town.named("clearing.file_late")]


def test_a_rejected_file_is_sent_again_with_the_next_days(town: Any) -> None:
    """Monday's file is taken on Tuesday night, with Tuesday's."""
    town.code("sale", 10_000)
    rejected = lever(town, "clearing.file_rejected")
    rejected.pull()
    town.until(datetime(2026, 3, 3, 0, 0))
    rejected.release()
    town.code("sale", 20_000)
    town.until(datetime(2026, 3, 4, 12, 0))

    assert [("2026-03-04", 9_940), ("2026-03-04", 19_880)] == town.credited()
    assert ["2026-03-02"] == [d["business_day"] for d in town.named("clearing.file_rejected")]


def test_an_outage_of_the_transfer_system_holds_the_money_in_transit(town: Any) -> None:
    """It arrives a transfer time after the outage, once, and is noted as overdue."""
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 8, 0))
    outage = lever(town, "bank.transfer_outage")
    outage.pull()
    town.until(datetime(2026, 3, 3, 15, 0))
    during = town.balance_fen(town.transit)
    outage.release()
    town.until(datetime(2026, 3, 5, 12, 0))

    assert (9_940, [("2026-03-03", 9_940)]) == (during, town.credited())
    assert ["transfer_overdue"] == [d["why"] for d in town.named("clearing.payout_deferred")]
    assert 1 == len(town.named("clearing.payout_sent"))


def test_a_slow_transfer_arrives_later_the_same_day(town: Any) -> None:
    """By what the lever says."""
    town.code("sale", 10_000)
    lever(town, "bank.transfer_slow").pull(extra_us=3_600_000_000)
    town.until(datetime(2026, 3, 3, 10, 19))
    before = town.credited()
    town.until(datetime(2026, 3, 3, 10, 20))

    assert ([], [("2026-03-03", 9_940)]) == (before, town.credited())


ACCOUNT_LEVERS = {
    "account_frozen": "frozen",
    "account_closed": "closed",
    "details_wrong": "wrong_number",
    "details_incomplete": "incomplete",
}


@pytest.mark.parametrize(("name", "why"), ACCOUNT_LEVERS.items())
def test_a_returned_payment_is_paid_again_after_correction(town: Any, name: str, why: str) -> None:
    """退汇: back to the merchant's takings, and out again on the next business day."""
    town.code("sale", 10_000)
    pulled = lever(town, f"bank.{name}")
    pulled.pull()
    town.until(datetime(2026, 3, 3, 12, 0))
    owed = town.balance_fen(town.payable)
    corrected = town.bank.correct_account(town.merchant)
    town.until(datetime(2026, 3, 4, 12, 0))
    pulled.release()

    assert (9_940, True) == (owed, corrected)
    assert [why] == [one["why"] for one in town.named("clearing.payout_returned")]
    assert [("2026-03-04", 9_940)] == town.credited()
    assert [{"merchant": town.merchant}] == town.named("clearing.account_corrected")


def test_releasing_the_lever_corrects_the_account_too(town: Any) -> None:
    """When the trouble ends the money comes."""
    town.code("sale", 10_000)
    frozen = lever(town, "bank.account_frozen")
    frozen.pull()
    town.until(datetime(2026, 3, 3, 12, 0))
    frozen.release()
    town.until(datetime(2026, 3, 4, 12, 0))

    assert [("2026-03-04", 9_940)] == town.credited()


def test_payouts_are_held_until_the_account_is_right(new_town: Any) -> None:
    """After a return the acquirer sends nothing more; after correction everything goes."""
    town = new_town(account_state="wrong_name")
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 10, 0))
    town.code("sale", 20_000)
    town.until(datetime(2026, 3, 4, 12, 0))
    held = [one["why"] for one in town.named("clearing.payout_held")]
    town.bank.correct_account(town.merchant)
    town.until(datetime(2026, 3, 5, 12, 0))

    assert ["account"] == held
    assert [("2026-03-05", 9_940), ("2026-03-05", 19_880)] == town.credited()


def test_there_is_nothing_to_correct_in_a_right_account(town: Any) -> None:
    """And nothing is noted."""
    assert not town.bank.correct_account(town.merchant)
    assert [] == town.named("clearing.account_corrected")


def test_a_payout_waits_for_funds(town: Any) -> None:
    """延期支付: deferred, and paid at the next payout time after the money came."""
    town.code("sale", 10_000)
    lever(town, "acquirer.funds_short").pull()
    town.until(datetime(2026, 3, 4, 12, 0))
    deferred = [one["why"] for one in town.named("clearing.payout_deferred")]
    town.house.add_funds(1)
    town.until(datetime(2026, 3, 5, 12, 0))

    assert ["funds", "funds"] == deferred
    assert [("2026-03-05", 9_940)] == town.credited()


@pytest.mark.parametrize(("funds_fen", "paid"), [(9_940, 1), (9_939, 0)])
def test_limited_funds_must_cover_the_payout(new_town: Any, funds_fen: int, paid: int) -> None:
    """To the fen; more money lets it go."""
    town = new_town(acquirer_funds_fen=funds_fen)
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 12, 0))
    first = len(town.credited())
    town.house.add_funds(1)
    town.until(datetime(2026, 3, 4, 12, 0))

    assert (paid, 1) == (first, len(town.credited()))


def test_a_risk_hold_stops_the_payout_until_it_is_released(town: Any) -> None:
    """The money stays with the acquirer."""
    town.code("sale", 10_000)
    lever(town, "acquirer.risk_hold").pull()
    town.until(datetime(2026, 3, 3, 12, 0))
    held = [one["why"] for one in town.named("clearing.payout_held")]
    town.acquirer.release_hold()
    town.until(datetime(2026, 3, 4, 12, 0))

    assert ["hold"] == held
    assert [("2026-03-04", 9_940)] == town.credited()


def test_more_refunds_than_sales_are_carried_to_the_next_day(town: Any) -> None:
    """The merchant pays nothing in; the next payout is smaller."""
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 10, 0))
    town.code("refund", 4_000, reference="000000000001")
    town.until(datetime(2026, 3, 4, 10, 0))
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 5, 12, 0))

    assert [("2026-03-03", 9_940), ("2026-03-05", 5_964)] == town.credited()
    assert 0 == town.balance_fen(town.payable)


def test_a_day_without_sales_pays_nothing(town: Any) -> None:
    """But its file is made."""
    town.until(datetime(2026, 3, 4, 12, 0))

    assert [] == town.credited()
    assert [0, 0] == [one["items"] for one in town.named("clearing.file_made")]


def test_a_fee_of_nothing_is_not_posted(new_town: Any) -> None:
    """The merchant gets the whole amount."""
    town = new_town(acquirer=AcquirerSettings(fee_basis_points=0))
    town.code("sale", 12_850)
    town.until(datetime(2026, 3, 3, 12, 0))

    assert [("2026-03-03", 12_850)] == town.credited()
    assert [] == [d for d in town.named("clearing.posted") if d["reason"] == "fee"]


def test_one_clearing_posting_a_bank_and_day(town: Any) -> None:
    """However many sales there were."""
    for _ in range(5):
        town.code("sale", 100)
    town.until(datetime(2026, 3, 3, 0, 0))
    legs = [d["legs"] for d in town.named("clearing.posted") if d["reason"] == "clearing"]

    assert [
        [["issuer:icbc:settlement", -500], ["clearing:interbank", 500]],
        [["clearing:interbank", -500], ["acquirer:receivable", 500]],
    ] == legs


def test_the_clearing_time_may_be_after_midnight(new_town: Any) -> None:
    """It still clears the day that ended at the cut-off, and that still counts as on time."""
    town = new_town(clearing_time="01:00")
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 3, 12, 0))

    assert [("2026-03-03", 9_940)] == town.credited()


def test_a_year_of_days_leaves_nothing_behind(new_town: Any) -> None:
    """Payouts, files and lists stay short."""
    town = new_town(keep=False, acquirer=AcquirerSettings(refund_days=1))
    for _ in range(40):
        town.code("sale", 100)
        town.world.run_until(town.world.now_us + 24 * 3_600_000_000)
    first = len(town.house.payouts), len(town.acquirer.log), len(town.issuers.log)
    town.world.run_until(town.world.now_us + 300 * 24 * 3_600_000_000)

    assert all(size < 8 for size in first)
    assert (0, 0, 0) == (len(town.house.payouts), len(town.acquirer.log), len(town.issuers.log))
    assert timedelta(days=330) < town.world.clock.at(town.world.now_us) - town.world.clock.start
