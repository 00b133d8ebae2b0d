"""How many bytes each command takes, one row a command."""

import pytest

from emulator.codecs.escpos.commands import COMMANDS
from emulator.codecs.escpos.payloads import LIMIT
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token

NO_ARGS = (
    *("ESC FF", "ESC 2", "ESC 4", "ESC 5", "ESC <", "ESC @", "ESC L", "ESC S", "ESC i", "ESC m"),
    *("ESC q", "ESC v", "GS FF", "GS :", "GS <", "GS c", "FS &", "FS .", "FS L", "FS b", "FS c"),
)
ONE_ARG = (
    *("ESC ACK", "ESC SP", "ESC !", "ESC %", "ESC -", "ESC 3", "ESC 9", "ESC =", "ESC ?", "ESC C"),
    *("ESC E", "ESC F", "ESC G", "ESC J", "ESC K", "ESC M", "ESC R", "ESC T", "ESC U", "ESC V"),
    *("ESC a", "ESC d", "ESC e", "ESC r", "ESC t", "ESC u", "ESC {", "GS !", "GS /", "GS B"),
    *("GS E", "GS H", "GS I", "GS T", "GS a", "GS b", "GS f", "GS h", "GS j", "GS r", "GS w"),
    *("GS Z", "GS |", "FS !", "FS -", "FS C", "FS W", "DLE ENQ"),
)
TWO_ARGS = (
    *("ESC $", "ESC B", "ESC \\", "ESC f", "GS $", "GS &", "GS A", "GS L", "GS P", "GS W", "GS \\"),
    *("FS ?", "FS S", "FS p"),
)
MORE_ARGS = (("ESC 7", 3), ("ESC W", 8), ("ESC p", 3), ("GS F", 4), ("GS ^", 3), ("FS 2", 74))
FIXED = (
    *((name, 0) for name in NO_ARGS),
    *((name, 1) for name in ONE_ARG),
    *((name, 2) for name in TWO_ARGS),
    *MORE_ARGS,
)

VARIABLE = (
    ("ESC ( A", b"\x1b(A\x04\x0001\x03\x05"),
    ("ESC ( Y", b"\x1b(Y\x02\x0000"),
    ("ESC & ", b"\x1b&\x03AB\x02abcdef\x01ghi"),
    ("ESC * ", b"\x1b*\x00\x03\x00abc"),
    ("ESC * ", b"\x1b*\x01\x03\x00abc"),
    ("ESC * ", b"\x1b*\x20\x02\x00abcdef"),
    ("ESC * ", b"\x1b*\x21\x02\x00abcdef"),
    ("ESC D ", b"\x1bD\x00"),
    ("ESC D ", b"\x1bD\x08\x10\x18\x00"),
    ("ESC RS a", b"\x1b\x1ea\x01"),
    ("ESC Z ", b"\x1bZ\x00L\x06\x03\x00abc"),
    ("ESC c 0", b"\x1bc0\x01"),
    ("ESC c 1", b"\x1bc1\x01"),
    ("ESC c 3", b"\x1bc3\x0f"),
    ("ESC c 4", b"\x1bc4\x03"),
    ("ESC c 5", b"\x1bc5\x00"),
    ("GS ( A", b"\x1d(A\x02\x00\x00\x01"),
    ("GS ( H", b"\x1d(H\x06\x00000001"),
    ("GS ( L", b"\x1d(L\x02\x0002"),
    ("GS ( k", b"\x1d(k\x04\x001A2\x00"),
    ("GS ( z", b"\x1d(z\x00\x00"),
    ("GS 8 L", b"\x1d8L\x03\x00\x00\x000pa"),
    ("GS * ", b"\x1d*\x01\x02" + bytes(16)),
    ("GS C 0", b"\x1dC0\x01\x00"),
    ("GS C 1", b"\x1dC1\x01\x00\x09\x00\x01\x01"),
    ("GS C 2", b"\x1dC2\x01\x00"),
    ("GS C ;", b"\x1dC;1;65535;1;1;1;"),
    ("GS D 0", b"\x1dD0C0ab01BM" + (20).to_bytes(4, "little") + bytes(14)),
    ("GS Q 0", b"\x1dQ0\x00\x02\x00\x03\x00abcdef"),
    ("GS V ", b"\x1dV\x00"),
    ("GS V ", b"\x1dV1"),
    ("GS V ", b"\x1dVA\x03"),
    ("GS V ", b"\x1dVB\x00"),
    ("GS V ", b"\x1dVa\x03"),
    ("GS V ", b"\x1dVh\x03"),
    ("GS g 0", b"\x1dg0\x00\x14\x00"),
    ("GS g 2", b"\x1dg2\x00\x14\x00"),
    ("GS k ", b"\x1dk\x04ABC\x00"),
    ("GS k ", b"\x1dk\x00\x00"),
    ("GS k ", b"\x1dk\x49\x05{B1\x00c"),
    ("GS k ", b"\x1dk\x4f\x00"),
    ("GS z 0", b"\x1dz0\x01\x02"),
    ("FS ( A", b"\x1c(A\x02\x0000"),
    ("FS ( e", b"\x1c(e\x02\x003\x01"),
    ("FS a 0", b"\x1ca0\x01"),
    ("FS a 1", b"\x1ca1"),
    ("FS a 2", b"\x1ca2"),
    ("FS g 1", b"\x1cg1\x00\x00\x00\x00\x00\x02\x00ab"),
    ("FS g 2", b"\x1cg2\x00\x00\x00\x00\x00\x02\x00"),
    ("FS q ", b"\x1cq\x02\x01\x00\x01\x00abcdefgh\x01\x00\x01\x00ijklmnop"),
    ("FS q ", b"\x1cq\x00"),
)

