"""What can be noticed at the shop without doing anything."""

import pytest

from emulator.clearing.calendar import BankCalendar
from emulator.diagnosis.asking import Course
from emulator.diagnosis.scene import Scene
from emulator.diagnosis.signs import SIGNS, signs_of
from emulator.domain.moments import MINUTE
from emulator.runner import run
from tests.diagnosis.conftest import CABLE, FROZEN, PAPER, SALE, told

SETTLES = SALE + "  - after: 1m\n    cashier: {menu: settlement}\n"
TWICE = """\
  - after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, purchase: shopping, insists: yes}
"""
WRONG_AMOUNT = SALE.replace("amount: 66.00 CNY", "amount: 76.00 CNY, meant: 66.00 CNY")
DROPPED = SALE + 'faults:\n  - uplink.drop: {message: "0210"}\n'
DAY_US = 24 * 60 * MINUTE


def seen(text: str, now_us: int = 3 * MINUTE) -> dict[str, str]:
    """The signs of a story some time after its start."""
    scenario = told("S1", text)
    past = Course(run(scenario).trace.events, scenario.given).until(now_us)
    return signs_of(Scene(past, scenario.given, BankCalendar()))


STORIES = {
    "nothing is the matter": (
        SALE,
        {"screen": "none", "slip": "whole", "bank_message": "taken", "payments": "one"},
    ),
    "paper runs out": (PAPER, {"screen": "paper_out", "slip": "torn", "slip_amount": "no_slip"}),
    "the slip is blank": (SALE + "faults:\n  - printer.faded: {at: 0s}\n", {"slip": "illegible"}),
    "the printer says nothing": (
        SALE + "faults:\n  - printer.cable_unplugged: {at: 0s}\n",
        {"slip": "nothing", "bank_message": "taken", "payments": "one"},
    ),
    "the cable is off": (
        CABLE,
        {"screen": "not_connected", "bank_message": "none", "answer_time": "not_asked"},
    ),
    "the answer is lost": (
        DROPPED,
        {"screen": "reversed", "answer_time": "none_came", "bank_message": "given_back"},
    ),
    "the answer takes long": (
        SALE + "faults:\n  - uplink.slow: {at: 0s, with: {extra: 10s}}\n",
        {"answer_time": "slow", "screen": "none"},
    ),
    "it was paid twice": (SALE + TWICE, {"payments": "several", "bank_message": "twice"}),
    "too much was keyed": (WRONG_AMOUNT, {"slip_amount": "wrong", "bank_message": "other_amount"}),
    "it was settled": (SETTLES, {"settlement": "balanced", "later_sale": "not_tried"}),
    "nobody signed in": (
        "  signed_in: no\n" + SALE,
        {"screen": "sign_in_required", "payments": "none", "slip": "nothing"},
    ),
    "the power fails": (
        SALE + "faults:\n  - terminal.power_cut: {at: 5s, for: 10s}\n",
        {"power": "came_back"},
    ),
    "the power is off": (
        SALE + "faults:\n  - terminal.power_cut: {at: 5s}\n",
        {"power": "went_off"},
    ),
    "a later sale is refused": (
        SALE
        + "  - after: 10s\n    cashier: {menu: sale, amount: 77.00 CNY}\n"
        + "faults:\n  - acquirer.maintenance: {at: 12s}\n",
        {"screen": "declined", "bank_message": "none", "earlier_sale": "yes"},
    ),
    "the host refuses": (
        SALE + "faults:\n  - acquirer.maintenance: {at: 0s}\n",
        {"screen": "declined", "answer_time": "quick"},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), STORIES.values(), ids=STORIES)
def test_a_story_has_its_signs(text: str, wanted: dict[str, str]) -> None:
    """Read from outside events alone."""
    found = seen(text)

    assert wanted == {name: found[name] for name in wanted}


def test_every_question_has_an_answer() -> None:
    """Also in a shop in which nothing has happened."""
    found = seen("steps:\n  - note: nobody comes\n", 0)

    assert list(SIGNS) == list(found)
    assert all(found.values())


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("2026-03-02 10:00", "business_day"),
        ("2026-03-02 21:50", "business_day"),
        ("2026-03-02 22:10", "evening"),
        ("2026-03-06 10:00", "before_days_off"),
        ("2026-03-07 10:00", "day_off"),
        ("2026-02-14 10:00", "before_days_off"),
    ],
)
def test_the_day_of_the_sale(start: str, kind: str) -> None:
    """By the bank calendar; a Saturday that is worked on is no day off."""

    assert kind == seen(f"  start: {start}\n" + SALE)["day_of_sale"]


@pytest.mark.parametrize(
    ("now_us", "answer"), [(5 * MINUTE, "too_early"), (DAY_US + 2 * 60 * MINUTE, "nothing")]
)
def test_money_is_looked_for_on_another_day(now_us: int, answer: str) -> None:
    """On the day of the sale nobody expects it yet."""

    assert answer == seen(FROZEN, now_us)["account"]


def test_what_the_terminal_says_of_itself_is_no_sign() -> None:
    """Inside events are not looked at."""
    scenario = told("S1", DROPPED)
    events = run(scenario).trace.events
    past = Course(events, scenario.given).until(3 * MINUTE)
    outside = [event for event in past if not event.inside]
    calendar = BankCalendar()

    assert signs_of(Scene(outside, scenario.given, calendar)) == signs_of(
        Scene(past, scenario.given, calendar)
    )
