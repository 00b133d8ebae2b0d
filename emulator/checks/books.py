"""The banks' balances, rebuilt from the legs of every posting in the trace."""

from emulator.checks.base import Fold, Handlers
from emulator.domain.trace import TraceEvent


class Books(Fold):
    """Balances of all accounts; as large as the number of accounts, however long the run."""

    def __init__(self) -> None:
        self.balances: dict[str, int] = {}
        self.opened: dict[str, None] = {}
        """Accounts whose opening balance was posted in the trace, in order."""
        self.off_by_fen = 0
        """What the legs of the last posting sum to; 0 for one that balances."""

    def handlers(self) -> Handlers:
        return {
            ("issuer", "posted"): self._posted,
            ("acquirer", "posted"): self._posted,
            ("clearing", "posted"): self._posted,
        }

    def balance_fen(self, account: str) -> int:
        """The balance of an account; 0 for one that was never posted to."""
        return self.balances.get(account, 0)

    def total_fen(self, prefix: str, suffix: str = "") -> int:
        """The sum over accounts whose names begin and end like this."""
        return sum(
            balance
            for account, balance in self.balances.items()
            if account.startswith(prefix) and account.endswith(suffix)
        )

    def _posted(self, event: TraceEvent) -> None:
        balances = self.balances
        legs = event.detail["legs"]
        off_by_fen = 0
        for account, amount_fen in legs:
            balances[account] = balances.get(account, 0) + amount_fen
            off_by_fen += amount_fen
        self.off_by_fen = off_by_fen
        if "opening" in balances and any(account == "opening" for account, _ in legs):
            self.opened.update(dict.fromkeys(a for a, _ in legs if a != "opening"))
