"""
How long a command is, when its first bytes must be read to know it.

A rule is given the command from its first byte on, as far as it has come, and tells how many bytes
it takes. An answer beyond what is there means: ask again when so many are. A negative answer means:
so many bytes are no command, begin anew behind them. A rule never looks more than one byte past the
end of a command, so that everything is known as soon as it can be.

Sources: Epson's ESC/POS command reference, by command; ESC Z from manuals of Chinese makers.
"""

from collections.abc import Callable

Rule = Callable[[bytes | bytearray], int]

MAX_TABS = 32
MAX_NUL_TERMINATED = 255
"""Data bytes of a bar code that ends with NUL."""
MAX_DIGITS = 5
THREE_BYTE_COLUMNS = frozenset({32, 33, 38, 39, 40})
"""Modes of ESC * with 24 dots in a column; all others that printers know have 8."""
WITH_FEED = frozenset(b"ABabgh")
"""Forms of GS V that carry how far to feed."""
LENGTH_KNOWN_BAR_CODES = range(65, 80)
KANJI_CHARACTER_BYTES = 72
MAX_STORED_WIDTH, MAX_STORED_HEIGHT = 1023, 288
"""Of an image of FS q, in units of eight dots. Beyond these limits a stray FS q would swallow
gigabytes; printers check them."""
MAX_DOWNLOAD = 1536
"""Of the image of GS *: width times height, in units of eight dots."""
MAX_TALL_WIDTH, MAX_TALL_BYTES = 4256, 16
PULSE, POWER_OFF, BUZZER, STATUS, CLEAR = 1, 2, 3, 7, 8
REALTIME_FUNCTIONS = {PULSE: 5, POWER_OFF: 5, BUZZER: 8, STATUS: 4, CLEAR: 10}
"""DLE DC4 fn: the length of the whole command."""


def word(held: bytes | bytearray, index: int) -> int:
    """Read the two bytes at an index, low byte first."""
    return held[index] | held[index + 1] << 8


def after_letter(letters: bytes, count: int) -> Rule:
    """Make the rule of a family whose third byte names the command, followed by some more."""

    def rule(held: bytes | bytearray) -> int:
        if len(held) < 3:
            return 3
        return 3 + count if held[2] in letters else -2

    return rule


def extended(held: bytes | bytearray) -> int:
    """`( x pL pH ...`: the length is told in two bytes."""
    if len(held) < 3:
        return 3
    if not 0x20 < held[2] < 0x7F:
        return -2
    return 5 if len(held) < 5 else 5 + word(held, 3)


def long_graphics(held: bytes | bytearray) -> int:
    """GS 8 L: the length is told in four bytes."""
    if len(held) < 3:
        return 3
    if held[2] != ord("L"):
        return -2
    return 7 if len(held) < 7 else 7 + int.from_bytes(held[3:7], "little")


def column_image(held: bytes | bytearray) -> int:
    """ESC *: m, then the number of columns."""
    if len(held) < 5:
        return 5
    return 5 + word(held, 3) * (3 if held[2] in THREE_BYTE_COLUMNS else 1)


def tabs(held: bytes | bytearray) -> int:
    """ESC D: rising positions up to NUL; one that does not rise belongs to what follows."""
    size = len(held)
    if size == 2:
        return 3
    last = held[-1]
    if last == 0:
        return size
    if (size > 3 and last <= held[-2]) or size == 3 + MAX_TABS:
        return size - 1
    return size + 1


def user_characters(held: bytes | bytearray) -> int:
    """ESC & y c1 c2: each character tells its width before its columns."""
    if len(held) < 5:
        return 5
    height, first, last = held[2], held[3], held[4]
    if not (1 <= height <= 3 and 0x20 <= first <= last):
        return -5
    needed = 5
    for _ in range(first, last + 1):
        if len(held) <= needed:
            return needed + 1
        needed += 1 + height * held[needed]
    return needed


def symbol_by_makers(held: bytes | bytearray) -> int:
    """ESC Z: version, level, size, then the number of bytes; a QR code on Chinese printers."""
    return 7 if len(held) < 7 else 7 + word(held, 5)


