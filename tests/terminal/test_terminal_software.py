"""What is installed: versions, an old driver, a missing patch, and what an update puts right."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.settings import DEFECTS, TerminalSettings
from emulator.kernel.lever import levers_of
from emulator.kernel.world import World
from emulator.terminal.profiles import BUILT_IN
from emulator.terminal.reader import CardReader
from emulator.terminal.software import InstalledSoftware, oldest_reader


class Terminal:
    """The software of a terminal of which only the restarts are of interest."""

    def __init__(self, **settings: Any) -> None:
        self.world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
        self.settings = TerminalSettings(**settings)
        self.reader = CardReader(self.world, firmware=self.settings.reader_firmware)
        self.restarts = 0
        self.software = InstalledSoftware(
            self.world, self.settings, reader=self.reader, restart=self._restart
        )
        self.levers = levers_of(self.world, "terminal", self.software)

    def _restart(self) -> None:
        self.restarts += 1

    def run(self) -> None:
        """Let happen what is due."""
        self.world.run_until(self.world.now_us + 1)


def test_untouched_the_program_starts_with_its_settings() -> None:
    """The very same, so that nothing is made anew at every boot."""
    terminal = Terminal()

    assert terminal.settings is terminal.software.settings
    assert terminal.software.fits


@pytest.mark.parametrize(
    ("version", "firmware"),
    [("300099", "0100"), ("310000", "0200"), ("319999", "0200"), ("320000", "0300"),
     ("000000", "0100"), ("990000", "0300")],
)  # fmt: skip
def test_a_generation_needs_its_reader(version: str, firmware: str) -> None:
    """From its first version on."""
    assert firmware == oldest_reader(version)


def test_an_installed_program_brings_its_firmware_and_driver() -> None:
    """And the terminal starts anew, once it may."""
    terminal = Terminal(software="310001", driver="0100")
    terminal.software.install("320001")
    at_once = terminal.restarts
    terminal.run()

    software = terminal.software
    assert (0, 1) == (at_once, terminal.restarts)
    assert ("320001", "0200", "0300") == (
        software.version, software.driver, software.reader_firmware
    )  # fmt: skip
    assert software.fits
    assert "320001" == software.settings.software


@given(st.lists(st.integers(0, 999_999).map("{:06d}".format), min_size=1, max_size=5))
def test_no_version_is_ever_put_back(versions: list[str]) -> None:
    """Whatever the server offers, the newest stays, and always fits."""
    terminal = Terminal()
    for version in versions:
        terminal.software.install(version)

    assert max("310001", *versions) == terminal.software.version
    assert terminal.software.fits


@pytest.mark.parametrize("defect", DEFECTS)
def test_without_its_patch_a_known_defect_is_back(defect: str) -> None:
    """The version tells it, and the program that has the defect runs until the patch is there."""
    terminal = Terminal()
    terminal.levers["terminal.patch_missing"].pull(defect=defect)
    terminal.run()
    broken = terminal.software.settings
    terminal.levers["terminal.patch_missing"].release()
    terminal.run()

    assert ("310000", defect) == (broken.software, broken.program)
    assert defect in BUILT_IN
    assert terminal.settings is terminal.software.settings
    assert 2 == terminal.restarts


def test_of_somebody_elses_program_only_the_version_is_known() -> None:
    """Nobody knows what it is like without its patches."""
    terminal = Terminal(program="clears_reversal_early")
    terminal.levers["terminal.patch_missing"].pull(defect="drops_reversal")

    settings = terminal.software.settings
    assert ("310000", "clears_reversal_early") == (settings.software, settings.program)


@pytest.mark.parametrize(("version", "loads"), [("310001", False), ("310002", True)])
def test_a_service_tool_loads_what_is_newer(version: str, loads: bool) -> None:
    """Without the line; False where there is nothing to gain."""
    terminal = Terminal()

    assert loads == terminal.software.load(version)
    assert version == terminal.software.version


@pytest.mark.parametrize(("driver", "is_old"), [("0199", True), ("0200", False)])
def test_a_driver_can_be_too_old(driver: str, is_old: bool) -> None:
    """Older than the first that heeds flow control."""
    assert is_old == Terminal(driver=driver).software.has_old_driver
