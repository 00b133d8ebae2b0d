"""What should have come to the merchant's account, day by day, and what came."""

from datetime import date, datetime, time, timedelta

import pytest
from three_sides import EVENING, MONDAY, acquirer, bank, found, journal, payout, told, unexplained

from emulator.operations.reconciliation.differences import Difference
from emulator.operations.reconciliation.reconcile import Report
from emulator.operations.reconciliation.records import Obstacle

TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59))


def sold(*payouts, until: datetime = EVENING, amount_fen: int = 10_000, **more) -> Report:
    """One sale on Monday that all sides agree on, and these payouts."""
    lines = [bank(amount_fen=amount_fen), *payouts]
    return found(
        [journal(amount_fen=amount_fen)], [acquirer(amount_fen=amount_fen)], lines,
        until=until, **more,
    )  # fmt: skip


def only(report: Report) -> Difference:
    (one,) = report.findings
    assert [0, 0, 0] == unexplained(report)
    return one


def test_takings_are_not_due_before_their_day() -> None:
    """Up to the end of the due day nothing is late, and nothing is wrong."""
    for until in (EVENING, end_of(TUESDAY)):
        report = sold(until=until)

        assert ("agrees", "not_yet_due") == (report.verdict, only(report).kind)
        assert TUESDAY == only(report).due


def test_takings_that_did_not_come_are_late_from_the_next_day() -> None:
    """A minute after the due day."""
    report = sold(until=end_of(TUESDAY) + timedelta(minutes=1))

    assert ("differs", "late", 10_000) == (
        report.verdict,
        only(report).kind,
        only(report).amount_fen,
    )


def test_a_payout_that_came_back_is_late_at_once() -> None:
    """A return is known on the due day; nobody has to wait for its end."""
    returned = payout(10_000, state="returned", at=None, why="wrong_number")
    one = only(sold(returned, until=end_of(TUESDAY)))

    assert ("late", "account", "R15") == (one.kind, one.variant, one.remedies[0])


def test_a_payout_that_came_back_and_is_due_again_is_late() -> None:
    """The account was corrected on the due day; the money comes on the next."""
    again = payout(10_000, state="due", at=None, why="wrong_number")

    assert "late" == only(sold(again, until=end_of(TUESDAY))).kind


@pytest.mark.parametrize(
    ("why", "remedy"),
    [("funds", "R17"), ("hold", "R10"), ("frozen", "R15"), ("upgrade", "R08"), ("", "R10")],
)
def test_the_remedy_depends_on_what_is_in_the_way(why: str, remedy: str) -> None:
    """Every obstacle has its own first thing to do."""
    deferred = payout(10_000, state="deferred", at=None, why=why)

    assert remedy == only(sold(deferred, until=end_of(WEDNESDAY))).remedies[0]


def test_an_obstacle_for_everybody_explains_a_late_payout() -> None:
    """Nothing is known of the payout itself, but the bank was closed."""
    closed = Obstacle(since=EVENING, why="upgrade")
    one = only(sold(until=end_of(WEDNESDAY), obstacles=(closed,)))

    assert ("late", "bank", "upgrade") == (one.kind, one.variant, one.why)


def test_an_obstacle_that_was_over_before_the_sale_explains_nothing() -> None:
    """The bank was closed the week before."""
    week_ago = EVENING - timedelta(days=7)
    closed = Obstacle(since=week_ago, until=week_ago + timedelta(days=1), why="upgrade")

    assert "" == only(sold(until=end_of(WEDNESDAY), obstacles=(closed,))).why


def test_takings_that_came_on_the_due_day_agree() -> None:
    """At any time of that day."""
    report = sold(payout(10_000, at=end_of(TUESDAY)), until=end_of(WEDNESDAY))

    assert ("agrees", ()) == (report.verdict, report.findings)


def test_takings_that_came_a_day_late_are_told_though_nothing_is_missing() -> None:
    """The money agrees; the time does not."""
    one = only(sold(payout(10_000, at=end_of(WEDNESDAY)), until=end_of(WEDNESDAY)))

    assert ("late", "arrived", WEDNESDAY) == (one.kind, one.variant, one.credited_on)
    assert 0 == one.to_account_fen


