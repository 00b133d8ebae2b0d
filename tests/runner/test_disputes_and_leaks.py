"""Disputes, stolen records and a wrong clock in the whole shop."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from emulator.checks.nothing_in_clear import NothingInClear
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth
from emulator.operations.evidence.drawer import Drawer
from emulator.proof.counterfactual import with_settings
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder

PAYABLE = "acquirer:payable:898520154110004"


def story(name: str) -> Scenario:
    """A shipped scenario."""
    (file,) = [file for file in find_files([shipped_folder()]) if file.stem == name]
    return next(iter(load([file])))


def details(events: Iterable[TraceEvent], name: str, *keys: str) -> list[Any]:
    """What all events of a name say."""
    found = [event.detail for event in events if event.name == name]
    return [tuple(one[key] for key in keys) for one in found] if keys else found


WON = "disputed-and-won"
SUBMITS, KEEPS = frozenset(("cashier.submit_evidence",)), frozenset(("cashier.keep_evidence",))


@pytest.mark.parametrize(
    ("left_out", "closed"),
    [
        (frozenset(), ("won", "as_billed")),
        (KEEPS, ("lost", "no_answer")),
        (SUBMITS, ("lost", "no_answer")),
    ],
)
def test_a_dispute_is_won_with_the_evidence_alone(
    left_out: frozenset[str], closed: tuple[str, str]
) -> None:
    """Kept that day and handed in in time; else the money goes."""
    trace = run(story(WON), left_out=left_out).trace

    assert [closed] == details(trace, "clearing.dispute_closed", "result", "why")


def test_who_loses_pays_once() -> None:
    """Acquirer and issuer book the same amount, and everything that holds everywhere holds."""
    result = run(story(WON), left_out=KEEPS)
    posted = [
        (event.source, event.detail["legs"])
        for event in result.trace
        if event.detail.get("reason") == "chargeback"
    ]
    failing = [v.check for v in result.verdicts if v.truth is Truth.FAIL]

    assert [
        ("acquirer", [["acquirer:receivable", 48_000], [PAYABLE, -48_000]]),
        ("issuer", [["issuer:icbc:settlement", -48_000], ["cardholder:customer", 48_000]]),
    ] == posted
    assert [name for name in failing if not name.startswith("expect")] == []


def test_who_exchanges_the_evidence_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal that was told that day is another."""
    keep = Drawer.keep

    def tampers(self: Drawer, about: Any, *, now_us: int) -> bool:
        kept = keep(self, about, now_us=now_us)
        self.bundles[about] = self.bundles[about].replace(b"480.00", b"408.00")
        return kept

    monkeypatch.setattr(Drawer, "keep", tampers)
    trace = run(story(WON)).trace

    assert [("lost", "altered")] == details(trace, "clearing.dispute_closed", "result", "why")


def test_without_a_merchants_slip_the_same_evidence_loses() -> None:
    """The roll was empty and nobody reprinted."""
    told = story(WON)
    paperless = msgspec.structs.replace(
        told, given=with_settings(told.given, {"printer.roll_mm": 0})
    )
    trace = run(paperless).trace

    assert [("lost", "no_slip")] == details(trace, "clearing.dispute_closed", "result", "why")


def test_a_run_that_keeps_no_trace_keeps_the_same_evidence() -> None:
    """What a shop keeps does not depend on what its bench keeps; the seal says so too."""
    lines: list[bytes] = []
    run(story(WON), keep=False, tap=lines.append)

    assert b'"action":"keep_evidence","purchase":"shopping","amount_fen":48000,"effect":true' in (
        b"".join(lines)
    )


# Stolen records -----------------------------------------------------------------------------------


def leak(*, masks: bool) -> list[TraceEvent]:
    """The story of the stolen copy, with and without care."""
    told = story("records-stolen")
    given = with_settings(told.given, {"shop.masks_records": masks})
    return run(msgspec.structs.replace(told, given=given)).trace.events


@pytest.mark.parametrize(("masks", "spent"), [(True, []), (False, [-30_000])])
def test_what_a_thief_can_do_depends_on_the_copy(masks: bool, spent: list[int]) -> None:
    """The holder is told by the bank."""
    told = details(leak(masks=masks), "issuer.notified", "amount_fen", "why")

    assert spent == [amount_fen for amount_fen, why in told if why == "elsewhere"]


def test_no_card_number_stands_in_clear_even_then() -> None:
    """The careless copy is in nobody's trace."""
    verdict = NothingInClear()(leak(masks=False))

    assert Truth.PASS is verdict.truth


# The clock ----------------------------------------------------------------------------------------


def test_a_wrong_clock_has_a_refund_refused() -> None:
    """Until the date is keyed that the bank has."""
    trace = run(story("clock-a-day-behind")).trace
    approved = [
        event.detail["amount_fen"]
        for event in trace.named("console.displayed")
        if event.detail["screen"] == "approved" and event.detail["transaction"] == "refund"
    ]

    assert ["other_date"] == [one["why"] for one in details(trace, "acquirer.declined")]
    assert [3_000] == approved


def test_a_lever_that_nobody_pulls_leaves_the_stamps_alone() -> None:
    """No record has a time of its own while the clock is right."""
    written = run(story("wrong-amount")).trace.named("storage.written")

    assert not any("own_time" in event.detail for event in written)
