"""
What the acquirer decides before it asks the issuer: pure functions of request and registers.

Source: payments.md 3.5 to 3.10 of the domain notes for the codes of DE39 and who may do what.
"""

from datetime import date, timedelta
from typing import NamedTuple

from emulator.acquirer.registry import RegisteredTerminal
from emulator.acquirer.transactions import APPROVED, REFUNDABLE, Transaction
from emulator.domain.message import Message
from emulator.domain.settings import AcquirerSettings

SIGN_IN_AGAIN = "3"
"""Work request in the answer's header (payments.md 3.1, sixth nibble)."""

FETCH_PROGRAM = "6"
"""Work request: the terminal's program is too old, and there is a newer one to fetch."""

MAC_FAILURES_ALLOWED = 3
"""After so many in a row the host demands a new sign-in (payments.md 3.5)."""

WITHOUT_MAC = frozenset(
    {
        "sign_in", "sign_off", "echo", "check_versions", "update_software", "settlement",
        "batch_upload", "query",
    }
)  # fmt: skip
"""Kinds that carry no MAC (payments.md 3.6); `query` is ours and may go without."""

TAKES_BACK = {
    "void": "sale",
    "completion_void": "completion",
    "preauth_void": "preauth",
    "completion": "preauth",
}
"""Kind to the kind of the one original that it uses up."""


class Refusal(NamedTuple):
    """A code for DE39, and the reason in one word for the trace."""

    code: str
    why: str


def has_valid_mac(request: Message, terminal: RegisteredTerminal) -> bool:
    """Tell whether the MAC fits the content and the terminal's current key."""
    if request.garbled:
        return False
    if request.mac_key is None:
        return request.kind in WITHOUT_MAC and request.mti != "0400"
    return request.mac_key == terminal.key


def refuses_terminal(
    request: Message, terminal: RegisteredTerminal, today: date, settings: AcquirerSettings
) -> Refusal | None:
    """
    Decide whether a terminal may ask at all; the MAC was checked before.

    A terminal that must sign in first gets 90 and the work request. Software that is too old gets
    31 (not accepted), because the table of codes has none of its own for it, and the work request
    to fetch a newer one.
    """
    merchant = terminal.merchant
    if merchant.closed or request.merchant != merchant.id:
        return Refusal("03", "merchant")
    if merchant.policy:
        return Refusal("58", "policy")
    if request.software is not None and request.software < settings.oldest_software:
        return Refusal("31", "software")
    if terminal.signed_in_on is None:
        return Refusal("90", "not_signed_in")
    if settings.daily_sign_in and terminal.signed_in_on != today:
        return Refusal("90", "not_signed_in_today")
    if request.batch != terminal.batch:
        return Refusal("77", "batch")
    return None


def refuses_amount(
    request: Message, terminal: RegisteredTerminal, settings: AcquirerSettings
) -> Refusal | None:
    """Check the amount of anything that moves money, and the limits of what debits."""
    if request.kind in ("balance", "query"):
        return None
    amount_fen = request.amount_fen
    if amount_fen is None or amount_fen <= 0 or request.currency != "CNY":
        return Refusal("13", "amount")
    if request.kind in ("sale", "preauth", "completion"):
        if 0 < settings.sale_limit_fen < amount_fen:
            return Refusal("61", "limit")
        day_fen = terminal.merchant.debits_fen + amount_fen
        if request.kind != "preauth" and 0 < settings.day_limit_fen < day_fen:
            return Refusal("61", "day_limit")
    if request.kind == "refund" and 0 < settings.refund_limit_fen < amount_fen:
        return Refusal("61", "refund_limit")
    return None


def refuses_original(
    request: Message, original: Transaction | None, settings: AcquirerSettings
) -> Refusal | None:
    """Check what a void, refund or completion refers to; None too for kinds without original."""
    kind = request.kind
    if kind not in TAKES_BACK and kind != "refund":
        return None
    if original is None:
        return Refusal("25", "no_original")
    if original.merchant != request.merchant:
        return Refusal("25", "other_merchant")
    if original.state != APPROVED:
        return Refusal("12", "original_" + original.status)
    if request.pan is not None and request.pan != original.pan:
        return Refusal("12", "card_differs")
    if kind == "refund":
        return _refuses_refund(request, original)
    if original.kind != TAKES_BACK[kind]:
        return Refusal("12", "original_kind")
    if original.taken_back_fen:
        return Refusal("12", "original_" + original.status)
    return _refuses_whole(request, original, settings)


def _refuses_refund(request: Message, original: Transaction) -> Refusal | None:
    if original.kind not in REFUNDABLE:
        return Refusal("12", "original_kind")
    if original.taken_back_fen and original.taken_back_by != "refund":
        return Refusal("12", "original_" + original.status)
    if request.original_date and request.original_date not in dates_of(original):
        return Refusal("25", "other_date")
    asked_fen = original.taken_back_fen + (request.amount_fen or 0)
    return Refusal("64", "over_original") if asked_fen > original.amount_fen else None


def dates_of(original: Transaction) -> tuple[str, ...]:
    """
    The dates under which an original may be named, MMDD.

    What was sold after the cut-off belongs to the next business day, and its slip has the date of
    the calendar; of one that has shrunk only the business day is known.

    Source: payments.md 4, case 35: a refund with a wrong date is refused.
    """
    day = original.day
    if original.host_time is None:
        return f"{day:%m%d}", f"{day - timedelta(days=1):%m%d}"
    return f"{day:%m%d}", original.host_time[:4]


def _refuses_whole(
    request: Message, original: Transaction, settings: AcquirerSettings
) -> Refusal | None:
    amount_fen = request.amount_fen or 0
    if request.kind == "completion":
        ceiling_fen = original.amount_fen * settings.completion_percent // 100
        return Refusal("61", "over_preauth") if amount_fen > ceiling_fen else None
    if request.kind != "preauth_void" and request.batch != original.key[1]:
        return Refusal("12", "settled")
    return Refusal("64", "amount") if amount_fen != original.amount_fen else None