PREFIXES = {command.name: code for code, command in COMMANDS.items()}


def tokens(data: bytes) -> list[Token]:
    return Tokenizer().feed(data)


@pytest.mark.parametrize(("name", "count"), FIXED)
def test_a_command_takes_as_many_bytes_as_the_manual_says(name: str, count: int) -> None:
    """Whatever the bytes behind the code are, they are its parameters, and text goes on there."""
    for filler in (b"\x1b", b"\x00", b"\xff"):
        data = PREFIXES[name] + filler * count + b"end"

        assert [(name, filler * count), ("", b"end")] == [(t.name, t.args) for t in tokens(data)]


@pytest.mark.parametrize(("name", "data"), VARIABLE)
def test_a_command_tells_its_length_itself(name: str, data: bytes) -> None:
    """A command whose length stands in it ends exactly there."""
    first, behind = tokens(data + b"end")

    assert (Sort.COMMAND, name.strip(), 0, len(data)) == (
        first.sort,
        first.name,
        first.at,
        first.end,
    )
    assert b"end" == behind.args


@pytest.mark.parametrize(("name", "data"), VARIABLE)
def test_a_command_is_not_complete_before_its_last_byte(name: str, data: bytes) -> None:
    """Without its last byte nothing comes out, and all of it is held."""
    tokenizer = Tokenizer()

    assert [] == tokenizer.feed(data[:-1])
    assert len(data) - 1 == tokenizer.pending


def test_every_command_of_the_table_is_tried_here() -> None:
    """No command is without a row."""
    tried = {name for name, _ in FIXED} | {" ".join(name.split()[:2]) for name, _ in VARIABLE}
    elsewhere = {"GS v", "DLE EOT", "DLE DC4"}

    assert {command.name for command in COMMANDS.values()} == tried | elsewhere


@pytest.mark.parametrize(
    ("data", "args"),
    [
        (b"\x10\x04\x01", b"\x01"),
        (b"\x10\x04\x07\x01", b"\x07\x01"),
        (b"\x10\x04\x08\x03", b"\x08\x03"),
        (b"\x10\x04\x12\x01", b"\x12\x01"),
        (b"\x10\x14\x01\x00\x01", b"\x01\x00\x01"),
        (b"\x10\x14\x02\x01\x08", b"\x02\x01\x08"),
        (b"\x10\x14\x03\x01\x00\x00\x01\x01", b"\x03\x01\x00\x00\x01\x01"),
        (b"\x10\x14\x07\x01", b"\x07\x01"),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x08\x01\x03\x14\x01\x06\x02\x08"),
    ],
)
def test_real_time_commands_have_their_own_lengths(data: bytes, args: bytes) -> None:
    """DLE EOT of 7, 8 and 18 has a byte more, DLE DC4 as many as its function says."""
    first, behind = tokens(data + b"end")

    assert (Sort.REALTIME, args) == (first.sort, first.args)
    assert b"end" == behind.args


def test_a_tab_that_does_not_rise_ends_the_list() -> None:
    """ESC D 8 16 16: the third belongs to what follows, as if NUL had come before it."""
    told = [(t.name, t.args) for t in tokens(b"\x1bD\x30\x40\x40 text")]

    assert [("ESC D", b"0@"), ("", b"@ text")] == told


