"""
A message between terminal, acquirer and issuer, before or after any packing.

Every field of the dialect that the shop uses has a name of its own here; a codec maps names to
data elements. Left out: tracks, chip data and PIN block as bytes. `pin` and `mac_key` stand for
them, so that nothing secret exists that could leak; a wire codec makes the bytes from its own keys.
"""

from typing import Any

import msgspec

from emulator.domain.card import Pan, Secret

Plain = str | int | bool | None | list[Any] | dict[str, Any]


class Totals(msgspec.Struct, frozen=True):
    """What a settlement request carries in DE48: domestic debits and credits of the batch."""

    debit_fen: int = 0
    debit_count: int = 0
    credit_fen: int = 0
    credit_count: int = 0

    def plus(self, side: str, amount_fen: int, count: int = 1) -> "Totals":
        """Add one item on a side, `debit` or `credit`; any other side changes nothing."""
        if side == "debit":
            return Totals(
                self.debit_fen + amount_fen,
                self.debit_count + count,
                self.credit_fen,
                self.credit_count,
            )
        if side == "credit":
            return Totals(
                self.debit_fen,
                self.debit_count,
                self.credit_fen + amount_fen,
                self.credit_count + count,
            )
        return self


class UploadItem(msgspec.Struct, frozen=True):
    """One record of a batch upload (0320)."""

    kind: str
    stan: str
    pan: Pan
    amount_fen: int
    reference: str | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One message. None is a field that is not present.

    Answers are made with `answer`, which keeps what the host must send back; trace details with
    `summary`, which masks.
    """

    mti: str
    kind: str
    """The transaction's name in `transaction.KINDS`; for 0400 the kind of the original."""
    terminal: str
    """DE41, eight characters."""
    merchant: str
    """DE42, fifteen characters."""
    batch: str
    """DE60.2, six digits."""
    stan: str
    """DE11, six digits; a reversal carries its original's."""
    amount_fen: int | None = None
    """DE4; None where the message moves no money."""
    currency: str = "CNY"
    pan: Pan | None = None
    """DE2 or the number inside DE35."""
    expiry: str | None = None
    entry: str | None = None
    """DE22 in words: swipe, chip, contactless, keyed, none."""
    pin: Secret | None = None
    """DE52; only a reference to what the cardholder keyed, never digits."""
    code: str | None = None
    """DE39: the answer code, or in 0400 the reason (98, 96, A0, 06)."""
    reference: str | None = None
    """DE37, given by the host."""
    authorisation: str | None = None
    """DE38."""
    host_time: str | None = None
    """DE13 and DE12 as MMDDhhmmss, only in answers."""
    settlement_date: str | None = None
    """DE15, MMDD, only in answers."""
    original_batch: str | None = None
    """DE61, like the two below."""
    original_stan: str | None = None
    original_date: str | None = None
    operator: str | None = None
    """DE63.1 in management messages."""
    network_code: str | None = None
    """DE60.3: 001, 003 sign-in; 002 sign-off; 201 settlement; 202, 207 end of upload."""
    totals: Totals | None = None
    """DE48 of 0500, or the host's own in 0510."""
    settlement_result: str | None = None
    """Flag of DE48 in 0510: 1 balanced, 2 unbalanced, 3 error."""
    items: tuple[UploadItem, ...] = ()
    """DE48 of 0320."""
    item_count: int | None = None
    """DE48 of the closing 0320."""
    mac_key: str | None = None
    """Check value of the key that the MAC (DE64) was made under; None is a message without MAC."""
    keys: str | None = None
    """DE62 of 0810: check value of the new working keys."""
    balance_fen: int | None = None
    """DE54."""
    work_request: str | None = None
    """Sixth nibble of the answer's header: `3` asks the terminal to sign in again, `6` to fetch
    a newer program (payments.md 3.1)."""
    software: str | None = None
    """Version in the header, `31` + six digits in life."""
    oldest_software: str | None = None
    """The oldest version that the host accepts, only in answers to `check_versions`."""
    status: str | None = None
    """In the answer to `query`: approved, reversed, voided, refunded, declined, unknown."""
    note: str | None = None
    """DE63.2, free text for the slip."""
    garbled: bool = False
    """True when noise on the line changed the content, so that no MAC fits."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and STAN: what names a transaction to the host."""
        return (self.terminal, self.batch, self.stan)

    def answer(self, code: str | None, **fields: Any) -> "Message":
        """Make the answer: MTI + 10, the request's identifying fields, `code` and `fields`."""
        return Message(
            mti=ANSWER_MTI[self.mti],
            kind=self.kind,
            terminal=self.terminal,
            merchant=self.merchant,
            batch=fields.pop("batch", self.batch),
            stan=self.stan,
            amount_fen=fields.pop("amount_fen", self.amount_fen),
            pan=self.pan,
            code=code,
            **fields,
        )

    def changed(self, **fields: Any) -> "Message":
        """Make a copy that differs in `fields`."""
        return msgspec.structs.replace(self, **fields)

    def summary(self, **seen: Plain) -> dict[str, Plain]:
        """
        Give what a line tap may write down: no secret, the card number masked.

        Args:
            seen: What the tap itself has to say; it comes first.
        """
        seen["mti"] = self.mti
        seen["transaction"] = self.kind
        seen["terminal"] = self.terminal
        seen["batch"] = self.batch
        seen["stan"] = self.stan
        if self.amount_fen is not None:
            seen["amount_fen"] = self.amount_fen
        if self.pan is not None:
            seen["card"] = self.pan.masked
        if self.code is not None:
            seen["code"] = self.code
        if self.reference is not None:
            seen["reference"] = self.reference
        if self.original_stan is not None:
            seen["original_batch"] = self.original_batch
            seen["original_stan"] = self.original_stan
        if self.totals is not None:
            seen["totals"] = list(msgspec.structs.astuple(self.totals))
        if self.settlement_result is not None:
            seen["result"] = self.settlement_result
        if self.network_code is not None:
            seen["network_code"] = self.network_code
        if self.status is not None:
            seen["status"] = self.status
        return seen


ANSWER_MTI = {
    f"{request:04d}": f"{request + 10:04d}"
    for request in (100, 200, 220, 320, 400, 500, 620, 800, 820)
}
"""The answer's MTI for each request's."""
