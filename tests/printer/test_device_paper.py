"""The roll runs out, near its end or at it, and another one is put in."""

import pytest

from emulator.domain.moments import SECOND
from emulator.domain.paper import Dots, Line, Text
from emulator.printer.device.effects import StripEnded
from emulator.printer.device.strip import rest_of
from tests.printer.device_bench import (
    CLEAR,
    CLEARED,
    CUT,
    CUT_US,
    LINE_US,
    DeviceBench,
    fence,
    passed,
)

SLIP = b"one\ntwo\nthree\n" + CUT


def test_paper_stops_at_the_dot_where_the_roll_ends() -> None:
    """45 dots are the first line and half of the second."""
    bench = DeviceBench(near_end_mm=1).do("leave_on_roll", 45).feed(SLIP).wait()

    assert (45 * 1_000, "paper_out", 45) == bench.troubles[-1]
    assert (45, 0) == (bench.device.strip_dots, bench.device.roll_dots)


def test_the_strip_ends_only_when_the_new_roll_is_in() -> None:
    """Until then the piece hangs out."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait()
    hanging = bench.strips
    bench.do("load_roll", 1000)

    assert ([], [("paper_out", ["one"])]) == (hanging, bench.papers)
    assert [30, 15] == [piece.dots for piece in bench.strips[0].pieces]


def test_printing_goes_on_by_itself_with_the_rest_of_the_line() -> None:
    """Of the characters in it nothing can be read any more."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait().do("load_roll", 1000).wait()

    assert ("cut", ["three"]) == bench.papers[-1]
    assert [15, 30] == [piece.dots for piece in bench.strips[-1].pieces]


def test_some_printers_begin_the_broken_line_anew() -> None:
    """Then it is on both strips, half on the first."""
    bench = DeviceBench(paper_end="restart_line").do("leave_on_roll", 45).feed(SLIP).wait()
    bench.do("load_roll", 1000).wait()

    assert [("paper_out", ["one"]), ("cut", ["two", "three"])] == bench.papers


def test_some_printers_throw_the_data_away() -> None:
    """What arrived while there was no paper, too."""
    bench = DeviceBench(paper_end="lost").do("leave_on_roll", 45).feed(SLIP).wait()
    bench.feed(b"four\n").do("load_roll", 1000).wait().feed(b"five\n" + CUT).wait()

    assert [("paper_out", ["one"]), ("cut", ["five"])] == bench.papers


def test_with_a_roll_in_and_the_cover_open_nothing_goes_on() -> None:
    """Not before it is closed."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait().do("open_cover")
    bench.do("load_roll", 1000).wait()
    waits = len(bench.papers)
    bench.do("close_cover").wait()

    assert (1, 2) == (waits, len(bench.papers))


def test_opening_the_cover_to_load_paper_is_no_error() -> None:
    """Even where a cover opened while printing would need DLE ENQ."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait().do("open_cover")

    assert "1A 36 12 7E" == bench.status()


def test_a_slip_that_ends_with_the_roll_is_whole() -> None:
    """What needs no more paper is still done; then the printer notices."""
    bench = DeviceBench("built_in", speed_mm_s=125).do("leave_on_roll", 90)
    bench.feed(SLIP + fence(b"0001")).wait()

    assert [("fed", ["one", "two", "three"])] == bench.papers
    assert (passed(b"0001"), "1A 32 12 7E") == (bench.replies, bench.status())


def test_a_cut_that_has_begun_at_the_last_dot_is_finished() -> None:
    """The fence behind it waits for paper."""
    bench = DeviceBench().do("leave_on_roll", 90).feed(SLIP + fence(b"0001")).wait()
    early = bench.replies
    bench.do("load_roll", 1000)

    assert [3 * LINE_US + CUT_US] == bench.when(StripEnded)
    assert (passed(b"0001"), passed(b"0001")) == (early, bench.replies)


