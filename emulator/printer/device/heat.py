"""
How hot the print head gets, and when it must rest.

Heat is counted in wholly black dot rows and leaves the head at a steady rate. It is looked at when
a line is out. Left out: the weather, and that a head wears.
"""

from emulator.domain.moments import SECOND
from emulator.domain.paper import FONT_DOTS, WIDE_DOTS, Dots, Line, Text
from emulator.printer.profile import Profile

_TEXT_PERCENT = 20
"""How much of the cells of characters is black; an estimate."""
_BOLD_PERCENT = 30
_INVERSE_PERCENT = 80
_UNCOUNTED = 256
"""Lines that are remembered at most before what is black in them is counted."""


class Head:
    """
    The print head's warmth, in millionths of a black dot row so that it needs no fractions.

    What is black in a line is counted only when it could matter. Until then every line is taken
    for wholly black and the head for never cooling; and of lines whose heat has left the head long
    since even that much is not needed.
    """

    __slots__ = (
        *("_cooling", "_counted_us", "_heat", "_limit", "_resume", "_rows_left", "_uncounted"),
        "_width",
    )

    def __init__(self, profile: Profile) -> None:
        self._width = profile.width
        self._limit = profile.heat_limit * SECOND
        self._resume = profile.heat_resume * SECOND
        self._cooling = profile.cooling_per_s
        self._heat = 0
        """What it was at `_counted_us`."""
        self._counted_us = 0
        self._uncounted: list[tuple[Line, int]] = []
        self._rows_left = profile.heat_limit
        """Dot rows that can surely follow."""

    def print(self, line: Line, at_us: int) -> bool:
        """Let a line have come out; True if the head is too hot for another one."""
        self._uncounted.append((line, at_us))
        self._rows_left -= line.height
        if self._rows_left > 0 and len(self._uncounted) < _UNCOUNTED:
            return False
        self._count()
        return self._heat >= self._limit

    @property
    def rows_until_hot(self) -> int:
        """How many dot rows can follow at least before it is too hot, were they wholly black."""
        if self._uncounted and self._rows_left * SECOND * 2 < self._limit:
            self._count()
        return max(self._rows_left, 1)

    def cool_us(self) -> int:
        """When it will have cooled down enough to go on, once it is too hot."""
        excess = max(self._heat - self._resume, 0)
        return self._counted_us - (-excess // max(self._cooling, 1))

    def _count(self) -> None:
        """Find out how hot it was when the last line was out."""
        heat, since_us = self._heat, self._counted_us
        for line, at_us in self._warming():
            heat = max(heat - (at_us - since_us) * self._cooling, 0)
            heat += black_dots(line) * SECOND // self._width
            since_us = at_us
        self._heat, self._counted_us = heat, since_us
        self._rows_left = (self._limit - heat) // SECOND
        self._uncounted.clear()

    def _warming(self) -> list[tuple[Line, int]]:
        """Leave out the lines whose heat, however black they were, was gone before a later one."""
        heat, since_us, first = self._heat, self._counted_us, 0
        for number, (line, at_us) in enumerate(self._uncounted):
            heat -= (at_us - since_us) * self._cooling
            if heat <= 0:
                heat, first = 0, number
            heat += line.height * SECOND
            since_us = at_us
        return self._uncounted[first:]


def black_dots(line: Line) -> int:
    """
    Estimate how many dots of a line are black.

    Pictures are counted; of characters so many percent of their cells is black.
    """
    dots = 0
    for item in line.items:
        if isinstance(item, Text):
            dots += _of_text(item)
        else:
            dots += _of_picture(item)
    return dots


def _of_text(item: Text) -> int:
    style = item.style
    wide, high = FONT_DOTS[style.font]
    if item.wide or not item.text.isascii():
        wide, high = WIDE_DOTS, WIDE_DOTS
    cells = len(item.text) * wide * high * style.width * style.height
    if style.inverse:
        return cells * _INVERSE_PERCENT // 100
    return cells * (_BOLD_PERCENT if style.bold else _TEXT_PERCENT) // 100


def _of_picture(item: Dots) -> int:
    return int.from_bytes(item.rows, "big").bit_count()
