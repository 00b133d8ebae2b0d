"""What a bundle says of a shop, a payment and its slips: plain values, for people and programs."""

from datetime import datetime, timedelta

import msgspec

from emulator.operations.evidence.details import Key


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """Where it happened."""

    merchant: str = ""
    merchant_name: str = ""
    terminal: str = ""
    start: str = ""
    """Moment 0 of the run on the shop's clock, ISO."""

    def moment(self, at_us: int) -> str:
        """Date and time in the shop, to the millisecond; empty if nobody knows."""
        try:
            start = datetime.fromisoformat(self.start)
            return (start + timedelta(microseconds=at_us)).isoformat(" ", "milliseconds")
        except (ValueError, OverflowError):
            return ""


class SlipSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One slip that came out of the printer whole."""

    seq: int
    copy: str
    legible: bool
    reprint: bool
    amount_fen: int | None
    """As it is printed; None if the slip does not say."""


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """A void or a refund."""

    kind: str
    batch: str
    stan: str
    at: str
    amount_fen: int
    """What the cardholder's bank gave back."""
    reference: str


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment and what became of it."""

    kind: str
    batch: str
    stan: str
    purchase: str = ""
    at: str = ""
    amount_fen: int = 0
    """What the terminal asked for."""
    billed_fen: int | None = None
    """What the goods cost by the cashier's bill; None if nobody saw one."""
    card: str = ""
    entry: str = ""
    """chip, swipe, contactless, keyed; empty if no card was seen."""
    pin_keyed: bool = False
    reference: str = ""
    authorisation: str = ""
    screens: tuple[str, ...] = ()
    """What the terminal said of it, in order."""
    debits: int = 0
    """How often the cardholder's bank took money for it."""
    debited_fen: int = 0
    """What it took, less what was reversed."""
    booked_fen: int = 0
    """What the acquirer owes the merchant for it."""
    reversed: bool = False
    given_back: tuple[Back, ...] = ()
    slips: tuple[SlipSeen, ...] = ()
    torn: int = 0
    """Slips that ended before they were whole."""
    batch_result: str = ""
    business_day: str = ""
    credited_on: str = ""
    """When the merchant's bank credited that day's takings; empty if it has not."""
    receipt_by_hand: bool = False

    @property
    def key(self) -> Key:
        """Batch and STAN."""
        return (self.batch, self.stan)

    @property
    def back_fen(self) -> int:
        """What voids and refunds gave back."""
        return sum(back.amount_fen for back in self.given_back)

    @property
    def left_fen(self) -> int:
        """What the cardholder is still debited."""
        return self.debited_fen - self.back_fen

    def merchants_slips(self) -> tuple[SlipSeen, ...]:
        """The merchant's copies that can be read."""
        return tuple(slip for slip in self.slips if slip.copy == "merchant" and slip.legible)
