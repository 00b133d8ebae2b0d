"""
What a printer answers besides its status, and what orders say: plain functions.

Sources: Epson's command reference, GS I, GS ( H, ESC p, DLE DC4.
"""

from emulator.printer.profile import Profile

CLEARED = b"\x37\x25\x00"
POWER_OFF_NOTICE = b"\x3b\x30\x00"
OFFLINE_RESPONSE = b"\x37\x23\x00"
CLEAR_ARGS = b"\x08\x01\x03\x14\x01\x06\x02\x08"
"""All that follows DLE DC4 when the buffers are to be cleared."""
POWER_OFF_ARGS = b"\x02\x01\x08"
_PROCESS_ID_HEAD = b"\x06\x00\x30\x30"
_OFFLINE_HEAD = b"\x03\x00\x31\x30"
_HEAD_BYTES = 4
_MODEL_ID, _ROM_VERSION = 0x20, 0x01
_TWO_BYTE_CHARACTERS, _HAS_CUTTER = 0x01, 0x02
_DRAWER_PINS = {0: 2, 48: 2, 1: 5, 49: 5}


def identity(profile: Profile, n: int) -> bytes:
    """
    Answer GS I n.

    Returns:
        One byte for the model, its kind and its ROM (1 to 3); a block for firmware, maker, model,
        serial number and further characters (65 to 69); nothing for any other n, and no block
        where the profile names nothing.
    """
    if n in (1, 49):
        return bytes((_MODEL_ID,))
    if n in (2, 50):
        return bytes((_TWO_BYTE_CHARACTERS | (_HAS_CUTTER if profile.has_cutter else 0),))
    if n in (3, 51):
        return bytes((_ROM_VERSION,))
    blocks = {
        65: profile.firmware,
        66: profile.maker,
        67: profile.model,
        68: "000001",
        69: "GB18030",
    }
    text = blocks.get(n, "")
    return b"\x5f" + text.encode("ascii", "replace") + b"\x00" if text else b""


def process_id(args: bytes) -> bytes:
    """The answer that GS ( H function 48 asks for; nothing if it is not well formed."""
    wanted = args[_HEAD_BYTES:]
    if args[:_HEAD_BYTES] != _PROCESS_ID_HEAD or not all(0x20 <= byte <= 0x7E for byte in wanted):
        return b""
    return b"\x37\x22" + wanted + b"\x00"


def offline_responses(args: bytes) -> bool | None:
    """Whether GS ( H function 49 turns offline responses on; None if it is something else."""
    if args[:_HEAD_BYTES] != _OFFLINE_HEAD:
        return None
    return {0: False, 48: False, 1: True, 49: True, 2: True, 50: True}.get(args[_HEAD_BYTES])


def drawer_pin(m: int) -> int | None:
    """The pin of the drawer connector that ESC p m means; None for no such pin."""
    return _DRAWER_PINS.get(m)
