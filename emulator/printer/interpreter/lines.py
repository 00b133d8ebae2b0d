"""How what stands in the line buffer becomes a line on paper."""

from msgspec.structs import replace

from emulator.domain.paper import Dots, Line, Text
from emulator.printer.interpreter.state import BLANK, Out, Row, Settings, State

CENTRE, RIGHT = 1, 2


def print_row(state: State, feed_dots: int, out: Out, back: int = 0) -> State:
    """
    Print the line buffer and feed.

    Args:
        state: With the line to be printed.
        feed_dots: Paper to be fed in all; taller lines take what they need.
        out: Where the line is put.
        back: How many of the token's last bytes were not needed.
    """
    row = state.row
    height = feed_dots if feed_dots > row.tall else row.tall
    if state.page is not None:
        return _in_page(state, height, row.items)
    items = _on_paper(state.settings, row) if row.items else ()
    if height:
        out.append((Line(height, items), back))
    return replace(state, row=BLANK)


def flush(state: State, out: Out) -> State:
    """Print what stands in the line, if anything does, before something that needs its own."""
    row = state.row
    if not row.items:
        return state if row is BLANK else replace(state, row=BLANK)
    return print_row(state, state.settings.line_spacing, out)


def put_dots(row: Row, picture: Dots) -> Row:
    """Place a picture at the pen."""
    return Row(
        items=(*row.items, replace(picture, x=row.pen)),
        pen=row.pen + picture.width,
        right=max(row.right, row.pen + picture.width),
        tall=max(row.tall, picture.height),
    )


def margin(settings: Settings, width: int) -> int:
    """Where something so wide begins on the paper, as it is aligned."""
    if settings.align == RIGHT:
        return settings.left_margin + max(0, settings.area - width)
    if settings.align == CENTRE:
        return settings.left_margin + max(0, settings.area - width) // 2
    return settings.left_margin


def _on_paper(settings: Settings, row: Row) -> tuple[Text | Dots, ...]:
    shift = margin(settings, row.right)
    if settings.narrow.upside_down:
        edge = settings.paper_width - shift
        return tuple(replace(item, x=max(0, edge - item.x - item.width)) for item in row.items)
    if shift:
        return tuple(_moved(item, shift) for item in row.items)
    return row.items


def _moved(item: Text | Dots, shift: int) -> Text | Dots:
    if isinstance(item, Text):
        return Text(item.x + shift, item.text, item.style, item.spacing, item.wide)
    return replace(item, x=item.x + shift)


def _in_page(state: State, height: int, items: tuple[Text | Dots, ...]) -> State:
    assert state.page is not None
    page = state.page.placing(state.row.tall, items).feeding(height)
    return replace(state, row=BLANK, page=page)
