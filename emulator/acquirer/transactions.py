"""
The acquirer's register of transactions: what was asked, what became of it.

    pending -> approved -> reversed        a pending one is at the issuer; what a dead host left
       |          +-----> adjusted         pending is reversed when it starts again
       +-> declined
       +-> failed                          the issuer never answered, or the host lost power

Durable. Bounded: transactions of closed batches shrink to one tuple when their day is over, and
those tuples are dropped when they are too old for a refund.
"""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from emulator.domain.card import Pan
from emulator.domain.interbank import Key
from emulator.domain.message import Message

PENDING, APPROVED, DECLINED = "pending", "approved", "declined"
REVERSED, FAILED, ADJUSTED = "reversed", "failed", "adjusted"

REFUNDABLE = ("sale", "completion")
"""Kinds that a refund can give back, also long after their batch."""


class Transaction(msgspec.Struct, gc=False):
    """One transaction of one terminal."""

    kind: str
    key: Key
    merchant: str
    amount_fen: int
    """As asked; after an approval as approved."""
    pan: Pan | None
    reference: str
    day: date
    """Business day on which it was forwarded; decides which clearing takes it."""
    state: str = PENDING
    code: str | None = None
    authorisation: str | None = None
    host_time: str | None = None
    balance_fen: int | None = None
    booked_fen: int = 0
    """What stands in the books for it; differs from `amount_fen` only if the host posts wrongly."""
    taken_back_fen: int = 0
    """Voided or refunded, requests under way included."""
    taken_back_by: str = ""
    """Kind of what took it back: void, refund, completion ...; empty if nothing did."""
    original: Key | None = None
    """What it takes back, or completes."""

    @property
    def live_fen(self) -> int:
        """What is left of an approved one after voids and refunds."""
        return self.booked_fen - self.taken_back_fen if self.state == APPROVED else 0

    @property
    def status(self) -> str:
        """What `query` answers."""
        if self.state == APPROVED and self.taken_back_fen and self.taken_back_by != "completion":
            return "refunded" if self.taken_back_by == "refund" else "voided"
        if self.state == PENDING:
            return "unknown"
        if self.state in (FAILED, ADJUSTED):
            return REVERSED
        return self.state

    def is_same_request(self, message: Message) -> bool:
        """Tell whether a message repeats the request that made this transaction."""
        asked = self.amount_fen if message.amount_fen is None else message.amount_fen
        # A partial approval changed the amount; only the code tells.
        same_amount = asked == self.amount_fen or self.code == "10"
        same_card = message.pan is None or message.pan == self.pan
        stan = message.original_stan
        same_original = stan is None or self.original is None or self.original[2] == stan
        return message.kind == self.kind and same_amount and same_card and same_original


_Retired = tuple[str, Key, str, int, Pan | None, date, int, str, str | None]


class Transactions:
    """Every transaction that may still be asked for."""

    def __init__(self) -> None:
        self.live: dict[Key, Transaction] = {}
        """In the order in which they came."""
        self.held: dict[Key, None] = {}
        """In dispute; these are kept whatever their age."""
        self._by_reference: dict[str, Key] = {}
        self._by_authorisation: dict[str, Key] = {}
        self._retired: dict[int, _Retired] = {}
        """By reference, oldest first."""

    def __len__(self) -> int:
        return len(self.live) + len(self._retired)

    def add(self, one: Transaction) -> None:
        """Take in a new transaction."""
        self.live[one.key] = one

    def index(self, one: Transaction) -> None:
        """Make an approved transaction findable by what stands on its slip."""
        if one.kind in REFUNDABLE:
            self._by_reference[one.reference] = one.key
        elif one.kind == "preauth" and one.authorisation is not None:
            self._by_authorisation[one.authorisation] = one.key

    def original_of(self, message: Message) -> Transaction | None:
        """
        Find what a void, refund or completion refers to.

        By original batch and STAN (DE61) if the message has them, else by reference (DE37), else,
        for the pre-authorisation kinds, by authorisation (DE38).
        """
        if message.original_stan is not None:
            batch = message.original_batch or message.batch
            key = (message.terminal, batch, message.original_stan)
            found = self.live.get(key)
            if found is not None:
                return found
        reference = message.reference
        if reference is not None:
            by_reference = self._by_reference.get(reference)
            if by_reference is not None:
                return self.live.get(by_reference)
            return self._revive(reference)
        by_authorisation = self._by_authorisation.get(message.authorisation or "")
        return None if by_authorisation is None else self.live.get(by_authorisation)

    def retire(self, today: date, refund_days: int, may_forget: Callable[[str, str], bool]) -> None:
        """
        Forget what nobody can ask for any more.

        Args:
            today: The business day that begins.
            refund_days: Age up to which an original can be refunded or completed.
            may_forget: Tells whether a terminal's batch is settled and done with.
        """
        yesterday, oldest = today - timedelta(days=1), today - timedelta(days=refund_days)
        over = []
        for one in self.live.values():
            if one.day >= yesterday:
                break
            waits = one.kind == "preauth" and one.live_fen > 0 and one.day >= oldest
            waits = waits or one.key in self.held
            if not waits and one.state != PENDING and may_forget(one.key[0], one.key[1]):
                over.append(one)
        for one in over:
            self._drop(one, keep=one.live_fen > 0 and one.day >= oldest)
        for reference, retired in list(self._retired.items()):
            if retired[5] >= oldest:
                break
            del self._retired[reference]

    def _drop(self, one: Transaction, *, keep: bool) -> None:
        del self.live[one.key]
        self._by_reference.pop(one.reference, None)
        if one.kind == "preauth":
            self._by_authorisation.pop(one.authorisation or "", None)
        if keep and one.kind in REFUNDABLE:
            self._retired[int(one.reference)] = (
                one.kind,
                one.key,
                one.merchant,
                one.booked_fen,
                one.pan,
                one.day,
                one.taken_back_fen,
                one.taken_back_by,
                one.authorisation,
            )

    def find(self, key: Key) -> Transaction | None:
        """Find a transaction by its key, also one that has shrunk; None if it is forgotten."""
        found = self.live.get(key)
        if found is None:
            for reference, retired in self._retired.items():
                if retired[1] == key:
                    return _unpacked(retired, f"{reference:012d}")
        return found

    def take_up(self, key: Key) -> Transaction | None:
        """Find a transaction to go on with it, so that one that has shrunk is live again."""
        found = self.live.get(key)
        if found is not None:
            return found
        named = (ref for ref, retired in self._retired.items() if retired[1] == key)
        reference = next(named, None)
        return None if reference is None else self._revive(f"{reference:012d}")

    def _revive(self, reference: str) -> Transaction | None:
        if not reference.isdecimal():
            return None
        retired = self._retired.pop(int(reference), None)
        if retired is None:
            return None
        one = _unpacked(retired, reference)
        self.add(one)
        self.index(one)
        return one


def _unpacked(retired: _Retired, reference: str) -> Transaction:
    kind, key, merchant, amount_fen, pan, day, taken_back_fen, by, authorisation = retired
    one = Transaction(kind, key, merchant, amount_fen, pan, reference, day)
    one.state, one.code, one.booked_fen = APPROVED, "00", amount_fen
    one.taken_back_fen, one.taken_back_by = taken_back_fen, by
    one.authorisation = authorisation
    return one
