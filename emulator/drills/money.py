"""
What it came to in yuan: the money before and after, and who lost, is owed or waits.

The measure is the model's run and what each customer meant to pay, so that nobody is blamed for
money that no cashier could have saved.
"""

from collections.abc import Iterable

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.drills.doings import Doings
from emulator.drills.payments import Payments

BENCH_HOLDERS = ("probe",)
"""Whose cards are the bench's own; one that scenarios use too gets dashes behind it."""


class Balances(msgspec.Struct, frozen=True, kw_only=True):
    """Where the money is at one moment, in fen."""

    customers_fen: int = 0
    held_fen: int = 0
    """Pre-authorised and kept from the customers."""
    merchant_fen: int = 0
    """On the merchant's account."""
    pending_fen: int = 0
    """Owed to the merchant, or under way."""
    suspense_fen: int = 0
    fees_fen: int = 0


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """The money of a drill."""

    before: Balances
    """When the person took over."""
    when_left: Balances
    in_the_end: Balances
    """When everything was mended and had come to rest."""
    of_model: Balances
    """The same moment of the model's run."""


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """Money that somebody lost, is owed or waits for because of how it was done."""

    what: str
    """`customer_owed`, `shop_lost`, `merchant_waits`, `customer_waits`, `in_suspense`, `no_proof`;
    the sentence is `drill.consequence.<what>`."""
    amount_fen: int
    purchase: str = ""


def snapshots(events: Iterable[TraceEvent], doings: Doings) -> tuple[Balances, Balances, Balances]:
    """Where the money was when the person took over, left, and when all had come to rest."""
    marks = [doings.took_over, doings.left]
    taken: list[Balances] = []
    books: dict[str, int] = {}
    for event in events:
        while len(taken) < len(marks):
            mark = marks[len(taken)]
            if mark is None or event.seq < mark.seq:
                break
            taken.append(_balances(books))
        if event.kind == "posted":
            for account, fen in event.detail.get("legs", ()):
                books[account] = books.get(account, 0) + fen
        elif event.kind == "calm_ended" and event.source == "bench":
            break
    end = _balances(books)
    before, left = (*taken, end, end)[:2]
    return before, left, end


def _balances(books: dict[str, int]) -> Balances:
    customers = held = merchant = pending = suspense = 0
    for account, fen in books.items():
        owner, _, rest = account.partition(":")
        if owner == "cardholder":
            if rest.removesuffix(":held").rstrip("-") in BENCH_HOLDERS:
                continue
            if rest.endswith(":held"):
                held += fen
            else:
                customers += fen
        elif owner == "merchant":
            merchant += fen
        elif account.startswith(("acquirer:payable:", "clearing:transit:")):
            pending += fen
        elif rest.rpartition(":")[2] == "suspense":
            suspense += fen
    return Balances(
        customers_fen=customers,
        held_fen=held,
        merchant_fen=merchant,
        pending_fen=pending,
        suspense_fen=suspense,
        fees_fen=books.get("acquirer:fees", 0),
    )


def overcharged_fen(payments: Payments, purchase: str) -> int:
    """By how much a customer has paid more than was meant; 0 if not."""
    return max(payments.charged_fen(purchase) - payments.meant_fen.get(purchase, 0), 0)


def consequences(
    person: Payments, model: Payments, money: Money, unproven: dict[str, int]
) -> tuple[Consequence, ...]:
    """
    What it cost, the worst first.

    Args:
        person: The payments of the person's run.
        model: Those of the model's.
        money: Where the money is in the end in both.
        unproven: Amounts for which a customer left without any paper, by purchase.
    """
    found = [*_by_purchase(person, model)]
    end, of_model = money.in_the_end, money.of_model
    waits = (
        ("merchant_waits", min(end.pending_fen - of_model.pending_fen, _short(money))),
        ("customer_waits", end.held_fen - of_model.held_fen),
        ("in_suspense", end.suspense_fen - of_model.suspense_fen),
    )
    found += [Consequence(what=what, amount_fen=fen) for what, fen in waits if fen > 0]
    found += [
        Consequence(what="no_proof", amount_fen=fen, purchase=purchase)
        for purchase, fen in unproven.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.amount_fen))


def _short(money: Money) -> int:
    """By how much less is on the merchant's account than in the model."""
    return max(money.of_model.merchant_fen - money.in_the_end.merchant_fen, 0)


def _by_purchase(person: Payments, model: Payments) -> Iterable[Consequence]:
    for purchase in person.purchases():
        over_fen = overcharged_fen(person, purchase) - overcharged_fen(model, purchase)
        if over_fen > 0:
            yield Consequence(what="customer_owed", amount_fen=over_fen, purchase=purchase)
    for purchase in model.purchases():
        lost_fen = model.charged_fen(purchase) - person.charged_fen(purchase)
        meant_fen = model.meant_fen.get(purchase, 0)
        lost_fen = min(lost_fen, meant_fen - person.charged_fen(purchase))
        if lost_fen > 0:
            yield Consequence(what="shop_lost", amount_fen=lost_fen, purchase=purchase)
