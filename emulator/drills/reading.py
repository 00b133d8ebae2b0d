"""
Reads from a trace what somebody at the till did, as far as the trace goes.

One pass over the events; what began is kept until it comes to something or something else begins.
"""

from collections.abc import Callable, Iterable

import msgspec

from emulator.domain.actions import ACTIONS
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.drills.doings import TAKEN_OVER, TAKEOVER, Call, Deed, Doings, Hint, is_told

REPRINT, REFUSE = "cashier.reprint", "cashier.refuse_duplicate"
AWAIT_REVERSAL = "cashier.await_reversal"

_PRINT_SCREENS = frozenset(("paper_out", "printer_fault", "printer_hot"))
_UNKNOWN_SCREENS = frozenset(("timed_out", "bad_answer"))
_CALLING_SCREENS = _PRINT_SCREENS | _UNKNOWN_SCREENS | {
    "sign_in_required", "journal_full", "totals_full", "storage_full", "reversal_failed",
    "reversed", "confirm_duplicate", "declined", "not_connected", "settlement_failed",
    "not_possible",
}  # fmt: skip
"""Screens after which a cashier has something to do."""
_ENDS_WELL = {
    "settlement": "settled",
    "sign_in": "signed_in",
    "sign_off": "signed_off",
    "balance": "balance_shown",
    "query": "status_shown",
    "cash": "cash_recorded",
    "lock": "locked",
    "test_connection": "line_tested",
    "check_versions": "versions_compared",
    "update_software": "updated",
}
"""Functions of the menu to the screen that says they came to something; others are approved."""
_PRINTS = ("reprint", "detail", "totals")
"""Functions that come to something when a slip comes out."""
_KEYS = frozenset(("confirm", "cancel", "wait"))


def doings_of(events: Iterable[TraceEvent], scenario: Scenario) -> Doings:
    """Read what was done in a run, the person's or the model's, as far as it went."""
    reader = _Reader(scenario)
    for event in events:
        reader.take(event)
    # A deed is known when it comes to something, and stands where it began.
    reader.doings.deeds.sort(key=lambda deed: deed.seq)
    return reader.doings


