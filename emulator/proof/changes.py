"""
In what two outcomes differ, and who fares worse in which: the measure of every proof.

Money counts from the first fen, time from ten seconds and from a tenth of the longer one: people's
thinking and the jitter of the lines make two runs differ by a second or two although nothing
happened to anybody, and who waits for a day notices no minute. To let another thing count, add it
to `CustomerEnd`, `ShopEnd` or `MerchantEnd`, a line here, and the sentence `proof.change.<what>`.
"""

from collections.abc import Iterator

import msgspec

from emulator.domain.moments import SECOND
from emulator.proof.outcome import Outcome
from emulator.proof.shop import MerchantEnd

COUNTS_FROM_US = 10 * SECOND
"""A shorter difference in time is nobody's loss."""
COUNTS_FROM_PART = 10
"""Nor is one that is not so great a part of the longer time: a tenth."""

Value = str | int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which a run ended otherwise than another."""

    what: str
    """The sentence is `proof.change.<what>`."""
    is_worse: bool
    """Whoever it concerns fares worse in the second run."""
    values: dict[str, Value] = {}
    """`who`, and how it was in the first run (`was...`) and in the second (`now...`)."""


_OF_CUSTOMERS_FEN = ("over", "unpaid", "unexplained", "held")
_OF_CUSTOMERS_US = ("hung", "paper", "waited")
_MORE_IS_WORSE = ("without_batch_slip", "complaints", "differences")
_RESULTS = ("balanced", "", "unbalanced", "error")
"""Of a settlement, the best first; none at all is better than one that does not balance."""


def changes(first: Outcome, second: Outcome) -> tuple[Change, ...]:
    """Everything in which the second outcome is another than the first, the gravest first."""
    return (
        *_of_money(first, second),
        *_of_paper_and_time(first, second),
        *_of_merchant(first.merchant, second.merchant),
        *_of_shop(first, second),
        *_of_verdicts(first, second),
    )


def differs(first: Outcome, second: Outcome) -> Change | None:
    """
    The gravest thing that the second run did to somebody and the first did not, or the reverse.

    What was expected of either is not looked at: an expectation is nobody's fate.
    """
    found = [one for one in changes(first, second) if one.what != "failing"]
    return next((one for one in found if one.is_worse), next(iter(found), None))


def is_worse(first: Outcome, second: Outcome) -> Change | None:
    """In what somebody fares worse in the second run, the gravest; None if nobody does."""
    return next((one for one in changes(first, second) if one.is_worse), None)


def _more(what: str, unit: str, was: int, now: int, who: str = "") -> Iterator[Change]:
    """A change in something of which more is worse."""
    least = max(COUNTS_FROM_US, max(was, now) // COUNTS_FROM_PART) if unit == "_us" else 1
    if abs(now - was) < least:
        return
    values: dict[str, Value] = {f"was{unit}": was, f"now{unit}": now}
    if who:
        values["who"] = who
    yield Change(what=what, is_worse=now > was, values=values)


def _holders(first: Outcome, second: Outcome) -> list[str]:
    return sorted({one.holder for one in (*first.customers, *second.customers)})


def _of_money(first: Outcome, second: Outcome) -> Iterator[Change]:
    for what in _OF_CUSTOMERS_FEN:
        for who in _holders(first, second):
            was, now = (getattr(one.customer(who), f"{what}_fen") for one in (first, second))
            yield from _more(what, "_fen", was, now, who)


def _of_paper_and_time(first: Outcome, second: Outcome) -> Iterator[Change]:
    for who in _holders(first, second):
        was, now = first.customer(who), second.customer(who)
        yield from _more("without_paper", "", was.without_paper, now.without_paper, who)
    for what in _OF_CUSTOMERS_US:
        for who in _holders(first, second):
            was_us, now_us = (getattr(one.customer(who), f"{what}_us") for one in (first, second))
            yield from _more(what, "_us", was_us, now_us, who)


def _of_merchant(was: MerchantEnd, now: MerchantEnd) -> Iterator[Change]:
    gets_fen = was.credited_fen + was.pending_fen, now.credited_fen + now.pending_fen
    if gets_fen[0] != gets_fen[1]:
        values: dict[str, Value] = {"was_fen": gets_fen[0], "now_fen": gets_fen[1]}
        yield Change(what="takings", is_worse=gets_fen[1] < gets_fen[0], values=values)
    if was.credited_fen != now.credited_fen:
        values = {"was_fen": was.credited_fen, "now_fen": now.credited_fen}
        is_less = now.credited_fen < was.credited_fen
        yield Change(what="credited", is_worse=is_less, values=values)
    elif was.credit_day != now.credit_day:
        yield from _more("credit_day", "", was.credit_day, now.credit_day)
    else:
        yield from _more("credit", "_us", was.credit_us, now.credit_us)
    yield from _more("suspense", "_fen", was.suspense_fen, now.suspense_fen)


def _of_shop(first: Outcome, second: Outcome) -> Iterator[Change]:
    was, now = first.shop, second.shop
    yield from _more("blocked", "_us", was.blocked_us, now.blocked_us)
    if was.sells != now.sells:
        yield Change(what="sells" if now.sells else "cannot_sell", is_worse=was.sells)
    if was.batches != now.batches:
        counts: dict[str, Value] = {"was": was.batches, "now": now.batches}
        yield Change(what="batches", is_worse=now.batches < was.batches, values=counts)
    elif was.batch_result != now.batch_result:
        is_worse = _RESULTS.index(now.batch_result) > _RESULTS.index(was.batch_result)
        words: dict[str, Value] = {"was": was.batch_result, "now": now.batch_result}
        yield Change(what="batch_result", is_worse=is_worse, values=words)
    for what in _MORE_IS_WORSE:
        yield from _more(what, "", getattr(was, what), getattr(now, what))


def _of_verdicts(first: Outcome, second: Outcome) -> Iterator[Change]:
    new = [name for name in second.failing if name not in first.failing]
    if new:
        yield Change(what="failing", is_worse=True, values={"names": ", ".join(new)})
