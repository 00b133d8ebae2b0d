"""Retrieval requests: who answers in time, who wins, and where the money goes."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.acquirer.chargebacks import Chargebacks
from emulator.clearing.disputes import Disputes
from emulator.domain.moments import DAY
from emulator.domain.settings import ClearingSettings

HOLDER = "cardholder:customer"


class Desk:
    """A town with a sale of 128.50, and the desk for disputes."""

    def __init__(self, town: Any, **clearing: Any) -> None:
        self.town = town
        assert "00" == town.code("sale", 12_850)
        self.number = (town.batch, f"{town.stan:06d}")
        self.disputes = Disputes(
            town.world, Chargebacks(town.acquirer), town.issuers, ClearingSettings(**clearing)
        )

    def wait(self, us: int) -> None:
        self.town.world.run_until(self.town.world.now_us + us)

    def closed(self) -> list[tuple[str, str]]:
        found = self.town.named("clearing.dispute_closed")
        return [(one["result"], one["why"]) for one in found]

    @property
    def sums_fen(self) -> tuple[int, int]:
        """What the cardholder has, and what the merchant has got or is owed."""
        town = self.town
        merchant = (town.payable, town.transit, town.account, "acquirer:fees")
        return town.balance_fen(HOLDER), sum(town.balance_fen(one) for one in merchant)


@pytest.fixture
def desk(town: Any) -> Desk:
    return Desk(town)


def wins(_: str) -> tuple[bool, str]:
    return True, "as_billed"


def loses(_: str) -> tuple[bool, str]:
    return False, "no_slip"


def test_a_dispute_names_the_debit_and_the_last_day(desk: Desk) -> None:
    """Twenty days to answer, from 2 March."""
    assert desk.disputes.dispute(desk.number, "not_mine")

    (opened,) = desk.town.named("clearing.dispute_opened")
    assert ("not_mine", 12_850, "2026-03-22", *desk.number) == (
        opened["claim"],
        opened["amount_fen"],
        opened["answer_by"],
        opened["batch"],
        opened["stan"],
    )


def test_who_does_not_answer_loses_after_twenty_days(desk: Desk) -> None:
    """A moment before nothing has moved."""
    desk.disputes.dispute(desk.number, "not_mine")
    desk.wait(20 * DAY - 1)
    before = desk.closed(), desk.sums_fen[0]
    desk.wait(1)

    assert ([], 1_000_000 - 12_850) == before
    assert ([("lost", "no_answer")], (1_000_000, 0)) == (desk.closed(), desk.sums_fen)


@pytest.mark.parametrize(
    ("judge", "closed", "holder_fen"),
    [
        (wins, ("won", "as_billed"), 1_000_000 - 12_850),
        (loses, ("lost", "no_slip"), 1_000_000),
    ],
)
def test_the_ruling_decides(
    desk: Desk, judge: Any, closed: tuple[str, str], holder_fen: int
) -> None:
    """Five days after the evidence, and no deadline counts any more."""
    desk.disputes.dispute(desk.number, "wrong_amount")
    desk.wait(19 * DAY)
    assert desk.disputes.answer(desk.number, judge)
    desk.wait(5 * DAY - 1)
    before = desk.closed()
    desk.wait(1)

    assert ([], [closed]) == (before, desk.closed())
    assert holder_fen == desk.sums_fen[0]


def test_the_judge_is_told_the_claim(desk: Desk) -> None:
    """What the cardholder said."""
    heard: list[str] = []

    def judge(claim: str) -> tuple[bool, str]:
        heard.append(claim)
        return wins(claim)

    desk.disputes.dispute(desk.number, "charged_twice")
    desk.disputes.answer(desk.number, judge)
    desk.wait(5 * DAY)

    assert ["charged_twice"] == heard


def test_one_debit_is_disputed_once_at_a_time(desk: Desk) -> None:
    """A second claim about it is not taken, nor one about a debit that nobody knows."""
    assert desk.disputes.dispute(desk.number, "not_mine")
    assert not desk.disputes.dispute(desk.number, "wrong_amount")
    assert not desk.disputes.dispute(("000009", "000009"), "not_mine")


def test_evidence_is_handed_in_once_and_for_an_open_dispute(desk: Desk) -> None:
    """Nobody waits for it before, nor after."""
    early = desk.disputes.answer(desk.number, wins)
    desk.disputes.dispute(desk.number, "not_mine")
    answers = [desk.disputes.answer(desk.number, judge) for judge in (wins, loses)]
    desk.wait(5 * DAY)

    assert (False, [True, False]) == (early, answers)
    assert [("won", "as_billed")] == desk.closed()
    assert not desk.disputes.answer(desk.number, wins)


def test_who_won_may_be_disputed_again(desk: Desk) -> None:
    """The case is closed, the debit stands."""
    desk.disputes.dispute(desk.number, "not_mine")
    desk.disputes.answer(desk.number, wins)
    desk.wait(6 * DAY)

    assert desk.disputes.dispute(desk.number, "not_received")


def test_what_was_refunded_meanwhile_is_not_given_back_twice(desk: Desk) -> None:
    """The whole of it was refunded after the dispute began."""
    desk.disputes.dispute(desk.number, "not_mine")
    town = desk.town
    assert "00" == town.code("refund", 12_850, reference="000000000001")
    desk.wait(21 * DAY)

    assert [("lost", "no_answer")] == desk.closed()
    assert 1_000_000 == desk.sums_fen[0]


def test_a_chargeback_long_after_the_clearing_balances(desk: Desk) -> None:
    """Bank, acquirer and clearing agree about it; the next takings pay for it."""
    town = desk.town
    town.until(datetime(2026, 3, 10, 12, 0))
    desk.disputes.dispute(desk.number, "not_mine")
    town.until(datetime(2026, 3, 31, 12, 0))
    assert "00" == town.code("sale", 20_000)
    town.until(datetime(2026, 4, 3, 12, 0))

    assert [] == town.named("acquirer.difference_listed")
    # 200.00 less the 128.50 that went back, less 0.60 % of what is left.
    assert 20_000 - 12_850 - 43 == town.credited()[-1][1]
    assert [0, 0] == [
        town.balance_fen(one) for one in ("acquirer:receivable", "issuer:icbc:settlement")
    ]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    days=st.integers(0, 40),
    after_days=st.integers(0, 30),
    is_won=st.booleans(),
    refund_fen=st.integers(0, 12_850),
)
def test_nobody_gains_by_a_dispute(
    new_town: Any, days: int, after_days: int, is_won: bool, refund_fen: int
) -> None:
    """All accounts sum to zero, and the cardholder never has more than at the start."""
    desk = Desk(new_town())
    town = desk.town
    desk.wait(days * DAY)
    if refund_fen:
        town.ask("refund", refund_fen, reference="000000000001")
    desk.disputes.dispute(desk.number, "not_mine")
    desk.wait(after_days * DAY)
    desk.disputes.answer(desk.number, lambda _: (is_won, "x"))
    desk.wait(30 * DAY)

    assert 0 == sum(town.book.accounts().values())
    assert town.balance_fen(HOLDER) <= 1_000_000


def test_a_card_that_is_spent_elsewhere_is_debited(town: Any) -> None:
    """Its bank tells the holder; the merchants of this shop's acquirer have no part in it."""
    assert town.issuers.spend_elsewhere(town.pan, 30_000)

    (told,) = town.named("issuer.notified")
    assert (-30_000, "elsewhere") == (told["amount_fen"], told["why"])
    assert (970_000, 30_000) == (town.balance_fen(HOLDER), town.balance_fen("elsewhere"))


@pytest.mark.parametrize("amount_fen", [1_000_001, 2_000_000])
def test_nobody_spends_more_than_there_is(town: Any, amount_fen: int) -> None:
    """The bank refuses."""
    assert not town.issuers.spend_elsewhere(town.pan, amount_fen)
    assert 1_000_000 == town.balance_fen(HOLDER)
