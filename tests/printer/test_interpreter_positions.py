"""Where things stand: alignment, margins, tabs, feeds, cuts."""

import pytest

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Line, Style, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.positions import CUT_FEED_DOTS
from emulator.printer.interpreter.steps import Cut
from emulator.printer.profile import PROFILES

WIDTH = 384


def carried_out(data: bytes) -> list[object]:
    """What the mechanism of a 58 mm printer gets to do."""
    interpreter = Interpreter(PROFILES["epson_58"])
    return [step.what for token in Tokenizer().feed(data) for step in interpreter.take(token)]


def xs(data: bytes) -> list[int]:
    """Where the texts begin."""
    lines = [what for what in carried_out(data) if isinstance(what, Line)]
    return [item.x for line in lines for item in line.items]


def heights(data: bytes) -> list[int]:
    """How high the lines are."""
    return [what.height for what in carried_out(data) if isinstance(what, Line)]


# Across the line ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("align", "x"), [(0, 0), (1, 174), (2, 348), (48, 0), (49, 174), (50, 348), (3, 0)]
)
def test_alignment(align: int, x: int) -> None:
    """Three characters at the left, in the middle, at the right; other values change nothing."""
    assert [x] == xs(b"\x1ba" + bytes((align,)) + b"abc\n")


def test_alignment_counts_only_at_the_beginning_of_a_line() -> None:
    """ESC a within a line is ignored."""
    assert [0, 0] == xs(b"abc\x1ba\x02\ndef\n")


def test_all_of_a_line_is_aligned_together() -> None:
    """Pieces that look different keep their distance."""
    assert [348, 360] == xs(b"\x1ba\x02a\x1bE\x01bc\n")


def test_the_left_margin() -> None:
    """GS L 40 moves the line by 5 mm."""
    assert [40] == xs(b"\x1dL\x28\x00abc\n")


def test_the_left_margin_leaves_room_for_a_character() -> None:
    """A margin wider than the paper is cut back."""
    assert [WIDTH - 24] == xs(b"\x1dL\xff\xffa\n")


def test_the_print_area_breaks_lines() -> None:
    """GS W 120 leaves ten characters."""
    (first, second) = carried_out(b"\x1dW\x78\x00" + b"a" * 11 + b"\n")

    assert [Line(30, (Text(0, "a" * 10),)), Line(30, (Text(0, "a"),))] == [first, second]


def test_text_is_aligned_within_margin_and_area() -> None:
    """At the right of an area of 120 dots behind a margin of 40."""
    assert [148] == xs(b"\x1dL\x28\x00\x1dW\x78\x00\x1ba\x02a\n")


def test_the_area_ends_at_the_paper() -> None:
    """A wider area is as wide as the paper allows."""
    assert [372] == xs(b"\x1dW\xff\xff\x1ba\x02a\n")


def test_margins_count_only_at_the_beginning_of_a_line() -> None:
    """GS L and GS W within a line are ignored."""
    assert [0, 0] == xs(b"a\x1dL\x28\x00\x1dW\x18\x00\nabcdef\n")


def test_tabs_stand_every_eight_characters() -> None:
    """HT goes to the next stop."""
    assert [0, 96, 192] == xs(b"a\tb\tc\n")


def test_own_tabs() -> None:
    """ESC D sets columns; behind the last one the line ends."""
    (first, second) = (
        line for line in carried_out(b"\x1bD\x03\x05\x00\ta\tb\tc\n") if isinstance(line, Line)
    )

    assert [Text(36, "a"), Text(60, "b"), Text(0, "c")] == [*first.items, *second.items]


def test_tabs_end_where_they_fall() -> None:
    """ESC D 5 3 has only one stop."""
    assert [60] == xs(b"\x1bD\x05\x03\x00\ta\n")


def test_tabs_are_set_in_the_width_that_is_on() -> None:
    """Columns of double characters are twice as far apart, also when they are normal again."""
    assert [72] == xs(b"\x1d!\x10\x1bD\x03\x00\x1d!\x00\ta\n")


