"""
How bytes of text become characters in the line buffer.

A character of several bytes may come in pieces; its beginning waits in the row and is dropped by
whatever is not text.
"""

import re
from functools import lru_cache
from itertools import groupby

from msgspec.structs import replace

from emulator.codecs.escpos.codepages import decode_page
from emulator.domain.paper import FONT_DOTS, WIDE_DOTS, Style, is_wide
from emulator.printer.interpreter.placing import Type, put_character, put_run, with_row
from emulator.printer.interpreter.state import Out, Settings, State
from emulator.printer.interpreter.user_characters import CHINESE, NARROW, drawn_runs, styled

_LETTERS = rb"(?P<letters>[\x00-\x7f]+)"
_PAIRS = rb"(?P<pairs>(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+)"
_FOURS = rb"(?P<fours>(?:[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39])+)"
_BEGUN_FOUR = rb"(?P<begun>[\x81-\xfe](?:[\x30-\x39][\x81-\xfe]?)?\Z)"
_BEGUN_PAIR = rb"(?P<begun>[\x81-\xfe]\Z)"
_WRONG = rb"(?P<wrong>.)"
_WITH_FOURS = re.compile(b"|".join((_LETTERS, _PAIRS, _FOURS, _BEGUN_FOUR, _WRONG)), re.DOTALL)
_ONLY_PAIRS = re.compile(b"|".join((_LETTERS, _PAIRS, _BEGUN_PAIR, _WRONG)), re.DOTALL)
_SURELY_WIDE = re.compile("[\u4e00-\u9fa5\uff01-\uff5e\u3001\u3002]+")
_PERHAPS_WIDE = re.compile("[\u1100-\U0010ffff]")
MISSING = "\ufffd"
"""What is printed for bytes that are no character."""


def put_text(state: State, data: bytes, out: Out) -> State:
    """Place text, printing a line whenever one is full."""
    if state.settings.chinese_mode:
        return _put_chinese(state, data, out)
    return _put_letters(state, data, 0, out)


def _put_letters(state: State, data: bytes, behind: int, out: Out) -> State:
    """Place one-byte characters, those that the host drew among them."""
    settings = state.settings
    if not settings.user_characters or not state.store.has(NARROW):
        return _put_narrow(state, data, behind, out)
    left = behind + len(data)
    for picture, codes in drawn_runs(state, NARROW, data):
        left -= len(codes)
        if picture is None:
            state = _put_narrow(state, codes, left, out)
        else:
            says = decode_page(codes, settings.code_page, settings.international)
            picture = styled(picture, settings.narrow, says)
            spacing = settings.spacing * settings.narrow.width
            state = put_character(state, picture, spacing, left, out)
    return state


def _put_narrow(state: State, data: bytes, behind: int, out: Out) -> State:
    settings = state.settings
    text = decode_page(data, settings.code_page, settings.international)
    narrow = _types(settings)[0]
    if not _PERHAPS_WIDE.search(text):
        return put_run(state, text, narrow, behind, out)
    style = narrow.style
    tall = max(narrow.tall, WIDE_DOTS * style.height)
    broad = replace(narrow, cell=WIDE_DOTS * style.width, tall=tall)
    left = behind + len(data)
    for wide, run in groupby(text, is_wide):
        chars = "".join(run)
        left -= len(chars)
        state = put_run(state, chars, broad if wide else narrow, left, out)
    return state


def _put_chinese(state: State, data: bytes, out: Out) -> State:
    settings = state.settings
    if state.row.held:
        data = state.row.held + data
        state = with_row(state, replace(state.row, held=b""))
    narrow, pair, four = _types(settings)
    for found in (_WITH_FOURS if settings.four_byte else _ONLY_PAIRS).finditer(data):
        piece = found.group()
        after = len(data) - found.end()
        match found.lastgroup:
            case "letters":
                state = _put_letters(state, piece, after, out)
            case "pairs":
                state = _put_pairs(state, piece, pair, after, out)
            case "fours":
                state = _put_wide(state, _decoded_fours(piece), four, after, out)
            case "begun":
                state = with_row(state, replace(state.row, held=piece))
            case _:
                state = put_run(state, MISSING, narrow, after, out)
    return state


def _put_pairs(state: State, data: bytes, type: Type, behind: int, out: Out) -> State:
    """Place characters of two bytes, those that the host drew among them."""
    if not state.store.has(CHINESE):
        return _put_wide(state, data.decode("gb18030"), type, behind, out)
    left = behind + len(data)
    for picture, codes in drawn_runs(state, CHINESE, data):
        left -= len(codes)
        text = codes.decode("gb18030")
        if picture is None:
            state = _put_wide(state, text, type, left, out)
        else:
            picture = styled(picture, type.style, text)
            state = put_character(state, picture, type.left + type.right, left, out)
    return state


def _put_wide(state: State, text: str, type: Type, behind: int, out: Out) -> State:
    if _SURELY_WIDE.fullmatch(text):
        return put_run(state, text, type, behind, out)
    left = len(text)
    for by_nature, run in groupby(text, is_wide):
        chars = "".join(run)
        left -= len(chars)
        kind = type if by_nature else replace(type, wide=True)
        state = put_run(state, chars, kind, behind + left * type.bytes_each, out)
    return state


def _decoded_fours(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return "".join(map(_decoded_four, (data[at : at + 4] for at in range(0, len(data), 4))))


def _decoded_four(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return MISSING


@lru_cache(maxsize=256)
def _types(settings: Settings) -> tuple[Type, Type, Type]:
    """Of one-byte characters, of those of two bytes, of those of four."""
    style = settings.narrow
    cell, tall = _cell(style)
    narrow = Type(style, cell * style.width, tall * style.height, 0, settings.spacing * style.width)
    style = settings.chinese
    pair = Type(
        style,
        WIDE_DOTS * style.width,
        WIDE_DOTS * style.height,
        settings.chinese_left * style.width,
        settings.chinese_right * style.width,
        bytes_each=2,
    )
    return narrow, pair, replace(pair, bytes_each=4)


def _cell(style: Style) -> tuple[int, int]:
    cell, tall = FONT_DOTS[style.font]
    return (tall, cell) if style.rotated else (cell, tall)
