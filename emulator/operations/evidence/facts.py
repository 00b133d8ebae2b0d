"""
What a dispute needs to know of each payment, worked out from the lines of a bundle alone.

Amount, time, merchant, terminal, reference, authorisation, how the card was read, which slips came
out, and whether the money was given back. Nothing is taken from what somebody wrote about the
lines, so a summary that says otherwise than they do convinces nobody.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.operations.evidence.details import CARDHOLDER, Key, fen, key_of, moved_fen, word
from emulator.operations.evidence.index import Index
from emulator.operations.evidence.payment import Back, Payment, Shop, SlipSeen

SCREENS = ("approved", "declined", "timed_out", "bad_answer", "reversed", "reversal_failed")
"""Screens that say how a numbered transaction stands."""
PAYABLE = "acquirer:payable:"


def shop_of(events: Iterable[TraceEvent]) -> Shop:
    """Where the events happened, by the first line of the run and the head of a slip."""
    shop = Shop()
    for event in events:
        if event.name == "bench.run_started":
            names = ("merchant", "terminal", "start")
            found = {name: word(event.detail, name) for name in names}
            shop = msgspec.structs.replace(shop, **found)
        elif event.name == "printer.slip_printed" and not shop.merchant_name:
            content = event.detail.get("content")
            name = word(content, "merchant_name") if isinstance(content, dict) else ""
            shop = msgspec.structs.replace(shop, merchant_name=name)
    return shop


def payments_of(events: Sequence[TraceEvent]) -> dict[Key, Payment]:
    """
    Everything about each numbered transaction among some events.

    Args:
        events: Of an extract, in the order of the recording.
    """
    index = Index()
    for event in events:
        index.take(event)
    index.finish()
    shop = shop_of(events)
    found = {
        key: _Reader(key, one.kind, one.amount_fen, one.card, one.purchase, shop.moment(one.at_us))
        for key, one in index.asked.items()
    }
    till, desk = _Till(), _CashDesk()
    for event in events:
        till.take(event)
        desk.take(event)
        key = key_of(event.detail)
        if key in found and index.is_own(event):
            found[key].take(event, till)
    payments = {key: desk.added(reader.payment(index)) for key, reader in found.items()}
    credited = _credits(events)
    return {key: _completed(one, index, payments, credited) for key, one in payments.items()}


class _Till:
    """What was keyed and shown at the till since the last card."""

    def __init__(self) -> None:
        self.entry = ""
        self.pin_keyed = False

    def take(self, event: TraceEvent) -> None:
        if event.name == "console.card_presented":
            self.entry, self.pin_keyed = word(event.detail, "entry"), False
        elif event.name == "console.pressed" and event.detail.get("input") == "pin":
            self.pin_keyed = True
        elif event.name == "console.displayed" and event.detail.get("screen") == "idle":
            self.entry, self.pin_keyed = "", False


class _CashDesk:
    """What the cashier billed and wrote for each purchase."""

    def __init__(self) -> None:
        self._billed_fen: dict[str, int] = {}
        self._by_hand: dict[str, bool] = {}

    def take(self, event: TraceEvent) -> None:
        purchase = word(event.detail, "purchase")
        if event.source != "cashier" or not purchase:
            return
        if event.kind == "rang_up":
            # Rung up a second time it says what was keyed alone.
            billed_fen = fen(event.detail, "meant_fen")
            if billed_fen is not None:
                self._billed_fen[purchase] = billed_fen
        elif event.detail.get("action") == "manual_receipt":
            self._by_hand[purchase] = event.detail.get("effect", True) is True

    def added(self, payment: Payment) -> Payment:
        """A payment with what belongs to its purchase."""
        return msgspec.structs.replace(
            payment,
            billed_fen=self._billed_fen.get(payment.purchase),
            receipt_by_hand=self._by_hand.get(payment.purchase, False),
        )


class _Reader:
    """Reads what the events say of one transaction."""

    def __init__(
        self, key: Key, kind: str, amount_fen: int, card: str, purchase: str, at: str
    ) -> None:
        self._values: dict[str, Any] = {
            "batch": key[0], "stan": key[1], "kind": kind, "amount_fen": amount_fen,
            "card": card, "purchase": purchase, "at": at,
        }  # fmt: skip
        self._is_asked = False
        self._screens: list[str] = []
        self._slips: list[SlipSeen] = []
        self._debited_fen = self._booked_fen = self._debits = self._torn = 0
        self._reversed = False

    def take(self, event: TraceEvent, till: _Till) -> None:
        """Take in an event that names this transaction."""
        act = _TELLS.get(event.name)
        if act is not None:
            act(self, event, till)

    def payment(self, index: Index) -> Payment:
        """What it comes to, without what other transactions did to it."""
        day = index.day_of((self._values["batch"], self._values["stan"]))
        return Payment(
            **self._values,
            screens=tuple(self._screens),
            slips=tuple(self._slips),
            torn=self._torn,
            debits=self._debits,
            debited_fen=self._debited_fen,
            booked_fen=self._booked_fen,
            reversed=self._reversed,
            business_day="" if day is None else day[1],
        )

    def _sent(self, event: TraceEvent, till: _Till) -> None:
        if not self._is_asked:
            self._is_asked = True
            self._values["entry"], self._values["pin_keyed"] = till.entry, till.pin_keyed

    def _delivered(self, event: TraceEvent, _: _Till) -> None:
        if event.detail.get("way") == "down":
            reference = word(event.detail, "reference")
            self._values["reference"] = reference or self._values.get("reference", "")

    def _displayed(self, event: TraceEvent, _: _Till) -> None:
        screen = word(event.detail, "screen")
        if screen in SCREENS:
            self._screens.append(screen)
        authorisation = word(event.detail, "authorisation")
        if authorisation:
            self._values["authorisation"] = authorisation

    def _debited(self, event: TraceEvent, _: _Till) -> None:
        taken_fen = -moved_fen(event, CARDHOLDER)
        self._debited_fen += taken_fen
        self._debits += taken_fen > 0
        self._reversed = self._reversed or event.detail.get("reason") == "reversal"

    def _booked(self, event: TraceEvent, _: _Till) -> None:
        self._booked_fen += moved_fen(event, PAYABLE)
        self._values["reference"] = self._values.get("reference") or word(event.detail, "reference")

    def _printed(self, event: TraceEvent, _: _Till) -> None:
        detail = event.detail
        if detail.get("slip_kind") == "fault" or detail.get("training"):
            return
        content = detail.get("content")
        says_fen = fen(content, "amount_fen") if isinstance(content, dict) else None
        self._slips.append(
            SlipSeen(
                seq=event.seq,
                copy=word(detail, "copy"),
                legible=detail.get("legible") is True,
                reprint=detail.get("reprint") is True,
                amount_fen=says_fen,
            )
        )

    def _was_torn(self, _: TraceEvent, __: _Till) -> None:
        self._torn += 1


_TELLS = {
    "uplink.sent": _Reader._sent,
    "uplink.delivered": _Reader._delivered,
    "console.displayed": _Reader._displayed,
    "issuer.posted": _Reader._debited,
    "acquirer.posted": _Reader._booked,
    "printer.slip_printed": _Reader._printed,
    "printer.slip_torn": _Reader._was_torn,
}


def _credits(events: Iterable[TraceEvent]) -> dict[str, str]:
    """Business day to the date on which the merchant's bank credited its takings."""
    return {
        word(event.detail, "business_day"): word(event.detail, "date")
        for event in events
        if event.name == "clearing.merchant_credited"
    }


def _completed(
    payment: Payment, index: Index, payments: dict[Key, Payment], credited: dict[str, str]
) -> Payment:
    """Put to a payment what other lines say of it: its batch, its day, what took it back."""
    back = tuple(_back(payments[key]) for key in index.takers(payment.key) if key in payments)
    return msgspec.structs.replace(
        payment,
        given_back=back,
        batch_result=index.results.get(payment.batch, ""),
        credited_on=credited.get(payment.business_day, "") if payment.business_day else "",
    )


def _back(taker: Payment) -> Back:
    return Back(
        kind=taker.kind,
        batch=taker.batch,
        stan=taker.stan,
        at=taker.at,
        amount_fen=-taker.debited_fen,
        reference=taker.reference,
    )
