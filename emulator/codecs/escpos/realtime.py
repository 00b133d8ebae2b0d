"""Real-time commands found wherever they stand, as printers do that look at every raw byte."""

import re

from emulator.codecs.escpos.tokens import Sort, Token

_FORMS = re.compile(
    rb"\x10(?:\x04[\x01-\x04]|\x05[\x01\x02]"
    rb"|\x14(?:\x01[\x00\x01][\x01-\x08]|\x02\x01\x08|\x08\x01\x03\x14\x01\x06\x02\x08))"
)
"""Only whole and valid forms: anything shorter would turn up in every picture."""
_LONGEST = 10
_NAMES = {0x04: "DLE EOT", 0x05: "DLE ENQ", 0x14: "DLE DC4"}


class RealtimeScanner:
    """
    Finds DLE EOT 1-4, DLE ENQ 1-2 and the valid DLE DC4 1, 2 and 8 in a raw stream.

    Also of use for bytes that found no room in the receive buffer: they are lost as data, but a
    printer acts upon the real-time commands in them.
    """

    __slots__ = ("_tail", "offset")

    def __init__(self) -> None:
        self.offset = 0
        """How many bytes were taken so far."""
        self._tail = b""

    def feed(self, data: bytes) -> list[Token]:
        """Take bytes and return the commands that are complete now, in order."""
        first = self.offset - len(self._tail)
        whole = self._tail + data
        self.offset += len(data)
        found = []
        done = 0
        for match in _FORMS.finditer(whole):
            done = match.end()
            piece = match[0]
            found.append(
                Token(
                    Sort.REALTIME, _NAMES[piece[1]], piece[2:], first + match.start(), first + done
                )
            )
        # No form holds a DLE inside, so that only the last one can be the beginning of a form.
        begin = whole.rfind(b"\x10", max(done, len(whole) - _LONGEST + 1))
        self._tail = whole[begin:] if begin >= 0 else b""
        return found

    def reset(self) -> None:
        """Forget a form that has begun."""
        self._tail = b""
