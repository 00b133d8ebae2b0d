"""The commands that say where things stand: margins, tabs, alignment, spacing, feeds, cuts."""

from msgspec.structs import replace

from emulator.domain.paper import FONT_DOTS
from emulator.printer.interpreter.lines import flush, print_row
from emulator.printer.interpreter.placing import line_width, with_row
from emulator.printer.interpreter.state import BLANK, MARGIN_LEAVES, Out, Settings, State
from emulator.printer.interpreter.steps import Cut
from emulator.printer.interpreter.styles import ASCII_ZERO, Handler

DOTS_IN_AN_INCH = 203
CUT_FEED_DOTS = 96
"""
From the head to the cutter, which GS V 65 and its like feed before they cut: 12 mm, a choice. In
this model the knife is at the head otherwise, so nothing printed stays behind it.
"""
TABS_MAX = 32
FULL, PARTIAL = (0, ASCII_ZERO), (1, ASCII_ZERO + 1)
FEED_AND_FULL, FEED_AND_PARTIAL = (65, 97, 103), (66, 98, 104)
AT_A_PLACE = (97, 98)
"""These cut where the paper stands now, once it has come to the cutter."""


def word(args: bytes, at: int = 0) -> int:
    """Two bytes, the low one first."""
    return args[at] | args[at + 1] << 8


def across(settings: Settings, units: int) -> int:
    """Horizontal motion units in dots."""
    return units * DOTS_IN_AN_INCH // settings.unit_x


def along(settings: Settings, units: int) -> int:
    """Vertical motion units in dots."""
    return units * DOTS_IN_AN_INCH // settings.unit_y


# Feeding --------------------------------------------------------------------------------------


def _line_feed(state: State, _args: bytes, out: Out) -> State:
    return print_row(state, state.settings.line_spacing, out)


def _feed_dots(state: State, args: bytes, out: Out) -> State:
    """ESC J."""
    return print_row(state, along(state.settings, args[0]), out)


def _feed_lines(state: State, args: bytes, out: Out) -> State:
    """ESC d."""
    return print_row(state, args[0] * state.settings.line_spacing, out)


def _feed_back(state: State, _args: bytes, out: Out) -> State:
    """ESC K and ESC e: printed, but the model's paper only moves forward."""
    return print_row(state, 0, out)


def _default_spacing(state: State, _args: bytes, _out: Out) -> State:
    settings = state.settings
    return replace(state, settings=replace(settings, line_spacing=settings.default_spacing))


def _spacing(state: State, args: bytes, _out: Out) -> State:
    settings = state.settings
    return replace(state, settings=replace(settings, line_spacing=along(settings, args[0])))


# Across the line --------------------------------------------------------------------------------


def _tab(state: State, _args: bytes, _out: Out) -> State:
    """HT: to the next stop; without one, to the edge, so that the next character begins a line."""
    width = line_width(state)
    pen = state.row.pen
    stop = next((stop for stop in state.settings.tabs if stop > pen), width)
    return _at(state, max(pen, min(stop, width)))


def _tab_stops(state: State, args: bytes, _out: Out) -> State:
    """ESC D: columns in the width that characters have now; the first that falls ends the list."""
    style = state.settings.narrow
    cell = FONT_DOTS[style.font][0] * style.width + state.settings.spacing * style.width
    stops: list[int] = []
    for column in args[:TABS_MAX]:
        if not column or (stops and column * cell <= stops[-1]):
            break
        stops.append(column * cell)
    return replace(state, settings=replace(state.settings, tabs=tuple(stops)))


def _absolute(state: State, args: bytes, _out: Out) -> State:
    """ESC $: ignored beyond the right margin."""
    pen = across(state.settings, word(args))
    return _at(state, pen) if pen <= line_width(state) else state


def _relative(state: State, args: bytes, _out: Out) -> State:
    """ESC \\: ignored beyond either margin."""
    units = int.from_bytes(args[:2], "little", signed=True)
    pen = state.row.pen + across(state.settings, units)
    return _at(state, pen) if 0 <= pen <= line_width(state) else state


