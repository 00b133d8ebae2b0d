"""Cards and the numbers on them, which never show themselves in clear by accident."""

import re

import msgspec

_MASKED = re.compile(r"\d{6}\*{3,9}\d{4}", re.ASCII)


class Secret:
    """A PIN or a key: can be compared, never printed, encoded or pickled into a record."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def matches(self, other: "Secret | None") -> bool:
        """Tell whether both hold the same value; None never matches."""
        return other is not None and self._value == other._value

    def __repr__(self) -> str:
        return "Secret(****)"

    __str__ = __repr__


class Pan:
    """A primary account number; `str()` and `repr()` give it masked, `clear()` in full."""

    __slots__ = ("_digits", "masked")

    def __init__(self, digits: str) -> None:
        self._digits = digits
        self.masked = mask(digits)

    def clear(self) -> str:
        """Give the whole number, for a codec that must put it on a wire."""
        return self._digits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pan) and other._digits == self._digits

    def __hash__(self) -> int:
        # Hashing the text itself would depend on PYTHONHASHSEED.
        return int(self._digits)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"Pan({self.masked})"


def mask(digits: str) -> str:
    """Keep the first six and the last four digits (PCI DSS 3.4) and star the rest."""
    return digits[:6] + "*" * (len(digits) - 10) + digits[-4:]


def check_digit(body: str) -> str:
    """Give the digit that makes `body` + digit pass the Luhn test (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char)
        if place % 2 == 0:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return str(-total % 10)


def passes_luhn(digits: str) -> bool:
    """Tell whether a string of digits ends in its right check digit."""
    return len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


def pan_from_mask(masked: str) -> Pan:
    """
    Make the test number that a masked number in a scenario stands for.

    The stars become zeros and then one digit that makes the whole pass the Luhn test, so that the
    visible ends stay as written and no real card is ever meant.

    Raises:
        ValueError: Not six digits, three to nine stars and four digits.
    """
    if not _MASKED.fullmatch(masked):
        raise ValueError(f"not a masked card number: {masked!r}; write 622202******0018")
    stars = masked.count("*")
    for digit in "0123456789":
        digits = masked[:6] + "0" * (stars - 1) + digit + masked[-4:]
        if passes_luhn(digits):
            return Pan(digits)
    raise AssertionError("one of ten digits in a fixed place always passes the Luhn test")


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A bank card as its holder carries it."""

    name: str
    """What the scenario calls it; also names the holder's account `cardholder:<name>`."""
    pan: Pan
    expiry: str = "3012"
    """YYMM, DE14."""
    bank: str = "icbc"
    """Which issuer answers for it."""
    pin: Secret | None = None
    """None for a card that asks for no PIN."""
    chip: bool = True
    contactless: bool = True
