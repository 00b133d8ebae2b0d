"""
Differences that a merchant reports: held in suspense until the clearing files explain them.

    the merchant has no such sale    all of it leaves the takings and goes back to the cardholder
    its slip has another amount      the takings become what the slip says, if the issuer has
                                     approved as much; the clearing brings the rest

Without a report the settlement finds them, if there is one before the clearing.
"""

from emulator.acquirer.settlement import Settlement
from emulator.acquirer.transactions import APPROVED, REFUNDABLE, Transaction
from emulator.domain.interbank import Key


class Claims(Settlement):
    """What the acquirer does about a difference that a merchant has found."""

    def hold_in_suspense(self, key: Key, slip_fen: int | None) -> bool:
        """
        Hold what is in question in suspense; the same report again changes nothing.

        Args:
            key: The transaction.
            slip_fen: What the merchant's slip says; None if the merchant has no such sale.

        Returns:
            False if there is nothing to hold: nobody knows the transaction, it was given back, the
            books say what the slip says, or the issuer has approved another amount than the slip.
        """
        one = self.transactions.live.get(key)
        if one is None or one.state != APPROVED or one.kind not in REFUNDABLE:
            return False
        if one.taken_back_fen:
            return False
        if slip_fen is None:
            return self._hold_all(one)
        return slip_fen == one.amount_fen and self._hold_rest(one)

    def _hold_all(self, one: Transaction) -> bool:
        listed = self.differences.open.get(one.key)
        held_fen = 0 if listed is None else listed.suspense_fen
        if held_fen >= one.booked_fen:
            return False
        self.differences.add(one.key, "long", one.booked_fen, pan=one.pan)
        self.differences.open[one.key].reported_fen = one.booked_fen
        self.correct(one.key, one.merchant, one.booked_fen - held_fen)
        return True

    def _hold_rest(self, one: Transaction) -> bool:
        over_fen = one.booked_fen - one.amount_fen
        listed = self.differences.open.get(one.key)
        is_held = listed is not None and over_fen > 0 and listed.suspense_fen >= over_fen
        if not over_fen or is_held or not self._can_be_explained(one):
            return False
        self.differences.add(one.key, "amount", abs(over_fen), pan=one.pan)
        one.booked_fen = one.amount_fen
        self.correct(one.key, one.merchant, over_fen)
        return True

    def _can_be_explained(self, one: Transaction) -> bool:
        """Tell whether a clearing is to come, or has left the rest in suspense."""
        listed = self.differences.open.get(one.key)
        if listed is not None and listed.is_mature:
            return listed.suspense_fen == one.amount_fen - one.booked_fen
        return self.log.has(one.key)
