"""What can go wrong with the printer, at which instant it strikes, and how it is mended."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.settings import PRINTER_PROFILES
from tests.printer.conftest import WORDS_MM, Bench

STOPS = [
    ("cover_open", "cover_open", "cover_opened"),
    ("jam", "jam", "jammed"),
    ("head_failure", "fault", "head_failed"),
]
"""Levers that stop the paper, what the terminal is told, and what the camera sees."""


@pytest.mark.parametrize(("lever", "result", "event"), STOPS)
@pytest.mark.parametrize("at_mm", [0, 1, 39, WORDS_MM - 5])
def test_trouble_tears_the_slip_at_its_instant(
    bench: type[Bench], lever: str, result: str, event: str, at_mm: int
) -> None:
    """What is out is a torn piece, and the printer is made to forget the rest."""
    desk = bench()
    desk.send()
    desk.at_mm(at_mm, lambda: desk.pull(lever))
    desk.runs()

    assert ["slip_started", event, "slip_torn"] == desk.kinds
    assert [{"slip": 1}] == desk.seen(event)
    assert [(lever, at_mm)] == [
        (slip["reason"], slip["printed_mm"]) for slip in desk.seen("slip_torn")
    ]
    assert [result] == desk.results


def test_trouble_within_the_last_words_tears_the_slip_too(bench: type[Bench]) -> None:
    """They wait until all others are proven to be on paper, so the paper stands still a moment."""
    desk = bench()
    desk.send()
    desk.at_mm(WORDS_MM - 1, lambda: desk.pull("jam"))
    desk.runs()

    assert ["jam"] == desk.results
    assert [WORDS_MM - 2] == [slip["printed_mm"] for slip in desk.seen("slip_torn")]


@pytest.mark.parametrize(("lever", "result", "event"), STOPS)
def test_trouble_behind_the_last_words_finds_a_whole_slip(
    bench: type[Bench], lever: str, result: str, event: str
) -> None:
    """Only feed is missing: the slip counts, and the trouble is there for the next one."""
    desk = bench()
    desk.send()
    desk.at_mm(WORDS_MM + 2, lambda: desk.pull(lever))
    desk.at(10_000_000, desk.send)
    desk.runs()

    assert ["printed", result] == desk.results
    assert 1 == desk.kinds.count("slip_printed")
    assert [] == desk.seen("slip_torn")


@pytest.mark.parametrize(("lever", "result", "event"), STOPS)
def test_a_broken_printer_begins_nothing(
    bench: type[Bench], lever: str, result: str, event: str
) -> None:
    """The job is refused with no paper moved."""
    desk = bench()
    desk.pull(lever)
    desk.send()
    desk.runs()

    assert [event] == desk.kinds
    assert [(result, 0)] == [(one.result, one.printed_mm) for _, one in desk.reports]


@pytest.mark.parametrize(
    ("lever", "deed", "event"),
    [
        ("paper_out", "load_paper", "paper_loaded"),
        ("cover_open", "close_cover", "cover_closed"),
        ("jam", "clear_jam", "cleared"),
        ("head_failure", "replace_print_head", "cleared"),
        ("feed_button", "release_feed_button", "cleared"),
        ("cover_lies", "replace_sensor", "cleared"),
        ("cable_unplugged", "reconnect_printer_cable", "cleared"),
        ("no_answers", "reconnect_printer_cable", "cleared"),
        ("wrong_baud", "set_up_printer_line", "cleared"),
    ],
)
def test_people_mend_it_and_the_lever_finds_nothing_to_do(
    bench: type[Bench], lever: str, deed: str, event: str
) -> None:
    """The lever is still pulled; the printer works; releasing changes nothing."""
    desk = bench()
    desk.pull(lever)
    desk.runs(1_000_000)
    mended = desk.mends(deed)
    desk.send()
    desk.runs()
    desk.release(lever)
    left_mm = desk.printer.paper_mm
    desk.runs()

    assert mended
    assert ["printed"] == desk.results
    assert 1 == desk.kinds.count(event)
    assert left_mm == desk.printer.paper_mm


@pytest.mark.parametrize(
    "lever",
    [
        "paper_out", "near_end", "cover_open", "jam", "hot_head", "head_failure", "feed_button",
        "stuck", "stuck_busy", "no_answers", "cable_unplugged", "wrong_baud", "line_noise",
        "near_end_lies", "cover_lies", "drawer_open", "power_cut", "flow_control_ignored",
        "wrong_side", "faded",
    ],
)  # fmt: skip
def test_a_released_lever_has_mended(bench: type[Bench], lever: str) -> None:
    """The next job is printed, and it can be read."""
    desk = bench(profile="epson_58")
    desk.pull(lever)
    desk.runs(1_000_000)
    desk.release(lever)
    desk.send()
    desk.runs()

    assert ["printed"] == desk.results
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]


@pytest.mark.parametrize("deed", sorted(set(Bench().printer.deeds) - {"load_paper", "feed_paper"}))
def test_a_repair_of_what_is_whole_says_so(bench: type[Bench], deed: str) -> None:
    """False, and nothing is noted; one that is built in has no switch either."""
    desk = bench()

    assert not desk.mends(deed)
    assert [] == desk.kinds


def test_a_mended_printer_does_not_resume_a_slip(bench: type[Bench]) -> None:
    """The torn piece stays one; the terminal sends the job again."""
    desk = bench()
    desk.send()
    desk.at_mm(4, lambda: desk.pull("jam"))
    desk.at_mm(8, lambda: desk.release("jam"))
    desk.runs()

    assert 1 == desk.kinds.count("slip_started")
    assert ["jam"] == desk.results


# The roll -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [0, 1, 9])
def test_the_roll_ends_after_so_many_lines_of_the_next_slip(bench: type[Bench], line: int) -> None:
    """Pulled while nothing is printed."""
    desk = bench()
    desk.pull("paper_out", line=line)
    desk.send()
    desk.runs()

    assert ["paper_out"] == desk.results
    assert [line * 4][: bool(line)] == [slip["printed_mm"] for slip in desk.seen("slip_torn")]


@pytest.mark.parametrize(("setting", "printed_mm"), [({"line": 7}, 28), ({"mm": 30}, 30)])
def test_the_roll_ends_after_so_much_of_the_slip_under_way(
    bench: type[Bench], setting: dict[str, int], printed_mm: int
) -> None:
    """Counted from the top of that slip."""
    desk = bench()
    desk.send()
    desk.at_mm(8, lambda: desk.pull("paper_out", **setting))
    desk.runs()

    assert [printed_mm] == [slip["printed_mm"] for slip in desk.seen("slip_torn")]


def test_lines_that_are_printed_already_end_the_roll_at_once(bench: type[Bench]) -> None:
    """The paper cannot go back."""
    desk = bench()
    desk.send()
    desk.at_mm(20, lambda: desk.pull("paper_out", line=2))
    desk.runs()

    assert [20] == [slip["printed_mm"] for slip in desk.seen("slip_torn")]


def test_an_empty_roll_is_seen_while_nothing_prints(bench: type[Bench]) -> None:
    """Without a slip and a line, because there is none."""
    desk = bench()
    desk.pull("paper_out")
    desk.runs()

    assert [{}] == desk.seen("paper_out")


def test_near_end_shortens_the_roll_to_the_threshold(bench: type[Bench]) -> None:
    """The sensor trips and printing goes on."""
    desk = bench(near_end_mm=1_500)
    desk.send()
    desk.at_mm(4, lambda: desk.pull("near_end"))
    desk.runs()

    assert [{"slip": 1, "line": 1}] == desk.seen("near_end")
    assert ["printed"] == desk.results
    assert 1_500 - 100 == desk.printer.paper_mm


def test_the_lever_that_shortened_the_roll_last_mends_it(bench: type[Bench]) -> None:
    """An older one finds nothing to do."""
    desk = bench()
    desk.pull("near_end")
    desk.pull("paper_out")
    desk.release("near_end")
    empty_mm = desk.printer.paper_mm
    desk.release("paper_out")

    assert (0, 18_000) == (empty_mm, desk.printer.paper_mm)


# Anything in any order ------------------------------------------------------------------------

LEVERS = tuple(name.partition(".")[2] for name in Bench().levers)
DEEDS = tuple(Bench().printer.deeds)
MOVES = st.tuples(
    st.integers(min_value=0, max_value=1_500_000),
    st.sampled_from(
        [
            *(("pull", name) for name in LEVERS),
            *(("release", name) for name in LEVERS),
            *(("mends", name) for name in DEEDS),
            ("power", "power_off"),
            ("power", "power_on"),
            ("send", ""),
        ]
    ),
)


@settings(max_examples=80, deadline=None)
@given(
    profile=st.sampled_from(PRINTER_PROFILES),
    recovery=st.sampled_from(("clear", "resume")),
    roll_mm=st.integers(min_value=0, max_value=300),
    moves=st.lists(MOVES, max_size=14),
)
def test_whatever_happens_the_trace_stays_sound(
    profile: str, recovery: str, roll_mm: int, moves: list[tuple[int, tuple[str, str]]]
) -> None:
    """What has begun is printed or torn before the next begins; a job has two reports at most."""
    desk = Bench(
        profile=profile, recovery=recovery, roll_mm=roll_mm, new_roll_mm=400, near_end_mm=50
    )
    desk.send()
    for at_us, (what, name) in moves:
        desk.at(at_us, _move(desk, what, name))
    desk.runs(120_000_000)
    for name in LEVERS:
        desk.release(name)
    desk.printer.power_on()
    desk.runs(120_000_000)
    numbers = [report.number for _, report in desk.reports]
    under_way = 0
    for kind in desk.kinds:
        under_way += (kind == "slip_started") - (kind in ("slip_printed", "slip_torn"))

        assert under_way in (0, 1)
    assert all(numbers.count(number) <= 2 for number in numbers)
    assert desk.printer.paper_mm >= 0


def _move(desk: Bench, what: str, name: str) -> Callable[[], Any]:
    if what == "send":
        return desk.send
    if what == "power":
        return getattr(desk.printer, name)  # type: ignore[no-any-return]
    return lambda: getattr(desk, what)(name)
