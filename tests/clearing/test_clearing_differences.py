"""What the clearing finds, where the money waits, and how it gets back."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.clearing.house import ClearingHouse
from emulator.clearing.payouts import Payout
from emulator.domain.fate import Fate
from emulator.domain.message import Message, Totals, UploadItem
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.settings import AcquirerSettings
from emulator.kernel.lever import levers_of

TUESDAY_NOON = datetime(2026, 3, 3, 12, 0)
WEDNESDAY_NOON = datetime(2026, 3, 4, 12, 0)

BETWEEN = (
    "acquirer:receivable",
    "acquirer:suspense",
    "clearing:interbank",
    "issuer:icbc:settlement",
)


def between(town: Any) -> list[int]:
    """What stands on the accounts that must be empty when all is done."""
    return [town.balance_fen(account) for account in (*BETWEEN, town.payable, town.transit)]


def resolved(town: Any) -> list[str]:
    """How differences were resolved so far."""
    return [one["how"] for one in town.named("acquirer.difference_resolved")]


def listed(town: Any) -> list[tuple[str, int]]:
    """Why differences were listed so far, and with how much."""
    return [(one["why"], one["amount_fen"]) for one in town.named("acquirer.difference_listed")]


def lose_issuer_reversals(town: Any) -> None:
    """Answers of the issuers are lost, and every reversal towards them."""

    class Lost:
        def judge(self, message: Message, way: str) -> Fate | None:
            lost = way == "down" or message.mti == "0400"
            return Fate(lost="test") if lost else None

    town.issuer_line.rules.append(Lost())


def test_a_debit_that_the_acquirer_does_not_have_goes_back_on_t1(town: Any) -> None:
    """长款: in suspense overnight, adjusted at the payout time, the cardholder gets an SMS."""
    lose_issuer_reversals(town)
    code = town.code("sale", 12_850)
    town.until(datetime(2026, 3, 3, 0, 0))
    overnight = town.balance_fen("acquirer:suspense"), town.balance_fen("cardholder:customer")
    town.until(TUESDAY_NOON)

    assert ("98", (12_850, 987_150)) == (code, overnight)
    assert 1_000_000 == town.balance_fen("cardholder:customer")
    assert [0] * 6 == between(town)
    assert ([("long", 12_850)], ["credit_adjustment"]) == (listed(town), resolved(town))
    assert "adjustment" == town.named("issuer.notified")[-1]["why"]


def test_a_reversal_after_the_adjustment_pays_nothing_twice(town: Any) -> None:
    """The issuer hears the reversal days later and confirms it without moving money."""
    lose_issuer_reversals(town)
    town.code("sale", 12_850)
    town.until(TUESDAY_NOON)
    town.issuer_line.rules.clear()
    town.until(WEDNESDAY_NOON)

    assert 1_000_000 == town.balance_fen("cardholder:customer")
    assert [0] * 6 == between(town)
    assert {} == town.acquirer.issuers.unconfirmed


def test_a_reversal_between_clearing_and_adjustment_resolves_the_difference(town: Any) -> None:
    """It is in the next file; suspense is emptied by that, and nobody is paid twice."""
    lose_issuer_reversals(town)
    town.code("sale", 12_850)
    town.until(datetime(2026, 3, 3, 2, 0))
    town.issuer_line.rules.clear()
    town.until(WEDNESDAY_NOON)

    assert 1_000_000 == town.balance_fen("cardholder:customer")
    assert [0] * 6 == between(town)
    assert ["offset"] == resolved(town)


def test_a_sale_that_the_terminal_gave_up_is_credited_back(town: Any) -> None:
    """故障报告单: both banks have it, the terminal has not; the merchant is not paid for it."""
    town.code("sale", 12_850)
    town.code("sale", 10_000)
    town.ask("settlement", totals=Totals(10_000, 1))
    item = UploadItem("sale", "000003", town.pan, 10_000)
    town.ask("batch_upload", items=(item,), network_code="201")
    town.ask("batch_upload", network_code="202", item_count=1)
    town.until(TUESDAY_NOON)

    assert 990_000 == town.balance_fen("cardholder:customer")
    assert [("2026-03-03", 9_940)] == town.credited()
    assert [0] * 6 == between(town)
    assert ["credit_adjustment"] == resolved(town)


def test_a_sale_given_up_and_settled_after_its_payout_is_taken_from_the_next(
    town: Any,
) -> None:
    """The merchant was paid on Tuesday; Wednesday's takings are smaller by it."""
    town.code("sale", 10_000)
    town.until(TUESDAY_NOON)
    town.code("sale", 30_000)
    town.ask("settlement", totals=Totals(30_000, 1))
    item = UploadItem("sale", "000003", town.pan, 30_000)
    town.ask("batch_upload", items=(item,), network_code="201")
    town.ask("batch_upload", network_code="202", item_count=1)
    town.until(WEDNESDAY_NOON)

    assert [("2026-03-03", 9_940), ("2026-03-04", 19_880)] == town.credited()
    assert 970_000 == town.balance_fen("cardholder:customer")
    assert [0] * 6 == between(town)


