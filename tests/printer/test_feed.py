"""Where the paper stands, to the millimetre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.printer.feed import Feed

SPEEDS = st.integers(min_value=1, max_value=400)
MOMENTS = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(("now_us", "out_mm"), [(99, 0), (9_999, 0), (10_000, 1), (10_001, 1)])
def test_a_millimetre_counts_when_all_of_it_is_out(now_us: int, out_mm: int) -> None:
    """At 100 mm/s that is every 10 ms."""
    assert out_mm == Feed(0, 100).at_mm(now_us)


@given(SPEEDS, MOMENTS, st.integers(min_value=0, max_value=100_000))
def test_the_due_moment_is_the_first_at_which_it_is_out(
    speed_mm_s: int, began_us: int, mm: int
) -> None:
    """Also for speeds that do not divide a second, and before moment 0."""
    feed = Feed(began_us, speed_mm_s)
    due_us = feed.due_us(mm)

    assert mm == feed.at_mm(due_us)
    assert mm == 0 or feed.at_mm(due_us - 1) == mm - 1


def test_paused_paper_stands_still() -> None:
    """However long it takes."""
    feed = Feed(0, 100)
    feed.pause(50_000)

    assert 5 == feed.at_mm(50_000_000)


def test_paper_goes_on_from_where_it_stopped() -> None:
    """The pause is not made up for."""
    feed = Feed(0, 100)
    feed.pause(50_000)
    feed.go_on(70_000)

    assert (5, 6) == (feed.at_mm(79_999), feed.at_mm(80_000))


def test_a_second_pause_changes_nothing() -> None:
    """The first one counts."""
    feed = Feed(0, 100)
    feed.pause(50_000)
    feed.pause(90_000)

    assert 5 == feed.at_mm(100_000)


def test_going_on_without_a_pause_changes_nothing() -> None:
    """It moves anyway."""
    feed = Feed(0, 100)
    feed.go_on(50_000)

    assert 5 == feed.at_mm(50_000)
