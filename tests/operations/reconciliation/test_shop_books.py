"""What a shop finds when it reconciles by itself, in the middle of its day."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from three_sides import EVENING, MONDAY, TEN, acquirer, bank, due_on, journal, payout

from emulator.clearing.calendar import BankCalendar
from emulator.clearing.payouts import fee_fen
from emulator.domain.event_table import RECONCILED
from emulator.domain.moments import MINUTE
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.known import shop_words
from emulator.operations.reconciliation import shop_books
from emulator.operations.reconciliation.differences import CLASSES
from emulator.operations.reconciliation.reconcile import reconcile
from emulator.operations.reconciliation.records import Sides
from emulator.operations.reconciliation.shop_books import as_the_shop_sees, in_numbers
from emulator.operations.reconciliation.trace_sides import TraceSides
from emulator.runner import run
from emulator.scenario.reader import read_text

RECONCILE = "reconcile"
TUESDAY_NIGHT = datetime.combine(MONDAY + timedelta(days=1), time(23))
LATER = TEN + timedelta(minutes=6)
LONG_LISTED = acquirer(entry="listed", why="long", suspense_fen=10_000)


def found(*lines: Any, until: datetime = EVENING, payouts: Any = ()) -> dict[str, Any]:
    """What a shop with these lines is told."""
    journals = tuple(one for one in lines if type(one) is type(journal()))
    acquirers = tuple(one for one in lines if type(one) is type(acquirer()))
    banks = (*(one for one in lines if type(one) is type(bank())), *payouts)
    sides = Sides(journal=journals, acquirer=acquirers, bank=banks, until=until)
    return in_numbers(reconcile(as_the_shop_sees(sides), due_on=due_on))


SEEN = {
    "long": ([acquirer(), bank()], {}),
    "short": ([journal(), bank()], {}),
    "unmatched": ([], {"payouts": [payout(10_000)]}),
    "duplicated": ([journal(), acquirer(), acquirer(), bank()], {}),
    "wrong_amount": ([journal(), acquirer(amount_fen=9_000), bank()], {}),
    "wrong_time": ([journal(at=LATER), acquirer(at=TEN), bank()], {}),
    "wrong_type": ([journal(), acquirer(transaction="completion"), bank()], {}),
    "in_suspense": ([journal(), acquirer(), LONG_LISTED, bank()], {}),
    "charged_back": ([journal(), acquirer(), acquirer(entry="charged_back"), bank()], {}),
    "late": ([journal(), acquirer(), bank()], {"until": TUESDAY_NIGHT + timedelta(hours=2)}),
    "not_yet_due": ([journal(), acquirer(), bank()], {}),
}
"""Class to the lines that show it; what is not yet due is in most of them, and is as it should."""


@pytest.mark.parametrize("kind", CLASSES)
def test_each_class_is_counted_under_its_name(kind: str) -> None:
    """One of a kind is told as one, and only what is as it should be leaves all agreed."""
    lines, more = SEEN[kind]
    told = found(*lines, **more)

    assert (1, kind == "not_yet_due") == (told[kind], told["agrees"])
    assert set(told) - {kind} <= {"agrees", "not_yet_due"}


def test_every_class_has_a_name_in_the_trace() -> None:
    """So that a step can wait for it."""
    assert {*CLASSES, "twice"} == set(RECONCILED)


def test_two_sales_that_look_alike_are_a_question() -> None:
    """Nothing differs, and somebody should ask the customer."""
    card = "622202******0018"
    lines = [
        line
        for stan, at in (("000002", TEN), ("000003", TEN + timedelta(minutes=1)))
        for line in (journal(stan, at=at, card=card), acquirer(stan, at=at))
    ]

    assert {"agrees": True, "twice": 1, "not_yet_due": 1} == found(*lines)


def test_what_only_a_cardholders_bank_knows_stays_unknown() -> None:
    """Two debits at the issuer, one at the acquirer: no shop sees its customers' accounts."""
    told = found(journal(), acquirer(), bank(), bank(stan="000003"))

    assert {"agrees": True, "not_yet_due": 1} == told


# In a run ---------------------------------------------------------------------------------------

