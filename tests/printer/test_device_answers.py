"""What a device answers when an order's turn comes, and what else orders do."""

import pytest

from emulator.printer.device.answers import identity
from emulator.printer.device.effects import Beeped, Effect, Kicked
from emulator.printer.profile import PROFILES
from tests.printer.device_bench import CUT, LINE_US, DeviceBench, fence, passed


def test_paper_and_drawer_are_told_when_the_question_is_reached() -> None:
    """GS r 1 behind a line is a fence."""
    bench = DeviceBench().do("drawer", True).feed(b"one\n\x1dr\x01\x1dr2")
    early = bench.at(LINE_US - 1).replies

    assert (b"", b"\x00\x01") == (early, bench.at(LINE_US).replies)


def test_near_the_end_gs_r_says_so() -> None:
    """Bits 0 and 1."""
    assert b"\x03" == DeviceBench(roll_mm=100).feed(b"\x1dr\x01").replies


def test_gs_r_never_tells_that_the_paper_is_out() -> None:
    """It is not reached then."""
    bench = DeviceBench().do("leave_on_roll", 0).feed(b"\x1dr\x01").wait()

    assert b"" == bench.replies


def test_the_old_questions_are_answered_alike() -> None:
    """ESC v paper, ESC u drawer."""
    bench = DeviceBench(roll_mm=100).do("drawer", True).feed(b"\x1bv\x1bu\x00")

    assert b"\x03\x01" == bench.replies


@pytest.mark.parametrize(
    ("n", "answer"),
    [
        (1, b"\x20"),
        (49, b"\x20"),
        (2, b"\x03"),
        (3, b"\x01"),
        (65, b"_1.00\x00"),
        (66, b"_EPSON\x00"),
        (67, b"_TM-T20III\x00"),
        (68, b"_000001\x00"),
        (69, b"_GB18030\x00"),
        (70, b""),
    ],
)
def test_identity(n: int, answer: bytes) -> None:
    """GS I n, one byte or a block."""
    assert answer == DeviceBench().feed(bytes((0x1D, 0x49, n))).replies


def test_single_bytes_of_identity_cannot_be_taken_for_other_answers() -> None:
    """Bits 4 and 7 are clear, whatever the model."""
    answers = [identity(profile, n)[0] for profile in PROFILES.values() for n in (1, 2, 3)]

    assert [0] * len(answers) == [byte & 0x90 for byte in answers]


def test_a_model_without_a_name_tells_none() -> None:
    """No empty block."""
    assert b"" == identity(PROFILES["silent_58"], 67)


def test_fences_are_answered_in_their_order() -> None:
    """Each with its own four characters."""
    bench = DeviceBench().feed(fence(b" ~A1") + fence(b"0002"))

    assert passed(b" ~A1") + passed(b"0002") == bench.replies


@pytest.mark.parametrize(
    "command",
    [
        fence(b"\x1f000"),
        fence(b"000\x7f"),
        b"\x1d(H\x06\x00010000",
        b"\x1d(H\x05\x0000000",
        b"\x1d(H\x02\x0000",
    ],
)
def test_a_fence_that_is_not_well_formed_is_ignored(command: bytes) -> None:
    """Characters run from 20h to 7Eh; length, function and m must be right."""
    assert b"" == DeviceBench().feed(command).replies


def test_a_model_without_fences_ignores_them() -> None:
    """It skips the whole command."""
    bench = DeviceBench("generic_80").feed(b"one\n" + fence(b"0001") + CUT).wait()

    assert (b"", [("cut", ["one"])]) == (bench.replies, bench.papers)


# Automatic status ------------------------------------------------------------------------------


def test_automatic_status_is_sent_when_enabled_and_at_every_change() -> None:
    """Four bytes each time."""
    bench = DeviceBench().feed(b"\x1da\xff").do("open_cover").do("close_cover")

    assert b"\x10\0\0\0" + b"\x38\0\0\0" + b"\x10\0\0\0" == bench.replies


