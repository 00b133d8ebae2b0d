"""
Which documented symptoms somebody could see in a run, from outside events alone.

To let a symptom be seen in another way, add what shows it to its line in `_SHOWN`.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.drills.payments import NEVER, Payments
from emulator.proof.changes import COUNTS_FROM_US
from emulator.proof.outcome import Outcome
from emulator.proof.shop import NOT_THE_CUSTOMERS, TELLING

_REFUSED = frozenset(("declined", "not_possible", "sign_in_required", *TELLING))
_COMPARES = frozenset(("compare_amount", "compare_time", "compare_type"))
"""Looks at what a slip says."""


class Seen(msgspec.Struct, kw_only=True):
    """What there was to see up to the end of the calm."""

    screens: set[str] = set()
    refused_classes: set[str] = set()
    """Operator classes of refusals."""
    names: set[str] = set()
    """Of events, `source.kind`."""
    torn_or_illegible: bool = False
    settlement_slip_torn: bool = False
    unbalanced: bool = False
    most_debits: int = 0
    """The most payments that stood at one time for one purchase."""
    charged_otherwise: bool = False
    """A payment was approved for another amount than was meant."""
    slip_differs: bool = False
    """Somebody held a slip against what it should say, and it says something else."""


def symptoms_of(events: Iterable[TraceEvent], outcome: Outcome) -> frozenset[str]:
    """The numbers of the symptoms that a run shows."""
    seen = _seen_in(events)
    return frozenset(number for number, shows in _SHOWN.items() if shows(seen, outcome))


def _seen_in(events: Iterable[TraceEvent]) -> Seen:
    seen = Seen()
    payments = Payments(slip_copy="cardholder")
    for event in events:
        if event.name == "bench.calm_ended":
            break
        if event.inside:
            continue
        if event.at_us < 0:
            if event.name == "console.displayed":
                # What stands on the display at moment 0 is the first thing that people see.
                seen.screens = {event.detail["screen"]}
            continue
        payments.take(event)
        seen.names.add(event.name)
        _look_at(seen, event)
        if event.name in ("issuer.posted", "console.displayed"):
            _count_debits(seen, payments)
    return seen


def _look_at(seen: Seen, event: TraceEvent) -> None:
    detail = event.detail
    match event.name:
        case "console.displayed":
            seen.screens.add(detail["screen"])
            if detail["screen"] == "declined":
                seen.refused_classes.add(detail.get("operator_class", ""))
        case "printer.slip_torn":
            seen.torn_or_illegible = True
            seen.settlement_slip_torn |= detail.get("slip_kind") == "settlement"
        case "printer.slip_printed" if not detail.get("legible", True):
            seen.torn_or_illegible = True
        case "cashier.did" if detail["action"] in _COMPARES:
            seen.slip_differs |= detail.get("agrees") is False
        case "acquirer.batch_closed":
            seen.unbalanced |= str(detail.get("result")) != "1"


def _count_debits(seen: Seen, payments: Payments) -> None:
    for purchase in payments.purchases():
        debits = [one for one in payments.of(purchase) if one.taken_fen > 0]
        seen.most_debits = max(seen.most_debits, len(debits))
        meant_fen = payments.meant_fen.get(purchase)
        approved = [one for one in debits if one.approved_seq != NEVER]
        seen.charged_otherwise |= any(one.taken_fen != meant_fen for one in approved)


def _debited_without_slip(_: Seen, outcome: Outcome) -> bool:
    return any(
        one.paper_us >= COUNTS_FROM_US or one.unknown_us >= COUNTS_FROM_US or one.unexplained_fen
        for one in outcome.customers
    )


def _held_up(seen: Seen) -> bool:
    """Something was in the way of a payout."""
    kinds = ("payout_deferred", "payout_held", "payout_returned", "file_late", "file_rejected")
    return any(f"clearing.{kind}" in seen.names for kind in kinds)


def _not_credited(seen: Seen, outcome: Outcome) -> bool:
    return _held_up(seen) or any(
        one.unexplained_fen or one.unknown_us >= COUNTS_FROM_US for one in outcome.customers
    )


def _credited_late(seen: Seen, outcome: Outcome) -> bool:
    return _held_up(seen) or outcome.merchant.credit_day > 1


def _does_not_settle(seen: Seen, _: Outcome) -> bool:
    return (
        seen.unbalanced
        or seen.settlement_slip_torn
        or bool(seen.screens & {"settlement_failed", "journal_full", "totals_full", "storage_full"})
    )


def _breaks_off(seen: Seen, _: Outcome) -> bool:
    return (
        bool(seen.screens & (_REFUSED - {"declined"}))
        or bool(seen.refused_classes & NOT_THE_CUSTOMERS)
        or "terminal.powered_off" in seen.names
    )


def _differs_from_voucher(seen: Seen) -> bool:
    listed = "acquirer.difference_listed" in seen.names
    return seen.charged_otherwise or seen.slip_differs or listed


def _first_sale_not_credited(seen: Seen, outcome: Outcome) -> bool:
    """The story's first sale is the shop's first: the books begin with it."""
    return _credited_late(seen, outcome) or _breaks_off(seen, outcome)


_SHOWN: Mapping[str, Callable[[Seen, Outcome], bool]] = {
    "S1": _debited_without_slip,
    "S2": _not_credited,
    "S3": _does_not_settle,
    "S4": _first_sale_not_credited,
    "S5": _credited_late,
    "S6": _breaks_off,
    "S7": lambda seen, _: seen.most_debits > 1,
    "S8": lambda seen, _: _differs_from_voucher(seen),
    "S9": lambda seen, _: seen.torn_or_illegible,
}
"""Number of a symptom to what shows it."""
