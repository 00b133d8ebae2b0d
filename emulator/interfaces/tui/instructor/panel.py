"""
The instructor's panel: faults under the digit keys, what the trainee sees, and what is true.

    +--------------------------------------+------------------------------+
    | 1 ... 9  faults and how far they are | what is true:                |
    +------------------+-------------------+   network, printer, banks,   |
    | display          | paper             |   books, batches, messages   |
    +------------------+-------------------+------------------------------+

It is the same beside the trainee (F9) and at the other end of a line: it knows a `Station` and
nothing of the shop. It draws at most ten times a second, and only what has changed.
"""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from emulator.domain.moments import MINUTE
from emulator.domain.plan import FaultPlan
from emulator.domain.texts import say
from emulator.interfaces.live.instructor.choices import Choice, all_choices, sentence_of
from emulator.interfaces.live.instructor.commands import SPEEDS
from emulator.interfaces.live.instructor.presets import Preset, base_of, named
from emulator.interfaces.live.instructor.station import Station
from emulator.interfaces.tui.instructor.fault_search import ArmScreen, SearchScreen
from emulator.interfaces.tui.instructor.keys import KNOBS, FaultLine, Knob, meaning
from emulator.interfaces.tui.instructor.outlook import outlook_of
from emulator.interfaces.tui.instructor.rows import (
    Outlook,
    clock_words,
    display_rows,
    fact_rows,
    head_words,
    paper_rows,
    preset_row,
    state_of,
)
from emulator.interfaces.tui.sheets import Choice as PickChoice
from emulator.interfaces.tui.sheets import PickScreen, TextScreen
from emulator.interfaces.tui.widgets.board import Board, row
from emulator.known import known_levers
from emulator.reports.layout import cells

TICK_S: Final = 0.1
_TICKS_A_SECOND: Final = 10


