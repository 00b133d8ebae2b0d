"""
How a run ended for each customer: what was paid, what hung in the air, and what paper there is.

Read from outside events up to the end of the calm; the test sale behind it concerns nobody.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.drills.payments import NEVER, PAYS, Payment, Payments

_MOVES = frozenset(("issuer.posted", "console.displayed", "storage.written", "cashier.did"))
"""Events after which money may hang in the air, or do so no longer."""


class CustomerEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to for one holder, over all purchases."""

    holder: str
    paid_fen: int = 0
    """What the bank has taken in the end."""
    over_fen: int = 0
    """Paid beyond what was meant, less what the shop made good."""
    unpaid_fen: int = 0
    """Meant to be paid and never taken: the customer went without."""
    unexplained_fen: int = 0
    """Taken, and the shop never told that it was approved."""
    held_fen: int = 0
    """Pre-authorised and kept from the customer."""
    hung_us: int = 0
    """How long money was taken that nobody had approved, or that was more than was meant."""
    unknown_us: int = 0
    """The part of `hung_us` in which nobody at the shop had approved it."""
    without_paper: int = 0
    """Payments that stand, for which there is neither a readable slip nor a receipt by hand."""
    paper_us: int = 0
    """The longest time from a debit until there was paper for it, or until the end."""
    waited_us: int = 0
    """From ringing up until it was approved, over all purchases that were."""


def customers_of(
    events: Sequence[TraceEvent], *, copies: int, end_us: int
) -> tuple[CustomerEnd, ...]:
    """
    How the run ended for each holder who meant to pay or whose card was taken, by name.

    Args:
        events: What happened until the end of the calm, in order.
        copies: How many the terminal prints; the customer's is the second, if there is one.
        end_us: The end of the calm.
    """
    return _Reader(copies).read(events, end_us)


class _Spans:
    """Adds up, for each purchase, how long something was so."""

    def __init__(self) -> None:
        self.total_us: dict[str, int] = {}
        self._since_us: dict[str, int] = {}

    def mark(self, purchase: str, now_us: int, *, is_on: bool) -> None:
        if is_on:
            self._since_us.setdefault(purchase, now_us)
        elif purchase in self._since_us:
            since_us = self._since_us.pop(purchase)
            self.total_us[purchase] = self.total_us.get(purchase, 0) + now_us - since_us

    def close(self, end_us: int) -> None:
        for purchase in list(self._since_us):
            self.mark(purchase, end_us, is_on=False)


