"""
When a shop comes to know that something is the matter: the measure of whatever detects early.

Known is what an outside event tells whoever is at the till: an alarm, a look, a screen that tells
of trouble, a complaint, a ticket. What tells the same in the run in which nothing is the matter
tells nothing, so a false alarm, or a look that finds everything in order, is no knowledge.
"""

from collections.abc import Iterable, Iterator

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.proof.changes import COUNTS_FROM_US, Change, Value
from emulator.proof.looks import looks_of
from emulator.proof.shop import STANDING, tells_of_failure

_TOLD = {
    "monitor.alarm_raised": "alarm",
    "cardholder.complained": "about",
    "support.ticket_opened": "about",
}
"""Events that tell of trouble, each with the detail that says of which."""
_NOT_THE_SHOPS = frozenset(("customer.ask_bank",))
"""Looks of somebody who does not belong to the shop; the shop hears of it by a complaint."""

Sign = tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """Something that the shop was told, and when."""

    at_us: int
    sign: Sign
    """By what, and what it says; the same in every run that tells the same."""


def told_in(events: Iterable[TraceEvent]) -> list[Told]:
    """Everything that the shop was told from moment 0 until the calm ended, in order."""
    story = list(_story(events))
    found = [*_by_events(story), *_by_looks(story)]
    return sorted(found, key=lambda told: told.at_us)


def known_us(events: Iterable[TraceEvent], usual: Iterable[TraceEvent]) -> int | None:
    """
    When the shop came to know of the trouble; None if it never did.

    Args:
        events: The trace of a run.
        usual: The trace of the run in which nothing is the matter.
    """
    everyday = {told.sign for told in told_in(usual)}
    return next((told.at_us for told in told_in(events) if told.sign not in everyday), None)


def later_known(
    first: Iterable[TraceEvent], second: Iterable[TraceEvent], usual: Iterable[TraceEvent]
) -> Change | None:
    """
    That the shop knows of the trouble later in the second run than in the first.

    Args:
        first: The trace of a run.
        second: The trace of another, of the same story.
        usual: The trace of the same story, nothing being the matter.

    Returns:
        None if it does not, or if it never knows in the first one.
    """
    kept_first, kept_usual = list(first), list(usual)
    was_us, now_us = (known_us(events, kept_usual) for events in (kept_first, second))
    if was_us is None or (now_us is not None and now_us - was_us < COUNTS_FROM_US):
        return None
    first_us = began_us(kept_first)
    values: dict[str, Value] = {"was_us": max(was_us - first_us, 0)}
    if now_us is None:
        return Change(what="never_known", is_worse=True, values=values)
    values["now_us"] = max(now_us - first_us, 0)
    return Change(what="known", is_worse=True, values=values)


def began_us(events: Iterable[TraceEvent]) -> int:
    """When the first thing went wrong; a shop that is set up wrong is so from the beginning."""
    struck = ("fault.fired", "lever.pulled")
    return next((e.at_us for e in _story(events) if e.name in struck), 0)


def _by_events(story: Iterable[TraceEvent]) -> Iterator[Told]:
    for event in story:
        detail = event.detail
        if event.name in _TOLD:
            yield Told(event.at_us, (event.name, str(detail.get(_TOLD[event.name], ""))))
        elif event.name == "console.displayed" and (
            detail["screen"] in STANDING or tells_of_failure(event)
        ):
            yield Told(event.at_us, (event.name, detail["screen"]))


def _by_looks(story: Iterable[TraceEvent]) -> Iterator[Told]:
    for look in looks_of(story):
        if look.key not in _NOT_THE_SHOPS:
            seen = (f"{name} {_roughly(value)}" for name, value in look.seen.items())
            yield Told(look.at_us, (look.key, *seen))


def _roughly(value: object) -> object:
    """A number is never twice the same; that there is one where there should be none tells."""
    return value != 0 if type(value) is int else value


def _story(events: Iterable[TraceEvent]) -> Iterator[TraceEvent]:
    for event in events:
        if event.name == "bench.calm_ended":
            return
        if event.at_us >= 0 and not event.inside:
            yield event
