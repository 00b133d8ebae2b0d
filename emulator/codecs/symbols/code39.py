"""
Code 39 as printers take it: capital letters, digits and seven signs.

Left out: the check character, which printers do not add, and the full ASCII form.
Sources: ISO/IEC 16388; manuals of GS k for the asterisks.
"""

from emulator.codecs.symbols.shapes import Bars, from_narrow_wide, pairs

PATTERNS = pairs("""
    0 000110100  1 100100001  2 001100001  3 101100000  4 000110001  5 100110000  6 001110000
    7 000100101  8 100100100  9 001100100  A 100001001  B 001001001  C 101001000  D 000011001
    E 100011000  F 001011000  G 000001101  H 100001100  I 001001100  J 000011100  K 100000011
    L 001000011  M 101000010  N 000010011  O 100010010  P 001010010  Q 000000111  R 100000110
    S 001000110  T 000010110  U 110000001  V 011000001  W 111000000  X 010010001  Y 110010000
    Z 011010000  - 010000101  . 110000100  $ 010101000  / 010100010  + 010001010  % 000101010
    * 010010100
""") | {" ": "011000100"}
"""Bars and gaps of each character, 1 for wide."""


def code39(data: bytes) -> Bars:
    """
    Draw a Code 39.

    Args:
        data: Characters. An asterisk at the start is the start character, any later one ends the
            symbol; they are added where they are missing.

    Raises:
        ValueError: A character that the code does not have, or none at all.
    """
    text = data.decode("latin-1").removeprefix("*").split("*")[0]
    if not text:
        raise ValueError("code39: no data")
    for character in text:
        if character not in PATTERNS:
            raise ValueError(f"code39: {character!r} is not in the code")
    shown = f"*{text}*"
    return Bars(from_narrow_wide(PATTERNS[character] for character in shown), shown)
