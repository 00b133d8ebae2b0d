"""The shipped scenarios, random troubles and defects, reconciled from their traces."""

from datetime import date
from functools import cache

import pytest
from defective_banks import BANKS
from defective_terminals import TERMINALS
from msgspec.structs import replace

from emulator.clearing.calendar import BankCalendar
from emulator.clearing.payouts import fee_fen
from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Instant, Pattern, Scenario, Step, Trigger
from emulator.domain.trace import TraceEvent
from emulator.operations.reconciliation.reconcile import Report, reconcile
from emulator.operations.reconciliation.trace_sides import TraceSides, reconcile_events
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder
from emulator.testbed import Parts

CALENDAR = BankCalendar()

EXPECTED = {
    "account-frozen": {"late": 1},
    "bank-upgrade": {"late": 1},
    "clearing-file-late": {"late": 1},
    "clears-the-reversal-early": {"long": 1},
    "drops-the-reversal": {"long": 1},
    "imbalance-and-upload": {"wrong_amount": 2, "in_suspense": 2},
    "institution-short-of-funds": {"late": 1},
    "stolen-card": {"charged_back": 1},
    "power-cut-in-upload": {"wrong_amount": 2, "in_suspense": 2},
    "transfer-outage": {"late": 1},
    "wrong-account-returned": {"late": 1},
    "wrong-posting-found-in-clearing": {"wrong_amount": 1, "in_suspense": 1},
}
"""What is left at the end of the shipped stories that are about a difference."""

AGREE = (
    "after-cut-off[22:50]",
    "after-cut-off[23:10]",
    "answer-late",
    "answer-lost",
    "batch-number-drift",
    "disputed-and-won",
    "host-cut-at-its-commit[after]",
    "host-fails-after-its-answer",
    "keyed-twice",
    "keyed-twice-and-voided",
    "paper-out-after-approval",
    "power-cut-at-the-journal[verdict,during]",
    "refund-next-day",
    "repeated-on-the-line",
    "reversal-overtakes-its-original",
    "reversal-repeated-to-the-bank",
    "settlement-answer-lost",
    "transfer-slow",
    "weekend-and-holiday",
    "wrong-amount",
    "wrong-type",
)
"""Stories in which everything is put right, or nothing was wrong with the books at all."""


def due_on(day: date) -> date:
    return CALENDAR.next_business_day(day, 1)


def reconciled(events: list[TraceEvent], until_us: int | None = None) -> Report:
    return reconcile_events(
        events, due_on=due_on, until_us=until_us, fee_of=lambda fen: fee_fen(fen, 60)
    )


@cache
def shipped() -> dict[str, Scenario]:
    return {scenario.name: scenario for scenario in load(find_files([shipped_folder()]))}


@cache
def events_of(name: str) -> list[TraceEvent]:
    return run(shipped()[name]).trace.events


def moment_of(events: list[TraceEvent], name: str) -> int:
    return next(event.at_us for event in events if event.name == name)


def assert_explained(report: Report) -> None:
    assert [0, 0, 0] == [explanation.unexplained_fen for explanation in report.explanations]


@pytest.mark.parametrize("name", [*EXPECTED, *AGREE])
def test_a_story_shows_its_differences_and_no_others(name: str) -> None:
    """The classes that are left at its end."""
    assert EXPECTED.get(name, {}) == reconciled(events_of(name)).counts()


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_story_is_explained_to_the_fen(name: str) -> None:
    """And nobody is asked whether a sale was keyed twice who had it voided."""
    report = reconciled(events_of(name))

    assert () == report.standing("question")
    assert_explained(report)


@pytest.mark.parametrize("name", shipped())
def test_what_is_in_suspense_is_the_acquirers_list(name: str) -> None:
    """The report and the fact `acquirer.differences` count the same."""
    events = events_of(name)
    kinds = [e.kind for e in events if e.source == "acquirer" and e.kind.startswith("difference_")]
    listed = kinds.count("difference_listed") - kinds.count("difference_resolved")

    assert listed == reconciled(events).counts().get("in_suspense", 0)


