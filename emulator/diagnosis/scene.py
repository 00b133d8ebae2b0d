"""The shop as somebody sees it now: events from outside, payments, the time on the wall."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property

from emulator.clearing.calendar import BankCalendar
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.drills.payments import NEVER, PAYS, Payment, Payments, payments_of

TELLING = frozenset(
    (
        "declined", "not_connected", "timed_out", "bad_answer", "reversed", "reversal_failed",
        "not_possible", "sign_in_required", "journal_full", "totals_full", "storage_full",
        "settlement_failed", "paper_out", "printer_fault", "printer_hot", "confirm_duplicate",
    )
)  # fmt: skip
"""Screens that say that something is the matter."""


class Scene:
    """The shop as it stands now, with what happened since it opened."""

    def __init__(self, past: Iterable[TraceEvent], given: Given, calendar: BankCalendar) -> None:
        """
        Args:
            past: What happened up to now; its last event is of now.
            given: How the shop is set up, of which only the date and the number of copies are
                read, which everybody there knows.
            calendar: Says on which days banks work.
        """
        self.given = given
        self.calendar = calendar
        self._all = [event for event in past if not event.inside]
        self.now_us = self._all[-1].at_us if self._all else 0
        self.events = [e for e in self._all if e.at_us >= 0]

    @cached_property
    def payments(self) -> Payments:
        """All payments so far."""
        return payments_of(self._all, copies=self.given.terminal.copies)

    @cached_property
    def payment(self) -> Payment | None:
        """The payment that it is about: the first with which anything is wrong, else the last."""
        paid = [payment for payment in self.payments.all if payment.kind in PAYS]
        wrong = filter(self._is_wrong, paid)
        return next(wrong, paid[-1] if paid else None)

    def _is_wrong(self, payment: Payment) -> bool:
        meant_fen = self.payments.meant_fen.get(payment.purchase, payment.amount_fen)
        return (
            payment.approved_seq == NEVER
            or payment.slip_seq == NEVER
            or payment.amount_fen != meant_fen
            or len(self.approved(payment.purchase)) > 1
        )

    def approved(self, purchase: str) -> list[Payment]:
        """The payments for one purchase that the terminal approved."""
        return [p for p in self.payments.of(purchase) if p.approved_seq != NEVER]

    @cached_property
    def told(self) -> TraceEvent | None:
        """The last screen that told of trouble, or the one that stood there at opening."""
        screens = [e for e in self._all if e.name == "console.displayed"]
        opened = [e for e in screens if e.at_us < 0][-1:]
        later = [e for e in screens if e.at_us >= 0]
        found = (e for e in reversed(opened + later) if e.detail["screen"] in TELLING)
        return next(found, None)

    def wall(self, at_us: int) -> datetime:
        """Date and time of a moment."""
        return self.given.start + timedelta(microseconds=at_us)

    def named(self, *names: str) -> list[TraceEvent]:
        """The events of some names since the shop opened, in order."""
        return [event for event in self.events if event.name in names]