def _to_beginning(state: State, args: bytes, out: Out) -> State:
    """GS T: 0 forgets what stands in the line, 1 prints it."""
    if args[0] % ASCII_ZERO == 0:
        return with_row(state, BLANK)
    return flush(state, out)


def _at(state: State, pen: int) -> State:
    return with_row(state, replace(state.row, pen=pen, joins=False))


# Margins: these count only at the beginning of a line -------------------------------------------


def _align(state: State, args: bytes, _out: Out) -> State:
    align = args[0] - ASCII_ZERO if args[0] >= ASCII_ZERO else args[0]
    if align > 2 or not state.row.is_empty:
        return state
    return replace(state, settings=replace(state.settings, align=align))


def _left_margin(state: State, args: bytes, _out: Out) -> State:
    if not state.row.is_empty:
        return state
    wanted = across(state.settings, word(args))
    margin = min(wanted, state.settings.paper_width - MARGIN_LEAVES)
    return _with_area(state, replace(state.settings, left_margin=margin))


def _area_width(state: State, args: bytes, _out: Out) -> State:
    if not state.row.is_empty:
        return state
    wanted = max(MARGIN_LEAVES, across(state.settings, word(args)))
    return _with_area(state, replace(state.settings, area_wanted=wanted))


def _with_area(state: State, settings: Settings) -> State:
    there = settings.paper_width - settings.left_margin
    area = min(settings.area_wanted or there, there)
    return replace(state, settings=replace(settings, area=area))


def _units(state: State, args: bytes, _out: Out) -> State:
    """GS P: 0 is the printer's own."""
    settings = replace(
        state.settings, unit_x=args[0] or DOTS_IN_AN_INCH, unit_y=args[1] or DOTS_IN_AN_INCH
    )
    return replace(state, settings=settings)


# Cutting ----------------------------------------------------------------------------------------


def _cut(state: State, args: bytes, out: Out) -> State:
    """GS V: unknown kinds are ignored."""
    kind = args[0]
    if kind in FULL or kind in PARTIAL:
        return _cut_behind(state, 0, kind in PARTIAL, out)
    if kind in FEED_AND_FULL or kind in FEED_AND_PARTIAL:
        feed = along(state.settings, args[1]) if len(args) > 1 else 0
        if kind not in AT_A_PLACE:
            feed += CUT_FEED_DOTS
        return _cut_behind(state, feed, kind in FEED_AND_PARTIAL, out)
    return state


def _cut_partly(state: State, _args: bytes, out: Out) -> State:
    """ESC i and ESC m: one and three points stay; both hang on."""
    return _cut_behind(state, 0, True, out)


def _cut_behind(state: State, feed_dots: int, partial: bool, out: Out) -> State:
    if state.page is not None:
        return state
    state = flush(state, out)
    if feed_dots:
        state = print_row(state, feed_dots, out)
    out.append((Cut(partial), 0))
    return state


POSITIONS: dict[str, tuple[int, Handler]] = {
    "LF": (0, _line_feed),
    "HT": (0, _tab),
    "ESC J": (1, _feed_dots),
    "ESC d": (1, _feed_lines),
    "ESC K": (1, _feed_back),
    "ESC e": (1, _feed_back),
    "ESC 2": (0, _default_spacing),
    "ESC 3": (1, _spacing),
    "ESC D": (0, _tab_stops),
    "ESC $": (2, _absolute),
    "ESC \\": (2, _relative),
    "ESC a": (1, _align),
    "GS L": (2, _left_margin),
    "GS W": (2, _area_width),
    "GS P": (2, _units),
    "GS T": (1, _to_beginning),
    "GS V": (1, _cut),
    "ESC i": (0, _cut_partly),
    "ESC m": (0, _cut_partly),
}
"""Each with how many bytes of parameters it cannot do without."""
