"""Slips that go by are the same slips as those that are printed byte by byte."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.settings import PRINTER_PROFILES
from emulator.domain.trace import TraceEvent
from tests.printer.conftest import VALUES, Bench
from tests.printer.test_printer_levers import MOVES, _move

SECOND = 1_000_000


def day(bench: Bench, moves: list[tuple[int, tuple[str, str]]]) -> tuple[list[TraceEvent], Any]:
    """Ten slips, three seconds apart, and what somebody does meanwhile."""
    for number in range(10):
        values = {**VALUES, "stan": f"{number:06d}", "amount_fen": 7 * 10**number}
        bench.at(
            number * 3 * SECOND,
            lambda values=values, number=number: bench.send(
                values=values, copy="merchant" if number % 2 else "cardholder"
            ),
        )
    for at_us, (what, name) in moves:
        bench.at(at_us, _move(bench, what, name))
    bench.runs(60 * SECOND)
    return list(bench.world.trace), bench.reports


@settings(max_examples=60, deadline=None)
@given(
    profile=st.sampled_from(PRINTER_PROFILES),
    roll_mm=st.integers(min_value=0, max_value=1_500),
    moves=st.lists(
        st.tuples(st.integers(min_value=0, max_value=40 * SECOND), MOVES.map(lambda m: m[1])),
        max_size=8,
    ),
)
def test_the_trace_is_the_same_with_and_without(
    profile: str, roll_mm: int, moves: list[tuple[int, tuple[str, str]]]
) -> None:
    """Whatever disturbs them and when: every event, at the same microsecond."""
    setup = {"profile": profile, "roll_mm": roll_mm, "near_end_mm": 200}

    assert day(Bench(byte_by_byte=True, **setup), moves) == day(Bench(**setup), moves)


def test_a_disturbance_in_the_instant_of_an_event_is_the_same() -> None:
    """A strike at the very beginning or end of a slip finds what it would have found."""
    for kind in ("slip_started", "slip_printed"):
        traces = []
        for byte_by_byte in (True, False):
            bench = Bench(byte_by_byte=byte_by_byte)
            bench.world.listen(
                lambda event, bench=bench: (
                    bench.world.soon(lambda: bench.pull("paper_out", line=3))
                    if event.detail["slip"] == 3
                    else None
                ),
                [kind],
            )
            traces.append(day(bench, []))

        assert traces[0] == traces[1]


def test_paper_behind_slips_that_went_by_is_nobodys() -> None:
    """Not even that of a slip which was torn before them."""
    traces = []
    for byte_by_byte in (True, False):
        bench = Bench(byte_by_byte=byte_by_byte)
        bench.at_mm(20, lambda bench=bench: bench.pull("jam"))
        bench.at(2 * SECOND, lambda bench=bench: bench.mends("clear_jam"))
        traces.append(day(bench, [(33 * SECOND, ("pull", "feed_button"))]))

    assert traces[0] == traces[1]
    assert "feed_pressed" == traces[0][0][-1].kind


def test_slips_that_go_by_cost_two_calls() -> None:
    """One when it begins and one when it ends; that is what they are for."""
    bench = Bench()
    bench.send()
    bench.runs(10 * SECOND)
    before = len(bench.world.env._queue)
    bench.send()

    assert before + 2 == len(bench.world.env._queue)


def test_a_slip_right_behind_another_is_printed_byte_by_byte() -> None:
    """The head is still warm; the paper is the same all the same."""
    bench = Bench()
    bench.send()
    bench.runs(10 * SECOND)
    bench.send()
    bench.send(copy="cardholder")
    bench.runs(10 * SECOND)

    assert ["printed"] * 3 == bench.results
    assert [1, 2, 3] == [slip["slip"] for slip in bench.seen("slip_printed")]
    assert 18_000 - (26 + 26 + 24) * 4 == bench.printer.paper_mm


def test_looking_at_the_printer_in_mid_slip_finds_it_printing() -> None:
    """Whoever looks sees where the paper stands."""
    bench = Bench()
    bench.send()
    bench.runs(10 * SECOND)
    bench.send()
    found: list[Any] = []
    bench.at_mm(
        40, lambda: found.append((bench.printer.is_printing, bench.printer.paper_mm)), slip=2
    )
    bench.runs(10 * SECOND)

    assert [(True, 18_000 - 104 - 40)] == found
    assert ["printed", "printed"] == bench.results
