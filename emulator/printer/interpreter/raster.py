"""
A raster image on its way through the head.

It comes out in bands of a fixed number of rows, counted from the image's own top, so that the paper
is the same however the bytes were cut on their way here, and an image of any height needs the
memory of one band. The rows of a band that never gets whole stay in the printer.
"""

from functools import lru_cache

import msgspec

from emulator.domain.paper import Dots, Line

BAND_ROWS = 24


class Raster(msgspec.Struct, frozen=True, gc=False):
    """What is still to come of an image, and the rows of it that wait for their band."""

    x: int
    width: int
    """Dots that fit on the paper, before enlarging."""
    row_bytes: int
    """Of a row as the tokenizer hands it on."""
    sent_bytes: int
    """Of a row as it was sent."""
    rows_left: int
    """Rows that are not printed yet."""
    across: int = 1
    """Times the width."""
    along: int = 1
    """Times the height."""
    waiting: bytes = b""

    def taking(self, rows: bytes) -> tuple[list[tuple[Line, int]], "Raster | None"]:
        """
        Print the bands that are whole.

        Returns:
            The bands, each with how many bytes of later rows came with it; and what is left of the
            image, None when it is complete.
        """
        step = self.row_bytes
        waiting = self.waiting + rows
        here = min(len(waiting) // step, self.rows_left)
        bands = []
        done = 0
        while done < self.rows_left and here - done >= min(BAND_ROWS, self.rows_left - done):
            size = min(BAND_ROWS, self.rows_left - done)
            band = self._band(waiting[done * step : (done + size) * step], size)
            done += size
            bands.append((band, (here - done) * self.sent_bytes))
        if done == self.rows_left:
            return bands, None
        left = msgspec.structs.replace(
            self, rows_left=self.rows_left - done, waiting=waiting[done * step :]
        )
        return bands, left

    def _band(self, rows: bytes, count: int) -> Line:
        picture = cropped(Dots(0, self.row_bytes * 8, count, rows), self.width)
        picture = enlarged(picture, self.across, self.along)
        return Line(count * self.along, (msgspec.structs.replace(picture, x=self.x),))


def cropped(picture: Dots, width: int) -> Dots:
    """Only the leftmost dots of a picture."""
    if width >= picture.width:
        return picture
    rows = _leftmost(picture.rows, (picture.width + 7) // 8, width)
    return msgspec.structs.replace(picture, width=width, rows=rows)


def enlarged(picture: Dots, across: int, along: int) -> Dots:
    """Every dot so many times as wide and as high."""
    if across == along == 1:
        return picture
    rows, width = picture.rows, picture.width * across
    if across > 1:
        rows = _widened(rows, picture.width, across)
    if along > 1:
        size = (width + 7) // 8
        rows = b"".join([rows[at : at + size] * along for at in range(0, len(rows), size)])
    return msgspec.structs.replace(picture, width=width, height=picture.height * along, rows=rows)


def _leftmost(rows: bytes, row_bytes: int, width: int) -> bytes:
    """So many dots of each row, and blank dots to the end of its last byte."""
    size = (width + 7) // 8
    if size < row_bytes:
        rows = b"".join([rows[at : at + size] for at in range(0, len(rows), row_bytes)])
    if not width % 8:
        return rows
    clean = bytearray(rows)
    clean[size - 1 :: size] = clean[size - 1 :: size].translate(_clears_behind(width % 8))
    return bytes(clean)


def _widened(rows: bytes, width: int, times: int) -> bytes:
    """
    Repeat every dot of every row; images of a hundred thousand rows are waited for.

    Args:
        rows: The picture's.
        width: Dots in each.
        times: How often each dot comes.
    """
    size = (width + 7) // 8
    wide = bytearray(len(rows) * times)
    for at, table in enumerate(_widening(times)):
        wide[at::times] = rows.translate(table)
    return _leftmost(bytes(wide), size * times, width * times)


@lru_cache
def _widening(times: int) -> tuple[bytes, ...]:
    """For each byte that one byte becomes, what it is."""
    widened = [packed("".join(dot * times for dot in f"{byte:08b}")) for byte in range(256)]
    return tuple(bytes(wide[at] for wide in widened) for at in range(times))


@lru_cache
def _clears_behind(dots: int) -> bytes:
    """Leaves the leftmost dots of a byte."""
    mask = 0xFF << (8 - dots) & 0xFF
    return bytes(byte & mask for byte in range(256))


def packed(dots: str) -> bytes:
    """A row of dots, written as 0 and 1, as bytes with the leftmost dot in the highest bit."""
    size = (len(dots) + 7) // 8
    return int(dots.ljust(size * 8, "0") or "0", 2).to_bytes(size, "big")
