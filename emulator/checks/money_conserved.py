"""
No money appears or disappears: every posting balances, and institutions agree about each other.

Left out: what one institution has booked and the other not yet, before the clearing of that day;
the clearing must find it and put it into suspense.
"""

from emulator.checks.base import Check, Folds, Handlers
from emulator.checks.books import ISSUER, RECEIVABLE, Books
from emulator.checks.seen import NOT_SEEN
from emulator.domain.trace import TraceEvent

_Key = tuple[str, str, str]


class MoneyConserved(Check):
    """
    The sum over all accounts never changes, and nobody spends what is not there.

    A cardholder's account whose opening balance was not seen is not judged on going below zero.
    """

    name = "money_conserved"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._books = self.read(Books)
        self._apart: dict[_Key, tuple[int, int]] = {}
        """Transactions that issuer and acquirer booked differently: by how much, last posting."""
        self._cut_over_seq = self._cleared_seq = NOT_SEEN

    def handlers(self) -> Handlers:
        return {
            ("issuer", "posted"): self._cardholders,
            ("acquirer", "posted"): self._acquirer,
            ("acquirer", "cut_over"): self._cut_over,
            ("clearing", "posted"): self._posted,
            ("clearing", "file_made"): self._file_made,
            **self.rest_handlers(),
        }

    def _posted(self, event: TraceEvent) -> None:
        self.judged += 1
        if self._books.off_by_fen:
            self.offences.add(
                "unbalanced",
                (event.seq,),
                weight=abs(self._books.off_by_fen),
                difference_fen=self._books.off_by_fen,
                reason=event.detail.get("reason", ""),
            )

    def _acquirer(self, event: TraceEvent) -> None:
        self._posted(event)
        self._compare(event, RECEIVABLE)

    def _cardholders(self, event: TraceEvent) -> None:
        self._posted(event)
        if event.detail["reason"] != "adjustment":
            # The clearing hands the issuer what it adjusts, under no transaction's number.
            self._compare(event, ISSUER)
        for account in self._books.overdrawn:
            balance_fen = self._books.balances[account]
            if balance_fen < 0:
                self.offences.add(
                    "overdrawn",
                    (event.seq,),
                    weight=-balance_fen,
                    account=account,
                    balance_fen=balance_fen,
                )

    # Between institutions ---------------------------------------------------------------------

    def _compare(self, event: TraceEvent, side: str) -> None:
        """Add what one side owes the other for a transaction; both sides make zero."""
        detail = event.detail
        stan = detail.get("stan")
        if not stan:
            return
        key = (detail["terminal"], detail["batch"], stan)
        earlier = self._apart.pop(key, None)
        apart_fen = self._books.moved.get(side, 0) + (0 if earlier is None else earlier[0])
        if apart_fen:
            self._apart[key] = (apart_fen, event.seq)

    def _cut_over(self, event: TraceEvent) -> None:
        self._cut_over_seq = event.seq

    def _file_made(self, event: TraceEvent) -> None:
        self._cleared_seq = self._cut_over_seq

    def at_rest(self, event: TraceEvent) -> None:
        """Judge the total, and what the clearing should have found."""
        total_fen = sum(self._books.balances.values())
        if total_fen:
            self.offences.add(
                "total", (event.seq,), weight=abs(total_fen), difference_fen=total_fen
            )
        for (_, batch, stan), (apart_fen, seq) in self._apart.items():
            if seq < self._cleared_seq:
                self.offences.add(
                    "apart",
                    (seq,),
                    weight=abs(apart_fen),
                    difference_fen=apart_fen,
                    stan=stan,
                    batch=batch,
                )
