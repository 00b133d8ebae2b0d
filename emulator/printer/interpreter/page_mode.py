"""
Page mode: ESC L, ESC S, FF, ESC FF, CAN, ESC W, ESC T, GS $, GS \\.

A page is composed in memory and printed at once. Left out: ESC T, which is taken and ignored.
"""

from msgspec.structs import replace

from emulator.printer.interpreter.lines import flush
from emulator.printer.interpreter.page import Page
from emulator.printer.interpreter.positions import across, along, word
from emulator.printer.interpreter.state import BLANK, MARGIN_LEAVES, Out, State
from emulator.printer.interpreter.styles import Handler


def _begin(state: State, _args: bytes, _out: Out) -> State:
    """ESC L: counts only at the beginning of a line."""
    if state.page is not None or not state.row.is_empty:
        return state
    return replace(state, page=Page(state.settings.paper_width))


def _leave(state: State, _args: bytes, _out: Out) -> State:
    """ESC S: what was composed is lost."""
    return state if state.page is None else replace(state, row=BLANK, page=None)


def _print_and_leave(state: State, args: bytes, out: Out) -> State:
    """FF in page mode; in standard mode a roll has no form to feed."""
    return _leave(_print(state, args, out), args, out)


def _print(state: State, _args: bytes, out: Out) -> State:
    """ESC FF: the page stays and can be printed again."""
    if state.page is None:
        return state
    state = flush(state, out)
    assert state.page is not None
    out.extend((line, 0) for line in state.page.lines())
    return state


def _clear(state: State, _args: bytes, _out: Out) -> State:
    """CAN: forgets what stands on the page."""
    if state.page is None:
        return state
    return replace(state, row=BLANK, page=state.page.cleared())


def _area(state: State, args: bytes, out: Out) -> State:
    """ESC W: where on the page things are placed from now on."""
    if state.page is None:
        return state
    state = flush(state, out)
    settings = state.settings
    width, height = across(settings, word(args, 4)), along(settings, word(args, 6))
    if not width or not height:
        return state
    left = min(across(settings, word(args)), settings.paper_width - MARGIN_LEAVES)
    assert state.page is not None
    page = Page(
        width=max(MARGIN_LEAVES, min(width, settings.paper_width - left)),
        height=height,
        left=left,
        top=along(settings, word(args, 2)),
        rows=state.page.rows,
        picture_bytes=state.page.picture_bytes,
    )
    return replace(state, page=page)


def _absolute(state: State, args: bytes, out: Out) -> State:
    """GS $."""
    if state.page is None:
        return state
    state = _placed(state)
    assert state.page is not None
    return replace(state, page=replace(state.page, foot=along(state.settings, word(args))))


def _relative(state: State, args: bytes, out: Out) -> State:
    """GS \\."""
    if state.page is None:
        return state
    state = _placed(state)
    assert state.page is not None
    units = int.from_bytes(args[:2], "little", signed=True)
    return replace(state, page=state.page.feeding(along(state.settings, units)))


def _placed(state: State) -> State:
    """With what stands in the line placed; the pen goes on behind it."""
    row = state.row
    if not row.items:
        return state
    assert state.page is not None
    page = state.page.placing(row.tall, row.items)
    row = replace(row, items=(), tall=0, joins=False)
    return replace(state, row=row, page=page)


PAGES: dict[str, tuple[int, Handler]] = {
    "ESC L": (0, _begin),
    "ESC S": (0, _leave),
    "FF": (0, _print_and_leave),
    "ESC FF": (0, _print),
    "CAN": (0, _clear),
    "ESC W": (8, _area),
    "GS $": (2, _absolute),
    "GS \\": (2, _relative),
}
"""Each with how many bytes of parameters it cannot do without."""
