"""The one-dimensional bar codes by name."""

from collections.abc import Callable

from emulator.codecs.symbols.code39 import code39
from emulator.codecs.symbols.code93 import code93
from emulator.codecs.symbols.code128 import code128
from emulator.codecs.symbols.ean import ean8, ean13, upc_a, upc_e
from emulator.codecs.symbols.shapes import Bars
from emulator.codecs.symbols.two_width import codabar, itf

KINDS: dict[str, Callable[[bytes], Bars]] = {
    "upc_a": upc_a,
    "upc_e": upc_e,
    "ean13": ean13,
    "ean8": ean8,
    "code39": code39,
    "itf": itf,
    "codabar": codabar,
    "code93": code93,
    "code128": code128,
}
"""In the order of GS k, m = 65 to 73 (0 to 6 in its older form)."""


def bars(kind: str, data: bytes) -> Bars:
    """
    Draw a bar code.

    Args:
        kind: One of `KINDS`.
        data: The bytes of GS k, without the NUL or the length.

    Raises:
        ValueError: The data cannot be drawn in this code; the message says why.
        KeyError: No such kind.
    """
    return KINDS[kind](data)