def download_image(held: bytes | bytearray) -> int:
    """GS *: x and y in units of eight dots."""
    if len(held) < 4:
        return 4
    area = held[2] * held[3]
    return -4 if area > MAX_DOWNLOAD else 4 + area * 8


def bar_code(held: bytes | bytearray) -> int:
    """GS k: up to NUL for m of 0 to 6, with its length for 65 to 79."""
    size = len(held)
    if size < 3:
        return 3
    if held[2] > 6:
        if held[2] not in LENGTH_KNOWN_BAR_CODES:
            return -3
        return 4 if size < 4 else 4 + held[3]
    if size > 3 and held[-1] == 0:
        return size
    return -size if size == 4 + MAX_NUL_TERMINATED else size + 1


def cut(held: bytes | bytearray) -> int:
    """GS V: with a feed or without."""
    if len(held) < 3:
        return 3
    return 4 if held[2] in WITH_FEED else 3


def raster_head(held: bytes | bytearray) -> int:
    """GS v 0: the head alone; the rows come behind it."""
    if len(held) < 3:
        return 3
    return 8 if held[2] == ord("0") else -2


def tall_image(held: bytes | bytearray) -> int:
    """GS Q 0: columns, and bytes in each."""
    if len(held) < 3:
        return 3
    if held[2] != ord("0"):
        return -2
    if len(held) < 8:
        return 8
    width, height = word(held, 4), word(held, 6)
    return -8 if width > MAX_TALL_WIDTH or height > MAX_TALL_BYTES else 8 + width * height


def counter(held: bytes | bytearray) -> int:
    """GS C 0, 1, 2: fixed; GS C ; : five decimal numbers, each with a semicolon."""
    if len(held) < 3:
        return 3
    form = held[2]
    if form != ord(";"):
        return {0x30: 5, 0x31: 9, 0x32: 5}.get(form, -2)
    size = len(held)
    if size == 3:
        return 4
    if not (held[-1] == ord(";") or 0x30 <= held[-1] <= 0x39):
        return 1 - size
    if held.count(b";") == 6:
        return size
    return -size if size == 3 + 5 * (MAX_DIGITS + 1) else size + 1


def picture_file(held: bytes | bytearray) -> int:
    """GS D 0: a Windows bitmap, which tells its own length."""
    size = len(held)
    if size < 3:
        return 3
    if held[2] != ord("0"):
        return -2
    if size < 15:
        return 15
    if held[3] not in b"CS" or held[9:11] != b"BM":
        return -15
    return max(15, 9 + int.from_bytes(held[11:15], "little"))


def stored_images(held: bytes | bytearray) -> int:
    """FS q: so many images, each with its measures in units of eight dots."""
    if len(held) < 3:
        return 3
    needed = 3
    for _ in range(held[2]):
        if len(held) < needed + 4:
            return needed + 4
        width, height = word(held, needed), word(held, needed + 2)
        needed += 4
        if width > MAX_STORED_WIDTH or height > MAX_STORED_HEIGHT:
            return -needed
        needed += width * height * 8
    return needed


def user_memory(held: bytes | bytearray) -> int:
    """FS g 1 writes so many bytes, FS g 2 reads them."""
    if len(held) < 3:
        return 3
    if held[2] not in b"12":
        return -2
    if len(held) < 10 or held[2] == ord("2"):
        return 10
    return 10 + word(held, 8)


def cheque(held: bytes | bytearray) -> int:
    """FS a 0 n, FS a 1, FS a 2."""
    if len(held) < 3:
        return 3
    return {0x30: 4, 0x31: 3, 0x32: 3}.get(held[2], -2)


def realtime_status(held: bytes | bytearray) -> int:
    """DLE EOT: n of 7, 8 and 18 have one byte more."""
    if len(held) < 3:
        return 3
    return 4 if held[2] in (7, 8, 18) else 3


def realtime_function(held: bytes | bytearray) -> int:
    """DLE DC4 fn."""
    if len(held) < 3:
        return 3
    return REALTIME_FUNCTIONS.get(held[2], -2)
