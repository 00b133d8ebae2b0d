"""Slips on paper: whole, torn at the exact millimetre, and the end of the roll."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.receipt import LINE_MM
from tests.printer.conftest import LINE_US, MM_US, REPORT_US, Bench

Benches = Callable[..., Bench]


def test_a_slip_takes_its_length_at_the_papers_speed(bench: Benches) -> None:
    """Ten lines of 4 mm at 100 mm/s are 0.4 s; then the report."""
    desk = bench()
    desk.send(lines=10)
    desk.runs()

    assert [10 * LINE_US] == desk.when("slip_printed")
    assert [10 * LINE_US + REPORT_US] == [at_us for at_us, _ in desk.reports]


def test_a_printed_slip_is_told_whole(bench: Benches) -> None:
    """What the camera writes down, with everything that is on the paper."""
    desk = bench()
    desk.send(lines=10, reprint=True, void_above=True)
    desk.runs()
    expected: dict[str, Any] = {
        "slip": 1,
        "slip_kind": "sale",
        "copy": "merchant",
        "reprint": True,
        "lines": 10,
        "takes_us": 10 * LINE_US,
        "transaction": "sale",
        "stan": "000001",
        "batch": "000001",
        "amount_fen": 500,
    }

    assert [expected] == desk.seen("slip_started")

    expected |= {"legible": True, "cut": False, "void_above": True}
    content = {"stan": "000001", "batch": "000001", "amount_fen": 500, "transaction": "sale"}

    assert [{**expected, "content": content}] == desk.seen("slip_printed")


def test_a_cutter_takes_time_before_the_slip_is_out(bench: Benches) -> None:
    """The slip is printed when it is cut."""
    desk = bench(has_cutter=True, cut_us=300_000)
    desk.send(lines=10)
    desk.runs()

    assert [10 * LINE_US + 300_000] == desk.when("slip_printed")
    assert [True] == [slip["cut"] for slip in desk.seen("slip_printed")]


def test_jobs_wait_for_the_one_before(bench: Benches) -> None:
    """Two jobs at once come out one after the other."""
    desk = bench()
    desk.send(lines=10)
    desk.send(lines=5)
    desk.runs()

    assert [10 * LINE_US, 15 * LINE_US] == desk.when("slip_printed")
    assert [1, 2] == [report.number for _, report in desk.reports]


@pytest.mark.parametrize("roll_mm", [1, 3, 4, 5, 39])
def test_a_roll_that_is_too_short_tears_the_slip(bench: Benches, roll_mm: int) -> None:
    """At the exact millimetre, with the line that was reached."""
    desk = bench(roll_mm=roll_mm)
    desk.send(lines=10)
    desk.runs()

    assert [roll_mm * MM_US] == desk.when("slip_torn")
    assert [{"slip": 1, "line": roll_mm // LINE_MM}] == desk.seen("paper_out")
    assert [("paper_out", roll_mm)] == desk.results


def test_a_roll_of_exactly_the_slips_length_is_long_enough(bench: Benches) -> None:
    """The slip is whole, and then the roll is empty."""
    desk = bench(roll_mm=40)
    desk.send(lines=10)
    desk.runs()

    assert ["slip_started", "slip_printed", "paper_out"] == desk.kinds
    assert [("printed", 40)] == desk.results


def test_a_millimetre_more_leaves_paper(bench: Benches) -> None:
    """One millimetre is left and nothing is said; the next slip finds it."""
    desk = bench(roll_mm=41)
    desk.send(lines=10)
    desk.runs()
    left_mm = desk.printer.paper_mm
    desk.send(lines=10)
    desk.runs()

    assert 1 == left_mm
    assert [("printed", 40), ("paper_out", 1)] == desk.results


def test_without_paper_nothing_is_begun(bench: Benches) -> None:
    """The printer knows it before it moves."""
    desk = bench(roll_mm=0)
    desk.send()
    desk.runs()

    assert [] == desk.kinds
    assert [("paper_out", 0)] == desk.results


def test_what_waits_is_told_too_when_the_roll_ends(bench: Benches) -> None:
    """No job is left without a word."""
    desk = bench(roll_mm=10)
    desk.send()
    desk.send()
    desk.runs()

    assert [("paper_out", 10), ("paper_out", 0)] == desk.results


def test_the_near_end_is_seen_once_where_it_is_crossed(bench: Benches) -> None:
    """In mid-slip, at its millimetre; the slip goes on."""
    desk = bench(roll_mm=120, near_end_mm=100)
    desk.send(lines=10)
    desk.send(lines=10)
    desk.runs()

    assert [20 * MM_US] == desk.when("near_end")
    assert [{"slip": 1, "line": 5}] == desk.seen("near_end")
    assert [("printed", 40), ("printed", 40)] == desk.results


def test_a_slip_that_ends_on_the_threshold_trips_the_sensor(bench: Benches) -> None:
    """At the threshold and below it."""
    desk = bench(roll_mm=140, near_end_mm=100)
    desk.send(lines=10)
    desk.runs()

    assert [{"slip": 1, "line": 10}] == desk.seen("near_end")


def test_a_millimetre_above_the_threshold_does_not_trip_it(bench: Benches) -> None:
    """The other side of the limit."""
    desk = bench(roll_mm=141, near_end_mm=100)
    desk.send(lines=10)
    desk.runs()

    assert [] == desk.seen("near_end")


def test_a_new_roll_arms_the_sensor_again(bench: Benches) -> None:
    """Once for each roll."""
    desk = bench(roll_mm=120, near_end_mm=100, new_roll_mm=120)
    desk.send(lines=10)
    desk.runs()
    desk.printer.load_paper()
    desk.send(lines=10)
    desk.runs()

    assert 2 == len(desk.seen("near_end"))


def test_no_roll_is_changed_while_a_slip_comes_out(bench: Benches) -> None:
    """Nobody opens a printer that prints."""
    desk = bench()
    desk.send(lines=10)
    loaded: list[bool] = []
    desk.at(LINE_US, lambda: loaded.append(desk.printer.load_paper()))
    desk.runs()

    assert [False] == loaded
    assert [("printed", 40)] == desk.results


def test_a_slip_costs_two_timers(bench: Benches) -> None:
    """One for the paper, one for the report; performance of the sale path."""
    desk = bench()
    desk.send(lines=200)
    before = len(desk.world.env._queue)

    assert 2 >= before


@given(
    roll_mm=st.integers(min_value=0, max_value=400),
    near_end_mm=st.integers(min_value=0, max_value=400),
    slips=st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=6),
)
def test_every_millimetre_is_on_a_slip_or_on_the_roll(
    roll_mm: int, near_end_mm: int, slips: list[int]
) -> None:
    """Whatever the roll's length: nothing is printed twice, nothing out of nothing."""
    desk = Bench(roll_mm=roll_mm, near_end_mm=near_end_mm)
    for lines in slips:
        desk.send(lines=lines)
    desk.runs()
    out_mm = sum(slip["lines"] * LINE_MM for slip in desk.seen("slip_printed"))
    out_mm += sum(slip["printed_mm"] for slip in desk.seen("slip_torn"))

    assert roll_mm == out_mm + desk.printer.paper_mm
    assert len(slips) == len(desk.reports)
    assert len(desk.seen("near_end")) <= 1
