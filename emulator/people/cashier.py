"""
The cashier at the terminal: answers its screens, does what the steps say, remembers what came out.

    step -> conduct (what is really done) -> errand -> menu key -> prompts ... -> idle
                                                        |
                                      trouble screen ---+--- handbook's remedy, or stuck

The cashier only reacts: a screen appears, and after a moment's thought comes the answer, unless the
screen has changed meanwhile. What to do about trouble is in `handbook`, careless habits are in
`conduct`, work away from the terminal in `chores`.
"""

from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Any

from emulator.domain.console import Input, Screen
from emulator.domain.plan import Given, Step
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import World
from emulator.people import chores
from emulator.people.cardholder import Cardholder
from emulator.people.conduct import Conduct
from emulator.people.errand import (
    ANSWERS,
    CANCEL,
    CONFIRM,
    LOCKS,
    MEANT,
    Errand,
    supervisor_digits,
)
from emulator.people.hands import Hands
from emulator.people.orders import MENU, prepare
from emulator.people.preparedness import LEFT_IN_THE_DARK, Preparedness
from emulator.people.screens import ASKS, LEAVES_BY_CANCEL, READ, STARTS, PersonEnd
from emulator.people.seeing import take_in, take_in_reversal
from emulator.people.supervisor import Supervisor
from emulator.people.support import Support

NAME = "cashier"
JITTER_PERCENT = 20
"""How much longer than usual a thought may take."""


