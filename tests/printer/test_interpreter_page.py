"""Page mode: composed in memory, printed at once from top to bottom."""

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Dots, Line, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.page import ROWS_IN_A_PAGE
from emulator.printer.profile import PROFILES

PAGE = b"\x1bL"
FF = b"\x0c"


def lines(data: bytes) -> list[Line]:
    """What a 58 mm printer prints."""
    interpreter = Interpreter(PROFILES["epson_58"])
    steps = [step for token in Tokenizer().feed(data) for step in interpreter.take(token)]
    return [step.what for step in steps if isinstance(step.what, Line)]


def word(number: int) -> bytes:
    """Two bytes, the low one first."""
    return number.to_bytes(2, "little")


def area(left: int, top: int, width: int, height: int) -> bytes:
    """ESC W."""
    return b"\x1bW" + word(left) + word(top) + word(width) + word(height)


def test_nothing_is_printed_before_the_page_is() -> None:
    """Lines are only placed."""
    assert [] == lines(PAGE + b"a\nb\n")


def test_a_page_is_printed_line_by_line() -> None:
    """With the paper between its lines."""
    assert [Line(24, (Text(0, "a"),)), Line(6), Line(24, (Text(0, "b"),))] == lines(
        PAGE + b"a\nb\n" + FF
    )


def test_the_line_under_way_belongs_to_the_page() -> None:
    """FF needs no LF before it."""
    assert [Line(24, (Text(0, "a"),))] == lines(PAGE + b"a" + FF)


def test_ff_goes_back_to_standard_mode() -> None:
    """What follows is printed at once."""
    assert [Line(30, (Text(0, "a"),))] == lines(PAGE + FF + b"a\n")


def test_a_page_can_be_printed_again() -> None:
    """ESC FF keeps it."""
    assert 2 == len(lines(PAGE + b"a\n" + b"\x1b\x0c" * 2))


def test_can_clears_the_page() -> None:
    """And stays in page mode."""
    assert [Line(24, (Text(0, "b"),))] == [
        line for line in lines(PAGE + b"a\x18b" + FF) if line.items
    ]


def test_esc_s_throws_the_page_away() -> None:
    """Back in standard mode nothing of it is left."""
    assert [Line(30, (Text(0, "b"),))] == lines(PAGE + b"a\x1bSb\n")


def test_page_mode_begins_at_the_beginning_of_a_line() -> None:
    """ESC L within a line is ignored."""
    assert [Line(30, (Text(0, "ab"),))] == lines(b"a\x1bLb\n")


def test_a_page_area() -> None:
    """What is placed in it stands behind its left and below its top, and breaks at its right."""
    first, second, between, third = lines(PAGE + area(40, 50, 36, 200) + b"abcd" + FF)

    assert [Line(50), Line(24, (Text(40, "abc"),))] == [first, second]
    assert [Line(6), Line(24, (Text(40, "d"),))] == [between, third]


def test_two_areas_stand_on_one_page() -> None:
    """Placed one after the other, printed from top to bottom."""
    data = PAGE + area(0, 100, 384, 50) + b"low" + area(0, 0, 384, 50) + b"high" + FF

    assert ["high", "low"] == [line.items[0].text for line in lines(data) if line.items]


def test_texts_at_one_height_share_a_line() -> None:
    """Side by side in two areas."""
    data = PAGE + area(0, 0, 100, 50) + b"left" + area(200, 0, 100, 50) + b"right" + FF

    assert [Line(24, (Text(0, "left"), Text(200, "right")))] == lines(data)


def test_an_area_without_size_is_ignored() -> None:
    """The one before stays."""
    assert [Line(24, (Text(0, "a"),))] == lines(PAGE + area(50, 50, 0, 0) + b"a" + FF)


def test_vertical_positions() -> None:
    """GS $ says where things stand, GS \\ moves on from there, up as well."""
    data = PAGE + b"\x1d$" + word(200) + b"a\x1d\\" + word(0x10000 - 100) + b"b" + FF

    assert [Line(76), Line(24, (Text(12, "b"),)), Line(76), Line(24, (Text(0, "a"),))] == (
        lines(data)
    )


def test_nothing_stands_above_the_area() -> None:
    """GS \\ far up stops at the top, and goes on from there."""
    data = PAGE + b"a\n\x1d\\" + word(0x10000 - 500) + b"b\nc" + FF

    assert ["b", "a", "c"] == [line.items[0].text for line in lines(data) if line.items]


def test_what_is_below_the_area_is_lost() -> None:
    """An area of 40 dots has room for one line."""
    assert [Line(24, (Text(0, "a"),))] == lines(PAGE + area(0, 0, 384, 40) + b"a\nb\nc\n" + FF)


def test_an_image_stands_on_its_foot() -> None:
    """As printers place it: GS $ of its height brings its top to the top of the page."""
    image = b"\x1d*\x01\x05" + b"\xff" * 40
    (line,) = lines(image + PAGE + b"\x1d$" + word(40) + b"\x1d/\x00" + FF)

    assert (40, 40) == (line.height, line.items[0].height)


def test_a_raster_image_on_a_page() -> None:
    """Its bands stand one below the other without a gap."""
    image = b"\x1dv0\x00\x01\x00\x30\x00" + b"\xff" * 48
    found = lines(PAGE + image + FF)

    assert [24, 24] == [line.height for line in found if line.items]
    assert all(isinstance(item, Dots) for line in found for item in line.items)


def test_a_symbol_on_a_page() -> None:
    """With what is written at it below."""
    found = lines(PAGE + b"\x1dH\x02\x1dh\x20\x1dk\x039638507\0" + FF)

    assert ["ean8", "96385074"] == [
        item.what if isinstance(item, Dots) else item.text for line in found for item in line.items
    ]


def test_a_cut_in_page_mode_is_ignored() -> None:
    """There is nothing to be cut before the page is printed."""
    interpreter = Interpreter(PROFILES["epson_58"])
    steps = [s for token in Tokenizer().feed(PAGE + b"a\x1dV\x00") for s in interpreter.take(token)]

    assert [] == steps


def test_page_commands_in_standard_mode_are_ignored() -> None:
    """ESC W, GS $, CAN and ESC FF print nothing and move nothing."""
    data = b"a" + area(50, 50, 50, 50) + b"\x1d$" + word(9) + b"\x18\x1b\x0cb\n"

    assert [Line(30, (Text(0, "ab"),))] == lines(data)


def test_a_page_is_bounded() -> None:
    """A host that places without end fills the page and no more."""
    interpreter = Interpreter(PROFILES["epson_58"])
    for token in Tokenizer().feed(PAGE + (b"a\x1d$" + word(24)) * (ROWS_IN_A_PAGE + 100)):
        interpreter.take(token)
    page = interpreter.save().page

    assert page is not None
    assert ROWS_IN_A_PAGE == len(page.rows)
