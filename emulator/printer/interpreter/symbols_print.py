"""
Bar codes and two-dimensional symbols: GS k, GS ( k and the commands that set their looks.

Symbols stand on a line of their own. As on the real ones nothing is printed when the data cannot be
encoded or the symbol is wider than the line. Left out: everything but the bar codes of GS k up to
CODE128, QR and PDF417. Symbols get blank rows above and below, which readers need, although real
printers leave that to the host.
"""

from msgspec.structs import replace

from emulator.codecs.symbols.bars import KINDS, bars
from emulator.codecs.symbols.pdf417 import pdf417_matrix
from emulator.codecs.symbols.qr import qr_matrix
from emulator.domain.paper import FONT_DOTS, Dots, Line, Style, Text
from emulator.printer.interpreter.lines import flush, margin
from emulator.printer.interpreter.placing import line_width
from emulator.printer.interpreter.positions import word
from emulator.printer.interpreter.raster import enlarged, packed
from emulator.printer.interpreter.state import Out, State, Symbols
from emulator.printer.interpreter.store import Key
from emulator.printer.interpreter.styles import ASCII_ZERO, FONTS, Handler

QUIET_MODULES = 4
"""Blank rows above and below a two-dimensional symbol."""
BAR_KINDS = tuple(KINDS)
FIRST_WITH_LENGTH = 65
"""GS k m from here on carries the length of its data; smaller ones end with NUL."""
PDF417, QR = ord("0"), ord("1")
"""cn of GS ( k."""
QR_DATA: Key = ("symbol", "qr")
PDF417_DATA: Key = ("symbol", "pdf417")
ABOVE, BELOW = 1, 2


# Looks ----------------------------------------------------------------------------------------


def _changed(state: State, **changed: object) -> State:
    symbols = replace(state.settings.symbols, **changed)
    return replace(state, settings=replace(state.settings, symbols=symbols))


def _height(state: State, args: bytes, _out: Out) -> State:
    return _changed(state, height=args[0]) if args[0] else state


def _module(state: State, args: bytes, _out: Out) -> State:
    """GS w: 2 to 6; some clients send 0, which changes nothing."""
    return _changed(state, module=args[0]) if 2 <= args[0] <= 6 else state


def _hri(state: State, args: bytes, _out: Out) -> State:
    place = args[0] - ASCII_ZERO if args[0] >= ASCII_ZERO else args[0]
    return _changed(state, hri=place) if place <= ABOVE | BELOW else state


def _hri_font(state: State, args: bytes, _out: Out) -> State:
    return _changed(state, hri_font=FONTS[args[0]]) if args[0] in FONTS else state


# Bar codes ------------------------------------------------------------------------------------


def _bar_code(state: State, args: bytes, out: Out) -> State:
    """GS k."""
    m = args[0]
    if m >= FIRST_WITH_LENGTH:
        number, data = m - FIRST_WITH_LENGTH, args[2 : 2 + args[1]] if len(args) > 1 else b""
    else:
        number, data = m, args[1:].split(b"\0", 1)[0]
    if number >= len(BAR_KINDS):
        raise ValueError(f"bar code: no kind {m}")
    kind = BAR_KINDS[number]
    symbol = bars(kind, data)
    looks = state.settings.symbols
    dots = "".join(
        ("0" if n % 2 else "1") * (width * looks.module) for n, width in enumerate(symbol.widths)
    )
    picture = Dots(0, len(dots), looks.height, packed(dots) * looks.height, kind, symbol.hri)
    return _print_symbol(state, picture, out, hri=symbol.hri)


def _print_symbol(state: State, picture: Dots, out: Out, *, hri: str = "") -> State:
    width = line_width(state)
    if picture.width > width:
        raise ValueError(f"{picture.what}: {picture.width} dots wide, the line has {width}")
    state = flush(state, out)
    left = margin(state.settings, picture.width) if state.page is None else 0
    words = _hri_line(state.settings.symbols, hri, left, picture.width)
    place = state.settings.symbols.hri if words else 0
    lines = [Line(picture.height, (replace(picture, x=left),))]
    if place & ABOVE and words:
        lines.insert(0, words)
    if place & BELOW and words:
        lines.append(words)
    if state.page is None:
        out.extend((line, 0) for line in lines)
        return state
    page = state.page
    for number, line in enumerate(lines):
        page = page.feeding(line.height if number else 0).placing(line.height, line.items)
    return replace(state, page=page)


