"""Real-time commands: only between commands, or wherever their bytes stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.realtime import RealtimeScanner
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
FORMS = [
    *(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)),
    *(bytes((0x10, 0x05, n)) for n in (1, 2)),
    b"\x10\x14\x01\x00\x01",
    b"\x10\x14\x01\x01\x08",
    b"\x10\x14\x02\x01\x08",
    CLEAR,
]
OTHERS = [
    b"\x10\x04\x00",
    b"\x10\x04\x05",
    b"\x10\x05\x00",
    b"\x10\x05\x03",
    b"\x10\x14\x01\x02\x01",
    b"\x10\x14\x01\x00\x09",
    b"\x10\x14\x02\x01\x07",
    b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x07",
]


def image(data: bytes) -> bytes:
    """Hide bytes in a raster image of two rows."""
    width = len(data) + 2
    return b"\x1dv0\x00" + bytes((width, 0, 2, 0)) + b"\xaa" + data + b"\xaa" + bytes(width)


def realtime(data: bytes, scan: str) -> list[Token]:
    return [t for t in Tokenizer(realtime_scan=scan).feed(data) if t.sort is Sort.REALTIME]


@pytest.mark.parametrize("form", FORMS)
def test_a_raw_scan_finds_commands_in_an_image(form: bytes) -> None:
    """The command is executed although it is a picture, and the picture keeps its dots."""
    told = Tokenizer(realtime_scan="raw").feed(image(form))

    assert [(9, 9 + len(form), form[2:])] == [
        (t.at, t.end, t.args) for t in told if t.sort is Sort.REALTIME
    ]
    assert form in b"".join(t.args for t in told if t.sort is Sort.ROWS)


@pytest.mark.parametrize("form", FORMS)
def test_a_token_scan_leaves_images_alone(form: bytes) -> None:
    """Inside the data of another command nothing is executed."""
    assert [] == realtime(image(form), "token")


@pytest.mark.parametrize("form", OTHERS)
def test_a_raw_scan_takes_only_valid_forms(form: bytes) -> None:
    """Anything that merely begins like a command stays a picture."""
    assert [] == realtime(image(form), "raw")


@pytest.mark.parametrize("scan", ["token", "raw"])
@pytest.mark.parametrize("form", FORMS)
def test_a_command_between_others_counts_once(form: bytes, scan: str) -> None:
    """Where a command may stand both ways of scanning find it, and find it once."""
    assert [Sort.TEXT, Sort.REALTIME, Sort.TEXT] == [
        t.sort for t in Tokenizer(realtime_scan=scan).feed(b"a" + form + b"b")
    ]


def test_a_command_in_a_picture_comes_before_the_picture_is_whole() -> None:
    """The answer does not wait for the rest of the image."""
    tokenizer = Tokenizer(realtime_scan="raw")
    tokenizer.feed(b"\x1d(L\x40\x000p0000\x10")

    assert [Token(Sort.REALTIME, "DLE EOT", b"\x04", 11, 14)] == tokenizer.feed(b"\x04\x04")


def test_a_found_command_precedes_the_token_it_stands_in() -> None:
    """Tokens come in the order in which they end."""
    told = Tokenizer(realtime_scan="raw").feed(b"A\x1bp\x10\x04\x01B\n")

    assert ["", "DLE EOT", "ESC p", "", "LF"] == [t.name for t in told]


def test_a_command_across_the_end_of_another_is_found() -> None:
    """A raw scan knows nothing of where commands begin and end."""
    told = Tokenizer(realtime_scan="raw").feed(b"\x1bJ\x10\x04\x01")

    assert ["ESC J", "EOT", "DLE EOT", "SOH"] == [t.name for t in told]


@given(
    parts=st.lists(st.one_of(st.sampled_from(FORMS + OTHERS), st.binary(max_size=6)), max_size=12),
    cuts=st.data(),
)
def test_the_scanner_finds_the_same_in_any_chunks(parts: list[bytes], cuts: st.DataObject) -> None:
    """Cut anywhere, the same commands are found at the same places."""
    data = b"".join(parts)
    whole, pieces = RealtimeScanner(), RealtimeScanner()
    found = []
    begin = 0
    for end in [*sorted(cuts.draw(st.lists(st.integers(0, len(data)), max_size=8))), len(data)]:
        found += pieces.feed(data[begin:end])
        begin = end

    assert whole.feed(data) == found
    assert len(data) == pieces.offset


def test_a_reset_scanner_forgets_a_beginning() -> None:
    """Bytes from before and after the power was off do not make a command."""
    scanner = RealtimeScanner()
    scanner.feed(b"\x10\x04")
    scanner.reset()

    assert [] == scanner.feed(b"\x01")
