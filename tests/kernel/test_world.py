"""Time, chance and the trace."""

from datetime import datetime

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.trace import Trace, decode_event
from emulator.kernel.world import Restless, Steps, World

START = datetime(2026, 3, 2, 10, 0)


def world(seed: int = 0, *, keep: bool = True) -> World:
    return World(seed=seed, start=START, keep=keep)


def test_events_due_at_the_end_are_run() -> None:
    """`run_until` runs what is due at that very microsecond and leaves the clock there."""
    w = world()
    seen: list[int] = []
    w.after(10, lambda: seen.append(w.now_us))
    w.after(11, lambda: seen.append(w.now_us))

    w.run_until(10)

    assert [10] == seen
    assert 10 == w.now_us


def test_what_is_done_at_the_end_may_lead_to_more_at_that_instant() -> None:
    """`run_until` stops only when nothing more is due at the last microsecond."""
    w = world()
    seen: list[str] = []

    def first() -> None:
        seen.append("first")
        w.after(0, seen.append, "second")

    w.after(10, first)
    w.run_until(10)

    assert ["first", "second"] == seen


def test_a_call_gets_its_arguments() -> None:
    """`after` hands over what it was given, so that nobody needs a closure."""
    w = world()
    seen: list[tuple[str, int]] = []
    w.after(5, lambda *args: seen.append(args), "a", 1)

    w.run_until(5)

    assert [("a", 1)] == seen


def test_calls_of_an_instant_keep_their_order() -> None:
    """Among equals, who was scheduled first comes first, be it a call or a process."""
    w = world()
    order: list[str] = []

    def sleeper() -> Steps[None]:
        yield w.sleep(5)
        order.append("process")

    w.after(5, order.append, "before")
    w.spawn(sleeper())
    w.run_until(0)
    w.after(5, order.append, "behind")
    w.run_until(5)

    assert ["before", "process", "behind"] == order


def test_nothing_is_done_in_the_past() -> None:
    """A negative span is a bug of the caller and is not taken."""
    with pytest.raises(AssertionError):
        world().after(-1, lambda: None)


def test_simpy_sees_the_same_time() -> None:
    """The clock of SimPy's environment goes with the world's."""
    w = world()
    seen: list[tuple[float, int]] = []
    w.after(7, lambda: seen.append((w.env.now, w.now_us)))

    w.run_until(9)

    assert [(7, 7)] == seen
    assert (9, 9) == (w.env.now, w.now_us)


def test_simpys_own_events_live_on_the_same_queue() -> None:
    """A part may wait for whatever SimPy offers, also for one of several events."""
    w = world()
    woken_at_us: list[int] = []

    def part() -> Steps[None]:
        yield w.sleep(50) | simpy.Timeout(w.env, 20)
        woken_at_us.append(w.now_us)

    w.spawn(part())
    w.run_until(100)

    assert [20] == woken_at_us


def test_a_process_that_fails_stops_the_run_with_its_own_error() -> None:
    """Nobody waits for it, so the error comes out where time passes; time can go on after it."""
    w = world()
    seen: list[str] = []

    def failing() -> Steps[None]:
        yield w.sleep(1)
        raise ZeroDivisionError("of the part's own")

    w.spawn(failing())
    w.after(2, seen.append, "later")

    with pytest.raises(ZeroDivisionError, match="of the part's own"):
        w.run_until(10)
    w.run_until(20)

    assert (["later"], 20) == (seen, w.now_us)


def test_waking_hands_over_a_value() -> None:
    """Who waits for an event goes on with what `wake` was given, at that instant."""
    w = world()
    event = simpy.Event(w.env)
    got: list[tuple[int, str]] = []

    def part() -> Steps[None]:
        value = yield event
        got.append((w.now_us, value))

    w.spawn(part())
    w.after(3, w.wake, event, "x")
    w.run_until(10)

    assert [(3, "x")] == got


def test_soon_comes_before_what_was_scheduled_earlier() -> None:
    """A strike at an instant happens ahead of everything else that is due then."""
    w = world()
    order: list[str] = []
    w.after(5, lambda: order.append("usual"))
    w.soon(lambda: order.append("strike"), after_us=5)

    w.run_until(5)

    assert ["strike", "usual"] == order