def _hri_line(looks: Symbols, hri: str, left: int, width: int) -> Line | None:
    """What is written at a bar code, centred under it."""
    if not hri:
        return None
    words = Text(0, hri, Style(font=looks.hri_font))
    x = max(0, left + (width - words.width) // 2)
    return Line(FONT_DOTS[looks.hri_font][1], (replace(words, x=x),))


# Two-dimensional symbols ------------------------------------------------------------------------


def _symbol(state: State, args: bytes, out: Out) -> State:
    """GS ( k: what comes for symbols that are not drawn is ignored."""
    sort, function, rest = args[2], args[3], args[4 : 2 + word(args)]
    if sort == QR:
        return _qr(state, function, rest, out)
    if sort == PDF417:
        return _pdf417(state, function, rest, out)
    raise ValueError(f"symbol: GS ( k cn={sort} is not drawn")


def _qr(state: State, function: int, rest: bytes, out: Out) -> State:
    if function == 80:
        return replace(state, store=state.store.put(QR_DATA, rest[1:]))
    if function == 81:
        return _print_qr(state, out)
    value = rest[0] if rest else 0
    if function == 65 and value in (49, 50, 51):
        return _changed(state, qr_model=value - ASCII_ZERO)
    if function == 67 and 1 <= value <= 16:
        return _changed(state, qr_module=value)
    if function == 69 and 48 <= value <= 51:
        return _changed(state, qr_level="LMQH"[value - ASCII_ZERO])
    return state


def _print_qr(state: State, out: Out) -> State:
    data = state.store.data(QR_DATA)
    looks = state.settings.symbols
    rows = qr_matrix(data, level=looks.qr_level, model=looks.qr_model)
    picture = _drawn(rows, looks.qr_module, looks.qr_module, "qr", data)
    return _print_symbol(state, picture, out)


def _pdf417(state: State, function: int, rest: bytes, out: Out) -> State:
    if function == 80:
        return replace(state, store=state.store.put(PDF417_DATA, rest[1:]))
    if function == 81:
        return _print_pdf417(state, out)
    value = rest[0] if rest else 0
    match function:
        case 65 if value <= 30:
            return _changed(state, pdf417_columns=value)
        case 66 if value == 0 or 3 <= value <= 90:
            return _changed(state, pdf417_rows=value)
        case 67 if 2 <= value <= 8:
            return _changed(state, pdf417_module=value)
        case 68 if 2 <= value <= 8:
            return _changed(state, pdf417_row_height=value)
        case 69 if len(rest) > 1:
            return _pdf417_level(state, value, rest[1])
        case 70 if value <= 1:
            return _changed(state, pdf417_truncated=bool(value))
    return state


def _pdf417_level(state: State, how: int, value: int) -> State:
    """By level, 0 to 8, or by the share of correction in tenths of the data."""
    if how == 48 and 48 <= value <= 56:
        return _changed(state, pdf417_level=value - ASCII_ZERO)
    if how == 49 and 1 <= value <= 40:
        return _changed(state, pdf417_level=None, pdf417_ratio_percent=value * 10)
    return state


def _print_pdf417(state: State, out: Out) -> State:
    data = state.store.data(PDF417_DATA)
    looks = state.settings.symbols
    rows = pdf417_matrix(
        data,
        columns=looks.pdf417_columns,
        rows=looks.pdf417_rows,
        level=looks.pdf417_level,
        ratio_percent=looks.pdf417_ratio_percent,
        truncated=looks.pdf417_truncated,
        modules_max=line_width(state) // looks.pdf417_module,
    )
    high = looks.pdf417_module * looks.pdf417_row_height
    return _print_symbol(state, _drawn(rows, looks.pdf417_module, high, "pdf417", data), out)


def _drawn(rows: tuple[bytes, ...], across: int, along: int, what: str, data: bytes) -> Dots:
    width = len(rows[0])
    dots = b"".join(packed("".join("1" if dot else "0" for dot in row)) for row in rows)
    says = data.decode("utf-8", "replace")
    picture = enlarged(Dots(0, width, len(rows), dots, what, says), across, along)
    quiet = bytes((picture.width + 7) // 8) * (QUIET_MODULES * across)
    return replace(
        picture,
        height=picture.height + 2 * QUIET_MODULES * across,
        rows=quiet + picture.rows + quiet,
    )


SYMBOLS: dict[str, tuple[int, Handler]] = {
    "GS h": (1, _height),
    "GS w": (1, _module),
    "GS H": (1, _hri),
    "GS f": (1, _hri_font),
    "GS k": (1, _bar_code),
    "GS ( k": (4, _symbol),
}
"""Each with how many bytes of parameters it cannot do without."""
