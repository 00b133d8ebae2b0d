"""
The fast way through a stream: one regular expression cuts what needs no thought.

Text, controls, commands of fixed length and the short ones that every slip holds come out one by
one; at anything else the expression hands over all the rest as a last piece.
"""

import re
from collections.abc import Callable

from emulator.codecs.escpos.commands import COMMANDS, CONTROLS, PREFIXES
from emulator.codecs.escpos.lengths import Rule, cut, extended, realtime_status
from emulator.codecs.escpos.payloads import described
from emulator.codecs.escpos.tokens import Sort

WINDOW = 4096
"""How much to hand to `pieces` at once: it bounds the copying of the last piece."""
_SHORT_EXTENDED = range(2, 9)
"""Lengths of commands with ( that are cut here: process IDs, settings of QR codes."""
_SHORT: tuple[Rule, ...] = (cut, extended, realtime_status)
"""Rules that may be asked about a whole command at once, and not only byte by byte."""


def _class(codes: bytes) -> bytes:
    return b"[" + b"".join(re.escape(bytes((code,))) for code in codes) + b"]"


def _fixed() -> list[bytes]:
    """One alternative for all commands of a prefix with so many bytes."""
    by_count: dict[tuple[int, int], bytes] = {}
    for code, command in COMMANDS.items():
        if isinstance(command.rule, int):
            key = (command.rule, code[0])
            by_count[key] = by_count.get(key, b"") + code[1:]
    return [
        _class(bytes((prefix,))) + _class(codes) + b".{%d}" % count
        for (count, prefix), codes in sorted(by_count.items())
    ]


def _short() -> list[bytes]:
    """DLE EOT, GS V and short commands with ( in their usual forms."""
    return [
        rb"\x10\x04[^\x07\x08\x12]",
        rb"\x1dV(?:[^ABabgh]|[ABabgh].)",
        *(rb"\x1d\([!-~]\x%02x\x00.{%d}" % (count, count) for count in _SHORT_EXTENDED),
    ]


_CONTROLS = bytes(code for code in range(0x20) if code not in PREFIXES)
pieces: Callable[[bytes], list[bytes]] = re.compile(
    b"|".join((rb"[^\x00-\x1f]+", _class(_CONTROLS), *_fixed(), *_short(), b".+")), re.DOTALL
).findall
known: dict[bytes, tuple[Sort, str, bytes]] = {
    bytes((code,)): (Sort.CONTROL, CONTROLS[code], b"") for code in _CONTROLS
}
"""Pieces seen before; only those of up to three bytes, so that it cannot grow without end."""


def describe(piece: bytes) -> tuple[Sort, str, bytes] | None:
    """
    Tell what a piece that begins with a prefix is, and remember it.

    Returns:
        Sort, name and parameters of its token; None if it is not exactly one command.
    """
    command = COMMANDS.get(piece[:2])
    if command is None:
        return None
    rule = command.rule
    if isinstance(rule, int):
        is_whole = rule == len(piece) - 2
    else:
        is_whole = rule in _SHORT and rule(piece) == len(piece)
    if not is_whole:
        return None
    found = described(command, piece)
    if len(piece) <= 3:
        known[piece] = found
    return found
