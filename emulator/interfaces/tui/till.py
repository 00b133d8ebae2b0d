"""
The till: the device, its paper, the counter, and what is behind the scenes.

                 100 columns and more               60 to 99              under 60
                 +--------+-------+---------+       +--------+-------+    +--------+
                 | device | paper | counter |       | device | one   |    | display|
                 |        |       +---------+       |        | of    |    +--------+
                 |        |       | world   |       |        | three |    | paper  |
                 +--------+-------+---------+       +--------+-------+    +--------+

It only draws what it is given and sends what is typed or clicked; the app does the rest.
"""

from datetime import datetime

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.texts import say
from emulator.interfaces.live.views.view_state import Heard, ViewState
from emulator.interfaces.tui.chosen import Chosen, PaneWanted
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.widgets import scenes
from emulator.interfaces.tui.widgets.board import Board, row
from emulator.interfaces.tui.widgets.counter import CounterPane
from emulator.interfaces.tui.widgets.device import Device
from emulator.interfaces.tui.widgets.foot import Foot
from emulator.interfaces.tui.widgets.paper import PaperPane
from emulator.interfaces.tui.widgets.world_view import WorldPane
from emulator.reports.lcd import Lcd

LEAST_COLUMNS, LEAST_ROWS = 40, 16
_SLIM_COLUMNS = 60
"""From here on there is room for the keypad."""
_SIDEWAYS = 8
"""Cells that too wide a paper moves at a time."""


class Fixed(msgspec.Struct, frozen=True, kw_only=True):
    """What does not change while the till is open."""

    lang: str
    keymap: Keymap
    columns: int
    """Cells across the paper."""
    title: str
    is_exam: bool = False
    hides_plans: bool = False
    """What is going to go wrong is not told before it does."""
    hidden: frozenset[str] = frozenset()
    """Actions that this run does not have."""


class Tab(Static):
    """One of the names above the panes where there is room for one pane only."""

    def __init__(self, pane: str, lang: str) -> None:
        super().__init__(markup=False, classes="tab")
        self.pane = pane
        self._words = say(f"tui.tab.{pane}", lang)

    def mark(self, *, is_shown: bool) -> None:
        """Tell whether its pane is the one that is shown."""
        self.update(f"[{self._words}]" if is_shown else f" {self._words} ")
        self.set_class(is_shown, "-shown")

    def on_click(self) -> None:
        """Show its pane."""
        self.post_message(PaneWanted(self.pane))


