"""Cutter, head, a printer that hangs, and the loss of power."""

from collections.abc import Callable

import pytest

from tests.printer.conftest import LINE_US, Bench

Benches = Callable[..., Bench]
SLIP_US = 10 * LINE_US


def test_a_stuck_cutter_leaves_slips_whole_and_says_so(bench: Benches) -> None:
    """The slip counts as printed."""
    desk = bench(has_cutter=True)
    desk.levers["printer.cutter_jam"].pull()
    desk.send()
    desk.runs()

    assert ["slip_started", "cutter_jammed", "slip_printed"] == desk.kinds
    assert [("cutter_jam", 40)] == desk.results
    assert desk.printer.clear_cutter()


def test_a_printer_without_cutter_cannot_jam_it(bench: Benches) -> None:
    """Nothing to see."""
    desk = bench(has_cutter=False)
    desk.levers["printer.cutter_jam"].pull()
    desk.send()
    desk.runs()

    assert [("printed", 40)] == desk.results


@pytest.mark.parametrize(("at_us", "legible"), [(SLIP_US - 1, False), (SLIP_US + 1, True)])
def test_a_head_that_fades_in_mid_slip_spoils_it(bench: Benches, at_us: int, legible: bool) -> None:
    """The printer itself notices nothing and reports printed."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("faded", at_us)
    desk.runs()

    assert [legible] == [slip["legible"] for slip in desk.seen("slip_printed")]
    assert [("printed", 40)] == desk.results


def test_a_clean_head_prints_well_again(bench: Benches) -> None:
    """From the next slip on."""
    desk = bench()
    desk.levers["printer.faded"].pull()
    desk.send()
    desk.runs()
    desk.printer.clean_head()
    desk.send()
    desk.runs()

    assert [False, True] == [slip["legible"] for slip in desk.seen("slip_printed")]


def test_a_hot_head_pauses_and_goes_on(bench: Benches) -> None:
    """The slip is whole, later by the pause."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("hot_head", 5 * LINE_US)
    desk.release("hot_head", 5 * LINE_US + 3_000_000)
    desk.runs()

    assert ["slip_started", "overheated", "cooled", "slip_printed"] == desk.kinds
    assert [SLIP_US + 3_000_000] == desk.when("slip_printed")


def test_a_hot_printer_begins_nothing(bench: Benches) -> None:
    """It says that it is hot."""
    desk = bench()
    desk.levers["printer.hot_head"].pull()
    desk.send()
    desk.runs()

    assert [("hot", 0)] == desk.results


def test_a_paused_slip_can_be_torn_by_something_else(bench: Benches) -> None:
    """A jam while it is hot, at the place where the paper stands."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("hot_head", 5 * LINE_US)
    desk.pull("jam", 50 * LINE_US)
    desk.runs()

    assert [("jam", 20)] == desk.results


def test_letting_it_cool_goes_on_with_the_slip(bench: Benches) -> None:
    """People can wait for it; the lever finds nothing to do."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("hot_head", LINE_US)
    desk.at(2 * LINE_US, desk.printer.let_cool)
    desk.release("hot_head", 50 * LINE_US)
    desk.runs()

    assert [("printed", 40)] == desk.results
    assert 1 == desk.kinds.count("cooled")


def test_a_stuck_printer_tells_nothing(bench: Benches) -> None:
    """The slip under way is torn, jobs vanish, no report ever comes, also not afterwards."""
    desk = bench()
    desk.send(lines=10)
    desk.send(lines=10)
    desk.pull("stuck", LINE_US)
    desk.runs()
    taken = desk.send()
    desk.runs()
    desk.levers["printer.stuck"].release()
    desk.runs()

    assert taken
    assert [] == desk.reports
    assert ["stuck"] == [slip["reason"] for slip in desk.seen("slip_torn")]


def test_a_stuck_printer_may_still_print(bench: Benches) -> None:
    """The worst case: the slip is out and nobody is told."""
    desk = bench()
    desk.levers["printer.stuck"].pull(prints=True)
    desk.send()
    desk.runs()

    assert 1 == desk.kinds.count("slip_printed")
    assert [] == desk.reports


def test_power_takes_the_slip_and_all_jobs(bench: Benches) -> None:
    """A torn piece, nothing reported, nothing resumed."""
    desk = bench()
    desk.send(lines=10)
    desk.send(lines=10)
    desk.at(LINE_US, desk.printer.power_off)
    desk.at(2 * LINE_US, desk.printer.power_on)
    desk.runs()

    assert ["slip_started", "slip_torn"] == desk.kinds
    assert [{"reason": "power", "printed_mm": 4}] == [
        {key: slip[key] for key in ("reason", "printed_mm")} for slip in desk.seen("slip_torn")
    ]
    assert [] == desk.reports


def test_a_report_does_not_survive_the_power(bench: Benches) -> None:
    """It was in memory only, also if the power is back before it was due."""
    desk = bench()
    desk.send(lines=10)
    desk.at(SLIP_US + 1, desk.printer.power_off)
    desk.at(SLIP_US + 2, desk.printer.power_on)
    desk.runs()

    assert 1 == desk.kinds.count("slip_printed")
    assert [] == desk.reports


def test_without_power_no_job_is_taken(bench: Benches) -> None:
    """The line is dead."""
    desk = bench()
    desk.printer.power_off()

    assert not desk.send()


def test_power_brings_a_hanging_printer_back(bench: Benches) -> None:
    """Though the lever is still pulled."""
    desk = bench()
    desk.levers["printer.stuck"].pull()
    desk.printer.power_off()
    desk.printer.power_on()
    desk.send()
    desk.runs()

    assert [("printed", 40)] == desk.results


def test_power_does_not_mend_the_mechanics(bench: Benches) -> None:
    """A jam stays a jam."""
    desk = bench()
    desk.levers["printer.jam"].pull()
    desk.printer.power_off()
    desk.printer.power_on()
    desk.send()
    desk.runs()

    assert [("jam", 0)] == desk.results
