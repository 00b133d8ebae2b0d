"""What whoever calls `posemu serve` asks for."""

import sys
from collections.abc import Sequence

import msgspec

from emulator.interfaces.virtual_printer.wishes import Place

SHOWABLE = ("tui", "drill")
"""Commands that draw on a screen and are of use to somebody who just comes by."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """Where, what and for how many."""

    place: Place
    """Where browsers find it; port 0 is any free one."""
    program: tuple[str, ...]
    """The command line of each visitor's process, see `program_of`."""
    most: int
    """Visitors at a time; each is a process of some 60 MB."""


def program_of(words: Sequence[str]) -> tuple[str, ...]:
    """
    The command line that shows a command of ours, however this process was started itself.

    Args:
        words: A name of `SHOWABLE` and its options.
    """
    # -P: a folder here that happens to be called as a package of ours is not taken for it.
    return (sys.executable, "-P", "-m", "emulator.interfaces.cli", *words)