def test_absolute_position() -> None:
    """ESC $ counts from the left margin, back and forth."""
    assert [100, 20] == xs(b"\x1b$\x64\x00a\x1b$\x14\x00b\n")


def test_absolute_position_beyond_the_margin_is_ignored() -> None:
    """There is nothing to print on."""
    assert [0] == xs(b"a\x1b$\xff\x7fb\n")


def test_relative_position() -> None:
    """ESC \\ moves in both directions."""
    assert [0, 22, 10] == xs(b"a\x1b\\\x0a\x00b\x1b\\\xe8\xffc\n")


def test_relative_position_before_the_margin_is_ignored() -> None:
    """The pen stays."""
    assert [0] == xs(b"a\x1b\\\x00\x80b\n")


def test_motion_units() -> None:
    """GS P 100 0: a hundred units in an inch; 0 is the printer's own."""
    assert [101] == xs(b"\x1dP\x64\x00\x1b$\x32\x00a\n")


def test_gs_t_forgets_or_prints_the_line() -> None:
    """0 drops what stands there, 1 prints it."""
    assert [Line(30, (Text(0, "b"),)), Line(30, (Text(0, "c"),))] == carried_out(
        b"a\x1dT\x00b\x1dT\x01c\n"
    )


# Feeding --------------------------------------------------------------------------------------


def test_line_spacing() -> None:
    """ESC 3 sets it, ESC 2 puts it back."""
    assert [32, 30] == heights(b"\x1b3\x20\n\x1b2\n")


def test_line_spacing_in_other_units() -> None:
    """An inch of 100 units has 203 dots."""
    assert [203] == heights(b"\x1dP\x00\x64\x1b3\x64\n")


def test_esc_j_feeds_dots() -> None:
    """Whatever the line spacing is."""
    assert [100, 7] == heights(b"a\x1bJ\x64\x1bJ\x07")


def test_esc_j_prints_the_line_whole() -> None:
    """A line takes the paper that its characters need."""
    assert [24] == heights(b"a\x1bJ\x00")


def test_esc_d_feeds_lines() -> None:
    """The line that it prints is the first of them."""
    assert [90, 60] == heights(b"a\x1bd\x03\x1bd\x02")


def test_feeding_nothing_is_no_step() -> None:
    """ESC d 0 and ESC J 0 on an empty line move no paper."""
    assert [] == carried_out(b"\x1bd\x00\x1bJ\x00")


def test_feeding_back_prints_the_line() -> None:
    """The model's paper does not move backwards."""
    assert [24, 24] == heights(b"a\x1bK\x10b\x1be\x02\x1be\x02")


def test_form_feed_is_for_pages() -> None:
    """On a roll in standard mode it does nothing."""
    assert [] == carried_out(b"a\x0c")


# Cutting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "partial"),
    [
        (b"\x1dV\x00", False),
        (b"\x1dV0", False),
        (b"\x1dV\x01", True),
        (b"\x1dV1", True),
        (b"\x1bi", True),
        (b"\x1bm", True),
    ],
)
def test_a_cut(command: bytes, partial: bool) -> None:
    """At once, whole or partial."""
    assert [Cut(partial)] == carried_out(command)


@pytest.mark.parametrize(
    ("form", "feed", "partial"),
    [
        (65, CUT_FEED_DOTS + 5, False),
        (66, CUT_FEED_DOTS + 5, True),
        (103, CUT_FEED_DOTS + 5, False),
        (104, CUT_FEED_DOTS + 5, True),
        (97, 5, False),
        (98, 5, True),
    ],
)
def test_a_cut_with_a_feed(form: int, feed: int, partial: bool) -> None:
    """The feed is a line of its own before the cut."""
    assert [Line(feed), Cut(partial)] == carried_out(b"\x1dV" + bytes((form, 5)))


def test_unknown_cuts_are_ignored() -> None:
    """GS V 9 cuts nothing."""
    assert [] == carried_out(b"\x1dV\x09")


def test_a_cut_prints_the_line_first() -> None:
    """What stands in the line belongs to the slip above the cut."""
    assert [Line(30, (Text(0, "a", Style()),)), Cut(True)] == carried_out(b"a\x1dV\x01")
