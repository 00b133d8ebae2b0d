"""
A session on the screen as it lives: opened, drawn whenever something has changed, told the end of.

Events go one way. The screen is drawn at most so many times a second, and what ages once a second;
every piece keeps what it last drew. What people want of it is another matter, see `app`.
"""

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from textual.worker import WorkerFailed

from emulator.domain.texts import say
from emulator.interfaces.exits import Exit, exit_of
from emulator.interfaces.live.instructor.presets import Preset
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.training import Shops
from emulator.interfaces.tui.closing import ClosingScreen, closing_lines
from emulator.interfaces.tui.frozen import FrozenScreen
from emulator.interfaces.tui.hands import Hands, hidden
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.picture import PicturedApp
from emulator.interfaces.tui.sheets import AskScreen
from emulator.interfaces.tui.themes import OURS, THEMES
from emulator.interfaces.tui.till import Fixed, TillScreen
from emulator.printer.profile import PROFILES
from emulator.reports.layout import Line
from emulator.reports.outcome import title_of

FRAME_S = 1 / 15
"""Between two drawings at least."""
TICK_S = 1.0
"""Between two drawings of the clock."""
Asks = Callable[[str], Coroutine[Any, Any, bool]]
"""Puts a question to the person; True is yes."""
Companion = Callable[[Session], Coroutine[Any, Any, None]]
"""Something that goes on beside a session as long as the screen is there."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a session is shown."""

    lang: str = "zh"
    theme: str = "dark"
    """One of `THEMES`."""
    keymap: Keymap = Keymap()
    faults: tuple[Preset, ...] | None = None
    """What the instructor has under F2 to F8; None is the usual."""
    companions: tuple[Companion, ...] = ()
    shops: Shops | None = None
    """The live and the training shop, of which the session is the first; None has only that."""
    invitation: str = ""
    """The command that lets an instructor in from outside; empty if nobody may."""
    askers: tuple[Callable[[Asks], None], ...] = ()
    """Told how to put a question to the person: see `PosApp.ask`."""
    frame_s: float = FRAME_S


class TillApp(PicturedApp, inherit_bindings=False):
    """The screen of one session as it lives: it opens, follows the shop, and tells the end."""

    TITLE = "posemu"
    CSS_PATH = Path(__file__).with_name("tui.tcss")  # also for classes derived elsewhere
    IS_DRILL: ClassVar[bool] = False
    """True: somebody is tried, and what came of it is told in the end."""
    ENABLE_COMMAND_PALETTE = False  # Ours is a list like the others, in both languages.

    def __init__(self, session: Session, options: Options) -> None:
        super().__init__()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = THEMES[options.theme]
        self.session = session
        self.options = options
        self.hands = Hands(session, options.faults)
        if options.shops is not None:
            options.shops.on_swap = self._swap
        self.broken = ""
        """Traceback of a mistake in the screen itself; empty if there was none."""
        self._lang = self.lang = options.lang
        self._hidden = hidden(session, is_drill=self.IS_DRILL)
        self.till = TillScreen(self._fixed())
        self._is_told = False
        """True once the end, good or bad, stands on the screen."""

    def _fixed(self) -> Fixed:
        session, lang = self.session, self._lang
        printer = session.bed.given.printer
        return Fixed(
            lang=lang,
            keymap=self.options.keymap,
            columns=PROFILES[printer.profile].columns,
            title=f"{say('tui.title', lang)}  {title_of(session.scenario, lang)}",
            is_exam=session.is_exam,
            hidden=self._hidden,
        )

    def _mark(self) -> None:
        """Show whether this is a terminal in training."""
        is_training = self.session.bed.given.terminal.training
        self.till.mark(say("tui.mode.training", self._lang) if is_training else "")

    def _swap(self, session: Session) -> None:
        """Go over to the other of two shops."""
        before, self.session = self.session, session
        self.hands = Hands(session, self.options.faults)
        self._mark()
        # Whoever waits for news of the shop before must not go on doing so.
        before.changed.set()

    # Coming and going -------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Open the till and let time pass."""
        await self.push_screen(self.till)
        self._mark()
        shops = self.options.shops
        self.run_worker((self.session if shops is None else shops).run(), name="shop")
        self.run_worker(self._follow(), name="screen")
        self.run_worker(self._tick(), name="clock")
        for tell in self.options.askers:
            tell(self.ask)
        for companion in self.options.companions:
            self.run_worker(companion(self.session))

    async def ask(self, question: str) -> bool:
        """Put a question to the person: Enter is yes. It is taken back when this is cancelled."""
        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def answer(is_so: bool | None) -> None:
            if not answered.done():
                answered.set_result(bool(is_so))

        screen = AskScreen(question, say("tui.ask.foot", self._lang))
        self.push_screen(screen, answer)
        try:
            return await answered
        except asyncio.CancelledError:
            if screen.is_current:
                screen.dismiss(False)
            raise

    async def _follow(self) -> None:
        """Draw what has changed, but not more often than anybody sees."""
        while True:
            changed = self.session.changed
            changed.clear()
            self.draw()
            await asyncio.sleep(self.options.frame_s)
            await changed.wait()

    async def _tick(self) -> None:
        """Draw what ages while nothing happens."""
        while True:
            await asyncio.sleep(TICK_S)
            if not self.session.pace.is_held and not self._is_told:
                self.draw()

    def draw(self) -> None:
        """Show how everything is now."""
        session = self.session
        trouble = say(session.trouble, self._lang) if session.trouble else ""
        self.till.draw(
            session.view.snapshot(),
            in_hand=self.hands.holder,
            trouble=trouble,
            unkept=say("live.unkept", self._lang) if session.is_unkept else "",
            memo=self.hands.memo(self._lang),
        )
        if session.result is not None:
            self._tell_the_end()

    def draw_display(self) -> None:
        """Show what stands on the display; whoever presses a key waits for no other drawing."""
        view = self.session.view
        lcd = view.lcd
        self.till.device.lcd.draw(lcd.rows, is_title=lcd.is_title, is_dark=view.is_dark)

    def _tell_the_end(self) -> None:
        if self._is_told:
            return
        self._is_told = True
        session = self.session
        if session.crash:
            self.push_screen(FrozenScreen(session.crash, session.recording, self._lang))
        else:
            self.push_screen(ClosingScreen(self.closing(), self._lang))

    def closing(self) -> tuple[Line, ...]:
        """What came of it; nothing while it goes on, or when it broke off."""
        session = self.session
        if session.result is None or session.crash:
            return ()
        books = session.view.snapshot().truth.books
        lines = closing_lines(
            session.scenario, session.result, books, session.recording, self._lang
        )
        return tuple(lines)

    def action_close(self) -> None:
        """Go, with the code for what came of it."""
        result = self.session.result
        assert result is not None, "the end was told"
        self.exit(exit_of(result.truth, crashed=bool(self.session.crash)))

    def _handle_exception(self, error: Exception) -> None:
        """Keep a mistake of the screen's own for whoever asks after it has gone."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not self.broken:
            self.broken = "".join(traceback.format_exception(cause))
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a stack trace over the person's terminal."""
        self._return_value = int(Exit.BUG)
        self._close_messages_no_wait()
