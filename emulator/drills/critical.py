"""
Mistakes that fail a drill outright, whatever else was done well.

To add one, write a function from `Played` to what went wrong, add a line to `MISTAKES`, and the
sentences `drill.critical.<what>`. A mistake that the model makes as well is none: then the story
leaves no choice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.drills.doings import Doings
from emulator.drills.money import overcharged_fen
from emulator.drills.payments import NEVER, PAYS, Payment, Payments


class Critical(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake that nobody may make."""

    what: str
    at_us: int
    purchase: str = ""
    amount_fen: int = 0


class Played(msgspec.Struct, kw_only=True):
    """A run as the mistakes are looked for in it."""

    events: Sequence[TraceEvent]
    doings: Doings
    payments: Payments

    @property
    def from_seq(self) -> int:
        """Where the person's time at the till begins."""
        over = self.doings.took_over
        return len(self.events) if over is None else over.seq

    @property
    def until_seq(self) -> int:
        """Where it ends."""
        left = self.doings.left
        return len(self.events) if left is None else left.seq


Looks = Callable[[Played, Played], Iterator[Critical]]
"""The person's run and the model's to the mistakes of one sort."""


def mistakes(person: Played, model: Played) -> tuple[Critical, ...]:
    """Every mistake that fails the drill, in order; none of who never took the till over."""
    if person.doings.took_over is None:
        return ()
    found = [one for looks in MISTAKES for one in looks(person, model)]
    return tuple(sorted(found, key=lambda one: one.at_us))


def _swiped_again(person: Played, _: Played) -> Iterator[Critical]:
    """The card is charged again although the same purchase was approved and stands."""
    for payment in person.payments.all:
        is_the_persons = person.from_seq < payment.sent_seq < person.until_seq
        if not is_the_persons or payment.kind not in PAYS:
            continue
        if any(_pays_the_same(other, payment, person.payments) for other in person.payments.all):
            yield Critical(
                what="swiped_again",
                at_us=payment.sent_us,
                purchase=payment.purchase,
                amount_fen=payment.amount_fen,
            )


def _pays_the_same(earlier: Payment, later: Payment, payments: Payments) -> bool:
    if earlier.kind != later.kind or not earlier.stands_at(later.sent_seq):
        return False
    if earlier.purchase == later.purchase:
        return True
    # Nobody meant to buy anything more: it can only be the same once again.
    is_unasked = later.purchase not in payments.meant_fen
    return is_unasked and earlier.holder == later.holder


def without_slip(played: Played) -> Iterator[tuple[Payment, TraceEvent | None]]:
    """Payments whose customers left without any paper, and the event with which they left."""
    for payment in played.payments.all:
        if payment.kind not in PAYS or payment.approved_seq == NEVER:
            continue
        if payment.approved_seq > played.until_seq:
            continue
        gone = _departure(played, payment)
        gone_seq = played.until_seq if gone is None else gone.seq
        has_paper = any(NEVER < seq <= gone_seq for seq in (payment.slip_seq, payment.receipt_seq))
        if not has_paper and payment.stands_at(gone_seq):
            yield payment, gone


def _departure(played: Played, payment: Payment) -> TraceEvent | None:
    """When the customer left: the next one is served, or the cashier goes."""
    after_seq = max(payment.approved_seq, played.from_seq)
    for event in played.events[after_seq + 1 : played.until_seq + 1]:
        name, detail = event.name, event.detail
        if name == "cashier.rang_up" and detail.get("purchase") != payment.purchase:
            return event
        if name == "cardholder.walked_away":
            return event
        if name == "desk.heard" and detail.get("deed") in ("customer_came", "left"):
            return event
    return None


def _no_slip(person: Played, model: Played) -> Iterator[Critical]:
    """A customer who paid left with neither a slip that can be read nor a receipt by hand."""
    unavoidable = {payment.purchase for payment, _ in without_slip(model)}
    left = person.doings.left
    for payment, gone in without_slip(person):
        if payment.purchase in unavoidable:
            continue
        at_us = gone.at_us if gone is not None else left.at_us if left is not None else 0
        yield Critical(
            what="no_slip",
            at_us=at_us,
            purchase=payment.purchase,
            amount_fen=payment.amount_fen,
        )


def _refunded_wrong(person: Played, model: Played) -> Iterator[Critical]:
    """A refund that neither the model gave nor leaves the customer with what was meant."""
    given = Counter(p.amount_fen for p in model.payments.all if p.kind == "refund")
    for payment in person.payments.all:
        approved_seq = payment.approved_seq
        if payment.kind != "refund" or not person.from_seq < approved_seq < person.until_seq:
            continue
        meant_fen = person.payments.meant_fen.get(payment.purchase)
        is_right = person.payments.charged_fen(payment.purchase) == meant_fen
        given[payment.amount_fen] -= 1
        if given[payment.amount_fen] < 0 and not is_right:
            yield Critical(
                what="refunded_wrong",
                at_us=person.events[approved_seq].at_us,
                purchase=payment.purchase,
                amount_fen=payment.amount_fen,
            )


def _overcharged(person: Played, model: Played) -> Iterator[Critical]:
    """The person left, and a customer has paid more than was meant and than the model let be."""
    left = person.doings.left
    for purchase in person.payments.purchases():
        over_fen = overcharged_fen(person.payments, purchase)
        if left is not None and over_fen > overcharged_fen(model.payments, purchase):
            yield Critical(
                what="overcharged", at_us=left.at_us, purchase=purchase, amount_fen=over_fen
            )


MISTAKES: tuple[Looks, ...] = (_swiped_again, _no_slip, _refunded_wrong, _overcharged)
"""Every sort of mistake that fails outright."""
