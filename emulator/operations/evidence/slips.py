"""
The slips of a bundle as a person would hold them: text and picture.

They are set again from what the camera saw printed. A slip that nobody can read, and one that ended
before it was whole, has neither: what is on such paper cannot be told from its event.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from emulator.domain.detail_words import COPIES, SLIP_KINDS
from emulator.domain.receipt import LINES, REPORT_LINES, Receipt
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence.details import LONGEST, fen, word
from emulator.reports.paper.slips import receipt_png
from emulator.reports.slip import layout, plain

FOLDER = "slips/"
MOST_SLIPS = 400
"""Slips that are drawn; a picture takes about ten milliseconds."""

_CARD_KINDS = frozenset(kind for kind in SLIP_KINDS if kind not in REPORT_LINES)
_LANGUAGES = ("zh", "en", "zh+en")
_TEXTS = (
    "merchant_name", "merchant", "terminal", "operator", "card", "entry", "expiry", "transaction",
    "batch", "stan", "authorisation", "reference", "date", "time",
)  # fmt: skip
_MAY_BE_THERE = ("original_stan", "original_reference", "original_date", "reason")


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A slip as two files."""

    name: str
    text: bytes
    picture: bytes


def slips_of(events: Iterable[TraceEvent]) -> Iterator[Drawn]:
    """Set every slip that can be read, in the order in which they came out."""
    number = 0
    for event in events:
        if event.name != "printer.slip_printed" or number >= MOST_SLIPS:
            continue
        receipt = receipt_of(event.detail)
        if receipt is None:
            continue
        number += 1
        mark = "-reprint" if receipt.reprint else ""
        yield Drawn(
            name=f"{FOLDER}{number:03}-{receipt.kind}-{receipt.copy}{mark}",
            text=(plain(layout(receipt)) + "\n").encode(),
            picture=receipt_png(receipt),
        )


def receipt_of(detail: dict[str, Any]) -> Receipt | None:
    """The slip that an event tells of; None if it cannot be read or does not say enough."""
    kind, copy, content = word(detail, "slip_kind"), word(detail, "copy"), detail.get("content")
    is_fault = kind == "fault"
    if detail.get("legible") is not True or not (is_fault or kind in _CARD_KINDS):
        return None
    values = _values(content)
    if values is None or copy not in COPIES or (copy == "report") != is_fault:
        return None
    if is_fault and "reason" not in values:
        return None
    language = word(detail, "language") or "zh"
    return Receipt(
        kind=kind,
        copy=copy,
        values=values,
        lines=LINES.get(copy, REPORT_LINES["fault"]),
        reprint=detail.get("reprint") is True,
        void_above=detail.get("void_above") is True,
        language=language if language in _LANGUAGES else "zh",
        training=detail.get("training") is True,
    )


def _values(content: Any) -> dict[str, Any] | None:
    """What a card slip says; None if anything is missing or is not what it must be."""
    if not isinstance(content, dict):
        return None
    values: dict[str, Any] = {"amount_fen": fen(content, "amount_fen")}
    for name in (*_TEXTS, *(name for name in _MAY_BE_THERE if name in content)):
        text = content.get(name)
        if not isinstance(text, str) or len(text) > LONGEST or not text.isprintable():
            return None
        values[name] = text
    is_known = values["transaction"] in _CARD_KINDS
    return values if values["amount_fen"] is not None and is_known else None
