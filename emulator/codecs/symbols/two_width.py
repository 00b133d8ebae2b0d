"""
Interleaved 2 of 5 and Codabar, which know only narrow and wide, as printers take them.

Left out: check characters, which printers do not add. Sources: ISO/IEC 16390; EN 798; manuals of
GS k for what happens to an odd digit and to start and stop characters.
"""

from emulator.codecs.symbols.shapes import WIDE, Bars, from_narrow_wide, pairs, words

ITF = words("00110 10001 01001 11000 00101 10100 01100 00011 10010 01010")
"""Five bars or five gaps of each digit, 1 for wide."""
_ITF_START, _ITF_STOP = (1, 1, 1, 1), (WIDE, 1, 1)

CODABAR = pairs("""
    0 0000011  1 0000110  2 0001001  3 1100000  4 0010010  5 1000010  6 0100001  7 0100100
    8 0110000  9 1001000  - 0001100  $ 0011000  : 1000101  / 1010001  . 1010100  + 0010101
    A 0011010  B 0101001  C 0001011  D 0001110
""")
"""Bars and gaps of each character, 1 for wide."""
START_STOP = "ABCD"


def itf(data: bytes) -> Bars:
    """
    Draw an interleaved 2 of 5.

    Args:
        data: Digits; the last one of an odd number is left out, as printers do.

    Raises:
        ValueError: Something else than digits, or fewer than two.
    """
    if not data.isdigit():
        raise ValueError(f"itf: {data[:16]!r} is not digits only")
    digits = data.decode("ascii")
    digits = digits[: len(digits) // 2 * 2]
    if not digits:
        raise ValueError("itf: one digit; a pair is the least")
    widths = list(_ITF_START)
    for bar, gap in zip(digits[::2], digits[1::2], strict=True):
        for dark, light in zip(ITF[int(bar)], ITF[int(gap)], strict=True):
            widths += (WIDE if dark == "1" else 1, WIDE if light == "1" else 1)
    return Bars((*widths, *_ITF_STOP), digits)


def codabar(data: bytes) -> Bars:
    """
    Draw a Codabar.

    Args:
        data: Digits and `-$:/.+` between a start and a stop character, A to D or a to d.

    Raises:
        ValueError: A start or stop character is missing or stands inside, or another character.
    """
    shown = data.decode("latin-1")
    text = shown.upper()
    if len(text) < 2 or text[0] not in START_STOP or text[-1] not in START_STOP:
        raise ValueError("codabar: needs one of A to D at both ends")
    for character in text[1:-1]:
        if character not in CODABAR or character in START_STOP:
            raise ValueError(f"codabar: {character!r} cannot stand inside")
    return Bars(from_narrow_wide(CODABAR[character] for character in text), shown)
