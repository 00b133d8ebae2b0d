"""
What a bar code looks like, as plain numbers: widths of bars and gaps, not yet dots.

Left out: the quiet zone, which belongs to whoever places the symbol, and its height.
"""

from collections.abc import Iterable

import msgspec

WIDE = 3
"""Modules in a wide bar or gap of the codes that have only two widths."""


class Bars(msgspec.Struct, frozen=True):
    """A one-dimensional bar code."""

    widths: tuple[int, ...]
    """Dark, light, dark ... in modules; the first and the last are dark."""
    hri: str
    """What is printed for people above or below it."""

    @property
    def modules(self) -> int:
        """How wide the whole symbol is, in modules."""
        return sum(self.widths)


def words(text: str) -> tuple[str, ...]:
    """The words of a table; columns of digits are easier to compare than a list of strings."""
    return tuple(text.split())


def pairs(text: str) -> dict[str, str]:
    """A table of characters and their patterns."""
    table = text.split()
    return dict(zip(table[::2], table[1::2], strict=True))


def from_digits(patterns: Iterable[str]) -> tuple[int, ...]:
    """Join patterns that are written as one digit a width."""
    return tuple(map(int, "".join(patterns)))


def from_narrow_wide(patterns: Iterable[str]) -> tuple[int, ...]:
    """Join patterns of 0 for narrow and 1 for wide; one narrow gap stands between two of them."""
    return tuple(WIDE if mark == "1" else 1 for mark in "0".join(patterns))