def test_paper_that_ends_while_nothing_is_printed_is_noticed_at_once() -> None:
    """As when somebody takes the roll out."""
    bench = DeviceBench().at(SECOND).do("leave_on_roll", 0)

    assert [(SECOND, "near_end", 0), (SECOND, "paper_out", 0)] == bench.troubles


def test_the_near_end_is_told_once_where_the_sensor_trips() -> None:
    """1,500 mm before the end."""
    bench = DeviceBench(roll_mm=1_505).feed(SLIP).wait()

    assert [(40 * 1_000, "near_end", 40)] == bench.troubles


@pytest.mark.parametrize(("roll_mm", "is_near"), [(1_501, False), (1_500, True)])
def test_the_sensor_trips_at_the_threshold(roll_mm: int, is_near: bool) -> None:
    """Both sides of it; a roll that was near its end from the start is no news."""
    bench = DeviceBench(roll_mm=roll_mm)

    assert (is_near, []) == (bench.device.status.near_end, bench.troubles)


def test_without_a_near_end_sensor_nothing_is_told() -> None:
    """Only the end is."""
    bench = DeviceBench(has_near_end_sensor=False).do("leave_on_roll", 45).feed(SLIP).wait()

    assert ["paper_out"] == [kind for _, kind, _ in bench.troubles]


def test_a_printer_told_to_stop_near_the_end_finishes_its_line_first() -> None:
    """ESC c 4; a new roll lets it go on."""
    bench = DeviceBench(roll_mm=1_505).feed(b"\x1bc4\x03" + SLIP).wait()
    stopped = (bench.device.strip_dots, bench.status())
    bench.do("load_roll", 18_000).wait()

    assert (60, "1A 32 12 1E") == stopped
    assert [("torn", ["one", "two"]), ("cut", ["three"])] == bench.papers


def test_a_printer_not_told_so_prints_on_near_the_end() -> None:
    """The bits are set, nothing else."""
    bench = DeviceBench(roll_mm=1_505).feed(SLIP).wait()

    assert ([("cut", ["one", "two", "three"])], "12 12 12 1E") == (bench.papers, bench.status())


def test_clearing_while_there_is_no_paper_ends_the_piece() -> None:
    """Nothing comes out when the roll is in."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait().feed(CLEAR)
    bench.do("load_roll", 1000).wait()

    assert [("cleared", ["one"])] == bench.papers
    assert (CLEARED, False) == (bench.replies, bench.device.is_printing)


def test_taking_a_roll_out_that_is_not_at_its_end_tears_the_strip() -> None:
    """The line goes on, on the new one."""
    bench = DeviceBench().feed(SLIP).at(45_000).do("load_roll", 1000).wait()

    assert [("torn", ["one"]), ("cut", ["three"])] == bench.papers


def test_a_strip_torn_off_while_it_comes_out_goes_on_as_another() -> None:
    """Nobody notices but the camera."""
    bench = DeviceBench().feed(SLIP).at(45_000).do("tear_off").wait()

    assert [("torn", ["one"]), ("cut", ["three"])] == bench.papers
    assert [1, 2] == [strip.number for strip in bench.strips]


def test_tearing_where_nothing_hangs_out_tears_nothing() -> None:
    """Twice neither."""
    bench = DeviceBench().do("tear_off").feed(b"one\n").wait().do("tear_off").do("tear_off")

    assert [("torn", ["one"])] == bench.papers


def test_of_a_picture_the_rest_comes_on_the_next_strip() -> None:
    """Row by row, as dots know no characters."""
    picture = Dots(8, 8, 4, b"\x01\x02\x03\x04")

    assert Line(2, (Dots(8, 8, 2, b"\x03\x04"),)) == rest_of(Line(4, (picture,)), 2)


def test_characters_of_which_nothing_was_out_come_whole_on_the_next_strip() -> None:
    """They stand at the foot of the line: the first 6 of 30 dots are blank."""
    line = Line(30, (Text(0, "one"),))

    assert (Line(24, (Text(0, "one"),)), Line(23)) == (rest_of(line, 6), rest_of(line, 7))
