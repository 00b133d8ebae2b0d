"""
Sheets on which an instructor finds something that can go wrong, and says when and how.

    SearchScreen: words -> one choice        ArmScreen: settings, trigger, duration -> a fault
"""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from emulator.domain.errors import UsageError
from emulator.domain.limits import STORY_US
from emulator.domain.moments import parse_duration
from emulator.domain.plan import FaultPlan
from emulator.domain.texts import say
from emulator.interfaces.live.instructor.choices import (
    TRIGGERS,
    Choice,
    find,
    plan_of,
    read_settings,
    written_settings,
)

_MOVES: list[BindingType] = [
    ("down", "move(1)"),
    ("up", "move(-1)"),
    ("pagedown", "move(8)"),
    ("pageup", "move(-8)"),
]
_LOOKS = """
.finder { width: 76; max-width: 98%; max-height: 96%; }
.finder .trouble { color: $text-error; height: auto; }
.finder Input { background: $panel; }
.finder OptionList { border: none; height: auto; max-height: 14; padding: 0;
                     background: $surface; margin-top: 1; }
.finder OptionList > .option-list--option-highlighted {
    color: $foreground; background: $surface; text-style: reverse bold; }
.finder .field { height: 1; }
.finder .label { width: 14; }
.finder .field Input { width: 1fr; }
"""
T = TypeVar("T")


class _Sheet(ModalScreen[T | None], Generic[T]):
    """A list in which the arrows move while something is typed above it."""

    DEFAULT_CSS = _LOOKS

    def on_mount(self) -> None:
        """Keep the focus where the typing is."""
        self.options = self.query_one(OptionList)
        self.options.can_focus = False

    def action_move(self, by: int) -> None:
        """Mark another option, past those that cannot be chosen."""
        count = self.options.option_count
        able = [at for at in range(count) if not self.options.get_option_at_index(at).disabled]
        at = self.options.highlighted
        if at in able:
            self.options.highlighted = able[min(max(able.index(at) + by, 0), len(able) - 1)]

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class SearchScreen(_Sheet[Choice]):
    """Finds a lever, a fate or a documented cause by words, names and numbers."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close"), *_MOVES]

    def __init__(self, choices: Sequence[Choice], lang: str) -> None:
        super().__init__()
        self._choices = {choice.name or choice.causes[0]: choice for choice in choices}
        self._lang = lang

    def compose(self) -> ComposeResult:
        """Search line, list, and the keys."""
        lang = self._lang
        with Vertical(classes="sheet-box finder"):
            yield Static(say("instructor.search.heading", lang), markup=False, classes="heading")
            yield Input(placeholder=say("instructor.search.placeholder", lang), compact=True)
            yield OptionList(markup=False)
            yield Static(say("instructor.search.foot", lang), markup=False, classes="foot")

    def on_mount(self) -> None:
        """Show everything there is."""
        super().on_mount()
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Take what is marked."""
        at = self.options.highlighted
        if at is not None:
            self._take(self.options.get_option_at_index(at).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self._take(event.option.id)

    def _take(self, id: str | None) -> None:
        if id is not None:
            self.dismiss(self._choices[id])

    def _fill(self, query: str) -> None:
        found = find(self._choices.values(), query)
        self.options.clear_options()
        self.options.add_options(self._option(choice) for choice in found)
        able = [index for index, choice in enumerate(found) if not choice.reason]
        self.options.highlighted = able[0] if able else None
        if not found:
            nothing = say("instructor.search.nothing", self._lang)
            self.options.add_option(Option(Content(nothing), disabled=True))

    def _option(self, choice: Choice) -> Option:
        lang = self._lang
        numbers = " ".join(choice.causes)
        words = choice.words(lang)
        if choice.reason:
            text = f"{numbers} {words}: {choice.why_not(lang)}"
            return Option(Content.styled(text, "dim"), id=choice.causes[0], disabled=True)
        also = f"  {choice.name}" + (f" {numbers}" if numbers else "")
        return Option(Content.assemble(words, (also, "dim")), id=choice.name)


class ArmScreen(_Sheet[FaultPlan]):
    """Says of one choice when it strikes, how, and for how long."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close"), *_MOVES]

    def __init__(self, choice: Choice, lang: str) -> None:
        super().__init__()
        self._choice, self._lang = choice, lang
        self._settings = Input(written_settings(choice), compact=True, select_on_focus=False)
        self._lasts = Input(placeholder=say("instructor.arm.lasting", lang), compact=True)
        self._trouble = Static(markup=False, classes="trouble")

    def compose(self) -> ComposeResult:
        """What it is, its settings if it has any, when it strikes."""
        lang, choice = self._lang, self._choice
        heading = f"{choice.words(lang)}\n{choice.name}"
        with Vertical(classes="sheet-box finder"):
            yield Static(heading, markup=False, classes="heading")
            if choice.settings:
                yield from self._field("settings", self._settings)
            yield from self._field("lasts", self._lasts)
            yield OptionList(
                *(
                    Option(Content(say(f"instructor.trigger.{key}", lang)), id=key)
                    for key in TRIGGERS
                ),
                markup=False,
            )
            yield self._trouble
            yield Static(say("instructor.arm.foot", lang), markup=False, classes="foot")

    def _field(self, name: str, field: Input) -> ComposeResult:
        with Horizontal(classes="field"):
            label = say(f"instructor.arm.{name}", self._lang)
            yield Static(label, markup=False, classes="label")
            yield field

    def on_mount(self) -> None:
        """Mark the usual trigger."""
        super().on_mount()
        self.options.highlighted = list(TRIGGERS).index(self._choice.usual_trigger)

    def on_input_submitted(self) -> None:
        """Arm it as it stands."""
        self._arm()

    def on_option_list_option_selected(self) -> None:
        """Arm it with the trigger that was clicked."""
        self._arm()

    def _arm(self) -> None:
        at = self.options.highlighted or 0
        try:
            plan = plan_of(
                self._choice,
                list(TRIGGERS)[at],
                read_settings(self._choice, self._settings.value, self._lang),
                for_us=self._for_us(),
            )
        except UsageError as error:
            self._trouble.update(str(error))
        else:
            self.dismiss(plan)

    def _for_us(self) -> int | None:
        text = self._lasts.value.strip()
        if not text:
            return None
        try:
            for_us = parse_duration(text)
        except ValueError:
            for_us = 0
        if not 0 < for_us <= STORY_US:
            raise UsageError(say("instructor.arm.no_duration", self._lang))
        return for_us
