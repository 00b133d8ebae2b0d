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


class Ports(msgspec.Struct, frozen=True):
    """All that a terminal program can reach."""

    host: Port[Message, Message]
    printer: Port[PrintJob, PrintReport]
    console: Port[Screen, Input]
    storage: Storage
    world: World


class TerminalProgram(Protocol):
    """A terminal's program, from power-on until the power goes."""

    def run(self, ports: Ports) -> Steps[None]:
        """Boot, recover, serve; returns only if the terminal switches itself off."""