def test_listener_can_strike_right_behind_a_step_that_pauses() -> None:
    """A part that pauses after a step lets a listener's strike happen before it goes on."""
    w = world()
    order: list[str] = []
    w.listen(lambda _: w.soon(lambda: order.append("strike")), ("stepped",))

    def part() -> Steps[None]:
        yield w.sleep(1)
        w.note("part", "stepped")
        yield from w.pause()
        order.append("went on")

    w.spawn(part())
    w.run_until(10)

    assert ["strike", "went on"] == order


def test_pause_costs_nothing_when_nobody_strikes() -> None:
    """Without a strike a pause schedules no event."""
    w = world()

    assert [] == list(w.pause())


def test_a_new_stream_shifts_nobody_elses_dice() -> None:
    """Values of one stream do not depend on which other streams exist."""
    alone, crowded = world(7), world(7)
    crowded.random("newcomer").below(10)

    expected = [alone.random("uplink").below(1000) for _ in range(5)]
    actual = [crowded.random("uplink").below(1000) for _ in range(5)]

    assert expected == actual


def test_streams_keep_their_values_for_ever() -> None:
    """The dice of a seed are part of the recording format."""
    stream = world(1).random("uplink")

    assert [71, 92, 56, 81, 26] == [stream.below(100) for _ in range(5)]


@given(st.integers(0, 2**32), st.integers(-5, 5), st.integers(0, 100))
def test_between_stays_in_its_bounds(seed: int, low: int, width: int) -> None:
    """`between` gives both ends and nothing outside."""
    value = world(seed).random("x").between(low, low + width)

    assert low <= value <= low + width


def test_digest_is_the_digest_of_the_recorded_lines() -> None:
    """The digest of a run is that of its kept trace and of the lines a tap received."""
    w = world()
    lines: list[bytes] = []
    w.tap(lines.append)
    for n in range(200):
        w.note("part", "stepped", n=n)

    digest = w.digest()
    w.finish()

    assert digest == w.trace.digest()
    recorded = Trace(decode_event(line) for line in b"".join(lines).splitlines())
    assert digest == recorded.digest()


def test_a_tap_that_comes_after_the_first_events_still_gets_them() -> None:
    """A recording is opened when the run has announced itself."""
    w = world()
    w.note("bench", "run_started")
    lines: list[bytes] = []
    w.tap(lines.append)
    w.note("bench", "run_ended")
    w.finish()

    recorded = [decode_event(line).kind for line in b"".join(lines).splitlines()]

    assert ["run_started", "run_ended"] == recorded


def test_a_streaming_world_keeps_no_events() -> None:
    """With `keep=False` the digest is the same and nothing stays in memory."""
    kept, streamed = world(), world(keep=False)
    for w in (kept, streamed):
        for n in range(100):
            w.note("part", "stepped", n=n)
        w.finish()

    assert kept.digest() == streamed.digest()
    assert 0 == len(streamed.trace)


def test_the_trace_holds_everything_noted_so_far() -> None:
    """Whoever looks in the middle of a run misses nothing."""
    w = world()
    w.note("part", "stepped")

    assert ["part.stepped"] == [event.name for event in w.trace]


def test_listeners_hear_only_the_kinds_they_asked_for() -> None:
    """A listener for one kind hears no other, also when it comes late."""
    w = world()
    heard: list[str] = []
    w.note("a", "other")
    w.listen(lambda e: heard.append(e.name), ("wanted",))
    w.note("a", "wanted")
    w.note("b", "other")

    assert ["a.wanted"] == heard


def test_wall_clock_is_the_start_plus_the_time() -> None:
    """The shop's clock follows simulated time over midnight."""
    w = world()
    w.run_until(14 * 3600 * 1_000_000)

    assert datetime(2026, 3, 3, 0, 0) == w.clock.at(w.now_us)


def test_a_loop_in_which_no_time_passes_is_ended() -> None:
    """A process that waits for nothing, over and over, is named instead of hanging the run."""
    w = world()
    w.step_limit = 1000

    def loops() -> Steps[None]:
        while True:
            yield w.sleep(0)

    w.spawn(loops())

    with pytest.raises(Restless, match="1000 steps"):
        w.run_until(10)
    assert 0 == w.now_us
