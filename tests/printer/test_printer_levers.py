"""What can go wrong with the printer, at which instant it strikes, and how it is mended."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.receipt import LINE_MM
from tests.printer.conftest import LINE_US, MM_US, Bench

Benches = Callable[..., Bench]
SLIP_US = 10 * LINE_US

STRIKES = [("cover_open", "cover_open", "cover_opened"), ("jam", "jam", "jammed")]


@pytest.mark.parametrize(("lever", "result", "event"), STRIKES)
@pytest.mark.parametrize("at_mm", [0, 1, 39])
def test_trouble_tears_the_slip_at_its_instant(
    bench: Benches, lever: str, result: str, event: str, at_mm: int
) -> None:
    """What is out is a torn piece, and the report says how long it is."""
    desk = bench()
    desk.send(lines=10)
    desk.pull(lever, at_mm * MM_US)
    desk.runs()

    assert ["slip_started", event, "slip_torn"] == desk.kinds
    assert [{"slip": 1}] == desk.seen(event)
    assert [(result, at_mm)] == desk.results


@pytest.mark.parametrize(("lever", "result", "event"), STRIKES)
def test_trouble_in_the_very_instant_of_the_end_finds_a_whole_slip(
    bench: Benches, lever: str, result: str, event: str
) -> None:
    """The last millimetre is out: printed, and then the trouble is there."""
    desk = bench()
    # Pulled before the job is sent, so that it comes first at that instant.
    desk.pull(lever, SLIP_US)
    desk.send(lines=10)
    desk.runs()

    assert [("printed", 40)] == desk.results
    assert [] == desk.seen("slip_torn")


def test_a_microsecond_earlier_it_is_torn(bench: Benches) -> None:
    """The other side of the limit."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("jam", SLIP_US - 1)
    desk.runs()

    assert [("jam", 39)] == desk.results


def test_trouble_while_it_is_cut_leaves_it_whole_but_uncut(bench: Benches) -> None:
    """The report says printed, because it is."""
    desk = bench(has_cutter=True)
    desk.send(lines=10)
    desk.pull("cover_open", SLIP_US + 1)
    desk.runs()

    assert [("printed", 40)] == desk.results
    assert [False] == [slip["cut"] for slip in desk.seen("slip_printed")]


@pytest.mark.parametrize(("lever", "result", "event"), STRIKES)
def test_a_broken_printer_begins_nothing(
    bench: Benches, lever: str, result: str, event: str
) -> None:
    """The report comes at once, with no paper moved."""
    desk = bench()
    desk.levers[f"printer.{lever}"].pull()
    desk.send()
    desk.runs()

    assert [event] == desk.kinds
    assert [(result, 0)] == desk.results


@pytest.mark.parametrize(
    ("lever", "repair", "event"),
    [
        ("paper_out", "load_paper", "paper_loaded"),
        ("cover_open", "close_cover", "cover_closed"),
        ("jam", "clear_jam", "cleared"),
    ],
)
def test_people_mend_it_and_the_lever_finds_nothing_to_do(
    bench: Benches, lever: str, repair: str, event: str
) -> None:
    """The lever is still pulled; the printer works; releasing changes nothing."""
    desk = bench()
    desk.levers[f"printer.{lever}"].pull()
    mended = getattr(desk.printer, repair)()
    desk.send()
    desk.runs()
    left_mm = desk.printer.paper_mm
    desk.levers[f"printer.{lever}"].release()
    desk.runs()

    assert mended
    assert [("printed", 40)] == desk.results
    assert 1 == desk.kinds.count(event)
    assert left_mm == desk.printer.paper_mm


@pytest.mark.parametrize("lever", ["paper_out", "cover_open", "jam", "near_end"])
def test_a_released_lever_has_mended(bench: Benches, lever: str) -> None:
    """The next job is printed."""
    desk = bench()
    desk.levers[f"printer.{lever}"].pull()
    desk.levers[f"printer.{lever}"].release()
    desk.send()
    desk.runs()

    assert [("printed", 40)] == desk.results


def test_a_mended_printer_does_not_resume_by_itself(bench: Benches) -> None:
    """The torn piece stays one; the terminal sends the job again."""
    desk = bench()
    desk.send()
    desk.pull("jam", LINE_US)
    desk.release("jam", 2 * LINE_US)
    desk.runs()

    assert 1 == desk.kinds.count("slip_started")
    assert [("jam", 4)] == desk.results


@pytest.mark.parametrize("repair", ["close_cover", "clear_jam", "clear_cutter", "clean_head"])
def test_a_repair_of_what_is_whole_says_so(bench: Benches, repair: str) -> None:
    """False, and nothing is noted."""
    desk = bench()

    assert not getattr(desk.printer, repair)()
    assert [] == desk.kinds


