"""Bar codes and two-dimensional symbols: read back from the paper, and where they stand."""

import pytest
from PIL import Image

from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.domain.paper import Dots, Line, Text
from emulator.printer.interpreter.interpreter import Interpreter
from emulator.printer.profile import PROFILES

BLANK_AROUND = 40
"""Dots of white paper put around what is shown to the reader."""


def lines(data: bytes, profile: str = "epson_80") -> list[Line]:
    """What a printer prints."""
    interpreter = Interpreter(PROFILES[profile])
    steps = [step for token in Tokenizer().feed(data) for step in interpreter.take(token)]
    return [step.what for step in steps if isinstance(step.what, Line)]


def symbols(data: bytes) -> list[Dots]:
    """The symbols among it."""
    return [item for line in lines(data) for item in line.items if isinstance(item, Dots)]


def read(data: bytes) -> list[bytes]:
    """What a scanner reads from the paper."""
    zxing = pytest.importorskip("zxingcpp", reason="zxing-cpp reads symbols back")
    found = []
    for symbol in symbols(data):
        size = (symbol.width + 2 * BLANK_AROUND, symbol.height + 2 * BLANK_AROUND)
        paper = Image.new("L", size, 255)
        dots = Image.frombytes("1", (symbol.width, symbol.height), symbol.rows)
        paper.paste(0, (BLANK_AROUND, BLANK_AROUND), dots)
        found += [each.bytes for each in zxing.read_barcodes(paper)]
    return found


def qr(function: bytes, *parts: bytes) -> bytes:
    """GS ( k for QR codes."""
    return _extended(b"1" + function + b"".join(parts))


def pdf417(function: bytes, *parts: bytes) -> bytes:
    """GS ( k for PDF417."""
    return _extended(b"0" + function + b"".join(parts))


def _extended(body: bytes) -> bytes:
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body


# Bar codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("m", "data", "says"),
    [
        (0, b"03600029145", b"0036000291452"),
        (2, b"400638133393", b"4006381333931"),
        (3, b"9638507", b"96385074"),
        (4, b"POS-1", b"POS-1"),
        (5, b"123456", b"123456"),
    ],
)
def test_bar_codes_that_end_with_nul(m: int, data: bytes, says: bytes) -> None:
    """GS k 0 to 6."""
    assert [says] == read(b"\x1dk" + bytes((m,)) + data + b"\0")


@pytest.mark.parametrize(
    ("m", "data", "says"),
    [
        (67, b"4006381333931", b"4006381333931"),
        (69, b"POS-1", b"POS-1"),
        (72, b"Pos-1", b"Pos-1"),
        (73, b"{BNo. 1", b"No. 1"),
        (73, b"{C\x0c\x22\x38", b"123456"),
    ],
)
def test_bar_codes_with_their_length(m: int, data: bytes, says: bytes) -> None:
    """GS k 65 and above."""
    assert [says] == read(b"\x1dk" + bytes((m, len(data))) + data)


@pytest.mark.parametrize(
    "data", [b"\x1dk\x02123\0", b"\x1dk\x43\x03abc", b"\x1dk\x4a\x02ab", b"\x1dk\x04\0"]
)
def test_data_that_fit_no_bar_code_print_nothing(data: bytes) -> None:
    """Wrong characters, wrong lengths, kinds that are not drawn; what follows is printed."""
    assert [Line(30, (Text(0, "x"),))] == lines(data + b"x\n")


def test_a_bar_code_wider_than_the_line_is_not_printed() -> None:
    """As on the real ones."""
    assert [] == lines(b"\x1dw\x06\x1dk\x04ABCDEFGHIJKLMN\0", "epson_58")


def test_height_and_module_width() -> None:
    """GS h and GS w."""
    (symbol,) = symbols(b"\x1dh\x40\x1dw\x02\x1dk\x049638507\0")
    (wider,) = symbols(b"\x1dw\x04\x1dk\x049638507\0")

    assert (0x40, 2 * symbol.width) == (symbol.height, wider.width)


@pytest.mark.parametrize("command", [b"\x1dw\x00", b"\x1dw\x07", b"\x1dh\x00"])
def test_measures_without_meaning_change_nothing(command: bytes) -> None:
    """node-thermal-printer sends GS w 0."""
    assert symbols(b"\x1dk\x039638507\0") == symbols(command + b"\x1dk\x039638507\0")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, ["dots"]),
        (1, ["96385074", "dots"]),
        (2, ["dots", "96385074"]),
        (3, ["96385074", "dots", "96385074"]),
        (50, ["dots", "96385074"]),
        (9, ["dots"]),
    ],
)
def test_what_is_written_at_a_bar_code(place: int, expected: list[str]) -> None:
    """GS H: not at all, above, below, both."""
    items = [line.items[0] for line in lines(b"\x1dH" + bytes((place,)) + b"\x1dk\x039638507\0")]

    assert expected == [item.text if isinstance(item, Text) else "dots" for item in items]


