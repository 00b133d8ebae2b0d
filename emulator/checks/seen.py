"""One numbered transaction as the bench saw it from outside, and the words for it."""

from typing import Any

import msgspec

from emulator.domain.transaction import KINDS, Side

FINAL_SCREENS = frozenset({"approved", "declined"})

TELLING_SCREENS = FINAL_SCREENS | {"timed_out", "bad_answer", "reversed", "reversal_failed"}
"""Screens that say how a numbered transaction stands."""

REQUEST_MTIS = ("0100", "0200", "0220")
ANSWER_MTIS = ("0110", "0210", "0230")
"""Requests that can move money, and their answers."""

DEBITS = frozenset(k.name for k in KINDS.values() if k.side is Side.DEBIT)
CREDITS = frozenset(k.name for k in KINDS.values() if k.side is Side.CREDIT)
HOLDS = frozenset({"preauth", "preauth_void"})
MONEY_KINDS = DEBITS | CREDITS | HOLDS
"""Kinds of transaction that touch a cardholder's account."""

REVERSIBLE = frozenset(k.name for k in KINDS.values() if k.reversible)
"""Kinds of transaction whose unanswered request must be reversed."""

NOT_SEEN = -1
"""Stands for the sequence number of an event that did not happen."""


class Purchase(msgspec.Struct, eq=False):
    """What a cardholder meant to pay once, and all that the terminal asked for because of it."""

    name: str
    meant_fen: int | None = None
    asked: "list[Transaction]" = []


class Transaction(msgspec.Struct, eq=False):
    """One numbered transaction, as seen from outside."""

    kind: str
    batch: str
    stan: str
    amount_fen: int = 0
    card: str = ""
    holder: str = ""
    reference: str = ""
    asked_seq: int = NOT_SEEN
    said: str = ""
    """What the shop last said: a screen of TELLING_SCREENS; a slip says `approved`."""
    said_seq: int = NOT_SEEN
    finished: bool = False
    """The terminal has told or stored a final outcome."""
    slip_seq: int = NOT_SEEN
    """The last slip of it that can be read."""
    reversed_seq: int = NOT_SEEN
    """The delivered answer that accepted its reversal."""
    moved_fen: int = 0
    """What the issuer's books took from the cardholder under this number (negative: gave)."""
    moved_seq: int = NOT_SEEN
    expired: bool = False
    """A hold that the issuer released by itself."""
    host_fen: int | None = None
    """What the acquirer booked, without sign; None if it booked nothing."""
    listed: bool = False
    """It is on somebody's list: a difference, a fault slip, a ticket, a dispute."""
    purchase: Purchase | None = None
    taken_back: "Transaction | None" = None
    """The transaction that this one takes back."""
    takers: "list[Transaction] | None" = None
    """Voids and refunds of this one."""
    paper: Any = None
    """Kept by the check of the paper."""
    terminal: str = ""
    """Which of the shop's terminals asked for it."""

    @property
    def taken_fen(self) -> int:
        """What is left of the debit after its voids and refunds."""
        if self.takers is None:
            return self.moved_fen
        return self.moved_fen + sum([taker.moved_fen for taker in self.takers])

    @property
    def is_live_debit(self) -> bool:
        """True while the cardholder's money is taken under this number."""
        return self.kind in DEBITS and self.taken_fen > 0
