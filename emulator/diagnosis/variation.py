"""
The same trouble on another day: other chance, other amounts, another pace.

    amounts  all of one story by one factor, so that what was equal stays equal
    times    all spans and moments of one story by one factor, so that their order stays
    start    some minutes earlier or later, and people who think faster or slower

Moments of the calendar (`T+1 09:00`) stay where they are: that money is late is a matter of days.
Left out: other cards and other shops. Amounts only get smaller, since no card has more on it than
its story needs.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from emulator.domain.plan import FaultPlan, Instant, Scenario, Step, Trigger
from emulator.kernel.world import Stream

_THOUSAND = 1_000
_AMOUNTS = (350, 1_000)
"""Least and most of each amount, in thousandths of what the story says."""
_SPANS = (850, 1_200)
_THINKS_US = (800_000, 3_000_000)
_STARTS_OFF_MIN = (-8, 8)
"""So few that a story does not move to another side of the cut-off."""
_ODD_FEN = 10
"""Prices end in whole jiao."""


def varied(scenario: Scenario, number: int) -> Scenario:
    """
    The same story as it might happen another time.

    Args:
        scenario: The story; what it expects is kept for the moments alone, up to which it runs.
        number: Which of the others; the same number gives the same one.
    """
    chance = Stream(number, f"variation/{scenario.name}")
    amounts = chance.between(*_AMOUNTS)
    spans = chance.between(*_SPANS)
    given = msgspec.structs.replace(
        scenario.given,
        start=scenario.given.start + timedelta(minutes=chance.between(*_STARTS_OFF_MIN)),
        think_us=chance.between(*_THINKS_US),
    )
    return msgspec.structs.replace(
        scenario,
        seed=chance.below(1_000_000_000),
        given=given,
        steps=tuple(_step(step, amounts, spans) for step in scenario.steps),
        faults=tuple(_fault(fault, amounts, spans) for fault in scenario.faults),
        calm=msgspec.structs.replace(scenario.calm, probe=False),
    )


def _step(step: Step, amounts: int, spans: int) -> Step:
    return msgspec.structs.replace(
        step, trigger=_trigger(step.trigger, spans), options=_options(step.options, amounts, spans)
    )


def _fault(fault: FaultPlan, amounts: int, spans: int) -> FaultPlan:
    return msgspec.structs.replace(
        fault,
        trigger=_trigger(fault.trigger, spans),
        for_us=None if fault.for_us is None else _part(fault.for_us, spans),
        until=None if fault.until is None else _moment(fault.until, spans),
        message=_options(fault.message, amounts, spans),
    )


def _trigger(trigger: Trigger, spans: int) -> Trigger:
    when = trigger.when
    if when is not None and any(key.endswith("_fen") for key in when.where):
        # An event of a certain amount would never come; that one of its sort comes is enough.
        where = {key: value for key, value in when.where.items() if not key.endswith("_fen")}
        when = msgspec.structs.replace(when, where=where)
    return Trigger(
        at=None if trigger.at is None else _moment(trigger.at, spans),
        when=when,
        after_us=_part(trigger.after_us, spans),
    )


def _moment(moment: Instant, spans: int) -> Instant:
    return moment if moment.at_us is None else Instant(at_us=_part(moment.at_us, spans))


def _options(options: Mapping[str, Any], amounts: int, spans: int) -> dict[str, Any]:
    return {key: _option(key, value, amounts, spans) for key, value in options.items()}


def _option(key: str, value: Any, amounts: int, spans: int) -> Any:
    if type(value) is not int:
        return value
    if key.endswith("_fen"):
        return _amount(value, amounts)
    return _part(value, spans) if key.endswith("_us") else value


def _amount(fen: int, amounts: int) -> int:
    """A price that is not nothing and not more than it was."""
    return min(fen, max(_ODD_FEN, _part(fen, amounts) // _ODD_FEN * _ODD_FEN))


def _part(value: int, thousandths: int) -> int:
    return value * thousandths // _THOUSAND
