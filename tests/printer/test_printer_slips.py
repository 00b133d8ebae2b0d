"""Slips as the camera sees them: whole, torn at the millimetre, and the end of the roll."""

from typing import Any

import pytest

from tests.printer.conftest import LINE_US, MM_US, SLIP_MM, VALUES, WORDS_MM, Bench

SLIP_US = SLIP_MM * MM_US
LINK_US = 60_000
"""What questions, answers and the bytes of a slip take at most beside the paper."""


def test_a_slip_takes_its_length_at_the_papers_speed(bench: type[Bench]) -> None:
    """26 lines of 4 mm at 100 mm/s are 1.04 s; the line to the printer adds a little."""
    desk = bench()
    desk.send()
    desk.runs()
    (began_us,), (ended_us,) = desk.when("slip_started"), desk.when("slip_printed")

    assert 0 < began_us <= LINK_US
    assert SLIP_US <= ended_us - began_us <= SLIP_US + LINK_US
    assert [(ended_us, "printed")] == [(at_us, report.result) for at_us, report in desk.reports]


def test_a_printed_slip_is_told_whole(bench: type[Bench]) -> None:
    """What the camera writes down, with everything that is on the paper."""
    desk = bench()
    desk.send(reprint=True, void_above=True)
    desk.runs()
    expected: dict[str, Any] = {
        "slip": 1,
        "slip_kind": "sale",
        "copy": "merchant",
        "reprint": True,
        "lines": 26,
        "takes_us": SLIP_US,
        "transaction": "sale",
        "stan": "000001",
        "batch": "000001",
        "amount_fen": 500,
    }

    assert [expected] == desk.seen("slip_started")

    expected |= {"legible": True, "cut": False, "void_above": True}

    assert [{**expected, "content": VALUES}] == desk.seen("slip_printed")


def test_a_cutter_takes_time_before_the_slip_is_out(bench: type[Bench]) -> None:
    """The slip is printed when it is cut."""
    plain, cutting = bench(), bench(has_cutter=True, cut_us=300_000)
    for desk in (plain, cutting):
        desk.send()
        desk.runs()

    assert [plain.when("slip_printed")[0] + 300_000] == cutting.when("slip_printed")
    assert [True] == [slip["cut"] for slip in cutting.seen("slip_printed")]


def test_jobs_wait_for_the_one_before(bench: type[Bench]) -> None:
    """Two jobs at once come out one after the other."""
    desk = bench()
    desk.send()
    desk.send(copy="cardholder")
    desk.runs()

    assert ["slip_started", "slip_printed"] * 2 == desk.kinds
    assert ["merchant", "cardholder"] == [slip["copy"] for slip in desk.seen("slip_printed")]
    assert [1, 2] == [report.number for _, report in desk.reports]


@pytest.mark.parametrize("roll_mm", [1, 3, 4, 5, 39, WORDS_MM - 1])
def test_a_roll_that_is_too_short_tears_the_slip(bench: type[Bench], roll_mm: int) -> None:
    """At the exact millimetre, with the line that was reached; the printer forgets the rest."""
    desk = bench(roll_mm=roll_mm)
    desk.send()
    desk.runs()
    (began_us,), (ended_us,) = desk.when("slip_started"), desk.when("paper_out")

    assert roll_mm * MM_US <= ended_us - began_us <= roll_mm * MM_US + LINK_US
    assert [{"slip": 1, "line": roll_mm // 4}] == desk.seen("paper_out")
    assert [("paper_out", roll_mm)] == [
        (slip["reason"], slip["printed_mm"]) for slip in desk.seen("slip_torn")
    ]
    assert ["paper_out"] == desk.results


@pytest.mark.parametrize("roll_mm", [WORDS_MM, SLIP_MM - 1, SLIP_MM])
def test_paper_for_all_words_is_enough(bench: type[Bench], roll_mm: int) -> None:
    """The slip is whole when its last words are out, and then the roll is empty."""
    desk = bench(roll_mm=roll_mm)
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results
    assert [] == desk.seen("slip_torn")
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]
    assert 1 == desk.kinds.count("paper_out")


def test_a_slip_after_the_last_paper_is_refused(bench: type[Bench]) -> None:
    """The printer knows it before it moves, and says so although it also says busy."""
    desk = bench(roll_mm=0)
    desk.send()
    desk.runs()

    assert [] == desk.seen("slip_started")
    assert [("paper_out", 0)] == [(one.result, one.printed_mm) for _, one in desk.reports]


def test_the_near_end_is_seen_once_where_it_is_crossed(bench: type[Bench]) -> None:
    """In mid-slip, at its millimetre; the slip goes on, and so does the next."""
    desk = bench(roll_mm=320, near_end_mm=300)
    desk.send()
    desk.at(10_000_000, desk.send)
    desk.runs()
    (began_us, _), (seen_us,) = desk.when("slip_started"), desk.when("near_end")

    assert began_us + 20 * MM_US == seen_us
    assert [{"slip": 1, "line": 5}] == desk.seen("near_end")
    assert ["printed", "printed"] == desk.results


@pytest.mark.parametrize(("left_mm", "trips"), [(0, True), (1, False)])
def test_a_slip_that_ends_on_the_threshold_trips_the_sensor(
    bench: type[Bench], left_mm: int, trips: bool
) -> None:
    """At the threshold and below it, not a millimetre above."""
    desk = bench(roll_mm=300 + SLIP_MM + left_mm, near_end_mm=300)
    desk.send()
    desk.runs()

    assert trips == bool(desk.seen("near_end"))


def test_a_new_roll_arms_the_sensor_again(bench: type[Bench]) -> None:
    """Once for each roll."""
    desk = bench(roll_mm=320, near_end_mm=300, new_roll_mm=320)
    desk.send()
    desk.runs()
    desk.mends("load_paper")
    desk.send()
    desk.runs()

    assert 2 == len(desk.seen("near_end"))


def test_no_roll_is_changed_while_a_slip_comes_out(bench: type[Bench]) -> None:
    """Nobody opens a printer that prints."""
    desk = bench()
    desk.send()
    loaded: list[bool] = []
    desk.at_mm(4, lambda: loaded.append(desk.mends("load_paper")))
    desk.runs()

    assert [False] == loaded
    assert ["printed"] == desk.results


def test_paper_that_the_feed_button_makes_is_no_slip(bench: type[Bench]) -> None:
    """A slip that follows on the same piece of paper begins with its first words."""
    desk = bench()
    desk.pull("feed_button")
    desk.runs(300_000)
    desk.release("feed_button")
    desk.send()
    desk.runs()

    assert ["feed_pressed", "cleared", "slip_started", "slip_printed"] == desk.kinds
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]


def test_every_line_is_counted_where_something_happens(bench: type[Bench]) -> None:
    """The line that a jam or the end of the roll is noted at is the one under way."""
    desk = bench()
    desk.send()
    desk.at_mm(30, lambda: desk.pull("paper_out", line=12))
    desk.runs()

    assert [{"slip": 1, "line": 12}] == desk.seen("paper_out")
    assert LINE_US * 12 == desk.when("paper_out")[0] - desk.when("slip_started")[0]