def test_one_change_is_told_once() -> None:
    """Paper out sets bits in two bytes."""
    bench = DeviceBench(has_near_end_sensor=False).feed(b"\x1da\xff").do("leave_on_roll", 0)

    assert b"\x10\0\0\0" + b"\x18\0\x0c\0" == bench.replies


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (0x01, ["drawer"]),
        (0x02, ["cover_on", "cover_off", "hot_on", "hot_off", "feed_on", "feed_off"]),
        (0x04, ["hot_on", "hot_off"]),
        (0x08, ["near"]),
        (0x40, ["feed_on", "feed_off"]),
    ],
)
def test_only_changes_of_enabled_items_are_told(items: int, told: list[str]) -> None:
    """Bit 0 drawer, 1 on line, 2 errors, 3 paper, 6 panel."""
    bench = DeviceBench().feed(bytes((0x1D, 0x61, items)))
    acts = {
        "drawer": ("drawer", True),
        "cover_on": ("open_cover",),
        "cover_off": ("close_cover",),
        "hot_on": ("overheat",),
        "hot_off": ("cool_down",),
        "near": ("leave_on_roll", 10_000),
        "feed_on": ("press_feed",),
        "feed_off": ("release_feed",),
    }
    bench.new_replies()
    heard = []
    for name, act in acts.items():
        bench.do(*act).wait(LINE_US)
        if bench.new_replies():
            heard.append(name)

    assert told == heard


def test_enabling_no_item_turns_it_off() -> None:
    """Nothing is sent for it."""
    bench = DeviceBench().feed(b"\x1da\xff")
    bench.new_replies()
    bench.feed(b"\x1da\x00").do("open_cover")

    assert b"" == bench.replies


def test_initialising_turns_it_off_too() -> None:
    """ESC @."""
    bench = DeviceBench().feed(b"\x1da\xff\x1b@")
    bench.new_replies()
    bench.do("open_cover")

    assert b"" == bench.replies


def test_it_is_enabled_when_its_turn_comes() -> None:
    """Behind the lines before it."""
    bench = DeviceBench().feed(b"one\n\x1da\xff")
    early = bench.at(LINE_US - 1).replies

    assert (b"", b"\x10\0\0\0") == (early, bench.at(LINE_US).replies)


def test_going_offline_is_told_to_who_asked() -> None:
    """GS ( H function 49, once each time; not for the feed button."""
    bench = DeviceBench().feed(b"\x1d(H\x03\x0010\x01").do("press_feed").do("release_feed").wait()
    button = bench.replies
    bench.do("open_cover").do("overheat").do("close_cover").do("cool_down").do("open_cover")

    assert (b"", b"\x37\x23\x00" * 2) == (button, bench.replies)


def test_being_told_of_it_can_be_turned_off() -> None:
    """Parameter 0."""
    bench = DeviceBench().feed(b"\x1d(H\x03\x00101\x1d(H\x03\x00100").do("open_cover")

    assert b"" == bench.replies


# Drawer, buzzer, selection ---------------------------------------------------------------------


def others(bench: DeviceBench) -> list[Effect]:
    """Kicks and beeps."""
    return [effect for effect in bench.effects if isinstance(effect, Kicked | Beeped)]


def test_the_drawer_is_kicked_when_its_turn_comes_or_at_once() -> None:
    """ESC p waits for the line, DLE DC4 function 1 does not."""
    bench = DeviceBench().feed(b"one\n\x1bp\x00\x19\xfa\x1bp1\x19\xfa\x10\x14\x01\x01\x05").wait()

    assert [Kicked(0, 5), Kicked(LINE_US, 2), Kicked(LINE_US, 5)] == others(bench)


@pytest.mark.parametrize("command", [b"\x1bp\x02\x01\x01", b"\x10\x14\x01\x00\x09"])
def test_no_other_pin_and_no_other_time_is_known(command: bytes) -> None:
    """Nothing is kicked."""
    assert [] == others(DeviceBench().feed(command))


def test_the_buzzer_sounds() -> None:
    """BEL, and the command of Chinese makers."""
    assert [Beeped(0), Beeped(0)] == others(DeviceBench().feed(b"\x07\x1bB\x01\x02"))


def test_a_printer_that_is_not_selected_ignores_all_but_real_time_commands() -> None:
    """Until ESC = 1."""
    bench = DeviceBench().feed(b"\x1b=\x00one\n\x1dr\x01\x10\x04\x01\x1b=\x01two\n" + CUT).wait()

    assert (b"\x12", [("cut", ["two"])]) == (bench.replies, bench.papers)
