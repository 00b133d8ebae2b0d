"""
What came of a drill: score, mistakes, timeline, consequence, money, and the verdict.

Plain values that are kept as JSON; what they say to a person is put into words elsewhere.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.drills.critical import Critical, Played, mistakes
from emulator.drills.doings import Doings
from emulator.drills.money import Consequence, Money, consequences, snapshots
from emulator.drills.numbers import said_by_handbook
from emulator.drills.payments import payments_of
from emulator.drills.reading import doings_of
from emulator.drills.required import required_by
from emulator.drills.score import Score, score_of
from emulator.drills.timeline import Entry, timeline_of

VERSION = 1
PASSED, FAILED, INCONCLUSIVE = "passed", "failed", "inconclusive"


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One drill of one person, assessed."""

    v: int = VERSION
    scenario: str
    title: str
    title_en: str
    level: int
    covers: tuple[str, ...]
    seed: int
    trainee: str
    is_exam: bool
    verdict: str
    """passed, failed or inconclusive."""
    why: str
    """
    What the verdict rests on: `good`, `mistake`, `points`; of an inconclusive one `crash`,
    `not_begun`, `fault_missed`, `left_early`, `nothing_asked`. The sentence is `drill.why.<why>`.
    """
    score: Score
    mistakes: tuple[Critical, ...]
    consequences: tuple[Consequence, ...]
    money: Money
    timeline: tuple[Entry, ...]
    handbook: tuple[str, ...]
    """Checks and recoveries of the catalogue that the drill is about."""
    hints: int
    took_us: int
    """From taking over until leaving."""
    shop_time: str
    """When the person took over, by the shop's clock; ISO."""
    digest: str = ""
    """Fingerprint of the person's trace, if the caller keeps one."""


def assess(
    scenario: Scenario,
    trace: Iterable[TraceEvent],
    model_trace: Iterable[TraceEvent],
    *,
    is_exam: bool,
    trainee: str,
    crash: str = "",
    digest: str = "",
) -> Assessment:
    """
    Judge what a person did in a drill.

    Args:
        scenario: The drill.
        trace: The whole trace of the person's run.
        model_trace: The whole trace of the same story with the simulated cashier, same seed.
        is_exam: True if no help was to be had.
        trainee: Who it was; empty if nobody said.
        crash: What broke; nobody passes or fails because of it.
        digest: Fingerprint of the person's trace.
    """
    events = list(trace)
    person = _played(scenario, events)
    model = _played(scenario, list(model_trace))
    required = required_by(scenario, model.events)
    score = score_of(required, person.doings, scenario.drill)
    wrong = mistakes(person, model)
    money = _money(person, model)
    verdict, why = _verdict(person, model, score, bool(wrong), crash)
    unproven = {one.purchase: one.amount_fen for one in wrong if one.what == "no_slip"}
    over, left = person.doings.took_over, person.doings.left
    cost = () if over is None else consequences(person.payments, model.payments, money, unproven)
    return Assessment(
        scenario=scenario.name,
        title=scenario.title,
        title_en=scenario.title_en,
        level=scenario.drill.level,
        covers=scenario.covers,
        seed=_seed(events),
        trainee=trainee,
        is_exam=is_exam,
        verdict=verdict,
        why=why,
        score=score,
        mistakes=wrong,
        consequences=cost,
        money=money,
        timeline=timeline_of(events, person.doings, score),
        handbook=said_by_handbook(scenario.covers),
        hints=len(person.doings.hints),
        took_us=left.at_us - over.at_us if over is not None and left is not None else 0,
        shop_time=_shop_time(scenario.given.start, 0 if over is None else over.at_us),
        digest=digest,
    )


def _played(scenario: Scenario, events: list[TraceEvent]) -> Played:
    return Played(
        events=events,
        doings=doings_of(events, scenario),
        payments=payments_of(events, copies=scenario.given.terminal.copies),
    )


def _money(person: Played, model: Played) -> Money:
    before, left, end = snapshots(person.events, person.doings)
    _, _, of_model = snapshots(model.events, model.doings)
    return Money(before=before, when_left=left, in_the_end=end, of_model=of_model)


def _verdict(
    person: Played, model: Played, score: Score, is_wrong: bool, crash: str
) -> tuple[str, str]:
    """A mistake fails whatever else is unknown; nobody passes what was not put to them."""
    unknown = _unknown(person.doings, model.doings, score, crash)
    if crash or person.doings.is_crashed:
        return INCONCLUSIVE, unknown
    if is_wrong:
        return FAILED, "mistake"
    if unknown:
        return INCONCLUSIVE, unknown
    if score.percent < score.pass_percent:
        return FAILED, "points"
    return PASSED, "good"


def _unknown(person: Doings, model: Doings, score: Score, crash: str) -> str:
    """Why nothing can be said about the person; empty if something can."""
    if crash or person.is_crashed:
        return "crash"
    if person.took_over is None:
        return "not_begun"
    if not score.actions:
        return "nothing_asked"
    if set(model.fired) - set(person.fired):
        # The file's faults strike at events that the person brings about, or fails to.
        was_there = any(scored.done_us is not None for scored in score.actions)
        return "fault_missed" if was_there else "left_early"
    return ""


def _seed(events: list[TraceEvent]) -> int:
    started = next((e for e in events if e.name == "bench.run_started"), None)
    return int(started.detail["seed"]) if started is not None else 0


def _shop_time(start: datetime, at_us: int) -> str:
    return (start + timedelta(microseconds=at_us)).isoformat(timespec="seconds")
