"""
Turns tokens into what the mechanism carries out: lines, cuts, and orders to the device.

Left out: macros (GS ^ prints nothing; what stands between two GS : is printed, as on the real
ones), turned pages, pictures as BMP files (GS D), MaxiCode, DataMatrix and their like, colours,
label and cheque commands. Unknown values are ignored, as printers do.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from emulator.codecs.escpos.tokens import Sort, Token
from emulator.printer.interpreter.images import put_rows
from emulator.printer.interpreter.memory import Moves, memory_of
from emulator.printer.interpreter.page_mode import PAGES
from emulator.printer.interpreter.pictures import PICTURES
from emulator.printer.interpreter.placing import with_row
from emulator.printer.interpreter.positions import POSITIONS
from emulator.printer.interpreter.state import BLANK, Out, State, at_power_on
from emulator.printer.interpreter.steps import Order, Step
from emulator.printer.interpreter.styles import STYLES, Handler
from emulator.printer.interpreter.text import put_text
from emulator.printer.profile import Profile

ORDERS = frozenset(
    (
        *("BEL", "ESC =", "ESC @", "ESC c 3", "ESC c 4", "ESC c 5", "ESC p", "ESC u", "ESC v"),
        *("ESC B", "ESC ( A", "GS r", "GS a", "GS I", "GS j", "GS g 0", "GS g 2", "GS z 0"),
        *("GS ( A", "GS ( D", "GS ( E", "GS ( H", "GS ( K", "GS ( M", "FS ( e", "FS ( L"),
    )
)
"""What the device itself does when its turn comes."""
HANDLERS: Mapping[str, tuple[int, Handler]] = {**STYLES, **POSITIONS, **PAGES, **PICTURES}
_NOTHING: tuple[int, Handler] = (0, lambda state, _args, _out: state)
_TEXT, _ROWS, _UNKNOWN = Sort.TEXT, Sort.ROWS, Sort.UNKNOWN


class Interpreter:
    """
    Executes tokens in order; real-time ones are not given to it.

    Args:
        profile: What the printer is like.
    """

    __slots__ = ("_defaults", "_memory", "_place", "refused")

    def __init__(self, profile: Profile) -> None:
        self._defaults = at_power_on(profile)
        self._memory = memory_of(self._defaults)
        self._place = self._memory.place(State(self._defaults))
        self.refused: str | None = None
        """Why the last picture or symbol could not be printed; None if it could."""

    def take(self, token: Token) -> list[Step]:
        """Execute a token; most lead to no step."""
        sort = token.sort
        if sort is _ROWS or sort is _UNKNOWN:
            return self._take_once(token)
        known = self._place.moves.get((token.name, token.args))
        if known is None:
            return self._take_new(token)
        self._place, moves = known
        return _steps(moves, token) if moves else []

    def save(self) -> State:
        """All it knows; `restore` brings it back."""
        return self._place.state

    def restore(self, saved: State) -> None:
        """Go back to what was saved."""
        self._place = self._memory.place(saved)

    def reset(self) -> None:
        """As after power-on: only what lies in non-volatile memory is kept."""
        store = self._place.state.store.only_lasting()
        self._place = self._memory.place(State(self._defaults, store=store))

    def clear_line(self) -> None:
        """Drop what stands in the line buffer, and an image or a page under way."""
        state = replace(self._place.state, row=BLANK, raster=None, page=None)
        self._place = self._memory.place(state)

    @property
    def is_line_empty(self) -> bool:
        """True if nothing waits for the end of its line."""
        return self._place.state.row.is_empty

    def _take_once(self, token: Token) -> list[Step]:
        """Execute what is not worth remembering, or must not be taken for text."""
        out: Out = []
        state = self._executed(self._place.state, token, out)
        if state is not self._place.state:
            self._place = self._memory.place(state)
        return _steps(tuple(out), token)

    def _take_new(self, token: Token) -> list[Step]:
        if token.name in PICTURES:
            return self._take_once(token)
        at = self._place
        out: Out = []
        state = self._executed(at.state, token, out)
        moves = tuple(out)
        self._place = self._memory.learned(at, token, state, moves)
        return _steps(moves, token)

    def _executed(self, state: State, token: Token, out: Out) -> State:
        name = token.name
        if not state.is_selected:
            return _while_deselected(state, token, out)
        if token.sort is _ROWS:
            return put_rows(state, token.args, out)
        if state.raster is not None:
            state = replace(state, raster=None)
        if token.sort is _TEXT:
            return put_text(state, token.args, out)
        if state.row.held:
            state = with_row(state, replace(state.row, held=b""))
        if token.sort is _UNKNOWN:
            return state
        if name in ORDERS:
            return self._ordered(state, token, out)
        needed, handler = HANDLERS.get(name, _NOTHING)
        if len(token.args) < needed:
            return state
        self.refused = None
        try:
            return handler(state, token.args, out)
        except ValueError as trouble:
            # What the host wants drawn cannot be; printers then print nothing.
            self.refused = str(trouble)
            return state

    def _ordered(self, state: State, token: Token, out: Out) -> State:
        out.append((None, 0))
        if token.name == "ESC @":
            return State(self._defaults, store=state.store.only_lasting())
        if token.name == "ESC =":
            return replace(state, is_selected=_selects(token))
        return state


def _while_deselected(state: State, token: Token, out: Out) -> State:
    if token.name != "ESC =" or not _selects(token):
        return state
    out.append((None, 0))
    return replace(state, is_selected=True)


def _selects(token: Token) -> bool:
    return bool(token.args[:1] and token.args[0] & 1)


def _steps(moves: Moves, token: Token) -> list[Step]:
    end = token.end
    return [
        Step(Order(token) if what is None else what, end - back if back else end)
        for what, back in moves
    ]
