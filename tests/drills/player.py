"""
A player of drills: hands that do at the terminal, as deeds, what the model's cashier did.

The deeds are read from the model's trace, so that whatever a drill asks for is proven to be
possible by hand. A test changes the list (leaves out, puts in, delays) to play worse.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from emulator.domain.actions import ACTIONS
from emulator.domain.deeds import CardShown, Deed, Done, Entered, KeyedSecret, Left
from emulator.domain.moments import SECOND
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.drills.assessment import Assessment, assess
from emulator.drills.reading import doings_of
from emulator.runner import Course, load, run

FOLDER = Path(__file__).parents[2] / "scenarios"
Timed = tuple[int, Deed]
"""A moment in microseconds of the run, and what is done then."""


@cache
def drills() -> dict[str, Scenario]:
    """Every shipped drill by its name."""
    files = sorted(p for p in FOLDER.rglob("*.yaml") if p.parent.name != "shared")
    return {s.name: s for s in load(files, root=FOLDER) if "drill" in s.tags}


@cache
def model_of(name: str) -> tuple[TraceEvent, ...]:
    """The trace of a drill with the simulated cashier."""
    return tuple(run(drills()[name]).trace.events)


def perfect(name: str) -> list[Timed]:
    """What the model's cashier does after the takeover, as a person's deeds, and leaving."""
    events = model_of(name)
    doings = doings_of(events, drills()[name])
    assert doings.took_over is not None
    assert doings.left is not None
    own = events[doings.took_over.seq : doings.left.seq]
    deeds = [(event.at_us, deed) for event in own for deed in _deeds(event, _screen_at(events))]
    last_us = max((at_us for at_us, _ in deeds), default=0)
    return [*deeds, (max(last_us + 30 * SECOND, _last_word_us(own)), Left())]


def play(name: str, deeds: Iterable[Timed]) -> list[TraceEvent]:
    """The trace of a drill with a person who does all this."""
    course = Course(drills()[name], attended=True)
    world, desk = course.bed.world, course.desk
    assert desk is not None
    todo = sorted(deeds, key=lambda timed: timed[0])
    for until_us in course.stretches():
        while todo and todo[0][0] <= until_us and world.now_us >= 0:
            at_us, deed = todo.pop(0)
            _pass(world, at_us)
            desk.hear(deed)
        _pass(world, until_us)
    result = course.judge()
    assert not result.crash, result.crash
    return result.trace.events


def assessed(name: str, deeds: Iterable[Timed], *, is_exam: bool = True) -> Assessment:
    """What is said about a person who does all this."""
    return assess(
        drills()[name], play(name, deeds), model_of(name), is_exam=is_exam, trainee="张三"
    )


def _pass(world: Any, until_us: int) -> None:
    if until_us > world.now_us:
        world.run_until(until_us)


def _last_word_us(events: Iterable[TraceEvent]) -> int:
    """When the last slip came out and the last call was answered."""
    kinds = ("slip_printed", "answered")
    return max((e.at_us + SECOND for e in events if e.kind in kinds), default=0)


def _screen_at(events: Iterable[TraceEvent]) -> Callable[[int], str]:
    shown = [(e.seq, e.detail["screen"]) for e in events if e.name == "console.displayed"]
    return lambda seq: next((screen for at, screen in reversed(shown) if at < seq), "")


def _deeds(event: TraceEvent, screen_at: Callable[[int], str]) -> Iterable[Deed]:
    detail = event.detail
    if event.name == "console.pressed":
        yield _key(detail, screen_at(event.seq))
    elif event.name == "console.card_presented":
        yield CardShown(detail["holder"], detail["entry"])
    elif event.name == "support.ticket_opened":
        yield Done("support", "call", {"about": detail["about"]})
    elif event.name == "cashier.did" and "effect" in detail:
        yield Done("cashier", detail["action"], _options(detail))


def _options(detail: dict[str, Any]) -> dict[str, Any]:
    """To which terminal, or about which payment: what the list of actions asks a person."""
    if "to" in detail:
        return {"to": detail["to"]}
    action = ACTIONS["cashier", detail["action"]]
    is_about_one = "purchase" in detail and action.option("of") is not None
    return {"of": detail["purchase"]} if is_about_one else {}


def _key(detail: dict[str, Any], screen: str) -> Deed:
    if detail["input"] == "pin":
        return KeyedSecret("pin", "ok")
    if detail["input"] == "digits" and "text" not in detail:
        return KeyedSecret("password", "ok")
    return Entered(detail["input"], detail.get("text", ""))


def doing_nothing(name: str) -> list[Timed]:
    """Only leaving, when the model's cashier is through."""
    return perfect(name)[-1:]


def without(deeds: Iterable[Timed], *left_out: Deed) -> list[Timed]:
    """All but some deeds."""
    return [timed for timed in deeds if timed[1] not in left_out]


def instead(deeds: Iterable[Timed], *, of: Deed, comes: Deed) -> list[Timed]:
    """The same with another deed in place of one."""
    return [(at_us, comes if deed == of else deed) for at_us, deed in deeds]


def until(deeds: Iterable[Timed], last: Deed) -> list[Timed]:
    """The deeds up to and including the first like one."""
    kept: list[Timed] = []
    for timed in deeds:
        kept.append(timed)
        if timed[1] == last:
            return kept
    raise AssertionError(f"nobody does {last}")


def later(deeds: Iterable[Timed], by_us: int, *, first: Deed) -> list[Timed]:
    """The same, but from one deed on everything comes so much later."""
    shifted: list[Timed] = []
    late_us = 0
    for at_us, deed in deeds:
        late_us = by_us if deed == first else late_us
        shifted.append((at_us + late_us, deed))
    return shifted


def then(deeds: Iterable[Timed], *more: tuple[int, Deed]) -> list[Timed]:
    """The same and more: each so many seconds after the deed before."""
    told = list(deeds)
    at_us = told[-1][0]
    for after_s, deed in more:
        at_us += after_s * SECOND
        told.append((at_us, deed))
    return told
