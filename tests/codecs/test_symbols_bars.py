"""Bar codes, read back by a reader that nobody here wrote."""

import string

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from emulator.codecs.symbols import code93, code128, ean
from emulator.codecs.symbols.bars import KINDS, bars
from emulator.codecs.symbols.shapes import WIDE, Bars

QUIET = 12
DOTS = 2
HIGH = 40

digits = st.text(string.digits, min_size=1)


def picture(code: Bars) -> Image.Image:
    """The symbol with quiet zones, black on white, two dots a module."""
    row = bytearray(b"\xff" * QUIET * DOTS)
    for place, width in enumerate(code.widths):
        row += (b"\xff" if place % 2 else b"\x00") * width * DOTS
    row += b"\xff" * QUIET * DOTS
    return Image.frombytes("L", (len(row), HIGH), bytes(row) * HIGH)


def read(code: Bars) -> list[bytes]:
    """What the reader sees."""
    return [found.bytes for found in zxingcpp.read_barcodes(picture(code))]


@pytest.mark.parametrize(
    ("kind", "data", "seen", "hri"),
    [
        ("upc_a", b"01234567890", b"0012345678905", "012345678905"),
        ("upc_a", b"012345678905", b"0012345678905", "012345678905"),
        ("ean13", b"690123456789", b"6901234567892", "6901234567892"),
        ("ean13", b"6901234567892", b"6901234567892", "6901234567892"),
        ("ean8", b"1234567", b"12345670", "12345670"),
        ("code39", b"ABC-123 $", b"ABC-123 $", "*ABC-123 $*"),
        ("itf", b"12345670", b"12345670", "12345670"),
        ("codabar", b"A12-34$:/.+5B", b"A12-34$:/.+5B", "A12-34$:/.+5B"),
        ("codabar", b"a12b", b"A12B", "a12b"),
        ("code93", b"Ab1\x03~", b"Ab1\x03~", "□Ab1■C~□"),
        ("code128", b"{BHello{C\x01\x02\x03", b"Hello010203", "Hello010203"),
        ("code128", b"{BNo {{ and {S\n", b"No { and \n", "No { and  "),
        ("code128", b"ticket 20261122-7", b"ticket 20261122-7", "ticket 20261122-7"),
    ],
)
def test_a_reader_reads_what_was_sent(kind, data, seen, hri):
    """Each kind of bar code says on paper what the client sent, and so does the text below."""
    code = bars(kind, data)

    assert ([seen], hri) == (read(code), code.hri)


@pytest.mark.parametrize("kind", KINDS)
def test_a_symbol_begins_and_ends_dark(kind):
    """An odd number of widths: the last one is a bar, whatever the kind."""
    data = {"codabar": b"A1B", "upc_a": b"1" * 11, "ean13": b"1" * 12, "ean8": b"1" * 7}
    widths = bars(kind, data.get(kind, b"012345")).widths

    assert 1 == len(widths) % 2
    assert 0 < min(widths)


@given(st.lists(st.integers(0, 127), min_size=1, max_size=16).map(bytes))
@settings(deadline=None, max_examples=60)
def test_code93_carries_all_of_ascii(data):
    """Any seven-bit bytes come back."""
    assert [data] == read(bars("code93", data))


@given(st.lists(st.integers(0, 127), min_size=1, max_size=30).map(bytes))
@settings(deadline=None, max_examples=100)
def test_code128_chooses_its_own_sets(data):
    """Without a code set at the start any seven-bit bytes come back."""
    if data[:2] in (b"{A", b"{B", b"{C"):
        data = b"-" + data

    assert [data] == read(bars("code128", data))


# A reader takes a sign of $/+% before a letter for full ASCII, and six characters for an Italian
# code of medicines, so neither is tried here.
@given(
    st.text(string.digits + string.ascii_uppercase + "-. ", min_size=7, max_size=20)
    | st.text(string.digits + "-. $/+%", min_size=7, max_size=20)
    | st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=5)
)
@settings(deadline=None, max_examples=60)
def test_code39_carries_its_characters(text):
    """Any of the 43 characters come back, spaces at the ends too."""
    assert [text.encode()] == read(bars("code39", text.encode()))


@given(st.text(string.digits, min_size=6, max_size=24).filter(lambda text: len(text) % 2 == 0))
@settings(deadline=None, max_examples=60)
def test_itf_carries_digits(text):
    """Any even number of digits comes back."""
    assert [text.encode()] == read(bars("itf", text.encode()))


@given(st.sampled_from("ABCD"), st.text("0123456789-$:/.+", min_size=3), st.sampled_from("ABCD"))
@settings(deadline=None, max_examples=60)
def test_codabar_carries_digits_and_signs(start, text, stop):
    """Whatever stands between start and stop comes back with them."""
    data = f"{start}{text[:20]}{stop}".encode()

    assert [data] == read(bars("codabar", data))


@given(st.sampled_from(["ean13", "ean8", "upc_a"]), st.data())
@settings(deadline=None, max_examples=80)
def test_retail_codes_come_back_with_their_check_digit(kind, data):
    """A missing check digit is added so that the reader accepts the symbol."""
    length = {"ean13": 12, "ean8": 7, "upc_a": 11}[kind]
    number = data.draw(st.text(string.digits, min_size=length, max_size=length))
    code = bars(kind, number.encode())
    # The reader tells a UPC-A as the EAN-13 that it also is.
    lead = "0" if kind == "upc_a" else ""

    assert [f"{lead}{number}{ean.check_digit(number)}".encode()] == read(code)


