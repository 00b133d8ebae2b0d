"""
The timeline of a dispute, as text for people: the payments first, then what happened, in order.

It is written from the lines of the bundle and says nothing that they do not. Key presses and the
beginnings of what takes time are in the lines alone.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from emulator.domain.money import yuan
from emulator.domain.texts import has, say
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence.defence import Contents
from emulator.operations.evidence.details import CARDHOLDER, moved_fen
from emulator.operations.evidence.facts import PAYABLE, SCREENS
from emulator.operations.evidence.payment import Payment, Shop, SlipSeen
from emulator.reports.layout import one_line
from emulator.reports.words import trade_word, what, who

LANGUAGES = ("zh", "en")

_NOT_TOLD = frozenset(
    {
        "bench.run_started", "storage.write_started", "storage.read", "acquirer.commit_started",
        "console.pressed", "printer.slip_started", "cashier.waiting",
    }
)  # fmt: skip
_LEAST = 20
"""Payments that are told one by one; of more the summary has the rest."""


def timeline(events: Sequence[TraceEvent], contents: Contents, shop: Shop, lang: str) -> str:
    """Write it in a language, one event a line."""
    lines = [say("evidence.timeline.title", lang), "", *_head(shop, lang), ""]
    keys = list(contents.payments)
    for key in keys[:_LEAST]:
        lines += [*_payment(contents.payments[key], key in contents.disputed, lang), ""]
    if len(keys) > _LEAST:
        lines += [say("evidence.timeline.more", lang, count=len(keys) - _LEAST), ""]
    lines += [say("evidence.timeline.events", lang), ""]
    lines += list(_told(events, shop, lang))
    return "".join(f"{one_line(line)}\n" for line in lines)


def _head(shop: Shop, lang: str) -> Iterator[str]:
    yield _field("merchant", f"{shop.merchant_name} {shop.merchant}".strip(), lang)
    yield _field("terminal", shop.terminal, lang)


def _payment(payment: Payment, is_disputed: bool, lang: str) -> Iterator[str]:
    id = "evidence.timeline.disputed" if is_disputed else "evidence.timeline.beside"
    values = {"batch": payment.batch, "stan": payment.stan}
    yield say(id, lang, kind=trade_word(payment.kind, lang), **values)
    for name, value in _facts(payment, lang):
        if value:
            yield "  " + _field(name, value, lang)


def _facts(payment: Payment, lang: str) -> Iterator[tuple[str, str]]:
    yield "at", payment.at
    yield "amount", yuan(payment.amount_fen)
    yield "billed", "" if payment.billed_fen is None else yuan(payment.billed_fen)
    yield "card", payment.card
    yield "entry", _entry(payment, lang)
    yield "reference", payment.reference
    yield "authorisation", payment.authorisation
    yield "screens", ", ".join(_word("screen", screen, lang) for screen in payment.screens)
    yield "slips", ", ".join(_slip(slip, lang) for slip in payment.slips)
    yield "torn", str(payment.torn or "")
    yield "returned", yuan(-payment.debited_fen) if payment.debited_fen < 0 else ""
    if payment.debited_fen >= 0:
        yield "debited", f"{yuan(payment.debited_fen)} ({payment.debits})"
    yield "booked", yuan(payment.booked_fen)
    yield "reversed", _word("answer", "yes", lang) if payment.reversed else ""
    for back in payment.given_back:
        kind = trade_word(back.kind, lang)
        yield "back", f"{back.at} {kind} {back.batch}/{back.stan} {yuan(back.amount_fen)}"
    yield "left", yuan(payment.left_fen) if payment.debits else ""
    yield "business_day", payment.business_day
    yield "credited", payment.credited_on


def _entry(payment: Payment, lang: str) -> str:
    if not payment.entry:
        return ""
    how = _word("entry", payment.entry, lang)
    return f"{how}, {_word('answer', 'pin', lang)}" if payment.pin_keyed else how


def _slip(slip: SlipSeen, lang: str) -> str:
    words = [trade_word(slip.copy, lang)]
    words += [_word("slip", name, lang) for name in _marks(slip)]
    return " ".join(words)


def _marks(slip: SlipSeen) -> Iterator[str]:
    if slip.reprint:
        yield "reprint"
    if not slip.legible:
        yield "illegible"


def _told(events: Iterable[TraceEvent], shop: Shop, lang: str) -> Iterator[str]:
    for event in events:
        if event.name in _NOT_TOLD or not _says_much(event):
            continue
        yield f"{shop.moment(event.at_us)}  {who(event, lang)}: {what(_plain(event), lang)}"


_ACCOUNTS = {"issuer": CARDHOLDER, "acquirer": PAYABLE, "clearing": "merchant:"}
"""Whose account a posting in each book is told by."""


def _plain(event: TraceEvent) -> TraceEvent:
    """The event without what is no plain value; a posting with what it did to the one concerned."""
    kept = {
        key: value
        for key, value in event.detail.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }
    if event.kind == "posted" and event.source in _ACCOUNTS:
        kept["amount_fen"] = moved_fen(event, _ACCOUNTS[event.source]) or ""
    return msgspec.structs.replace(event, detail=kept)


def _says_much(event: TraceEvent) -> bool:
    return event.name != "console.displayed" or event.detail.get("screen") in SCREENS


def _field(name: str, value: str, lang: str) -> str:
    return f"{say(f'evidence.field.{name}', lang)}: {value}"


def _word(group: str, word: str, lang: str) -> str:
    id = f"evidence.{group}.{word}"
    return say(id, lang) if has(id) else one_line(word)
