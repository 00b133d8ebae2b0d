"""Cutter, head, a printer that hangs, and the loss of power."""

import pytest

from emulator.domain.moments import SECOND
from tests.printer.conftest import WORDS_MM, Bench


def test_a_stuck_cutter_leaves_slips_whole_and_says_so(bench: type[Bench]) -> None:
    """The slip counts as printed, and hangs in the printer."""
    desk = bench(has_cutter=True)
    desk.pull("cutter_jam")
    desk.send()
    desk.runs()

    assert ["slip_started", "cutter_jammed", "slip_printed"] == desk.kinds
    assert ["cutter_jam"] == desk.results
    assert [(True, False)] == [(slip["legible"], slip["cut"]) for slip in desk.seen("slip_printed")]


def test_a_freed_cutter_cuts_the_next_slip(bench: type[Bench]) -> None:
    """What hung in the printer is no slip of its own any more."""
    desk = bench(has_cutter=True)
    desk.pull("cutter_jam")
    desk.send()
    desk.runs()
    freed = desk.mends("clear_cutter")
    desk.send()
    desk.runs()

    assert freed
    assert ["cutter_jam", "printed"] == desk.results
    assert [False, True] == [slip["cut"] for slip in desk.seen("slip_printed")]


def test_a_printer_without_cutter_cannot_jam_it(bench: type[Bench]) -> None:
    """Nothing to see."""
    desk = bench(has_cutter=False)
    desk.pull("cutter_jam")
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results


@pytest.mark.parametrize("lever", ["faded", "wrong_side"])
@pytest.mark.parametrize(("at_mm", "legible"), [(WORDS_MM - 6, False), (WORDS_MM + 4, True)])
def test_paper_that_stays_blank_spoils_the_slip(
    bench: type[Bench], lever: str, at_mm: int, legible: bool
) -> None:
    """The printer itself notices nothing and reports printed; behind the words there is nothing."""
    desk = bench()
    desk.send()
    desk.at_mm(at_mm, lambda: desk.pull(lever))
    desk.runs()

    assert [legible] == [slip["legible"] for slip in desk.seen("slip_printed")]
    assert ["printed"] == desk.results


@pytest.mark.parametrize(
    ("lever", "deed"), [("faded", "replace_print_head"), ("wrong_side", "load_paper")]
)
def test_a_repaired_printer_prints_well_again(bench: type[Bench], lever: str, deed: str) -> None:
    """From the next slip on."""
    desk = bench()
    desk.pull(lever)
    desk.send()
    desk.runs()
    desk.mends(deed)
    desk.send()
    desk.runs()

    assert [False, True] == [slip["legible"] for slip in desk.seen("slip_printed")]


def test_a_hot_head_pauses_and_goes_on(bench: type[Bench]) -> None:
    """The slip is whole, later by the pause."""
    cool, desk = bench(), bench()
    cool.send()
    cool.runs()
    desk.send()
    desk.at_mm(20, lambda: desk.pull("hot_head"))
    desk.at_mm(320, lambda: desk.release("hot_head"))
    desk.runs()

    assert ["slip_started", "overheated", "cooled", "slip_printed"] == desk.kinds
    assert [cool.when("slip_printed")[0] + 3 * SECOND] == desk.when("slip_printed")
    assert ["printed"] == desk.results


def test_a_head_that_stays_hot_is_given_up(bench: type[Bench]) -> None:
    """After a while the slip is torn and the terminal is told why."""
    desk = bench()
    desk.send()
    desk.at_mm(20, lambda: desk.pull("hot_head"))
    desk.runs()

    assert ["hot"] == desk.results
    assert ["hot"] == [slip["reason"] for slip in desk.seen("slip_torn")]


def test_a_paused_slip_can_be_torn_by_something_else(bench: type[Bench]) -> None:
    """A jam while it is hot, at the place where the paper stands."""
    desk = bench()
    desk.send()
    desk.at_mm(20, lambda: desk.pull("hot_head"))
    desk.at_mm(220, lambda: desk.pull("jam"))
    desk.runs()

    assert [("jam", 20)] == [
        (slip["reason"], slip["printed_mm"]) for slip in desk.seen("slip_torn")
    ]


def test_letting_it_cool_goes_on_with_the_slip(bench: type[Bench]) -> None:
    """People can wait for it; the lever finds nothing to do."""
    desk = bench()
    desk.send()
    desk.at_mm(4, lambda: desk.pull("hot_head"))
    desk.at_mm(104, lambda: desk.mends("let_printer_cool"))
    desk.at_mm(900, lambda: desk.release("hot_head"))
    desk.runs()

    assert ["printed"] == desk.results
    assert 1 == desk.kinds.count("cooled")


