"""
Whom the acquirer knows: its merchants and their terminals.

Durable: a host that restarts still knows them. Left out: contracts, addresses and category codes
beyond the one sentence of policy that keeps a merchant from taking cards.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from emulator.domain.settings import AcquirerSettings, TerminalSettings

LAST_BATCH = 999_999


class Merchant(msgspec.Struct, kw_only=True):
    """A shop under contract."""

    id: str
    name: str = ""
    policy: str = ""
    """Why it may not take cards now (region, industry); empty if it may."""
    is_reviewed: bool = False
    """True while the papers that it filed are being looked at."""
    is_adjusted: bool = False
    """True once it trades as a policy of its industry wants it."""
    closed: bool = False
    """True after the contract ended: code 03."""
    debits_fen: int = 0
    """Live debits of the business day that is open, for the day limit."""


class RegisteredTerminal(msgspec.Struct, kw_only=True):
    """A terminal that the acquirer issued."""

    id: str
    merchant: Merchant
    registered: bool = True
    """False: unknown to the acquirer, as a counterfeit or withdrawn one is (97)."""
    batch: str = "000001"
    """The batch that is open now."""
    key: str | None = None
    """Check value of the current working keys; None before the first sign-in."""
    signed_in_on: date | None = None
    """None when it must sign in before anything else."""
    mac_failures: int = 0
    """In a row."""


class Registry:
    """Merchants and terminals by number."""

    def __init__(self, terminals: Iterable[TerminalSettings], settings: AcquirerSettings) -> None:
        self.merchants: dict[str, Merchant] = {}
        self.terminals: dict[str, RegisteredTerminal] = {}
        self._keys_made = 0
        for one in terminals:
            merchant = self.merchants.setdefault(
                one.merchant_id,
                Merchant(id=one.merchant_id, name=one.merchant_name, policy=settings.policy),
            )
            self.terminals[one.terminal_id] = RegisteredTerminal(
                id=one.terminal_id, merchant=merchant, registered=settings.registered
            )

    def terminal(self, number: str) -> RegisteredTerminal | None:
        """Give a terminal that may work; None for one that is unknown or withdrawn."""
        found = self.terminals.get(number)
        return found if found is not None and found.registered else None

    def new_key(self) -> str:
        """Make working keys that nobody has yet; gives their check value."""
        self._keys_made += 1
        return f"{self._keys_made:06X}"

    def start_business_day(self) -> None:
        """Begin a new day's limits."""
        for merchant in self.merchants.values():
            merchant.debits_fen = 0


def next_batch(batch: str) -> str:
    """The number after a batch's; 999999 is followed by 000001."""
    return f"{int(batch) % LAST_BATCH + 1:06d}"