@pytest.mark.parametrize(("count", "behind"), [(32, b""), (33, b"A")])
def test_there_are_32_tabs_at_most(count: int, behind: bytes) -> None:
    """A 33rd position belongs to what follows."""
    positions = bytes(range(0x21, 0x21 + count))

    first, *others = tokens(b"\x1bD" + positions + b"\x00")

    assert positions[:32] == first.args.rstrip(b"\x00")
    assert behind == b"".join(t.args for t in others)


@pytest.mark.parametrize("digits", [255, 256])
def test_a_bar_code_without_its_nul_passes_by(digits: int) -> None:
    """After 255 bytes of data and no NUL it is no bar code; nothing waits any longer."""
    data = b"\x1dk\x04" + b"1" * digits + b"\x00A"

    first = tokens(data)[0]

    assert (Sort.COMMAND if digits == 255 else Sort.UNKNOWN) == first.sort


@pytest.mark.parametrize("m", [7, 64, 80, 255])
def test_a_bar_code_of_no_known_kind_is_skipped(m: int) -> None:
    """GS k with another m is no command; what follows is read as what it is."""
    first, behind = tokens(bytes((0x1D, 0x6B, m)) + b"12345")

    assert (Sort.UNKNOWN, "GS k", 3) == (first.sort, first.name, first.end)
    assert b"12345" == behind.args


@pytest.mark.parametrize(
    "data", [b"\x1bz", b"\x1b\x1b", b"\x1dz\x01", b"\x1c\x00", b"\x10\x00", b"\x1b(\x00", b"\x1d8X"]
)
def test_an_unknown_command_costs_two_bytes(data: bytes) -> None:
    """Two bytes are skipped and told; what stands behind them is read anew."""
    first = tokens(data + b"!")[0]

    assert (Sort.UNKNOWN, data[:2], 0, 2) == (first.sort, first.args, first.at, first.end)


def test_an_unknown_extended_command_is_skipped_by_its_length() -> None:
    """GS ( with a letter that nobody uses is passed over whole, and told."""
    first, behind = tokens(b"\x1d(x\x03\x00abcend")

    assert (Sort.UNKNOWN, "GS ( x", 8) == (first.sort, first.name, first.end)
    assert b"end" == behind.args


@pytest.mark.parametrize(
    ("data", "length"),
    [
        (b"\x1b&\x00AB", 5),
        (b"\x1b&\x04AB", 5),
        (b"\x1b&\x03BA", 5),
        (b"\x1b&\x03\x1fA", 5),
        (b"\x1dD0X" + b"-" * 11, 15),
        (b"\x1dC;12:", 5),
        (b"\x1dC;" + b"1" * 30, 33),
        (b"\x1dC5", 2),
        (b"\x1dD1", 2),
        (b"\x1dQ1", 2),
        (b"\x1dv1", 2),
        (b"\x1cg3", 2),
        (b"\x1ca3", 2),
        (b"\x10\x14\x05", 2),
    ],
)
def test_parameters_that_cannot_be_are_told_as_unknown(data: bytes, length: int) -> None:
    """A command with impossible parameters is skipped as far as it was read."""
    told = tokens(data)[0]

    assert (Sort.UNKNOWN, length, data[:length][:16]) == (told.sort, told.end, told.args)


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        (b"\x1d*\x20\x30", b"\x1d*\x21\x30"),
        (b"\x1dQ0\x00\xa0\x10\x10\x00", b"\x1dQ0\x00\xa1\x10\x10\x00"),
        (b"\x1dQ0\x00\xa0\x10\x10\x00", b"\x1dQ0\x00\xa0\x10\x11\x00"),
        (b"\x1cq\x01\xff\x03\x01\x00", b"\x1cq\x01\x00\x04\x01\x00"),
        (b"\x1cq\x01\x01\x00\x20\x01", b"\x1cq\x01\x01\x00\x21\x01"),
    ],
)
def test_an_image_too_big_for_any_printer_is_no_image(fits: bytes, too_much: bytes) -> None:
    """At the limit the image is awaited; beyond it the head is skipped and text goes on."""
    assert [] == tokens(fits + b"end")
    assert [(Sort.UNKNOWN, too_much), (Sort.TEXT, b"end")] == [
        (t.sort, t.args) for t in tokens(too_much + b"end")
    ]


def test_an_empty_list_of_images_is_complete() -> None:
    """FS q 0 waits for nothing."""
    assert ["FS q", "LF"] == [t.name for t in tokens(b"\x1cq\x00\n")]


def test_the_biggest_extended_command_is_kept_whole() -> None:
    """65,535 bytes are no more than what is kept."""
    data = b"\x1d(L\xff\xff" + bytes(65_535)

    (token,) = tokens(data)

    assert 65_535 + 2 == len(token.args)
    assert LIMIT > len(data)