def test_stories_without_a_fault_agree() -> None:
    """Where nothing breaks and the terminal is the careful one, there is nothing to find."""
    quiet = [
        name
        for name, scenario in shipped().items()
        if not (scenario.faults or name in EXPECTED)
        and scenario.given.terminal.program == "reference"
        and scenario.given.clearing.account_state == "normal"
        and not scenario.given.clearing.acquirer_funds_fen
    ]

    assert len(quiet) > 5
    assert {} == {
        name: counts for name in quiet if (counts := reconciled(events_of(name)).counts())
    }


def test_a_chargeback_is_told_from_the_day_on_which_it_is_made() -> None:
    """Before the ruling all agree; after it the next takings are paid out less the money."""
    events = events_of("stolen-card")
    ruled_us = moment_of(events, "clearing.dispute_closed")
    before, after = (reconciled(events, until_us) for until_us in (ruled_us - 1, ruled_us))
    carried = next(one for one in after.findings if one.why == "carried")

    assert ({}, {"charged_back": 1}) == (before.counts(), after.counts())
    assert (30_000, -30_000) == (carried.amount_fen, -carried.to_account_fen)
    assert_explained(after)


def test_a_chargeback_is_netted_with_the_takings_of_its_day() -> None:
    """What is paid out for that day is what the comparison expects, to the fen."""
    told = shipped()["stolen-card"]
    later = Step(
        who="cashier",
        action="sale",
        options={"amount_fen": 45_000, "pin": "ok", "entry": "chip"},
        name="later",
        trigger=Trigger(when=Pattern(source="clearing", kind="dispute_closed")),
    )
    rich = tuple(
        replace(one, balance_fen=one.balance_fen + 45_000) for one in told.given.cardholders
    )
    story = replace(
        told,
        given=replace(told.given, cardholders=rich),
        steps=(*told.steps, later),
        expect=(),
        calm=replace(told.calm, until=Instant(business_days=9)),
    )
    events = run(story).trace.events
    report = reconciled(events)
    credited = [e.detail["cleared_fen"] for e in events if e.name == "clearing.merchant_credited"]

    assert [30_000, 45_000 - 30_000] == credited
    assert {"charged_back": 1} == report.counts()
    assert_explained(report)


def test_inside_events_change_nothing() -> None:
    """What a program says of itself is not evidence."""
    events = events_of("drops-the-reversal")
    outside = [event for event in events if not event.inside]

    assert len(outside) < len(events)
    assert reconciled(outside) == reconciled(events)


def test_what_the_bench_asks_for_itself_is_left_out() -> None:
    """The sale of 0.01 after the story is none of the shop's takings."""
    assert 12_850 == reconciled(events_of("answer-lost")).journal.net_fen


@pytest.mark.parametrize(
    ("name", "event", "after_us", "kind", "why"),
    [
        ("wrong-account-returned", "clearing.payout_returned", 0, "late", "wrong_number"),
        ("account-frozen", "clearing.payout_returned", 0, "late", "frozen"),
        ("institution-short-of-funds", "clearing.payout_deferred", 0, "late", "funds"),
        ("answer-lost", "acquirer.posted", SECOND, "long", "pending"),
        ("keyed-twice-and-voided", "bench.story_began", 45 * SECOND, "duplicated", ""),
    ],
)
def test_it_can_be_asked_at_any_moment(
    name: str, event: str, after_us: int, kind: str, why: str
) -> None:
    """With the events up to now the report shows what stands in the way now."""
    events = events_of(name)
    report = reconciled(events, moment_of(events, event) + after_us)

    assert (kind, why) in [(one.kind, one.why) for one in report.findings]
    assert_explained(report)


