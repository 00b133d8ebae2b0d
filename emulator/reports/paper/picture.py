"""
A piece of paper as a picture: one bit a dot, with the margins that the head does not reach.

Everything is drawn piece by piece, so that `png` and `pixels_digest` take the same little memory
for a slip and for a whole roll. An open picture takes a byte a dot; `as_picture` therefore shows at
most `PICTURE_ROWS` rows at once, and a longer strip is looked at in several pictures.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from emulator.domain.paper import DOTS_PER_MM, Strip
from emulator.reports.paper.canvas import missing_characters, piece_rows, row_bytes
from emulator.reports.paper.edges import edge_rows

HEAD_ROWS = 16
"""White paper above the first printed row."""
PICTURE_ROWS = 32_768
"""Four metres of paper, 21 MB as an open picture."""
_MARGINS = {384: 40, 576: 32}
"""Dots left and right that cannot be printed on, whole bytes: paper is 58 and 80 mm wide."""
_OTHER_MARGIN = 32
_DOTS_PER_M = DOTS_PER_MM * 1000


def paper_width(strip: Strip) -> int:
    """How wide the paper is with its margins, in dots; also the width of its pictures."""
    return strip.width + 2 * _margin(strip)


def picture_rows(strip: Strip) -> int:
    """How high a picture of the whole strip is, in dots."""
    return HEAD_ROWS + strip.length + _edge_height(strip)


def as_picture(strip: Strip, *, first_row: int = 0, rows: int = PICTURE_ROWS) -> Image.Image:
    """
    Draw a strip, or a part of a very long one.

    Args:
        strip: The paper.
        first_row: Where the picture begins, counted from the top of the paper.
        rows: How high it is at most; never more than `PICTURE_ROWS`.

    Returns:
        A picture of mode `1`, black on white, `paper_width` wide; with no rows if there are none
        from `first_row` on.
    """
    width, size = paper_width(strip), row_bytes(paper_width(strip))
    start, left = first_row * size, min(rows, PICTURE_ROWS) * size
    dots = bytearray()
    for band in bands(strip):
        if start >= len(band):
            start -= len(band)
            continue
        dots += band[start : start + left - len(dots)]
        start = 0
        if len(dots) >= left:
            break
    return Image.frombytes("1", (width, len(dots) // size), _white_is_one(bytes(dots)))


def png(strip: Strip) -> bytes:
    """
    Draw a strip of any length as a PNG file of one bit a dot, at 203 dots an inch.

    The same strip gives the same dots always, and the same bytes wherever zlib is the same.
    """
    packer = zlib.compressobj(6)
    packed = bytearray()
    size = row_bytes(paper_width(strip))
    for band in bands(strip):
        white = _white_is_one(band)
        lines = b"".join(b"\0" + white[at : at + size] for at in range(0, len(white), size))
        packed += packer.compress(lines)
    packed += packer.flush()
    head = struct.pack(">IIBBBBB", paper_width(strip), picture_rows(strip), 1, 0, 0, 0, 0)
    scale = struct.pack(">IIB", _DOTS_PER_M, _DOTS_PER_M, 1)
    chunks = ((b"IHDR", head), (b"pHYs", scale), (b"IDAT", bytes(packed)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def pixels_digest(strip: Strip) -> str:
    """Name what a picture of the strip shows, dot for dot; equal if and only if they look alike."""
    digest = hashlib.sha256(f"{paper_width(strip)}x{picture_rows(strip)}:".encode())
    for band in bands(strip):
        digest.update(band)
    return digest.hexdigest()


def bands(strip: Strip) -> Iterator[bytes]:
    """
    Draw a strip from its top, some rows at a time.

    Yields:
        Whole rows of `row_bytes(paper_width(strip))` bytes, leftmost dot in the highest bit, 1 is
        black.
    """
    width, margin = paper_width(strip), _margin(strip)
    size, inner = row_bytes(width), row_bytes(strip.width)
    yield bytes(size * HEAD_ROWS)
    before, behind = bytes(margin // 8), bytes(size - margin // 8 - inner)
    for piece in strip.pieces:
        rows = piece_rows(piece, strip.width)
        yield b"".join(before + rows[at : at + inner] + behind for at in range(0, len(rows), inner))
    yield edge_rows(strip.end, width)


def missing(strip: Strip) -> dict[str, int]:
    """Which characters of a strip the fonts do not have, and how often a box stands for each."""
    counts: dict[str, int] = {}
    for piece in strip.pieces:
        if not piece.blank:
            for char in missing_characters(piece.line.items):
                counts[char] = counts.get(char, 0) + 1
    return counts


def _margin(strip: Strip) -> int:
    return _MARGINS.get(strip.width, _OTHER_MARGIN)


def _edge_height(strip: Strip) -> int:
    width = paper_width(strip)
    return len(edge_rows(strip.end, width)) // row_bytes(width)


def _white_is_one(dots: bytes) -> bytes:
    """Printers count black dots, pictures count light ones."""
    return dots.translate(_INVERTED)


_INVERTED = bytes(255 - byte for byte in range(256))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
