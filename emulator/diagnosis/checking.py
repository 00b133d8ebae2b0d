"""
What the documented checks would show at one moment: the story up to it, and then nothing but looks.

The looks are those of the tables: every deed that stands for a check and changes nothing. Those
that touch nothing come first, then those at the keys, a sale of one yuan as a test, and the call
to the support desk, which takes longest. A look that another part of the emulator learns to show
is picked up by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from emulator.diagnosis.asking import steps_begun
from emulator.domain.actions import ACTIONS, STEP
from emulator.domain.moments import HOUR, MINUTE, SECOND
from emulator.domain.numbers import NUMBERS
from emulator.domain.plan import Calm, Instant, Scenario, Step, Trigger
from emulator.domain.trace import TraceEvent
from emulator.people.chores import REPAIRS
from emulator.proof.looks import LOOKS, TOLD_BY_SCREEN, Look, looks_of
from emulator.runner import run

TEST_SALE = "test_sale"
"""Name of the question that a sale of one yuan answers."""
YES, NO = "yes", "no"
_TEST_SALE_FEN = 100
_BETWEEN_US = 5 * SECOND
_AT_THE_KEYS_US = 90 * SECOND
"""From now until the first key is touched: everything else was looked at by then."""
_TEST_SALE_US = 3 * MINUTE
_CALL_US = 6 * MINUTE
_OVER_US = 8 * MINUTE
"""Everything was begun by then; the support desk's time to answer comes on top."""
_PAYMENTS = frozenset(("sale", "preauth", "completion", "cash"))
_NO_LOOK = frozenset(("cashier.settlement", "cashier.balance", "support.follow_up"))
"""The first changes something, the second tells an amount, the third needs a ticket."""
_THAT_PAYMENT = "that_payment"
_ENDS = {
    "approved": "approved", "declined": "declined", "not_connected": "not_connected",
    "timed_out": "timed_out", "bad_answer": "bad_answer", "not_possible": "refused",
    "sign_in_required": "refused", "journal_full": "refused", "totals_full": "refused",
}  # fmt: skip
"""Screens to how a test sale ended."""
_WORD = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_COUNTS = ("none", "one", "several")
_UNTOLD_UNITS = ("_fen", "_ms")
"""Numbers that are others in every shop, and tell nothing that a word beside them does not."""


def checks() -> list[str]:
    """Every look that stands for a documented check, as keys of `domain.numbers`."""
    return [
        key
        for key, numbers in NUMBERS.items()
        if key in LOOKS - _NO_LOOK and any(number.startswith("D") for number in numbers)
    ]


class Visit(NamedTuple):
    """A story that went on up to a moment, at which somebody came and looked at everything."""

    events: Sequence[TraceEvent]
    first: int
    """Index of the first step that is a look."""

    def answers(self) -> dict[str, str]:
        """`<who>.<action>.<what>` to what was seen there, and how a test sale went."""
        return dict(_read(self.events, self.first))


def visited(scenario: Scenario, base: Sequence[TraceEvent], *, seen_us: int, now_us: int) -> Visit:
    """
    Run a story up to a moment and have everything looked at.

    Args:
        scenario: The story.
        base: The trace of its run.
        seen_us: When the trouble was seen; what was begun from then on is not done.
        now_us: When the looks begin.

    Raises:
        RuntimeError: The run broke off by a mistake of ours; nothing must be learnt from it.
    """
    begun = steps_begun(base, seen_us)
    kept = _named([step for index, step in enumerate(scenario.steps) if index in begun])
    about = next((step.name for step in reversed(kept) if _pays(step)), "")
    plan = msgspec.structs.replace(
        scenario,
        steps=(*kept, *_looks(about, now_us)),
        expect=(),
        waive=(),
        calm=Calm(grace_us=0, probe=False),
    )
    done = {f"{step.who}.{step.action}" for step in kept}
    result = run(
        plan,
        story_us=now_us + _OVER_US + scenario.given.support_answers_us,
        # Whoever works by the handbook would repair it before anybody has looked.
        left_out=frozenset(f"cashier.{name}" for name in REPAIRS) - done,
    )
    if result.crash:
        raise RuntimeError(result.crash)
    return Visit(result.trace.events, first=len(kept))


def _named(steps: Sequence[Step]) -> list[Step]:
    """The same steps, the last payment by a name that looks can refer to."""
    named = list(steps)
    for index in reversed(range(len(named))):
        if _pays(named[index]):
            name = named[index].name or _THAT_PAYMENT
            named[index] = msgspec.structs.replace(named[index], name=name)
            break
    return named


def _pays(step: Step) -> bool:
    return step.who == "cashier" and step.action in _PAYMENTS


def _looks(about: str, now_us: int) -> Iterator[Step]:
    at_us = {"away": now_us, "keys": now_us + _AT_THE_KEYS_US, "phone": now_us + _CALL_US}
    for key in checks():
        who, _, action = key.partition(".")
        options = _options(who, action, about)
        if options is None:
            continue
        place = "phone" if who == "support" else "keys" if action in TOLD_BY_SCREEN else "away"
        yield _step(who, action, options, at_us[place])
        at_us[place] += _BETWEEN_US
    options = {"amount_fen": _TEST_SALE_FEN, "insists": True, "pin": "ok"}
    yield _step("cashier", "sale", options, now_us + _TEST_SALE_US, name=TEST_SALE)


def _step(who: str, action: str, options: dict[str, Any], at_us: int, name: str = "") -> Step:
    # Each at a moment of its own: one that gets stuck must not hold up the others.
    trigger = Trigger(at=Instant(at_us=at_us))
    return Step(who=who, action=action, options=options, trigger=trigger, name=name)


def _options(who: str, action: str, about: str) -> dict[str, Any] | None:
    """About which payment; None if the look needs to be told more than that."""
    options: dict[str, Any] = {}
    for option in ACTIONS[who, action].options:
        if option.kind == STEP and option.name in ("of", "about"):
            if not about:
                return None
            options[option.stored_as] = about
        elif option.required:
            return None
    return options


# What was seen ------------------------------------------------------------------------------------


def _read(events: Sequence[TraceEvent], first: int) -> Iterator[tuple[str, str]]:
    for look in looks_of(events):
        if look.step >= first:
            yield from _answers(look)
    yield TEST_SALE, _test_sale(events)


def _answers(look: Look) -> Iterator[tuple[str, str]]:
    for what, value in look.seen.items():
        answer = _answer(what, value)
        # Whether a look had an effect is said for the report, not seen by who looks.
        if answer and what != "effect":
            yield f"{look.key}.{what}", answer


def _answer(what: str, value: Any) -> str:
    """One of a few words for what was seen; empty if it has another value in every shop."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        if what.endswith(_UNTOLD_UNITS):
            return ""
        return _span(abs(value)) if what.endswith("_us") else _COUNTS[min(abs(value), 2)]
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def _span(us: int) -> str:
    if us < SECOND:
        return "none"
    return "seconds" if us < MINUTE else "minutes" if us < HOUR else "hours"


def _test_sale(events: Iterable[TraceEvent]) -> str:
    """How the test sale ended on the display, and whether its slip came out."""
    is_on, ended = False, "no_reaction"
    for event in events:
        if event.name == "cashier.rang_up":
            is_on = event.detail.get("purchase") == TEST_SALE
        elif is_on and event.name == "console.displayed":
            ended = _ENDS.get(event.detail["screen"], ended)
        elif is_on and ended == "approved" and event.name == "printer.slip_printed":
            return "sold" if event.detail.get("legible", True) else "slip_illegible"
    return ended
