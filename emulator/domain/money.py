"""Money as whole minor units with its currency; parsing and printing of amounts."""

import re
from typing import NamedTuple

CURRENCY_NUMBERS = {"CNY": "156", "HKD": "344", "USD": "840"}
"""ISO 4217 alphabetic code to the numeric code that DE49 carries."""

LARGEST_FEN = 999_999_999_999
"""What the twelve digits of DE4 can hold."""

_AMOUNT = re.compile(r"(-?)(\d{1,10})(?:\.(\d{1,2}))? ([A-Z]{3})", re.ASCII)


class Money(NamedTuple):
    """
    An amount of one currency.

    Parts that handle one currency only carry `amount_fen` instead and say so by that name.
    """

    fen: int
    currency: str = "CNY"

    @classmethod
    def parse(cls, text: str) -> "Money":
        """
        Read `128.50 CNY`.

        Raises:
            ValueError: Not a number with at most two decimals, a space and a known currency.
        """
        match = _AMOUNT.fullmatch(text.strip())
        if match is None or match[4] not in CURRENCY_NUMBERS:
            raise ValueError(f"not an amount of money: {text!r}; write 128.50 CNY")
        fen = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
        if fen > LARGEST_FEN:
            raise ValueError(f"too large for DE4 (twelve digits): {text!r}")
        return cls(-fen if match[1] else fen, match[4])

    def plus(self, other: "Money") -> "Money":
        """Add an amount of the same currency; ValueError if the currencies differ."""
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.fen + other.fen, self.currency)

    def __str__(self) -> str:
        return f"{yuan(self.fen)} {self.currency}"


def yuan(amount_fen: int) -> str:
    """Write fen the way a slip prints them: 12850 becomes `128.50`."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{rest:02d}"