def test_an_upgrade_makes_the_credit_late_by_the_calendar() -> None:
    """Sold on Thursday, due on Friday, and on Sunday the bank is still being upgraded."""
    events = events_of("bank-upgrade")
    closed_us = moment_of(events, "clearing.closed")
    (before,) = reconciled(events, closed_us + 12 * 60 * MINUTE).findings
    (after,) = reconciled(events, closed_us + 72 * 60 * MINUTE).findings

    assert ("not_yet_due", date(2026, 3, 6)) == (before.kind, before.due)
    assert ("late", "upgrade", "R08") == (after.kind, after.why, after.remedies[0])


@pytest.mark.parametrize("name", ["imbalance-and-upload", "refund-next-day", "answer-lost"])
def test_every_moment_of_a_story_is_explained(name: str) -> None:
    """Asked after every single event, no total ever leaves a fen open."""
    taken = TraceSides()
    for event in events_of(name):
        taken.take(event)

        assert_explained(reconcile(taken.sides(), due_on=due_on))


def test_random_trouble_leaves_no_difference() -> None:
    """Whatever goes wrong in the careful shop heals, and then all three sides agree."""
    days = [(day, fault_points(run(day).trace.events)) for day in map(quiet_day, range(4))]
    for seed in range(60):
        report = reconciled(run(troubled_day(*days[seed % 4], seed)).trace.events)

        assert {} == report.counts(), f"schedule {seed}"
        assert_explained(report)


def changed(name: str, **details: dict) -> list[TraceEvent]:
    """A story with some details of some events changed: `source__kind` to details."""
    events = []
    for event in events_of(name):
        more = details.get(event.name.replace(".", "__"))
        detail = {**event.detail, **more} if more else event.detail
        events.append(TraceEvent(event.seq, event.at_us, event.source, event.kind, detail))
    return events


def test_a_wrong_fee_is_found() -> None:
    """The bank credits one fen less and calls it a fee."""
    events = changed(
        "wrong-account-returned", clearing__merchant_credited={"amount_fen": 29_819, "fee_fen": 181}
    )

    assert {"wrong_amount": 1, "late": 1} == reconciled(events).counts()


def test_a_clock_that_is_off_shows_on_the_slip() -> None:
    """The slip of a sale at 10:00 says 12:00."""
    events = []
    for event in events_of("drops-the-reversal"):
        content = event.detail.get("content")
        if event.kind == "slip_printed" and content and content.get("time"):
            content = {**content, "time": "12:00:00"}
            event = TraceEvent(
                event.seq,
                event.at_us,
                event.source,
                event.kind,
                {**event.detail, "content": content},
            )
        events.append(event)

    assert {"long": 1, "wrong_time": 1} == reconciled(events).counts()


# Defects ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("defect", "name", "kind"),
    [
        ("never_reverses", "answer-lost", "long"),
        ("forgets_unanswered", "answer-late", "long"),
        ("acquirer_answers_too_early", "host-fails-after-its-answer", "short"),
        ("acquirer_keeps_reversals_from_issuer", "answer-lost", "unmatched"),
        ("issuer_debits_again", "repeated-on-the-line", "duplicated"),
        ("issuer_credits_again", "reversal-repeated-to-the-bank", "duplicated"),
        ("acquirer_books_wrong_side", "keyed-twice-and-voided", "wrong_amount"),
        ("house_takes_wrong_fee", "transfer-slow", "wrong_amount"),
        ("bank_loses_a_fen", "transfer-slow", "wrong_amount"),
    ],
)
def test_a_defect_shows_as_the_difference_that_it_makes(defect: str, name: str, kind: str) -> None:
    """Where the careful shop agrees, the one with a defect differs, and is explained to the fen."""
    parts = BANKS[defect] if defect in BANKS else Parts(program=TERMINALS[defect])
    report = reconciled(run(shipped()[name], parts=parts).trace.events)

    assert {} == reconciled(events_of(name)).counts()
    assert kind in report.counts()
    assert_explained(report)


# Days -------------------------------------------------------------------------------------------