def test_takings_that_came_twice_are_duplicated() -> None:
    """The second one is too much, and not late."""
    again = payout(10_000, at=end_of(WEDNESDAY))
    report = sold(payout(10_000), again, until=end_of(WEDNESDAY))

    assert [("duplicated", "bank", 10_000)] == told(report)
    assert [0, 0, 0] == unexplained(report)


def test_takings_that_came_in_two_parts_agree() -> None:
    """A payout may be split."""
    report = sold(payout(4_000), payout(6_000), until=end_of(WEDNESDAY))

    assert "agrees" == report.verdict


def test_the_rest_of_a_split_payout_may_be_late() -> None:
    """Part came on the due day, the rest a day later."""
    rest = payout(6_000, at=end_of(WEDNESDAY))
    one = only(sold(payout(4_000), rest, until=end_of(WEDNESDAY)))

    assert ("late", 6_000) == (one.kind, one.amount_fen)


def test_too_little_is_a_wrong_amount() -> None:
    """A fen less than owed is told."""
    report = sold(payout(9_999), until=end_of(WEDNESDAY))

    assert [("wrong_amount", "bank", 1)] == told(report)
    assert [0, 0, 0] == unexplained(report)


def test_money_for_a_day_without_takings_is_unmatched() -> None:
    """Somebody else's money, perhaps."""
    report = found([], [], [payout(700)], until=end_of(WEDNESDAY))

    assert [("unmatched", "bank", 700)] == told(report)


def test_the_fee_that_the_statement_tells_is_believed() -> None:
    """If nobody knows what was agreed."""
    report = sold(payout(9_940, fee_fen=60), until=end_of(WEDNESDAY))

    assert ("agrees", [0, 0, 0]) == (report.verdict, unexplained(report))


def test_the_fee_that_was_agreed_counts_more() -> None:
    """The statement keeps 0.61, and 0.60 was agreed."""
    report = sold(
        payout(9_939, fee_fen=61), until=end_of(WEDNESDAY), fee_of=lambda fen: fen * 60 // 10_000
    )

    assert [("wrong_amount", "bank", 1)] == told(report)


def test_the_fee_in_the_acquirers_records_counts_most() -> None:
    """It tells the fee of every sale."""
    lines = ([journal()], [acquirer(fee_fen=38)], [bank(), payout(9_962)])

    assert "agrees" == found(*lines, until=end_of(WEDNESDAY), fee_of=lambda _: 60).verdict


def test_a_day_of_refunds_is_carried_over() -> None:
    """What was given back on Tuesday is missing from Wednesday's payout, as it should be."""
    refund = {"transaction": "refund"}
    theirs = [
        acquirer("000002", 3_000, business_day=TUESDAY, **refund),
        acquirer("000003", 10_000, business_day=WEDNESDAY),
    ]
    ours = [journal("000002", 3_000, **refund), journal("000003")]
    banks = [bank("000002", 3_000, **refund), bank("000003")]
    before = found(ours[:1], theirs[:1], banks[:1], until=end_of(TUESDAY))
    after = found(ours, theirs, [*banks, payout(7_000, WEDNESDAY)],
                  until=end_of(WEDNESDAY + timedelta(days=2)))  # fmt: skip

    assert ("carried", 3_000) == (only(before).why, only(before).amount_fen)
    assert ("agrees", [0, 0, 0]) == (after.verdict, unexplained(after))


def test_what_is_held_in_suspense_is_not_paid_out() -> None:
    """10.00 left the takings; the account gets the rest, and the explanation says why."""
    listed = acquirer(amount_fen=1_000, entry="listed", why="amount", suspense_fen=1_000)
    corrected = acquirer(amount_fen=-1_000, entry="corrected")
    lines = [acquirer(amount_fen=11_000), corrected, listed]
    report = found([journal()], lines, [bank(), payout(10_000)], until=end_of(WEDNESDAY))

    assert [("suspense", -1_000)] == [(s.why, s.amount_fen) for s in report.explanations[-1].shares]
    assert [0, 0, 0] == unexplained(report)
