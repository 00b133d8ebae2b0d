"""
The terminal's card reader: between the card that is held to it and the program.

    person -- card --> Console --> CardReader --> keypad --> program
                                        |
                                        +-- not read: the program hears of a card without one

Left out: what a chip and a stripe say, and cards that are worn out themselves. A number keyed by
hand needs no reader.
"""

from collections.abc import Callable, Iterator

import msgspec

from emulator.domain.console import Input
from emulator.domain.settings import READ_BY
from emulator.kernel.lever import lever
from emulator.kernel.world import World

ALL = "all"
"""Every way of reading, for the lever's setting."""


class CardReader:
    """One reader, with its own firmware."""

    def __init__(
        self, world: World, *, firmware: str = "0200", has_power: Callable[[], bool] = lambda: True
    ) -> None:
        """
        Args:
            world: Where it is; its stream of chance is named `reader`.
            firmware: Version of its own program, four digits.
            has_power: Tells whether its lamp can be lit.
        """
        self.firmware = firmware
        self.oldest_firmware = ""
        """What the running program talks to; an older reader does not understand it."""
        self._world = world
        self._has_power = has_power
        self._fails = 0
        """How many cards of a thousand it does not read, in the ways of `_ways`."""
        self._ways: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """True if the running program and the reader understand each other."""
        return self.firmware >= self.oldest_firmware

    @property
    def seen(self) -> dict[str, str]:
        """
        What its lamp shows, by the words of `domain.equipment`.

        A reader that fails only now and then passes its own test, and so does one that is sound
        and does not understand the program.
        """
        if not self._has_power():
            return {"reader": "dark"}
        return {"reader": "fault" if self._fails >= 1000 else "ready"}

    def take(self, entered: Input) -> Input:
        """Read a card; what the program hears has no card if that did not work."""
        entry = entered.entry
        if entry not in READ_BY or (entry not in self._ways and self.fits):
            return entered
        if self.fits and not self._world.random("reader").chance(self._fails):
            return entered
        return msgspec.structs.replace(entered, card=None)

    def load_firmware(self, version: str) -> None:
        """Put in a version, unless the reader has a later one."""
        self.firmware = max(self.firmware, version)

    def replace(self) -> bool:
        """Know that there is a new reader in its place; False if nothing is gained by it."""
        was_in_the_way = not self.fits
        self.load_firmware(self.oldest_firmware)
        return was_in_the_way

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def reader_broken(self, *, entry: str = ALL, share_per_mille: int = 1000) -> Iterator[None]:
        """The card reader is broken: it reads no cards, or not every time, or only in some ways."""
        self._ways = READ_BY if entry == ALL else (entry,)
        self._fails = share_per_mille
        yield
        self._ways = ()
        self._fails = 0

    @lever
    def reader_outdated(self, *, firmware: str = "0100") -> Iterator[None]:
        """An old reader was put in: it does not understand the program and reads no card."""
        usual, self.firmware = self.firmware, firmware
        yield
        self.load_firmware(usual)
