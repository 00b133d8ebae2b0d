"""Alarms about batches, notices and payouts."""

from collections.abc import Callable

import pytest

from emulator.domain.moments import DAY, HOUR, MINUTE

Makes = Callable[..., object]
MERCHANT = "898520154110004"
CUT_OFF_US = 13 * HOUR
"""The story begins at ten, the business day ends at eleven in the evening."""
DUE_US = DAY + 2 * HOUR
"""Noon of the next day."""


def approves(shop: object, at_us: int, batch: str = "000001") -> None:
    """A payment is in the batch."""
    sale = {"batch": batch, "stan": "000002", "transaction": "sale", "amount_fen": 6600}
    shop.sees(at_us, "storage.written", record="verdict", outcome="approved", **sale)
    shop.sees(
        at_us + 1, "printer.slip_printed", slip_kind="sale", copy="cardholder",
        batch=batch, stan="000002",
    )  # fmt: skip


def books(shop: object, at_us: int, amount_fen: int) -> None:
    """The acquirer owes the merchant so much more."""
    legs = [["acquirer:receivable", -amount_fen], [f"acquirer:payable:{MERCHANT}", amount_fen]]
    shop.sees(at_us, "acquirer.posted", reason="sale", legs=legs)


def cuts_over(shop: object, at_us: int, day: str) -> None:
    """A new business day begins."""
    shop.sees(at_us, "acquirer.cut_over", business_day=day)


def credits(shop: object, at_us: int, cleared_fen: int) -> None:
    """The merchant gets the money."""
    shop.sees(
        at_us, "clearing.merchant_credited", merchant=MERCHANT, business_day="2026-03-02",
        amount_fen=cleared_fen - 1, cleared_fen=cleared_fen, fee_fen=1,
    )  # fmt: skip


# Batches ------------------------------------------------------------------------------------------


def test_a_batch_that_nobody_settles_is_told_of(told: Makes) -> None:
    """Counted from its first payment."""
    shop = told(batch_us=30 * HOUR)
    approves(shop, 0)
    approves(shop, HOUR)

    assert [(30 * HOUR + 1, "batch_open", "raised")] == shop.heard()


def test_a_settled_batch_is_none(told: Makes) -> None:
    """The next one has its own time."""
    shop = told(batch_us=30 * HOUR)
    approves(shop, 0)
    shop.sees(HOUR, "acquirer.batch_closed", batch="000001")
    approves(shop, 2 * HOUR, "000002")

    assert [32 * HOUR + 1] == [at_us for at_us, _, _ in shop.heard()]


@pytest.mark.parametrize(("ends_us", "count"), [(10 * MINUTE, 0), (10 * MINUTE + 1, 2), (HOUR, 2)])
def test_a_settlement_that_does_not_end_is_told_of(told: Makes, ends_us: int, count: int) -> None:
    """The host may have closed the batch long ago; the terminal has not."""
    shop = told(settling_us=10 * MINUTE)
    shop.sees(0, "storage.written", record="settling", batch="000001")
    shop.sees(MINUTE, "acquirer.batch_closed", batch="000001")
    shop.sees(ends_us, "console.displayed", screen="settled", batch="000001")

    assert count == len(shop.heard())


# Notices ------------------------------------------------------------------------------------------


def test_a_notice_stands_until_the_bank_is_open_again(told: Makes) -> None:
    """Each text is one alarm, however often it is announced."""
    shop = told()
    shop.sees(0, "clearing.notice", text="notice.bank_upgrade")
    shop.sees(HOUR, "clearing.notice", text="notice.bank_upgrade")
    shop.sees(2 * HOUR, "clearing.opened", why="upgrade")

    assert [(1, "bank_notice", "raised"), (2 * HOUR + 1, "bank_notice", "cleared")] == shop.heard()


def test_notices_are_not_watched_where_nobody_wants_them(told: Makes) -> None:
    """The setting switches it off."""
    shop = told(notices=False)
    shop.sees(0, "clearing.notice", text="notice.bank_upgrade")

    assert [] == shop.heard()


# Payouts ------------------------------------------------------------------------------------------


def test_takings_that_do_not_come_are_overdue_at_noon_of_the_due_day(told: Makes) -> None:
    """By the shop's own count: nobody at the bank has called anything due."""
    shop = told()
    books(shop, 0, 30_000)
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    (news,) = shop.monitor.news(3 * DAY)

    assert (DUE_US + 1, "payout_overdue") == (news.at_us, news.alarm)
    assert ("2026-03-02", 30_000) == (news.about, news.concern.amount_fen)


def test_takings_that_come_in_time_are_no_alarm(told: Makes) -> None:
    """At noon sharp; what counts is what was cleared, not what is left after the fee."""
    shop = told()
    books(shop, 0, 30_000)
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    credits(shop, DUE_US, 30_000)

    assert [] == shop.heard()


def test_a_part_of_the_takings_is_not_enough(told: Makes) -> None:
    """The rest ends it."""
    shop = told()
    books(shop, 0, 30_000)
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    credits(shop, DUE_US, 29_999)
    credits(shop, 2 * DAY, 1)

    assert [DUE_US + 1, 2 * DAY + 1] == [at_us for at_us, _, _ in shop.heard()]


def test_the_oldest_day_is_paid_first(told: Makes) -> None:
    """A day that was skipped stays overdue until its own money has come."""
    shop = told()
    books(shop, 0, 30_000)
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    books(shop, CUT_OFF_US + 1, 10_000)
    cuts_over(shop, CUT_OFF_US + DAY, "2026-03-04")
    credits(shop, DUE_US + DAY, 30_000)
    news = shop.monitor.news(10 * DAY)

    assert [("2026-03-02", True), ("2026-03-02", False), ("2026-03-03", True)] == [
        (one.about, one.kind == "alarm_raised") for one in news
    ]


def test_a_payment_around_the_cut_off_may_be_paid_with_the_day_before(told: Makes) -> None:
    """It was asked for before and booked behind; its money comes early, and is remembered."""
    shop = told()
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    books(shop, CUT_OFF_US + 1, 5_000)
    credits(shop, DAY, 5_000)
    cuts_over(shop, CUT_OFF_US + DAY, "2026-03-04")

    assert [] == shop.heard()


def test_a_day_on_which_more_was_given_back_is_taken_from_the_next(told: Makes) -> None:
    """Nothing is due for it, and less for the day behind it."""
    shop = told()
    books(shop, 0, -2_000)
    cuts_over(shop, CUT_OFF_US, "2026-03-03")
    books(shop, CUT_OFF_US + 1, 5_000)
    cuts_over(shop, CUT_OFF_US + DAY, "2026-03-04")
    credits(shop, DUE_US + DAY, 3_000)

    assert [] == shop.heard()


@pytest.mark.parametrize("day", ["1899-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_has_is_refused(told: Makes, day: str) -> None:
    """A recording may come from anywhere."""
    shop = told()
    books(shop, 0, 1)

    with pytest.raises(ValueError, match="business_day"):
        cuts_over(shop, 1, day)
