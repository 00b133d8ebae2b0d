"""
Images that the printer keeps: GS ( L and GS 8 L, GS * and GS /, FS q and FS p.

Left out: the answers of GS ( L about capacity and key codes, and colours other than black.
"""

from msgspec.structs import replace

from emulator.domain.paper import Dots
from emulator.printer.interpreter.columns import from_columns, from_rows
from emulator.printer.interpreter.images import print_picture, scale
from emulator.printer.interpreter.positions import word
from emulator.printer.interpreter.raster import cropped, enlarged
from emulator.printer.interpreter.state import Out, State
from emulator.printer.interpreter.store import Key
from emulator.printer.interpreter.styles import Handler

DOWNLOADED: Key = ("download", 0)
"""GS *."""
BUFFERED: Key = ("buffered", 0)
"""GS ( L 112 and 113: printed by 50 and then gone."""
NV_NUMBERED, NV_GRAPHICS, RAM_GRAPHICS = "nv image", "nv graphics", "ram graphics"
MONOCHROME, BLACK = 48, 49
SCALES = (1, 2)


# GS * and FS q --------------------------------------------------------------------------------


def _download(state: State, args: bytes, _out: Out) -> State:
    """GS *: x times 8 columns, y bytes each."""
    columns, column_bytes = args[0] * 8, args[1]
    if not columns or not column_bytes:
        return state
    picture = from_columns(args[2:], columns, column_bytes)
    return replace(state, store=state.store.put(DOWNLOADED, picture))


def _print_download(state: State, args: bytes, out: Out) -> State:
    """GS /."""
    return _print_kept(state, DOWNLOADED, *scale(args[0]), out)


def _store_numbered(state: State, args: bytes, _out: Out) -> State:
    """FS q: forgets all earlier ones."""
    store, at = state.store.without_kind(NV_NUMBERED), 1
    for number in range(1, args[0] + 1):
        if at + 4 > len(args):
            break
        columns, column_bytes = word(args, at) * 8, word(args, at + 2)
        at += 4
        size = columns * column_bytes
        if 0 < size <= len(args) - at:
            picture = from_columns(args[at : at + size], columns, column_bytes)
            store = store.put((NV_NUMBERED, number), picture)
        at += size
    return replace(state, store=store)


def _print_numbered(state: State, args: bytes, out: Out) -> State:
    """FS p."""
    return _print_kept(state, (NV_NUMBERED, args[0]), *scale(args[1]), out)


def _print_kept(state: State, key: Key, across: int, along: int, out: Out) -> State:
    picture = state.store.picture(key)
    if picture is None:
        return state
    return print_picture(state, picture, out, across=across, along=along)


# GS ( L ---------------------------------------------------------------------------------------


def _graphics(state: State, args: bytes, out: Out) -> State:
    """GS ( L pL pH m fn ..."""
    return _function(state, args[3], args[4 : 2 + word(args)], out)


def _long_graphics(state: State, args: bytes, out: Out) -> State:
    """GS 8 L p1 p2 p3 p4 m fn ..."""
    return _function(state, args[5], args[6 : 4 + int.from_bytes(args[:4], "little")], out)


def _function(state: State, function: int, rest: bytes, out: Out) -> State:
    match function:
        case 2 | 50:
            return _print_buffered(state, out)
        case 65:
            return _forgotten(state, NV_GRAPHICS, rest)
        case 66:
            return replace(state, store=state.store.without((NV_GRAPHICS, rest[:2])))
        case 67 | 68:
            return _defined(state, NV_GRAPHICS, rest, by_columns=function == 68)
        case 69:
            return _print_graphics(state, NV_GRAPHICS, rest, out)
        case 81:
            return _forgotten(state, RAM_GRAPHICS, rest)
        case 82:
            return replace(state, store=state.store.without((RAM_GRAPHICS, rest[:2])))
        case 83 | 84:
            return _defined(state, RAM_GRAPHICS, rest, by_columns=function == 84)
        case 85:
            return _print_graphics(state, RAM_GRAPHICS, rest, out)
        case 112 | 113:
            return _buffered(state, rest, by_columns=function == 113)
    return state


def _buffered(state: State, rest: bytes, *, by_columns: bool) -> State:
    """a bx by c xL xH yL yH and the dots."""
    if len(rest) < 8 or rest[0] != MONOCHROME:
        return state
    across, along = rest[1], rest[2]
    if across not in SCALES or along not in SCALES:
        return state
    picture = _read(rest[8:], word(rest, 4), word(rest, 6), by_columns=by_columns)
    if picture is None:
        return state
    picture = enlarged(cropped(picture, state.settings.paper_width // across), across, along)
    return replace(state, store=state.store.put(BUFFERED, picture))


def _print_buffered(state: State, out: Out) -> State:
    picture = state.store.picture(BUFFERED)
    if picture is None:
        return state
    state = print_picture(state, picture, out)
    return replace(state, store=state.store.without(BUFFERED))


def _defined(state: State, kind: str, rest: bytes, *, by_columns: bool) -> State:
    """a kc1 kc2 b xL xH yL yH and for each colour its number and the dots; the first is drawn."""
    if len(rest) < 9 or rest[0] != MONOCHROME:
        return state
    picture = _read(rest[9:], word(rest, 4), word(rest, 6), by_columns=by_columns)
    if picture is None:
        return state
    return replace(state, store=state.store.put((kind, rest[1:3]), picture))


def _print_graphics(state: State, kind: str, rest: bytes, out: Out) -> State:
    """kc1 kc2 x y."""
    if len(rest) < 4 or rest[2] not in SCALES or rest[3] not in SCALES:
        return state
    return _print_kept(state, (kind, rest[:2]), rest[2], rest[3], out)


def _forgotten(state: State, kind: str, rest: bytes) -> State:
    """Deletes all; the letters CLR keep it from happening by mistake."""
    return replace(state, store=state.store.without_kind(kind)) if rest[:3] == b"CLR" else state


def _read(data: bytes, width: int, height: int, *, by_columns: bool) -> Dots | None:
    """What the dots show; None if there are fewer than the measures say."""
    if by_columns:
        column_bytes = (height + 7) // 8
        if not 0 < width * column_bytes <= len(data):
            return None
        picture = from_columns(data, width, column_bytes)
        rows = picture.rows[: (width + 7) // 8 * height]
        return replace(picture, height=height, rows=rows)
    if not 0 < (width + 7) // 8 * height <= len(data):
        return None
    return from_rows(data, width, height)


STORED_IMAGES: dict[str, tuple[int, Handler]] = {
    "GS *": (2, _download),
    "GS /": (1, _print_download),
    "FS q": (1, _store_numbered),
    "FS p": (2, _print_numbered),
    "GS ( L": (4, _graphics),
    "GS 8 L": (6, _long_graphics),
}
"""Each with how many bytes of parameters it cannot do without."""
