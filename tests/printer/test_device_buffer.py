"""The receive buffer of a device: how full it is, when the host must wait, what is lost."""

from emulator.domain.moments import SECOND
from emulator.printer.device.effects import Complaint, Flow
from emulator.printer.profile import PROFILES
from tests.printer.device_bench import CLEAR, CUT, CUT_US, LINE_US, DeviceBench

BUFFER = 4096


def flows(bench: DeviceBench) -> list[tuple[int, bool]]:
    """When the host was asked to wait or let go on."""
    return [(effect.at_us, effect.busy) for effect in bench.effects if isinstance(effect, Flow)]


def test_bytes_leave_the_buffer_when_their_line_begins() -> None:
    """The first of three lines begins at once, the second when it is out."""
    bench = DeviceBench().feed(b"one\ntwo\nthree\n")
    seen = [bench.device.room]
    for at_us in (LINE_US - 1, LINE_US, 2 * LINE_US):
        seen.append(bench.at(at_us).device.room)

    assert [BUFFER - 10, BUFFER - 10, BUFFER - 6, BUFFER] == seen


def test_text_and_settings_leave_it_when_there_is_nothing_else_to_do() -> None:
    """They wait behind a line that is coming out."""
    bench = DeviceBench().feed(b"one\n\x1bE\x01two")
    waiting = bench.device.room

    assert (BUFFER - 6, BUFFER) == (waiting, bench.at(LINE_US).device.room)


def test_the_host_is_asked_to_wait_when_less_than_128_bytes_are_free() -> None:
    """Both sides of the mark, in an open printer that takes nothing out."""
    bench = DeviceBench(busy_when_offline=False).do("open_cover").feed(b"x" * (BUFFER - 128))
    ready = bench.device.is_busy
    bench.at(5).feed(b"x")

    assert (False, [(5, True)]) == (ready, flows(bench))


def test_the_host_may_go_on_when_more_than_256_bytes_are_free() -> None:
    """Every line is 10 bytes; 13 of them have to begin after the first."""
    bench = DeviceBench().feed(b"123456789\n" * 400)

    assert [(0, True)] == flows(bench)
    bench.feed(b"\n" * bench.device.room)
    bench.wait()

    assert [(0, True), (26 * LINE_US, False)] == flows(bench)


def test_waking_comes_where_the_host_may_go_on() -> None:
    """And not at every line."""
    bench = DeviceBench().feed(b"123456789\n" * 409)
    room = bench.device.room

    assert 16 == room
    assert 25 * LINE_US == bench.device.next_us()


def test_an_offline_printer_asks_to_wait_if_it_is_set_so() -> None:
    """Busy covers all that keeps it from printing; with `full only` it does not."""
    with_offline = DeviceBench().do("open_cover").at(7).do("close_cover")
    full_only = DeviceBench(busy_when_offline=False).do("open_cover")

    assert [(0, True), (7, False)] == flows(with_offline)
    assert [] == flows(full_only)


def test_a_stuck_busy_signal_stays_until_released() -> None:
    """Whatever room there is."""
    bench = DeviceBench().do("keep_busy").feed(b"one\n" + CUT).wait(SECOND).do("release_busy")

    assert [(0, True), (SECOND, False)] == flows(bench)
    assert [("cut", ["one"])] == bench.papers


def test_switching_off_and_on_releases_a_stuck_busy_signal() -> None:
    """The host is let go on when the power is back."""
    bench = DeviceBench().do("keep_busy").do("power_off").at(9).do("power_on")

    assert [(0, True), (9, False)] == flows(bench)


def test_what_finds_no_room_is_lost_and_told() -> None:
    """Its offset is counted in all bytes that were sent."""
    bench = DeviceBench().do("open_cover").feed(b"\n" * BUFFER).feed(b"123").feed(b"45")

    assert [(BUFFER, 3), (BUFFER + 3, 2)] == bench.lost


def test_the_middle_of_a_slip_is_missing_when_flow_control_is_ignored() -> None:
    """What came first and what found room later is printed, and all looks healthy."""
    bench = DeviceBench(buffer_bytes=16, busy_below=4, ready_above=8)
    bench.feed(b"one\ntwo\nthree\nfour\nfive\n").at(10 * LINE_US).feed(b"end\n" + CUT).wait()

    assert [("cut", ["one", "two", "three", "four", "fend"])] == bench.papers
    assert ([(20, 4)], "12 12 12 12") == (bench.lost, bench.status())


def test_real_time_questions_are_answered_when_the_buffer_is_full() -> None:
    """They are no loss, in whatever pieces they come."""
    bench = DeviceBench().do("open_cover").feed(b"\n" * BUFFER)
    for byte in b"\x10\x04\x01ab\x10\x04\x02":
        bench.feed(bytes((byte,)))

    assert b"\x1a\x16" == bench.replies
    assert [(BUFFER + 3, 1), (BUFFER + 4, 1)] == bench.lost


