"""
A monkey: random deeds of a person at the till, and of an instructor.

Half of what it does fits what the terminal asks, so that it gets somewhere; the rest is anything at
any moment. Left out: the keypad and the screen around it, which have a monkey of their own.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from emulator.conformance.schedules import LEVERS, fault_at
from emulator.domain import actions, menus
from emulator.domain.console import Screen
from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Deed,
    Done,
    Entered,
    FaultArmed,
    HintTaken,
    KeyedSecret,
    LeverReleased,
    TaskGivenUp,
)
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Pattern
from emulator.kernel.world import Stream
from emulator.people.person import can_be_done

T = TypeVar("T")

_LONGEST_PAUSE_US = 3 * MINUTE
_PER_MILLE_LONG = 20
"""Pauses in which every question of the terminal times out."""
_WHO = ("cashier", "customer", "supervisor", "support", "world")
_BY_OTHER_MEANS = frozenset((("world", "release"), ("cashier", "wait"), ("world", "wait")))
_SAID_OTHERWISE = frozenset((("world", "pull"), ("supervisor", "key_password")))
"""A fault is armed with more than its name, and no password is ever said."""


def _functions(items: tuple[menus.Item, ...]) -> Iterator[str]:
    for item in items:
        if item.function and item.function != menus.TRAINING:
            yield item.function
        yield from _functions(item.items)


FUNCTIONS = tuple(_functions(menus.MAIN))
"""Everything on the terminal's menus that its program is told."""
AWAY = tuple(
    Done(who=who, action=name)
    for who, name in actions.ACTIONS
    if who in _WHO
    and (who, name) not in _BY_OTHER_MEANS
    and can_be_done(Done(who=who, action=name))
)
"""Everything that can be done away from the keys without saying more."""
SAYING = tuple(
    action
    for action in actions.ACTIONS.values()
    if action.who in _WHO
    and not action.on_menu
    and action.options
    and (action.who, action.name) not in (*_BY_OTHER_MEANS, *_SAID_OTHERWISE)
)
"""Everything that more can be said about: to which terminal, about which payment, how much."""
_PURCHASES = 40
"""So many of the first purchases it talks about."""
_POINTS = (
    *(
        Pattern(source="uplink", kind="sent", where={"mti": mti, "way": "up"})
        for mti in ("0200", "0400", "0500", "0800")
    ),
    *(Pattern(source="uplink", kind="sent", where={"way": way}) for way in ("up", "down")),
    *(Pattern(source="issuer_line", kind="sent", where={"way": way}) for way in ("up", "down")),
    *(Pattern(source="printer", kind=kind) for kind in ("slip_started", "slip_printed")),
    *(Pattern(source="storage", kind=kind) for kind in ("write_started", "written")),
    *(Pattern(source="acquirer", kind=kind) for kind in ("commit_started", "posted")),
    *(
        Pattern(source="console", kind="displayed", where={"screen": screen})
        for screen in ("waiting", "approved", "settling", "reversing", "present_card")
    ),
)
"""Moments for which a fault is armed."""
_PRINTER_SCREENS = ("paper_out", "printer_fault", "printer_hot")


