"""
The issuing banks' books where a cardholder claims that a debit is not theirs.

    charged back       a dispute was lost by the merchant: the cardholder gets the money
    spent elsewhere    somebody else uses the card's number in another shop: the cardholder pays

Left out: the other shop and its acquirer, whose side of it nobody here sees.
"""

from emulator.clearing.bank_books import BankBooks
from emulator.domain.card import Pan
from emulator.domain.interbank import Disputed

ELSEWHERE = "elsewhere"
"""Account of all other shops in the world, and the reason of what is booked to it."""


class ClaimBooks(BankBooks):
    """Books with what does not come over the line to the acquirer."""

    def charge_back(self, about: Disputed) -> bool:
        """Give a cardholder the money of a disputed debit; False if nobody knows the card."""
        key, amount_fen = about.key, about.amount_fen
        item = self.items.get(key) or self.forgotten_item(key, amount_fen, about.pan)
        if item is None:
            return False
        one = item.account
        legs = ((one.settlement, -amount_fen), (one.account, amount_fen))
        item.given_back_fen += amount_fen
        self._post("chargeback", legs, one, key, item.reference)
        self.log.add(item.day, key, -amount_fen, one.card.bank)
        self._send_sms(one, amount_fen, "chargeback")
        return True

    def spend_elsewhere(self, pan: Pan, amount_fen: int) -> bool:
        """Debit a card for a purchase by number alone; False for no such card or too little."""
        one = self.accounts.get(pan)
        if one is None or self.book.balance_fen(one.account) < amount_fen:
            return False
        legs = ((one.account, -amount_fen), (ELSEWHERE, amount_fen))
        self._post(ELSEWHERE, legs, one, ("", "", ""), None)
        self._send_sms(one, -amount_fen, ELSEWHERE)
        return True
