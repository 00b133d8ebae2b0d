"""The banks' balances, rebuilt from the legs of every posting in the trace."""

from emulator.checks.base import Fold, Handlers
from emulator.domain.trace import TraceEvent

CARDHOLDER, HELD, ISSUER, RECEIVABLE, PAYABLE, OTHER = (
    "cardholder",
    "held",
    "issuer",
    "receivable",
    "payable",
    "other",
)
"""Whose account it is: a cardholder's, what is pre-authorised of it, a bank's, the acquirer's with
the banks, a merchant's with the acquirer."""


class Books(Fold):
    """
    Balances of all accounts; as large as the number of accounts, however long the run.

    Of the posting that is being heard it tells what each side got, so that the checks that judge
    postings need not go through its legs again.
    """

    def __init__(self) -> None:
        self.balances: dict[str, int] = {}
        self.opened: dict[str, None] = {}
        """Accounts whose opening balance was posted in the trace, in order."""
        self.off_by_fen = 0
        """What the legs of the last posting sum to; 0 for one that balances."""
        self.moved: dict[str, int] = {}
        """What the last posting gave to each side, by the words above; absent is nothing."""
        self.overdrawn: list[str] = []
        """Opened accounts from which a leg of the last posting took more than was there."""
        self._sides: dict[str, str] = {}

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
        balances, sides = self.balances, self._sides
        moved: dict[str, int] = {}
        off_by_fen = 0
        self.overdrawn = []
        legs = event.detail["legs"]
        for account, amount_fen in legs:
            side = sides.get(account) or self._side(account)
            moved[side] = moved.get(side, 0) + amount_fen
            balances[account] = balance_fen = balances.get(account, 0) + amount_fen
            off_by_fen += amount_fen
            if balance_fen < 0 > amount_fen and account in self.opened:
                self.overdrawn.append(account)
            if account == "opening":
                self.opened.update(dict.fromkeys(a for a, _ in legs if a != "opening"))
        self.moved = moved
        self.off_by_fen = off_by_fen

    def _side(self, account: str) -> str:
        owner, _, rest = account.partition(":")
        side = OTHER
        if owner == "cardholder":
            side = HELD if rest.endswith(":held") else CARDHOLDER
        elif owner == "issuer":
            side = ISSUER
        elif account == "acquirer:receivable":
            side = RECEIVABLE
        elif account.startswith("acquirer:payable:"):
            side = PAYABLE
        self._sides[account] = side
        return side
