"""
What was done because of the trouble: the proven remedies, and the steps that belong to them.

Belonging is measured: it is whatever was done more often than in the run in which nothing is the
matter. Of something that is done every day the last time counts, because the first time is the one
that went wrong.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec

from emulator.domain.numbers import AWAIT_REVERSAL
from emulator.domain.trace import TraceEvent
from emulator.proof.case import Case
from emulator.proof.deeds import deed_in, done_in, story_of
from emulator.proof.looks import LOOKS
from emulator.proof.proof import Proof
from emulator.proof.rules import UNSEEN
from emulator.runbook.branch import Deed

_CREDIT = frozenset(("credited", "credit_day", "credit", "takings"))
"""Changes that are put right when the money is on the merchant's account."""
_BELONGS_TO_NO_REMEDY = frozenset(
    (*LOOKS, *UNSEEN, "world.pull", "world.release", "customer.use_card")
)
"""Looks stand with the checks, waiting helps only if it is proven, and with the others a scenario
makes the trouble itself."""


class _Done(msgspec.Struct, frozen=True):
    key: str
    at_us: int
    seq: int


def deeds_of(
    case: Case, recoveries: Iterable[Proof], since_us: int, looked_us: int | None = None
) -> tuple[Deed, ...]:
    """
    Everything that was done about it, in order.

    Args:
        case: The scenario with its runs.
        recoveries: Proofs of the recoveries that hold.
        since_us: When it began.
        looked_us: When somebody looked first; what people did before without its being a remedy is
            how it came about. None if nobody looked.
    """
    numbers = _numbers(recoveries)
    kept = _because_of_it(case, numbers.keys(), since_us)
    if looked_us is not None:
        kept = [d for d in kept if d.key in numbers or d.at_us >= looked_us or _is_own(d)]
    came = [event.seq for event in case.base.events if event.name == "supervisor.came"]
    ends = [*(one.seq for one in kept[1:]), case.base.events[-1].seq]
    deeds = (
        Deed(
            numbers=numbers.get(one.key, ()),
            key=one.key,
            at_us=one.at_us - since_us,
            with_supervisor=any(one.seq < seq < end for seq in came),
        )
        for one, end in zip(kept, ends, strict=bool(kept))
    )
    return tuple(_repeated(deeds))


def over_us(
    events: Iterable[TraceEvent], deeds: Iterable[Deed], recoveries: Iterable[Proof], since_us: int
) -> int:
    """
    How long it took until the last step was through, or the money there; 0 if nothing was done.

    Args:
        events: The trace.
        deeds: What was done about it.
        recoveries: Proofs of the recoveries that hold; they tell whether it was about money.
        since_us: When it began.
    """
    last_us = max((deed.at_us for deed in deeds), default=None)
    if last_us is None:
        return 0
    what = {proof.change.what for proof in recoveries if proof.change is not None}
    ends = ["bench.step_ended"]
    if what & _CREDIT:
        ends.append("clearing.merchant_credited")
    found = [last_us]
    for name in ends:
        later = (e.at_us - since_us for e in story_of(events) if e.name == name)
        found.append(next((at_us for at_us in later if at_us >= last_us), last_us))
    return max(*found, 0)


def _numbers(recoveries: Iterable[Proof]) -> Mapping[str, tuple[str, ...]]:
    """Deeds to the recoveries that they are proven to be."""
    found: dict[str, tuple[str, ...]] = {}
    for proof in recoveries:
        for key in str(proof.values["deeds"]).split():
            found[key] = (*found.get(key, ()), proof.entry)
    return found


def _because_of_it(case: Case, proven: Set[str], since_us: int) -> list[_Done]:
    """What was done more often than usual, and whatever is proven to be a remedy."""
    done = _done(case.base.events)
    usual = Counter(one.key for one in _done(case.nothing_the_matter.events))
    found: list[_Done] = []
    for key in dict.fromkeys(one.key for one in done):
        mine = [one for one in done if one.key == key]
        more = len(mine) - usual[key]
        if key in proven:
            found += mine[-max(more, 1) :]
        elif more > 0 and key not in _BELONGS_TO_NO_REMEDY:
            found += [one for one in mine[-more:] if one.at_us >= since_us]
    return sorted(found, key=lambda one: one.seq)


def _done(events: Sequence[TraceEvent]) -> list[_Done]:
    """All deeds of a story; of those that leave no event of their own, their steps."""
    told = done_in(events)
    found = []
    for event in story_of(events):
        key = deed_in(event) or _unseen(event)
        if key and (deed_in(event) or key not in told):
            found.append(_Done(key, event.at_us, event.seq))
    return found


def _unseen(event: TraceEvent) -> str:
    key = ""
    if event.name == "bench.step_began":
        key = f"{event.detail['who']}.{event.detail['action']}"
    elif event.name == "cashier.waiting":
        key = AWAIT_REVERSAL
    return key if key in UNSEEN else ""


def _is_own(done: _Done) -> bool:
    """Whether the terminal did it by itself."""
    return done.key.startswith("terminal.")


def _repeated(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """The same deed several times in a row as one."""
    before: Deed | None = None
    for deed in deeds:
        if before is not None and before.key == deed.key:
            before = msgspec.structs.replace(before, times=before.times + 1)
            continue
        if before is not None:
            yield before
        before = deed
    if before is not None:
        yield before
