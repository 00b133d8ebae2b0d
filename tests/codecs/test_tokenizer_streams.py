"""Any stream of bytes, cut anywhere, falls into the same tokens, and nothing grows."""

import random
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.codecs.escpos.commands import COMMANDS, CONTROLS
from emulator.codecs.escpos.payloads import LIMIT, ROW_BYTES, SHOWN
from emulator.codecs.escpos.tokenizer import Tokenizer, merged
from emulator.codecs.escpos.tokens import Sort, Token

SLIP = (
    b"\x1b@\x1b3\x20\x1c&\x1ba\x01\x1d!\x11"
    + "银联商户签购单".encode("gb18030")
    + b"\x1d!\x00\n\x1dv0\x00\x02\x00\x03\x00\x10\x04\x01\x10\x05\x02\x1d(k\x03\x001Q0"
    + b"\x1bp\x00\x19\xfa\x10\x04\x04\x1d(H\x06\x00000001\x1bd\x04\x1dV\x01\x10\x04\x12\x01"
)
pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([*COMMANDS, b"\x1b(", b"\x1dv0\x00", b"\x1d8L", b"\x1dk\x04", b"\x1bc3"]),
    st.sampled_from(
        [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"]
    ),
    st.sampled_from(
        [b"\x1dv0\x00\x02\x00\x04\x00", b"\x1d(H\x06\x00", b"\x1b*\x21\x03\x00", b"\n"]
    ),
)
streams = st.lists(pieces, max_size=30).map(b"".join)
scans = st.sampled_from(["token", "raw"])


def fed(data: bytes, scan: str = "token", *, cuts: list[int] | None = None) -> list[Token]:
    tokenizer = Tokenizer(realtime_scan=scan)
    told = []
    places = [0, *sorted(cuts or []), len(data)]
    for begin, end in pairwise(places):
        told += tokenizer.feed(data[begin:end])
    return told


@given(data=streams, scan=scans, cuts=st.data())
def test_chunks_do_not_matter(data: bytes, scan: str, cuts: st.DataObject) -> None:
    """In any chunks a stream gives the tokens it gives in one piece, at the same places."""
    places = cuts.draw(st.lists(st.integers(0, len(data)), max_size=12))

    assert merged(fed(data, scan)) == merged(fed(data, scan, cuts=places))


@given(data=streams, scan=scans)
def test_single_bytes_do_not_matter(data: bytes, scan: str) -> None:
    """A stream that comes byte by byte gives the same tokens too."""
    bytewise = fed(data, scan, cuts=list(range(len(data))))

    assert merged(fed(data, scan)) == merged(bytewise)


@given(data=st.one_of(streams, st.binary(max_size=300)))
def test_every_byte_is_in_one_token_or_held(data: bytes) -> None:
    """Tokens follow one another without a gap, up to what is held of the last one."""
    tokenizer = Tokenizer()
    end = 0
    for token in tokenizer.feed(data):
        assert end == token.at
        end = token.end

    assert len(data) == tokenizer.offset
    assert tokenizer.pending <= len(data) - end


def as_bytes(token: Token) -> bytes:
    """Write a token as the host sent it."""
    if token.sort in (Sort.TEXT, Sort.ROWS, Sort.UNKNOWN):
        return token.args
    codes = {command.name: code for code, command in COMMANDS.items()}
    if token.sort is Sort.CONTROL:
        return bytes((CONTROLS.index(token.name),))
    if token.name in codes:
        return codes[token.name] + token.args
    family, letter = token.name.rsplit(" ", 1)
    return codes[family] + letter.encode() + token.args


def test_tokens_joined_are_the_stream() -> None:
    """Nothing of a command is left out of its token, neither lengths nor terminators."""
    data = SLIP + b"\x1bD\x08\x00\x1dk\x04AB\x00\x1bc3\x01\x1d8L\x02\x00\x00\x0002\x1bz\x07"

    assert data == b"".join(as_bytes(token) for token in fed(data))


def test_text_is_never_held_back() -> None:
    """The first half of a double-byte character comes out with the text before it."""
    tokenizer = Tokenizer()

    assert [b"ab\xd2"] == [token.args for token in tokenizer.feed(b"ab\xd2")]
    assert [b"\xf8"] == [token.args for token in tokenizer.feed(b"\xf8")]


def test_a_control_is_a_token_of_its_own() -> None:
    """LF, CR, HT and all others that are no prefix."""
    names = [token.name for token in fed(b"\n\r\t\x0c\x18\x07\x00\x1f")]

    assert ["LF", "CR", "HT", "FF", "CAN", "BEL", "NUL", "US"] == names


def test_a_reset_forgets_the_unfinished_command() -> None:
    """After the power was off the next byte begins something new; places go on counting."""
    tokenizer = Tokenizer(realtime_scan="raw")
    tokenizer.feed(b"\x1d(H\x06\x00\x10\x04")
    tokenizer.reset()

    assert 0 == tokenizer.pending
    assert [Token(Sort.CONTROL, "SOH", b"", 7, 8)] == tokenizer.feed(b"\x01")


