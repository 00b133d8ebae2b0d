"""
The issuing banks' card accounts, and whether one may be used: pure decisions.

Source: payments.md 3.10 of the domain notes for the codes of DE39.
"""

from datetime import date

import msgspec

from emulator.domain.card import Card
from emulator.domain.message import Message
from emulator.domain.plan import Account
from emulator.domain.settings import IssuerSettings

PIN_TRIES = 3

CODE_OF_STATE = {"lost": "41", "stolen": "43", "expired": "54", "frozen": "62"}

_ASKS_PIN = frozenset({"sale", "preauth", "balance"})
_DEBITS = frozenset({"sale", "preauth"})


class CardAccount(msgspec.Struct, kw_only=True):
    """One cardholder's account at one bank."""

    holder: str
    card: Card
    limit_fen: int
    state: str
    account: str
    """In the books, like the two below."""
    held: str
    settlement: str
    valid_through: tuple[int, int]
    """Year and month printed on the card."""
    pin_failures: int = 0
    locked_on: date | None = None
    """The day on which the PIN was wrong too often; it opens again the day after."""

    @classmethod
    def of(cls, one: Account) -> "CardAccount":
        """Open an account as the scenario describes it."""
        name = f"cardholder:{one.card.name}"
        return cls(
            holder=one.card.name,
            card=one.card,
            limit_fen=one.limit_fen,
            state=one.state,
            account=name,
            held=f"{name}:held",
            valid_through=(2000 + int(one.card.expiry[:2]), int(one.card.expiry[2:])),
            settlement=f"issuer:{one.card.bank}:settlement",
        )


def refuses_card(one: CardAccount, request: Message, today: date) -> str | None:
    """Give the code for a card that cannot pay; anything may still be paid back to it."""
    if request.kind not in _ASKS_PIN and request.kind != "completion":
        return None
    code = CODE_OF_STATE.get(one.state)
    if code is not None:
        return code
    if (today.year, today.month) > one.valid_through:
        return "54"
    if 0 < one.limit_fen < (request.amount_fen or 0):
        return "61"
    return None


def refuses_pin(
    one: CardAccount, request: Message, today: date, settings: IssuerSettings
) -> str | None:
    """
    Check the PIN and count wrong ones; the third in a row locks it until the next day (75).

    Contactless payments up to the no-PIN limit may come without.
    """
    if request.kind not in _ASKS_PIN or one.card.pin is None:
        return None
    if one.locked_on == today:
        return "75"
    if request.pin is None and _goes_without_pin(request, settings):
        return None
    if one.card.pin.matches(request.pin):
        one.pin_failures = 0
        return None
    one.pin_failures += 1
    if one.pin_failures < PIN_TRIES:
        return "55"
    one.pin_failures, one.locked_on = 0, today
    return "75"


def _goes_without_pin(request: Message, settings: IssuerSettings) -> bool:
    is_tap = request.entry == "contactless" and request.kind == "sale"
    return is_tap and (request.amount_fen or 0) <= settings.no_pin_fen


def refuses_balance(request: Message, balance_fen: int, freed_fen: int = 0) -> str | None:
    """Check that the account covers a debit; a completion may also use what was held for it."""
    if request.kind in _DEBITS or request.kind == "completion":
        return "51" if balance_fen + freed_fen < (request.amount_fen or 0) else None
    return None
