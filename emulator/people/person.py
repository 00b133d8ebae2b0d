"""
Somebody of flesh and blood in the cashier's place.

    deed --> Person --+--> keypad and card reader of the terminal
                      +--> chores, customers, supervisor, support: those of the simulated cashier

What this person does is noted in the same words as what the simulated cashier does, so that checks
and reports need not know who it was. Left out: thinking; whoever sits there does that.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain import actions
from emulator.domain.console import OPERATOR_PASSWORD, REPRINT_MENUS, Input, Screen
from emulator.domain.deeds import CardShown, CustomerCame, Deed, Done, Entered, KeyedSecret
from emulator.domain.plan import Drill, Given, Step
from emulator.domain.trace import TraceEvent
from emulator.kernel.world import World
from emulator.people import chores
from emulator.people.customers import Customer, Customers
from emulator.people.errand import MEANT, PRINTS_LIST, Errand, password_for, supervisor_digits
from emulator.people.screens import STARTS, TELLS, PersonEnd, is_over_at
from emulator.people.staff import Staff
from emulator.people.tasks import GOOD_ENDS, REFUSALS, REMEDY_PATIENCE_US, Task, Tasks

_REPRINTS = frozenset(REPRINT_MENUS.values())
_PRINTS = ("reprint", *PRINTS_LIST)
"""Errands that are done when a slip is there."""


class Person:
    """The living cashier of one run."""

    def __init__(
        self,
        world: World,
        console_end: PersonEnd,
        *,
        staff: Staff,
        given: Given,
        drill: Drill,
        bench_holder: str = "",
    ) -> None:
        """
        Args:
            world: Where the shop is.
            console_end: Screen and keypad.
            staff: The simulated people; the cashier among them makes room.
            given: Who and what there is.
            drill: What is told, and when the person takes over.
            bench_holder: Whose card no customer has.
        """
        self.is_at_the_till = False
        """True while the person, and no simulated cashier, answers the terminal."""
        self._has_left = False
        self.tasks = Tasks(drill)
        self.customers = Customers(world, staff.cardholder, given.cardholders, bench_holder)
        self._world = world
        self._console_end = console_end
        self._staff = staff
        self._cashier = staff.cashier
        self._takes_over = drill.takes_over
        self.errand: Errand | None = None
        """What is under way at the terminal; None while it is idle."""
        self._early: CardShown | None = None
        """A card that came while the terminal was busy."""
        world.listen(self._take_slip, ("slip_printed",))

    @property
    def customer(self) -> Customer | None:
        """Who stands at the counter."""
        return self.customers.here

    # Coming and going -------------------------------------------------------------------------

    def begin(self) -> None:
        """Come to the till at moment 0, unless a colleague has something to do first."""
        if not self._takes_over:
            self._sit_down()

    def leave(self) -> None:
        """Leave the till to the simulated cashier; what is open stays undone."""
        self._has_left = True
        self.customers.let_go()
        if self.is_at_the_till:
            self.is_at_the_till = False
            self._console_end.react = self._cashier.react

    def watch_colleague(self, step: Step, on_done: Callable[[str], None]) -> Callable[[str], None]:
        """Take over as soon as the colleague has done the step that comes before."""
        if not step.name or step.name != self._takes_over:
            return on_done

        def then(result: str) -> None:
            self._sit_down()
            on_done(result)

        return then

    def _sit_down(self) -> None:
        if self._has_left:
            return
        self.is_at_the_till = True
        self._console_end.react = self.react
        self.customers.stay()
        if self._staff.self_check is not None:
            self._staff.self_check.stop()
        self.errand = self._cashier.hand_over()

    # What is asked for ------------------------------------------------------------------------

    def ask(self, step: Step, on_done: Callable[[str], None]) -> None:
        """Ask the person for a step, or wait whether they come to it by themselves."""
        if step.action == "wait":
            self._world.after(step.options["for_us"], lambda: on_done("done"))
            return
        if step.action in MEANT and self._is_paid(step.options.get("purchase", "")):
            # Whoever has put it right before anybody asked is not asked to take the money again.
            on_done("done")
            return
        task = Task(step, on_done, self.tasks.is_told(step), self._world.now_us)
        if step.action in MEANT:
            task.purchase = self.customers.come_for(step, self._cashier)
        self.tasks.open.append(task)
        if not task.is_told:
            self._world.after(REMEDY_PATIENCE_US, self.tasks.end, task, "stuck")

    def _is_paid(self, purchase: str) -> bool:
        errand = self._cashier.done.get(purchase)
        return errand is not None and bool(errand.approved)

    def give_up(self) -> bool:
        """Leave the oldest task undone; False if nothing was asked for."""
        told = self.tasks.told()
        if told:
            self.tasks.end(told[0], "stuck")
        return bool(told)

    # At the keys ------------------------------------------------------------------------------

    def enter(self, entered: Entered) -> bool:
        """Give the terminal a whole input; False if it is dark."""
        screen = self._cashier.screen
        if entered.kind == "menu":
            return self._begin(entered.text)
        if entered.kind == "digits" and screen is not None and screen.id == "enter_amount":
            self._ring_up(entered.text)
        if entered.kind in ("confirm", "cancel"):
            self._has_done(entered.kind)
        return self._cashier.press(Input(kind=entered.kind, text=entered.text))

    def key_secret(self, keyed: KeyedSecret) -> bool:
        """Key a PIN or a password that the terminal asks for."""
        cashier, errand = self._cashier, self.errand
        screen_id = cashier.screen.id if cashier.screen is not None else ""
        if keyed.kind == "pin":
            holder = "" if errand is None else errand.holder
            pin = self._staff.cardholder.pin(holder, keyed.word)
            return cashier.press(Input(kind="pin", pin=pin))
        is_right = keyed.word == "ok"
        if screen_id == "supervisor_password":
            return cashier.press(supervisor_digits(is_right=is_right))
        return cashier.press(Input(kind="digits", text=password_for(OPERATOR_PASSWORD, is_right)))

    def show_card(self, shown: CardShown) -> bool:
        """Bring a customer's card to the reader; False if they keep it, or the terminal is dark."""
        people = self._staff.cardholder
        if not people.hands_over_card():
            return False
        screen_id = self._cashier.screen.id if self._cashier.screen is not None else ""
        if screen_id in STARTS:
            self._take_up("sale", "")
        if self.errand is not None and screen_id in (*STARTS, "present_card"):
            self._hold_card(self.errand, shown)
            purchase = self.errand.purchase
        else:
            # A busy terminal keeps a card until it is idle, and begins a sale with it by itself.
            self._early = shown
            purchase = self._purchase_for("sale", None)
        card = people.card(shown.holder)
        return self._cashier.press(
            Input(kind="card", card=card, entry=shown.entry, purchase=purchase)
        )

    def _hold_card(self, errand: Errand, shown: CardShown) -> None:
        errand.holder, errand.entry = shown.holder, shown.entry
        errand.card = self._staff.cardholder.card(shown.holder)

    def _begin(self, function: str) -> bool:
        screen = self._cashier.screen
        accepted = self._cashier.press(Input(kind="menu", text=function))
        if accepted and screen is not None and screen.id in STARTS:
            self._take_up("reprint" if function in _REPRINTS else function, function)
        return accepted

    def _take_up(self, menu: str, key: str) -> Errand:
        """Note that an errand begins, in the cashier's name."""
        errand = self.errand = Errand(menu, key)
        task = self.tasks.of(menu)
        detail: dict[str, Any] = {"action": menu}
        if task is not None and task.step.name:
            errand.step_name = detail["step"] = task.step.name
        errand.purchase = self._purchase_for(menu, task)
        self._cashier.note("did", **detail)
        return errand

    def _purchase_for(self, menu: str, task: Task | None) -> str:
        if task is not None and task.purchase:
            return task.purchase
        here, last = self.customers.here, self._cashier.last
        if here is not None:
            return here.purchase
        return last.purchase if menu not in MEANT and last is not None else ""

    def _ring_up(self, digits: str) -> None:
        errand = self.errand
        if errand is None:
            return
        amount_fen = errand.amount_fen = int(digits) if digits.isdecimal() else 0
        if errand.menu not in MEANT:
            return
        self._fit_task(errand)
        meant_fen = self.customers.meant_fen(errand.purchase)
        if meant_fen is None:
            errand.purchase = errand.purchase or self._cashier.new_purchase()
            meant_fen = amount_fen
        errand.meant_fen = meant_fen
        errand.since_us = self._world.now_us
        self._cashier.purchase = errand.purchase
        self._cashier.note(
            "rang_up", purchase=errand.purchase, amount_fen=amount_fen, meant_fen=meant_fen
        )

    def _fit_task(self, errand: Errand) -> None:
        """Serve the customer who pays this amount, where another one is still waiting to pay."""
        waiting = [task for task in self.tasks.open if task.purchase]
        served = [task for task in waiting if task.purchase == errand.purchase]
        fitting = [task for task in waiting if task.is_for(errand.amount_fen)]
        if served and fitting and served[0] not in fitting:
            errand.purchase, errand.step_name = fitting[0].purchase, fitting[0].step.name

    # What the terminal shows ------------------------------------------------------------------

    def react(self, screen: Screen) -> None:
        """See the screen that has just appeared, and whether the errand is over."""
        cashier, errand = self._cashier, self.errand
        cashier.screen = screen
        if screen.id == "reversed":
            cashier.reversed_stan = screen.values.get("stan", "")
        if errand is None:
            if screen.id == "enter_amount" and self._early is not None:
                self._hold_card(self._take_up("sale", ""), self._early)
                self._early = None
            return
        if screen.id in TELLS:
            errand.outcome, errand.values = screen.id, screen.values
            if screen.id == "approved":
                errand.approved = screen.values
        if is_over_at(screen.id, errand.menu):
            self._finish(errand)

    def _finish(self, errand: Errand) -> None:
        self.errand = None
        cashier = self._cashier
        for name in (errand.purchase if errand.menu in MEANT else "", errand.step_name):
            if name:
                cashier.done[name] = errand
        if errand.approved and errand.menu in MEANT:
            cashier.last = errand
        if errand.outcome in REFUSALS:
            self._lose_patience(errand)
        if (errand.menu in _PRINTS and errand.slip) or errand.outcome in GOOD_ENDS:
            self._has_done(errand.menu, errand.amount_fen)

    def _lose_patience(self, errand: Errand) -> None:
        """Whoever asked for what was refused waits for another try, but not for ever."""
        for task in self.tasks.open:
            if task.step.action == errand.menu and task.purchase in ("", errand.purchase):
                self._world.after(REMEDY_PATIENCE_US, self.tasks.end, task, "stuck")

    def _has_done(self, action: str, amount_fen: int | None = None) -> None:
        task = self.tasks.of(action, amount_fen)
        if task is not None:
            self.tasks.end(task, "done")

    def _take_slip(self, event: TraceEvent) -> None:
        if not self.is_at_the_till:
            return
        last = self._cashier.last
        if self.errand is not None:
            self.errand.slip = event.detail
        if last is not None and last.seen_stan and last.seen_stan == event.detail.get("stan"):
            last.slip = event.detail

    # Away from the keys -----------------------------------------------------------------------

    def act(self, done: Done) -> bool:
        """Do something of `domain.actions` that needs no key; False if it changed nothing."""
        step = Step(who=done.who, action=done.action, options=done.options)
        if done.who == "supervisor":
            self._staff.supervisor.call(self._supervisor_keys)
            return True
        if done.who != "cashier":
            self._staff.do(step, _nobody_waits)
            self._has_done(done.action)
            return True
        if done.action in chores.REPAIRS:
            effect = chores.repair(self._cashier, done.action, options=done.options)
        else:
            chores.do(self._cashier, step, _nobody_waits)
            effect = True
        if effect:
            self._has_done(done.action)
        return effect

    def receive_customer(self, came: CustomerCame) -> bool:
        """Let the next customer come to the counter; the one before leaves."""
        self.customers.come(came.amount_fen, came.holder, self._cashier.new_purchase())
        return True

    def _supervisor_keys(self) -> bool:
        screen = self._cashier.screen
        if screen is None or screen.id != "supervisor_password":
            return False
        return self._cashier.press(supervisor_digits(is_right=True))

    def knows(self, deed: Deed) -> str:
        """What a deed names that is not there; empty if all is."""
        if isinstance(deed, (CardShown, CustomerCame)):
            known = not deed.holder or self.customers.has(deed.holder)
            return "" if known else deed.holder
        if isinstance(deed, Done):
            return "" if can_be_done(deed) else f"{deed.who}.{deed.action}"
        return ""


def can_be_done(done: Done) -> bool:
    """Tell whether a deed is one of the actions away from the keys, with options that it has."""
    action = actions.ACTIONS.get((done.who, done.action))
    if action is None or action.on_menu or action.name in ("confirm", "cancel"):
        return False
    stored = {option.stored_as: option for option in action.options}
    required = {name for name, option in stored.items() if option.required}
    return required <= done.options.keys() <= stored.keys() and all(
        _fits(stored[name], value) for name, value in done.options.items()
    )


def _fits(option: actions.Option, value: Any) -> bool:
    if option.kind in (actions.MONEY, actions.DURATION, actions.COUNT):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53
    if option.kind == actions.YES_NO:
        return isinstance(value, bool)
    if option.kind == actions.SETTINGS:
        return isinstance(value, dict)
    return isinstance(value, str)


def _nobody_waits(_: str) -> None:
    """The end of what a person does is seen, not waited for."""
