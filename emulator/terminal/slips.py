"""
What each slip says, as values; how it looks is the layout's business.

The card number is masked on every slip. Real terminals print it whole on pre-authorisation slips
(payments.md 3.11); ours does not, since nothing may show a card number in clear.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from emulator.domain.journal import Entry
from emulator.domain.receipt import DETAIL_ITEM_LINES, LINES, REPORT_LINES
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import World
from emulator.terminal.clock import TerminalClock
from emulator.terminal.journal import Batch, Item, Pending

ENTRY_LETTERS = {"swipe": "S", "chip": "I", "contactless": "C", "keyed": "M"}
"""How the card was read, as the slip shows it; N is no card."""

COPIES = ("merchant", "cardholder", "bank")
"""Copies in the order in which they are printed."""


def lines_of(kind: str, copy: str, items: int = 0) -> int:
    """How many lines a slip has."""
    if copy != "report":
        return LINES[copy]
    return REPORT_LINES[kind] + (DETAIL_ITEM_LINES * items if kind == "detail" else 0)


class Slips:
    """Writes slips for one terminal."""

    def __init__(
        self, world: World, settings: TerminalSettings, clock: TerminalClock | None = None
    ) -> None:
        """
        Args:
            world: Where the terminal stands.
            settings: What the head of a slip says.
            clock: The terminal's own; None for one that is always right.
        """
        self._world = world
        self._clock = clock or TerminalClock(world)
        self._settings = settings
        self._year = ""
        self._year_ends_us = -1
        self._head = {
            "merchant_name": settings.merchant_name,
            "merchant": settings.merchant_id,
            "terminal": settings.terminal_id,
        }

    def sale(self, entry: Entry) -> dict[str, Any]:
        """The slip of a card transaction (payments.md 3.11)."""
        date, time = self._moment(entry.own_time or entry.host_time)
        values = {
            **self._head,
            "operator": entry.operator,
            "card": entry.pan.masked if entry.pan is not None else "",
            "entry": ENTRY_LETTERS.get(entry.entry or "", "N"),
            "expiry": entry.expiry or "",
            "transaction": entry.kind,
            "batch": entry.batch,
            "stan": entry.stan,
            "authorisation": entry.authorisation or "",
            "reference": entry.reference or "",
            "date": date,
            "time": time,
            "amount_fen": entry.amount_fen,
        }
        if entry.original_stan is not None:
            values["original_stan"] = entry.original_stan
        if entry.original_reference is not None:
            values["original_reference"] = entry.original_reference
        if entry.original_date is not None:
            values["original_date"] = entry.original_date
        return values

    def fault(self, pending: Pending) -> dict[str, Any]:
        """The slip that says that a reversal could not be delivered; no voucher."""
        return {**self.sale(pending.entry), "reason": pending.reason}

    def settlement(self, closed: dict[str, Any]) -> dict[str, Any]:
        """The slip of a closed batch."""
        date, time = self._moment(None)
        return {**self._head, "transaction": "settlement", "date": date, "time": time, **closed}

    def cash(self, amount_fen: int, number: int, operator: str) -> dict[str, Any]:
        """The slip of a sale for cash."""
        date, time = self._moment(None)
        return {
            **self._head,
            "operator": operator,
            "transaction": "cash",
            "number": number,
            "date": date,
            "time": time,
            "amount_fen": amount_fen,
        }

    def detail(self, batch: str, items: Iterable[Item]) -> dict[str, Any]:
        """The list of a batch's transactions."""
        date, time = self._moment(None)
        return {
            **self._head,
            "transaction": "detail",
            "batch": batch,
            "date": date,
            "time": time,
            "items": [_line(item) for item in items],
        }

    def totals(self, batch: Batch) -> dict[str, Any]:
        """What a batch that is still open comes to."""
        date, time = self._moment(None)
        totals = batch.totals
        return {
            **self._head,
            "transaction": "totals",
            "batch": batch.number,
            "date": date,
            "time": time,
            "debit_fen": totals.debit_fen,
            "debit_count": totals.debit_count,
            "credit_fen": totals.credit_fen,
            "credit_count": totals.credit_count,
            "kinds": totals_by_kind(batch),
        }

    def _moment(self, stamp: str | None) -> tuple[str, str]:
        """Date and time for the slip: those of a stamp, MMDDhhmmss, or what the clock says now."""
        if stamp is None:
            now = self._clock.now().isoformat(" ", "seconds")
            return now[:10], now[11:]
        t = stamp
        return f"{self._this_year()}-{t[:2]}-{t[2:4]}", f"{t[4:6]}:{t[6:8]}:{t[8:]}"

    def _this_year(self) -> str:
        """A stamp has no year; the terminal adds that of its own clock."""
        world = self._world
        if self._clock.is_off:
            return f"{self._clock.now().year:04d}"
        if world.now_us >= self._year_ends_us:
            year = world.clock.at(world.now_us).year
            self._year = f"{year:04d}"
            self._year_ends_us = world.clock.us_of(datetime(year + 1, 1, 1))
        return self._year


def totals_by_kind(batch: Batch) -> dict[str, list[int]]:
    """Amount in fen and count of each kind of transaction in a batch."""
    totals: dict[str, list[int]] = {}
    for item in batch.items.values():
        line = totals.setdefault(item.entry.kind, [0, 0])
        line[0] += item.entry.amount_fen
        line[1] += 1
    return totals


def _line(item: Item) -> dict[str, Any]:
    entry = item.entry
    return {
        "transaction": entry.kind,
        "stan": entry.stan,
        "card": entry.pan.masked if entry.pan is not None else "",
        "amount_fen": entry.amount_fen,
        "authorisation": entry.authorisation or "",
        "voided": item.voided,
    }
