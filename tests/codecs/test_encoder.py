"""Slips as bytes: what each line becomes, and that paper says what the slip said."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.codecs.escpos.encoder import LINE_DOTS, encode, texts
from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import process_id
from emulator.conformance.slip_bench import read
from emulator.domain.moments import MINUTE
from emulator.domain.paper import DOTS_PER_MM, Strip
from emulator.domain.receipt import LINE_MM, Receipt, SlipLine
from emulator.printer.device.device import Device
from emulator.printer.device.effects import StripEnded
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES
from emulator.reports.slip import layout, line_count

SALE: dict[str, Any] = {
    "merchant_name": "阳光便利店",
    "merchant": "898520154110004",
    "terminal": "12345678",
    "operator": "01",
    "card": "622202******0018",
    "entry": "I",
    "expiry": "3012",
    "transaction": "sale",
    "batch": "000001",
    "stan": "000002",
    "authorisation": "000003",
    "reference": "000000000003",
    "date": "2026-03-02",
    "time": "10:00:07",
    "amount_fen": 12850,
}
PLAIN = Manner(status="none", fence="none")
END = b"\x1dV\x01"
FEED = SlipLine()

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
LINES = st.builds(
    SlipLine,
    text=WORDS,
    align=st.sampled_from(["left", "center", "right"]),
    bold=st.booleans(),
    size=st.sampled_from([1, 2]),
)
SLIPS = st.lists(LINES, min_size=1, max_size=12).map(lambda lines: (*lines, FEED, FEED))


def data_of(lines: tuple[SlipLine, ...], manner: Manner = PLAIN) -> bytes:
    """All bytes of a slip."""
    return b"".join(block.data for block in encode(lines, manner))


def line_of(text: str, manner: Manner = PLAIN, **how: Any) -> bytes:
    """The bytes of one line, without what begins and ends a slip."""
    return data_of((SlipLine(text, **how),), manner)[len(b"\x1b@\x1b3\x20") : -len(END)]


def printed(lines: tuple[SlipLine, ...], profile: str) -> Strip:
    """The strip that a printer makes of a slip."""
    device = Device(PROFILES[profile])
    effects = device.feed(data_of(lines, manner_for(PROFILES[profile])), 0)
    effects += device.advance(MINUTE)
    (strip,) = [effect.strip for effect in effects if isinstance(effect, StripEnded)]
    return strip


# Lines -------------------------------------------------------------------------------------------


def test_a_plain_line_is_its_words_and_a_line_feed() -> None:
    """Nothing is set that need not be."""

    assert b"RMB 1.00\n" == line_of("RMB 1.00")


def test_chinese_is_gb18030() -> None:
    """Two bytes a character."""

    assert "金额".encode("gb18030") + b"\n" == line_of("金额")


def test_a_bold_line_switches_bold_off_again() -> None:
    """No setting outlives its line."""

    assert b"\x1bE\x01total\n\x1bE\x00" == line_of("total", bold=True)


@pytest.mark.parametrize(("align", "code"), [("center", b"\x01"), ("right", b"\x02")])
def test_alignment_is_the_printers_business(align: str, code: bytes) -> None:
    """It knows to the dot where the middle is."""

    assert b"\x1ba" + code + b"mark\n\x1ba\x00" == line_of("mark", align=align)


def test_a_big_line_takes_two_line_advances() -> None:
    """Double width and height, and twice the paper."""

    assert b"\x1b3\x40\x1d!\x11SALE\n\x1d!\x00\x1b3\x20" == line_of("SALE", size=2)


def test_big_chinese_has_a_command_of_its_own_where_the_printer_wants_it() -> None:
    """FS W besides GS !."""
    manner = msgspec.structs.replace(PLAIN, chinese_size_command=True)

    assert b"\x1cW\x01" in line_of("消费", manner, size=2)
    assert b"\x1cW" not in line_of("SALE", manner, size=2)


def test_the_yen_sign_is_the_wide_one() -> None:
    """The narrow one is four bytes, of which cheap printers make `?0?6`."""

    assert "￥1\n".encode("gb18030") == line_of("¥1")


def test_a_character_that_the_printer_lacks_is_replaced_by_a_mark_as_wide() -> None:
    """䶮, a rare surname, is not in GBK, nor are four-byte characters."""
    manner = msgspec.structs.replace(PLAIN, four_byte=False)

    assert "？？\n".encode("gb18030") == line_of("\u4dae\u3400", manner)
    assert b"?\n" == line_of("\u00f6", manner)


def test_four_byte_characters_pass_where_they_are_known() -> None:
    """GB18030 proper."""

    assert b"\x81\x39\xee\x39\n" == line_of("\u3400")


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x10", "\n", "\x7f"])
def test_control_characters_in_a_text_never_become_commands(char: str) -> None:
    """A merchant's name is no way to cut the paper."""

    assert b"a?b\n" == line_of(f"a{char}b")


def test_a_line_is_never_wider_than_the_paper() -> None:
    """Cut between characters, not within one."""
    manner = msgspec.structs.replace(PLAIN, columns=5)

    assert "中国".encode("gb18030") + b"\n" == line_of("中国人", manner)


def test_characters_that_print_wider_than_they_look_take_blanks_and_not_words() -> None:
    """A middle dot is one cell on a screen and two columns on paper; the amount must stay."""
    manner = msgspec.structs.replace(PLAIN, columns=12)

    assert "A·B".encode("gb18030") + b"    1.00\n" == line_of("A·B     1.00", manner)


