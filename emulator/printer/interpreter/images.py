"""Images that are printed as they come: ESC *, GS v 0 with its rows, GS Q 0."""

from msgspec.structs import replace

from emulator.domain.paper import Dots, Line
from emulator.printer.interpreter.columns import from_columns
from emulator.printer.interpreter.lines import flush, margin, put_dots
from emulator.printer.interpreter.placing import line_width
from emulator.printer.interpreter.positions import word
from emulator.printer.interpreter.raster import Raster, cropped, enlarged
from emulator.printer.interpreter.state import ITEMS_IN_A_LINE, Out, State
from emulator.printer.interpreter.styles import ASCII_ZERO, Handler

COLUMN_MODES = {0: (1, 2, 3), 1: (1, 1, 3), 32: (3, 2, 1), 33: (3, 1, 1)}
"""ESC * m: bytes in a column, and how many times as wide and as high its dots come out."""
ROW_BYTES_MAX = 72
"""Bytes of a row that the tokenizer hands on; the rest of it is beyond any paper."""
SCALES = {0: (1, 1), 1: (2, 1), 2: (1, 2), 3: (2, 2)}
"""Of GS v 0, FS p and GS /: how many times as wide and as high."""


def scale(m: int) -> tuple[int, int]:
    """What m of GS v 0 and its like means, as a byte or as a figure; ValueError if nothing."""
    m = m - ASCII_ZERO if m >= ASCII_ZERO else m
    if m not in SCALES:
        raise ValueError(f"image: no scale {m}")
    return SCALES[m]


def print_picture(
    state: State, picture: Dots, out: Out, *, across: int = 1, along: int = 1
) -> State:
    """
    Print a picture on a line of its own, behind what stands in the line.

    Args:
        state: Pictures are aligned as text is.
        picture: What does not fit on the paper is cut off at the right.
        out: Where its line is put.
        across: How many times as wide it is printed.
        along: How many times as high.
    """
    state = flush(state, out)
    picture = enlarged(cropped(picture, line_width(state) // across), across, along)
    if not picture.height:
        return state
    if state.page is not None:
        return replace(state, page=state.page.placing(picture.height, (picture,)))
    placed = replace(picture, x=margin(state.settings, picture.width))
    out.append((Line(picture.height, (placed,)), 0))
    return state


def put_rows(state: State, rows: bytes, out: Out) -> State:
    """Print rows of the raster image under way."""
    if state.raster is None:
        return state
    bands, raster = state.raster.taking(rows)
    if state.page is None:
        out.extend(bands)
        return replace(state, raster=raster)
    page = state.page
    for line, _ in bands:
        page = page.feeding(line.height).placing(line.height, line.items)
    return replace(state, raster=raster, page=page)


def _raster(state: State, args: bytes, out: Out) -> State:
    """GS v 0: the rows follow as tokens of their own."""
    across, along = scale(args[0])
    sent_bytes, rows = word(args, 1), word(args, 3)
    state = flush(state, out)
    if not sent_bytes or not rows:
        return state
    row_bytes = min(sent_bytes, ROW_BYTES_MAX)
    width = min(row_bytes * 8, line_width(state) // across)
    shift = 0 if state.page is not None else margin(state.settings, width * across)
    raster = Raster(shift, width, row_bytes, sent_bytes, rows, across, along)
    return replace(state, raster=raster)


def _column_image(state: State, args: bytes, _out: Out) -> State:
    """ESC *: stands in the line like a character; columns beyond the margin are lost."""
    if args[0] not in COLUMN_MODES:
        raise ValueError(f"image: no mode {args[0]} of ESC *")
    column_bytes, across, along = COLUMN_MODES[args[0]]
    room = max(0, line_width(state) - state.row.pen) // across
    columns = min(word(args, 1), room)
    if not columns or len(state.row.items) >= ITEMS_IN_A_LINE:
        return state
    picture = from_columns(args[3:], columns, column_bytes)
    return replace(state, row=put_dots(state.row, enlarged(picture, across, along)))


def _tall_image(state: State, args: bytes, out: Out) -> State:
    """GS Q 0: columns of any number of bytes."""
    across, along = scale(args[0])
    columns, column_bytes = word(args, 1), word(args, 3)
    if columns * column_bytes > len(args) - 5:
        raise ValueError("image: GS Q 0 brings fewer dots than it says")
    picture = from_columns(args[5:], columns, column_bytes)
    return print_picture(state, picture, out, across=across, along=along)


IMAGES: dict[str, tuple[int, Handler]] = {
    "GS v 0": (5, _raster),
    "ESC *": (3, _column_image),
    "GS Q 0": (5, _tall_image),
}
"""Each with how many bytes of parameters it cannot do without."""