def test_what_looked_like_a_question_and_was_none_is_lost_after_all() -> None:
    """Also when room appears before its end."""
    bench = DeviceBench().do("open_cover").feed(b"\n" * BUFFER).feed(b"\x10\x04")
    doubtful = bench.lost
    bench.do("close_cover").at(1).feed(b"\x01")

    assert ([], [(BUFFER, 2)], b"") == (doubtful, bench.lost, bench.replies)


def test_a_full_buffer_can_be_cleared() -> None:
    """What follows the clear finds an empty one."""
    clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
    bench = DeviceBench().do("open_cover").feed(b"\n" * (BUFFER + 10) + clear + b"one\n" + CUT)
    bench.do("close_cover").wait()

    assert ([("cut", ["one"])], [(BUFFER, 10)]) == (bench.papers, bench.lost)


def test_questions_asked_while_it_is_offline_do_not_fill_the_buffer() -> None:
    """A host may ask every second for days."""
    bench = DeviceBench().do("open_cover").feed(b"\x10\x04\x02" * 10_000)

    assert (BUFFER, []) == (bench.device.room, bench.lost)


def test_a_flood_without_end_takes_no_memory() -> None:
    """Ten megabytes into an empty holder: all but the first bytes are lost."""
    bench = DeviceBench().do("leave_on_roll", 0)
    for _ in range(10):
        bench.feed(b"flood of data\n" * 75_000)
        lost = sum(count for _, count in bench.lost)

    assert 10 * 75_000 * 14 - BUFFER == lost
    assert 0 == bench.device.room


def test_unknown_bytes_are_told_with_their_offset() -> None:
    """They are skipped; the rest is printed."""
    bench = DeviceBench().feed(b"one\n").feed(b"two\x1b\x7fx\n" + CUT).wait()
    complaints = [e for e in bench.effects if isinstance(e, Complaint)]

    assert [Complaint(0, 7, b"\x1b\x7f")] == complaints
    assert [("cut", ["one", "twox"])] == bench.papers


def test_a_symbol_that_cannot_be_drawn_is_told_too() -> None:
    """Printers print nothing then."""
    bench = DeviceBench().feed(b"\x1dk\x02abc\x00").wait()

    assert [0] == [effect.offset for effect in bench.effects if isinstance(effect, Complaint)]


def test_every_profile_has_more_room_than_it_asks_for() -> None:
    """Otherwise it would be busy for ever."""
    for profile in PROFILES.values():
        assert profile.busy_below <= profile.ready_above < profile.buffer_bytes


def test_bytes_of_a_long_image_make_room_row_by_row() -> None:
    """It is longer than the buffer and comes out whole if the host waits."""
    bench = DeviceBench()
    image = b"\x1dv0\x00\x48\x00\xf0\x00" + b"\x01" * 72 * 240 + CUT
    sent = 0
    while sent < len(image):
        room = bench.device.room
        bench.feed(image[sent : sent + room])
        sent += room
        bench.at(bench.now_us + 10_000)
    bench.wait()

    assert [240] == [strip.length for strip in bench.strips]
    assert [] == bench.lost
    assert bench.now_us > CUT_US


# Commands that overtake -------------------------------------------------------------------------


def test_a_command_that_overtakes_is_obeyed_amid_a_picture() -> None:
    """It is no dots of it, and the next bytes are."""
    bench = DeviceBench().feed(b"\x1dv0\x00\x02\x00\x02\x00\xf0")
    bench.do("overtake", b"\x10\x04\x01").feed(b"\x0f\xaa\x55" + CUT).wait()
    (strip,) = bench.strips
    (picture,) = strip.pieces[0].line.items

    assert (b"\x12", b"\xf0\x0f\xaa\x55") == (bench.replies, picture.rows)


def test_a_command_that_overtakes_may_clear() -> None:
    """Whoever keeps bytes for the printer can tell that those before it are to go, too."""
    bench = DeviceBench().do("open_cover").feed(b"one\n")
    before = bench.device.clears
    bench.do("overtake", b"\x10\x04\x04")
    asked = bench.device.clears
    bench.do("overtake", CLEAR)

    assert (0, 0, 1, BUFFER) == (before, asked, bench.device.clears, bench.device.room)


def test_only_real_time_commands_overtake() -> None:
    """What a bad line has made of them is nothing."""
    bench = DeviceBench().do("overtake", b"\x10\x14\x01").do("overtake", b"one\n\x1dr\x01").wait()

    assert ([], b"") == (bench.effects, bench.replies)


def test_a_printer_without_power_is_overtaken_by_nothing() -> None:
    """Nothing answers."""
    bench = DeviceBench().do("power_off").do("overtake", b"\x10\x04\x01")

    assert b"" == bench.replies
