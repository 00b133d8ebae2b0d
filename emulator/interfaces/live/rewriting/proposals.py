"""
Expectations proposed from what happened: the books, the batch, the slips, how each sale ended.

They say what was, not what is right; whoever keeps the file looks at them once.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from emulator.checks.facts import ShopState, Unknown
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Expectation, FaultPlan, Pattern, Scenario
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth
from emulator.people.errand import MEANT
from emulator.people.screens import ASKS, TELLS

_ALWAYS = (
    "merchant.account", "merchant.pending", "terminal.batch", "terminal.pending_reversals",
    "slips.original", "slips.reprint", "slips.torn",
)  # fmt: skip
_IF_ANY = ("batches.closed", "acquirer.differences", "slips.fault", "tickets.open")
_OUTCOMES = (*MEANT, "void", "refund", "preauth_void", "completion_void")
_TELLING = (ASKS | TELLS | {"booting"}) - {
    "approved", "cancelled", "confirm_duplicate", "not_possible", "cash_recorded", "balance_shown",
    "status_shown", "settled", "signed_in", "signed_off", "locked",
}  # fmt: skip
"""Screens on which a fault shows."""
_LATEST_US = 10 * MINUTE


def finals(
    scenario: Scenario, events: Sequence[TraceEvent], names: Mapping[int, str]
) -> Expectation:
    """
    What was true when all was quiet.

    Args:
        scenario: The steps whose outcome counts, and the cardholders.
        events: What happened.
        names: Event with which an errand began, to the name of its step.
    """
    state = _at_rest(_named(event, names) for event in events)
    facts = {name: state.value(name) for name in _ALWAYS}
    facts |= {name: value for name in _IF_ANY if (value := state.value(name))}
    for account in scenario.given.cardholders:
        facts[f"{account.card.name}.balance"] = state.value(f"{account.card.name}.balance")
    for step in scenario.steps:
        if step.name and step.action in _OUTCOMES:
            facts[f"sale.{step.name}"] = state.value(f"sale.{step.name}")
    told = {name: value for name, value in facts.items() if not isinstance(value, Unknown)}
    return Expectation(mode="finally", facts=told)


def without_false(one: Expectation, events: Iterable[TraceEvent]) -> Expectation:
    """The same with those facts alone that are true when all is quiet in this run."""
    state = _at_rest(events)
    facts = {name: v for name, v in one.facts.items() if state.agree(name, v) is Truth.PASS}
    return msgspec.structs.replace(one, facts=facts)


def _at_rest(events: Iterable[TraceEvent]) -> ShopState:
    state = ShopState()
    for event in events:
        state.see(event)
        if event.name == "bench.calm_ended":
            break
    return state


def _named(event: TraceEvent, names: Mapping[int, str]) -> TraceEvent:
    """The event as the scenario's run will have it: with the name of its step."""
    if event.name != "cashier.did":
        return event
    detail = {key: value for key, value in event.detail.items() if key != "step"}
    name = names.get(event.seq)
    if name or "step" in event.detail:
        detail["step"] = name or event.detail["step"]
    return msgspec.structs.replace(event, detail=detail)


def shows(
    faults: Sequence[FaultPlan], fired_as: Mapping[str, str], events: Sequence[TraceEvent]
) -> tuple[Expectation, ...]:
    """
    How soon the first fault showed on the terminal; nothing if it never did.

    Args:
        faults: Of the scenario.
        fired_as: Their names there to those in the events.
        events: What happened.
    """
    meant = {fired_as.get(fault.id, fault.id): fault.id for fault in faults}
    for number, event in enumerate(events):
        if event.name == "fault.fired" and event.detail["fault"] in meant:
            shown = _shown_after(events[number + 1 :])
            if shown is None or shown.at_us - event.at_us > _LATEST_US:
                return ()
            seconds = 2 * (shown.at_us - event.at_us) // SECOND + 1
            of = Pattern(
                source="fault", kind="fired", where={"fault": meant[event.detail["fault"]]}
            )
            return (
                Expectation(
                    mode="within",
                    of=of,
                    span_us=seconds * SECOND,
                    facts={"screen": shown.detail["screen"]},
                ),
            )
    return ()


def _shown_after(events: Sequence[TraceEvent]) -> TraceEvent | None:
    for event in events:
        if event.name == "bench.trouble_ended":
            return None
        if event.name == "console.displayed" and event.detail["screen"] in _TELLING:
            return event
    return None