class _Reader:
    def __init__(self, scenario: Scenario) -> None:
        self.doings = Doings()
        self._scenario = scenario
        self._steps = scenario.steps
        self._open_step = -1
        self._screen = ""
        self._begun: Deed | None = None
        """Function of the menu that has not come to anything yet."""
        self._printing: Deed | None = None
        """A wish for a slip that has not come out yet."""
        self._is_unsettled = False
        names = [step.name for step in scenario.steps]
        over = scenario.drill.takes_over
        self._last_of_colleague = names.index(over) if over and over in names else -1
        self._takes: dict[str, Callable[[TraceEvent], None]] = {
            "bench.story_began": self._story_began,
            "bench.step_began": self._step_began,
            "bench.step_ended": self._step_ended,
            "bench.trouble_ended": self._leave,
            "bench.run_ended": self._leave,
            "desk.heard": self._heard,
            "console.displayed": self._displayed,
            "console.pressed": self._pressed,
            "console.card_presented": self._card_presented,
            "storage.written": self._written,
            "printer.slip_printed": self._slip_printed,
            "cashier.did": self._did,
            "cashier.rang_up": self._rang_up,
            "support.ticket_opened": self._called_support,
            "support.did": self._support_could_not,
            "fault.fired": lambda event: self.doings.fired.append(event.detail["fault"]),
            "terminal.crashed": self._crashed,
        }

    def take(self, event: TraceEvent) -> None:
        taken = self._takes.get(f"{event.source}.{event.kind}")
        if taken is not None:
            taken(event)

    # The person's time at the till ------------------------------------------------------------

    @property
    def _is_at_the_till(self) -> bool:
        return self.doings.took_over is not None and self.doings.left is None

    def _story_began(self, event: TraceEvent) -> None:
        if self._last_of_colleague < 0:
            self._take_over(event)

    def _take_over(self, event: TraceEvent) -> None:
        self.doings.took_over = Call(TAKEOVER, event.seq, event.at_us)
        self.doings.calls.append(self.doings.took_over)
        if self._screen in _CALLING_SCREENS:
            self._call(f"screen.{self._screen}", event)

    def _leave(self, event: TraceEvent) -> None:
        if self.doings.left is None:
            self.doings.left = Call("left", event.seq, event.at_us)

    def _step_began(self, event: TraceEvent) -> None:
        index = event.detail["step"]
        step = self._steps[index]
        if step.who in TAKEN_OVER:
            self._open_step = index
        if is_told(self._scenario, step) or step.who == "customer":
            self._call(f"step.{index}", event)
        # Asking about a ticket leaves no trace of its own but the answer.
        if step.who == "support" and step.action != "call":
            self._done(Deed(f"support.{step.action}", event.seq, event.at_us, index))

    def _step_ended(self, event: TraceEvent) -> None:
        index = event.detail["step"]
        if index == self._open_step:
            self._open_step = -1
        doings = self.doings
        is_theirs = doings.took_over is None and doings.left is None
        if index == self._last_of_colleague and is_theirs:
            self._take_over(event)

    def _heard(self, event: TraceEvent) -> None:
        detail = event.detail
        given = detail.get("with", {})
        if detail["deed"] == "left":
            self._leave(event)
        elif detail["deed"] == "hint_taken":
            self.doings.hints.append(Hint(given["hint"], event.seq))
        elif detail["deed"] == "done" and given["who"] != "cashier":
            key = f"{given['who']}.{given['action']}"
            if key != "support.call":
                self._done(Deed(key, event.seq, event.at_us))

    # What is done -----------------------------------------------------------------------------

    def _done(self, deed: Deed) -> None:
        if self._is_at_the_till:
            self.doings.deeds.append(deed)

    def _did(self, event: TraceEvent) -> None:
        action = event.detail["action"]
        if action in _KEYS or not event.detail.get("effect", True):
            return
        known = ACTIONS.get(("cashier", action))
        deed = Deed(
            f"cashier.{action}",
            event.seq,
            event.at_us,
            self._step_for(action),
            event.detail.get("amount_fen"),
        )
        if known is None or not known.on_menu:
            self._done(deed)
        elif action in _PRINTS:
            self._printing, self._begun = deed, None
        else:
            self._begun = deed

    def _rang_up(self, event: TraceEvent) -> None:
        if self._begun is not None:
            amount_fen = event.detail["amount_fen"]
            self._begun = msgspec.structs.replace(self._begun, amount_fen=amount_fen)

    def _step_for(self, action: str) -> int:
        step = self._open_step
        return step if step >= 0 and self._steps[step].action == action else -1

    def _come_to_something(self) -> None:
        if self._begun is not None:
            self._done(self._begun)
            self._begun = None

    def _called_support(self, event: TraceEvent) -> None:
        self._done(Deed("support.call", event.seq, event.at_us, self._step_for("call")))

    def _support_could_not(self, event: TraceEvent) -> None:
        deeds = self.doings.deeds
        if not event.detail.get("effect", True) and deeds and deeds[-1].key.startswith("support."):
            deeds.pop()

    def _pressed(self, event: TraceEvent) -> None:
        self._is_unsettled = False
        given = event.detail.get("input")
        if given == "confirm" and self._screen in _PRINT_SCREENS:
            self._printing = Deed(REPRINT, event.seq, event.at_us)
        elif given == "cancel" and self._screen == "confirm_duplicate":
            self._done(Deed(REFUSE, event.seq, event.at_us))

    def _card_presented(self, _: TraceEvent) -> None:
        self._is_unsettled = False

    # What is to be seen -----------------------------------------------------------------------

    def _call(self, key: str, event: TraceEvent) -> None:
        if self._is_at_the_till:
            self.doings.calls.append(Call(key, event.seq, event.at_us))

    def _displayed(self, event: TraceEvent) -> None:
        self._screen = screen = event.detail["screen"]
        if screen in _CALLING_SCREENS:
            self._call(f"screen.{screen}", event)
        elif screen == "idle" and event.detail.get("unprinted"):
            self._call("screen.unprinted", event)
        if screen in _UNKNOWN_SCREENS:
            self._is_unsettled = True
        elif screen == "reversed" and self._is_unsettled:
            self._is_unsettled = False
            self._done(Deed(AWAIT_REVERSAL, event.seq, event.at_us))
        begun = self._begun
        if begun is not None and screen == _ENDS_WELL.get(_action(begun.key), "approved"):
            self._come_to_something()

    def _written(self, event: TraceEvent) -> None:
        # After a power cut nobody sees the screen, but the payment stands.
        begun, detail = self._begun, event.detail
        is_approved = detail.get("record") == "verdict" and detail.get("outcome") == "approved"
        if is_approved and begun is not None and _action(begun.key) not in _ENDS_WELL:
            self._come_to_something()

    def _slip_printed(self, event: TraceEvent) -> None:
        if not event.detail.get("legible", True):
            self._call("slip.illegible", event)
        elif self._printing is not None:
            self._done(self._printing)
            self._printing = None

    def _crashed(self, _: TraceEvent) -> None:
        self.doings.is_crashed = True


def _action(key: str) -> str:
    return key.partition(".")[2]