def test_a_late_reversal_of_an_adjusted_sale_moves_nothing(town: Any) -> None:
    """The terminal gets through after the cardholder was credited."""
    sale = town.message("sale", 10_000)
    town.send(sale)
    town.ask("settlement", totals=Totals())
    town.ask("batch_upload", network_code="202", item_count=0)
    town.until(TUESDAY_NOON)
    answer = town.send(sale.changed(mti="0400", code="98"))
    town.until(WEDNESDAY_NOON)

    assert "00" == answer.code
    assert 1_000_000 == town.balance_fen("cardholder:customer")
    assert [0] * 6 == between(town)


def test_an_adjustment_of_a_sale_that_the_bank_has_filed_still_arrives(town: Any) -> None:
    """The batch is settled a week after the sale."""
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 10, 10, 0))
    town.ask("settlement", totals=Totals())
    town.ask("batch_upload", network_code="202", item_count=0)
    town.until(datetime(2026, 3, 12, 12, 0))

    assert 1_000_000 == town.balance_fen("cardholder:customer")
    assert 0 == town.balance_fen("acquirer:suspense")
    assert ["credit_adjustment"] == resolved(town)


def test_a_wrong_posting_is_found_by_the_clearing(town: Any) -> None:
    """短款: the acquirer booked more than the bank paid; the lack stands in suspense."""
    lever = levers_of(town.world, "acquirer", town.acquirer)["acquirer.wrong_posting"]
    lever.pull(by_fen=1_000)
    town.code("sale", 10_000)
    lever.release()
    town.until(TUESDAY_NOON)

    assert ([("short", 1_000)], -1_000) == (listed(town), town.balance_fen("acquirer:suspense"))
    assert 1 == town.acquirer.resolve_differences()
    assert (0, -934) == (
        town.balance_fen("acquirer:suspense"),
        town.balance_fen("acquirer:fees"),
    )


def test_a_wrong_posting_that_the_upload_shows_too_cancels_out(town: Any) -> None:
    """The merchant is paid what the cardholder paid."""
    lever = levers_of(town.world, "acquirer", town.acquirer)["acquirer.wrong_posting"]
    lever.pull(by_fen=1_000)
    town.code("sale", 10_000)
    lever.release()
    town.ask("settlement", totals=Totals(10_000, 1))
    item = UploadItem("sale", "000002", town.pan, 10_000)
    town.ask("batch_upload", items=(item,), network_code="201")
    town.ask("batch_upload", network_code="202", item_count=1)
    town.until(TUESDAY_NOON)

    assert [("2026-03-03", 9_940)] == town.credited()
    assert [0] * 6 == between(town)
    assert ["offset"] == resolved(town)


def test_a_sale_over_the_cut_off_belongs_to_one_day_on_both_sides(new_town: Any) -> None:
    """Forwarded at 22:59:59.9 and approved after 23:00: no difference."""
    town = new_town(datetime(2026, 3, 2, 22, 58))
    town.until(datetime(2026, 3, 2, 22, 59, 59))
    town.world.run_until(town.world.now_us + 800 * MS)
    town.send(town.message("sale", 10_000))
    town.until(TUESDAY_NOON)

    assert [] == listed(town)
    assert [("2026-03-03", 9_940)] == town.credited()


class PaysOnHolidays(ClearingHouse):
    """Does not look at the calendar."""

    def is_payout_day(self, day: Any) -> bool:
        return True

    def payout_date(self, counted_from: Any) -> Any:
        return counted_from


