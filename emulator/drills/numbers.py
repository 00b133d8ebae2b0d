"""Which checks and recoveries of the catalogue a deed carries out in a drill."""

from emulator.domain.numbers import NUMBERS

SAID = ("D", "R")
"""First letters of the numbers that say what is to be done."""


def numbers_of(key: str, covers: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers that a deed carries out in a drill that covers these."""
    return tuple(number for number in covers if number in NUMBERS.get(key, ()))


def said_by_handbook(covers: tuple[str, ...]) -> tuple[str, ...]:
    """The checks and recoveries among what a drill covers."""
    return tuple(number for number in covers if number[:1] in SAID)
