"""The same story on another day."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from emulator.diagnosis.variation import varied
from tests.diagnosis.conftest import SALE, told

STORY = told(
    "S7",
    SALE
    + """\
  - after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, purchase: shopping}
  - at: 5m
    cashier: {menu: sale, amount: 70.00 CNY, meant: 66.00 CNY}
  - at: T+1 09:02
    cashier: {menu: settlement}
faults:
  - uplink.outage: {at: 2m, for: 1m}
""",
)
DAYS = st.integers(min_value=1, max_value=100_000)


@given(DAYS)
def test_what_was_equal_stays_equal(day: int) -> None:
    """The same amount is keyed twice, and what was meant is less than what was keyed."""
    first, second, third, _ = (step.options for step in varied(STORY, day).steps)

    assert first["amount_fen"] == second["amount_fen"] == third["meant_fen"]
    assert third["meant_fen"] <= third["amount_fen"]


@given(DAYS)
def test_no_amount_grows(day: int) -> None:
    """No card needs more on it than its story gives it, and nothing is for nothing."""
    amounts = [step.options.get("amount_fen", 1) for step in varied(STORY, day).steps]
    before = [step.options.get("amount_fen", 1) for step in STORY.steps]

    assert all(0 < now <= then for now, then in zip(amounts, before, strict=True))


@given(DAYS)
def test_the_order_of_moments_stays(day: int) -> None:
    """Steps and faults are stretched alike."""
    plan = varied(STORY, day)
    (fault,) = plan.faults
    assert fault.trigger.at is not None
    fault_us = fault.trigger.at.at_us
    moment = plan.steps[2].trigger.at
    assert moment is not None

    assert 0 < fault_us < fault_us + fault.for_us < moment.at_us


@given(DAYS)
def test_days_of_the_calendar_stay(day: int) -> None:
    """Money is late by days, so those are left alone; the start moves by minutes."""
    plan = varied(STORY, day)

    assert STORY.steps[3].trigger.at == plan.steps[3].trigger.at
    assert abs(plan.given.start - STORY.given.start) <= timedelta(minutes=8)


@given(DAYS)
def test_a_day_can_be_had_again(day: int) -> None:
    """The number alone says what it is like."""

    assert varied(STORY, day) == varied(STORY, day)


def test_days_differ() -> None:
    """In chance, amounts and pace."""
    one, other = varied(STORY, 1), varied(STORY, 2)

    assert one.seed != other.seed
    assert one.steps[0].options["amount_fen"] != other.steps[0].options["amount_fen"]
    assert one.faults[0].for_us != other.faults[0].for_us
