"""
Exactly one legible slip: a fault at every byte and every millimetre, judged by the paper alone.

The built-in printer is tried at every byte with what is most likely to happen, and every printer at
every millimetre with what it tells of; the rest is tried at some places, other ones for each fault.
With POSEMU_EVERY_BYTE set, everything is tried everywhere.
"""

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.conformance.slip_bench import Findings, SlipBench
from emulator.conformance.slip_faults import FAULTS, TABLE
from emulator.domain.moments import MS
from emulator.domain.receipt import Receipt
from emulator.printer.profile import PROFILES

CASH: dict[str, Any] = {
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "operator": "01",
    "transaction": "cash",
    "number": 7,
    "date": "2026-03-02",
    "time": "10:00:07",
    "amount_fen": 12850,
}
SLIP = Receipt(kind="cash", copy="report", values=CASH, lines=14)
LENGTH_MM = SLIP.length_mm
TALKING = [name for name, profile in PROFILES.items() if profile.answers]
CONFIRMING = ["built_in", "epson_80", "epson_58"]
"""Printers that confirm that they forgot a slip."""
LIKELY = [*TABLE, "power_cut", "unplugged", "line_lost", "host_restarted", "answer_lost", "mute"]
STRIDE = 1 if os.environ.get("POSEMU_EVERY_BYTE") else 23


def bench_of(profile: str, **line: Any) -> SlipBench:
    """A printer of this model and its clerk."""
    bench = SlipBench(PROFILES[profile], SLIP, baud=line.pop("baud", 115_200))
    bench.looks = not PROFILES[profile].answers
    for name, value in line.items():
        setattr(bench.line, name, value)
    return bench


def quiet(profile: str) -> SlipBench:
    """A bench on which a slip was printed without any trouble."""
    bench = bench_of(profile)
    assert bench.print_until_done().is_right
    return bench


def at_byte(profile: str, fault: str, count: int, **line: Any) -> Findings:
    """What is on paper in the end when a fault strikes at a byte."""
    bench = bench_of(profile, **line)
    bench.line.at_byte(count, lambda: FAULTS[fault](bench))
    return bench.print_until_done()


def at_mm(profile: str, fault: str, mm: int, **line: Any) -> Findings:
    """The same at a millimetre."""
    bench = bench_of(profile, **line)
    bench.at_mm(mm, lambda: FAULTS[fault](bench))
    return bench.print_until_done()


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("baud", [9_600, 115_200, None])
def test_without_trouble_there_is_one_original(profile: str, baud: int | None) -> None:
    """On every model and line; where nothing answers, a person has to look."""
    findings = bench_of(profile, baud=baud).print_until_done()
    expected = "printed" if PROFILES[profile].answers else "unknown"

    assert findings.is_perfect
    assert [expected] == [report.result for report in findings.reports]


@pytest.mark.parametrize("fault", LIKELY)
def test_a_fault_at_any_byte_leaves_one_legible_slip(fault: str) -> None:
    """One original, or marked ones; never two originals, never none that was reported."""
    sizes = range(1, quiet("built_in").line.arrived + 1)
    wrong = [count for count in sizes if not at_byte("built_in", fault, count).is_right]

    assert [] == wrong


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_at_some_byte_leaves_one_legible_slip_on_every_model(
    profile: str, fault: str
) -> None:
    """Whatever they answer, forget, resume or lose."""
    first = 1 + sorted(FAULTS).index(fault) % STRIDE
    sizes = range(first, quiet(profile).line.arrived + 1, STRIDE)
    wrong = [count for count in sizes if not at_byte(profile, fault, count).is_right]

    assert [] == wrong


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_at_any_millimetre_leaves_one_legible_slip(profile: str, fault: str) -> None:
    """The same rule, with paper moving."""
    first, stride = (
        (0, 1) if STRIDE == 1 or fault in TABLE else (sorted(FAULTS).index(fault) % 8, 8)
    )
    places = range(first, LENGTH_MM + 1, stride)
    wrong = [mm for mm in places if not at_mm(profile, fault, mm).is_right]

    assert [] == wrong


@pytest.mark.parametrize("profile", CONFIRMING)
@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "jam", "head_failure", "look_in"])
def test_what_the_printer_tells_of_leaves_exactly_one_original(profile: str, fault: str) -> None:
    """A torn piece is not a slip, and the next one needs no reprint mark."""
    wrong = [mm for mm in range(LENGTH_MM + 1) if not at_mm(profile, fault, mm).is_perfect]

    assert [] == wrong


@pytest.mark.parametrize("profile", ["generic_80", "generic_58"])
@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "jam"])
def test_where_nothing_is_forgotten_only_the_last_words_are_in_doubt(
    profile: str, fault: str
) -> None:
    """A slip of which they were not sent cannot become whole, so that the next is an original."""
    lines_mm = 4
    marked = [mm for mm in range(LENGTH_MM + 1) if not at_mm(profile, fault, mm).is_perfect]

    assert len(marked) <= lines_mm


@pytest.mark.parametrize("fault", ["hot_for_a_while", "feed_button", "stray_status", "stray_fence"])
@pytest.mark.parametrize("profile", TALKING)
def test_what_passes_leaves_the_slip_alone(profile: str, fault: str) -> None:
    """It is printed once, by the first try."""
    tries = [len(at_mm(profile, fault, mm).reports) for mm in range(0, LENGTH_MM, 5)]

    assert {1} == set(tries)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_line_that_stops_for_everything_is_safe(fault: str) -> None:
    """
    Wired so that not even a question passes while the printer is off line.

    Some errors can then be ended by the power switch alone, so that the clerk may give up.
    """
    stopped = {"stops_when_busy": True, "fifo_bytes": 16}
    findings = [
        at_mm(profile, fault, mm, **stopped)
        for profile in TALKING
        for mm in range(sorted(FAULTS).index(fault) % 5, LENGTH_MM, 5)
    ]

    assert all(found.is_safe for found in findings)


@given(
    st.sampled_from(TALKING),
    st.lists(
        st.tuples(st.sampled_from(sorted(TABLE)), st.integers(0, 3_000)), min_size=2, max_size=3
    ),
    st.sampled_from([9_600, 38_400, 115_200, None]),
)
@settings(max_examples=60)
def test_several_troubles_at_any_moments_leave_one_legible_slip(
    profile: str, faults: list[tuple[str, int]], baud: int | None
) -> None:
    """A printer that tells of its troubles may have as many as it likes."""
    bench = bench_of(profile, baud=baud)
    for fault, after_ms in faults:
        bench.after(after_ms * MS, lambda fault=fault: FAULTS[fault](bench))  # type: ignore[misc]

    assert bench.print_until_done().is_right
