"""
What in a story brings a documented cause about, and the same story without it.

Levers, habits and settings stand in `domain.causes`. Three causes of people's can be told from the
steps themselves, and are told here: what was keyed is not what was meant, a purchase is rung up
again that was paid and stands, a card is used that is stolen.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from emulator.domain.causes import HABITS, SETTINGS, Setting, levers_of
from emulator.domain.plan import Given, Scenario, Step
from emulator.domain.trace import TraceEvent
from emulator.drills.payments import Payments
from emulator.people.cardholder import STOLEN
from emulator.proof.counterfactual import Without, named_steps, setting_of, steps_about

USUAL = Given()


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What brings a cause about in one story."""

    by: tuple[str, ...] = ()
    """As a scenario file names it: levers, fates, habits, settings; for steps what is wrong."""
    silent: tuple[str, ...] = ()
    """Levers and fates that were armed and never fired."""
    without: Without = Without()


def brought_about(number: str, scenario: Scenario, events: Iterable[TraceEvent]) -> Brought:
    """
    Find what brings a cause about.

    Args:
        number: Of the catalogue, F01 and so on.
        scenario: The story.
        events: The trace of its run, which shows what fired.

    Returns:
        Empty in `by` and `silent` if nothing in the story is this cause.
    """
    trace = list(events)
    found = [
        _levers(number, scenario, trace),
        _pulled(number, scenario, trace),
        _habits(number, scenario),
        _settings(number, scenario),
    ]
    if number in _IN_STEPS:
        found.append(_IN_STEPS[number](scenario, trace))
    return together(found)


def together(found: Iterable[Brought]) -> Brought:
    """Several of them as one, with a story that has none of them."""
    parts = list(found)
    settings: dict[str, Any] = {}
    changed: dict[int, Step] = {}
    for one in parts:
        settings.update(one.without.settings)
        changed.update(one.without.changed)
    return Brought(
        by=tuple(dict.fromkeys(word for one in parts for word in one.by)),
        silent=tuple(dict.fromkeys(word for one in parts for word in one.silent)),
        without=Without(
            faults=frozenset().union(*(one.without.faults for one in parts)),
            steps=frozenset().union(*(one.without.steps for one in parts)),
            remedies=frozenset().union(*(one.without.remedies for one in parts)),
            habits=frozenset().union(*(one.without.habits for one in parts)),
            settings=settings,
            changed=changed,
        ),
    )


def _levers(number: str, scenario: Scenario, events: list[TraceEvent]) -> Brought:
    wanted = levers_of(number)
    fired = {e.detail["fault"] for e in events if e.source == "fault" and e.kind == "fired"}
    armed = [fault for fault in scenario.faults if fault.name in wanted]
    return Brought(
        by=tuple(fault.name for fault in armed if fault.id in fired),
        silent=tuple(fault.name for fault in armed if fault.id not in fired),
        without=Without(faults=frozenset(f.id for f in armed if f.id in fired)),
    )


def _pulled(number: str, scenario: Scenario, events: list[TraceEvent]) -> Brought:
    """Levers that a step pulls."""
    wanted = levers_of(number)
    pulled = {e.detail["lever"] for e in events if e.source == "lever" and e.kind == "pulled"}
    steps = named_steps(
        scenario, lambda s: s.action == "pull" and s.options.get("lever") in pulled & set(wanted)
    )
    levers = tuple(scenario.steps[index].options["lever"] for index in sorted(steps))
    return Brought(by=levers, without=Without(steps=steps))


def _habits(number: str, scenario: Scenario) -> Brought:
    found = [habit for habit in HABITS.get(number, ()) if habit in scenario.given.conduct]
    return Brought(by=tuple(found), without=Without(habits=frozenset(found)))


def _settings(number: str, scenario: Scenario) -> Brought:
    found = {
        setting.path: setting_of(USUAL, setting.path)
        for setting in SETTINGS.get(number, ())
        if _is_in_force(setting, scenario.given)
    }
    return Brought(by=tuple(found), without=Without(settings=found))


def _is_in_force(setting: Setting, given: Given) -> bool:
    value = setting_of(given, setting.path)
    if setting.values:
        return value in setting.values
    return bool(value != setting_of(USUAL, setting.path))


# What the steps themselves show -------------------------------------------------------------------


def _wrong_amounts(scenario: Scenario, _: list[TraceEvent]) -> Brought:
    """Key what was meant instead, and leave out whatever puts the mistake right."""
    wrong = named_steps(
        scenario, lambda s: s.options.get("meant_fen", -1) not in (-1, s.options.get("amount_fen"))
    )
    changed = {}
    for index in wrong:
        step = scenario.steps[index]
        options = {**step.options, "amount_fen": step.options["meant_fen"]}
        changed[index] = msgspec.structs.replace(step, options=options)
    names = [scenario.steps[index].name for index in wrong]
    without = Without(remedies=steps_about(scenario, names) - wrong, changed=changed)
    return Brought(by=("amount",), without=without) if wrong else Brought()


def _rung_up_again(scenario: Scenario, events: list[TraceEvent]) -> Brought:
    """Leave out the steps that ring up again what is paid and stands, and what they lead to."""
    payments = Payments(slip_copy="cardholder")
    rang: list[tuple[int, int, str]] = []
    step = -1
    for event in events:
        payments.take(event)
        if event.name == "bench.step_began" and event.detail["who"] == "cashier":
            step = event.detail["step"]
        elif event.name == "cashier.rang_up":
            rang.append((step, event.seq, event.detail.get("purchase", "")))
    again = frozenset(
        index
        for index, seq, purchase in rang
        if index >= 0 and any(payment.stands_at(seq) for payment in payments.of(purchase))
    )
    # A habit rings up twice within one step; that is told with the habits.
    again = frozenset(i for i in again if "purchase" in scenario.steps[i].options)
    names = [scenario.steps[index].name for index in again]
    without = Without(steps=again, remedies=steps_about(scenario, names) - again)
    return Brought(by=("purchase",), without=without) if again else Brought()


def _stolen_cards(scenario: Scenario, events: list[TraceEvent]) -> Brought:
    """Leave out the steps with which somebody uses another's card."""
    if not any(event.name == "cardholder.used_stolen_card" for event in events):
        return Brought()
    stolen = {one.card.name for one in scenario.given.cardholders if one.state in STOLEN}
    steps = named_steps(
        scenario,
        lambda s: s.action == "use_card" and s.options.get("card") in {*stolen, "stolen"},
    )
    return Brought(by=("use_card",), without=Without(steps=steps))


_IN_STEPS: Mapping[str, Callable[[Scenario, list[TraceEvent]], Brought]] = {
    "F51": _wrong_amounts,
    "F54": _rung_up_again,
    "F57": _stolen_cards,
}