@pytest.mark.parametrize("begun", [b"\x1d(L\x05\x0002", b"\x1dv0\x00\x04\x00\x02\x00ab", b"text"])
def test_a_twin_goes_on_by_itself(begun: bytes) -> None:
    """A twin finishes what was begun at the same place, and takes nothing from the first."""
    tokenizer = Tokenizer()
    tokenizer.feed(begun)
    twin = tokenizer.twin()

    assert twin.feed(b"cdefghi\n") == tokenizer.feed(b"cdefghi\n")


def test_another_way_of_scanning_is_refused() -> None:
    """realtime_scan is one of two words."""
    with pytest.raises(ValueError, match="token or raw"):
        Tokenizer(realtime_scan="both")


def raster(width: int, rows: int) -> bytes:
    return b"\x1dv0\x00" + width.to_bytes(2, "little") + rows.to_bytes(2, "little")


def test_rows_come_as_soon_as_they_are_whole() -> None:
    """Two rows and a half give two rows now, the third when the rest is there."""
    tokenizer = Tokenizer()
    head, rows = tokenizer.feed(raster(4, 3) + b"aaaabbbbcc")

    assert ("GS v 0", b"\x00\x04\x00\x03\x00") == (head.name, head.args)
    assert Token(Sort.ROWS, "", b"aaaabbbb", 8, 16) == rows
    assert 2 == tokenizer.pending
    assert [
        Token(Sort.ROWS, "", b"cccc", 16, 20),
        Token(Sort.TEXT, "", b"end", 20, 23),
    ] == tokenizer.feed(b"ccend")


@pytest.mark.parametrize("width", [72, 73, 300])
@pytest.mark.parametrize("chunk", [1, 7, 10_000])
def test_rows_too_wide_for_any_paper_are_clipped(width: int, chunk: int) -> None:
    """What stands to the right of 576 dots is dropped, but counted."""
    data = raster(width, 3) + (bytes(range(72)) + b"\xff" * (width - 72)) * 3 + b"end"

    _, rows, behind = merged(fed(data, cuts=list(range(0, len(data), chunk))))

    assert bytes(range(72)) * 3 == rows.args
    assert (8, 8 + 3 * width) == (rows.at, rows.end)
    assert b"end" == behind.args


@pytest.mark.parametrize(("width", "rows"), [(0, 5), (5, 0), (0, 0)])
def test_an_image_without_dots_has_no_rows(width: int, rows: int) -> None:
    """Text goes on right behind its head."""
    assert [Sort.COMMAND, Sort.TEXT] == [t.sort for t in fed(raster(width, rows) + b"end")]


@pytest.mark.parametrize("claimed", [LIMIT - 7, LIMIT - 6])
def test_a_command_beyond_the_limit_passes_by(claimed: int) -> None:
    """One byte more than is kept, and the command is told as unknown when it has passed."""
    data = b"\x1d8L" + claimed.to_bytes(4, "little") + bytes(claimed) + b"end"

    first, behind = merged(fed(data))

    fits = claimed + 7 <= LIMIT
    assert (Sort.COMMAND if fits else Sort.UNKNOWN, "GS 8 L") == (first.sort, first.name)
    assert (0, claimed + 7) == (first.at, first.end)
    assert (claimed + 4 if fits else SHOWN) == len(first.args)
    assert b"end" == behind.args


@pytest.mark.parametrize(
    "head",
    [
        b"\x1d8L\xff\xff\xff\xff",
        b"\x1dv0\x00\xff\xff\xff\xff",
        b"\x1d*\xff\xff",
        b"\x1b*\x21\xff\xff",
        b"\x1cq\xff\xff\xff\xff\xff",
        b"\x1dQ0\x00\xff\xff\xff\xff",
        b"\x1b&\x03\x20\xff" + b"\xff",
        b"\x1dk\x04",
        b"\x1bD",
        b"\x1dC;",
    ],
)
def test_a_claim_of_much_data_costs_little_memory(head: bytes) -> None:
    """However much a command claims, no more is held than the limit."""
    tokenizer = Tokenizer()
    tokenizer.feed(head)
    most = 0
    for _ in range(300):
        tokenizer.feed(b"\x55" * 4096)
        most = max(most, tokenizer.pending)

    assert most <= LIMIT


def test_a_flood_leaves_nothing_behind() -> None:
    """Megabytes of anything fall into tokens and leave no more memory in use than is held."""
    dice = random.Random(20)
    tokenizer = Tokenizer(realtime_scan="raw")
    told = len(tokenizer.feed(dice.randbytes(300_000)))
    tracemalloc.start()
    for _ in range(15):
        told += len(tokenizer.feed(dice.randbytes(100_000)))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert told > 10_000
    assert kept < LIMIT + 1024 * 1024


@settings(max_examples=30)
@given(data=st.binary(max_size=60))
def test_the_longest_row_is_held_only_as_far_as_it_prints(data: bytes) -> None:
    """Of a row 65,535 bytes wide no more than the printed part is held."""
    tokenizer = Tokenizer()
    tokenizer.feed(raster(65_535, 9))
    tokenizer.feed(data * 50)

    assert min(ROW_BYTES, len(data) * 50) == tokenizer.pending
