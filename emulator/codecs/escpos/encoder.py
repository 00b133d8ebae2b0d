"""
Slips as bytes: every line says all about itself, so that no setting outlives it.

    beginning | lines ... | last line with words | feed to the end, cut

The blocks are cut so that a driver can put a fence behind each and hold the last words back until
all before them is on paper: what was never sent can never come out whole. Left out: pictures, codes
and fonts other than A, which no slip of ours has.

Source: printer.md 2.2, 2.5, 2.11 and 4 of the domain notes for what printers make of these bytes.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from emulator.codecs.escpos.manner import Manner
from emulator.codecs.escpos.requests import ALL_CHANGES, NO_CHANGES
from emulator.domain.receipt import SlipLine

LINE_DOTS = 32
"""Paper fed by a line: 4 mm (`domain.receipt.LINE_MM`)."""

RESET = b"\x1b@"
_SPACING, _DOUBLE_SPACING = b"\x1b3\x20", b"\x1b3\x40"
_CHINESE_ON = b"\x1c&"
_ALIGN = {"left": b"", "center": b"\x1ba\x01", "right": b"\x1ba\x02"}
_ALIGN_LEFT = b"\x1ba\x00"
_BOLD, _NOT_BOLD = b"\x1bE\x01", b"\x1bE\x00"
_BIG, _NOT_BIG = b"\x1d!\x11", b"\x1d!\x00"
_BIG_CHINESE, _NOT_BIG_CHINESE = b"\x1cW\x01", b"\x1cW\x00"
_CUT = b"\x1dV\x01"
_FEED_OUT = RESET + _SPACING + b"\n" * 5
"""Feeds what hangs in the printer beyond its tear bar or cutter, about 20 mm from the head."""

_YEN = str.maketrans({"¥": "￥"})
"""Printers that know GBK alone make nonsense of the half-width sign (printer.md section 4)."""


class Block(msgspec.Struct, frozen=True, gc=False):
    """A part of a slip between two fences."""

    data: bytes
    lines: int
    """Lines of 4 mm that are on paper when this and all before it is printed."""
    sort: str = "body"
    """body; last: with it all words of the slip are on paper; end: feed and cut."""


def encode(lines: Sequence[SlipLine], manner: Manner) -> tuple[Block, ...]:
    """
    Turn a slip into blocks.

    Args:
        lines: As the layout set them; those without words at the end are feed.
        manner: How to talk to this printer.

    Returns:
        Any number of body blocks, one `last`, one `end`.
    """
    key = _Key(manner.columns, manner.four_byte, manner.chinese_size_command)
    coded = [_coded(line, key) for line in lines]
    advances = [line.size for line in lines]
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].text.strip()), 0)
    blocks = _body(coded[:last], advances[:last], manner)
    # Its fence must be there before the line is out, so that all that can wait comes later.
    words, resets = _parts(lines[last], key) if lines else (b"", b"")
    blocks.append(Block(words, sum(advances[: last + 1]), "last"))
    blocks.append(Block(resets + b"".join(coded[last + 1 :]) + _CUT, sum(advances), "end"))
    first = blocks[0]
    blocks[0] = Block(_beginning(lines, manner) + first.data, first.lines, first.sort)
    return tuple(blocks)


def on_the_same_paper(*, cut_off: bool) -> bytes:
    """What comes before a slip when something of an earlier one still hangs in the printer."""
    return _FEED_OUT + _CUT if cut_off else _FEED_OUT


def shape(lines: Sequence[SlipLine], manner: Manner) -> tuple[int, ...]:
    """
    How long each line is in bytes and on paper.

    Two slips of one shape are sent in blocks of the same lengths and take the same time.
    """
    key = _Key(manner.columns, manner.four_byte, manner.chinese_size_command)
    return (
        len(_beginning(lines, manner)),
        *[2 * len(_coded(line, key)) + line.size for line in lines],
    )


def texts(lines: Iterable[SlipLine], manner: Manner) -> list[str]:
    """What each line says on paper, without the blanks around it; lines of feed are left out."""
    key = _Key(manner.columns, manner.four_byte, manner.chinese_size_command)
    return [text for line in lines if (text := _text(line, key))]


def _body(coded: list[bytes], advances: list[int], manner: Manner) -> list[Block]:
    blocks = []
    parts: list[bytes] = []
    size = in_block = done = 0
    for data, advance in zip(coded, advances, strict=True):
        if parts and (
            size + len(data) > manner.block_bytes or in_block + advance > manner.block_lines
        ):
            blocks.append(Block(b"".join(parts), done))
            parts, size, in_block = [], 0, 0
        parts.append(data)
        size += len(data)
        in_block += advance
        done += advance
    if parts:
        blocks.append(Block(b"".join(parts), done))
    return blocks


def _beginning(lines: Sequence[SlipLine], manner: Manner) -> bytes:
    data = RESET
    if manner.status == "asb":
        data += ALL_CHANGES  # ESC @ has switched it off
    elif manner.fence == "gs_r":
        data += NO_CHANGES  # pieces of it could pass for answers to GS r
    if manner.chinese_command and not all(line.text.isascii() for line in lines):
        data += _CHINESE_ON
    return data + _SPACING


class _Key(msgspec.Struct, frozen=True, gc=False):
    """What of a manner makes a difference to a line."""

    columns: int
    four_byte: bool
    chinese_size_command: bool


@lru_cache(maxsize=256)
def _coded(line: SlipLine, key: _Key) -> bytes:
    return b"".join(_parts(line, key))


def _parts(line: SlipLine, key: _Key) -> tuple[bytes, bytes]:
    """A line up to where it is printed, and what puts its settings back."""
    words = _words(line.text, key.columns // line.size, four_byte=key.four_byte)
    if not words:
        return b"\n" * line.size, b""
    before, after = _ALIGN[line.align], b""
    if before:
        after = _ALIGN_LEFT
    if line.bold:
        before, after = before + _BOLD, _NOT_BOLD + after
    if line.size == 2:
        before, after = before + _DOUBLE_SPACING + _BIG, _NOT_BIG + _SPACING + after
        if key.chinese_size_command and not line.text.isascii():
            before, after = before + _BIG_CHINESE, _NOT_BIG_CHINESE + after
    return before + words + b"\n", after


@lru_cache(maxsize=64)
def _text(line: SlipLine, key: _Key) -> str:
    words = _words(line.text, key.columns // line.size, four_byte=key.four_byte)
    return words.decode("gb18030").strip()


def _words(text: str, columns: int, *, four_byte: bool) -> bytes:
    """The bytes of a text that fits into so many columns of the printer."""
    simple = _simple_words(text)
    if simple is not None and len(simple) <= columns:
        return simple.rstrip(b" ")
    coded = [_character(char, four_byte=four_byte) for char in text.translate(_YEN)]
    over = sum(map(_columns_of, coded)) - columns
    while over > 0 and (at := _spare_blank(coded)) is not None:
        del coded[at]
        over -= 1
    while over > 0:
        over -= _columns_of(coded.pop())
    return b"".join(coded).rstrip(b" ")


def _simple_words(text: str) -> bytes | None:
    """The same at once for ASCII and the common Chinese characters, a byte a column."""
    if not text.isprintable():
        return None
    try:
        return text.encode("gb2312")
    except UnicodeEncodeError:
        return None


def _character(char: str, *, four_byte: bool) -> bytes:
    if " " <= char <= "~":
        return char.encode()
    if unicodedata.combining(char):
        return b""
    if not char.isascii():
        try:
            data = char.encode("gb18030" if four_byte else "gbk")
        except UnicodeEncodeError:
            data = b""
        if len(data) > 1:
            return data
    is_wide = unicodedata.east_asian_width(char) in "WF"
    return "？".encode("gb18030") if is_wide else b"?"


def _columns_of(coded: bytes) -> int:
    """A character of more bytes than one is printed two columns wide, whatever Unicode says."""
    return min(len(coded), 2)


def _spare_blank(coded: list[bytes]) -> int | None:
    """Where a blank stands in the longest run of them, which is there to align and may shrink."""
    best = longest = run = 0
    for n, data in enumerate(coded):
        run = run + 1 if data == b" " else 0
        if run > longest:
            best, longest = n, run
    return best if longest > 1 else None
