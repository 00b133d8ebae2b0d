"""What a replay looks like: display and state, paper, what happened, the reel, the keys."""

import time
from collections.abc import Callable

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen

from emulator.domain.texts import say
from emulator.interfaces.live.film.film import MARKS, Film, Frame
from emulator.interfaces.tui.chosen import Chosen
from emulator.interfaces.tui.player.happened import Happened
from emulator.interfaces.tui.player.reel import SIGNS, Reel
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.interfaces.tui.widgets.counter import CounterPane
from emulator.interfaces.tui.widgets.device import Lcd
from emulator.interfaces.tui.widgets.paper import PaperPane
from emulator.interfaces.tui.widgets.scenes import lamps, start_of
from emulator.interfaces.tui.widgets.world_view import WorldPane
from emulator.reports.slip import NARROW
from emulator.reports.words import clock, what

KEYS = {
    "space": "play",
    "right": "step",
    "left": "step_back",
    "d": "next_deed",
    "D": "back_deed",
    "f": "next_fault",
    "F": "back_fault",
    "s": "next_screen",
    "S": "back_screen",
    "1": "times_1",
    "2": "times_10",
    "3": "times_60",
    "g": "seek",
    "home": "first",
    "end": "last",
    "tab": "turn",
    "f1": "help",
    "q": "leave",
}
"""Keys to what they do; `player.key.<what>` says it in words."""
_FOOT = (
    ("Space", "play"), ("Left Right", "steps"), ("F1", "help"), ("q", "leave"), ("d", "deeds"),
    ("f", "faults"), ("s", "screens"), ("g", "seek"), ("1 2 3", "speeds"),
)  # fmt: skip
"""Keys at the foot, with the last part of `player.foot.<what>`."""
_BREAKPOINTS: list[tuple[int, str]] = [(0, "-slim"), (72, "-narrow"), (100, "-wide")]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown, and how."""

    film: Film
    title: str
    lang: str
    columns: int = NARROW
    """Cells across the paper."""
    theme: str = "dark"
    is_same: bool = True
    """False: it came out otherwise than it was recorded."""
    seconds: Callable[[], float] = time.monotonic
    """The clock that a replay keeps step with."""


class PlayerScreen(Screen[None]):
    """Display and state, paper, events, reel, keys."""

    AUTO_FOCUS = None

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = _BREAKPOINTS
        self._shown = shown
        film, lang = shown.film, shown.lang
        self.lcd = Lcd()
        self.lamps = Board(id="lamps")
        self.keyed = Board(id="keyed")
        self.world = WorldPane(lang)
        self.paper = PaperPane(shown.columns, lang)
        self.counter = CounterPane(lang)
        self.events = Happened(film.events, lang)
        self.reel = Reel({mark: film.marked(mark) for mark in MARKS}, film.length_us)
        self.legend = Board(id="legend")
        self.clock = Board(id="clock")
        self.foot = Board(id="foot")

    def compose(self) -> ComposeResult:
        """Head, body, reel, foot."""
        with Container(id="head"):
            yield Board(id="title")
            yield self.clock
        with Horizontal(id="body"):
            with Vertical(id="stand"):
                with Vertical(id="bezel"):
                    yield self.lcd
                    yield self.lamps
                yield self.keyed
                yield self.world
            yield self.paper
            with Vertical(id="story"):
                yield self.counter
                yield self.events
        yield self.legend
        yield self.reel
        yield self.foot

    def on_mount(self) -> None:
        """Write what stays."""
        shown, lang = self._shown, self._shown.lang
        words: list[str | tuple[str, str]] = [(shown.title, "strong")]
        if not shown.is_same:
            words.append((f"  {say('player.differs', lang)}", "bad"))
        self.query_one("#title", Board).draw([row(*words)])
        self.draw_foot("")
        # No recording says what was asked of the person; rather nothing than "nothing".
        told = list(self.counter.children)
        tasks = told.index(self.counter.tasks)
        for widget in told[tasks - 1 : tasks + 1]:
            widget.display = False

    def draw_foot(self, note: str) -> None:
        """Name the keys, or say something in their place."""
        lang = self._shown.lang
        if note:
            self.foot.draw([row((note, "warn"))])
            return
        words: list[str | tuple[str, str]] = []
        for keys, name in _FOOT:
            words += [(keys, "strong"), f" {say(f'player.foot.{name}', lang)}  "]
        self.foot.draw([row(*words)])

    def draw(self, frame: Frame, *, times: int, is_playing: bool) -> None:
        """Show how things stood."""
        shown, lang = self._shown, self._shown.lang
        state, keyed = frame.state, frame.keyed
        face = state.lcd
        self.lcd.draw(face.rows, is_title=face.is_title, is_dark=state.is_dark)
        self.lamps.draw(lamps(state, "", lang))
        self.keyed.draw([row((what(keyed, lang) if keyed is not None else "", "strong"))])
        self.world.draw(state)
        self.counter.draw(state.counter, start_of(state), in_hand="", invite="")
        paper = state.paper
        self.paper.draw(paper.lines, paper.count, paper.slips)
        self.events.move(frame.place.number)
        self.reel.move(shown.film.reel_us(frame.place))
        self.legend.draw([self._legend(frame.place.number)])
        sign = say("player.playing" if is_playing else "player.paused", lang, times=times)
        at = f"{state.moment:%Y-%m-%d %H:%M:%S}  {clock(frame.place.at_us)}"
        self.clock.draw([row(f"{at}  ", (sign, "strong" if is_playing else "warn"))])

    def _legend(self, number: int) -> Row:
        lang, count = self._shown.lang, len(self._shown.film.events)
        signs = "   ".join(
            f"{sign} {say(f'player.mark.{mark}', lang)}" for mark, sign in SIGNS.items()
        )
        return row((f"{say('player.count', lang, number=number, count=count)}   {signs}", "dim"))

    def turn(self) -> None:
        """Show the other pane where there is room for one only."""
        self.toggle_class("show-story")

    def on_key(self, event: events.Key) -> None:
        """Do what the key means."""
        name = KEYS.get(event.character or "") or KEYS.get(event.key)
        if name is not None:
            event.stop()
            event.prevent_default()
            self.post_message(Chosen(name))
