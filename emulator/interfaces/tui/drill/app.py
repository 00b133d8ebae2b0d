"""
`DrillApp`: a drill on the screen.

    briefing --Enter--> till (with the drill's strip) --leave--> debriefing --Enter--> its slip

The till is that of every session; an exam hides the world behind it, and time cannot be stopped.
"""

import msgspec
from textual import events

from emulator.domain.receipt import Receipt
from emulator.domain.texts import say
from emulator.drills.assessment import FAILED, PASSED
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.drill.certificate import certificate
from emulator.interfaces.live.drill.debrief import verdict_lines
from emulator.interfaces.live.drill.debrief_words import key_words
from emulator.interfaces.live.drill.drilling import Drilling, Now
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.tui.drill.briefing import BriefingScreen, briefing_rows
from emulator.interfaces.tui.drill.debriefing import CertificateScreen, DebriefingScreen
from emulator.interfaces.tui.till import Fixed
from emulator.interfaces.tui.widgets.board import Board, Row, row
from emulator.reports.layout import Line
from emulator.reports.paper.slips import strip_of
from emulator.reports.slip import layout, plain

_CODES = {PASSED: Exit.HELD, FAILED: Exit.BROKEN}
_WIDTH = 78
_AFTER_ALL = 1_000_000
"""Number of the strip that comes after all of the shop's."""
_SECOND = 1_000_000


class DrillApp(PosApp):
    """The screen of one drill."""

    IS_DRILL = True

    def __init__(self, drilling: Drilling, options: Options) -> None:
        super().__init__(drilling.session, options)
        self.drilling = drilling

    def _fixed(self) -> Fixed:
        # A title tells what will go wrong.
        return msgspec.structs.replace(super()._fixed(), title="", hides_plans=True)

    # Briefing ---------------------------------------------------------------------------------

    async def on_mount(self, event: events.Mount | None = None) -> None:
        """Let the person read first; nothing happens in the shop meanwhile."""
        if event is not None:
            # The class above opens the till at this event, and is called for it too.
            event.prevent_default()
        session, keymap, lang = self.session, self.options.keymap, self._lang
        rows = briefing_rows(
            session.scenario,
            lang,
            is_exam=session.is_exam,
            trainee=self.drilling.trainee,
            leave=keymap.first("leave"),
            hint=keymap.first("hint"),
        )
        await self.push_screen(BriefingScreen(rows, lang), self._begin)

    async def _begin(self, is_wanted: bool | None) -> None:
        if is_wanted:
            await super().on_mount()
        else:
            self.exit(int(Exit.INCONCLUSIVE))

    # The strip --------------------------------------------------------------------------------

    def draw(self) -> None:
        """Show how everything is now, and how far the drill is."""
        self.drilling.pace_colleague()
        super().draw()
        if not self._is_told and self.till.is_mounted:
            self.till.query_one("#title", Board).draw([self._strip(self.drilling.look())])

    def _strip(self, now: Now) -> Row:
        lang = self._lang
        mode = "exam" if self.session.is_exam else "practice"
        words: list[str | tuple[str, str]] = [
            (f"[{say(f'drill.strip.{mode}', lang)}] ", "warn" if mode == "exam" else "good")
        ]
        if now.is_colleagues:
            words.append((say("drill.strip.colleague", lang), "strong"))
            return row(*words)
        took_us = now.took_us // _SECOND * _SECOND
        first = next((task.text(lang) for task in self.session.view.tasks), "")
        wanted = say("drill.strip.tasks", lang, tasks=now.tasks, first=first) if first else ""
        words.append(wanted or say("drill.strip.no_task", lang))
        words.append(say("drill.strip.took", lang, took_us=took_us))
        if now.is_done:
            leave = self.options.keymap.first("leave")
            words.append((say("drill.strip.done", lang, leave=leave), "good"))
        elif now.hint:
            key = self.options.keymap.first("hint")
            words.append((say("drill.strip.hint", lang, hint=key), "strong"))
        if now.is_waiting:
            key = self.options.keymap.first("next_morning")
            words.append((say("drill.strip.wait", lang, key=key), "strong"))
        return row(*words)

    def action_next_morning(self) -> None:
        """Go on next morning; also in an exam, where waiting is part of it."""
        if not self.drilling.look().is_waiting or not self.session.next_day():
            self.till.note(say("drill.wait.not_now", self._lang))

    def action_hint(self) -> None:
        """Give the next action away, and note that it was given."""
        hint = self.drilling.look().hint
        if not hint:
            self.till.note(say("drill.hint.none", self._lang))
            return
        self.session.take_hint(hint)
        self.till.note(say("drill.hint", self._lang, what=key_words(hint, self._lang)))

    # The end ----------------------------------------------------------------------------------

    def _tell_the_end(self) -> None:
        if self._is_told:
            return
        found = self.drilling.finish()
        if self.session.crash:
            super()._tell_the_end()
            return
        self._is_told = True
        self.push_screen(
            DebriefingScreen(found, self.session.scenario, self._lang, self.drilling.trouble)
        )

    @property
    def slip(self) -> Receipt | None:
        """The drill's slip; None before its end."""
        found, ended = self.drilling.assessment, self.drilling.ended
        if found is None or ended is None:
            return None
        return certificate(found, at=ended, lang=self._lang)

    def action_certificate(self) -> None:
        """Let the slip come out of the printer, and show it."""
        slip = self.slip
        if slip is None:
            return
        columns = self.session.view.paper.columns
        self.session.view.paper.see(strip_of(slip, columns=columns, number=_AFTER_ALL, end="cut"))
        self.push_screen(CertificateScreen(plain(layout(slip)), self._lang))

    def closing(self) -> tuple[Line, ...]:
        """The verdict, for whoever reads on when the screen has gone."""
        found = self.drilling.assessment
        if found is None or self.session.crash:
            return ()
        return tuple(verdict_lines(found, self._lang, _WIDTH))

    def action_close(self) -> None:
        """Go, with the code for what came of it."""
        found = self.drilling.assessment
        assert found is not None, "the end was told"
        self.exit(int(Exit.BUG if self.session.crash else code_of(found.verdict)))


def code_of(verdict: str) -> Exit:
    """The exit code for a verdict: 0 passed, 1 failed, 4 nobody can say."""
    return _CODES.get(verdict, Exit.INCONCLUSIVE)