class WrongFee(ClearingHouse):
    """Keeps a fen too much."""

    def fee_fen(self, cleared_fen: int) -> int:
        return super().fee_fen(cleared_fen) + 1


class PaysTwice(ClearingHouse):
    """Sends a transfer again when it takes too long."""

    def overdue(self, payout: Payout) -> None:
        self.send(
            Payout(
                merchant=payout.merchant,
                business_day=payout.business_day,
                cleared_fen=payout.cleared_fen,
                fee_fen=payout.fee_fen,
                due=payout.due,
            )
        )


def test_a_house_without_calendar_credits_on_a_holiday(new_town: Any) -> None:
    """On a Saturday, which no bank does."""
    town = new_town(datetime(2026, 3, 6, 10, 0), house=PaysOnHolidays)
    town.code("sale", 10_000)
    town.until(datetime(2026, 3, 9, 8, 0))

    assert [("2026-03-07", 9_940)] == town.credited()


def test_a_wrong_fee_shows_in_the_credit(new_town: Any) -> None:
    """A fen is missing."""
    town = new_town(house=WrongFee)
    town.code("sale", 10_000)
    town.until(TUESDAY_NOON)

    assert [("2026-03-03", 9_939)] == town.credited()


def test_sending_an_overdue_transfer_again_pays_twice(new_town: Any) -> None:
    """The merchant's takings go below nothing."""
    town = new_town(house=PaysTwice)
    town.code("sale", 10_000)
    outage = levers_of(town.world, "bank", town.bank)["bank.transfer_outage"]
    outage.pull()
    town.until(datetime(2026, 3, 3, 13, 30))
    outage.release()
    town.until(datetime(2026, 3, 3, 16, 0))

    assert [("2026-03-03", 9_940)] * 2 == town.credited()
    assert -9_940 == town.balance_fen(town.payable)


class Weather:
    """Gives messages the fates it was handed, one after the other."""

    def __init__(self, fates: list[Fate]) -> None:
        self.fates = fates

    def judge(self, message: Message, way: str) -> Fate | None:
        """The next fate, then fair weather."""
        return self.fates.pop(0) if self.fates else None


FATES = st.lists(
    st.builds(
        Fate,
        lost=st.sampled_from(["", "", "weather"]),
        copies=st.integers(1, 2),
        delay_us=st.sampled_from([0, 200 * MS, 6 * SECOND, 60 * MINUTE]),
    ),
    max_size=10,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FATES, FATES, st.integers(0, 70), st.booleans())
def test_after_trouble_and_two_nights_every_account_in_between_is_empty(
    new_town: Any, shop_fates: list[Fate], bank_fates: list[Fate], minutes: int, in_batch: bool
) -> None:
    """
    Late, lost and doubled messages around cut-off and clearing leave no fen behind.

    Only a merchant that was paid for a sale which was reversed later may owe something.
    """
    town = new_town(
        datetime(2026, 3, 2, 22, 20), acquirer=AcquirerSettings(issuer_timeout_us=5 * SECOND)
    )
    town.world.run_until(town.world.now_us + minutes * MINUTE)
    town.uplink.rules.append(Weather(shop_fates))
    town.issuer_line.rules.append(Weather(bank_fates))
    sale = town.message("sale", 10_000)
    answer = town.send(sale, 30 * SECOND)
    approved = answer is not None and answer.code == "00" and answer.stan == sale.stan
    if not approved:
        for _ in range(3):
            town.send(sale.changed(mti="0400", code="98"), 20 * SECOND)
    if in_batch:
        town.ask("settlement", totals=Totals(10_000, 1) if approved else Totals())
        town.ask("batch_upload", network_code="207", item_count=int(approved))
    town.until(datetime(2026, 3, 5, 12, 0))

    paid_fen = 1_000_000 - town.balance_fen("cardholder:customer")
    income_fen = town.balance_fen(town.account) + town.balance_fen("acquirer:fees")
    owed_fen = town.balance_fen(town.payable)
    assert paid_fen in (0, 10_000)
    assert paid_fen == income_fen + owed_fen
    assert not approved or (paid_fen, owed_fen) == (10_000, 0)
    assert owed_fen in (0, -10_000)
    assert [0, 0, 0, 0, owed_fen, 0] == between(town)
