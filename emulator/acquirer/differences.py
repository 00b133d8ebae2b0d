"""
The acquirer's list of differences, and the suspense account behind it.

why        what is known                                             who acts
long       the acquirer holds money that nobody else has a sale for  credited back on T+1
short      the acquirer paid out what no issuer gave, or the
           terminal does not know of money given back                a person
amount     both sides know it, with different amounts                T+1 if money is left
unmatched  only the terminal knows it; no money moved                the merchant is asked
wrong_end_message, upload_incomplete: the upload itself was wrong    a person

Every fen that is listed with money stands in `acquirer:suspense`; the list and the account agree.
"""

import msgspec

from emulator.domain.card import Pan
from emulator.domain.interbank import Adjustment, Key
from emulator.kernel.world import World
from emulator.ledger.book import Book

SUSPENSE = "acquirer:suspense"
FEES = "acquirer:fees"


class Difference(msgspec.Struct):
    """One listed transaction."""

    key: Key
    why: str
    amount_fen: int
    pan: Pan | None = None
    suspense_fen: int = 0
    """What stands in suspense for it; negative is money that the acquirer lacks."""
    reported_fen: int = 0
    """What of it the merchant has reported before any settlement found it."""
    is_mature: bool = False
    """True once a clearing run has seen it, so that the issuers' side is known too."""


class Differences:
    """What does not agree, until somebody or something resolves it."""

    def __init__(self, world: World, book: Book) -> None:
        self.open: dict[Key, Difference] = {}
        self._world = world
        self._book = book

    def add(
        self,
        key: Key,
        why: str,
        amount_fen: int,
        *,
        move_fen: int = 0,
        of: str = "",
        pan: Pan | None = None,
    ) -> None:
        """
        List a difference, or add to one that is listed.

        Args:
            key: The transaction; its STAN is empty where a whole batch is meant.
            why: One of the words in the module's table.
            amount_fen: How much is in question, 0 or more.
            move_fen: What goes from account `of` to suspense; negative comes from there.
            of: The account that loses the money.
            pan: The card to which money would go back.
        """
        one = self.open.get(key)
        if one is None:
            one = self.open[key] = Difference(key, why, amount_fen, pan)
            self._note("difference_listed", one)
        if move_fen:
            one.suspense_fen += move_fen
            self.move(key, of, move_fen)
            if one.suspense_fen == 0:
                self.resolve(key, "offset")

    def move(self, key: Key, account: str, amount_fen: int) -> None:
        """Book from an account to suspense."""
        legs = ((account, -amount_fen), (SUSPENSE, amount_fen))
        posting = self._book.post(*legs)
        terminal, batch, stan = key
        detail = {
            "entry": posting.number,
            "reason": "suspense",
            "legs": [list(leg) for leg in legs],
            "terminal": terminal,
            "batch": batch,
            "stan": stan,
        }
        self._world.record("acquirer", "posted", detail)

    def resolve(self, key: Key, how: str) -> bool:
        """Strike a difference off the list; False if it is not on it."""
        one = self.open.pop(key, None)
        if one is None:
            return False
        self._note("difference_resolved", one, how=how)
        return True

    def write_off(self, key: Key) -> bool:
        """Strike a difference off by hand; what the acquirer lacks for it comes from its fees."""
        one = self.open[key]
        if one.suspense_fen:
            self.move(key, FEES, -one.suspense_fen)
        return self.resolve(key, "by_hand")

    def mature(self) -> None:
        """Let what is listed now be adjusted from the next payout on."""
        for one in self.open.values():
            one.is_mature = True

    def adjustments(self) -> tuple[Adjustment, ...]:
        """Give what is to go back to cardholders."""
        return tuple(
            Adjustment(one.key, one.suspense_fen, one.pan)
            for one in self.open.values()
            if one.is_mature and one.suspense_fen > 0
        )

    def _note(self, kind: str, one: Difference, **more: str) -> None:
        terminal, batch, stan = one.key
        detail = {
            "terminal": terminal,
            "batch": batch,
            "stan": stan,
            "why": one.why,
            "amount_fen": one.amount_fen,
            **more,
        }
        self._world.record("acquirer", kind, detail)
