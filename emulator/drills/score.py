"""
How well each required action was done: 2 in time and unaided, 1 late or with help, 0 not at all.

Deeds are matched to the required actions so that as many as possible are in order; a deed that is
left over may still stand for an action out of its order.
"""

from collections.abc import Sequence

import msgspec

from emulator.domain.moments import MINUTE
from emulator.domain.plan import Drill
from emulator.drills.doings import Call, Deed, Doings, is_alike
from emulator.drills.required import Required, called

FULL = 2
PASS_PERCENT = 80
LEAST_LIMIT_US = MINUTE
TIMES_THE_MODEL = 2
"""A person may take so many times as long as the handbook's cashier."""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """One required action, and how it was done."""

    required: Required
    points: int
    why: str
    """in_time, late, hint, out_of_order or not_done."""
    limit_us: int
    """How long after the call it was in time."""
    called_us: int | None
    """None if nothing called for it."""
    done_us: int | None
    """None if it was not done."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The whole list."""

    actions: tuple[Scored, ...]
    points: int
    out_of: int
    percent: int
    """Rounded down, so that nobody passes by rounding."""
    pass_percent: int = PASS_PERCENT


def score_of(required: Sequence[Required], doings: Doings, drill: Drill) -> Score:
    """
    Score what a person did.

    Args:
        required: What the drill asks for, in order.
        doings: What the person did, and what called for it.
        drill: Says how much time there is.
    """
    in_order = matched(required, doings.deeds)
    left_over = [deed for deed in doings.deeds if deed not in in_order.values()]
    actions: list[Scored] = []
    after_seq = -1
    before = doings.took_over
    for index, action in enumerate(required):
        # What was done so well that nothing called for it is due after what came before it.
        call = called(action, doings, after_seq=after_seq) or before
        deed = in_order.get(index)
        if deed is not None:
            after_seq, before = deed.seq, Call(deed.key, deed.seq, deed.at_us)
            why = _manner(action, deed, call, doings, drill)
        else:
            deed = _taken(left_over, action)
            why = "out_of_order" if deed is not None else "not_done"
        actions.append(_scored(action, deed, call, why, drill))
    points, out_of = sum(a.points for a in actions), FULL * len(actions)
    percent = 100 * points // out_of if out_of else 0
    return Score(actions=tuple(actions), points=points, out_of=out_of, percent=percent)


def matched(required: Sequence[Required], deeds: Sequence[Deed]) -> dict[int, Deed]:
    """The longest choice of deeds that carries out required actions in order; the earliest ones."""
    rows, columns = len(required), len(deeds)
    longest = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            alike = _is_it(required[row], deeds[column])
            longest[row][column] = max(
                longest[row + 1][column],
                longest[row][column + 1],
                longest[row + 1][column + 1] + 1 if alike else 0,
            )
    chosen: dict[int, Deed] = {}
    row = column = 0
    while row < rows and column < columns:
        alike = _is_it(required[row], deeds[column])
        if alike and longest[row][column] == longest[row + 1][column + 1] + 1:
            chosen[row] = deeds[column]
            row, column = row + 1, column + 1
        elif longest[row + 1][column] == longest[row][column]:
            row += 1
        else:
            column += 1
    return chosen


def next_due(required: Sequence[Required], doings: Doings) -> Required | None:
    """The first required action that is called for and not yet done; None if there is none."""
    done = matched(required, doings.deeds)
    after_seq = -1
    for index, action in enumerate(required):
        if index in done:
            after_seq = done[index].seq
        elif called(action, doings, after_seq=after_seq) is not None:
            return action
    return None


def limit_us(action: Required, drill: Drill) -> int:
    """How long after it was called for an action is in time."""
    if drill.minutes:
        return drill.minutes * MINUTE
    return max(LEAST_LIMIT_US, TIMES_THE_MODEL * action.model_lag_us)


def _is_it(action: Required, deed: Deed) -> bool:
    return action.key == deed.key and is_alike(action.amount_fen, deed.amount_fen)


def _taken(deeds: list[Deed], action: Required) -> Deed | None:
    found = next((deed for deed in deeds if _is_it(action, deed)), None)
    if found is not None:
        deeds.remove(found)
    return found


def _manner(action: Required, deed: Deed, call: Call | None, doings: Doings, drill: Drill) -> str:
    called_seq = -1 if call is None else call.seq
    if any(h.key == action.key and called_seq <= h.seq < deed.seq for h in doings.hints):
        return "hint"
    if call is not None and deed.at_us - call.at_us > limit_us(action, drill):
        return "late"
    return "in_time"


def _scored(
    action: Required, deed: Deed | None, call: Call | None, why: str, drill: Drill
) -> Scored:
    points = {"in_time": FULL, "not_done": 0}.get(why, 1)
    return Scored(
        required=action,
        points=points,
        why=why,
        limit_us=limit_us(action, drill),
        called_us=None if call is None else call.at_us,
        done_us=None if deed is None else deed.at_us,
    )