@given(WORDS, st.sampled_from([1, 2]), st.sampled_from([32, 48]), st.booleans())
def test_any_text_fits_and_holds_no_command(
    text: str, size: int, columns: int, four_byte: bool
) -> None:
    """Whatever somebody calls a shop."""
    manner = msgspec.structs.replace(PLAIN, columns=columns, four_byte=four_byte)
    (words,) = texts((SlipLine(text, size=size),), manner) or [""]
    data = line_of(text, manner)[:-1]

    assert len(words.encode("gb18030")) <= 2 * columns
    assert not [byte for byte in data if byte < 0x20 or byte == 0x7F]


# Slips -------------------------------------------------------------------------------------------


def test_a_slip_begins_with_settings_of_its_own() -> None:
    """ESC @ and 4 mm a line, whatever was before."""

    assert data_of((SlipLine("a"),)).startswith(b"\x1b@\x1b3\x20a")


def test_chinese_mode_is_switched_on_only_where_it_must_be() -> None:
    """FS &, for printers that need it and slips that have Chinese."""
    manner = msgspec.structs.replace(PLAIN, chinese_command=True)

    assert data_of((SlipLine("金额"),), manner).startswith(b"\x1b@\x1c&")
    assert b"\x1c&" not in data_of((SlipLine("total"),), manner)
    assert b"\x1c&" not in data_of((SlipLine("金额"),))


def test_automatic_status_is_asked_for_behind_the_reset_that_switches_it_off() -> None:
    """Each slip anew."""
    manner = msgspec.structs.replace(PLAIN, status="asb")

    assert data_of((SlipLine("a"),), manner).startswith(b"\x1b@\x1da\x4f")


def test_automatic_status_is_switched_off_where_fences_are_single_bytes() -> None:
    """Its pieces could pass for them."""
    manner = msgspec.structs.replace(PLAIN, status="dle_eot", fence="gs_r")

    assert data_of((SlipLine("a"),), manner).startswith(b"\x1b@\x1da\x00")


def test_the_last_words_are_a_block_of_their_own() -> None:
    """So that they can be held back; feed and cut follow in another."""
    blocks = encode((SlipLine("a"), SlipLine("b"), FEED, FEED), PLAIN)

    assert ["body", "last", "end"] == [block.sort for block in blocks]
    assert [b"b\n", b"\n\n" + END] == [block.data for block in blocks[1:]]
    assert [1, 2, 4] == [block.lines for block in blocks]


def test_nothing_comes_between_the_last_words_and_their_fence() -> None:
    """Putting settings back can wait: the fence must be there before the line is out."""
    blocks = encode((SlipLine("a"), SlipLine("b", bold=True), FEED), PLAIN)

    assert b"\x1bE\x01b\n" == blocks[1].data
    assert b"\x1bE\x00\n" + END == blocks[2].data


def test_a_slip_of_one_line_has_no_body() -> None:
    """What begins a slip is then part of the last words."""

    assert ["last", "end"] == [block.sort for block in encode((SlipLine("a"),), PLAIN)]


@pytest.mark.parametrize("lines", [(), (FEED, FEED)])
def test_a_slip_without_words_is_feed_and_cut(lines: tuple[SlipLine, ...]) -> None:
    """Nothing to hold back, nothing to break."""

    assert b"\x1b@\x1b3\x20" + b"\n" * len(lines) + END == data_of(lines)


def test_blocks_hold_no_more_lines_and_bytes_than_they_may() -> None:
    """Many fences where little may be lost between two."""
    manner = msgspec.structs.replace(PLAIN, block_bytes=40, block_lines=3)
    lines = tuple(SlipLine(f"line {n}") for n in range(20))
    body = [block for block in encode(lines, manner) if block.sort == "body"]

    assert all(later.lines - block.lines <= 3 for block, later in pairwise(body))
    assert all(len(block.data) <= 40 for block in body[1:])


def test_a_block_boundary_loses_nothing() -> None:
    """The same bytes, however they are parted."""
    lines = layout(receipt())
    small = msgspec.structs.replace(PLAIN, block_bytes=50, block_lines=2)

    assert data_of(lines) == data_of(lines, small)


def receipt(**how: Any) -> Receipt:
    """The merchant's copy of a sale."""
    return Receipt(kind="sale", copy="merchant", values=SALE, lines=26, **how)


# Paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("language", ["zh", "zh+en"])
def test_paper_says_what_the_slip_said(profile: str, language: str) -> None:
    """On every model, line by line."""
    manner = manner_for(PROFILES[profile])
    lines = layout(receipt(language=language), columns=manner.columns)

    assert texts(lines, manner) == read(printed(lines, profile), is_strict=True)


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_paper_is_as_long_as_the_slip(profile: str) -> None:
    """Big lines counted twice."""
    slip = receipt(void_above=True, reprint=True)
    lines = layout(slip, columns=PROFILES[profile].columns)

    assert line_count(slip) * LINE_MM * DOTS_PER_MM == printed(lines, profile).length
    assert LINE_DOTS == LINE_MM * DOTS_PER_MM


@given(SLIPS, st.sampled_from(sorted(PROFILES)))
def test_any_slip_comes_back_from_paper(slip: tuple[SlipLine, ...], profile: str) -> None:
    """What is encoded is printed as it was meant, and takes the paper it was meant to take."""
    strip = printed(slip, profile)

    assert texts(slip, manner_for(PROFILES[profile])) == read(strip, is_strict=True)
    assert sum(line.size for line in slip) * LINE_DOTS == strip.length


# Fences ------------------------------------------------------------------------------------------


@given(st.integers(0, 10**9))
def test_process_ids_ascend_and_look_like_no_status(number: int) -> None:
    """An answer to DLE EOT that cuts into one can be told apart."""
    id, later = process_id(number), process_id(number + 1)

    assert 4 == len(id)
    assert not [byte for byte in id if byte & 0x93 == 0x12 or not 0x20 <= byte <= 0x7E]
    assert id < later or set(later) == {0x20}
