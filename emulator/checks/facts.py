"""
Facts: what an expectation can ask for, computed from outside events.

The names and their values stand in docs/reference/facts.md. A fact that the trace cannot tell is
`Unknown` with the reason, never a guess.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.checks.back_office import BackOffice, CountBusinessDays
from emulator.checks.base import Desk, Fold
from emulator.checks.books import Books
from emulator.checks.slips import Slips, copies_of
from emulator.checks.till import Till
from emulator.checks.transactions import Transactions
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth

FIRST_HOLDER = "customer"
"""The first cardholder of the scenario, whatever the card is called."""


class Unknown(msgspec.Struct, frozen=True):
    """A fact that cannot be told, and why in one word."""

    reason: str

    def __str__(self) -> str:
        return f"unknown ({self.reason})"


class ShopState:
    """
    The shop as outside events show it at one moment.

    Feed it with `see` and ask with `value` or `agree`. It keeps every transaction and every slip:
    it is meant for traces that are kept themselves.
    """

    def __init__(self, count_business_days: CountBusinessDays | None = None) -> None:
        """
        Args:
            count_business_days: The bank calendar, for `payout.days`.
        """
        self.slips = Slips()
        self._books = Books()
        self._transactions = Transactions(self._books)
        self._transactions.concerns.append(lambda _: True)
        self._till = Till(self._transactions)
        self._office = BackOffice(count_business_days)
        self._merchant = ""
        parts = (self._books, self._transactions, self._till, self._office, self.slips)
        self._parts: tuple[Fold, ...] = parts
        self._desk = Desk(parts)
        self._named = self._named_facts()

    def see(self, event: TraceEvent) -> None:
        """Take in one event."""
        if event.kind == "run_started" and event.source == "bench":
            self._merchant = event.detail.get("merchant", "")
        self._desk.see_all((event,))

    def value(self, fact: str) -> Any:
        """
        The value of a fact now, or `Unknown`.

        Raises:
            KeyError: There is no such fact; the scenario's reader should have said so.
        """
        crashed = next((part.crashed for part in self._parts if part.crashed), "")
        if crashed:
            return Unknown(crashed)
        named = self._named.get(fact)
        if named is not None:
            return named()
        owner, dot, name = fact.rpartition(".")
        if dot and owner == "sale":
            return self._till.outcome(name)
        if dot and name in ("balance", "held", "debits"):
            return self._of_holder(owner, name)
        raise KeyError(fact)

    def agree(self, fact: str, wanted: Any, *, after_seq: int = -1) -> Truth:
        """
        Tell whether a fact has the wanted value now; inconclusive if nobody can know.

        Of a mapping every wanted key must agree. For `receipt` only slips finished after
        `after_seq` count.
        """
        if fact == "receipt":
            return self.slips.agree(wanted, after_seq=after_seq)
        found = self.value(fact)
        if isinstance(found, Unknown):
            return Truth.INCONCLUSIVE
        if isinstance(wanted, dict):
            if any(key not in found for key in wanted):
                return Truth.INCONCLUSIVE
            same = all(found[key] == value for key, value in wanted.items())
        else:
            same = found == wanted
        return Truth.PASS if same else Truth.FAIL

    # The facts --------------------------------------------------------------------------------

    def _named_facts(self) -> dict[str, Callable[[], Any]]:
        books, till, office, slips = self._books, self._till, self._office, self.slips
        return {
            "merchant.account": self._merchant_account,
            "merchant.pending": self._merchant_pending,
            "acquirer.suspense": lambda: books.balance_fen("acquirer:suspense"),
            "acquirer.fees": lambda: books.balance_fen("acquirer:fees"),
            "issuer.suspense": lambda: books.total_fen("issuer:", ":suspense"),
            "acquirer.differences": lambda: len(office.differences),
            "terminal.batch": till.terminal.batch_shown,
            "terminal.pending_reversals": lambda: len(till.terminal.pending),
            "backup.batch": till.backup.batch_shown,
            "backup.pending_reversals": lambda: len(till.backup.pending),
            "terminal.notice": lambda: office.notice or Unknown("no_notice"),
            "screen": lambda: till.screen or Unknown("no_screen"),
            "receipt": self._last_receipt,
            "slips.original": lambda: self._count(slips.original),
            "slips.reprint": lambda: self._count(slips.reprint),
            "slips.torn": lambda: self._count(slips.torn),
            "slips.fault": lambda: self._count(slips.fault),
            "tickets.open": lambda: len(office.tickets),
            "batches.closed": lambda: office.batches_closed,
            "batch.result": lambda: office.batch_result or Unknown("no_settlement"),
            "payout.days": lambda: _known(office.payout_days, "no_payout"),
        }

    def _merchant_account(self) -> int:
        return self._books.balance_fen(f"merchant:{self._merchant}:account")

    def _merchant_pending(self) -> int:
        books, merchant = self._books, self._merchant
        return books.balance_fen(f"acquirer:payable:{merchant}") + books.balance_fen(
            f"clearing:transit:{merchant}"
        )

    def _count(self, slips: int) -> Any:
        """A count of slips, which nobody can know while one of them may be whole or not."""
        return Unknown("unconfirmed") if self.slips.unconfirmed else slips

    def _last_receipt(self) -> Any:
        """The last whole slip, with the copies of its transaction that look the same."""
        if self.slips.unconfirmed:
            return Unknown("unconfirmed")
        if not self.slips.printed:
            return Unknown("no_slip")
        detail = self.slips.printed[-1].detail
        mark = "reprint" if detail.get("reprint") else ""
        like = {"stan": detail.get("stan"), "marked": mark}
        found = self.slips.matching(like)
        return {
            "copies": copies_of(found),
            "amount": detail.get("amount_fen", 0),
            "marked": mark,
            "transaction": detail.get("transaction", ""),
            "stan": detail.get("stan", ""),
            "copy": detail.get("copy", ""),
            "legible": detail.get("legible", True),
            "count": len(found),
        }

    def _of_holder(self, holder: str, name: str) -> Any:
        holder = self._holder(holder)
        account = f"cardholder:{holder}"
        if name == "debits":
            return sum(t.is_live_debit and t.holder == holder for t in self._transactions)
        if account not in self._books.balances:
            return Unknown("no_account")
        return self._books.balance_fen(account if name == "balance" else f"{account}:held")

    def _holder(self, name: str) -> str:
        if name == FIRST_HOLDER and f"cardholder:{name}" not in self._books.balances:
            accounts = (a for a in self._books.balances if a.startswith("cardholder:"))
            return next(accounts, name).removeprefix("cardholder:")
        return name


def _known(value: Any, reason: str) -> Any:
    return Unknown(reason) if value is None else value
