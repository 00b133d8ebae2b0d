"""A bare device on a bench: bytes in, effects gathered, time let go by."""

from typing import Any

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.paper import Line, Strip, Text
from emulator.printer.device.device import Device
from emulator.printer.device.effects import Effect, Lost, Reply, StripEnded, Trouble
from emulator.printer.profile import PROFILES

LINE_DOTS = 30
"""Line spacing after power-on."""
SPEED_MM_S = 125
DOT_US = 1_000
"""At 125 mm/s, so that times are easy to read."""
LINE_US = LINE_DOTS * DOT_US
CUT_US = 400_000
CUT = b"\x1dV\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CLEARED = b"\x37\x25\x00"


def fence(name: bytes) -> bytes:
    """GS ( H function 48 with a process ID of four characters."""
    return b"\x1d(H\x06\x0000" + name


def passed(name: bytes) -> bytes:
    """The answer to a fence."""
    return b'7"' + name + b"\x00"


class DeviceBench:
    """An epson_80 at 1 dot a millisecond, unless told otherwise."""

    def __init__(self, profile: str = "epson_80", *, roll_mm: int = 18_000, **changes: Any) -> None:
        changes.setdefault("speed_mm_s", SPEED_MM_S)
        self.profile = msgspec.structs.replace(PROFILES[profile], **changes)
        self.device = Device(self.profile, roll_mm=roll_mm)
        self.effects: list[Effect] = []
        self.now_us = 0

    def feed(self, data: bytes) -> "DeviceBench":
        """Let bytes arrive now."""
        self.effects += self.device.feed(data, self.now_us)
        return self

    def do(self, what: str, *args: Any) -> "DeviceBench":
        """Do something to the hardware now."""
        self.effects += getattr(self.device, what)(*args, self.now_us)
        return self

    def at(self, at_us: int) -> "DeviceBench":
        """Let time go by until a moment, in one step."""
        self.now_us = at_us
        self.effects += self.device.advance(at_us)
        return self

    def wait(self, us: int = 100 * SECOND) -> "DeviceBench":
        """Let so much time go by, waking whenever the device wants to."""
        until_us = self.now_us + us
        while (at_us := self.device.next_us()) is not None and at_us <= until_us:
            assert at_us > self.now_us, "a device that has advanced wants to be woken later"
            self.at(at_us)
        return self.at(until_us)

    @property
    def replies(self) -> bytes:
        """All that was answered so far."""
        return b"".join(effect.data for effect in self.effects if isinstance(effect, Reply))

    def new_replies(self) -> bytes:
        """What was answered since the last call."""
        said = self.replies
        self.effects = [effect for effect in self.effects if not isinstance(effect, Reply)]
        return said

    def when(self, kind: type[Effect]) -> list[int]:
        """The moments of all effects of a kind."""
        return [effect.at_us for effect in self.effects if type(effect) is kind]

    @property
    def strips(self) -> list[Strip]:
        """What has left the printer."""
        return [effect.strip for effect in self.effects if isinstance(effect, StripEnded)]

    @property
    def papers(self) -> list[tuple[str, list[str]]]:
        """How each strip ended, and what is readable on it."""
        return [(strip.end, said(strip)) for strip in self.strips]

    @property
    def troubles(self) -> list[tuple[int, str, int]]:
        """When, what, and how much was out."""
        return [
            (effect.at_us, effect.kind, effect.out_dots)
            for effect in self.effects
            if isinstance(effect, Trouble)
        ]

    @property
    def lost(self) -> list[tuple[int, int]]:
        """Offset and number of lost bytes."""
        return [(e.offset, e.count) for e in self.effects if isinstance(e, Lost)]

    def status(self) -> str:
        """What DLE EOT 1 to 4 say, as the tables write it."""
        self.new_replies()
        self.feed(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04")
        return self.new_replies().hex(" ").upper()

    def automatic_status(self) -> str:
        """What automatic status says now (DLE DC4 function 7)."""
        self.new_replies()
        self.feed(b"\x10\x14\x07\x01")
        return self.new_replies().hex(" ").upper()


def said(strip: Strip) -> list[str]:
    """The texts of the lines that are whole and not blank."""
    return [
        says(piece.line)
        for piece in strip.pieces
        if piece.line.items and piece.dots == piece.line.height and not piece.blank
    ]


def says(line: Line) -> str:
    """The text of a line."""
    return "".join(item.text for item in line.items if isinstance(item, Text))
