"""Pictures as hosts send them: column by column or row by row, with their measures before them."""

from emulator.domain.paper import Dots
from emulator.printer.interpreter.raster import packed


def from_columns(data: bytes, columns: int, column_bytes: int, *, what: str = "image") -> Dots:
    """
    Make a picture from columns of dots.

    Args:
        data: Each column from top to bottom, the topmost dot in the highest bit; columns that are
            missing at the end are white.
        columns: How many there are.
        column_bytes: Bytes of each.
        what: Put into the picture.
    """
    size = columns * column_bytes
    bits = f"{int.from_bytes(data[:size].ljust(size, bytes(1)), 'big'):0{size * 8}b}"
    height = column_bytes * 8
    rows = b"".join(packed(bits[top::height]) for top in range(height)) if size else b""
    return Dots(x=0, width=columns, height=height, rows=rows, what=what)


def from_rows(data: bytes, width: int, height: int) -> Dots:
    """Make a picture from rows of dots; rows that are missing at the end are white."""
    size = (width + 7) // 8 * height
    return Dots(x=0, width=width, height=height, rows=data[:size].ljust(size, bytes(1)))


def inverted(picture: Dots) -> Dots:
    """Black for white."""
    step = (picture.width + 7) // 8
    mask = int.from_bytes((b"\xff" * (picture.width // 8) + _last(picture.width))[:step], "big")
    rows = (
        (int.from_bytes(picture.rows[top : top + step], "big") ^ mask).to_bytes(step, "big")
        for top in range(0, step * picture.height, step)
    )
    return Dots(
        picture.x, picture.width, picture.height, b"".join(rows), picture.what, picture.says
    )


def _last(width: int) -> bytes:
    return bytes((0xFF << (8 - width % 8) & 0xFF,)) if width % 8 else b""
