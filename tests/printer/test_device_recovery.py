"""What clears what: DLE ENQ, DLE DC4, power, and what becomes of data and settings."""

from emulator.domain.moments import SECOND
from emulator.domain.paper import Text
from emulator.printer.device.effects import Effect, StripBegan, StripEnded
from tests.printer.device_bench import (
    CLEAR,
    CLEARED,
    CUT,
    LINE_US,
    DeviceBench,
    fence,
    passed,
)

SLIP = b"one\ntwo\nthree\n" + CUT


def test_clearing_stops_at_the_dot_and_forgets_everything() -> None:
    """Lines, fences, and what stands in the line buffer."""
    bench = DeviceBench().feed(SLIP + fence(b"0001") + b"begun").at(45_000).feed(CLEAR).wait()
    bench.feed(b"new\n" + CUT).wait()

    assert [("cleared", ["one"]), ("cut", ["new"])] == bench.papers
    assert [45] == [strip.length for strip in bench.strips[:1]]
    assert CLEARED == bench.replies


def test_clearing_with_nothing_hanging_out_ends_nothing() -> None:
    """It is confirmed all the same, at once."""
    bench = DeviceBench().at(SECOND).feed(CLEAR)

    assert ([], CLEARED) == (bench.strips, bench.replies)


def test_a_strip_cleared_before_its_first_dot_never_began() -> None:
    """The next one is announced anew, under the same number."""
    bench = DeviceBench().feed(b"one\n").feed(CLEAR).at(5).feed(b"two\n" + CUT).wait()

    assert [(0, 1), (5, 1)] == [
        (effect.at_us, effect.number) for effect in bench.effects if isinstance(effect, StripBegan)
    ]
    assert [("cut", ["two"])] == bench.papers


def test_clearing_empties_the_receive_buffer() -> None:
    """Bytes of steps that had not begun are gone."""
    bench = DeviceBench().do("open_cover").feed(SLIP * 10)
    before = bench.device.room
    bench.feed(CLEAR)

    assert (4096 - 170, 4096) == (before, bench.device.room)


def test_clearing_keeps_the_settings_of_the_last_step_that_was_begun() -> None:
    """Bold came before it; double width came after it and is forgotten."""
    bench = DeviceBench().feed(b"\x1bE\x01one\ntwo\n\x1d!\x10three\n").at(LINE_US + 1)
    bench.feed(CLEAR + b"x\n" + CUT).wait()

    style = next(
        item.style for item in bench.strips[-1].pieces[0].line.items if isinstance(item, Text)
    )

    assert (True, 1) == (style.bold, style.width)


def test_clearing_keeps_settings_that_were_made_while_idle() -> None:
    """They were executed long ago."""
    bench = DeviceBench().feed(b"\x1bE\x01").wait().feed(CLEAR + b"x\n" + CUT).wait()

    item = bench.strips[0].pieces[0].line.items[0]

    assert isinstance(item, Text)
    assert item.style.bold


def test_settings_that_waited_behind_an_open_cover_are_cleared() -> None:
    """They never were executed."""
    bench = DeviceBench().do("open_cover").feed(b"\x1bE\x01" + CLEAR).do("close_cover")
    bench.feed(b"x\n" + CUT).wait()

    item = bench.strips[0].pieces[0].line.items[0]

    assert isinstance(item, Text)
    assert not item.style.bold


def test_what_follows_a_clear_in_the_same_bytes_is_printed() -> None:
    """Nothing of it is mistaken for data that were there before."""
    bench = DeviceBench().feed(b"one\n" + CLEAR + b"two\n" + CUT).wait()

    assert [("cut", ["two"])] == bench.papers


def test_clearing_during_a_cut_lets_the_cut_be_finished() -> None:
    """The slip is whole and cut; only what follows is gone."""
    bench = DeviceBench().feed(SLIP + fence(b"0001")).at(3 * LINE_US + 1).feed(CLEAR).wait()

    assert ([("cut", ["one", "two", "three"])], CLEARED) == (bench.papers, bench.replies)


def test_clearing_recovers_from_errors_whose_cause_is_gone() -> None:
    """As DLE ENQ 2 does."""
    bench = DeviceBench().do("block_cutter").feed(SLIP).wait().do("free_cutter").feed(CLEAR)

    assert "12 12 12 12" == bench.status()


def test_a_model_that_cannot_clear_says_nothing_and_prints_on() -> None:
    """The cheap ones."""
    bench = DeviceBench("generic_80").feed(b"one\n" + CLEAR + CUT).wait()

    assert ([("cut", ["one"])], b"") == (bench.papers, bench.replies)


def test_a_clear_inside_an_image_counts_where_raw_bytes_are_looked_at() -> None:
    """What follows it is not taken for the rest of the image."""
    image = b"\x1dv0\x00\x08\x00\x10\x00" + b"\xff" * 50 + CLEAR
    raw = DeviceBench(realtime_scan="raw").feed(image + b"x\n" + CUT).wait()
    careful = DeviceBench().feed(image + b"x\n" + CUT).wait()

    assert ([["x"]], CLEARED) == ([lines for _, lines in raw.papers], raw.replies)
    assert ([], b"") == (careful.papers, careful.replies)