class TillScreen(Screen[None]):
    """The whole of it."""

    AUTO_FOCUS = "#device"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-tiny"), (LEAST_COLUMNS, "-narrow"), (_SLIM_COLUMNS, "-slim"), (76, "-tabs"),
        (100, "-wide"), (160, "-broad"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"), (LEAST_ROWS, "-low"), (24, "-middle"), (36, "-tall"),
    ]  # fmt: skip

    def __init__(self, fixed: Fixed) -> None:
        super().__init__(classes="exam" if fixed.is_exam else None)
        self._fixed = fixed
        lang = fixed.lang
        self.device = Device(fixed.keymap, lang)
        self.paper = PaperPane(fixed.columns, lang)
        self.counter = CounterPane(lang)
        self.world = WorldPane(lang, hides_plans=fixed.hides_plans)
        self._title = Board(id="title")
        self.clock = Board(id="clock")
        self._trouble = Board(id="trouble")
        self._foot = Foot(fixed.keymap, lang, fixed.hidden)
        self._too_small = Static(markup=False, id="too-small")
        self._tabs = [Tab(pane, lang) for pane in self.panes]
        self._shown = ""
        self._heard: Heard | None = None
        """What was heard last."""
        self._beeps = 0
        self._beep: tuple[str, Lcd] | None = None
        """What the last beep was for, and what stood on the display with it."""

    @property
    def panes(self) -> tuple[str, ...]:
        """The panes beside the device, from left to right."""
        return ("paper", "counter") if self._fixed.is_exam else ("paper", "counter", "world")

    def compose(self) -> ComposeResult:
        """Head, body, foot; and what is shown when nothing fits."""
        yield self._too_small
        with Container(id="head"):
            yield self._title
            yield self.clock
        with Horizontal(id="body"):
            yield self.device
            with Vertical(id="side"):
                with Container(id="tabs"):
                    yield from self._tabs
                with Horizontal(id="panes"):
                    yield self.paper
                    with Vertical(id="right"):
                        yield self.counter
                        yield self.world
        yield self._trouble
        yield self._foot

    def on_mount(self) -> None:
        """Bring the paper to the front."""
        self.show("paper")

    def mark(self, watermark: str) -> None:
        """Say what is played, and that it counts for nothing if there is a watermark."""
        fixed = self._fixed
        words: list[str | tuple[str, str]] = [(fixed.title, "strong")]
        if fixed.is_exam:
            words.append((f"  [{say('tui.mode.exam', fixed.lang)}]", "warn"))
        if watermark:
            words.insert(0, (f"[{watermark}]  ", "warn"))
        self._title.draw([row(*words)])
        self.paper.watermark = watermark

    # How things are ---------------------------------------------------------------------------

    def draw(
        self,
        state: ViewState,
        *,
        in_hand: str,
        trouble: str = "",
        unkept: str = "",
        memo: str = "",
    ) -> None:
        """
        Show how everything is.

        Args:
            state: All of it.
            in_hand: Whose card would be used now.
            trouble: What is wrong with a real printer, in words.
            unkept: That nothing is recorded any more, in words.
            memo: What the person may look up where the terminal asks for it, as a password.
        """
        lang, start = self._fixed.lang, scenes.start_of(state)
        lamps = scenes.lamps(state, self._news(state), lang, is_cut_off=bool(trouble))
        told = [text for text in (trouble, unkept) if text]
        self._trouble.draw([row((f"[!] {text}", "bad")) for text in told])
        self._trouble.display = bool(told)
        lcd = state.lcd
        self.device.draw(lcd.rows, lamps, is_title=lcd.is_title, is_dark=state.is_dark)
        self.paper.draw(state.paper.lines, state.paper.count, state.paper.slips)
        invite = self._fixed.keymap.first("next_customer")
        self.counter.draw(state.counter, start, in_hand=in_hand, invite=invite)
        self._overhear(state)
        self._foot.remind(memo)
        if not self._fixed.is_exam:
            self.world.draw(state)
        self.draw_clock(state.moment, state.times, is_held=state.is_held)

    def _overhear(self, state: ViewState) -> None:
        """Tell at the foot what was heard last, where the counter is not to be seen."""
        heard = state.counter.heard[-1] if state.counter.heard else None
        if heard != self._heard:
            self._heard = heard
            if heard is not None and not self.counter.region:
                self.note(heard.text(self._fixed.lang))

    def draw_clock(self, moment: datetime, times: int, *, is_held: bool) -> None:
        """Show what time it is in the shop."""
        is_short = self.size.width < _SLIM_COLUMNS
        lang = self._fixed.lang
        self.clock.draw([scenes.clock(moment, times, lang, is_held=is_held, is_short=is_short)])

    def _news(self, state: ViewState) -> str:
        """What the last beep was for, as long as the display stands at which it beeped."""
        if state.beeps != self._beeps:
            self._beeps, self._beep = state.beeps, (state.beep, state.lcd)
        elif self._beep is not None and self._beep[1] != state.lcd:
            self._beep = None
        return "" if self._beep is None else self._beep[0]

    # What is shown ----------------------------------------------------------------------------

    def show(self, pane: str) -> None:
        """Bring a pane to the front where there is room for one only."""
        self._shown = pane
        for name, tab in zip(self.panes, self._tabs, strict=True):
            self.set_class(name == pane, f"show-{name}")
            tab.mark(is_shown=name == pane)

    def turn(self, by: int) -> None:
        """Go right (1) or left (-1): over paper that is too wide, then from pane to pane."""
        sheet = self.paper.sheet
        target = sheet.scroll_x + by * _SIDEWAYS
        if self.paper.region and sheet.scroll_x != sheet.validate_scroll_x(target):
            sheet.scroll_to(x=target, animate=False, immediate=True)
            return
        at = self.panes.index(self._shown)
        self.show(self.panes[(at + by) % len(self.panes)])

    def scroll_pane(self, by: int) -> None:
        """Scroll the pane with the focus, or else the shown one, by half of what it shows."""
        pane = self.focused_pane
        if pane == "device":
            pane = self._shown
        seen = {"counter": self.counter.ears, "world": self.world.sight}.get(pane, self.paper.sheet)
        # At once, so that what comes in between, as more paper, finds it where it is wanted.
        by_rows = by * max(seen.size.height // 2, 1)
        seen.scroll_relative(y=by_rows, animate=False, immediate=True)

    @property
    def focused_pane(self) -> str:
        """device, paper, counter or world: where the focus is."""
        found = self.focused.id if self.focused is not None else None
        return found if found in self.panes else "device"

    def note(self, text: str) -> None:
        """Say something in the place of the keys at the foot, until the next key is pressed."""
        self._foot.note(text)

    def on_resize(self, event: events.Resize) -> None:
        """Have it said how large the window must be, where nothing fits."""
        keymap, lang = self._fixed.keymap, self._fixed.lang
        self._too_small.update(
            say(
                "tui.too_small",
                lang,
                columns=LEAST_COLUMNS,
                rows=LEAST_ROWS,
                width=event.size.width,
                height=event.size.height,
                leave=keymap.first("leave"),
            )
        )

    # What is typed and clicked ----------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Send what the key means."""
        action = self._fixed.keymap.action(event.key, event.character)
        if action:
            event.stop()
            event.prevent_default()
            self.post_message(Chosen(action))

    def on_pane_wanted(self, event: PaneWanted) -> None:
        """Show the pane whose name was clicked."""
        self.show(event.pane)
