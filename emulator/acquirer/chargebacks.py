"""
Disputed debits, as the acquirer books them: what may be disputed, and what is taken back.

A chargeback joins the day's file like a refund that nobody asked the terminal for, so the clearing
nets it with the issuers' side. Left out: the fee for it, and the second presentment.
"""

from emulator.acquirer.payments import Payments
from emulator.acquirer.transactions import REFUNDABLE
from emulator.domain.interbank import Disputed


class Chargebacks:
    """What the acquirer does about debits that a cardholder disputes."""

    def __init__(self, host: Payments) -> None:
        self._host = host

    def disputed(self, batch: str, stan: str) -> Disputed | None:
        """Look up by the slip what a cardholder disputes; None if no such debit stands."""
        for terminal in self._host.registry.terminals:
            one = self._host.transactions.take_up((terminal, batch, stan))
            if one is not None and one.kind in REFUNDABLE and one.live_fen > 0:
                return Disputed(one.key, one.merchant, one.live_fen, one.pan)
        return None

    def hold(self, about: Disputed, *, is_held: bool) -> None:
        """Keep a debit in the register as long as it is in dispute."""
        if is_held:
            self._host.transactions.held[about.key] = None
        else:
            self._host.transactions.held.pop(about.key, None)

    def charge_back(self, about: Disputed) -> None:
        """
        Take the money of a debit from its merchant.

        It then counts as refunded, so that nobody can give it back a second time.
        """
        one = self._host.transactions.take_up(about.key)
        assert one is not None, "it has just been looked up"
        one.taken_back_fen += about.amount_fen
        one.taken_back_by = "refund"
        self._host.book_item(one, "chargeback", -about.amount_fen)
