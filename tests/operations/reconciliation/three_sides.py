"""Builds the three sides of a small shop by hand; a test leaves out, repeats or changes a line."""

from datetime import date, datetime, time, timedelta
from typing import Any

from emulator.operations.reconciliation.reconcile import Report, reconcile
from emulator.operations.reconciliation.records import (
    AcquirerItem,
    JournalItem,
    Sides,
    StatementLine,
)

TERMINAL = "12345678"
BATCH = "000001"
MONDAY = date(2026, 3, 2)
TEN = datetime.combine(MONDAY, time(10))
EVENING = datetime.combine(MONDAY, time(20))


def due_on(day: date) -> date:
    """A bank that works every day and pays on T+1."""
    return day + timedelta(days=1)


def journal(stan: str = "000002", amount_fen: int = 10_000, **more: Any) -> JournalItem:
    """A sale of 100.00 that the terminal knows to be approved."""
    values = {"terminal": TERMINAL, "batch": BATCH, "transaction": "sale", "outcome": "approved"}
    return JournalItem(**{**values, "stan": stan, "amount_fen": amount_fen, **more})


def acquirer(stan: str = "000002", amount_fen: int | None = 10_000, **more: Any) -> AcquirerItem:
    """The same sale as the acquirer has it."""
    values = {"terminal": TERMINAL, "batch": BATCH, "transaction": "sale", "business_day": MONDAY}
    return AcquirerItem(**{**values, "stan": stan, "amount_fen": amount_fen, **more})


def bank(stan: str = "000002", amount_fen: int = 10_000, **more: Any) -> StatementLine:
    """The same sale as the cardholder's bank has it."""
    values = {"terminal": TERMINAL, "batch": BATCH, "transaction": "sale"}
    return StatementLine(**{**values, "stan": stan, "amount_fen": amount_fen, **more})


def payout(amount_fen: int, day: date = MONDAY, **more: Any) -> StatementLine:
    """What came to the merchant's account on the next day at 09:20, without a fee."""
    at = datetime.combine(day + timedelta(days=1), time(9, 20))
    values = {"entry": "payout", "business_day": day, "amount_fen": amount_fen, "at": at}
    return StatementLine(**{**values, **more})


def found(
    journal: Any = (), acquirer: Any = (), bank: Any = (), *, until: datetime = EVENING, **more: Any
) -> Report:
    """Reconcile these lines on Monday evening, before anything is due."""
    terms = {key: more.pop(key) for key in ("fee_of", "is_whole") if key in more}
    sides = Sides(
        journal=tuple(journal),
        acquirer=tuple(acquirer),
        bank=None if bank is None else tuple(bank),
        until=until,
        **more,
    )
    return reconcile(sides, due_on=due_on, **terms)


def told(report: Report) -> list[tuple[str, str, int]]:
    """Class, odd side and amount of everything that differs."""
    return [(one.kind, one.odd, one.amount_fen) for one in report.differences]


def unexplained(report: Report) -> list[int]:
    """What the shares between the totals leave open."""
    return [explanation.unexplained_fen for explanation in report.explanations]
