"""
What was done in a story, what was tried, and what was left out: deeds as keys of `domain.numbers`.

A deed is what changed or told something. A try is a deed that was set about: a step that began, a
repair that found nothing to mend.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from emulator.domain.numbers import TERMINAL_REVERSES
from emulator.domain.trace import TraceEvent


def deeds_after(events: Iterable[TraceEvent], at_us: int, *, but: str) -> Counter[str]:
    """
    What was done from a moment on until the calm ended, and how often.

    Args:
        events: The trace.
        at_us: From when on.
        but: A key that is not counted.
    """
    found = (deed_in(event) for event in story_of(events) if event.at_us >= at_us)
    return Counter(key for key in found if key and key != but)


def tries_after(events: Iterable[TraceEvent], at_us: int, *, but: str) -> Counter[str]:
    """
    What was done or tried from a moment on until the calm ended, and how often.

    A step that began was tried, and so was a deed that found nothing to do: whoever pulls a plug
    back in that was never out did not look first. Arguments are those of `deeds_after`.
    """
    story = [event for event in story_of(events) if event.at_us >= at_us]
    begun = steps_begun(story)
    done = Counter(
        f"{event.source}.{event.detail['action']}" if event.kind == "did" else deed_in(event)
        for event in story
    )
    # A step and the deed that it is are one; a deed of the handbook's is no step's.
    tried = begun | done
    return Counter({key: count for key, count in tried.items() if key and key != but})


def steps_begun(events: Iterable[TraceEvent]) -> Counter[str]:
    """What the story's own steps had done, and how often."""
    return Counter(
        f"{event.detail['who']}.{event.detail['action']}"
        for event in story_of(events)
        if event.name == "bench.step_began"
    )


def left_out_in(events: Iterable[TraceEvent]) -> set[str]:
    """What would have been done in a run and was not, because it was left out."""
    return {
        event.detail.get("action", "")
        for event in story_of(events)
        if event.name == "cashier.gave_up" and event.detail["why"] == "left_out"
    }


def done_in(events: Iterable[TraceEvent]) -> set[str]:
    """The keys of all that was done in a story and changed or told something."""
    return {key for key in map(deed_in, story_of(events)) if key}


def deed_in(event: TraceEvent) -> str:
    """The key of what was done in an event; empty if nothing was."""
    detail = event.detail
    if event.name == "console.displayed":
        return TERMINAL_REVERSES if detail["screen"] == "reversed" else ""
    if event.kind == "did" and detail.get("effect", True):
        return f"{event.source}.{detail['action']}"
    if event.name == "support.ticket_opened":
        return "support.call"
    return "customer.ask_bank" if event.name == "cardholder.asked_bank" else ""


def story_of(events: Iterable[TraceEvent]) -> Iterator[TraceEvent]:
    """What happened in the shop from moment 0 until the calm ended."""
    for event in events:
        if event.name == "bench.calm_ended":
            return
        if event.at_us >= 0:
            yield event
