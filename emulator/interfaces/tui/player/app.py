"""
A replay on the screen: the same display and paper as in the shop, moved through time by hand.

    keys, clicks, frames of a clock --> place on the film --> display, state, paper, events, reel

Nothing is simulated here: every place of the film is looked up, so that it goes back as it goes on.
"""

import traceback
from typing import ClassVar

from textual.binding import BindingType

from emulator.domain.moments import SECOND
from emulator.domain.texts import say
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.film.film import Place
from emulator.interfaces.tui.chosen import Chosen
from emulator.interfaces.tui.keys import spoken
from emulator.interfaces.tui.picture import PicturedApp
from emulator.interfaces.tui.player.reel import Sought
from emulator.interfaces.tui.player.screen import KEYS, PlayerScreen, Shown
from emulator.interfaces.tui.player.seek import SeekScreen, moment_of
from emulator.interfaces.tui.sheets import TextScreen
from emulator.interfaces.tui.themes import OURS, THEMES
from emulator.interfaces.tui.widgets.board import row

FRAME_S = 1 / 15


def _on_keyboard(key: str) -> str:
    return "Tab" if key == "tab" else spoken(key)


class PlayerApp(PicturedApp, inherit_bindings=False):
    """A film, and the hand that moves it; it ends with an exit code."""

    CSS_PATH: ClassVar = ["../tui.tcss", "player.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+c,ctrl+q", "leave")]

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = THEMES[shown.theme]
        self.title = shown.title
        self.lang = shown.lang
        self.place = shown.film.story
        self.times = 1
        self.is_playing = False
        self.broken = ""
        """Traceback of a mistake in the screen itself; empty if there was none."""
        self._shown = shown
        self._reel_us = 0.0
        self._looked_s = 0.0
        self.player = PlayerScreen(shown)

    async def on_mount(self) -> None:
        """Show the beginning of the story, and wait."""
        await self.push_screen(self.player)
        self.player.set_interval(FRAME_S, self.advance)
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Show the place."""
        frame = self._shown.film.frame(self.place)
        self.player.draw(frame, times=self.times, is_playing=self.is_playing)

    def advance(self) -> None:
        """Go on by as much time as has passed on the clock, if it plays."""
        if not self.is_playing:
            return
        film, now_s = self._shown.film, self._shown.seconds()
        self._reel_us += (now_s - self._looked_s) * self.times * SECOND
        self._looked_s = now_s
        # Never back: several events may stand at the moment that is shown.
        self.place = max(self.place, film.place_at(int(self._reel_us)))
        if self._reel_us >= film.length_us:
            self.is_playing = False
        self.draw()

    def go_to(self, place: Place) -> None:
        """Show another place."""
        self.place = place
        self._reel_us = float(self._shown.film.reel_us(place))
        self.player.draw_foot("")
        self.draw()

    def on_sought(self, event: Sought) -> None:
        """Go to where somebody pointed on the reel."""
        self.go_to(self._shown.film.place_at(event.reel_us))

    def on_chosen(self, event: Chosen) -> None:
        """Do what a key means."""
        event.stop()
        self.do(event.action)

    def do(self, name: str) -> None:
        """Do one of the things that `KEYS` names."""
        kind, _, what = name.partition("_")
        film = self._shown.film
        if kind == "times":
            self.times = int(what)
            self.draw()
        elif kind == "step":
            self.go_to(film.after(self.place.number + (-1 if what else 1)))
        elif kind == "next":
            self.go_to(film.next(self.place, what))
        elif kind == "back":
            self.go_to(film.before(self.place, what))
        else:
            getattr(self, f"action_{kind}")()

    def _handle_exception(self, error: Exception) -> None:
        """Keep a mistake of the screen's own for whoever asks after it has gone."""
        if not self.broken:
            self.broken = "".join(traceback.format_exception(getattr(error, "error", error)))
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a stack trace over the person's terminal."""
        self._return_value = int(Exit.BUG)
        self._close_messages_no_wait()

    def action_play(self) -> None:
        """Play, from the start if it is at the end; or stop."""
        if not self.is_playing and self.place >= self._shown.film.last:
            self.go_to(self._shown.film.first)
        self.is_playing = not self.is_playing
        self._looked_s = self._shown.seconds()
        self._reel_us = float(self._shown.film.reel_us(self.place))
        self.draw()

    def action_first(self) -> None:
        """Go to the start, before the shop opens."""
        self.go_to(self._shown.film.first)

    def action_last(self) -> None:
        """Go to the end."""
        self.go_to(self._shown.film.last)

    def action_turn(self) -> None:
        """Show paper or events where there is room for one of them."""
        self.player.turn()

    def action_seek(self) -> None:
        """Ask for a moment and go there."""
        self.push_screen(SeekScreen(self._shown.lang), self._seek)

    def _seek(self, text: str | None) -> None:
        if not text:
            return
        film = self._shown.film
        at_us = moment_of(text, film, film.moment(self.place.at_us))
        if at_us is None or not film.first.at_us <= at_us <= film.last.at_us:
            self.player.draw_foot(say("player.seek.nowhere", self._shown.lang, text=text))
            return
        self.go_to(film.at(at_us))

    def action_help(self) -> None:
        """Say what the keys do."""
        lang = self._shown.lang
        rows = [
            row((f"{_on_keyboard(key):<8}", "strong"), say(f"player.key.{name}", lang))
            for key, name in KEYS.items()
        ]
        self.push_screen(TextScreen(say("player.help", lang), rows, say("tui.help.foot", lang)))

    def action_leave(self) -> None:
        """Go."""
        self.exit(int(Exit.HELD if self._shown.is_same else Exit.BROKEN))
