"""
One host talking to the printer: bytes in at the pace of its line, answers out.

Over the network the printer's back-pressure is the network's: nothing is read while there is no
room. A serial line has a speed, and a host that heeds flow control or does not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from emulator.domain.moments import SECOND
from emulator.interfaces.virtual_printer.ahead import Ahead
from emulator.interfaces.virtual_printer.net_line import NetLine
from emulator.interfaces.virtual_printer.serial_pace import SerialPace
from emulator.interfaces.virtual_printer.virtual import VirtualPrinter

Room = Callable[[], Awaitable[None]]
"""Waits until those who keep what comes out are not behind."""

_PORTION_BYTES = 2048
"""Taken in at a time: a fast printer is through with them in a few milliseconds."""
_LOOK_S = 0.2
"""A host that begins to heed flow control while it is asked to wait is noticed after this."""


class SerialLine(Protocol):
    """A line with a speed and flow control."""

    async def read(self, most: int) -> bytes:
        """Wait for bytes; empty when the host has left."""

    def send(self, data: bytes) -> None:
        """Send bytes to the host."""

    def heeds(self, flow: str) -> bool:
        """Tell whether the host's end stops by itself when the printer says so."""

    def show_busy(self, flow: str, *, is_busy: bool) -> None:
        """Ask the host to wait, or to go on."""


async def talk_raw(line: NetLine, printer: VirtualPrinter, room: Room) -> None:
    """Talk over a raw connection until the host hangs up and all it sent is taken in."""
    ahead = Ahead(printer)
    printer.answer = line.send
    printer.room_came = ahead.pass_on
    try:
        while True:
            await room()
            if printer.is_stuck or not ahead.wants:
                await printer.change()
                continue
            data = await line.read(min(ahead.wants, _PORTION_BYTES))
            if not data:
                break
            # There may be much more at hand already; keys and other hosts come in between.
            await asyncio.sleep(0)
            while printer.is_stuck:
                await printer.change()
            if printer.overruns:
                printer.feed(data)
            else:
                ahead.take(data)
        while not (ahead.is_empty and printer.is_quiet):
            # What was asked before the line was hung up may still be answered.
            await printer.change()
            ahead.pass_on(least=1)
    finally:
        printer.forget_host()


async def talk_serial(
    line: SerialLine, printer: VirtualPrinter, room: Room, *, flow: str, pace: SerialPace
) -> None:
    """Talk over a serial line until the host leaves; over one of its own it never does."""
    printer.answer = line.send
    printer.show_busy = lambda is_busy: line.show_busy(flow, is_busy=is_busy)
    if printer.is_busy:
        line.show_busy(flow, is_busy=True)
    try:
        while True:
            await room()
            if printer.is_busy and line.heeds(flow) and not printer.overruns:
                await _change_or_look(printer)
                continue
            data = await line.read(pace.portion)
            if not data:
                return
            printer.feed(data)
            await asyncio.sleep(pace.took(len(data), printer.pace.now_us) / SECOND)
    finally:
        printer.forget_host()


async def _change_or_look(printer: VirtualPrinter) -> None:
    try:
        async with asyncio.timeout(_LOOK_S):
            await printer.change()
    except TimeoutError:
        return
