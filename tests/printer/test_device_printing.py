"""Paper comes out of a device: when, what is on it, and where it ends."""

from emulator.domain.moments import SECOND
from emulator.domain.paper import Line, Text
from emulator.printer.device.effects import LinePrinted, StripBegan, StripEnded
from tests.printer.device_bench import (
    CUT,
    CUT_US,
    LINE_DOTS,
    LINE_US,
    DeviceBench,
    fence,
    passed,
    says,
)


def test_lines_come_out_one_behind_the_other_at_the_papers_speed() -> None:
    """Three lines of 30 dots at 1 dot a millisecond, then the cut."""
    bench = DeviceBench().feed(b"one\ntwo\nthree\n" + CUT).wait()

    assert [0] == bench.when(StripBegan)
    assert [3 * LINE_US + CUT_US] == bench.when(StripEnded)
    assert [("cut", ["one", "two", "three"])] == bench.papers


def test_a_strip_says_how_wide_and_long_it_is() -> None:
    """576 dots on 80 mm paper."""
    bench = DeviceBench().feed(b"one\ntwo\n" + CUT).wait()

    assert (1, 576, 2 * LINE_DOTS) == (
        bench.strips[0].number,
        bench.strips[0].width,
        bench.strips[0].length,
    )


def test_no_time_is_lost_between_lines_however_odd_the_speed() -> None:
    """1,000 lines of 30 dots at 560 dots/s are 53,571,429 us, not a thousand roundings more."""
    bench = DeviceBench(speed_mm_s=70, buffer_bytes=10_000)
    bench.feed(b"\n" * 1_000 + CUT).wait()

    assert [-(-30_000 * SECOND // 560) + CUT_US] == bench.when(StripEnded)


def test_a_line_that_arrives_late_begins_when_it_arrives() -> None:
    """The motor stands still in between."""
    bench = DeviceBench().feed(b"one\n").at(SECOND).feed(b"two\n" + CUT).wait()

    assert [SECOND + LINE_US + CUT_US] == bench.when(StripEnded)


def test_a_line_that_arrives_at_the_last_moment_follows_without_a_gap() -> None:
    """The moment a line ends belongs to it."""
    bench = DeviceBench().feed(b"one\n").at(LINE_US).feed(b"two\n" + CUT).wait()

    assert [2 * LINE_US + CUT_US] == bench.when(StripEnded)


def test_text_without_a_line_end_is_not_printed() -> None:
    """It stays in the line buffer."""
    bench = DeviceBench().feed(b"one").wait().feed(b" more\n" + CUT).wait()

    assert [("cut", ["one more"])] == bench.papers


def test_without_a_cutter_a_cut_ends_the_strip_at_the_tear_bar() -> None:
    """It takes no time."""
    bench = DeviceBench("built_in", speed_mm_s=125).feed(b"one\n" + CUT).wait()

    assert [LINE_US] == bench.when(StripEnded)
    assert [("fed", ["one"])] == bench.papers


def test_a_cut_with_nothing_hanging_out_makes_no_strip() -> None:
    """The cutter works all the same."""
    bench = DeviceBench().feed(CUT + fence(b"0001")).wait()

    assert ([], passed(b"0001")) == (bench.strips, bench.replies)
    assert CUT_US == bench.effects[0].at_us


def test_strips_are_counted() -> None:
    """Each begins with its first dot row."""
    bench = DeviceBench().feed((b"one\n" + CUT) * 3).wait()

    assert [1, 2, 3] == [strip.number for strip in bench.strips]
    assert [0, LINE_US + CUT_US, 2 * (LINE_US + CUT_US)] == bench.when(StripBegan)


def test_lines_are_told_only_to_those_who_ask() -> None:
    """The moment is that of the last dot row."""
    silent = DeviceBench().feed(b"one\n").wait()
    bench = DeviceBench()
    bench.device.tells_lines = True
    bench.feed(b"one\n\ntwo\n").wait()

    assert [] == silent.when(LinePrinted)
    assert [LINE_US, 2 * LINE_US, 3 * LINE_US] == bench.when(LinePrinted)
    assert ["one", "", "two"] == [says(e.line) for e in bench.effects if isinstance(e, LinePrinted)]


def test_lines_are_told_with_the_strip_they_are_on() -> None:
    """And whether anything can be read."""
    bench = DeviceBench().do("fade")
    bench.device.tells_lines = True
    bench.feed(b"one\n").wait()

    line = Line(LINE_DOTS, (Text(0, "one"),))

    assert LinePrinted(LINE_US, 1, line, True) == bench.effects[-1]


def test_how_much_is_out_can_be_asked_at_any_moment() -> None:
    """Whole dot rows, of the strip and of the roll."""
    bench = DeviceBench(roll_mm=100).feed(b"one\ntwo\n")
    seen = []
    for at_us in (0, 999, 1_000, LINE_US, LINE_US + 5_999, 2 * LINE_US, SECOND):
        bench.at(at_us)
        seen.append((bench.device.strip_dots, bench.device.roll_dots))

    assert [(0, 800), (0, 800), (1, 799), (30, 770), (35, 765), (60, 740), (60, 740)] == seen
    assert 92 == bench.device.paper_mm


def test_it_is_printing_until_the_cut_is_done() -> None:
    """Also while steps only wait."""
    bench = DeviceBench()
    seen = [bench.device.is_printing]
    bench.feed(b"one\n" + CUT)
    for at_us in (1, LINE_US, LINE_US + CUT_US - 1, LINE_US + CUT_US):
        seen.append(bench.at(at_us).device.is_printing)

    assert [False, True, True, True, False] == seen


def test_a_fence_is_answered_when_all_before_it_is_on_paper() -> None:
    """Before the cut, and behind it."""
    bench = DeviceBench().feed(b"one\n" + fence(b"0001") + CUT + fence(b"0002"))
    early = bench.at(LINE_US - 1).replies
    printed = bench.at(LINE_US).replies
    uncut = bench.at(LINE_US + CUT_US - 1).replies
    cut = bench.at(LINE_US + CUT_US).replies

    assert (b"", passed(b"0001")) == (early, printed)
    assert (printed, printed + passed(b"0002")) == (uncut, cut)


def test_an_earlier_moment_counts_as_the_last_one() -> None:
    """Time never goes back."""
    bench = DeviceBench().at(SECOND)
    bench.effects += bench.device.feed(b"one\n" + CUT, 5)

    assert [SECOND] == bench.when(StripBegan)


def test_an_image_is_printed_as_it_streams_in() -> None:
    """Rows that are there come out; the rest may come late or never."""
    bench = DeviceBench().feed(b"\x1dv0\x00\x02\x00\x64\x00" + b"\xaa" * 2 * 48).wait()

    assert 48 == bench.device.strip_dots


def test_a_wish_to_be_woken_comes_only_where_somebody_notices_something() -> None:
    """A slip with fence and cut has two such moments, whatever its number of lines."""
    bench = DeviceBench().feed(b"line\n" * 26 + fence(b"0001") + CUT)
    moments = []
    while (at_us := bench.device.next_us()) is not None:
        moments.append(at_us)
        bench.at(at_us)

    assert [26 * LINE_US, 26 * LINE_US + CUT_US] == moments


def test_lines_that_nobody_hears_of_need_no_waking() -> None:
    """Unless lines are wanted one by one."""
    silent = DeviceBench().feed(b"one\ntwo\n").device.next_us()
    bench = DeviceBench()
    bench.device.tells_lines = True

    assert (None, LINE_US) == (silent, bench.feed(b"one\ntwo\n").device.next_us())