STORY = """\
scenario: v1
title: 对账
title_en: Reconciling
given:
  start: 2026-03-02 10:00
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: 消费, amount: 50.00 CNY, card: insert, pin: ok}
  - at: 30m
    cashier: 对账
  - at: 1h
    cashier: {menu: 结算}
  - at: T+1 09:10
    cashier: 对账
  - at: T+1 12:00
    cashier: reconcile
faults:
"""


def story(fault: str = "  []") -> Scenario:
    """A day on which the shop reconciles three times."""
    (scenario,) = read_text(STORY + fault, file="story.yaml", **shop_words())
    return scenario


def seen_in(events: list[TraceEvent]) -> list[dict[str, Any]]:
    """What was told each time."""
    did = [e for e in events if e.name == "cashier.did" and e.detail["action"] == RECONCILE]
    return [{k: v for k, v in e.detail.items() if k not in ("action", "effect")} for e in did]


def test_a_good_day_agrees_all_along() -> None:
    """First it is not due, then it is under way, then it has come."""
    agrees = {"agrees": True}

    assert [{**agrees, "not_yet_due": 1}] * 2 + [agrees] == seen_in(run(story()).trace.events)


def test_a_reconciliation_sees_what_is_there_at_that_moment() -> None:
    """Booked too high, found by the settlement, and put right by the clearing."""
    fault = "  - acquirer.wrong_posting: {at: 0s, for: 1m}"
    first, second, third = seen_in(run(story(fault)).trace.events)

    assert {"agrees": False, "wrong_amount": 1, "not_yet_due": 1} == first
    assert {"agrees": True, "not_yet_due": 1} == second
    assert {"agrees": True} == third


def test_the_shop_is_told_what_the_recording_says_of_the_same_moment() -> None:
    """Listening from the start and reading afterwards come to the same."""
    events = run(story("  - uplink.drop: {message: '0210', nth: 1, times: 2}")).trace.events
    calendar = BankCalendar()
    taken, again = TraceSides(), []
    for event in events:
        if event.name == "cashier.did" and event.detail["action"] == RECONCILE:
            sides = as_the_shop_sees(taken.sides(taken.at(event.at_us)))
            report = reconcile(
                sides,
                due_on=lambda day: calendar.next_business_day(day, 1),
                fee_of=lambda fen: fee_fen(fen, 60),
            )
            again.append(in_numbers(report))
        taken.take(event)

    assert again == seen_in(events)


def test_a_run_that_keeps_nothing_reconciles_alike() -> None:
    """A replay has no trace of its own to look into."""
    scenario = story("  - acquirer.wrong_posting: {at: 0s, for: 1m}")

    assert run(scenario).digest == run(scenario, keep=False).digest


def test_what_the_second_terminal_sold_is_in_the_journal() -> None:
    """A shop with a backup terminal has two journals, and reconciles both."""
    text = STORY.replace("given:\n", "given:\n  terminal: {backup: yes}\n", 1)
    switch = "steps:\n  - at: 0s\n    cashier: switch_terminal\n"
    text = text.replace("steps:\n  - at: 0s\n", f"{switch}  - at: 2m\n", 1)
    (scenario,) = read_text(text + "  []", file="story.yaml", **shop_words())
    events = run(scenario).trace.events
    posted = [e.detail for e in events if e.name == "acquirer.posted" and e.at_us < 30 * MINUTE]

    assert {"12345679"} == {detail["terminal"] for detail in posted}
    assert [True, True, True] == [told["agrees"] for told in seen_in(events)]


def test_a_clock_that_is_off_is_told_as_a_wrong_time() -> None:
    """The slip and the record say ten to nine, the acquirer says ten."""
    fault = "  - terminal.clock_off: {at: 0s, for: 20m, with: {offset: -70m}}"

    assert 1 == seen_in(run(story(fault)).trace.events)[0]["wrong_time"]


def test_nobody_reconciles_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """After more records than a shop has nothing is found any more, and the trace says so."""
    monkeypatch.setattr(shop_books, "MOST_RECORDS", 12)
    events = run(story()).trace.events
    did = [e.detail for e in events if e.name == "cashier.did" and e.detail["action"] == RECONCILE]

    assert [True, False, False] == [detail["effect"] for detail in did]
