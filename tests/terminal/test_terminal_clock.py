"""The terminal's own clock: what it stamps, when it is wrong, and what sets it right."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.moments import DAY, HOUR, SECOND
from emulator.kernel.lever import Lever, levers_of
from emulator.kernel.world import World
from emulator.terminal.clock import TerminalClock
from emulator.terminal.program import Ports
from tests.terminal.conftest import Bench

WALL = datetime(2026, 3, 2, 10, 0)


def clock_with_lever(start: datetime = WALL) -> tuple[World, TerminalClock, Lever]:
    """A clock that nobody sets."""
    world = World(seed=1, start=start)
    clock = TerminalClock(world)
    return world, clock, levers_of(world, "terminal", clock)["terminal.clock_off"]


def bench_with_clock() -> tuple[Bench, TerminalClock, Lever]:
    """A terminal whose clock can be put wrong; its host stamps 2 March, 10:15:30."""
    bench = Bench()
    clock = TerminalClock(bench.world)
    bench.power.off()
    bench.ports = Ports(
        bench.line.low, bench.printer, bench.console.terminal_end, bench.storage, bench.world, clock
    )
    bench.power.on()
    return bench, clock, levers_of(bench.world, "terminal", clock)["terminal.clock_off"]


def stamps(bench: Bench) -> list[tuple[str, str]]:
    """Date and time of every slip, in order."""
    return [(job.receipt.values["date"], job.receipt.values["time"]) for job in bench.printer.jobs]


# The clock ----------------------------------------------------------------------------------------


@given(offset_us=st.integers(-400 * DAY, 400 * DAY), later_us=st.integers(0, 30 * DAY))
def test_a_fixed_error_stays(offset_us: int, later_us: int) -> None:
    """However much time passes."""
    world, clock, lever = clock_with_lever()
    lever.pull(offset_us=offset_us)
    world.run_until(later_us)

    assert (offset_us, world.clock.at(later_us + offset_us)) == (clock.off_us, clock.now())


@pytest.mark.parametrize(("days", "off_us"), [(0, 0), (1, HOUR), (3, 3 * HOUR)])
def test_a_drift_grows_from_day_to_day(days: int, off_us: int) -> None:
    """An hour a day, from the moment at which the lever was pulled."""
    world, clock, lever = clock_with_lever()
    world.run_until(5 * HOUR)
    lever.pull(offset_us=0, daily_drift_us=HOUR)
    world.run_until(5 * HOUR + days * DAY)

    assert off_us == clock.off_us


def test_a_clock_that_is_set_goes_on_drifting() -> None:
    """Who sets it does not mend it; that is what releasing the lever does."""
    world, clock, lever = clock_with_lever()
    lever.pull(offset_us=0, daily_drift_us=HOUR)
    world.run_until(DAY)
    was_off = clock.set_right()
    right_us = clock.off_us
    world.run_until(2 * DAY)
    drifted_us = clock.off_us
    lever.release()
    world.run_until(9 * DAY)

    assert (True, 0, HOUR, 0) == (was_off, right_us, drifted_us, clock.off_us)


def test_a_right_clock_needs_no_setting() -> None:
    """Nothing changed, and it says so; nor has it a stamp of its own."""
    _, clock, _ = clock_with_lever()

    assert (False, None) == (clock.set_right(), clock.stamp_if_off())


def test_a_clock_is_off_until_it_neither_differs_nor_drifts() -> None:
    """It tells before the first difference is to be seen, so that no stamp is missed."""
    _, clock, lever = clock_with_lever()
    seen = [clock.is_off]
    lever.pull(offset_us=0, daily_drift_us=HOUR)
    seen.append(clock.is_off)
    clock.set_right()
    seen.append(clock.is_off)
    lever.release()
    seen.append(clock.is_off)
    lever.pull(offset_us=HOUR)
    clock.set_right()

    assert [False, True, True, False, False] == [*seen, clock.is_off]


# What it stamps -----------------------------------------------------------------------------------


def test_a_sale_has_the_hosts_time_while_the_clock_is_right() -> None:
    """The two agree, so the host's stamp stands for both and nothing else is written down."""
    bench, _, _ = bench_with_clock()
    bench.sell()
    bench.run()
    (verdict,) = [e for e in bench.events("storage.written") if e.detail["record"] == "verdict"]

    assert {("2026-03-02", "10:15:30")} == set(stamps(bench))
    assert "own_time" not in verdict.detail


def test_a_wrong_clock_stamps_slip_and_record() -> None:
    """A day behind."""
    bench, _, lever = bench_with_clock()
    lever.pull()
    bench.sell()
    bench.run()
    (verdict,) = [e for e in bench.events("storage.written") if e.detail["record"] == "verdict"]

    assert {"2026-03-01"} == {day for day, _ in stamps(bench)}
    assert verdict.detail["own_time"].startswith("0301100")


def test_a_reprint_says_what_the_slip_said() -> None:
    """Also when the clock was set meanwhile."""
    bench, clock, lever = bench_with_clock()
    lever.pull()
    bench.sell()
    bench.run()
    clock.set_right()
    bench.errand("reprint_last")
    bench.run()

    assert 1 == len(set(stamps(bench)))
    assert 4 == len(stamps(bench))


def test_a_list_has_the_time_at_which_it_is_printed() -> None:
    """What no host stamps carries the terminal's own time."""
    bench, _, lever = bench_with_clock()
    bench.sell()
    bench.run()
    lever.pull(offset_us=2 * HOUR)
    bench.errand("totals")
    bench.run()

    assert "12:0" == stamps(bench)[-1][1][:4]


def test_the_year_is_that_of_the_own_clock() -> None:
    """A day behind on 2 January is 1 January, two days behind is another year."""
    _, clock, lever = clock_with_lever(datetime(2026, 1, 2, 10, 0))
    lever.pull(offset_us=-2 * DAY)

    assert (2025, "1231100000") == (clock.now().year, clock.stamp_if_off())


def test_the_power_does_not_matter() -> None:
    """The clock has a battery of its own."""
    bench, clock, lever = bench_with_clock()
    lever.pull(offset_us=-HOUR)
    bench.power.off()
    bench.run(5)
    bench.power.on()
    bench.run(20)

    assert -HOUR == clock.off_us


# Setting it ---------------------------------------------------------------------------------------


def test_a_sign_in_sets_it() -> None:
    """By the host's answer, as real terminals do."""
    bench, clock, lever = bench_with_clock()
    lever.pull(offset_us=-DAY)
    bench.errand("sign_in")
    bench.run()

    assert 0 == clock.off_us


def test_a_refused_sign_in_sets_nothing() -> None:
    """The host's answer names no time that could be trusted."""
    bench, clock, lever = bench_with_clock()
    lever.pull(offset_us=-DAY)
    bench.host.rules.append(
        lambda request, _: [request.answer("96")] if request.kind == "sign_in" else None
    )
    bench.errand("sign_in")
    bench.run()

    assert -DAY == clock.off_us


def test_without_a_clock_of_its_own_a_terminal_is_right() -> None:
    """A bench that hands none in; a minute has sixty seconds there too."""
    bench = Bench()
    bench.sell()
    bench.run(60)

    assert 60 * SECOND == bench.world.now_us
    assert {("2026-03-02", "10:15:30")} == set(stamps(bench))
