"""
The banks' books: accounts and postings that always sum to zero.

One book holds the accounts of all institutions; an account's name begins with its owner
(`cardholder:`, `issuer:`, `clearing:`, `acquirer:`, `merchant:`). A balance is money that stands
there for somebody: positive is owed to the owner of the account's purpose, negative is owed by it.
The book keeps balances only; the postings themselves are in the trace, so that a run of a million
sales needs no more memory than one.
"""

import msgspec


class Posting(msgspec.Struct, frozen=True, gc=False):
    """One balanced entry, as it was booked."""

    number: int
    legs: tuple[tuple[str, int], ...]
    """Accounts, and by how many fen each rose."""


class Unbalanced(ValueError):
    """The legs of a posting do not sum to zero: the caller's mistake; nothing was booked."""


class Book:
    """Accounts in one currency; append only."""

    def __init__(self, currency: str = "CNY") -> None:
        self.currency = currency
        self.postings = 0
        """How many entries were booked."""
        self._balances: dict[str, int] = {}

    def post(self, *legs: tuple[str, int]) -> Posting:
        """
        Book one entry.

        Raises:
            Unbalanced: The amounts do not sum to zero; nothing was booked.
        """
        total_fen = 0
        for _, amount_fen in legs:
            total_fen += amount_fen
        if total_fen:
            raise Unbalanced(f"legs sum to {total_fen} fen: {legs}")
        balances = self._balances
        for account, amount_fen in legs:
            balances[account] = balances.get(account, 0) + amount_fen
        self.postings += 1
        return Posting(self.postings, legs)

    def balance_fen(self, account: str) -> int:
        """The balance of an account; 0 for one that was never used."""
        return self._balances.get(account, 0)

    def accounts(self, prefix: str = "") -> dict[str, int]:
        """Accounts whose name begins with `prefix` and their balances, sorted by name."""
        return {a: b for a, b in sorted(self._balances.items()) if a.startswith(prefix)}
