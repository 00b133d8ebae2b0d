"""
What a thief can read in a copy of the records, and the careless copy in which there is something.

A backup has masked card numbers only (see `seal`). A shop that does not mask them copies the
records as the terminal has them; that copy is in nobody's trace and in no file.
"""

import re
from collections.abc import Sequence

from emulator.domain.card import Pan, passes_luhn
from emulator.domain.journal import Record

_NUMBER = re.compile(rb"(?<![0-9A-Za-z*])\d{13,19}(?![0-9A-Za-z*])")


def careless_copy(records: Sequence[Record]) -> bytes:
    """The card numbers and amounts of some records, as a shop writes them down for itself."""
    entries = [one.entry for one in records if one.kind == "verdict" and one.entry is not None]
    rows = [f"{one.pan.clear()};{one.amount_fen}" for one in entries if one.pan is not None]
    return "\n".join(rows).encode()


def cards_in(copy: bytes) -> tuple[Pan, ...]:
    """Every card number that stands readable in a copy, each once, in order."""
    found = (match.decode() for match in _NUMBER.findall(copy))
    return tuple(dict.fromkeys(Pan(digits) for digits in found if passes_luhn(digits)))
