"""
What the interpreter knows between two tokens, as values that are replaced and never changed.

A snapshot is therefore free: the device keeps one for every step that waits for its paper.
"""

import msgspec

from emulator.domain.paper import PLAIN, Dots, Line, Style, Text
from emulator.printer.interpreter.page import Page
from emulator.printer.interpreter.raster import Raster
from emulator.printer.interpreter.steps import Cut
from emulator.printer.interpreter.store import EMPTY, Store
from emulator.printer.profile import Profile

ITEMS_IN_A_LINE = 256
"""What stands in one line at most; a host that overprints without end gets no more memory."""
MARGIN_LEAVES = 24
"""Dots that margins always leave to print in: one Chinese character."""


class Symbols(msgspec.Struct, frozen=True, gc=False):
    """How bar codes and two-dimensional symbols are drawn."""

    height: int = 162
    """GS h, dots."""
    module: int = 3
    """GS w, dots of a narrow bar."""
    hri: int = 0
    """GS H: 1 above, 2 below, 3 both."""
    hri_font: str = "A"
    qr_model: int = 2
    qr_module: int = 3
    qr_level: str = "L"
    pdf417_columns: int = 0
    pdf417_rows: int = 0
    pdf417_module: int = 3
    pdf417_row_height: int = 3
    """In modules."""
    pdf417_level: int | None = None
    """0 to 8; None takes it from the ratio."""
    pdf417_ratio_percent: int = 10
    pdf417_truncated: bool = False


class Settings(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """All that commands set and ESC @ puts back."""

    paper_width: int
    area: int
    """Dots to print in, from the left margin on."""
    narrow: Style = PLAIN
    """How one-byte characters look."""
    chinese: Style = PLAIN
    """How Chinese ones look."""
    spacing: int = 0
    """ESC SP, dots at normal width."""
    chinese_left: int = 0
    chinese_right: int = 0
    """FS S, dots at normal width."""
    chinese_mode: bool = False
    four_byte: bool = True
    code_page: int = 0
    international: int = 0
    user_characters: bool = False

    line_spacing: int = 30
    default_spacing: int = 30
    align: int = 0
    """0 left, 1 centre, 2 right."""
    left_margin: int = 0
    area_wanted: int = 0
    """GS W; 0 is as much as the paper has."""
    unit_x: int = 203
    unit_y: int = 203
    """GS P: motion units in an inch."""
    tabs: tuple[int, ...] = ()
    """Dots from the left margin, ascending."""

    symbols: Symbols = Symbols()


class Row(msgspec.Struct, frozen=True, gc=False):
    """What stands in the line buffer."""

    items: tuple[Text | Dots, ...] = ()
    """Placed from the left margin."""
    pen: int = 0
    """Where the next character goes."""
    right: int = 0
    """Right edge of what stands there."""
    tall: int = 0
    """Height of the tallest."""
    joins: bool = False
    """True while the pen stands right behind the last item."""
    held: bytes = b""
    """Beginning of a character of several bytes."""

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to print and the pen stands at the margin."""
        return not self.items and not self.pen and not self.held


BLANK = Row()


class State(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """Everything."""

    settings: Settings
    row: Row = BLANK
    store: Store = EMPTY
    page: Page | None = None
    """The page under way; None in standard mode."""
    raster: Raster | None = None
    """The raster image under way."""
    is_selected: bool = True
    """False after ESC = 0: all is ignored until ESC = 1."""

    @property
    def is_plain(self) -> bool:
        """True if all there is are settings and a line, as on every simple slip."""
        return (
            self.store is EMPTY and self.page is None and self.raster is None and self.is_selected
        )


Out = list[tuple[Line | Cut | None, int]]
"""What a token led to, each with how many of its last bytes were not needed for it; None stands
for the token itself as an order."""


def default_tabs(cell_dots: int) -> tuple[int, ...]:
    """A stop every eight characters."""
    return tuple(range(8 * cell_dots, 8 * cell_dots * 33, 8 * cell_dots))


def at_power_on(profile: Profile) -> Settings:
    """The settings of a printer that was just switched on, and after ESC @."""
    return Settings(
        paper_width=profile.width,
        area=profile.width,
        chinese_mode=profile.chinese_mode,
        four_byte=profile.four_byte,
        code_page=profile.code_page,
        line_spacing=profile.line_spacing,
        default_spacing=profile.line_spacing,
        tabs=default_tabs(12),
    )
