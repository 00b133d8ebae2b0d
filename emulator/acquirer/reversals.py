"""
Reversals: what a terminal could not finish is undone, here and at the issuer.

    0400 -> unknown          25, and remembered: a late original is refused (94)
         -> at the issuer    both are undone; the issuer's late answer is dropped
         -> approved         undone once
         -> declined, failed, undone before: 00, and nothing moves

Also what a host does after a power cut, which is the same for what it had not committed.
"""

from typing import Any

from emulator.acquirer.authorise import Refusal
from emulator.acquirer.payments import SIDE_OF, Payments
from emulator.acquirer.registry import RegisteredTerminal
from emulator.acquirer.transactions import (
    APPROVED,
    DECLINED,
    FAILED,
    PENDING,
    REVERSED,
    Transaction,
)
from emulator.domain.interbank import Key
from emulator.domain.message import Message
from emulator.domain.transaction import Side


class Reversals(Payments):
    """What the acquirer takes back."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._handlers["0400"] = self.reverse

    def reverse(self, request: Message, terminal: RegisteredTerminal) -> None:
        """Undo what a terminal could not finish; the same answer however often it asks."""
        one = self.transactions.live.get(request.key)
        if one is None:
            self.reverse_unknown(request)
            self.reply(request, terminal, "25")
        elif one.state == APPROVED and self._is_built_upon(one):
            self.refuse(request, terminal, Refusal("12", "taken_back"))
        else:
            if self.is_undone(one):
                one.state = REVERSED if one.state == FAILED else one.state
            elif one.state != DECLINED:
                self.undo(one, request.code or "06")
            self.reply(request, terminal, "00", reference=one.reference)

    def _is_built_upon(self, one: Transaction) -> bool:
        """
        Tell whether something since has used what a reversal would undo.

        A sale that was voided went back already; a voided completion's money may have been
        completed anew. Undoing either would pay twice.
        """
        preauth = self.preauth_of(one)
        return one.taken_back_fen > 0 or (preauth is not None and preauth.taken_back_fen > 0)

    def reverse_unknown(self, request: Message) -> None:
        """Remember a reversal whose original has not come; it may still be under way."""
        if request.key not in self.remembered:
            self.remembered[request.key] = self.business_day
            self.world.note(
                "acquirer", "reversal_remembered", stan=request.stan, batch=request.batch
            )

    def is_undone(self, one: Transaction) -> bool:
        """Tell whether a transaction's money went back already."""
        return one.state not in (PENDING, APPROVED, DECLINED)

    def undo(self, one: Transaction, reason: str) -> None:
        """Take a pending or approved transaction back, here and at the issuer."""
        was_approved = one.state != PENDING
        self.forwarded.pop(one.key, None)
        self.asking.pop(one.key, None)
        self.reserve(one, -1)
        one.state = REVERSED
        if was_approved:
            self.use_preauth(one, True)
            self._unbook(one)
        self.reverse_at_issuer(one, reason)

    def _unbook(self, one: Transaction) -> None:
        side = SIDE_OF.get(one.kind)
        if side is None:
            kind = "released" if one.kind == "preauth" else "held"
            if one.kind != "balance":
                self.world.record("acquirer", kind, self.detail_of(one, "reversal"))
            return
        sign = 1 if side is Side.DEBIT else -1
        self._leave_suspense(one)
        one.day = self.business_day
        self.book_item(one, "reversal", -sign * one.booked_fen)
        self.batches.open(one.key[0], one.key[1]).discount(one.key, sign, one.booked_fen)

    def _leave_suspense(self, one: Transaction) -> None:
        """A listed transaction is being reversed after all: its money goes back to be undone."""
        listed = self.differences.open.get(one.key)
        if listed is None:
            return
        if listed.suspense_fen > 0:
            self.correct(one.key, one.merchant, -listed.suspense_fen)
        elif listed.suspense_fen == 0:
            self.differences.resolve(one.key, REVERSED)

    def correct(self, key: Key, merchant: str, amount_fen: int) -> None:
        """Move a listed amount out of a merchant's takings into suspense; negative: back."""
        self.differences.add(
            key, "long", abs(amount_fen), move_fen=amount_fen, of=f"acquirer:payable:{merchant}"
        )
        self.corrections[merchant] = self.corrections.get(merchant, 0) - amount_fen

    # Power ------------------------------------------------------------------------------------

    def wipe(self) -> None:
        """See `Front.wipe`; requests under way are only in the durable log now."""
        super().wipe()
        self.asking.clear()
        self.issuers.wipe()

    def recover(self) -> None:
        """Reverse at the issuers what was forwarded and never committed."""
        super().recover()
        self.issuers.boot()
        for one in tuple(self.forwarded.values()):
            self.give_up(one)