class Cashier:
    """One cashier at one terminal, who does one errand after the other."""

    def __init__(
        self,
        world: World,
        console_end: PersonEnd,
        *,
        given: Given,
        hands: Hands,
        supervisor: Supervisor,
        cardholder: Cardholder,
        support: Support,
        conduct: Conduct | None = None,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """
        Args:
            world: Where the shop is.
            console_end: Screen and keypad; the cashier takes its `react`.
            given: Thinking time, spare rolls, conduct, cards.
            hands: What can be done to the equipment.
            supervisor: Comes with the password.
            cardholder: Stands at the till with a card.
            support: Answers the phone.
            conduct: Habits; None takes those in `given`.
            left_out: What nobody does in this run: keys of `domain.numbers`.
        """
        self.world = world
        self.given = given
        self.hands = hands
        self.supervisor = supervisor
        self.cardholder = cardholder
        self.support = support
        self.conduct = Conduct(given.conduct) if conduct is None else conduct
        self.preparedness = Preparedness(given.shop)
        self.spare_rolls = given.spare_rolls
        self.screen: Screen | None = None
        """What stands on the display as far as the cashier saw."""
        self.reversed_stan = ""
        """Of the last reversal that the terminal showed as confirmed."""
        self.done: dict[str, Errand] = {}
        """Errands of named steps."""
        self.purchase = ""
        """What was rung up last."""
        self.last: Errand | None = None
        """The last errand that was approved and paid something."""
        self.press: Callable[[Input], bool] = console_end.send
        """Do one thing at the terminal; False when it is dark."""
        self._left_out = left_out
        self._chance = world.random(NAME)
        self._think_us = given.think_us
        self._jitter_us = given.think_us * JITTER_PERCENT // 100 + 1
        self._errand: Errand | None = None
        self._stuck: Errand | None = None
        self._todo: deque[Errand] = deque()
        self._looks = 0
        """Number of the screen; an answer to an older one is never given."""
        self._purchases = 0
        console_end.react = self.react
        supervisor.wire(self._key_password)
        world.listen(self._take_slip, ("slip_printed",))

    @property
    def is_busy(self) -> bool:
        """True while an errand is under way or waits its turn."""
        return self._errand is not None or bool(self._todo)

    # What the cashier is told -----------------------------------------------------------------

    def do(self, step: Step, on_done: Callable[[str], None]) -> None:
        """
        Do what a step says.

        Args:
            step: What to do; `who` is cashier.
            on_done: Called once: `done` when the terminal is idle again or the deed is done,
                `stuck` when the terminal asks for something that neither the step nor the
                cashier's conduct has an answer for.
        """
        # Before the story begins the shop opens as it should, whatever the cashier's habits.
        steps = self.conduct.carried_out(step) if self.world.now_us >= 0 else (step,)
        if not steps:
            self.note("gave_up", why=self.conduct.why_not(step))
            on_done("done")
        elif steps[0].action in MENU:
            self._take_on(steps, on_done)
        elif step.action in ("confirm", "cancel"):
            self._press(step, on_done)
        else:
            chores.do(self, step, on_done)

    def _take_on(self, steps: tuple[Step, ...], on_done: Callable[[str], None]) -> None:
        follow: Errand | None = None
        for step in reversed(steps):
            errand = Errand(step.action)
            errand.step, errand.step_name, errand.follow = step, step.name, follow
            follow = errand
        errand.on_done = on_done
        self.start(errand)

    def new_purchase(self) -> str:
        """A name for what a customer is about to pay."""
        self._purchases += 1
        return f"p{self._purchases}"

    def leaves_out(self, action: str) -> bool:
        """See `Till`; before the story begins everything is done."""
        is_left_out = action in self._left_out and self.world.now_us >= 0
        if is_left_out:
            self.note("gave_up", why="left_out", action=action)
        return is_left_out

    def hand_over(self) -> Errand | None:
        """Leave the till to somebody else; gives the errand that is stuck there, if one is."""
        stuck, self._stuck = self._stuck, None
        return stuck

    # Errands ----------------------------------------------------------------------------------

    def start(self, errand: Errand) -> None:
        """Begin an errand, or put it behind the one under way."""
        if self._errand is not None:
            self._todo.append(errand)
            return
        self._errand = errand
        screen = self.screen
        if screen is not None:
            self._look_for_start(errand, screen.id)

    def _look_for_start(self, errand: Errand, screen_id: str) -> None:
        if screen_id in STARTS:
            helps = STARTS[screen_id]
            if helps is None or errand.menu in helps:
                self.soon(self._begin, errand)
            else:
                self._meet_trouble(errand, screen_id)
        elif screen_id in LEAVES_BY_CANCEL:
            self.soon(self.press, CANCEL)
        elif screen_id == "locked":
            self._meet_prompt(errand, screen_id)

    def _begin(self, errand: Errand) -> None:
        step = errand.step
        if step is not None:
            errand.step = None
            prepare(self, errand, step)
        errand.has_begun = True
        if not self.press(_menu_key(errand.key or errand.menu)):
            errand.has_begun = False
            return
        detail: dict[str, Any] = {"action": errand.menu}
        if errand.step_name:
            detail["step"] = errand.step_name
        self.world.record(NAME, "did", detail)
        if errand.menu in MEANT and errand.since_us is None:
            self._ring_up(errand)

    def _ring_up(self, errand: Errand) -> None:
        errand.since_us = self.world.now_us
        self.purchase = errand.purchase
        detail = {"purchase": errand.purchase, "amount_fen": errand.amount_fen}
        if errand.meant_fen is not None:
            self.cardholder.mean(errand.purchase, errand.meant_fen, errand.holder)
            detail["meant_fen"] = errand.meant_fen
        self.world.record(NAME, "rang_up", detail)

    # What the terminal shows ------------------------------------------------------------------

    def react(self, screen: Screen) -> None:
        """Look at the screen that has just appeared."""
        self._looks += 1
        self.screen = screen
        screen_id = screen.id
        errand = self._errand
        if errand is None or not errand.has_begun:
            if screen_id == "reversed":
                self._see_reversal(errand, screen)
            elif errand is not None:
                self._look_for_start(errand, screen_id)
        elif screen_id == "idle" or (screen_id == "locked" and errand.menu == LOCKS):
            self._finish(errand)
        elif screen_id in ANSWERS:
            self._meet_prompt(errand, screen_id)
        elif screen_id == "waiting":
            errand.is_sent = True
        elif screen_id == "supervisor_password":
            self._ask_supervisor(errand)
        else:
            self._take_in(errand, screen)

    def _see_reversal(self, errand: Errand | None, screen: Screen) -> None:
        self.reversed_stan = screen.values.get("stan", "")
        take_in_reversal(errand, self.reversed_stan)

    def _take_in(self, errand: Errand, screen: Screen) -> None:
        screen_id = screen.id
        take_in(errand, screen)
        if screen_id == "reversed":
            self._see_reversal(errand, screen)
        elif screen_id in ASKS:
            helps = STARTS.get(screen_id)
            if helps is not None and errand.menu in helps:
                self._finish(errand)
            else:
                self._meet_trouble(errand, screen_id)
        elif screen_id in READ:
            self.soon(self.press, CONFIRM)
        elif screen_id in LEFT_IN_THE_DARK:
            self.preparedness.look_about(self, self.conduct, errand)

    def _meet_prompt(self, errand: Errand, screen_id: str) -> None:
        if screen_id == "present_card" and not self.cardholder.hands_over_card():
            self.soon(self.press, CANCEL)
            return
        given = ANSWERS[screen_id](errand)
        if given is None:
            self._meet_trouble(errand, screen_id)
        else:
            self.soon(self.press, given)

    def _meet_trouble(self, errand: Errand, screen_id: str) -> None:
        if not self.preparedness.meet(self, self.conduct, errand, screen_id):
            self.get_stuck(errand)

    def _ask_supervisor(self, errand: Errand) -> None:
        looks, is_right = self._looks, errand.password_is_right
        self.supervisor.call(lambda: looks == self._looks and self._key_password(is_right))

    def _key_password(self, is_right: bool) -> bool:
        if self.screen is None or self.screen.id != "supervisor_password":
            return False
        return self.press(supervisor_digits(is_right=is_right))

    # How an errand ends -----------------------------------------------------------------------

    def _finish(self, errand: Errand) -> None:
        if not errand.is_away and not self.preparedness.look_after(self, self.conduct, errand):
            self.end(errand)

    def end(self, errand: Errand) -> None:
        """Be done with an errand and turn to the next one."""
        self._errand = None
        self._remember(errand)
        follow, then, on_done = errand.follow, errand.then, errand.on_done
        if follow is not None:
            follow.on_done = on_done
            self.start(follow)
        elif then is not None:
            then(errand)
        elif on_done is not None:
            on_done("done")
        if self._errand is None and self._todo:
            self.start(self._todo.popleft())

    def get_stuck(self, errand: Errand) -> None:
        """Leave the errand where it is and tell whoever waits; a later key press resumes it."""
        on_done = errand.on_done
        errand.on_done = errand.then = None
        self._errand = None
        self._stuck = errand
        # What stands on the display can be read out, whatever becomes of the errand.
        self._remember(errand)
        if on_done is not None:
            on_done("stuck")
        if self._errand is None and self._todo:
            self.start(self._todo.popleft())

    def serve(self, errand: Errand, sub: Errand, then: Callable[[Errand], None]) -> None:
        """Run another errand first; `then` goes on with this one and is told how that one went."""
        sub.then = then
        sub.on_done = errand.on_done
        self._errand = None
        if self.leaves_out(f"{NAME}.{sub.menu}"):
            then(sub)
        else:
            self.start(sub)

    def again(self, errand: Errand) -> None:
        """Do the same errand from the start, for the same purchase."""
        self._errand = None
        self.start(errand.anew())

    def _remember(self, errand: Errand) -> None:
        if errand.step_name:
            self.done[errand.step_name] = errand
        if errand.approved and errand.menu in MEANT:
            self.last = errand

    def _take_slip(self, event: TraceEvent) -> None:
        errand = self._errand or self._stuck
        if errand is not None:
            errand.slip = event.detail

    # Hands on the keys ------------------------------------------------------------------------

    def soon(self, act: Callable[..., object], *args: Any) -> None:
        """Do something after a moment's thought, unless the screen changes before."""
        think_us = self._think_us + self._chance.below(self._jitter_us)
        self.world.after(think_us, self._unless_changed, self._looks, act, args)

    def later(self, after_us: int, act: Callable[..., object], *args: Any) -> None:
        """Do something after a while, unless the screen changes before."""
        self.world.after(after_us, self._unless_changed, self._looks, act, args)

    def _unless_changed(
        self, looks: int, act: Callable[..., object], args: tuple[Any, ...]
    ) -> None:
        if looks == self._looks:
            act(*args)

    def go_away(self, errand: Errand, for_us: int, act: Callable[[], object]) -> None:
        """Leave the till for a while in the middle of an errand; whatever the screen shows."""
        self.world.after(for_us, self.leave(errand, act))

    def leave(self, errand: Errand, act: Callable[[], object]) -> Callable[[], None]:
        """Leave the till in the middle of an errand until somebody calls what this gives."""
        errand.is_away = True
        is_back = False

        def come_back() -> None:
            nonlocal is_back
            if is_back:
                return
            is_back, errand.is_away = True, False
            if self._errand is errand:
                act()

        return come_back

    def work_us(self, usual_us: int) -> int:
        """How long this cashier takes for what takes the usual one so long."""
        return self.preparedness.work_us(usual_us)

    def note(self, kind: str, /, **detail: Any) -> None:
        """Note what the cashier did, for everybody to see."""
        self.world.record(NAME, kind, detail)

    def _press(self, step: Step, on_done: Callable[[str], None]) -> None:
        """Press one key that a step names; it may free an errand that was stuck."""
        stuck, self._stuck = self._stuck, None
        self.note("did", action=step.action)
        if stuck is not None and self._errand is None:
            stuck.on_done = on_done
            self._errand = stuck
            self.press(CONFIRM if step.action == "confirm" else CANCEL)
        else:
            self.press(CONFIRM if step.action == "confirm" else CANCEL)
            on_done("done")


@cache
def _menu_key(name: str) -> Input:
    return Input(kind="menu", text=name)
