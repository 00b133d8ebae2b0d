"""
The payments of a run as a trainer sees them: who paid what, was it approved, is there a slip.

Read from the same outside events that the checks read. Left out: everything that only a terminal
programmer would ask about; the checks judge that.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS, VOIDED_BY, Side

NEVER = -1
"""Stands for the sequence number of an event that did not happen."""
PAYS = tuple(VOIDED_BY)
"""Kinds with which a customer pays, or lets an amount be held."""
TAKES_BACK = (*VOIDED_BY.values(), "refund")
_DEBITS = frozenset(kind.name for kind in KINDS.values() if kind.side is Side.DEBIT)


class Payment(msgspec.Struct, eq=False):
    """One numbered transaction that moved, or was to move, a customer's money."""

    kind: str
    batch: str
    stan: str
    amount_fen: int
    purchase: str
    """What the customer meant to pay with it; empty if nobody knows."""
    holder: str
    sent_seq: int
    sent_us: int
    approved_seq: int = NEVER
    undone_seq: int = NEVER
    """When it was reversed or voided, as far as the shop was told."""
    slip_seq: int = NEVER
    """The first slip for the customer that can be read."""
    receipt_seq: int = NEVER
    """The first receipt by hand."""
    moved_fen: int = 0
    """What the customer's bank took for it; negative is given back."""
    charged_back_fen: int = 0
    """The part of what was given back that a dispute took from the merchant."""
    original: "Payment | None" = None
    """What this one takes back."""
    takers: "list[Payment]" = []
    """What takes this one back."""

    def stands_at(self, seq: int) -> bool:
        """Tell whether it was approved and not taken back before an event."""
        return NEVER < self.approved_seq < seq and not NEVER < self.undone_seq < seq

    @property
    def taken_fen(self) -> int:
        """What is left of the debit after all that was given back."""
        return self.moved_fen + sum(taker.moved_fen for taker in self.takers)


