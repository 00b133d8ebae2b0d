"""
What one-byte text means: the code page (ESC t) and the international characters (ESC R).

Left out: Hiragana and the Indian pages, and pages that the user defines; they read as page 0. Pages
20 to 26 print Thai; of them only 20 has its own order, the others follow TIS-620.

Sources: Epson's command reference, ESC t and ESC R; Python's codecs for what it has.
"""

import codecs
from functools import lru_cache

from emulator.codecs.escpos import codepage_tables as tables

UNDEFINED = "\ufffd"
"""Stands for a byte that means nothing."""
_THAI = "iso8859_11"
PAGES = {
    0: "cp437",
    1: tables.KATAKANA,
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    11: tables.GREEK_851,
    12: tables.LATIN_3_853,
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    20: tables.THAI_42,
    21: _THAI,
    22: _THAI,
    23: _THAI,
    24: _THAI,
    25: _THAI,
    26: _THAI,
    30: tables.TCVN_3,
    31: tables.TCVN_3_CAPITALS,
    32: "cp720",
    33: "cp775",
    34: "cp855",
    35: "cp861",
    36: "cp862",
    37: "cp864",
    38: "cp869",
    39: "iso8859_2",
    40: "iso8859_15",
    41: tables.FARSI_1098,
    42: tables.LITHUANIAN_1118,
    43: tables.LITHUANIAN_1119,
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    49: "cp1255",
    50: "cp1256",
    51: "cp1257",
    52: "cp1258",
    53: "kz1048",
}
"""By n of ESC t: the name of Python's codec, or what 80h to FFh stand for."""
_ADDED = {"cp857": {0xD5: "€"}}
"""What came to a page later than to Python's codec: 857 with the euro sign is IBM's CCSID 9049."""
_REPLACED = "#$@[\\]^`{|}~"
INTERNATIONAL = {
    0: "#$@[\\]^`{|}~",  # USA
    1: "#$à°ç§^`éùè¨",  # France
    2: "#$§ÄÖÜ^`äöüß",  # Germany
    3: "£$@[\\]^`{|}~",  # United Kingdom
    4: "#$@ÆØÅ^`æøå~",  # Denmark I
    5: "#¤ÉÄÖÅÜéäöåü",  # Sweden
    6: "#$@°\\é^ùàòèì",  # Italy
    7: "₧$@¡Ñ¿^`¨ñ}~",  # Spain I
    8: "#$@[¥]^`{|}~",  # Japan
    9: "#¤ÉÆØÅÜéæøåü",  # Norway
    10: "#$ÉÆØÅÜéæøåü",  # Denmark II
    11: "#$á¡Ñ¿é`íñóú",  # Spain II
    12: "#$á¡Ñ¿éüíñóú",  # Latin America
    13: "#$@[₩]^`{|}~",  # Korea
    14: "#$ŽŠĐĆČžšđćč",  # Slovenia and Croatia
    15: "#¥@[\\]^`{|}~",  # China
    16: "#₫@[\\]^`{|}~",  # Vietnam
    17: "#$@[\\]^`{|}~",  # Arabia
}
"""By n of ESC R: what stands in the place of # $ @ [ \\ ] ^ ` { | } ~."""


def decode_page(data: bytes, page: int = 0, international: int = 0) -> str:
    """
    Read one-byte text; one character for every byte.

    Args:
        data: Bytes from 20h on.
        page: n of ESC t; a page that is not known reads as page 0.
        international: n of ESC R; one that is not known reads as 0.

    Returns:
        The characters, U+FFFD for what the page does not define.
    """
    return codecs.charmap_decode(data, "strict", _table(page, international))[0]


@lru_cache(maxsize=256)
def _table(page: int, international: int) -> str:
    """Return what each of the 256 bytes stands for."""
    lower = "".join(map(chr, range(0x7F))) + " "
    replaced = INTERNATIONAL.get(international, _REPLACED)
    return lower.translate(str.maketrans(_REPLACED, replaced)) + _upper(PAGES.get(page, PAGES[0]))


def _upper(source: str) -> str:
    if len(source) == 128:
        return source
    decoded = bytes(range(0x80, 0x100)).decode(source, "replace")
    for byte, char in _ADDED.get(source, {}).items():
        decoded = decoded[: byte - 0x80] + char + decoded[byte - 0x7F :]
    printed = decoded.replace("\xa0", " ").replace("\xad", "-")
    return "".join(UNDEFINED if "\x80" <= char <= "\x9f" else char for char in printed)
