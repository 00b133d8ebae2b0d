"""
What a terminal of your own must offer, and what it is given.

A program is a class with `run(ports)`. It is made and started anew at every power-on; everything it
must remember goes through `ports.storage`. Waits go through the ports and `ports.world.sleep`. When
the power is cut, `simpy.Interrupt` passes through it: leave it alone.
"""

from typing import Protocol

import msgspec

from emulator.domain.console import Input, Screen
from emulator.domain.journal import Storage
from emulator.domain.message import Message
from emulator.domain.receipt import PrintJob, PrintReport
from emulator.kernel.port import Port
from emulator.kernel.world import Steps, World
from emulator.terminal.clock import TerminalClock


class Software(Protocol):
    """What is installed in the terminal; survives a power cut, like the durable memory."""

    @property
    def version(self) -> str:
        """Of the program, six digits."""

    @property
    def driver(self) -> str:
        """Version of the printer's driver, four digits."""

    @property
    def reader_firmware(self) -> str:
        """Version of the card reader's own program, four digits."""

    @property
    def fits(self) -> bool:
        """True if drivers and firmware are as new as the program needs them."""

    def install(self, version: str) -> None:
        """Put in another program with its drivers and firmware; the terminal starts anew."""


class Ports(msgspec.Struct, frozen=True):
    """All that a terminal program can reach."""

    host: Port[Message, Message]
    printer: Port[PrintJob, PrintReport]
    console: Port[Screen, Input]
    storage: Storage
    world: World
    clock: TerminalClock | None = None
    """The terminal's own clock; None for a shop in which it is always right."""
    software: Software | None = None
    """The program's own place in the terminal; None where it cannot be exchanged."""


class TerminalProgram(Protocol):
    """A terminal's program, from power-on until the power goes."""

    def run(self, ports: Ports) -> Steps[None]:
        """Boot, recover, serve; returns only if the terminal switches itself off."""
