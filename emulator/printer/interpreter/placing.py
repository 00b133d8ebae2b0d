"""How characters of one kind are set side by side, and where the line breaks."""

import msgspec
from msgspec.structs import replace

from emulator.domain.paper import Dots, Style, Text
from emulator.printer.interpreter.lines import print_row, put_dots
from emulator.printer.interpreter.state import ITEMS_IN_A_LINE, Out, Row, State


class Type(msgspec.Struct, frozen=True, gc=False):
    """What all characters of a run have in common."""

    style: Style
    cell: int
    """Dots across of one character."""
    tall: int
    left: int = 0
    """Blank dots before each character."""
    right: int = 0
    """Blank dots behind each character."""
    wide: bool = False
    bytes_each: int = 1


def put_run(state: State, text: str, type: Type, behind: int, out: Out) -> State:
    """
    Place characters of one kind, printing a line whenever one is full.

    Args:
        state: Where the pen stands.
        text: At least one character.
        type: How they look.
        behind: How many bytes of the token come after these characters.
        out: Where full lines are put.
    """
    advance = type.left + type.cell + type.right
    while text:
        row = state.row
        room = line_width(state) - row.pen - type.left - type.cell
        fits = room // advance + 1 if room >= 0 else 0
        if not fits and not row.pen:
            fits = 1  # A character wider than the line goes over its edge, or nothing would print.
        if fits:
            state = with_row(state, _added(row, text[:fits], type, advance))
        text = text[fits:]
        if text:
            back = behind + (len(text) - 1) * type.bytes_each
            state = print_row(state, state.settings.line_spacing, out, back)
    return state


def put_character(state: State, picture: Dots, spacing: int, behind: int, out: Out) -> State:
    """Place a character that is a picture, printing the line before it if it does not fit."""
    row = state.row
    if row.pen and row.pen + picture.width > line_width(state):
        state = print_row(state, state.settings.line_spacing, out, behind)
        row = state.row
    if len(row.items) < ITEMS_IN_A_LINE:
        row = put_dots(row, picture)
        row = replace(row, pen=row.pen + spacing)
    return with_row(state, row)


def line_width(state: State) -> int:
    """Dots from the left margin to the right one."""
    return state.settings.area if state.page is None else state.page.width


def with_row(state: State, row: Row) -> State:
    """The same with another line buffer."""
    if state.is_plain:
        return State(state.settings, row)
    return replace(state, row=row)


def _added(row: Row, text: str, type: Type, advance: int) -> Row:
    pen = row.pen + len(text) * advance
    spacing = type.left + type.right
    items = row.items
    last = items[-1] if row.joins else None
    if (
        isinstance(last, Text)
        and last.style == type.style
        and last.spacing == spacing
        and last.wide == type.wide
    ):
        joined = Text(last.x, last.text + text, last.style, spacing, type.wide)
        items = (*items[:-1], joined)
    elif len(items) < ITEMS_IN_A_LINE:
        items = (*items, Text(row.pen + type.left, text, type.style, spacing, type.wide))
    return Row(items, pen, max(row.right, pen - type.right), max(row.tall, type.tall), True)
