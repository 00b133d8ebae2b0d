"""How a run ended for each who was concerned, read from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.moments import SECOND
from emulator.proof.changes import COUNTS_FROM_US, changes, differs, is_worse
from emulator.proof.counterfactual import Played, play
from emulator.proof.customers import CustomerEnd
from emulator.proof.outcome import Outcome, outcome_of
from emulator.proof.shop import MerchantEnd, ShopEnd
from tests.proof.conftest import SALE, told


def played(text: str, **more: str) -> Played:
    return play(told("S1", text, **more))


def test_a_sale_that_went_well() -> None:
    """Paid as meant, a slip within seconds, nothing in the air, the shop open all the time."""
    outcome = played(SALE).outcome
    (customer,) = outcome.customers

    assert ("customer", 6600, 0, 0, 0) == (
        customer.holder,
        customer.paid_fen,
        customer.over_fen,
        customer.unpaid_fen,
        customer.without_paper,
    )
    assert customer.hung_us < SECOND
    assert 0 < customer.paper_us < 10 * SECOND
    assert ShopEnd() == outcome.shop
    assert MerchantEnd(pending_fen=6600) == outcome.merchant
    assert () == outcome.failing


def test_money_hangs_from_the_debit_until_it_is_given_back() -> None:
    """The answer is lost, and a minute later the terminal reverses."""
    (customer,) = played(SALE + 'faults:\n  - uplink.drop: {message: "0210"}\n').outcome.customers

    assert (0, 6600, 0) == (customer.paid_fen, customer.unpaid_fen, customer.unexplained_fen)
    assert 60 * SECOND < customer.hung_us < 70 * SECOND


def test_a_customer_without_paper_waits_for_it_until_the_end() -> None:
    """Nobody loads paper."""
    roll = SALE + "faults:\n  - printer.paper_out: {when: printer.slip_started}\n"
    run = played(roll)
    (customer,) = run.outcome.customers

    assert 1 == customer.without_paper
    assert run.calm_us - 10 * SECOND < customer.paper_us < run.calm_us


def test_a_receipt_by_hand_is_paper() -> None:
    """It counts as a slip does, for whoever leaves without one."""
    leaves = "  printer: {paper: 4 lines}\n" + SALE + "  - after: 9s\n    cashier: cancel\n"
    by_hand = leaves + "  - after: 9s\n    cashier: {manual_receipt: shopping}\n"
    counts = [played(text).outcome.customers[0].without_paper for text in (leaves, by_hand)]

    assert [1, 0] == counts


def test_the_shop_is_blocked_until_something_is_approved_again() -> None:
    """From the screen that tells of it until the next approval, here the test sale's."""
    text = SALE + "faults:\n  - uplink.cable_unplugged: {at: 0s}\n"
    run = played(text)

    assert run.calm_us - 10 * SECOND < run.outcome.shop.blocked_us < run.calm_us + 10 * SECOND
    assert run.outcome.shop.sells


def test_a_shop_that_is_not_signed_in_is_blocked_until_it_is() -> None:
    """From moment 0 although the screen stood before."""
    run = played("  signed_in: no\n" + SALE)

    assert run.outcome.shop.blocked_us > 10 * SECOND


def test_the_test_sale_concerns_no_customer() -> None:
    """Its card is the bench's own."""
    assert ["customer"] == [one.holder for one in played(SALE).outcome.customers]


def test_inside_events_are_not_looked_at() -> None:
    """What a terminal says of itself changes nothing."""
    run = played(SALE)
    outside = [event for event in run.events if not event.inside]

    assert outcome_of(run.events, run.scenario.given) == outcome_of(outside, run.scenario.given)


def test_a_trace_of_nothing_is_an_outcome() -> None:
    """Nobody came, nothing happened."""
    assert Outcome() == outcome_of((), told("S1").given)


# Comparing ----------------------------------------------------------------------------------------


def with_customer(**ends: int) -> Outcome:
    return Outcome(customers=(CustomerEnd(holder="customer", **ends),))


