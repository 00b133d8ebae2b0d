"""The whole of what is said about a person, as values and as JSON."""

import msgspec
import pytest
from player import assessed, drills, model_of, perfect, play, then, until

from emulator.domain.deeds import KeyedSecret, Left
from emulator.domain.trace import TraceEvent
from emulator.drills.assessment import VERSION, Assessment, assess
from emulator.drills.timeline import ASKED, DID, HAPPENED

PAPER_OUT = "paper-out-after-approval"
PIN = KeyedSecret("pin", "ok")


def test_assessment_survives_json() -> None:
    """What is kept in a file is read back the same."""
    found = assessed(PAPER_OUT, perfect(PAPER_OUT))

    assert found == msgspec.json.decode(msgspec.json.encode(found), type=Assessment)
    assert (VERSION, "张三", True, PAPER_OUT) == (
        found.v,
        found.trainee,
        found.is_exam,
        found.scenario,
    )


def test_same_deeds_give_the_same_assessment() -> None:
    """Nothing in it depends on anything but the traces."""
    assert assessed(PAPER_OUT, perfect(PAPER_OUT)) == assessed(PAPER_OUT, perfect(PAPER_OUT))


def test_fault_that_never_struck_decides_nothing() -> None:
    """Who leaves before the trouble comes has neither passed nor failed."""
    name = "printer-hangs"
    first = perfect(name)[0]
    found = assessed(name, [first, (first[0] + 1_000_000, Left())])

    assert ("inconclusive", "left_early") == (found.verdict, found.why)


def test_broken_emulator_decides_nothing() -> None:
    """A crash is nobody's doing, whatever was done before."""
    sold = then(until(perfect(PAPER_OUT), PIN), (40, Left()))
    found = assess(
        drills()[PAPER_OUT],
        play(PAPER_OUT, sold),
        model_of(PAPER_OUT),
        is_exam=True,
        trainee="",
        crash="Traceback ...",
    )

    assert ("inconclusive", "crash") == (found.verdict, found.why)


def test_run_that_never_reached_the_person_decides_nothing() -> None:
    """A trace that breaks off before the takeover holds nothing to judge."""
    nothing: list[TraceEvent] = list(model_of("wrong-amount"))[:40]
    found = assess(
        drills()["wrong-amount"],
        nothing,
        model_of("wrong-amount"),
        is_exam=False,
        trainee="",
    )

    assert ("inconclusive", "not_begun") == (found.verdict, found.why)
    assert () == found.timeline


@pytest.mark.parametrize("name", ["wrong-amount", "keyed-twice", "refund-next-day"])
def test_who_leaves_while_the_colleague_works_has_not_begun(name: str) -> None:
    """The till was never theirs: no verdict, no time, and nothing to answer for."""
    found = assessed(name, [(1_000_000, Left())])

    assert ("inconclusive", "not_begun") == (found.verdict, found.why)
    assert 0 == found.took_us
    assert () == found.mistakes == found.consequences == found.timeline


def test_timeline_has_all_three_columns_in_order() -> None:
    """What happened, what was done and what was asked stand side by side, by time."""
    rows = assessed(PAPER_OUT, perfect(PAPER_OUT)).timeline
    moments = [row.at_us for row in rows]

    assert {HAPPENED, DID, ASKED} == {row.column for row in rows}
    assert moments == sorted(moments)


def test_timeline_shows_the_fault_and_the_remedy() -> None:
    """The paper runs out, is put in, and is asked for, in this order."""
    found = assessed(PAPER_OUT, perfect(PAPER_OUT))
    told = [
        row.event.name if row.event else found.score.actions[row.action].required.key
        for row in found.timeline
    ]

    assert told.index("printer.paper_out") < told.index("cashier.load_paper")
    assert "cashier.did" in told


def test_timeline_begins_with_the_takeover() -> None:
    """What a colleague did is not held against the person, nor told as theirs."""
    found = assessed("wrong-amount", perfect("wrong-amount"))
    over_us = next(
        event.at_us
        for event in model_of("wrong-amount")
        if event.name == "bench.step_ended" and event.detail["step"] == 0
    )

    assert all(row.at_us >= over_us for row in found.timeline)


def test_timeline_tells_what_the_colleague_left_on_the_display_and_the_answer_to_it() -> None:
    """The warning that stood there already, and the key that it was answered with, are told."""
    found = assessed("keyed-twice", perfect("keyed-twice"))
    told = [
        (row.column, row.event.detail.get("screen") or row.event.detail.get("input"))
        for row in found.timeline
        if row.event is not None and row.event.source == "console"
    ]

    assert [(HAPPENED, "confirm_duplicate"), (DID, "cancel")] == told[:2]


def test_handbook_lists_the_checks_and_recoveries() -> None:
    """Causes and symptoms are not what is to be done."""
    found = assessed("refund-next-day", perfect("refund-next-day"))

    assert ("D04", "R13") == found.handbook


def test_shop_time_is_the_shops() -> None:
    """The takeover is told by the clock on the shop's wall."""
    found = assessed("refund-next-day", perfect("refund-next-day"))

    assert found.shop_time.startswith("2026-03-02T10:0")
