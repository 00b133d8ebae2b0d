"""Every row of the fault table: its status bytes, what happens to the data, what mends it."""

from collections.abc import Callable

import pytest

from emulator.domain.moments import SECOND
from tests.printer.device_bench import CUT, LINE_DOTS, LINE_US, DeviceBench

HEALTHY = "12 12 12 12", "10 00 00 00"
SLIP = b"one\ntwo\nthree\n" + CUT
WHOLE = [("cut", ["one", "two", "three"])]


def printing(bench: DeviceBench) -> DeviceBench:
    """Half of the second line is out."""
    return bench.feed(SLIP).at(LINE_US + LINE_US // 2)


def idle(bench: DeviceBench) -> DeviceBench:
    """Nothing is under way."""
    return bench


def blocked_at_cut(bench: DeviceBench) -> DeviceBench:
    """A slip could not be cut off."""
    return bench.do("block_cutter").feed(SLIP).wait()


ROWS: dict[str, tuple[Callable[[DeviceBench], DeviceBench], list[tuple[object, ...]], str, str]] = {
    "healthy": (idle, [], *HEALTHY),
    "near end": (idle, [("leave_on_roll", 100)], "12 12 12 1E", "10 00 03 00"),
    "paper out": (idle, [("leave_on_roll", 0)], "1A 32 12 7E", "18 00 0F 00"),
    "paper out while printing": (
        printing,
        [("leave_on_roll", 0)],
        "1A 32 12 7E",
        "18 00 0F 00",
    ),
    "cover open": (idle, [("open_cover",)], "1A 16 12 12", "38 00 00 00"),
    "cover opened while printing": (
        printing,
        [("open_cover",)],
        "1A 56 16 12",
        "38 04 00 00",
    ),
    "jam": (printing, [("jam",)], "1A 52 16 12", "18 04 00 00"),
    "jam while idle": (idle, [("jam",)], "1A 52 16 12", "18 04 00 00"),
    "cutter blocked": (blocked_at_cut, [], "1A 52 1A 12", "18 08 00 00"),
    "cutter blocked, not yet noticed": (idle, [("block_cutter",)], *HEALTHY),
    "head too hot": (printing, [("overheat",)], "1A 52 52 12", "18 40 00 00"),
    "head broken": (printing, [("break_head",)], "1A 52 32 12", "18 20 00 00"),
    "feed button": (idle, [("press_feed",)], "5A 1A 12 12", "58 02 00 00"),
    "faded": (idle, [("fade",)], *HEALTHY),
    "wrong side": (idle, [("wrong_side", True)], *HEALTHY),
    "near-end sensor lies": (idle, [("lie_near_end", True)], "12 12 12 1E", "10 00 03 00"),
    "near-end sensor denies": (
        idle,
        [("leave_on_roll", 100), ("lie_near_end", False)],
        *HEALTHY,
    ),
    "cover sensor lies": (idle, [("lie_cover", True)], "1A 16 12 12", "38 00 00 00"),
    "cover sensor denies": (idle, [("lie_cover", False), ("open_cover",)], *HEALTHY),
    "drawer open": (idle, [("drawer", True)], "16 12 12 12", "14 00 00 00"),
    "kept busy": (idle, [("keep_busy",)], *HEALTHY),
    "hung": (idle, [("hang",)], "", ""),
    "mute": (idle, [("mute",)], "", ""),
    "switched off": (idle, [("power_off",)], "", ""),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_fault_shows_as_the_table_says(name: str) -> None:
    """DLE EOT 1 to 4 and automatic status, byte for byte."""
    first, acts, dle_eot, automatic = ROWS[name]
    bench = first(DeviceBench())
    for act in acts:
        bench.do(*act)  # type: ignore[arg-type]

    assert (dle_eot, automatic) == (bench.status(), bench.automatic_status())


@pytest.mark.parametrize("name", ROWS)
def test_each_fault_may_strike_twice(name: str) -> None:
    """What is already so changes nothing, and tells nothing."""
    first, acts, *_ = ROWS[name]
    bench = first(DeviceBench()).feed(b"\x1da\xff")
    for act in acts:
        bench.do(*act)  # type: ignore[arg-type]
    count = len(bench.effects)
    for act in acts:
        bench.do(*act)  # type: ignore[arg-type]

    assert count == len(bench.effects)


def test_without_near_end_sensor_its_bits_stay_clear() -> None:
    """Paper out reads 72 then, as python-escpos users see."""
    bench = DeviceBench(has_near_end_sensor=False).do("leave_on_roll", 0)

    assert ("1A 32 12 72", "18 00 0C 00") == (bench.status(), bench.automatic_status())


def test_inverted_near_end_bits_are_set_while_there_is_plenty() -> None:
    """As one maker documents them; both sides of the threshold."""
    bench = DeviceBench(near_end_inverted=True)
    plenty = bench.status()
    bench.do("leave_on_roll", 100)

    assert ("12 12 12 1E", "12 12 12 12") == (plenty, bench.status())


def test_a_model_answers_only_the_questions_it_knows() -> None:
    """The cheap ones know DLE EOT 1 and 4."""
    assert DeviceBench("generic_58").status() == "12 12"


def test_a_printer_without_a_line_back_answers_nothing() -> None:
    """Its paper still comes out."""
    bench = DeviceBench("silent_58").feed(b"one\n\x1dr\x01" + CUT).wait()

    assert ("", [("fed", ["one"])]) == (bench.status(), bench.papers)


# What mends it ---------------------------------------------------------------------------------


def test_cover_opened_between_slips_holds_the_data() -> None:
    """Closing is enough."""
    bench = DeviceBench().do("open_cover").feed(SLIP).wait()
    held = bench.papers
    bench.do("close_cover").wait()

    assert ([], WHOLE, HEALTHY[0]) == (held, bench.papers, bench.status())


def test_cover_opened_while_printing_may_need_dle_enq() -> None:
    """Closing is not enough; DLE ENQ 1 prints the broken line again from its beginning."""
    bench = printing(DeviceBench()).do("open_cover").at(SECOND).do("close_cover").wait()
    closed = bench.status()
    bench.feed(b"\x10\x05\x01").wait()

    assert "1A 52 16 12" == closed
    assert WHOLE == bench.papers
    assert [30, 15, 30, 30] == [piece.dots for piece in bench.strips[0].pieces]


def test_dle_enq_does_not_help_while_the_cover_is_open() -> None:
    """The error stays until the cover is closed and the host asks again."""
    bench = printing(DeviceBench()).do("open_cover").feed(b"\x10\x05\x01")
    stays = bench.status()
    bench.do("close_cover")

    assert ("1A 56 16 12", "1A 52 16 12") == (stays, bench.status())


def test_on_other_models_closing_the_cover_is_enough() -> None:
    """The error clears itself; the broken line goes on where it was."""
    bench = printing(DeviceBench(cover_needs_enq=False)).do("open_cover")
    opened = bench.status()
    bench.at(SECOND).do("close_cover").wait()

    assert "1A 56 52 12" == opened
    assert (WHOLE, HEALTHY[0]) == (bench.papers, bench.status())
    assert [30, 30, 30] == [piece.dots for piece in bench.strips[0].pieces]


def test_a_jam_needs_the_paper_out_and_dle_enq() -> None:
    """Pulling the paper out tears the slip; the error stays until DLE ENQ."""
    bench = printing(DeviceBench()).do("jam").feed(b"\x10\x05\x01")
    jammed = bench.status()
    bench.do("clear_jam")
    pulled = bench.status()
    bench.feed(b"\x10\x05\x01").wait()

    assert ("1A 52 16 12", "1A 52 16 12", HEALTHY[0]) == (jammed, pulled, bench.status())
    assert [("torn", ["one"]), ("cut", ["two", "three"])] == bench.papers


def test_where_there_is_no_dle_enq_a_cleared_jam_is_enough() -> None:
    """This model has thrown the data away by then."""
    bench = DeviceBench("generic_58").feed(SLIP).at(LINE_US + 1).do("jam").do("clear_jam").wait()

    assert ("12 12", [("torn", ["one"])]) == (bench.status(), bench.papers)


def test_a_blocked_cutter_leaves_the_slip_whole_but_hanging() -> None:
    """Printing stops there; freed and told to go on it cuts."""
    bench = blocked_at_cut(DeviceBench()).feed(b"next\n").wait()
    hanging = (bench.papers, bench.device.strip_dots)
    bench.do("free_cutter").feed(b"\x10\x05\x01").wait()

    assert ([], 3 * LINE_DOTS) == hanging
    assert (WHOLE, LINE_DOTS) == (bench.papers, bench.device.strip_dots)


def test_a_cutter_told_to_go_on_while_blocked_fails_again() -> None:
    """It tries, and the error is back."""
    bench = blocked_at_cut(DeviceBench()).feed(b"\x10\x05\x01")

    assert ["cutter_jam", "cutter_jam"] == [kind for _, kind, _ in bench.troubles]
    assert "1A 52 1A 12" == bench.status()


def test_a_cutter_told_to_clear_while_blocked_stays_in_error() -> None:
    """The data are gone all the same, and the uncut slip counts as ended."""
    bench = blocked_at_cut(DeviceBench()).feed(b"\x10\x05\x02")

    assert ("1A 52 1A 12", [("cleared", ["one", "two", "three"])]) == (
        bench.status(),
        bench.papers,
    )


def test_a_hot_head_goes_on_by_itself_and_only_by_itself() -> None:
    """DLE ENQ is not for it; cooled down it goes on at the very dot."""
    bench = printing(DeviceBench()).do("overheat").feed(b"\x10\x05\x01\x10\x05\x02").at(SECOND)
    paused = (bench.papers, bench.device.strip_dots)
    bench.do("cool_down").wait()

    assert ([], 45) == paused
    assert WHOLE == bench.papers
    assert [30, 30, 30] == [piece.dots for piece in bench.strips[0].pieces]


def test_a_broken_head_is_dead_until_switched_off_and_on() -> None:
    """Neither repair nor DLE ENQ nor clearing helps alone."""
    bench = printing(DeviceBench()).do("break_head").do("mend_head").feed(b"\x10\x05\x02")
    mended = bench.status()
    bench.do("power_off").do("power_on")

    assert ("1A 52 32 12", HEALTHY[0]) == (mended, bench.status())


def test_a_broken_head_that_was_not_mended_is_noticed_at_power_on() -> None:
    """Switching off and on does not repair it."""
    bench = DeviceBench().do("break_head").do("power_off").do("power_on")

    assert "1A 52 32 12" == bench.status()


def test_a_head_mended_while_switched_off_works() -> None:
    """What counts is how it is when the power comes back."""
    bench = DeviceBench().do("break_head").do("power_off").do("mend_head").do("power_on")

    assert HEALTHY[0] == bench.status()


@pytest.mark.parametrize("fault", [("fade",), ("wrong_side", True)])
def test_what_cannot_be_read_comes_out_blank_and_healthy(fault: tuple[object, ...]) -> None:
    """Only the paper tells; the line under way is spoilt as a whole."""
    bench = printing(DeviceBench()).do(*fault).wait()  # type: ignore[arg-type]

    assert [False, True, True] == [piece.blank for piece in bench.strips[0].pieces]
    assert [("cut", ["one"])] == bench.papers


def test_a_head_that_heats_again_prints_again() -> None:
    """From the next line on."""
    bench = DeviceBench().do("fade").feed(SLIP).at(LINE_US + 1).do("unfade").wait()

    assert [("cut", ["three"])] == bench.papers


def test_a_new_roll_lies_right_side_up() -> None:
    """Whoever loads it looks."""
    bench = DeviceBench().do("wrong_side", True).do("load_roll", 1000).feed(SLIP).wait()

    assert WHOLE == bench.papers


def test_an_open_cover_that_the_sensor_denies_prints_nothing_readable() -> None:
    """The head does not touch the paper, and the printer does not know."""
    bench = DeviceBench().do("lie_cover", False).do("open_cover").feed(SLIP).wait()

    assert [("cut", [])] == bench.papers


def test_a_cover_sensor_that_says_open_stops_the_printer() -> None:
    """It believes its sensor; mended, it goes on."""
    bench = DeviceBench().do("lie_cover", True).feed(SLIP).wait()
    held = bench.papers
    bench.do("lie_cover", None).wait()

    assert ([], WHOLE) == (held, bench.papers)
