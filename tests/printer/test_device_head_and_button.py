"""The head's own heat, and the feed button."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.moments import SECOND
from emulator.domain.paper import Dots, Line, Style, Text
from emulator.printer.device.effects import LinePrinted
from emulator.printer.device.heat import Head, black_dots
from emulator.printer.profile import PROFILES
from tests.printer.device_bench import CUT, LINE_US, DeviceBench

BLACK = b"\x1dv0\x00\x48\x00\x64\x00" + b"\xff" * 72 * 100
"""A picture of 100 rows of 576 black dots."""
HOT = {"heat_limit": 250, "heat_resume": 150, "cooling_per_s": 100, "buffer_bytes": 40_000}


def black(rows: int) -> bytes:
    """A picture of so many hundred rows."""
    return BLACK * (rows // 100)


def test_a_head_that_prints_much_black_rests_and_goes_on_by_itself() -> None:
    """It stops between two lines and says so while it rests."""
    bench = DeviceBench(**HOT).feed(black(500) + CUT)
    bench.at(310_000)
    resting = bench.status()
    bench.wait()

    assert "1A 52 52 12" == resting
    assert ["hot", "cool", "hot", "cool"] == [kind for _, kind, _ in bench.troubles]
    assert [("cut", 500)] == [(strip.end, strip.length) for strip in bench.strips]


def test_it_rests_for_as_long_as_its_heat_takes_to_leave() -> None:
    """From where it stopped down to the lower mark; rows are told in lines of 24."""
    bench = DeviceBench(**HOT).feed(black(300) + CUT).wait()
    (hot_us, _, rows), (cool_us, *_) = bench.troubles[:2]
    left_since_first_line = (hot_us - 24_000) * 100 // SECOND
    heat_percent = rows * 100 - (hot_us - 24_000) * 100 * 100 // SECOND

    assert rows - left_since_first_line > 250
    assert (heat_percent - 150 * 100) * SECOND == (cool_us - hot_us) * 100 * 100


def test_blank_paper_heats_nothing() -> None:
    """Neither fed lines nor those of a head that does not heat."""
    fed = DeviceBench(**HOT).feed(b"\n" * 100 + CUT).wait()
    faded = DeviceBench(**HOT).do("fade").feed(black(400) + CUT).wait()

    assert ([], []) == (fed.troubles, faded.troubles)


def test_text_can_be_printed_for_ever() -> None:
    """A fifth of its cells is black."""
    bench = DeviceBench("built_in", roll_mm=100_000)
    for _ in range(200):
        bench.feed(b"0123456789 0123456789 0123456789\n" * 20).wait(7 * SECOND)

    assert [] == bench.troubles


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_no_printer_prints_three_metres_of_black_without_a_rest(name: str) -> None:
    """As it comes from its maker."""
    bench = DeviceBench(name, buffer_bytes=2_000_000, speed_mm_s=PROFILES[name].speed_mm_s)
    bench.feed(black(24_000)).wait(60 * SECOND)

    assert "hot" in [kind for _, kind, _ in bench.troubles]


def test_ink_is_counted_in_pictures_and_estimated_in_text() -> None:
    """20 percent of a cell, 30 if bold, 80 if inverse; Chinese characters are wider."""

    def ink(*items: Text | Dots) -> int:
        return black_dots(Line(48, items))

    assert 12 * 24 * 10 // 5 == ink(Text(0, "0123456789"))
    assert 9 * 17 * 10 // 5 == ink(Text(0, "0123456789", Style(font="B")))
    assert 12 * 24 * 3 * 10 // 10 == ink(Text(0, "0123456789", Style(bold=True)))
    assert 12 * 24 * 4 // 5 * 10 == ink(Text(0, "0123456789", Style(inverse=True))) - 4
    assert 24 * 24 * 2 // 5 == ink(Text(0, "收银"))
    assert 12 * 24 * 4 // 5 == ink(Text(0, "x", Style(width=2, height=2)))
    assert 3 == ink(Dots(0, 8, 2, b"\x81\x10"))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 90), st.integers(0, 8), st.integers(0, 2_000_000), st.booleans()),
        max_size=40,
    )
)
def test_heat_is_what_it_would_be_if_every_line_were_counted(
    lines: list[tuple[int, int, int, bool]],
) -> None:
    """However late it is counted, and whoever asks in between."""
    profile = msgspec.structs.replace(
        PROFILES["built_in"], width=8, heat_limit=200, heat_resume=90, cooling_per_s=50
    )
    head, heat, at_us = Head(profile), 0, 0
    for rows, black_in_row, pause_us, asks in lines:
        picture = Dots(0, 8, rows, bytes(((1 << black_in_row) - 1,)) * rows)
        heat = max(heat - pause_us * 50, 0) + rows * black_in_row * SECOND // 8
        at_us += pause_us
        is_hot = head.print(Line(rows, (picture,)), at_us)

        assert (heat >= 200 * SECOND) == is_hot
        if is_hot:
            assert at_us + -(-(heat - 90 * SECOND) // 50) == head.cool_us()
        if asks:
            assert 1 <= head.rows_until_hot <= max((200 * SECOND - heat) // SECOND, 1)


# The feed button -------------------------------------------------------------------------------


def test_while_the_button_is_held_blank_lines_come_out() -> None:
    """The one that has begun is finished after it is let go."""
    bench = DeviceBench().do("press_feed").at(100_000).do("release_feed").wait()

    assert 120 == bench.device.strip_dots
    assert "12 12 12 12" == bench.status()


def test_while_a_fed_line_is_finished_it_still_says_that_it_feeds() -> None:
    """The button is up already."""
    bench = DeviceBench().do("press_feed").at(100_000).do("release_feed")

    assert ("1A 1A 12 12", "58 00 00 00") == (bench.status(), bench.automatic_status())


def test_a_line_that_is_coming_out_is_finished_first_and_the_others_wait() -> None:
    """They follow when the button is let go."""
    bench = DeviceBench()
    bench.device.tells_lines = True
    bench.feed(b"one\ntwo\n" + CUT).at(10_000).do("press_feed").at(70_000).do("release_feed")
    bench.wait()

    heights = [bool(e.line.items) for e in bench.effects if isinstance(e, LinePrinted)]

    assert [True, False, False, True] == heights
    assert [("cut", ["one", "two"])] == bench.papers


def test_the_button_feeds_until_the_paper_is_out() -> None:
    """Then it is a printer without paper whose button is held."""
    bench = DeviceBench().do("leave_on_roll", 100).do("press_feed").wait()

    assert (100 * 1_000, "paper_out", 100) == bench.troubles[-1]
    assert "5A 32 12 7E" == bench.status()


def test_the_button_feeds_nothing_while_the_cover_is_open() -> None:
    """Closed again, it does."""
    bench = DeviceBench().do("open_cover").do("press_feed").wait(SECOND)
    fed = bench.device.strip_dots
    bench.do("close_cover").wait(LINE_US)

    assert (0, 30) == (fed, bench.device.strip_dots)


def test_a_host_may_disable_the_button() -> None:
    """ESC c 5, until ESC @."""
    bench = DeviceBench().feed(b"\x1bc5\x01").do("press_feed").wait(SECOND)
    disabled = (bench.device.strip_dots, bench.status())
    bench.feed(b"\x1b@").wait(LINE_US)

    assert ((0, "12 12 12 12"), 30) == (disabled, bench.device.strip_dots)


def test_a_clear_drops_the_line_that_is_being_fed() -> None:
    """The strip ends there; the button feeds the next one."""
    clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
    bench = DeviceBench().do("press_feed").at(45_000).feed(clear).do("release_feed").wait()

    assert [("cleared", 45)] == [(strip.end, strip.length) for strip in bench.strips]
    assert "12 12 12 12" == bench.status()
