"""
EAN-13, EAN-8, UPC-A and UPC-E as printers take them.

A missing check digit is worked out. One that was sent is drawn as sent, also when it is wrong:
printers do not look at it, and then no reader reads the symbol. Left out: longer guard bars and
add-on symbols. Source: GS1 General Specifications, section 5.2.
"""

from collections.abc import Callable

from emulator.codecs.symbols.shapes import Bars, from_digits, words

ODD = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
"""Gaps and bars of a digit left of the centre; the right half is the same with bars and gaps
exchanged, which is how they fall out when the pattern begins with a bar."""
EVEN = tuple(pattern[::-1] for pattern in ODD)
GUARD, CENTRE, UPC_E_END = "111", "11111", "111111"

EAN13_PARITY = words("OOOOOO OOEOEE OOEEOE OOEEEO OEOOEE OEEOOE OEEEOO OEOEOE OEOEEO OEEOEO")
"""By first digit: which of the next six are odd or even."""
UPC_E_PARITY = words("EEEOOO EEOEOO EEOOEO EEOOOE EOEEOO EOOEEO EOOOEE EOEOEO EOEOOE EOOEOE")
"""By check digit, number system 0."""


def check_digit(digits: str) -> str:
    """Work out the check digit behind these digits: weights 3, 1, 3 ... from the right."""
    total = sum(
        int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def ean13(data: bytes) -> Bars:
    """Draw an EAN-13 of 12 or 13 digits."""
    digits = _digits(data, "ean13", 12)
    return Bars(_thirteen(digits), digits)


def upc_a(data: bytes) -> Bars:
    """Draw a UPC-A of 11 or 12 digits: an EAN-13 whose first digit is 0."""
    digits = _digits(data, "upc_a", 11)
    return Bars(_thirteen("0" + digits), digits)


def ean8(data: bytes) -> Bars:
    """Draw an EAN-8 of 7 or 8 digits."""
    digits = _digits(data, "ean8", 7)
    left = [ODD[int(digit)] for digit in digits[:4]]
    right = [ODD[int(digit)] for digit in digits[4:]]
    return Bars(from_digits([GUARD, *left, CENTRE, *right, GUARD]), digits)


def upc_e(data: bytes) -> Bars:
    """
    Draw a UPC-E.

    Args:
        data: The 6 digits themselves; or 7, with number system 0 in front; or 8, with the check
            digit too; or the 11 or 12 digits of the UPC-A for which it stands.

    Raises:
        ValueError: Other lengths, another number system, or a UPC-A that has no short form.
    """
    six, check = _upc_e_digits(_only_digits(data, "upc_e"))
    parity = UPC_E_PARITY[int(check)]
    return Bars(from_digits([GUARD, *_halves(six, parity), UPC_E_END]), f"0{six}{check}")


def _thirteen(digits: str) -> tuple[int, ...]:
    left = _halves(digits[1:7], EAN13_PARITY[int(digits[0])])
    right = [ODD[int(digit)] for digit in digits[7:]]
    return from_digits([GUARD, *left, CENTRE, *right, GUARD])


def _halves(digits: str, parity: str) -> list[str]:
    return [
        (ODD if side == "O" else EVEN)[int(digit)]
        for digit, side in zip(digits, parity, strict=True)
    ]


def _only_digits(data: bytes, kind: str) -> str:
    if not data.isdigit():
        raise ValueError(f"{kind}: {data[:16]!r} is not digits only")
    return data.decode("ascii")


def _digits(data: bytes, kind: str, length: int) -> str:
    """The digits with their check digit, worked out if one is missing."""
    digits = _only_digits(data, kind)
    if len(digits) == length:
        return digits + check_digit(digits)
    if len(digits) != length + 1:
        raise ValueError(f"{kind}: {len(digits)} digits, not {length} or {length + 1}")
    return digits


def _upc_e_digits(digits: str) -> tuple[str, str]:
    """Six digits and the check digit."""
    if len(digits) == 6:
        return digits, check_digit(upc_a_of("0" + digits))
    if len(digits) not in (7, 8, 11, 12):
        raise ValueError(f"upc_e: {len(digits)} digits, not 6, 7, 8, 11 or 12")
    if digits[0] != "0":
        raise ValueError(f"upc_e: number system {digits[0]}, not 0")
    if len(digits) in (7, 8):
        return digits[1:7], digits[7:] or check_digit(upc_a_of(digits))
    return _shortened(digits), digits[11:] or check_digit(digits)


def upc_a_of(digits: str) -> str:
    """The 11 digits of the UPC-A for which number system and six digits of a UPC-E stand."""
    system, six = digits[0], digits[1:7]
    last = six[5]
    if last in "012":
        return f"{system}{six[:2]}{last}0000{six[2:5]}"
    if last == "3":
        return f"{system}{six[:3]}00000{six[3:5]}"
    if last == "4":
        return f"{system}{six[:4]}00000{six[4]}"
    return f"{system}{six[:5]}0000{last}"


def _shortened(digits: str) -> str:
    """Leave out the zeros of a UPC-A; the last digit says where they stood."""
    maker, product = digits[1:6], digits[6:11]
    tries: tuple[Callable[[], str | None], ...] = (
        lambda: maker[:2] + product[2:] + maker[2] if maker[2:] in ("000", "100", "200") else None,
        lambda: maker[:3] + product[3:] + "3" if maker[3:] == "00" else None,
        lambda: maker[:4] + product[4:] + "4" if maker[4:] == "0" else None,
        lambda: maker + product[4] if product[4] in "56789" else None,
    )
    for attempt in tries:
        six = attempt()
        if six is not None and upc_a_of("0" + six) == digits[:11]:
            return six
    raise ValueError(f"upc_e: {digits[:11]} has no short form")