def test_a_stuck_printer_tears_the_slip_when_it_is_restarted(bench: type[Bench]) -> None:
    """Nothing moves until then; the terminal gave it up long before."""
    desk = bench(profile="epson_80")
    desk.send()
    desk.at_mm(2, lambda: desk.pull("stuck"))
    desk.runs()
    before = list(desk.kinds)
    restarted = desk.mends("restart_printer")
    desk.runs()

    assert restarted
    assert ["slip_started"] == before
    assert ["stuck"] == [slip["reason"] for slip in desk.seen("slip_torn")]
    assert ["fault"] == desk.results


def test_a_printer_that_tells_nothing_may_still_print(bench: type[Bench]) -> None:
    """The worst case: the slip is out, and nobody knows."""
    desk = bench()
    desk.send()
    desk.at_mm(WORDS_MM - 2, lambda: desk.pull("stuck", prints=True))
    desk.runs()

    assert 1 == desk.kinds.count("slip_printed")
    assert ["unknown"] == desk.results


def test_a_silent_printer_is_sent_nothing(bench: type[Bench]) -> None:
    """No answer to the first question is never taken for a good one."""
    desk = bench()
    desk.pull("stuck", prints=True)
    desk.send()
    desk.runs()

    assert [] == desk.kinds
    assert [("fault", 0)] == [(one.result, one.printed_mm) for _, one in desk.reports]


# Power ----------------------------------------------------------------------------------------


def test_power_takes_the_slip_and_all_jobs(bench: type[Bench]) -> None:
    """A torn piece, nothing reported, nothing resumed."""
    desk = bench()
    desk.send()
    desk.send()
    desk.at_mm(4, desk.printer.power_off)
    desk.at_mm(8, desk.printer.power_on)
    desk.runs()

    assert ["slip_started", "slip_torn"] == desk.kinds
    assert [("power", 4)] == [
        (slip["reason"], slip["printed_mm"]) for slip in desk.seen("slip_torn")
    ]
    assert [] == desk.reports


def test_without_power_no_job_is_taken(bench: type[Bench]) -> None:
    """The line is dead."""
    desk = bench()
    desk.printer.power_off()

    assert not desk.send()


@pytest.mark.parametrize("lever", ["stuck", "stuck_busy"])
def test_power_brings_a_hanging_printer_back(bench: type[Bench], lever: str) -> None:
    """Though the lever is still pulled."""
    desk = bench()
    desk.pull(lever)
    desk.printer.power_off()
    desk.printer.power_on()
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results


def test_power_does_not_mend_the_mechanics(bench: type[Bench]) -> None:
    """A jam stays a jam."""
    desk = bench()
    desk.pull("jam")
    desk.printer.power_off()
    desk.printer.power_on()
    desk.send()
    desk.runs()

    assert ["jam"] == desk.results


def test_a_printer_beside_the_terminal_prints_on_when_the_terminal_is_dark(
    bench: type[Bench],
) -> None:
    """It has a supply of its own and what was sent already; the terminal knows nothing of it."""
    desk = bench(profile="epson_58")
    desk.send()
    desk.at_mm(WORDS_MM - 2, desk.printer.power_off)
    desk.at(20 * SECOND, desk.printer.power_on)
    desk.at(21 * SECOND, lambda: desk.send(reprint=True))
    desk.runs()

    assert ["printed"] == desk.results
    assert [True] == [slip["reprint"] for slip in desk.seen("slip_printed") if slip["legible"]][-1:]


def test_a_printer_beside_the_terminal_has_a_supply_that_can_fail(bench: type[Bench]) -> None:
    """The terminal is told nothing and finds out by itself."""
    desk = bench(profile="epson_58")
    desk.send()
    desk.at_mm(8, lambda: desk.pull("power_cut"))
    desk.runs()

    assert ["slip_started", "powered_off", "slip_torn"] == desk.kinds
    assert [("power", 8)] == [
        (slip["reason"], slip["printed_mm"]) for slip in desk.seen("slip_torn")
    ]
    assert ["fault"] == desk.results


def test_without_supply_a_restart_does_nothing(bench: type[Bench]) -> None:
    """Somebody must plug it in first."""
    desk = bench(profile="epson_58")
    desk.pull("power_cut")

    assert not desk.mends("restart_printer")
