"""
Does the evidence win the dispute?

    claim of the cardholder + the payments of a bundle -> Defence: wins, loses, cannot tell, and why

The rules are those of a retrieval request (调单): the merchant must show the merchant's copy of the
slip, whole and legible; without it the chargeback stands. Beyond that a claim is met by what the
banks' books and the till's camera show. Left out: time limits, and the second presentment.

Source: payments.md, failure case 27 (the slip must exist); chip and PIN as proof of the holder's
presence is the card schemes' rule.
"""

import enum
from collections.abc import Callable, Mapping, Sequence

import msgspec

from emulator.operations.evidence.details import Key
from emulator.operations.evidence.index import DEBITS
from emulator.operations.evidence.payment import Payment


class Claim(enum.Enum):
    """What the cardholder says."""

    NOT_RECEIVED = "not_received"
    """I have not got the goods."""
    CHARGED_TWICE = "charged_twice"
    WRONG_AMOUNT = "wrong_amount"
    NOT_MINE = "not_mine"
    """It was not me: fraud."""


class Answer(enum.Enum):
    """What the evidence does for the merchant."""

    WINS = "wins"
    CANNOT_TELL = "cannot_tell"
    LOSES = "loses"


class Defence(msgspec.Struct, frozen=True, kw_only=True):
    """What comes of a claim about one payment, and why."""

    claim: Claim
    answer: Answer
    reason: str
    """Name of a sentence below `evidence.reason` in the messages file."""
    values: dict[str, str | int] = {}
    about: Key | None = None
    """The payment; None if there is none to show."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle shows: its payments, worked out from its lines."""

    payments: dict[Key, Payment]
    disputed: tuple[Key, ...]
    left_out: int = 0
    """Debits of the same card and amount for which there was no room."""


_Rule = tuple[Answer, str, dict[str, str | int]]
_WINS, _LOSES, _OPEN = Answer.WINS, Answer.LOSES, Answer.CANNOT_TELL
_SEVERITY = (Answer.WINS, Answer.CANNOT_TELL, Answer.LOSES)


def defends(contents: Contents | None, claim: Claim, *, about: Key | None = None) -> Defence:
    """
    Tell whether the evidence meets a claim.

    Args:
        contents: What the merchant hands in; None for a merchant who hands in nothing.
        claim: What the cardholder says.
        about: The payment; None judges all that are in dispute and gives the worst.

    Returns:
        Of several payments that are equally bad the first one's.
    """
    keys = _judged(contents, about)
    if contents is None or not keys:
        return Defence(claim=claim, answer=_LOSES, reason="no_evidence")
    found = [_one(contents, contents.payments[key], claim) for key in keys]
    return max(found, key=lambda defence: _SEVERITY.index(defence.answer))


def _judged(contents: Contents | None, about: Key | None) -> Sequence[Key]:
    if contents is None:
        return ()
    wanted = contents.disputed if about is None else (about,)
    payments = contents.payments
    return [key for key in wanted if key in payments and payments[key].kind in DEBITS]


def _one(contents: Contents, payment: Payment, claim: Claim) -> Defence:
    answer, reason, values = _settled(payment) or _RULES[claim](contents, payment)
    return Defence(claim=claim, answer=answer, reason=reason, values=values, about=payment.key)


def _settled(payment: Payment) -> _Rule | None:
    """What ends every dispute: there is nothing to give back any more."""
    if payment.debits == 0:
        return _WINS, "not_debited", {}
    if payment.left_fen > 0:
        return None
    if payment.debited_fen <= 0:
        return _WINS, "reversed", {}
    return _WINS, "given_back", {"amount_fen": payment.back_fen}


def _without_slip(payment: Payment) -> _Rule | None:
    """What loses most disputes: the slip that was asked for cannot be shown."""
    if payment.merchants_slips():
        return None
    if "approved" not in payment.screens:
        return _LOSES, "called_failed", {"amount_fen": payment.left_fen}
    if payment.receipt_by_hand:
        return _OPEN, "receipt_by_hand", {}
    return _LOSES, "no_slip", {}


def _not_received(_: Contents, payment: Payment) -> _Rule:
    lost = _without_slip(payment)
    if lost is not None:
        return lost
    if payment.back_fen:
        return _OPEN, "partly_given_back", {"amount_fen": payment.back_fen}
    if payment.entry in ("", "keyed"):
        return _OPEN, "card_not_there", {}
    return _WINS, "slip_and_card", {"entry": payment.entry}


def _charged_twice(contents: Contents, payment: Payment) -> _Rule:
    if payment.debits > 1 and payment.left_fen > payment.amount_fen:
        return _LOSES, "booked_twice", {"times": payment.debits}
    others = [
        other
        for other in contents.payments.values()
        if other.key != payment.key and _is_alike(other, payment) and other.left_fen > 0
    ]
    if any(_is_same_purchase(other, payment) for other in others):
        return _LOSES, "same_purchase", {"purchase": payment.purchase}
    if contents.left_out:
        return _OPEN, "too_many_alike", {"count": contents.left_out}
    if not others:
        return _WINS, "only_debit", {}
    both = (payment, *others)
    if not all(one.purchase for one in both):
        return _OPEN, "purchase_unknown", {"count": len(others)}
    if not all(one.merchants_slips() for one in both):
        return _OPEN, "slip_missing", {"count": len(others)}
    return _WINS, "two_purchases", {"count": len(both)}


def _is_alike(other: Payment, payment: Payment) -> bool:
    return (
        other.kind in DEBITS
        and other.card == payment.card
        and other.amount_fen == payment.amount_fen
    )


def _is_same_purchase(other: Payment, payment: Payment) -> bool:
    return bool(payment.purchase) and other.purchase == payment.purchase


def _wrong_amount(_: Contents, payment: Payment) -> _Rule:
    lost = _without_slip(payment)
    if lost is not None:
        return lost
    printed_fen = payment.merchants_slips()[-1].amount_fen
    taken = {"debited_fen": payment.debited_fen}
    if printed_fen is None:
        return _OPEN, "amount_not_printed", {}
    if printed_fen != payment.debited_fen:
        return _LOSES, "other_than_slip", {**taken, "printed_fen": printed_fen}
    left = {"left_fen": payment.left_fen}
    if payment.billed_fen is not None:
        if payment.left_fen == payment.billed_fen:
            return _WINS, "as_billed", {"billed_fen": payment.billed_fen}
        return _LOSES, "other_than_bill", {**left, "billed_fen": payment.billed_fen}
    if payment.pin_keyed:
        return _WINS, "agreed_by_pin", {"printed_fen": printed_fen}
    return _OPEN, "bill_unknown", {"printed_fen": printed_fen}


def _not_mine(_: Contents, payment: Payment) -> _Rule:
    lost = _without_slip(payment)
    if lost is not None:
        return lost
    if payment.entry == "chip" and payment.pin_keyed:
        return _WINS, "chip_and_pin", {}
    if payment.entry in ("", "keyed"):
        return _LOSES, "card_not_there", {}
    return _OPEN, "holder_unproven", {"entry": payment.entry}


_RULES: Mapping[Claim, Callable[[Contents, Payment], _Rule]] = {
    Claim.NOT_RECEIVED: _not_received,
    Claim.CHARGED_TWICE: _charged_twice,
    Claim.WRONG_AMOUNT: _wrong_amount,
    Claim.NOT_MINE: _not_mine,
}
