"""
Characters that the host draws itself: ESC & and ESC ? for one byte, FS 2 and FS ? for two.

Left out: bold, underlining and turning of such characters.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from emulator.domain.paper import WIDE_DOTS, Dots, Style
from emulator.printer.interpreter.columns import from_columns, inverted
from emulator.printer.interpreter.raster import enlarged
from emulator.printer.interpreter.state import Out, State
from emulator.printer.interpreter.styles import Handler

NARROW, CHINESE = "user", "user chinese"
"""Kinds of things in the store."""
CHINESE_COLUMN_BYTES = 3


def _define(state: State, args: bytes, _out: Out) -> State:
    """ESC &: the characters from the first to the last code, in the font that is on."""
    column_bytes, first, last = args[0], args[1], args[2]
    store, at = state.store, 3
    for code in range(first, last + 1):
        if at >= len(args):
            break
        columns = args[at]
        data = args[at + 1 : at + 1 + columns * column_bytes]
        at += 1 + columns * column_bytes
        if columns and column_bytes:
            picture = from_columns(data, columns, column_bytes, what="character")
            store = store.put((NARROW, (state.settings.narrow.font, code)), picture)
    return replace(state, store=store)


def _cancel(state: State, args: bytes, _out: Out) -> State:
    """ESC ?."""
    key = (NARROW, (state.settings.narrow.font, args[0]))
    return replace(state, store=state.store.without(key))


def _define_chinese(state: State, args: bytes, _out: Out) -> State:
    """FS 2: 24 columns of 24 dots."""
    picture = from_columns(args[2:], WIDE_DOTS, CHINESE_COLUMN_BYTES, what="character")
    return replace(state, store=state.store.put((CHINESE, bytes(args[:2])), picture))


def _cancel_chinese(state: State, args: bytes, _out: Out) -> State:
    """FS ?."""
    return replace(state, store=state.store.without((CHINESE, bytes(args[:2]))))


def drawn_runs(state: State, kind: str, data: bytes) -> Iterator[tuple[Dots | None, bytes]]:
    """Cut text into characters that the host drew, and the runs between them without a picture."""
    size = 2 if kind == CHINESE else 1
    font, store = state.settings.narrow.font, state.store
    run = b""
    for at in range(0, len(data), size):
        code = data[at : at + size]
        picture = store.picture((kind, code if kind == CHINESE else (font, code[0])))
        if picture is None:
            run += code
            continue
        if run:
            yield None, run
            run = b""
        yield picture, code
    if run:
        yield None, run


def styled(picture: Dots, style: Style, says: str) -> Dots:
    """A drawn character in the size and colours that are on."""
    picture = enlarged(picture, style.width, style.height)
    return replace(inverted(picture) if style.inverse else picture, says=says)


USER_CHARACTERS: dict[str, tuple[int, Handler]] = {
    "ESC &": (3, _define),
    "ESC ?": (1, _cancel),
    "FS 2": (2, _define_chinese),
    "FS ?": (2, _cancel_chinese),
}
"""Each with how many bytes of parameters it cannot do without."""
