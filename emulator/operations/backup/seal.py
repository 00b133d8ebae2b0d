"""
A seal over the terminal's records: whoever alters, drops or adds one is found out, and where.

    link 0 --record 1--> link 1 --record 2--> link 2 ...        each link is SHA-256 of the one
                                                                before and of the record

The seal is kept outside the terminal: it has no secret, and whoever can write both the records and
their seal can make them agree. Card numbers in it and in a backup are masked; what a masked number
stands for is the test number of the scenario, so nothing is lost (`domain.card.pan_from_mask`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from emulator.domain.card import Pan, pan_from_mask
from emulator.domain.journal import Entry, Record
from emulator.domain.transaction import KINDS, Side

_SIDE = {kind.name: kind.side for kind in KINDS.values()}
_FIRST_LINK = hashlib.sha256(b"posemu.records v1").hexdigest()


class NotPlain(ValueError):
    """A record holds what no backup may hold or can give back; says what."""


class Takings(msgspec.Struct, frozen=True, kw_only=True):
    """What the approved transactions of some records come to, as a settlement counts them."""

    debit_fen: int = 0
    debit_count: int = 0
    credit_fen: int = 0
    credit_count: int = 0


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What some records were when it was made."""

    links: tuple[str, ...]
    """One for each record, in order."""
    takings: Takings

    @property
    def number(self) -> str:
        """The last link, short enough to be written down."""
        return self.links[-1] if self.links else _FIRST_LINK


class Break(NamedTuple):
    """Where records are not what they were."""

    place: int
    """Number of the record, from 1; 0 for the whole."""
    why: str
    """altered, missing, added or totals."""


def encoded(record: Record) -> bytes:
    """
    Write a record, always in the same bytes.

    Raises:
        NotPlain: It holds a secret, something that is no plain value, or a card number that is no
            test number, so that its masked form does not give it back.
    """
    try:
        text = _encoder.encode(record)
        is_given_back = decoded(text) == record
    except (TypeError, ValueError, RecursionError) as error:
        raise NotPlain(str(error)) from None
    if not is_given_back:
        raise NotPlain("a backup would not give it back as it is")
    return text


def decoded(text: bytes) -> Record:
    """
    Read a record.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _decoder.decode(text)


def _masked(value: Any) -> str:
    if isinstance(value, Pan):
        return value.masked
    # Its text is left out: it may be a PIN.
    raise TypeError(f"{type(value).__name__} is no plain value")


def _unmasked(kind: type, value: Any) -> Any:
    if kind is Pan and isinstance(value, str):
        return pan_from_mask(value)
    raise ValueError("no masked card number")


_encoder = msgspec.json.Encoder(enc_hook=_masked, order="deterministic")
_decoder = msgspec.json.Decoder(Record, dec_hook=_unmasked)


def chain(texts: Iterable[bytes]) -> Iterator[str]:
    """The link behind each of some written records."""
    link = _FIRST_LINK
    for text in texts:
        link = link_of(link, text)
        yield link


def link_of(before: str, text: bytes) -> str:
    """The link that hangs some bytes on the link before."""
    return hashlib.sha256(before.encode() + text).hexdigest()


def takings_of(records: Iterable[Record]) -> Takings:
    """What the approved transactions come to; one that is written down twice counts once."""
    approved: dict[tuple[str, str], Entry] = {}
    for record in records:
        is_approved = record.kind == "verdict" and record.values.get("outcome") == "approved"
        if is_approved and record.entry is not None:
            approved[record.batch, record.stan] = record.entry
    entries = list(approved.values())
    debits = [one.amount_fen for one in entries if _SIDE.get(one.kind) is Side.DEBIT]
    credits_fen = [one.amount_fen for one in entries if _SIDE.get(one.kind) is Side.CREDIT]
    return Takings(
        debit_fen=sum(debits),
        debit_count=len(debits),
        credit_fen=sum(credits_fen),
        credit_count=len(credits_fen),
    )


def seal(records: Sequence[Record]) -> Seal:
    """
    Seal some records as they are.

    Raises:
        NotPlain: One of them cannot be written.
    """
    return Seal(
        links=tuple(chain(encoded(record) for record in records)), takings=takings_of(records)
    )


def verify(
    records: Sequence[Record], sealed: Seal, *, may_have_grown: bool = False
) -> Break | None:
    """
    Tell whether records are still what was sealed.

    Args:
        records: As they are now.
        sealed: As they were.
        may_have_grown: Records that were written since are no offence; the sealed ones must come
            first, unchanged.

    Returns:
        The first place where they differ; None if they do not.
    """
    looked_at = records[: len(sealed.links)]
    try:
        links = list(chain(encoded(record) for record in looked_at))
    except NotPlain:
        links = _as_far_as_plain(looked_at)
    for place, wanted in enumerate(sealed.links, start=1):
        if place > len(links):
            return Break(place, "missing" if place > len(records) else "altered")
        if links[place - 1] != wanted:
            return Break(place, "altered")
    if len(records) > len(sealed.links) and not may_have_grown:
        return Break(len(sealed.links) + 1, "added")
    return None if takings_of(looked_at) == sealed.takings else Break(0, "totals")


def _as_far_as_plain(records: Sequence[Record]) -> list[str]:
    texts = []
    for record in records:
        try:
            texts.append(encoded(record))
        except NotPlain:
            break
    return list(chain(texts))