def test_money_counts_from_the_first_fen() -> None:
    """One fen too much is worse; none is not."""
    worse = is_worse(with_customer(), with_customer(over_fen=1))

    assert ("over", True, {"was_fen": 0, "now_fen": 1, "who": "customer"}) == (
        worse.what,
        worse.is_worse,
        worse.values,
    )
    assert None is is_worse(with_customer(over_fen=1), with_customer())


def test_time_counts_from_ten_seconds() -> None:
    """A microsecond less is nobody's loss."""
    assert None is is_worse(with_customer(), with_customer(hung_us=COUNTS_FROM_US - 1))
    assert "hung" == is_worse(with_customer(), with_customer(hung_us=COUNTS_FROM_US)).what


@pytest.mark.parametrize(("later_us", "what"), [(112, "hung"), (111, "")])
def test_who_waits_for_a_day_notices_no_minute(later_us: int, what: str) -> None:
    """Time counts from a tenth of the longer one."""
    day = with_customer(hung_us=1000 * SECOND)
    worse = is_worse(day, with_customer(hung_us=(1000 + later_us) * SECOND))

    assert what == (worse.what if worse else "")


def test_what_is_only_expected_makes_no_difference_to_anybody() -> None:
    """A verdict can make a run worse, but it is nobody's fate."""
    failing = Outcome(failing=("expect[1]",))

    assert None is differs(Outcome(), failing)
    assert "failing" == is_worse(Outcome(), failing).what
    assert None is is_worse(failing, failing)


def test_a_later_credit_is_worse() -> None:
    """By the day first, by the hour on the same day, and not at all is worst."""
    credited = MerchantEnd(credited_fen=100, credit_day=1, credit_us=COUNTS_FROM_US)
    for other in (
        MerchantEnd(credited_fen=100, credit_day=2, credit_us=COUNTS_FROM_US),
        MerchantEnd(credited_fen=100, credit_day=1, credit_us=2 * COUNTS_FROM_US),
        MerchantEnd(pending_fen=100),
    ):
        assert None is not is_worse(Outcome(merchant=credited), Outcome(merchant=other))
        assert None is is_worse(Outcome(merchant=other), Outcome(merchant=credited))


fen = st.integers(0, 3)
us = st.integers(0, 3).map(lambda count: count * COUNTS_FROM_US)
customers = st.builds(
    CustomerEnd,
    holder=st.sampled_from(["anna", "ben"]),
    over_fen=fen,
    unpaid_fen=fen,
    unexplained_fen=fen,
    held_fen=fen,
    hung_us=us,
    without_paper=fen,
    paper_us=us,
    waited_us=us,
)
outcomes = st.builds(
    Outcome,
    customers=st.lists(customers, max_size=2, unique_by=lambda one: one.holder).map(tuple),
    merchant=st.builds(
        MerchantEnd, credited_fen=fen, credit_day=fen, credit_us=us, pending_fen=fen,
        suspense_fen=fen,
    ),
    shop=st.builds(
        ShopEnd, blocked_us=us, sells=st.booleans(), batches=fen,
        batch_result=st.sampled_from(["balanced", "", "unbalanced", "error"]),
        without_batch_slip=fen, complaints=fen, differences=fen,
    ),
)  # fmt: skip


@given(outcomes)
def test_nothing_differs_from_itself(one: Outcome) -> None:
    """And nobody fares worse than they do."""
    assert () == changes(one, one)


@given(outcomes, outcomes)
def test_what_is_worse_one_way_is_better_the_other_way(one: Outcome, other: Outcome) -> None:
    """Each thing that changed is told both ways, as a loss to exactly one side."""
    there = {(c.what, c.values.get("who", "")): c.is_worse for c in changes(one, other)}
    back = {(c.what, c.values.get("who", "")): c.is_worse for c in changes(other, one)}
    same_name = {("cannot_sell", ""): ("sells", ""), ("sells", ""): ("cannot_sell", "")}

    assert {same_name.get(key, key): not worse for key, worse in there.items()} == back