@given(st.text(string.digits, min_size=6, max_size=6))
@settings(deadline=None, max_examples=80)
def test_upc_e_stands_for_a_upc_a(six):
    """The reader finds the long number that the six digits stand for."""
    long = ean.upc_a_of("0" + six)

    assert [f"0{long}{ean.check_digit(long)}".encode()] == read(bars("upc_e", six.encode()))


@pytest.mark.parametrize("data", ["123456", "0123456", "01234565", "01234500006", "012345000065"])
def test_upc_e_takes_every_length(data):
    """Six digits, with number system, with check digit, and both lengths of the UPC-A are one."""
    assert bars("upc_e", b"123456") == bars("upc_e", data.encode())


@given(st.text(string.digits, min_size=6, max_size=6))
def test_upc_e_is_shortened_from_its_upc_a(six):
    """What a UPC-E stands for can be shortened again, to something that stands for the same."""
    long = ean.upc_a_of("0" + six)
    short = bars("upc_e", long.encode()).hri[1:7]

    assert long == ean.upc_a_of("0" + short)


def test_a_wrong_check_digit_is_drawn_as_sent():
    """Printers do not look at it: the digits are on paper, and no reader accepts them."""
    code = bars("ean13", b"6901234567890")

    assert ("6901234567890", []) == (code.hri, read(code))


@pytest.mark.parametrize("data", [b"*AB*", b"AB", b"*AB", b"AB*", b"AB*CD"])
def test_code39_adds_missing_asterisks(data):
    """Start and stop may be sent or not; whatever follows the stop is not part of the symbol."""
    assert bars("code39", b"AB") == bars("code39", data)


def test_itf_leaves_an_odd_digit_out():
    """The last of an odd number of digits is ignored, as manuals say."""
    assert bars("itf", b"123456") == bars("itf", b"1234567")


def test_wide_is_three_narrow():
    """Two-width codes have no other widths."""
    assert {1, WIDE} == set(bars("itf", b"0123456789").widths)


def test_every_code128_character_is_eleven_modules():
    """A slip of the pen in the table would change a sum or make two alike."""
    assert {11} == {sum(map(int, pattern)) for pattern in code128.PATTERNS}
    assert 106 == len(set(code128.PATTERNS))


def test_every_code93_character_is_nine_modules():
    """A slip of the pen in the table would change a sum or make two alike."""
    assert {9} == {sum(map(int, pattern)) for pattern in code93.PATTERNS}
    assert 47 == len({*code93.PATTERNS})


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("upc_a", b"0123456789", "10 digits, not 11 or 12"),
        ("upc_a", b"0123456789012", "13 digits, not 11 or 12"),
        ("ean13", b"69012345678x", "not digits only"),
        ("ean13", b"", "not digits only"),
        ("ean8", b"123456", "6 digits, not 7 or 8"),
        ("upc_e", b"1234567", "number system 1"),
        ("upc_e", b"12345", "5 digits"),
        ("upc_e", b"01234567890", "no short form"),
        ("code39", b"abc", "'a' is not in the code"),
        ("code39", b"", "no data"),
        ("code39", b"**", "no data"),
        ("itf", b"12a4", "not digits only"),
        ("itf", b"7", "a pair is the least"),
        ("codabar", b"1234", "one of A to D at both ends"),
        ("codabar", b"A", "one of A to D at both ends"),
        ("codabar", b"A1A1A", "'A' cannot stand inside"),
        ("codabar", b"A1x1A", "'X' cannot stand inside"),
        ("code93", b"", "no data"),
        ("code93", b"caf\xe9", "0xe9 is not in the code"),
        ("code128", b"{B", "no data behind the code set"),
        ("code128", b"", "no data behind the code set"),
        ("code128", b"{A" + b"a", "0x61 is not in code set A"),
        ("code128", b"{C\x64", "0x64 is not in code set C"),
        ("code128", b"{C\x01{2", "{2 means nothing in code set C"),
        ("code128", b"{Bx{", "half an escape"),
        ("code128", b"caf\xe9", "0xe9 is not in any code set"),
    ],
)
def test_data_that_cannot_be_drawn_says_why(kind, data, reason):
    """The interpreter prints nothing then and passes the reason on."""
    with pytest.raises(ValueError, match=reason.replace("{", r"\{")):
        bars(kind, data)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=40))
@settings(max_examples=300)
def test_any_bytes_are_drawn_or_refused(kind, data):
    """Nothing else than ValueError comes out, whatever a client sends."""
    try:
        code = bars(kind, data)
    except ValueError:
        return

    assert code.modules == sum(code.widths)


def test_function_characters_are_read():
    """FNC1 behind the start makes it a GS1 symbol; below it there is a space."""
    code = bars("code128", b"{C{1\x01\x0a")
    found = zxingcpp.read_barcodes(picture(code))

    assert " 0110" == code.hri
    assert ["]C1"] == [result.symbology_identifier for result in found]
