"""Whatever a host sends: the interpreter takes it, and the paper does not depend on the chunks."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.codecs.escpos.commands import COMMANDS
from emulator.codecs.escpos.tokenizer import Tokenizer
from emulator.codecs.escpos.tokens import Sort, Token
from emulator.domain.paper import Line, Text
from emulator.printer.interpreter import memory
from emulator.printer.interpreter.interpreter import HANDLERS, ORDERS, Interpreter
from emulator.printer.interpreter.state import ITEMS_IN_A_LINE, at_power_on
from emulator.printer.interpreter.steps import Step
from emulator.printer.interpreter.store import CAPACITY_BYTES
from emulator.printer.profile import PROFILES, Profile

_NUMBERS = st.integers(0, 255).map(lambda n: bytes((n,)))
_LITTLE = st.binary(max_size=12)


def _word(number: int) -> bytes:
    return number.to_bytes(2, "little")


@st.composite
def _rasters(draw: st.DrawFn) -> bytes:
    row_bytes, rows = draw(st.integers(0, 80)), draw(st.integers(0, 60))
    mode = draw(st.sampled_from((0, 1, 2, 3, 48, 51, 7)))
    fill = draw(st.binary(min_size=1, max_size=3))
    dots = (fill * (row_bytes * rows))[: row_bytes * rows]
    return b"\x1dv0" + bytes((mode,)) + _word(row_bytes) + _word(rows) + dots


@st.composite
def _column_images(draw: st.DrawFn) -> bytes:
    mode = draw(st.sampled_from((0, 1, 32, 33, 5)))
    columns = draw(st.integers(0, 700))
    size = columns * (3 if mode >= 32 else 1)
    return b"\x1b*" + bytes((mode,)) + _word(columns) + b"\xa5" * size


@st.composite
def _extended(draw: st.DrawFn) -> bytes:
    letter = draw(st.sampled_from((b"\x1d(L", b"\x1d(k", b"\x1d(H", b"\x1c(L")))
    head = draw(
        st.sampled_from(
            (
                b"",
                b"02",
                b"0p0\x01\x011\x08\x00\x03\x00",
                b"0C0AB\x01\x08\x00\x03\x001",
                b"0EAB\x01\x02",
                b"1A2\x00",
                b"1P0",
                b"1Q0",
                b"0P0",
                b"0Q0",
            )
        )
    )
    body = head + draw(_LITTLE)
    return letter + _word(len(body)) + body


_CODES = sorted(code for code in COMMANDS if code[0] != 0x10)
PIECES = st.one_of(
    st.binary(max_size=20),
    st.text(alphabet="aB 0一二“×¥é", max_size=30).map(lambda text: text.encode("gb18030")),
    st.sampled_from((b"\n", b"\r", b"\t", b"\f", b"\x18", b"\0", b"\x07")),
    st.tuples(st.sampled_from(_CODES), _LITTLE).map(b"".join),
    st.tuples(st.sampled_from((b"\x1b!", b"\x1d!", b"\x1ba", b"\x1b{")), _NUMBERS).map(b"".join),
    st.sampled_from((b"\x1bL", b"\x1c&", b"\x1c.", b"\x1b@", b"\x1bS", b"\x1dV\x42\x10")),
    st.tuples(st.just(b"\x1dk\x49"), st.binary(max_size=9)).map(
        lambda pair: pair[0] + bytes((len(pair[1]),)) + pair[1]
    ),
    _rasters(),
    _column_images(),
    _extended(),
)
STREAMS = st.lists(PIECES, max_size=12).map(b"".join)


def _fresh(profile: Profile) -> Interpreter:
    """One that remembers nothing of what others saw."""
    memory.memory_of.cache_clear()
    return Interpreter(profile)


def _steps(interpreter: Interpreter, chunks: list[bytes]) -> list[Step]:
    tokenizer = Tokenizer()
    return [
        step
        for chunk in chunks
        for token in tokenizer.feed(chunk)
        if token.sort is not Sort.REALTIME
        for step in interpreter.take(token)
    ]


def _cut_up(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in pairwise(places)]


@pytest.mark.parametrize("name", ["epson_80", "generic_58"])
@settings(max_examples=150, deadline=None)
@given(data=STREAMS, cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_chunks_make_no_difference(name: str, data: bytes, cuts: list[int]) -> None:
    """However the bytes arrive, the same steps come at the same places of the stream."""
    whole = _steps(_fresh(PROFILES[name]), [data])
    pieces = _steps(_fresh(PROFILES[name]), _cut_up(data, cuts))

    assert whole == pieces


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), cuts=st.lists(st.integers(0, 200), max_size=200))
def test_chunks_make_no_difference_to_noise(data: bytes, cuts: list[int]) -> None:
    """Bytes without any sense print the same however they arrive."""
    whole = _steps(_fresh(PROFILES["built_in"]), [data])
    pieces = _steps(_fresh(PROFILES["built_in"]), _cut_up(data, cuts))

    assert whole == pieces


@settings(max_examples=150, deadline=None)
@given(data=STREAMS)
def test_what_was_seen_before_prints_the_same(data: bytes) -> None:
    """A line that is remembered gives what it gave when it was new."""
    interpreter = _fresh(PROFILES["epson_58"])
    new = _steps(interpreter, [data])
    again = Interpreter(PROFILES["epson_58"])

    assert new == _steps(again, [data])


@settings(max_examples=150, deadline=None)
@given(data=STREAMS)
def test_lines_fit_the_paper(data: bytes) -> None:
    """No line is without height, and every picture has exactly the dots it says."""
    for step in _steps(_fresh(PROFILES["epson_58"]), [data]):
        if not isinstance(step.what, Line):
            continue
        assert step.what.height > 0
        for item in step.what.items:
            assert item.x >= 0
            if hasattr(item, "rows"):
                assert (item.width + 7) // 8 * item.height == len(item.rows)
            assert item.height <= step.what.height


_STYLED = st.lists(
    st.one_of(
        st.text(alphabet="aB 一二“×", min_size=1, max_size=30).map(lambda t: t.encode("gb18030")),
        st.tuples(st.sampled_from((b"\x1b!", b"\x1d!", b"\x1c!", b"\x1b ")), _NUMBERS).map(
            b"".join
        ),
        st.sampled_from((b"\x1cS\x03\x02", b"\x1bV\x01", b"\x1bM\x01", b"\x1ba\x01", b"\n")),
    ),
    max_size=20,
).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(data=_STYLED)
def test_texts_stand_side_by_side(data: bytes) -> None:
    """What a text is wide is what the next one keeps away, and all of it fits the paper."""
    for step in _steps(_fresh(PROFILES["built_in"]), [data + b"\n"]):
        if not isinstance(step.what, Line):
            continue
        edge = 0
        for item in step.what.items:
            assert isinstance(item, Text)
            assert edge <= item.x
            edge = item.x + item.width - item.spacing
        assert edge <= PROFILES["built_in"].width


@settings(max_examples=100, deadline=None)
@given(data=STREAMS)
def test_steps_reach_forward_only(data: bytes) -> None:
    """The bytes that steps need come in the order of the steps."""
    ends = [step.end for step in _steps(_fresh(PROFILES["built_in"]), [data])]

    assert sorted(ends) == ends
    assert all(0 < end <= len(data) for end in ends)


_SORTS = st.sampled_from([Sort.TEXT, Sort.CONTROL, Sort.COMMAND, Sort.ROWS, Sort.UNKNOWN])
_NAMES = st.sampled_from(["", "LF", "NUL", *sorted(HANDLERS), *sorted(ORDERS)])


@st.composite
def _tokens(draw: st.DrawFn) -> Token:
    sort, name, args = draw(_SORTS), draw(_NAMES), draw(st.binary(max_size=20))
    return Token(sort, name, args, 0, len(args) + 2)


@settings(max_examples=400, deadline=None)
@given(tokens=st.lists(_tokens(), max_size=30))
def test_no_token_is_too_odd(tokens: list[Token]) -> None:
    """Tokens that no tokenizer makes, with too few parameters, are taken as well."""
    interpreter = _fresh(PROFILES["epson_80"])
    for token in tokens:
        interpreter.take(token)

    assert isinstance(interpreter.is_line_empty, bool)


@settings(max_examples=100, deadline=None)
@given(before=STREAMS, between=STREAMS, after=STREAMS)
def test_restored_as_if_nothing_had_been(before: bytes, between: bytes, after: bytes) -> None:
    """What came between save and restore has no effect."""
    interpreter = _fresh(PROFILES["built_in"])
    _steps(interpreter, [before])
    saved = interpreter.save()
    expected = _steps(interpreter, [after])
    interpreter.restore(saved)
    _steps(interpreter, [between])
    interpreter.restore(saved)

    assert expected == _steps(interpreter, [after])


def _take_all(interpreter: Interpreter, name: str, args: Any) -> None:
    for each in args:
        interpreter.take(Token(Sort.COMMAND, name, each, 0, 1))


def test_overprinting_without_end_takes_no_memory() -> None:
    """A host that goes back to the margin a thousand times fills the line and no more."""
    interpreter = _fresh(PROFILES["built_in"])
    for _ in range(1000):
        interpreter.take(Token(Sort.COMMAND, "ESC $", b"\0\0", 0, 1))
        interpreter.take(Token(Sort.TEXT, "", b"a", 0, 1))

    assert ITEMS_IN_A_LINE == len(interpreter.save().row.items)


def test_downloads_are_bounded() -> None:
    """Images beyond the memory of the printer are refused, those before them stay."""
    interpreter = _fresh(PROFILES["epson_80"])
    image = b"0C0%c%c\x01\x40\x02\x00\x02\x31" + bytes(72 * 512)
    bodies = (image % (40 + n, 40) for n in range(30))
    _take_all(interpreter, "GS ( L", (_word(len(body)) + body for body in bodies))
    used = interpreter.save().store.used_bytes

    assert CAPACITY_BYTES - 72 * 512 - 64 < used <= CAPACITY_BYTES


@pytest.mark.parametrize("text", [b"%d", b"\x1bt\x00%d\n"])
def test_memory_of_lines_is_bounded(text: bytes) -> None:
    """Lines that never come again are forgotten in time."""
    interpreter = _fresh(PROFILES["built_in"])
    kept = memory.memory_of(at_power_on(PROFILES["built_in"]))
    most = 0
    for number in range(memory.MOVES_MAX * 2):
        _steps(interpreter, [text % number])
        most = max(most, kept.size)

    assert memory.MOVES_MAX < most <= 2 * memory.MOVES_MAX + 2


def test_memory_of_commands_is_bounded() -> None:
    """Commands that change nothing are forgotten as well."""
    interpreter = _fresh(PROFILES["built_in"])
    kept = memory.memory_of(at_power_on(PROFILES["built_in"]))
    _take_all(interpreter, "GS ( Y", (b"%d" % number for number in range(3 * memory.MOVES_MAX)))

    assert memory.MOVES_MAX >= kept.size


def test_stored_images_are_not_held_by_the_memory_of_lines() -> None:
    """A host that stores image after image leaves none of the old ones behind."""
    interpreter = _fresh(PROFILES["built_in"])
    kept = memory.memory_of(at_power_on(PROFILES["built_in"]))
    before = kept.size
    for number in range(20):
        _steps(interpreter, [b"\x1d*\x01\x01" + bytes((number,)) * 8 + b"line %d\n" % number])

    assert before == kept.size
