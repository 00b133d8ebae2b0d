"""The test slip, and the lines by which a person can tell an unknown speed."""

from collections.abc import Iterator
from datetime import datetime

RESET = b"\x1b@"
CHINESE_ON, CHINESE_OFF = b"\x1c&", b"\x1c."
CUT = b"\x1dV\x01"
CHINESE = "中文 阳光便利店 ￥35.00".encode("gb18030")
RULERS = (32, 42, 48)
FEED = b"\n" * 5
FILLER = bytes(100)
"""Skipped by every printer; sent before each line so that the receive buffer fills up."""
FILLED_LINES = 72
"""At 115,200 baud and 150 mm/s some 3/5 of what is sent waits in the printer, and 4 KB must."""


def sample(made: datetime) -> bytes:
    """
    The test slip.

    Line 1 has Chinese as a printer prints it that was told nothing, line 2 after FS &. A ruler is
    as wide as its last number, if the paper is.
    """
    parts = [RESET, b"posemu doctor\n", made.strftime("%Y-%m-%d %H:%M:%S").encode(), b"\n\n"]
    parts += [b"1: ", CHINESE, b"\n", CHINESE_ON, b"2: ", CHINESE, b"\n", CHINESE_OFF, RESET]
    for width in RULERS:
        parts += [_ruler(width), b"\n"]
    parts += [b"\x1bE\x01bold\x1bE\x00 \x1b-\x01underlined\x1b-\x00 \x1d!\x11BIG\x1d!\x00\n"]
    return b"".join(parts)


def filled_lines() -> Iterator[bytes]:
    """Short lines behind much that is skipped, each by itself."""
    for number in range(1, FILLED_LINES + 1):
        yield FILLER + f"{number:02d} of {FILLED_LINES}\n".encode()


def end() -> bytes:
    """What ends a test slip."""
    return FEED + CUT


def speed_line(baud: int) -> bytes:
    """A line that can be read only if the printer is set to the speed at which it is sent."""
    return b"\n" + RESET + f"== {baud} ==\n\n".encode()


def _ruler(width: int) -> bytes:
    """`....5...10` up to the width."""
    text = ""
    while len(text) < width:
        step = min(5, width - len(text))
        text += str(len(text) + step).rjust(step, ".")
    return text.encode()