def test_dle_enq_2_clears_and_recovers() -> None:
    """The jam is out; the rest of the slip is not wanted any more."""
    bench = DeviceBench().feed(SLIP).at(45_000).do("jam").do("clear_jam").feed(b"\x10\x05\x02")
    bench.feed(b"new\n" + CUT).wait()

    assert [("torn", ["one"]), ("cut", ["new"])] == bench.papers


def test_dle_enq_is_ignored_where_there_is_nothing_to_recover_from() -> None:
    """No paper is not an error: nothing is cleared."""
    bench = DeviceBench().do("leave_on_roll", 45).feed(SLIP).wait().feed(b"\x10\x05\x02")
    bench.do("load_roll", 1000).wait()

    assert 2 == len(bench.papers)


def test_power_off_in_the_middle_of_a_slip_ends_it() -> None:
    """Nothing received survives."""
    bench = DeviceBench().feed(SLIP).at(45_000).do("power_off").at(SECOND).do("power_on").wait()
    bench.feed(b"new\n" + CUT).wait()

    assert [("power", ["one"]), ("cut", ["new"])] == bench.papers
    assert 45 == bench.strips[0].length


def test_power_off_during_a_cut_leaves_a_slip_that_is_whole_and_not_cut() -> None:
    """Nobody can tell from its end."""
    bench = DeviceBench().feed(SLIP).at(3 * LINE_US + 1).do("power_off")

    assert [("power", ["one", "two", "three"])] == bench.papers


def test_without_power_bytes_vanish() -> None:
    """Questions, too."""
    bench = DeviceBench().do("power_off").feed(SLIP + b"\x10\x04\x01").do("power_on").wait()

    assert ([], b"", False) == (bench.strips, bench.replies, bench.device.is_printing)


def test_power_on_puts_back_all_settings() -> None:
    """Bold is off, and so is automatic status."""
    bench = DeviceBench().feed(b"\x1bE\x01\x1da\xff").do("power_off").do("power_on")
    bench.new_replies()
    bench.do("open_cover").do("close_cover").feed(b"x\n" + CUT).wait()

    item = bench.strips[0].pieces[0].line.items[0]

    assert isinstance(item, Text)
    assert (False, b"") == (item.style.bold, bench.replies)


def test_an_open_cover_and_an_empty_holder_outlive_the_power() -> None:
    """The sensors say so again."""
    bench = DeviceBench().do("open_cover").do("leave_on_roll", 0).do("power_off").do("power_on")

    assert "1A 36 12 7E" == bench.status()


def test_the_power_off_sequence_gives_notice_and_switches_off() -> None:
    """DLE DC4 function 2; what follows is not heard."""
    bench = DeviceBench().feed(b"one\n\x10\x14\x02\x01\x08\x10\x04\x01")

    assert (b"\x3b\x30\x00", False) == (bench.replies, bench.device.is_on)


def test_a_hung_printer_takes_nothing_says_nothing_and_moves_nothing() -> None:
    """When its program runs again it goes on where it stopped."""
    bench = DeviceBench().feed(SLIP).at(45_000).do("hang").feed(b"four\n\x10\x04\x01").wait()
    hung = (bench.device.strip_dots, bench.replies, bench.device.next_us())
    bench.do("unhang").wait()

    assert (45, b"", None) == hung
    assert [("cut", ["one", "two", "three"])] == bench.papers


def test_a_hung_printer_tells_what_has_changed_when_it_runs_again() -> None:
    """Automatic status was on before."""
    bench = DeviceBench().feed(b"\x1da\xff").do("hang").do("open_cover")
    silent = bench.new_replies()
    bench.do("unhang")

    assert (b"\x10\0\0\0", b"\x38\0\0\0") == (silent, bench.replies)


def test_switching_off_and_on_ends_the_hanging_but_does_not_mend_the_line_back() -> None:
    """A dead line is not the printer's affair."""
    hung = DeviceBench().do("hang").do("power_off").do("power_on").status()
    mute = DeviceBench().do("mute").do("power_off").do("power_on").status()

    assert ("12 12 12 12", "") == (hung, mute)


def test_a_mute_printer_prints_and_answers_in_vain() -> None:
    """Answers given meanwhile do not come later."""
    bench = DeviceBench().do("mute").feed(SLIP + fence(b"0001")).wait().do("unmute")
    bench.feed(fence(b"0002"))

    assert (1, passed(b"0002")) == (len(bench.papers), bench.replies)


def test_effects_come_in_the_order_of_time() -> None:
    """Whatever happens between two calls."""
    bench = DeviceBench()
    bench.device.tells_lines = True
    bench.feed((SLIP + fence(b"0001")) * 3).at(10 * SECOND)
    moments = [effect.at_us for effect in bench.effects]

    assert sorted(moments) == moments
    assert 3 == len(bench.when(StripEnded))
    assert isinstance(bench.effects[-1], Effect)