class _Reader:
    def __init__(self, copies: int) -> None:
        self._payments = Payments(slip_copy="cardholder" if copies > 1 else "merchant")
        self._holders: dict[str, str] = {}
        """By purchase."""
        self._rang_us: dict[str, int] = {}
        self._hung = _Spans()
        self._unknown = _Spans()
        self._held_fen: dict[str, int] = {}
        self._elsewhere_fen: dict[str, int] = {}
        """By holder: what somebody else spent with the card's number, in other shops."""
        self._debited_us: dict[tuple[str, str], int] = {}
        """By batch and STAN."""

    def read(self, events: Sequence[TraceEvent], end_us: int) -> tuple[CustomerEnd, ...]:
        for event in events:
            self._payments.take(event)
            self._take(event)
        for spans in (self._hung, self._unknown):
            spans.close(end_us)
        at_us = {event.seq: event.at_us for event in events}
        for payment in self._payments.all:
            self._holders.setdefault(payment.purchase, payment.holder)
        names = dict.fromkeys(name for name in self._holders.values() if name)
        return tuple(self._end_of(holder, at_us, end_us) for holder in sorted(names))

    def _take(self, event: TraceEvent) -> None:
        name, detail = event.name, event.detail
        if name == "cardholder.meant":
            self._holders.setdefault(detail["purchase"], detail.get("holder", ""))
            self._rang_us.setdefault(detail["purchase"], event.at_us)
        elif name == "issuer.posted":
            number = (detail.get("batch", ""), detail.get("stan", ""))
            self._debited_us.setdefault(number, event.at_us)
            if detail.get("reason") == "elsewhere":
                self._spent_elsewhere(detail)
            for account, fen in detail.get("legs", ()):
                if account.startswith("cardholder:") and account.endswith(":held"):
                    holder = account.split(":")[1]
                    self._held_fen[holder] = self._held_fen.get(holder, 0) + fen
        if name in _MOVES:
            self._look_what_hangs(event.at_us)

    def _spent_elsewhere(self, detail: dict[str, Any]) -> None:
        holder = detail["holder"]
        spent_fen = sum(-fen for account, fen in detail["legs"] if fen < 0)
        self._elsewhere_fen[holder] = self._elsewhere_fen.get(holder, 0) + spent_fen

    def _look_what_hangs(self, now_us: int) -> None:
        for purchase in self._payments.purchases():
            is_unknown = any(map(_is_unexplained, self._payments.of(purchase)))
            self._unknown.mark(purchase, now_us, is_on=is_unknown)
            is_over = self._over_fen(purchase) > 0
            self._hung.mark(purchase, now_us, is_on=is_unknown or is_over)

    # In the end -------------------------------------------------------------------------------

    def _end_of(self, holder: str, at_us: dict[int, int], end_us: int) -> CustomerEnd:
        payments = self._payments
        mine = [name for name in payments.purchases() if self._holders.get(name) == holder]
        all_paid = [payment for name in mine for payment in payments.of(name)]
        standing = [payment for payment in all_paid if _stands(payment)]
        papers = [self._paper_us(payment, at_us, end_us) for payment in standing]
        return CustomerEnd(
            holder=holder,
            paid_fen=sum(payments.charged_fen(name) for name in mine),
            over_fen=(
                sum(self._over_fen(name) for name in mine) + self._elsewhere_fen.get(holder, 0)
            ),
            unpaid_fen=sum(self._unpaid_fen(name) for name in mine),
            unexplained_fen=sum(p.taken_fen for p in all_paid if _is_unexplained(p)),
            held_fen=self._held_fen.get(holder, 0),
            hung_us=sum(self._hung.total_us.get(name, 0) for name in mine),
            unknown_us=sum(self._unknown.total_us.get(name, 0) for name in mine),
            without_paper=sum(_paper_seq(payment) == NEVER for payment in standing),
            paper_us=max(papers, default=0),
            waited_us=sum(self._waited_us(name, at_us) for name in mine),
        )

    def _over_fen(self, purchase: str) -> int:
        payments = self._payments
        charged_fen = payments.charged_fen(purchase)
        over_fen = charged_fen - payments.meant_fen.get(purchase, charged_fen)
        return max(over_fen - payments.compensated_fen.get(purchase, 0), 0)

    def _unpaid_fen(self, purchase: str) -> int:
        payments = self._payments
        held_fen = sum(
            p.amount_fen for p in payments.of(purchase) if p.kind == "preauth" and _stands(p)
        )
        # Whoever got the money back in a dispute did pay and has the goods.
        back_fen = sum(payment.charged_back_fen for payment in payments.of(purchase))
        paid_fen = payments.charged_fen(purchase) + held_fen + back_fen
        return max(payments.meant_fen.get(purchase, 0) - paid_fen, 0)

    def _paper_us(self, payment: Payment, at_us: dict[int, int], end_us: int) -> int:
        seq = _paper_seq(payment)
        debited_us = self._debited_us.get((payment.batch, payment.stan), payment.sent_us)
        return (end_us if seq == NEVER else at_us[seq]) - debited_us

    def _waited_us(self, purchase: str, at_us: dict[int, int]) -> int:
        approved = [p.approved_seq for p in self._payments.of(purchase) if p.approved_seq != NEVER]
        if not approved or purchase not in self._rang_us:
            return 0
        return at_us[min(approved)] - self._rang_us[purchase]


def _is_unexplained(payment: Payment) -> bool:
    return payment.taken_fen > 0 and payment.approved_seq == NEVER


def _stands(payment: Payment) -> bool:
    return payment.kind in PAYS and payment.approved_seq != NEVER and payment.undone_seq == NEVER


def _paper_seq(payment: Payment) -> int:
    """The event that gave the customer the first paper for a payment."""
    came: Iterable[int] = (s for s in (payment.slip_seq, payment.receipt_seq) if s != NEVER)
    return min(came, default=NEVER)