OVERNIGHT = """\
scenario: v1
title: 跨日
title_en: overnight
given:
  start: 2026-03-02 22:58
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: preauth, amount: 200.00 CNY, card: insert, pin: ok}
    as: hold
  - after: 30s
    cashier: {menu: completion, of: hold, amount: 150.00 CNY, card: insert, pin: ok}
    as: done
  - after: 3m
    cashier: {menu: completion_void, of: done, card: insert, pin: ok}
calm: {until: T+2 12:00}
"""


def test_what_is_voided_after_the_cut_off_belongs_to_the_next_day(tmp_path) -> None:
    """150.00 of Monday came on Tuesday; the void of Tuesday is carried over."""
    report = reconciled(played(OVERNIGHT, tmp_path))
    (carried,) = report.findings

    assert ("agrees", "carried") == (report.verdict, carried.why)
    assert (date(2026, 3, 3), 15_000) == (carried.business_day, carried.amount_fen)
    assert (14_910, 0) == (report.explanations[-1].end_fen, report.acquirer.net_fen)


def test_an_answer_after_the_cut_off_leaves_the_sale_in_its_day() -> None:
    """Asked for a moment before 23:00 and booked a moment after: the day of the request counts."""
    story = events_of("drops-the-reversal")
    asked = next(n for n, e in enumerate(story) if e.name == "issuer_line.sent") + 1
    day = {"business_day": "2026-03-03"}
    cut_over = TraceEvent(0, story[asked].at_us, "acquirer", "cut_over", day)
    findings = reconciled([*story[:asked], cut_over, *story[asked:]]).findings
    due = next(one for one in findings if one.kind == "not_yet_due")

    assert (date(2026, 3, 2), 8_000) == (due.business_day, due.amount_fen)


# Records that were lost or altered --------------------------------------------------------------

STORY = """\
scenario: v1
title: 记录
title_en: records
given:
  start: 2026-03-02 10:00
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: none}
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
"""


def played(text: str, tmp_path) -> list[TraceEvent]:
    file = tmp_path / "records.yaml"
    file.write_text(text, encoding="utf-8")
    (scenario,) = load([file])
    return run(scenario).trace.events


def test_wiped_records_are_told_from_those_the_terminal_never_had(tmp_path) -> None:
    """The acquirer still has the sale, and what the terminal needs is its backup."""
    events = played(f"{STORY}faults:\n  - storage.records_lost: {{at: 2m}}\n", tmp_path)
    (one,) = reconciled(events).differences

    assert ("long", "wiped", "R21") == (one.kind, one.variant, one.remedies[0])


def test_a_backup_that_was_put_back_ends_the_difference(tmp_path) -> None:
    """As many records as there were are taken for the same ones."""
    events = played(f"{STORY}faults:\n  - storage.records_lost: {{at: 2m}}\n", tmp_path)
    lost_at = next(n for n, e in enumerate(events) if e.name == "storage.replaced")
    count = sum(event.name == "storage.written" for event in events[:lost_at])
    back = TraceEvent(0, events[lost_at].at_us, "storage", "replaced", {"records": count})
    restored = [*events[: lost_at + 1], back, *events[lost_at + 1 :]]

    assert ("agrees", 6_600) == (reconciled(restored).verdict, reconciled(restored).journal.net_fen)


def test_an_altered_amount_shows_when_the_batch_is_settled(tmp_path) -> None:
    """Nobody hears the change; but the totals that the terminal settles with are another sum."""
    restart = "  - at: 5m\n    cashier: restart_terminal\n"
    settle = "  - at: 8m\n    cashier: {menu: settlement}\n"
    events = played(
        f"{STORY}{restart}{settle}faults:\n  - storage.records_altered: {{at: 2m}}\n", tmp_path
    )
    altered, listed = reconciled(events).differences

    assert ("wrong_amount", "altered", 100) == (altered.kind, altered.variant, altered.amount_fen)
    assert ("in_suspense", "amount") == (listed.kind, listed.why)