def test_what_is_written_is_centred() -> None:
    """In font B if GS f says so."""
    bars, words = lines(b"\x1dH\x02\x1df\x01\x1dk\x039638507\0")
    middle = bars.items[0].x + bars.items[0].width // 2

    assert (17, "B") == (words.height, words.items[0].style.font)
    assert abs(words.items[0].x + words.items[0].width // 2 - middle) <= 1


def test_a_bar_code_is_aligned() -> None:
    """As text is."""
    (symbol,) = symbols(b"\x1ba\x02\x1dk\x039638507\0")

    assert 576 == symbol.x + symbol.width


def test_a_bar_code_breaks_the_line_before_it() -> None:
    """What stands in the line comes out above it."""
    first, second = lines(b"abc\x1dk\x039638507\0")

    assert [(Text(0, "abc"),), "ean8"] == [first.items, second.items[0].what]


# QR codes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [b"0", b"1", b"2", b"3"])
def test_a_qr_code(level: bytes) -> None:
    """Read back in every level of correction."""
    data = qr(b"E", level) + qr(b"C", b"\x04") + qr(b"P", b"0", "收单 1".encode()) + qr(b"Q", b"0")

    assert ["收单 1".encode()] == read(data)


def test_the_size_of_qr_modules() -> None:
    """21 modules, and four blank rows of them above and below."""
    (symbol,) = symbols(qr(b"C", b"\x05") + qr(b"P", b"0A") + qr(b"Q", b"0"))

    assert (21 * 5, 29 * 5) == (symbol.width, symbol.height)


def test_a_qr_code_can_be_printed_again() -> None:
    """Its data stay until others come."""
    assert 2 == len(symbols(qr(b"P", b"0A") + qr(b"Q", b"0") * 2))


def test_no_qr_code_without_data() -> None:
    """Printing before any came prints nothing."""
    assert [] == lines(qr(b"Q", b"0"))


def test_a_qr_code_that_cannot_be_drawn_prints_nothing() -> None:
    """More data than any QR code holds."""
    assert [] == lines(qr(b"P", b"0", b"x" * 4000) + qr(b"Q", b"0"))


def test_a_qr_code_wider_than_the_line_prints_nothing() -> None:
    """Modules of 16 dots and a long text."""
    data = qr(b"C", b"\x10") + qr(b"P", b"0", b"x" * 200) + qr(b"Q", b"0")

    assert [] == lines(data)


def test_a_qr_code_says_what_it_encodes() -> None:
    """For those who read the paper as text."""
    (symbol,) = symbols(qr(b"P", b"0https://a.b") + qr(b"Q", b"0"))

    assert ("qr", "https://a.b") == (symbol.what, symbol.says)


# PDF417 ---------------------------------------------------------------------------------------


def test_a_pdf417() -> None:
    """Read back from the paper."""
    data = pdf417(b"A", b"\x04") + pdf417(b"C", b"\x03") + pdf417(b"P", b"0No. 1234567890")

    assert [b"No. 1234567890"] == read(data + pdf417(b"Q", b"0"))


def test_the_looks_of_a_pdf417() -> None:
    """Columns, rows, module, row height, level, options."""
    data = (
        pdf417(b"A", b"\x02")
        + pdf417(b"B", b"\x14")
        + pdf417(b"C", b"\x02")
        + pdf417(b"D", b"\x04")
        + pdf417(b"E", b"0", b"2")
        + pdf417(b"F", b"\x01")
        + pdf417(b"P", b"0ABC")
        + pdf417(b"Q", b"0")
    )
    (symbol,) = symbols(data)

    assert (2 * (2 * 17 + 35), 2 * (20 * 4 + 8)) == (symbol.width, symbol.height)


def test_more_correction_makes_a_pdf417_bigger() -> None:
    """By its share of the data as well as by level."""
    little, much = (
        symbols(
            pdf417(b"A", b"\x03")
            + pdf417(b"E", b"1", share)
            + pdf417(b"P", b"0", b"A" * 60)
            + pdf417(b"Q", b"0")
        )[0]
        for share in (b"\x01", b"\x14")
    )

    assert little.height < much.height


def test_symbols_that_are_not_drawn_print_nothing() -> None:
    """MaxiCode, say."""
    assert [] == lines(_extended(b"2P0abc") + _extended(b"2Q0"))
