"""Images: printed as they come, or kept and printed later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token
from emulator.domain.paper import Dots, Line, Text
from emulator.printer.interpreter.columns import from_columns, from_rows, inverted
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.interpreter.raster import BAND_ROWS, cropped, enlarged
from emulator.printer.interpreter.steps import Step
from emulator.printer.profile import PROFILES

WIDTH = 384
CLR = b"CLR"


def steps(data: bytes) -> list[Step]:
    """What a 58 mm printer makes of some bytes."""
    interpreter = Interpreter(PROFILES["epson_58"])
    return [step for token in Tokenizer().feed(data) for step in interpreter.take(token)]


def lines(data: bytes) -> list[Line]:
    """The lines among them."""
    return [step.what for step in steps(data) if isinstance(step.what, Line)]


def images(data: bytes) -> list[Dots]:
    """The pictures on them."""
    return [item for line in lines(data) for item in line.items if isinstance(item, Dots)]


def drawing(image: Dots) -> list[str]:
    """A picture as people see it."""
    step = (image.width + 7) // 8
    return [
        f"{int.from_bytes(image.rows[top : top + step], 'big'):0{step * 8}b}"[: image.width]
        .replace("0", ".")
        .replace("1", "#")
        for top in range(0, len(image.rows), step)
    ]


def word(number: int) -> bytes:
    """Two bytes, the low one first."""
    return number.to_bytes(2, "little")


def raster(row: bytes, rows: int, mode: int = 0) -> bytes:
    """GS v 0 with the same row again and again."""
    return b"\x1dv0" + bytes((mode,)) + word(len(row)) + word(rows) + row * rows


def extended(*parts: bytes) -> bytes:
    """GS ( L with its length."""
    body = b"0" + b"".join(parts)
    return b"\x1d(L" + word(len(body)) + body


# Pictures as such -----------------------------------------------------------------------------


def test_columns_become_rows() -> None:
    """The topmost dot of a column is its highest bit."""
    image = from_columns(b"\x80\x40\x20", 3, 1)

    assert ["#..", ".#.", "..#", *["..."] * 5] == drawing(image)


def test_columns_of_several_bytes() -> None:
    """The second byte goes on below the first."""
    assert ["#", *["."] * 14, "#"] == drawing(from_columns(b"\x80\x01", 1, 2))


def test_missing_columns_are_white() -> None:
    """Fewer bytes than the measures say draw nothing more."""
    assert ["#."] * 8 == drawing(from_columns(b"\xff", 2, 1))


def test_missing_rows_are_white() -> None:
    """Row by row as well."""
    assert ["########", "........"] == drawing(from_rows(b"\xff", 8, 2))


def test_every_dot_gets_bigger() -> None:
    """Twice as wide, three times as high."""
    assert ["##..##", "##..##", "##..##"] == drawing(enlarged(from_rows(b"\xa0", 3, 1), 2, 3))


@given(width=st.integers(1, 40), height=st.integers(0, 5), data=st.binary(max_size=30))
def test_inverted_twice_is_the_same(width: int, height: int, data: bytes) -> None:
    """Black for white and white for black, and nothing beyond the edge."""
    image = cropped(from_rows(data, (width + 7) // 8 * 8, height), width)

    assert image == inverted(inverted(image))
    assert [row.translate(str.maketrans("#.", ".#")) for row in drawing(image)] == drawing(
        inverted(image)
    )


@given(width=st.integers(1, 40), cut=st.integers(1, 40), data=st.binary(min_size=10, max_size=10))
def test_a_cropped_picture_keeps_its_left(width: int, cut: int, data: bytes) -> None:
    """Only dots to the right of the edge are lost."""
    image = from_rows(data, width, 2)

    assert [row[:cut] for row in drawing(image)] == drawing(cropped(image, cut))


# GS v 0 ---------------------------------------------------------------------------------------


def test_a_raster_image_is_printed() -> None:
    """A low one is one line of its own height."""
    assert [Line(3, (Dots(0, 16, 3, b"\xf0\x0f" * 3),))] == lines(raster(b"\xf0\x0f", 3))


def test_a_high_image_comes_in_bands() -> None:
    """So that one of any height can be printed while it comes."""
    image = lines(raster(b"\xff", 2 * BAND_ROWS + 1))

    assert [BAND_ROWS, BAND_ROWS, 1] == [line.height for line in image]


def test_a_band_needs_its_own_bytes_alone() -> None:
    """The first line of an image of 30 rows reaches to its 24th."""
    assert [8 + BAND_ROWS, 8 + 30] == [step.end for step in steps(raster(b"\xff", 30))]


@pytest.mark.parametrize(
    ("mode", "width", "height"), [(0, 8, 2), (1, 16, 2), (2, 8, 4), (3, 16, 4), (51, 16, 4)]
)
def test_raster_modes(mode: int, width: int, height: int) -> None:
    """Normal, wide, high, both; as a byte or as a figure."""
    (image,) = images(raster(b"\xff", 2, mode))

    assert (width, height) == (image.width, image.height)


def test_an_unknown_raster_mode_prints_nothing() -> None:
    """The rows are swallowed with it; what follows is printed."""
    assert [Line(30, (Text(0, "a"),))] == lines(raster(b"\xff", 2, 9) + b"a\n")


def test_a_raster_image_is_aligned() -> None:
    """As text is."""
    assert [188] == [image.x for image in images(b"\x1ba\x01" + raster(b"\xff", 1))]


def test_a_raster_image_is_cut_at_the_edge() -> None:
    """80 bytes of dots do not fit on 58 mm."""
    (image,) = images(raster(b"\xff" * 80, 1))

    assert (WIDTH, b"\xff" * 48) == (image.width, image.rows)


def test_an_image_breaks_the_line_before_it() -> None:
    """What stands in the line comes out above it."""
    first, second = lines(b"abc" + raster(b"\xff", 1))

    assert (Text(0, "abc"),) == first.items
    assert 1 == second.height


def test_an_image_without_dots_prints_nothing() -> None:
    """No width or no height."""
    assert [] == lines(raster(b"", 5) + raster(b"\xff", 0))


def test_text_behind_an_image_that_was_broken_off_is_text() -> None:
    """After a clear the rest of the rows never comes."""
    interpreter = Interpreter(PROFILES["epson_58"])
    (head,) = Tokenizer().feed(raster(b"\xff", 2)[:8])
    interpreter.take(head)
    after = [step for token in Tokenizer().feed(b"a\n") for step in interpreter.take(token)]

    assert [Line(30, (Text(0, "a"),))] == [step.what for step in after]


def test_rows_behind_text_belong_to_no_image() -> None:
    """An image that was broken off does not go on."""
    interpreter = Interpreter(PROFILES["epson_58"])
    head, rows = Tokenizer().feed(raster(b"\xff", 2))
    (text,) = Tokenizer().feed(b"a")
    taken = [interpreter.take(token) for token in (head, text, rows)]

    assert [[], [], []] == taken


def test_rows_are_never_taken_for_text() -> None:
    """Not even rows that look like a text that was seen before."""
    interpreter = Interpreter(PROFILES["epson_58"])
    text, end = Tokenizer().feed(b"ab\n")
    rows = Token(Sort.ROWS, "", b"ab", 0, 2)
    interpreter.take(text)
    interpreter.take(end)
    interpreter.take(rows)

    assert interpreter.is_line_empty


# ESC * and GS Q 0 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "data", "width", "height"),
    [
        (0, b"\xff\x00", 4, 24),
        (1, b"\xff\x00", 2, 24),
        (32, b"\xff" * 6, 4, 24),
        (33, b"\xff" * 6, 2, 24),
    ],
)
def test_column_images(mode: int, data: bytes, width: int, height: int) -> None:
    """Two columns: of 8 dots three times as high, in single density twice as wide."""
    (image,) = images(b"\x1b*" + bytes((mode, 2, 0)) + data + b"\n")

    assert (width, height) == (image.width, image.height)


def test_a_column_image_stands_in_the_line() -> None:
    """Between characters, like one of them."""
    (line,) = lines(b"a\x1b*\x01\x02\x00\xff\xffb\n")

    assert [0, 12, 14] == [item.x for item in line.items]


def test_a_column_image_ends_at_the_margin() -> None:
    """Columns beyond it are lost."""
    (image,) = images(b"\x1b*\x01" + word(500) + b"\xff" * 500 + b"\n")

    assert WIDTH == image.width


def test_an_unknown_column_mode_prints_nothing() -> None:
    """Its data are swallowed."""
    assert [Text(0, "a")] == [
        item for line in lines(b"\x1b*\x05\x02\x00\xff\xffa\n") for item in line.items
    ]


def test_an_image_of_tall_columns() -> None:
    """GS Q 0: two columns of two bytes."""
    (image,) = images(b"\x1dQ0\x00" + word(2) + word(2) + b"\xff\x00\x00\xff")

    assert ["#."] * 8 + [".#"] * 8 == drawing(image)


# Kept images ----------------------------------------------------------------------------------


def test_a_downloaded_image() -> None:
    """GS * keeps it, GS / prints it in any size, as often as wanted."""
    data = b"\x1d*\x01\x02" + b"\xff" * 16 + b"\x1d/\x00\x1d/\x03"

    assert [(8, 16), (16, 32)] == [(image.width, image.height) for image in images(data)]


def test_no_downloaded_image() -> None:
    """GS / without one prints nothing."""
    assert [] == lines(b"\x1d/\x00")


def test_stored_images() -> None:
    """FS q keeps several, FS p prints one by its number."""
    data = b"\x1cq\x02" + word(1) + word(1) + b"\xff" * 8 + word(2) + word(1) + b"\xff" * 16

    assert [16, 8] == [image.width for image in images(data + b"\x1cp\x02\x00\x1cp\x01\x00")]


def test_a_stored_image_that_is_not_there() -> None:
    """FS p of another number prints nothing."""
    data = b"\x1cq\x01" + word(1) + word(1) + b"\xff" * 8

    assert [] == lines(data + b"\x1cp\x02\x00")


def test_stored_images_replace_all_earlier_ones() -> None:
    """FS q forgets what was stored before."""
    two = b"\x1cq\x02" + (word(1) + word(1) + b"\xff" * 8) * 2
    one = b"\x1cq\x01" + word(1) + word(1) + b"\xff" * 8

    assert [] == lines(two + one + b"\x1cp\x02\x00")


def test_buffered_graphics() -> None:
    """GS ( L 112 keeps an image, 50 prints it once."""
    keep = extended(b"p0\x01\x011", word(9), word(2), b"\xff\x80\xff\x80")
    show = extended(b"2")

    assert [Line(2, (Dots(0, 9, 2, b"\xff\x80\xff\x80"),))] == lines(keep + show + show)


def test_buffered_graphics_in_the_long_form() -> None:
    """GS 8 L tells its length in four bytes."""
    body = b"0p0\x02\x021" + word(8) + word(2) + b"\xff\xff"
    keep = b"\x1d8L" + len(body).to_bytes(4, "little") + body

    assert [(16, 4)] == [(image.width, image.height) for image in images(keep + extended(b"2"))]


def test_buffered_graphics_by_columns() -> None:
    """GS ( L 113: the height need not be a multiple of eight."""
    keep = extended(b"q0\x01\x011", word(2), word(3), b"\xe0\x20")

    assert ["#.", "#.", "##"] == drawing(images(keep + extended(b"2"))[0])


@pytest.mark.parametrize("form", [b"p", b"q"])
def test_graphics_with_too_few_dots_are_refused(form: bytes) -> None:
    """By rows and by columns: nothing is kept, so nothing is printed."""
    keep = extended(form, b"0\x01\x011", word(64), word(64), bytes(64 * 8 - 1))

    assert [] == lines(keep + extended(b"2"))


@pytest.mark.parametrize(
    ("define", "show", "delete", "delete_all"), [(b"C", b"E", b"B", b"A"), (b"S", b"U", b"R", b"Q")]
)
def test_graphics_by_key(define: bytes, show: bytes, delete: bytes, delete_all: bytes) -> None:
    """Kept for good or for now: defined, printed bigger, deleted by key, deleted all."""
    keep = extended(define, b"0AB\x01", word(8), word(1), b"1\xff")
    print_it = extended(show, b"AB\x02\x01")

    assert [16] == [image.width for image in images(keep + print_it)]
    assert [] == lines(keep + extended(delete, b"AB") + print_it)
    assert [] == lines(keep + extended(delete_all, CLR) + print_it)
    assert 1 == len(lines(keep + extended(delete_all, b"XYZ") + print_it))


def test_graphics_by_columns_and_key() -> None:
    """Function 68 defines column by column."""
    keep = extended(b"D0AB\x01", word(1), word(8), b"1\xaa")

    assert ["#", "."] * 4 == drawing(images(keep + extended(b"EAB\x01\x01"))[0])
