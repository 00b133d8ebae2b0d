"""
What is installed in the terminal: the program with its patch, the driver, the reader's firmware.

    download server --> program (Upkeep) --> install --> restart --> the new program

A version has six digits: two for the generation, two for the release, two for the patch. Left out:
the program itself. A version is a number, and which of our programs it runs.
"""

from collections.abc import Callable, Iterator

import msgspec

from emulator.domain.settings import TerminalSettings
from emulator.kernel.lever import lever
from emulator.kernel.world import World
from emulator.terminal.reader import CardReader

NEWEST_DRIVER = "0200"
"""Comes with every program; older ones do not heed the printer's flow control."""
UNPATCHED = "00"
OURS = "reference"
"""The program of which we know what it is like without its patches."""
_GENERATION, _RELEASE = 2, 4
_READER_SINCE = (("32", "0300"), ("31", "0200"), ("00", "0100"))
"""Generation of the program from which on it needs this firmware of the reader."""


def oldest_reader(version: str) -> str:
    """The oldest firmware of a reader to which a program of this version can talk."""
    generation = version[:_GENERATION]
    return next(firmware for since, firmware in _READER_SINCE if generation >= since)


class InstalledSoftware:
    """The terminal's place for programs; see `terminal.program.Software`."""

    def __init__(
        self,
        world: World,
        settings: TerminalSettings,
        *,
        reader: CardReader,
        restart: Callable[[], object],
        on_install: Callable[[], object] = lambda: None,
    ) -> None:
        """
        Args:
            world: Where the terminal is.
            settings: What it left the workshop with.
            reader: Gets its firmware together with the program.
            restart: Switches the terminal off and on again.
            on_install: Puts right what an old driver or a missing patch did.
        """
        self._world = world
        self._settings = settings
        self._reader = reader
        self._restart = restart
        self._on_install = on_install
        self._installed = settings.software
        self._defect = ""
        """Program that runs instead of ours while a patch is missing."""
        self._driver = settings.driver
        reader.oldest_firmware = oldest_reader(self._installed)

    @property
    def version(self) -> str:
        """See `Software.version`."""
        return self._installed[:_RELEASE] + UNPATCHED if self._defect else self._installed

    @property
    def driver(self) -> str:
        """See `Software.driver`."""
        return self._driver

    @property
    def reader_firmware(self) -> str:
        """See `Software.reader_firmware`."""
        return self._reader.firmware

    @property
    def fits(self) -> bool:
        """See `Software.fits`."""
        return self._reader.fits and not self.has_old_driver

    @property
    def has_old_driver(self) -> bool:
        """True if the printer's driver is one that does not heed flow control."""
        return self._driver < NEWEST_DRIVER

    @property
    def settings(self) -> TerminalSettings:
        """What the program is started with now."""
        settings = self._settings
        if self.version == settings.software and not self._defect:
            return settings
        runs_defect = bool(self._defect) and settings.program == OURS
        return msgspec.structs.replace(
            settings,
            software=self.version,
            program=self._defect if runs_defect else settings.program,
        )

    def install(self, version: str) -> None:
        """See `Software.install`."""
        self._installed = max(version, self._installed)
        self._driver = max(self._driver, NEWEST_DRIVER)
        self._reader.oldest_firmware = oldest_reader(self._installed)
        self._reader.load_firmware(self._reader.oldest_firmware)
        self._on_install()
        self._start_anew()

    def load(self, version: str) -> bool:
        """Install from a service tool, without the line; False if nothing newer is on it."""
        if version <= self.version and self.fits:
            return False
        self.install(version)
        return True

    def _start_anew(self) -> None:
        # Whoever installs may be the program itself, which cannot stop itself in the act.
        self._world.after(0, self._restart)

    # What can go wrong ------------------------------------------------------------------------

    @lever
    def patch_missing(self, *, defect: str = "drops_reversal") -> Iterator[None]:
        """The terminal was given an old program: a patch is missing, and a known defect is back."""
        self._defect = defect
        self._start_anew()
        yield
        self._defect = ""
        self._start_anew()
