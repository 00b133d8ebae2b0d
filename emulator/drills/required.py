"""
What a drill asks of the person: what the handbook's cashier did in the same story.

The model's run is read, not a list in the file, so that a drill cannot ask for what does not help.
"""

from collections.abc import Iterable

import msgspec

from emulator.domain.actions import ACTIONS
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.drills.doings import Call, Deed, Doings, is_told
from emulator.drills.numbers import numbers_of
from emulator.drills.reading import doings_of

_LOOKS_AND_REPAIRS = frozenset(
    f"{who}.{name}" for (who, name), action in ACTIONS.items() if not action.on_menu
) | {"cashier.reprint"}
"""Deeds that count once however often they follow each other."""
_OTHERS = ("customer.", "supervisor.", "world.")
"""Whose deeds are the story's and not the cashier's."""


class Required(msgspec.Struct, frozen=True, kw_only=True):
    """One action that the drill asks for."""

    key: str
    """See `doings`."""
    numbers: tuple[str, ...]
    """Checks and recoveries of the catalogue that it carries out."""
    call: str
    """Key of what calls for it."""
    model_lag_us: int
    """From the call until the handbook's cashier did it."""
    model_at_us: int
    amount_fen: int | None = None
    is_told: bool = False
    """True if somebody asks the person for it."""


def required_by(scenario: Scenario, model: Iterable[TraceEvent]) -> tuple[Required, ...]:
    """
    The required actions of a drill, in order.

    Args:
        scenario: The drill.
        model: Trace of its run with the simulated cashier.
    """
    doings = doings_of(model, scenario)
    found: list[Required] = []
    for deed in doings.deeds:
        if deed.key.startswith(_OTHERS):
            continue
        if found and found[-1].key == deed.key and deed.key in _LOOKS_AND_REPAIRS:
            continue
        found.append(_required(scenario, deed, doings))
    return tuple(found)


def _required(scenario: Scenario, deed: Deed, doings: Doings) -> Required:
    told = deed.step >= 0 and is_told(scenario, scenario.steps[deed.step])
    call = _call_for(f"step.{deed.step}" if told else "", deed, doings)
    step = scenario.steps[deed.step] if deed.step >= 0 else None
    amount_fen = deed.amount_fen
    if amount_fen is None and step is not None:
        amount_fen = step.options.get("amount_fen")
    return Required(
        key=deed.key,
        numbers=numbers_of(deed.key, scenario.covers),
        call=call.key,
        model_lag_us=max(deed.at_us - call.at_us, 0),
        model_at_us=deed.at_us,
        amount_fen=amount_fen,
        is_told=told,
    )


def _call_for(wish: str, deed: Deed, doings: Doings) -> Call:
    """The wish that it carries out, or else the last thing before it that asked for anything."""
    earlier = [call for call in doings.calls if call.seq < deed.seq]
    wished = [call for call in earlier if call.key == wish]
    assert earlier or wished, "whoever did something has taken over"
    return (wished or earlier)[-1]


def called(required: Required, doings: Doings, *, after_seq: int) -> Call | None:
    """
    What called for an action in the person's run.

    Args:
        required: The action.
        doings: The person's.
        after_seq: Of the required action before this one; what came later is taken first.

    Returns:
        None if nothing did: it never came so far.
    """
    alike = [call for call in doings.calls if call.key == required.call]
    later = [call for call in alike if call.seq > after_seq]
    return next(iter(later or alike), None)
