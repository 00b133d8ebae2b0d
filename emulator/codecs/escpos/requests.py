"""
What a host sends besides slips: questions, fences, orders to forget.

Source: Epson's command reference, DLE EOT, DLE ENQ, DLE DC4 fn 8, GS ( H fn 48, GS r, GS a.
"""

PAD = bytes(12)
"""
Ends any command that was cut off in the middle: as many NULs as the longest of ours lacks.

A printer skips NULs between commands.
"""
FLUSH = bytes(4096)
"""Ends most commands of which the beginning was garbled so that they claim much to come."""

CLEAR = bytes((0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08))
"""Forget everything received and not printed; confirmed by 37 25 00."""
RECOVER_AND_GO_ON = b"\x10\x05\x01"
RECOVER_AND_CLEAR = b"\x10\x05\x02"
PLAIN_ANSWERS = 2
"""Bytes that answer a plain fence. Two, so that the last of them is its own even if a stray byte
was counted."""
PLAIN_FENCE = b"\x1d\x72\x01" * PLAIN_ANSWERS
"""GS r 1 each: answered with one byte when the printer gets to it."""
ALL_CHANGES = b"\x1d\x61\x4f"
"""GS a: tell every change by yourself (drawer, on line, error, paper, panel)."""
NO_CHANGES = b"\x1d\x61\x00"

_DIGITS = bytes(byte for byte in range(0x20, 0x7F) if byte & 0x93 != 0x12)
"""
Characters of process IDs, ascending.

Those that look like an answer to DLE EOT are left out, since one may cut into the answer.
"""
PROCESS_IDS = len(_DIGITS) ** 4


def ask_status(n: int) -> bytes:
    """DLE EOT n."""
    return bytes((0x10, 0x04, n))


def process_id(number: int) -> bytes:
    """The four characters of a process ID; ascending as the number is, until it wraps."""
    left = number % PROCESS_IDS
    digits = []
    for _ in range(4):
        left, digit = divmod(left, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return bytes(reversed(digits))


def process_fence(id: bytes) -> bytes:
    """GS ( H fn 48: answered with 37 22 id 00 when all before it is on paper."""
    return b"\x1d(H\x06\x00\x30\x30" + id
