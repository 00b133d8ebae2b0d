"""
A monkey in the cashier's place, for any terminal program, host or bank.

    shop --screen--> Monkey --deed--> desk --> shop, again and again; then the monkey leaves

The run ends like every other: trouble is mended, the shop comes to rest and is judged. Money and
paper may then be wrong only where a careless person may make them wrong; `blamed` gives the rest.
"""

from collections.abc import Callable, Iterator
from functools import partial

from emulator.clock.replayed import Recurrence, ReplayedClock
from emulator.conformance.monkey import Monkey
from emulator.desk import Desk
from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.deeds import Left
from emulator.domain.moments import MS
from emulator.domain.plan import Account, Given, Scenario
from emulator.domain.settings import ShopSettings, TerminalSettings
from emulator.domain.verdict import Truth, Verdict
from emulator.kernel.world import Stream
from emulator.runner import Course, Result
from emulator.testbed import REFERENCE, Parts

DEEDS = 1_000
MISTAKES = frozenset(("charged_once", "faults_fired"))
"""
Checks that a person alone can break: who keys a purchase twice charges it twice, and a fault that
was armed for what never came about proves nothing.
"""
_PLENTY_FEN, _LITTLE_FEN = 10**9, 2_000
_ROLLS = 10_000
"""Of money and paper there is so much that the monkey can go on; one customer has too little."""
_EVENTS_A_DEED = 200
"""More than that on the average is a shop that does not come to rest."""


def playground(seed: int = 0) -> Scenario:
    """An open shop with three customers and all equipment; nothing is asked, nothing runs out."""
    accounts = tuple(
        Account(
            card=Card(name=name, pan=pan_from_mask(mask), pin=pin, bank=bank),
            balance_fen=balance_fen,
        )
        for name, mask, pin, bank, balance_fen in (
            ("zhang", "622202******0018", Secret("111111"), "icbc", _PLENTY_FEN),
            ("li", "621700******0034", None, "ccb", _PLENTY_FEN),
            ("wang", "622848******0059", Secret("333333"), "abc", _LITTLE_FEN),
        )
    )
    given = Given(
        cardholders=accounts,
        spare_rolls=_ROLLS,
        terminal=TerminalSettings(backup=True),
        shop=ShopSettings(monitoring=True),
    )
    return Scenario(name="playground", seed=seed, given=given)


def attend(
    scenario: Scenario,
    *,
    seed: int,
    deeds: int = DEEDS,
    parts: Parts = REFERENCE,
    tap: Callable[[bytes], None] | None = None,
) -> Result:
    """
    Play a scenario with a monkey in the cashier's place, and judge it.

    Args:
        scenario: Who and what there is.
        seed: Of the shop and of the monkey.
        deeds: How much it does before it leaves.
        parts: Yours where you have one, the reference for the rest.
        tap: Receives the recording's lines.
    """
    course = Course(
        scenario,
        seed=seed,
        parts=parts,
        tap=tap,
        event_limit=deeds * _EVENTS_A_DEED,
        attended=True,
    )
    return course.play(ReplayedClock(_coming(course, Stream(seed, "monkey"), deeds)))


def _coming(course: Course, chance: Stream, deeds: int) -> Iterator[Recurrence]:
    """Each deed is thought of when the one before is done."""
    desk, world, front = course.desk, course.bed.world, course.bed.front
    assert desk is not None, "it is attended"
    monkey = Monkey(chance, holders=desk.person.customers.names, screen=lambda: front.current)
    at_us = MS
    for _ in range(deeds):
        yield at_us, partial(_do_next, desk, monkey)
        at_us = max(world.now_us, 0) + monkey.pause_us()
    yield at_us, partial(desk.hear, Left())


def _do_next(desk: Desk, monkey: Monkey) -> bool:
    return desk.hear(monkey.deed())


def blamed(result: Result) -> list[Verdict]:
    """What went wrong that no person at the till can have done."""
    return [
        verdict
        for verdict in result.verdicts
        if verdict.truth is Truth.FAIL and not _is_excused(verdict, result)
    ]


def _is_excused(verdict: Verdict, result: Result) -> bool:
    if verdict.message != "check.paper_right.missing":
        return verdict.check in MISTAKES
    # Whoever does not look at a slip does not see that nobody can read it.
    number = (verdict.values["batch"], verdict.values["stan"])
    return any(
        (event.detail.get("batch"), event.detail.get("stan")) == number
        and not event.detail.get("legible", True)
        for event in result.trace.named("printer.slip_printed")
    )
