"""Who fares worse when something is left out: what a deed or a precaution was good for."""

import msgspec

from emulator.domain.plan import Scenario
from emulator.proof.changes import Change, changes
from emulator.proof.counterfactual import Played

_AT_THE_TILL = frozenset(
    ("cashier", "customer", "cardholder", "support", "supervisor", "world", "console", "terminal")
)
"""Sources of events that say what people do, or what the terminal shows because of it."""


def worse_without(base: Played, without: Played) -> Change | None:
    """
    In what somebody fares worse when something is left out, the gravest; None if nobody does.

    That people do not do what they do not do is no loss, nor that the terminal does not show what
    they would have seen: an expectation of either says nothing about what a deed is good for.
    """
    for change in changes(base.outcome, without.outcome):
        if not change.is_worse:
            continue
        if change.what != "failing":
            return change
        names = [
            name
            for name in str(change.values["names"]).split(", ")
            if not _asks_for_deeds(name, base.scenario)
        ]
        if names:
            return msgspec.structs.replace(change, values={"names": ", ".join(names)})
    return None


def _asks_for_deeds(verdict: str, scenario: Scenario) -> bool:
    number = verdict.removeprefix("expect[").removesuffix("]")
    if not verdict.startswith("expect[") or not number.isdecimal():
        return False
    event = scenario.expect[int(number) - 1].event
    return event is not None and event.source in _AT_THE_TILL
