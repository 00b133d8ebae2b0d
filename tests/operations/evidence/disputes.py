"""Runs that somebody disputes, and ways to tamper with them."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent, encode_event
from emulator.operations.evidence.bundle import Run, bundle, contents_of
from emulator.operations.evidence.choice import Choice
from emulator.operations.evidence.defence import Contents
from emulator.operations.evidence.extract import Extract, extract
from emulator.operations.evidence.payment import Payment, SlipSeen
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder

RUN = Run(scenario="story", seed=0, emulator="0.1.0")


@cache
def events_of(name: str) -> tuple[TraceEvent, ...]:
    """The trace of a shipped scenario."""
    (file,) = [file for file in find_files([shipped_folder()]) if file.stem == name]
    (scenario, *_) = load([file])
    return tuple(run(scenario).trace)


def lines_of(events: Iterable[TraceEvent]) -> Callable[[], list[bytes]]:
    """The lines of a recording of some events."""
    lines = [encode_event(event) for event in events]
    return lambda: lines


def extracted(name: str, **choice: str) -> Extract:
    """What a shipped scenario holds about a transaction."""
    return extract(lines_of(events_of(name)), Choice(**choice))


def contents(name: str, **choice: str) -> Contents:
    """The same as a judge sees it."""
    found = extracted(name, **choice)
    return contents_of([t.event for t in found.taken], found.chosen.disputed, found.chosen.left_out)


@cache
def bundled(name: str, stan: str = "") -> bytes:
    """The bundle of a shipped scenario."""
    return bundle(extracted(name, stan=stan), run=RUN, complete=True)


def changed(event: TraceEvent, **detail: Any) -> TraceEvent:
    """An event of which somebody changed details."""
    return msgspec.structs.replace(event, detail={**event.detail, **detail})


def with_changes(events: Iterable[TraceEvent], name: str, **detail: Any) -> tuple[TraceEvent, ...]:
    """A trace of which somebody changed all events of a name."""
    return tuple(changed(e, **detail) if e.name == name else e for e in events)


def payment(**values: Any) -> Payment:
    """A sale of 66.00 by chip and PIN with a slip that can be read."""
    usual: dict[str, Any] = {
        "kind": "sale", "batch": "000001", "stan": "000002", "purchase": "shopping",
        "amount_fen": 6600, "card": "622202******0018", "entry": "chip", "pin_keyed": True,
        "screens": ("approved",), "debits": 1, "debited_fen": 6600, "booked_fen": 6600,
        "slips": (slip(),),
    }  # fmt: skip
    return Payment(**{**usual, **values})


def slip(**values: Any) -> SlipSeen:
    """A merchant's copy that can be read."""
    usual = {"seq": 9, "copy": "merchant", "legible": True, "reprint": False, "amount_fen": 6600}
    return SlipSeen(**{**usual, **values})


def shown(*payments: Payment, left_out: int = 0) -> Contents:
    """A bundle that shows these payments; the first is in dispute."""
    return Contents(
        payments={one.key: one for one in payments},
        disputed=(payments[0].key,),
        left_out=left_out,
    )
