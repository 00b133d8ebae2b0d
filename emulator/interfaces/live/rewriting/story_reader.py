"""
Reads from the trace of an attended run what people did.

    desk.heard --+--> cashier.did    an errand begins; screens say what is asked and what it came to
                 +--> a deed         done at once

Left out: what it means for a scenario file; that is `to_scenario`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from emulator import desk
from emulator.domain import deeds
from emulator.domain.deeds import deed_of
from emulator.domain.plan import Scenario, Step
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.rewriting.answers import answered, kept_secret
from emulator.interfaces.live.rewriting.doings import (
    PRINTER_ASKS,
    Armed,
    Doing,
    Errand,
    Shown,
    Story,
)
from emulator.people.orders import MENU
from emulator.people.screens import TELLS, is_over_at


def read_story(trace: Iterable[TraceEvent], scenario: Scenario) -> Story:
    """
    Read what people did.

    Args:
        trace: Of an attended run, as an emulator of this version made it.
        scenario: What was played.
    """
    reader = _Reader(scenario)
    for event in trace:
        reader.take(event)
        if reader.is_over:
            break
    return reader.finish()


class _Reader:
    """Takes one event after the other."""

    def __init__(self, scenario: Scenario) -> None:
        self.is_over = False
        self._steps = scenario.steps
        self._takes_over = scenario.drill.takes_over
        self._story = Story()
        self._deed: deeds.Deed | None = None
        self._deed_us = -1
        self._began = False
        self._at_till = not self._takes_over
        self._errand: Doing | None = None
        self._open: Doing | None = None
        """What the terminal is busy with: an errand, or a key that let one go on."""
        self._last_seen: Doing | None = None
        self._colleague: dict[int, Doing] = {}
        self._screen, self._screen_us = "", 0
        self._key = ""
        self._events: dict[str, Callable[[TraceEvent], None]] = {
            f"{desk.NAME}.{desk.HEARD}": self._heard,
            "cashier.did": self._did,
            "cashier.rang_up": self._rang_up,
            "console.card_presented": self._card,
            "console.displayed": self._displayed,
            "printer.slip_printed": self._printed,
            "lever.released": self._released,
            "bench.step_began": self._step_began,
            "bench.step_ended": self._step_ended,
        }
        self._deeds: dict[type[Any], Callable[[TraceEvent, Any], None]] = {
            deeds.Entered: self._entered,
            deeds.KeyedSecret: self._keyed_secret,
            deeds.Done: self._done,
            deeds.CustomerCame: lambda *_: self._count("customers"),
            deeds.HintTaken: lambda *_: self._count("hints"),
            deeds.TaskGivenUp: self._gave_up,
            deeds.FaultArmed: self._armed,
            deeds.Left: self._left,
        }

    def take(self, event: TraceEvent) -> None:
        """Take in one event."""
        if event.name == "bench.story_began":
            self._began = True
        elif event.name == "bench.calm_ended":
            # Steps of the scenario may come after the person has left, and while all is mended.
            self.is_over = True
        elif self._began and event.name in self._events:
            self._events[event.name](event)

    def finish(self) -> Story:
        """All that was read; what is still open ends when the person leaves."""
        story = self._story
        story.left_us = story.left_us or max((d.began_us for d in story.doings), default=0)
        for doing in story.doings:
            if doing.ended_us < 0:
                doing.ended_us = max(story.left_us, doing.began_us)
        return story

    def _count(self, what: str) -> None:
        self._story.small[what] += 1

    def _add(self, event: TraceEvent, **what: Any) -> Doing:
        doing = Doing(event.seq, event.at_us, event.at_us, last_seq=event.seq, **what)
        self._story.doings.append(doing)
        return doing

    def _is_within(self, event: TraceEvent, *kinds: type[Any]) -> bool:
        """Tell whether an event is what came at once of a deed of these kinds."""
        return event.at_us == self._deed_us and isinstance(self._deed, kinds)

    # What people did --------------------------------------------------------------------------

    def _heard(self, event: TraceEvent) -> None:
        self._deed, self._deed_us = deed_of(event.detail), event.at_us
        act = self._deeds.get(type(self._deed))
        if act is not None:
            act(event, self._deed)

    def _entered(self, event: TraceEvent, entered: deeds.Entered) -> None:
        errand = self._errand.errand if self._errand is not None else None
        if entered.kind == "menu":
            self._key = entered.text
        elif entered.kind != "digits" and self._screen in PRINTER_ASKS:
            self._open = self._add(event, step=Step(who="cashier", action=entered.kind))
            self._open.ended_us = -1
        elif errand is not None and answered(errand, self._screen, entered):
            self._think(event)
        else:
            self._count("hurried" if errand is not None else "idle_keys")

    def _keyed_secret(self, event: TraceEvent, keyed: deeds.KeyedSecret) -> None:
        errand = self._errand.errand if self._errand is not None else None
        if errand is not None and kept_secret(errand, self._screen, keyed):
            self._think(event)
        elif self._screen != "locked" or keyed.word != "ok":
            # The simulated cashier unlocks the terminal by itself when there is something to do.
            self._count("idle_keys")

    def _think(self, event: TraceEvent) -> None:
        self._story.thoughts_us.append(event.at_us - self._screen_us)

    def _done(self, event: TraceEvent, done: deeds.Done) -> None:
        is_call = self._screen == "supervisor_password" and done.action == "come"
        # The supervisor of a scenario comes by himself when the terminal asks for the password.
        if not is_call:
            self._add(event, step=Step(who=done.who, action=done.action, options=done.options))

    def _gave_up(self, event: TraceEvent, _: deeds.TaskGivenUp) -> None:
        self._add(event, remark="gave_up")

    def _armed(self, event: TraceEvent, armed: deeds.FaultArmed) -> None:
        self._story.armed.append(Armed(event.seq, event.at_us, armed.fault))

    def _released(self, event: TraceEvent) -> None:
        if self._is_within(event, deeds.LeverReleased, deeds.AllMended):
            options = {"lever": event.detail["lever"]}
            self._add(event, step=Step(who="world", action="release", options=options))

    def _left(self, event: TraceEvent, _: deeds.Left) -> None:
        self._at_till = False
        self._story.left_us = event.at_us
        self._add(event, remark="left")

    # What came of it --------------------------------------------------------------------------

    def _did(self, event: TraceEvent) -> None:
        action = event.detail["action"]
        if action in MENU and self._is_within(event, deeds.Entered, deeds.CardShown):
            key = self._key if isinstance(self._deed, deeds.Entered) else ""
            errand = Errand(action, key, event.detail.get("step", ""), screens=[])
            self._errand = self._open = self._last_seen = self._add(event, errand=errand)
            self._errand.ended_us = -1
        elif isinstance(self._deed, deeds.Entered) and self._is_within(event, deeds.Entered):
            # A function that only this terminal has; a scenario cannot ask for it.
            self._add(event, errand=Errand(action, self._key))

    def _rang_up(self, event: TraceEvent) -> None:
        doing = self._errand
        if doing is not None and doing.errand is not None and self._is_within(event, deeds.Entered):
            doing.errand.amount_fen = event.detail["amount_fen"]
            doing.errand.meant_fen = event.detail["meant_fen"]
            doing.errand.purchase = event.detail["purchase"]

    def _card(self, event: TraceEvent) -> None:
        doing = self._errand
        if doing is None or doing.errand is None or not self._is_within(event, deeds.CardShown):
            return
        if self._screen == "present_card":
            self._think(event)
        doing.errand.holder = event.detail["holder"]
        doing.errand.entry = event.detail["entry"]

    def _displayed(self, event: TraceEvent) -> None:
        screen = event.detail["screen"]
        self._screen, self._screen_us = screen, event.at_us
        self._story.shown.append(Shown(event.seq, event.at_us, screen))
        errand = self._errand.errand if self._errand is not None else None
        is_free = is_over_at(screen, "" if errand is None else errand.menu)
        if errand is not None:
            errand.screens.append(screen)
            if screen in TELLS:
                errand.seen = {**event.detail, **errand.seen} if errand.seen else event.detail
        if self._open is not None and (is_free or screen in PRINTER_ASKS):
            self._open.ended_us, self._open.last_seq = event.at_us, event.seq
            self._open = None
        if is_free:
            self._errand = None

    def _printed(self, event: TraceEvent) -> None:
        last = self._last_seen
        if last is not None and last.errand is not None:
            stan = last.errand.seen.get("stan", "")
            if self._errand is last or (stan and stan == event.detail.get("stan")):
                last.errand.slip = event.detail

    # The scenario's other people --------------------------------------------------------------

    def _step_began(self, event: TraceEvent) -> None:
        index = event.detail["step"]
        if event.detail["who"] == "cashier" and self._at_till:
            return
        step = self._steps[index]
        if step.action != "wait":
            self._colleague[index] = self._add(event, step=step)

    def _step_ended(self, event: TraceEvent) -> None:
        index = event.detail["step"]
        doing = self._colleague.get(index)
        if doing is not None:
            doing.ended_us, doing.last_seq = event.at_us, event.seq
        if self._takes_over and self._steps[index].name == self._takes_over:
            self._at_till = True