# The roll -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [0, 1, 9])
def test_the_roll_ends_after_so_many_lines_of_the_next_slip(bench: Benches, line: int) -> None:
    """Pulled while nothing is printed."""
    desk = bench()
    desk.levers["printer.paper_out"].pull(line=line)
    desk.send(lines=10)
    desk.runs()

    assert [("paper_out", line * LINE_MM)] == desk.results


def test_the_roll_ends_after_so_many_lines_of_the_slip_under_way(bench: Benches) -> None:
    """Counted from the top of that slip."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("paper_out", 2 * LINE_US, line=7)
    desk.runs()

    assert [("paper_out", 28)] == desk.results
    assert [{"slip": 1, "line": 7}] == desk.seen("paper_out")


def test_lines_that_are_printed_already_end_the_roll_at_once(bench: Benches) -> None:
    """The paper cannot go back."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("paper_out", 5 * LINE_US, line=2)
    desk.runs()

    assert [("paper_out", 20)] == desk.results


def test_as_many_lines_as_the_slip_has_are_enough(bench: Benches) -> None:
    """The slip is whole, then the roll is empty."""
    desk = bench()
    desk.send(lines=10)
    desk.pull("paper_out", LINE_US, line=10)
    desk.runs()

    assert [("printed", 40)] == desk.results
    assert "paper_out" == desk.kinds[-1]


def test_an_empty_roll_is_seen_while_nothing_prints(bench: Benches) -> None:
    """Without a slip and a line, because there is none."""
    desk = bench()
    desk.levers["printer.paper_out"].pull()
    desk.runs()

    assert [{}] == desk.seen("paper_out")


def test_near_end_shortens_the_roll_to_the_threshold(bench: Benches) -> None:
    """The sensor trips and printing goes on."""
    desk = bench(near_end_mm=1_500)
    desk.send(lines=10)
    desk.pull("near_end", LINE_US)
    desk.runs()

    assert [{"slip": 1, "line": 1}] == desk.seen("near_end")
    assert [("printed", 40)] == desk.results
    assert 1_500 - 36 == desk.printer.paper_mm


def test_the_lever_that_shortened_the_roll_last_mends_it(bench: Benches) -> None:
    """An older one finds nothing to do."""
    desk = bench()
    desk.levers["printer.near_end"].pull()
    desk.levers["printer.paper_out"].pull()
    desk.levers["printer.near_end"].release()
    empty_mm = desk.printer.paper_mm
    desk.levers["printer.paper_out"].release()

    assert (0, 18_000) == (empty_mm, desk.printer.paper_mm)


# Anything in any order ------------------------------------------------------------------------

LEVERS = ("paper_out", "near_end", "cover_open", "jam", "cutter_jam", "faded", "hot_head", "stuck")
REPAIRS = ("load_paper", "close_cover", "clear_jam", "clear_cutter", "clean_head", "let_cool")
MOVES = st.tuples(
    st.integers(min_value=0, max_value=900_000),
    st.sampled_from(
        [
            *(("pull", name) for name in LEVERS),
            *(("release", name) for name in LEVERS),
            *(("repair", name) for name in REPAIRS),
            ("power", "power_off"),
            ("power", "power_on"),
            ("job", "send"),
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    roll_mm=st.integers(min_value=0, max_value=200),
    has_cutter=st.booleans(),
    moves=st.lists(MOVES, max_size=14),
)
def test_one_job_is_one_whole_original_at_most(
    roll_mm: int, has_cutter: bool, moves: list[tuple[int, tuple[str, str]]]
) -> None:
    """Whatever breaks and is mended, and when: begun is printed or torn, reported once or never."""
    desk = Bench(roll_mm=roll_mm, new_roll_mm=300, near_end_mm=50, has_cutter=has_cutter)
    jobs = 1
    desk.send(lines=10)
    for at_us, (what, name) in moves:
        jobs += what == "job"
        desk.at(at_us, _move(desk, what, name))
    desk.runs()
    for name in LEVERS:
        desk.levers[f"printer.{name}"].release()
    desk.printer.power_on()
    desk.runs()
    numbers = [report.number for _, report in desk.reports]
    ended = desk.kinds.count("slip_printed") + desk.kinds.count("slip_torn")

    assert desk.kinds.count("slip_printed") <= jobs
    assert desk.kinds.count("slip_started") == ended
    assert len(numbers) == len(set(numbers))
    assert desk.printer.paper_mm >= 0
    assert not desk.printer.is_printing


def _move(desk: Bench, what: str, name: str) -> Callable[[], Any]:
    if what == "pull":
        return desk.levers[f"printer.{name}"].pull
    if what == "release":
        return desk.levers[f"printer.{name}"].release
    if what == "job":
        return desk.send
    return getattr(desk.printer, name)  # type: ignore[no-any-return]
