"""
Random trouble for a working day: fault schedules drawn at the points of a fault-free run.

    fault-free run -> fault points -> a few of them, each with something that can go wrong there

A schedule is a plain `Scenario`, so whatever it finds can be kept as a file. Whoever brings a part
of their own can run it under thousands of these; the reference parts must never fail a check.
Left out: search and shrinking, which belong to the explorer.
"""

from collections.abc import Callable, Sequence

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.plan import (
    Account,
    Calm,
    FaultPlan,
    Given,
    Instant,
    Pattern,
    Scenario,
    Step,
    Trigger,
)
from emulator.domain.settings import TerminalSettings
from emulator.domain.trace import TraceEvent
from emulator.domain.vocabulary import DURABLE_EVENTS
from emulator.kernel.world import Stream

POINT_DETAILS = {
    "sent": ("mti", "way"),
    "delivered": ("mti", "way"),
    "write_started": ("record",),
    "written": ("record",),
    "replaced": (),
    "slip_started": ("slip_kind", "copy"),
    "slip_printed": ("slip_kind", "copy"),
    "displayed": ("screen",),
    "timer_expired": (),
    "booted": ("step",),
    "commit_started": ("reason",),
    "posted": ("reason",),
    "batch_closed": (),
}
"""Kinds of event that are fault points, and the details that name one."""

LINES = ("uplink", "issuer_line")

LEVERS = (
    "terminal.power_cut",
    "printer.paper_out",
    "printer.cover_open",
    "printer.jam",
    "printer.hot_head",
    "printer.stuck",
    "printer.stuck_busy",
    "printer.no_answers",
    "printer.cable_unplugged",
    "printer.wrong_baud",
    "printer.power_cut",
    "printer.head_failure",
    "printer.feed_button",
    "printer.cover_lies",
    "printer.near_end_lies",
    "uplink.outage",
    "uplink.answers_lost",
    "uplink.cable_unplugged",
    "uplink.router_hang",
    "uplink.interference",
    "uplink.slow",
    "issuer_line.outage",
    "issuer_line.answers_lost",
    "issuer_line.slow",
    "acquirer.failure",
    "acquirer.maintenance",
    "acquirer.power_cut",
    "acquirer.key_drift",
    "acquirer.loses_answers",
    "acquirer.slow",
    "issuer.upgrade",
    "issuer.silent",
    "issuer.slow",
    "bank.upgrade",
    "bank.transfer_outage",
    "clearing.file_late",
)
"""Levers that any careful shop must survive once they are released."""

LONGEST_US = 10 * MINUTE


def working_day(chance: Stream) -> tuple[Step, ...]:
    """A short day: sales, a void, a refund, a pre-authorisation completed, settlement, a sale."""

    def sale(name: str) -> Step:
        return Step(
            who="cashier",
            action="sale",
            options={"amount_fen": chance.between(100, 30_000), "pin": "ok"},
            name=name,
            trigger=Trigger(after_us=chance.between(1, 40) * SECOND),
        )

    def then(action: str, name: str = "", **options: object) -> Step:
        return Step(
            who="cashier",
            action=action,
            options=options,
            name=name,
            trigger=Trigger(after_us=5 * SECOND),
        )

    return (
        sale("s1"),
        sale("s2"),
        then("void", of="s2"),
        sale("s3"),
        then("preauth", "a1", amount_fen=chance.between(100, 30_000), pin="ok"),
        then("completion", of="a1", pin="ok"),
        then("refund", of="s1", amount_fen=chance.between(1, 100)),
        then("settlement"),
        sale("s4"),
        then("settlement"),
    )


def quiet_day(seed: int, *, program: str = "reference") -> Scenario:
    """The day of a seed without any fault."""
    holder = Account(
        card=Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("111111")),
        balance_fen=10_000_000,
    )
    chance = Stream(seed, "working_day")
    return Scenario(
        name=f"day-{seed}",
        seed=seed,
        given=Given(
            cardholders=(holder,), terminal=TerminalSettings(program=program), spare_rolls=20
        ),
        steps=working_day(chance),
        calm=Calm(grace_us=30 * MINUTE, until=Instant(business_days=3)),
    )


def fault_points(trace: Sequence[TraceEvent]) -> list[Pattern]:
    """Every point of a run at which something can strike, each by its name and occurrence."""
    seen: dict[tuple[object, ...], int] = {}
    points = []
    for event in trace:
        details = POINT_DETAILS.get(event.kind)
        if details is None or event.at_us < 0:
            continue
        where = {key: event.detail[key] for key in details if key in event.detail}
        name = (event.source, event.kind, *where.values())
        seen[name] = seen.get(name, 0) + 1
        points.append(Pattern(source=event.source, kind=event.kind, where=where, nth=seen[name]))
    return points


def troubled_day(
    quiet: Scenario, points: Sequence[Pattern], seed: int, *, most_faults: int = 6
) -> Scenario:
    """
    A quiet day with some faults at its points.

    Args:
        quiet: The day; its steps are kept.
        points: From `fault_points` of a run of that day.
        seed: Of the schedule.
        most_faults: 1 to this many faults are drawn.
    """
    chance = Stream(seed, "schedule")
    count = chance.between(1, most_faults)
    faults = tuple(
        fault_at(f"f{number}", points[chance.below(len(points))], chance)
        for number in range(1, count + 1)
    )
    return Scenario(
        name=f"{quiet.name}-trouble-{seed}",
        seed=quiet.seed,
        given=quiet.given,
        steps=quiet.steps,
        faults=faults,
        calm=quiet.calm,
    )


def fault_at(name: str, point: Pattern, chance: Stream) -> FaultPlan:
    """Something that can go wrong at a point, drawn at random; `name` becomes its id."""
    if point.kind == "sent" and point.source in LINES and chance.chance(600):
        return _fate(name, point, chance)
    return FaultPlan(
        name=LEVERS[chance.below(len(LEVERS))],
        id=name,
        trigger=Trigger(when=point, after_us=_delay_us(chance)),
        moment=_MOMENTS[chance.below(3)] if point.name in DURABLE_EVENTS else "",
        for_us=_span_us(chance),
    )


_MOMENTS = ("before", "during", "after")

_FATES: tuple[tuple[str, Callable[[Stream], dict[str, int]]], ...] = (
    ("drop", lambda _: {}),
    ("drop", lambda _: {}),
    ("delay", lambda chance: {"by_us": chance.between(1, 150) * SECOND}),
    ("duplicate", lambda _: {}),
    ("hold", lambda _: {}),
    ("garble", lambda _: {}),
    ("edge", lambda chance: {"offset_us": chance.between(-1, 1)}),
)


def _fate(name: str, point: Pattern, chance: Stream) -> FaultPlan:
    fate, settings = _FATES[chance.below(len(_FATES))]
    return FaultPlan(
        name=f"{point.source}.{fate}",
        id=name,
        message=dict(point.where),
        nth=point.nth,
        times=chance.between(1, 3),
        settings=settings(chance),
    )


def _delay_us(chance: Stream) -> int:
    return 0 if chance.chance(700) else chance.between(1, 2000) * MS


def _span_us(chance: Stream) -> int:
    """Short and long troubles alike: spread evenly over orders of magnitude."""
    longest_us = LONGEST_US >> chance.below(10)
    return chance.between(1, longest_us)