class Monkey:
    """Thinks of what to do next."""

    def __init__(
        self, chance: Stream, *, holders: tuple[str, ...], screen: Callable[[], Screen | None]
    ) -> None:
        """
        Args:
            chance: Where its ideas come from.
            holders: Whose cards there are.
            screen: What stands on the display; None while the terminal is dark.
        """
        self._chance = chance
        self._holders = holders
        self._screen = screen
        self._faults = 0
        self._ideas: tuple[tuple[int, Callable[[], Deed]], ...] = (
            (52, self._fitting),
            (12, self._input),
            (6, self._card),
            (4, self._secret),
            (7, lambda: self._one_of(AWAY)),
            (4, self._saying),
            (6, self._customer),
            (1, TaskGivenUp),
            (1, lambda: HintTaken("load_paper")),
            (5, self._fault),
            (3, lambda: LeverReleased(self._one_of(LEVERS))),
            (1, AllMended),
        )

    def deed(self) -> Deed:
        """What it does now."""
        at = self._chance.below(sum(weight for weight, _ in self._ideas))
        for weight, idea in self._ideas:
            at -= weight
            if at < 0:
                return idea()
        raise AssertionError("one of them weighs enough")

    def pause_us(self) -> int:
        """How long it waits before, mostly as long as a person does; at least a microsecond."""
        if self._chance.chance(_PER_MILLE_LONG):
            return self._chance.between(1, _LONGEST_PAUSE_US)
        return self._chance.between(1, 5 * SECOND >> self._chance.below(12))

    # At the keys ------------------------------------------------------------------------------

    def _fitting(self) -> Deed:
        """What the terminal asks for."""
        screen = self._screen()
        id = "" if screen is None else screen.id
        if id in menus.OPENS_AT:
            return Entered("menu", "sale" if self._chance.chance(400) else self._function())
        if id == "present_card":
            return self._card()
        if id == "enter_pin":
            return KeyedSecret("pin", "ok" if self._chance.chance(800) else "wrong")
        if id in ("enter_password", "locked", "supervisor_password"):
            return KeyedSecret("password", "ok" if self._chance.chance(800) else "wrong")
        if id in _PRINTER_SCREENS and self._chance.chance(500):
            return Done(who="cashier", action="load_paper")
        if id.startswith("enter_"):
            return Entered("digits", self._digits(id))
        return Entered("confirm")

    def _input(self) -> Deed:
        """Anything that can be keyed."""
        match self._chance.below(4):
            case 0:
                return Entered("menu", self._function())
            case 1:
                return Entered("digits", self._digits(""))
            case 2:
                return Entered("confirm")
        return Entered("cancel")

    def _digits(self, screen: str) -> str:
        chance = self._chance
        if screen == "enter_amount" and chance.chance(900):
            return str(chance.between(1, 40_000))
        if screen == "enter_original" and chance.chance(900):
            return f"{chance.between(1, 60):06}"
        if screen == "enter_operator" and chance.chance(900):
            return "01"
        return "".join(str(chance.below(10)) for _ in range(chance.between(1, 12)))

    def _function(self) -> str:
        return self._one_of(FUNCTIONS)

    def _secret(self) -> Deed:
        kind, word = self._one_of(("pin", "password")), self._one_of(("ok", "wrong", "none"))
        return KeyedSecret(kind, word)  # type: ignore[arg-type]

    def _card(self) -> Deed:
        entry = self._one_of(("chip", "chip", "swipe", "contactless", "keyed"))
        return CardShown(self._one_of(self._holders), entry)  # type: ignore[arg-type]

    # Away from them ---------------------------------------------------------------------------

    def _customer(self) -> Deed:
        chance = self._chance
        amount_fen = chance.between(1, 40_000) if chance.chance(700) else None
        return CustomerCame(amount_fen, self._one_of(self._holders) if chance.chance(700) else "")

    def _saying(self) -> Deed:
        """Something away from the keys, with all or some of what can be said about it."""
        action = self._one_of(SAYING)
        said = (one for one in action.options if one.required or self._chance.chance(600))
        options = {one.stored_as: self._word(one) for one in said}
        return Done(who=action.who, action=action.name, options=options)

    def _word(self, option: actions.Option) -> str | int:
        chance = self._chance
        if option.kind == actions.MONEY:
            return chance.between(1, 40_000)
        if option.kind == actions.DURATION:
            return chance.between(1, MINUTE)
        if option.kind == actions.STEP:
            return f"p{chance.between(1, _PURCHASES)}"
        words = tuple(dict.fromkeys(option.choices.values()))
        if option.kind == actions.HOLDER:
            return self._one_of((*words, *self._holders))
        return self._one_of(words) if words else "help"

    def _fault(self) -> Deed:
        self._faults += 1
        point = self._one_of(_POINTS)
        return FaultArmed(fault_at(f"m{self._faults}", point, self._chance))

    def _one_of(self, things: tuple[T, ...]) -> T:
        return things[self._chance.below(len(things))]