class Payments:
    """All payments of a trace; feed it every event in order."""

    def __init__(self, *, slip_copy: str) -> None:
        """
        Args:
            slip_copy: Which copy the customer leaves with.
        """
        self.all: list[Payment] = []
        self.meant_fen: dict[str, int] = {}
        """What a customer means to pay, by purchase; nothing for one with a stolen card."""
        self.compensated_fen: dict[str, int] = {}
        """What the shop gave in cash for what went wrong, by purchase."""
        self._slip_copy = slip_copy
        self._by_number: dict[tuple[str, str], Payment] = {}
        self._by_reference: dict[str, Payment] = {}
        self._purchase = self._holder = ""
        self._takes: dict[tuple[str, str], Callable[[TraceEvent], None]] = {
            ("cardholder", "meant"): self._meant,
            ("console", "card_presented"): self._card_presented,
            ("uplink", "sent"): self._sent,
            ("uplink", "delivered"): self._delivered,
            ("console", "displayed"): self._displayed,
            ("storage", "written"): self._written,
            ("printer", "slip_printed"): self._slip_printed,
            ("cashier", "did"): self._did,
            ("issuer", "posted"): self._posted,
        }

    def take(self, event: TraceEvent) -> None:
        """Take in one event."""
        taken = self._takes.get((event.source, event.kind))
        if taken is not None:
            taken(event)

    def of(self, purchase: str) -> list[Payment]:
        """Everything that was paid for a purchase, oldest first."""
        return [p for p in self.all if p.purchase == purchase and p.kind in PAYS]

    def purchases(self) -> list[str]:
        """Every purchase that somebody meant or that a card was taken for, in order."""
        named = (p.purchase for p in self.all if p.kind in PAYS)
        return list(dict.fromkeys((*self.meant_fen, *named)))

    def charged_fen(self, purchase: str) -> int:
        """What the customer's bank has taken for a purchase by now."""
        return sum(p.taken_fen for p in self.of(purchase) if p.kind in _DEBITS)

    # Events -----------------------------------------------------------------------------------

    def _meant(self, event: TraceEvent) -> None:
        detail = event.detail
        self.meant_fen[detail["purchase"]] = 0 if detail.get("stolen") else detail["amount_fen"]

    def _card_presented(self, event: TraceEvent) -> None:
        self._purchase = event.detail.get("purchase", "")
        self._holder = event.detail.get("holder", "")

    def _sent(self, event: TraceEvent) -> None:
        detail = event.detail
        kind = detail.get("transaction")
        if detail.get("way") != "up" or kind not in (*PAYS, *TAKES_BACK):
            return
        # A reversal and a repeated advice carry the number of what they are about.
        if detail.get("mti") != KINDS[kind].mti or self._number(detail) in self._by_number:
            return
        payment = Payment(
            kind=kind,
            batch=detail["batch"],
            stan=detail["stan"],
            amount_fen=detail.get("amount_fen") or 0,
            purchase=self._purchase,
            holder=self._holder,
            sent_seq=event.seq,
            sent_us=event.at_us,
        )
        self.all.append(payment)
        self._by_number[self._number(detail)] = payment
        if kind in TAKES_BACK:
            self._hang_on_original(payment, detail)

    def _hang_on_original(self, taker: Payment, detail: dict[str, Any]) -> None:
        number = (detail.get("original_batch", ""), detail.get("original_stan", ""))
        found = self._by_number.get(number) or self._by_reference.get(detail.get("reference", ""))
        if found is None or found is taker:
            return
        taker.original, taker.purchase, taker.holder = found, found.purchase, found.holder
        found.takers.append(taker)

    def _delivered(self, event: TraceEvent) -> None:
        detail = event.detail
        found = self._by_number.get(self._number(detail))
        if found is not None and "reference" in detail and detail.get("way") == "down":
            self._by_reference[detail["reference"]] = found

    def _displayed(self, event: TraceEvent) -> None:
        if event.detail["screen"] == "approved":
            self._approve(event)
        elif event.detail["screen"] == "reversed":
            self._undo(self._by_number.get(self._number(event.detail)), event.seq)

    def _written(self, event: TraceEvent) -> None:
        # After a power cut nobody sees the screen, but the terminal knows.
        if event.detail.get("record") == "verdict" and event.detail.get("outcome") == "approved":
            self._approve(event)

    def _approve(self, event: TraceEvent) -> None:
        payment = self._by_number.get(self._number(event.detail))
        if payment is None or payment.approved_seq != NEVER:
            return
        payment.approved_seq = event.seq
        if payment.kind in VOIDED_BY.values():
            self._undo(payment.original, event.seq)

    @staticmethod
    def _undo(payment: Payment | None, seq: int) -> None:
        if payment is not None and payment.undone_seq == NEVER:
            payment.undone_seq = seq

    def _slip_printed(self, event: TraceEvent) -> None:
        detail = event.detail
        payment = self._by_number.get(self._number(detail))
        is_for_customer = detail.get("copy") == self._slip_copy and detail.get("legible", True)
        if payment is not None and is_for_customer and payment.slip_seq == NEVER:
            payment.slip_seq = event.seq

    def _did(self, event: TraceEvent) -> None:
        detail = event.detail
        if not detail.get("effect", True):
            return
        purchase = detail.get("purchase", "")
        if detail.get("action") == "compensate":
            before_fen = self.compensated_fen.get(purchase, 0)
            self.compensated_fen[purchase] = before_fen + detail["amount_fen"]
        if detail.get("action") != "manual_receipt":
            return
        for payment in self.of(purchase):
            if payment.receipt_seq == NEVER:
                payment.receipt_seq = event.seq

    def _posted(self, event: TraceEvent) -> None:
        payment = self._by_number.get(self._number(event.detail))
        if payment is None:
            return
        # Money moved into a hold stays the customer's: both legs are counted.
        got_fen = sum(
            fen for account, fen in event.detail.get("legs", ()) if account.startswith("cardholder")
        )
        payment.moved_fen -= got_fen
        if event.detail.get("reason") == "chargeback":
            payment.charged_back_fen += got_fen

    @staticmethod
    def _number(detail: dict[str, Any]) -> tuple[str, str]:
        return detail.get("batch", ""), detail.get("stan", "")


def payments_of(events: Iterable[TraceEvent], *, copies: int) -> Payments:
    """
    Read the payments of a trace.

    Args:
        events: The trace, in order.
        copies: How many the terminal prints; the customer's is the second, if there is one.
    """
    payments = Payments(slip_copy="cardholder" if copies > 1 else "merchant")
    for event in events:
        payments.take(event)
    return payments
