"""Alarms about the till: slips, paper, the clock, debts and failures."""

from collections.abc import Callable

import pytest
from msgspec import ValidationError

from emulator.domain.moments import MINUTE, SECOND

Makes = Callable[..., object]
NUMBER = {"batch": "000001", "stan": "000002"}
SALE = {**NUMBER, "transaction": "sale", "amount_fen": 6600}
START_US = 0


def pays(shop: object, at_us: int) -> None:
    """A sale is asked for and approved half a second later."""
    shop.sees(at_us, "storage.written", record="intent", **SALE)
    shop.sees(at_us + SECOND // 2, "storage.written", record="verdict", outcome="approved", **SALE)


def prints(shop: object, at_us: int, **changes: object) -> None:
    """The cardholder's copy comes out, with the time of the start of the day on it."""
    content = {"date": "2026-03-02", "time": "10:00:00"}
    slip = {"slip_kind": "sale", "copy": "cardholder", "legible": True, "content": content}
    shop.sees(at_us, "printer.slip_printed", **{**slip, **NUMBER, **changes})


# Slips --------------------------------------------------------------------------------------------


def test_a_slip_in_time_is_no_alarm(told: Makes) -> None:
    """Printed at the last moment."""
    shop = told(unprinted_us=90 * SECOND)
    pays(shop, 0)
    prints(shop, 90 * SECOND + SECOND // 2)

    assert [] == shop.heard()


def test_no_slip_is_an_alarm_with_its_number_and_amount(told: Makes) -> None:
    """Once the time is up, counted from the approval."""
    shop = told(unprinted_us=90 * SECOND)
    pays(shop, 0)
    (news,) = shop.monitor.news(10 * MINUTE)

    assert (90 * SECOND + SECOND // 2 + 1, "unprinted") == (news.at_us, news.alarm)
    assert {
        "alarm": "unprinted", "about": "000001/000002", "lasted_us": 90 * SECOND + 1, **NUMBER,
        "amount_fen": 6600,
    } == news.detail  # fmt: skip


@pytest.mark.parametrize("changes", [{"legible": False}, {"copy": "merchant"}])
def test_what_is_no_slip_for_the_customer_does_not_count(
    told: Makes, changes: dict[str, object]
) -> None:
    """Neither a faded one nor the shop's own copy."""
    shop = told()
    pays(shop, 0)
    prints(shop, 5 * SECOND, **changes)

    assert ["raised"] == [what for _, _, what in shop.heard()]


def test_the_alarm_is_over_with_the_slip(told: Makes) -> None:
    """A reprint is as good."""
    shop = told()
    pays(shop, 0)
    prints(shop, 5 * MINUTE, reprint=True)

    assert [("unprinted", "raised"), ("unprinted", "cleared")] == [
        (alarm, what) for _, alarm, what in shop.heard()
    ]


# The clock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_us", "alarms"), [(2 * MINUTE, []), (2 * MINUTE + SECOND, ["clock_off"])]
)
def test_the_time_on_a_slip_is_held_against_the_time_of_its_payment(
    told: Makes, at_us: int, alarms: list[str]
) -> None:
    """Both sides of the threshold; the slip says ten o'clock, when the story began."""
    shop = told(clock_us=2 * MINUTE)
    pays(shop, at_us)
    prints(shop, at_us + SECOND)

    assert alarms == [alarm for _, alarm, _ in shop.heard()]


def test_a_slip_that_comes_late_tells_the_right_time(told: Makes) -> None:
    """It is the time of the payment that stands on it, however long the paper was out."""
    shop = told()
    pays(shop, 0)
    prints(shop, 60 * SECOND)

    assert [] == shop.heard()


@pytest.mark.parametrize("content", [{}, {"date": "x", "time": "y"}, {"date": 1, "time": None}])
def test_a_slip_without_a_time_says_nothing_about_the_clock(
    told: Makes, content: dict[str, object]
) -> None:
    """Whatever stands there."""
    shop = told()
    pays(shop, 10 * MINUTE)
    prints(shop, 10 * MINUTE + SECOND, content=content)

    assert [] == shop.heard()


# Paper --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["near_end", "paper_out"])
def test_paper_that_runs_low_is_told_at_once(told: Makes, kind: str) -> None:
    """And is over with a new roll."""
    shop = told()
    shop.sees(MINUTE, f"printer.{kind}")
    shop.sees(2 * MINUTE, "printer.paper_loaded")

    assert [(MINUTE + 1, "paper_low", "raised"), (2 * MINUTE + 1, "paper_low", "cleared")] == (
        shop.heard()
    )


def test_paper_is_not_watched_where_nobody_wants_it(told: Makes) -> None:
    """The setting switches it off."""
    shop = told(paper_low=False)
    shop.sees(MINUTE, "printer.near_end")

    assert [] == shop.heard()


# Debts --------------------------------------------------------------------------------------------


def test_a_request_without_an_outcome_is_told_of(told: Makes) -> None:
    """After the threshold; a terminal that gave up still owes its reversal."""
    shop = told(reversal_us=2 * MINUTE)
    shop.sees(0, "storage.written", record="intent", **SALE)
    shop.sees(MINUTE, "storage.written", record="reason", **NUMBER)
    shop.sees(MINUTE, "storage.written", record="gave_up", **NUMBER)

    assert [(2 * MINUTE + 1, "reversal_pending", "raised")] == shop.heard()


@pytest.mark.parametrize("record", ["verdict", "reversed", "cleared"])
def test_an_outcome_in_time_is_no_alarm(told: Makes, record: str) -> None:
    """Whichever it is."""
    shop = told(reversal_us=2 * MINUTE)
    shop.sees(0, "storage.written", record="intent", **SALE)
    shop.sees(MINUTE, "storage.written", record=record, outcome="declined", **SALE)

    assert [] == shop.heard()


def test_a_wiped_memory_owes_nothing_that_anybody_could_see(told: Makes) -> None:
    """What was under way is gone; the end of a batch wipes nothing."""
    shop = told(reversal_us=2 * MINUTE)
    shop.sees(0, "storage.written", record="intent", **SALE)
    shop.sees(SECOND, "storage.replaced", records=3)
    shop.sees(3 * MINUTE, "storage.replaced", records=0)

    assert ["raised", "cleared"] == [what for _, _, what in shop.heard()]


# Failures -----------------------------------------------------------------------------------------


def test_so_many_failures_in_so_long_are_an_alarm(told: Makes) -> None:
    """The window counts from the first of them, and an approval ends it."""
    shop = told(errors=2, error_window_us=10 * MINUTE)
    shop.sees(0, "console.displayed", screen="not_connected")
    shop.sees(10 * MINUTE, "console.displayed", screen="timed_out")
    shop.sees(11 * MINUTE, "console.displayed", screen="approved")

    assert [
        (10 * MINUTE + 1, "error_rate", "raised"),
        (11 * MINUTE + 1, "error_rate", "cleared"),
    ] == shop.heard()


def test_failures_far_apart_are_none(told: Makes) -> None:
    """A microsecond beyond the window."""
    shop = told(errors=2, error_window_us=10 * MINUTE)
    shop.sees(0, "console.displayed", screen="not_connected")
    shop.sees(10 * MINUTE + 1, "console.displayed", screen="timed_out")

    assert [] == shop.heard()


@pytest.mark.parametrize(
    ("detail", "alarms"),
    [
        ({"screen": "declined", "operator_class": "C"}, []),
        ({"screen": "declined", "operator_class": "D"}, ["error_rate"]),
        ({"screen": "not_possible", "why": "no_original"}, []),
        ({"screen": "not_possible", "why": "reversal_pending"}, ["error_rate"]),
        ({"screen": "cancelled"}, []),
    ],
)
def test_what_is_the_customers_affair_does_not_count(
    told: Makes, detail: dict[str, str], alarms: list[str]
) -> None:
    """A card without money fails for its own reason."""
    shop = told(errors=1)
    shop.sees(0, "console.displayed", **detail)

    assert alarms == [alarm for _, alarm, _ in shop.heard()]


# All ----------------------------------------------------------------------------------------------


def test_inside_events_are_not_heard(told: Makes) -> None:
    """What a program says of itself raises no alarm."""
    shop = told()
    shop.sees(0, "printer.near_end", inside=True)

    assert [] == shop.heard()


def test_the_test_sale_concerns_nobody(told: Makes) -> None:
    """Once the story is over nothing is raised and nothing is taken in."""
    shop = told()
    pays(shop, 0)
    shop.sees(10 * SECOND, "bench.probe_started", purchase="probe")
    shop.sees(20 * SECOND, "printer.near_end")

    assert [] == shop.heard()
    assert shop.monitor.next_us is None


def test_details_that_no_such_event_has_are_refused(told: Makes) -> None:
    """A recording may come from anywhere."""
    shop = told()

    with pytest.raises(ValidationError):
        shop.sees(0, "storage.written", record=["intent"])
