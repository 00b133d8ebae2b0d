"""
What a merchant is owed for one business day, on its way to the merchant's account.

    due -> sent -> credited
     |       +---> returned -> due again when the account was corrected
     +-> held or deferred at a payout time: tried again at the next

Where the merchant must agree to be paid later, what lacks funds is put aside until it has.
"""

from datetime import date

import msgspec

DUE, SENT, RETURNED, CREDITED = "due", "sent", "returned", "credited"


class Payout(msgspec.Struct, kw_only=True):
    """One merchant's money of one business day."""

    merchant: str
    business_day: date
    cleared_fen: int
    """Takings less what was given back, with what earlier days were short of."""
    fee_fen: int
    due: date
    state: str = DUE
    obstacle: str = ""
    """What was in its way when it was last tried; empty if nothing was."""
    is_agreed: bool = False
    """The merchant agreed to get it later than it is due."""

    @property
    def amount_fen(self) -> int:
        """What the merchant gets."""
        return self.cleared_fen - self.fee_fen

    @property
    def payable(self) -> str:
        """The acquirer's account that it is paid from, in the books."""
        return f"acquirer:payable:{self.merchant}"

    @property
    def transit(self) -> str:
        """Where it stands while the banks transfer it."""
        return f"clearing:transit:{self.merchant}"


def fee_fen(cleared_fen: int, basis_points: int) -> int:
    """
    Give the acquirer's fee, rounded half up to whole fen.

    Args:
        cleared_fen: 0 or more.
        basis_points: Hundredths of a per cent.
    """
    return (cleared_fen * basis_points + 5_000) // 10_000