class InstructorPanel(Vertical, can_focus=True):
    """The whole of it; `Closed` is sent when the instructor has had enough of it."""

    class Closed(Message):
        """The instructor goes away from the panel."""

    def __init__(
        self, station: Station, presets: Sequence[Preset], lang: str, *, invitation: str = ""
    ) -> None:
        """
        Args:
            station: What is steered and seen.
            presets: The faults under the digit keys, at most nine.
            lang: zh or en.
            invitation: The command that lets another instructor in; empty if nobody may.
        """
        super().__init__()
        self.station = station
        self.look: Outlook | None = None
        """What stands there now."""
        self._presets = tuple(presets)
        self._lang = lang
        self._invitation = invitation
        self._armed: set[str] = set()
        self._ticks = 0
        self._drawn = (-1, "")
        self._title = Board(classes="title")
        self._clock = Board(classes="clock")
        self._faults = [FaultLine(number) for number in range(1, len(self._presets) + 1)]
        self._display = Board(classes="display")
        self._paper = Board(classes="paper")
        self._facts = Board(classes="facts")
        self._note = Board(classes="note")
        self._right = VerticalScroll(
            _name("truth", lang), self._facts, classes="right", can_focus=False
        )

    def compose(self) -> ComposeResult:
        """Head, the two halves, the note line and the keys."""
        lang = self._lang
        with Horizontal(classes="head"):
            yield self._title
            yield self._clock
        with Horizontal(classes="body"):
            with Vertical(classes="left"):
                yield _name("faults", lang)
                yield from self._faults
                yield _name("trainee", lang)
                with Horizontal(classes="trainee"):
                    yield self._display
                    yield self._paper
            yield self._right
        yield self._note
        with Horizontal(classes="foot"):
            for does in KNOBS:
                yield Knob(does, lang)

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(TICK_S, self._tick)
        self.draw()
        if self._invitation:
            self.tell(self._invitation)

    # What is shown ----------------------------------------------------------------------------

    def _tick(self) -> None:
        """Look again: when something has changed, and every second as the clock goes on."""
        self._ticks += 1
        is_news = self._drawn != (self.station.version, self.station.link)
        if is_news or self.station.troubles or self._ticks >= _TICKS_A_SECOND:
            self.draw()

    def draw(self) -> None:
        """Show how things stand now."""
        station, lang = self.station, self._lang
        self._ticks, self._drawn = 0, (station.version, station.link)
        self.look = look = outlook_of(station, lang)
        clock = clock_words(look, lang)
        room = (self.size.width or 80) - sum(cells(word.text) for word in clock) - 3
        self._title.draw([head_words(look, station.link, station.address, room, lang)])
        self._clock.draw([clock])
        faults = () if look is None else look.faults
        for number, (line, preset) in enumerate(
            zip(self._faults, self._presets, strict=True), start=1
        ):
            state = state_of(preset, faults)
            line.draw([preset_row(number, preset, state, line.size.width or 42, lang)])
        self._display.draw(display_rows(look, lang))
        lines = () if look is None else look.paper
        self._paper.draw(paper_rows(lines, self._paper.size.height))
        width = self._facts.size.width or 34
        self._facts.draw(fact_rows(() if look is None else look.facts, width, lang))
        if station.troubles:
            self.tell(station.troubles.popleft().words(lang), "bad")

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.draw)

    def tell(self, text: str, role: str = "strong") -> None:
        """Say something above the keys, until the next key is pressed."""
        self._note.draw([row((text, role))] if text else [])

    # What is typed and clicked ----------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Do what the key means."""
        does = meaning(event)
        if does:
            event.stop()
            event.prevent_default()
            self.perform(does)

    def on_knob_turned(self, event: Knob.Turned) -> None:
        """Do what was clicked."""
        event.stop()
        self.perform(event.does)

    def perform(self, does: str) -> None:
        """Do one of the things of `KEYS`."""
        self.tell("")
        if does.startswith("fault_"):
            self._arm_preset(int(does.removeprefix("fault_")))
        else:
            getattr(self, f"_do_{does}")()
        self.draw()

    def _arm_preset(self, number: int) -> None:
        if number > len(self._presets):
            return
        preset = self._presets[number - 1]
        faults = () if self.look is None else self.look.faults
        if state_of(preset, faults) == "armed":
            self.tell(say("instructor.armed_already", self._lang), "warn")
        else:
            self._arm(preset.armed(self._taken()), preset.words(self._lang))

    def _arm(self, plan: FaultPlan, words: str) -> None:
        self._armed.add(plan.id)
        self.tell(say("instructor.armed", self._lang, what=words), "warn")
        self.station.arm(plan)

    def _taken(self) -> set[str]:
        """Names that faults of this run have already."""
        faults = () if self.look is None else self.look.faults
        return self._armed | {fault.id for fault in faults}

    def _do_hold(self) -> None:
        is_held = self.look is not None and self.look.is_held
        (self.station.go_on if is_held else self.station.hold)()

    def _do_speed(self) -> None:
        times = 1 if self.look is None else self.look.times
        faster = [speed for speed in SPEEDS if speed > times]
        self.station.set_times(faster[0] if faster else SPEEDS[0])

    def _do_next(self) -> None:
        self.station.skip_to_next()

    def _do_minute(self) -> None:
        self.station.skip_for(MINUTE)

    def _do_ten(self) -> None:
        self.station.skip_for(10 * MINUTE)

    def _do_day(self) -> None:
        self.station.next_day()

    def _do_mend(self) -> None:
        self.station.mend_all()

    def _do_scroll_up(self) -> None:
        self._right.scroll_up(animate=False)

    def _do_scroll_down(self) -> None:
        self._right.scroll_down(animate=False)

    def _do_close(self) -> None:
        self.post_message(self.Closed())

    # Sheets on top ----------------------------------------------------------------------------

    def _do_help(self) -> None:
        lang = self._lang
        lines = say("instructor.help", lang).split("\n")
        heading = say("instructor.title", lang)
        foot = say("instructor.help.foot", lang)
        self.app.push_screen(TextScreen(heading, (row(line) for line in lines), foot))

    def _do_release(self) -> None:
        lang = self._lang
        pulled = () if self.look is None else self.look.pulled
        if not pulled:
            self.tell(say("instructor.nothing_broken", lang), "warn")
            return
        sheet = PickScreen(
            say("instructor.release.heading", lang),
            [PickChoice(name, sentence_of(name, lang), name) for name in pulled],
            placeholder=say("instructor.search.placeholder", lang),
            nothing=say("instructor.search.nothing", lang),
            foot=say("instructor.release.foot", lang),
        )
        self.app.push_screen(sheet, self._release)

    def _release(self, lever: str | None) -> None:
        if lever:
            self.station.release(lever)
            self.draw()

    def _do_search(self) -> None:
        hello = self.station.hello
        levers = known_levers()
        if hello is not None:
            # A session may have another printer than ours, with fewer levers.
            levers = {name: levers[name] for name in levers if name in hello.levers}
        self.app.push_screen(SearchScreen(all_choices(levers), self._lang), self._chosen)

    def _chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self.app.push_screen(ArmScreen(choice, self._lang), self._arm_chosen)

    def _arm_chosen(self, plan: FaultPlan | None) -> None:
        if plan is not None:
            named_plan = named(plan, base_of(plan), self._taken())
            self._arm(named_plan, sentence_of(plan.name, self._lang))
            self.draw()


def _name(what: str, lang: str) -> Static:
    return Static(say(f"instructor.pane.{what}", lang), markup=False, classes="name")


class InstructorScreen(Screen[None]):
    """The panel as a whole screen."""

    CSS_PATH = "instructor.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (72, "-middle"), (104, "-roomy")]  # noqa: RUF012

    def __init__(self, panel: InstructorPanel) -> None:
        super().__init__()
        self.panel = panel

    def compose(self) -> ComposeResult:
        """Nothing but the panel."""
        yield self.panel

    def on_instructor_panel_closed(self) -> None:
        """Go back to what was there before."""
        self.dismiss(None)
