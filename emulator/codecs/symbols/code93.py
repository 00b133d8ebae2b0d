"""
Code 93 as printers take it: all of ASCII, with both check characters added.

Sources: AIM USS-93; manuals of GS k for what is printed below it.
"""

from emulator.codecs.symbols.shapes import Bars, from_digits, words

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%abcd"
"""By value, 0 to 46; the last four stand for the shifts ($), (%), (/) and (+)."""
PATTERNS = words(
    """
    131112 111213 111312 111411 121113 121212 121311 111114 131211 141111 211113 211212 211311
    221112 221211 231111 112113 112212 112311 122112 132111 111123 111222 111321 121122 131121
    212112 212211 211122 211221 221121 222111 112122 112221 122121 123111 121131 311112 311211
    321111 112131 113121 211131 121221 312111 311121 122211
    """
)
START_STOP = "111141"
LAST_BAR = "1"


def _full_ascii() -> tuple[str, ...]:
    """How each of the 128 characters is written with the 47."""
    table = [chr(code) for code in range(128)]
    table[0], table[0x40], table[0x60] = "bU", "bV", "bW"
    for place in range(26):
        table[1 + place] = "a" + chr(65 + place)
        table[97 + place] = "d" + chr(65 + place)
    for first, letters in ((0x1B, "ABCDE"), (0x3B, "FGHIJ"), (0x5B, "KLMNO"), (0x7B, "PQRST")):
        for place, letter in enumerate(letters):
            table[first + place] = "b" + letter
    for character in "!\"#&'()*,:":
        table[ord(character)] = "c" + chr(ord(character) - 0x21 + 65)
    return tuple(table)


_FULL_ASCII = _full_ascii()


def code93(data: bytes) -> Bars:
    """
    Draw a Code 93.

    Raises:
        ValueError: A byte above 7Fh, or no data.
    """
    if not data:
        raise ValueError("code93: no data")
    if max(data) > 0x7F:
        raise ValueError(f"code93: byte {max(data):#04x} is not in the code")
    values = [CHARACTERS.index(part) for byte in data for part in _FULL_ASCII[byte]]
    for heaviest in (20, 15):
        values.append(_check(values, heaviest))
    patterns = [START_STOP, *(PATTERNS[value] for value in values), START_STOP, LAST_BAR]
    return Bars(from_digits(patterns), f"□{''.join(map(_shown, data))}□")


def _check(values: list[int], heaviest: int) -> int:
    """Weights count from the right, 1 to `heaviest` and again."""
    return sum(value * (place % heaviest + 1) for place, value in enumerate(values[::-1])) % 47


def _shown(byte: int) -> str:
    """A control character is printed as a black square and the letter of its code."""
    return f"■{_FULL_ASCII[byte][-1]}" if byte < 0x20 or byte == 0x7F else chr(byte)
