"""
QR codes as GS ( k draws them, without quiet zone.

Left out: model 1, which today's readers do not read; it is drawn as model 2. Bytes are never taken
for Shift-JIS characters: UTF-8 and GBK text that happens to look like them must come back as it is.
"""

import re
from functools import lru_cache

_ALPHANUMERIC = re.compile(rb"[0-9A-Z $%*+\-./:]+\Z")
LEVELS = "LMQH"
MICRO = 3
"""The model that GS ( k calls micro QR (51)."""


@lru_cache(maxsize=32)  # Printing a stored code again takes 8 bytes; a big one takes 0.1 s to draw.
def qr_matrix(data: bytes, *, level: str = "L", model: int = 2) -> tuple[bytes, ...]:
    """
    Draw a QR code as small as the data allows.

    Args:
        data: What a reader shall read back.
        level: Error correction, L, M, Q or H; never raised by itself.
        model: 1 or 2; 3 is micro QR.

    Returns:
        The rows, one byte a module, 1 is dark.

    Raises:
        ValueError: No data, more than fits, or a level that the model does not have.
    """
    if not data:
        raise ValueError("qr: no data")
    if level not in LEVELS:
        raise ValueError(f"qr: level {level!r}, not one of {LEVELS}")
    # Loading it takes as long as a whole short run, and most runs print no QR code.
    import segno

    make = segno.make_micro if model == MICRO else segno.make_qr
    # A DataOverflowError of segno is a ValueError whose message says how much would fit.
    code = make(data, error=level, mode=_mode(data), boost_error=False)
    return tuple(bytes(row) for row in code.matrix)


def _mode(data: bytes) -> str:
    if data.isdigit():
        return "numeric"
    return "alphanumeric" if _ALPHANUMERIC.match(data) else "byte"
