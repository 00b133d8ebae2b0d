"""
`PosApp`: a session on the screen, in a person's hands.

    keyboard, mouse --> TillScreen --Chosen--> PosApp --> Hands --> Session
                             ^                                         |
                             +------------ draw <--- changed ----------+
"""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from emulator.domain.texts import say
from emulator.interfaces.live.instructor.station import Beside
from emulator.interfaces.tui.chosen import Chosen
from emulator.interfaces.tui.deeds import deeds, which
from emulator.interfaces.tui.help import help_rows
from emulator.interfaces.tui.instructor.panel import InstructorPanel, InstructorScreen
from emulator.interfaces.tui.key_file import name_of
from emulator.interfaces.tui.living import Options, TillApp
from emulator.interfaces.tui.palette import PICTURE, THEME, TIMES, commands
from emulator.interfaces.tui.sheets import AskScreen, Choice, PickScreen, TextScreen
from emulator.interfaces.tui.themes import THEMES
from emulator.reports.words import action_words

__all__ = ["Options", "PosApp"]


class PosApp(TillApp, inherit_bindings=False):
    """Does what is wanted at the till: keys, clicks, lists and questions."""

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+c", "leave")]

    def on_chosen(self, event: Chosen) -> None:
        """Do what a key or a click means."""
        event.stop()
        self.do(event.action)

    def do(self, action: str) -> None:
        """Do an action of `keys.ACTIONS`, and say so if nothing came of it."""
        self.till.note("")
        if action in self._hidden:
            return
        on_screen = getattr(self, f"action_{action}", None)
        if on_screen is not None:
            on_screen()
            return
        came = self.hands.do(action)
        self.draw_display()
        if came is False and not self.session.is_over:
            self._say_nothing_came(name_of(action, self._lang))
        elif came and action.startswith("fault_"):
            words = self.hands.fault_words(int(action[-1]), self._lang)
            self.till.note(say("tui.did.armed", self._lang, what=words))

    def _say_nothing_came(self, what: str) -> None:
        self.till.note(say("tui.did.not_now", self._lang, what=what))

    def action_pane_left(self) -> None:
        """Show the pane to the left."""
        self.till.turn(-1)

    def action_pane_right(self) -> None:
        """Show the pane to the right."""
        self.till.turn(1)

    def action_scroll_back(self) -> None:
        """Scroll back what has the focus."""
        self.till.scroll_pane(-1)

    def action_scroll_on(self) -> None:
        """Scroll on what has the focus."""
        self.till.scroll_pane(1)

    def action_help(self) -> None:
        """Explain what has the focus."""
        lang, pane = self._lang, self.till.focused_pane
        rows = help_rows(pane, self.options.keymap, lang, hidden=self._hidden)
        heading = say("tui.help.heading", lang, pane=say(f"tui.pane.{pane}", lang))
        self.push_screen(TextScreen(heading, rows, say("tui.help.foot", lang)))

    def action_actions(self) -> None:
        """Let the person pick among all that can be done away from the keys."""
        self._pick("actions", deeds(self.session, self._lang), self._act)

    def action_choose_card(self) -> None:
        """Let the person take another card."""
        choices = [Choice(holder, f"{holder} {masked}") for holder, masked in self.hands.cards]
        self._pick("cards", choices, self._take)

    def _pick(self, what: str, choices: list[Choice], then: Callable[[str], None]) -> None:
        def picked(id: str | None) -> None:
            if id:
                then(id)

        lang = self._lang
        screen = PickScreen(
            say(f"tui.{what}.heading", lang),
            choices,
            placeholder=say("tui.pick.placeholder", lang),
            nothing=say("tui.pick.nothing", lang),
            foot=say("tui.pick.foot", lang),
        )
        self.push_screen(screen, picked)

    def _act(self, id: str) -> None:
        """Do it, or ask first which payment it is about."""
        payments = which(self.session, id, self._lang)
        if payments:
            self._pick("which", payments, self._act_now)
        else:
            self._act_now(id)

    def _act_now(self, id: str) -> None:
        known = deeds(self.session, self._lang)
        what = next(one.label for one in known if id == one.id or id.startswith(f"{one.id} "))
        done = self.hands.act(id)
        self.till.note(say(f"tui.did.{'done' if done else 'no_effect'}", self._lang, what=what))

    def _take(self, holder: str) -> None:
        self.hands.choose(holder)
        self.draw()

    def action_hint(self) -> None:
        """Give a hint, and note that it was given."""
        hint = self.session.view.snapshot().drill.hint
        if not hint:
            self._say_nothing_came(name_of("hint", self._lang))
            return
        self.session.take_hint(hint)
        self.till.note(action_words("cashier", hint, self._lang))

    def action_leave(self) -> None:
        """Ask once, then leave the till and let everything come to rest."""
        if self.session.is_over:
            return
        lang = self._lang
        self.push_screen(
            AskScreen(say("tui.leave.ask", lang), say("tui.leave.foot", lang)), self._leave
        )

    def _leave(self, is_sure: bool | None) -> None:
        if is_sure:
            self.till.note(say("tui.leave.waiting", self._lang))
            self.session.leave()

    # Commands, colours, the instructor --------------------------------------------------------

    def action_palette(self) -> None:
        """Let the person pick among everything that has a key, and what has none."""
        keymap, hidden = self.options.keymap, self._hidden
        found = commands(keymap, self.hands, self._lang, hidden=hidden)
        self._pick("palette", list(found), self._command)

    def _command(self, id: str) -> None:
        kind, _, what = id.partition(" ")
        if kind == THEME:
            self.theme = THEMES[what]
        elif kind == TIMES:
            self.session.set_times(int(what))
        elif kind == PICTURE:
            # When the list that it was picked from has gone.
            self.call_after_refresh(self.take_picture)
        else:
            self.do(what)

    def action_instructor(self) -> None:
        """Bring up the instructor's panel."""
        panel = InstructorPanel(
            Beside(self.session), self.hands.faults, self._lang, invitation=self.options.invitation
        )
        self.push_screen(InstructorScreen(panel))
