"""
Code 128 as printers take it: code sets chosen by the data itself, `{A`, `{B`, `{C`.

Data that begins with no code set is a courtesy to callers who only have text: the sets are then
chosen here. Sources: ISO/IEC 15417 for the patterns; manuals of GS k for the escapes.
"""

import re

from emulator.codecs.symbols.shapes import Bars, from_digits, words

PATTERNS = words(
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
    122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
    321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
    211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
    213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
    121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
    241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
    412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
    211214 211232
    """
)
"""By value, 0 to 105: bars and gaps of each character."""
STOP = "2331112"

SHIFT = 98
START = {"A": 103, "B": 104, "C": 105}
SWITCH = {"A": 101, "B": 100, "C": 99}
FUNCTIONS = {
    "A": {"1": 102, "2": 97, "3": 96, "4": 101},
    "B": {"1": 102, "2": 97, "3": 96, "4": 100},
    "C": {"1": 102},
}
"""By code set: values of FNC1 to FNC4."""

DIGITS_WORTH_C = 4
"""So many digits in a row are shorter in code set C."""
_PIECES = re.compile(rb"[0-9]{4,}|[\x20-\x7f]|[\x00-\x1f]", re.DOTALL)


def code128(data: bytes) -> Bars:
    """
    Draw a Code 128.

    Args:
        data: Bytes of GS k, code 73. `{A`, `{B`, `{C` choose the code set, `{S` shifts one
            character, `{1` to `{4` are function characters, `{{` is a brace. In code set C a byte
            is a value from 0 to 99. Without a code set at the start they are chosen here and
            braces mean nothing.

    Raises:
        ValueError: A character that the code set does not have, or no data.
    """
    explicit = data[:2] in (b"{A", b"{B", b"{C")
    reading = _Reading(data if explicit else _with_sets(data))
    reading.run()
    values = reading.values
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return Bars(from_digits([*(PATTERNS[v] for v in (*values, check)), STOP]), "".join(reading.hri))


class _Reading:
    """Walks over data with explicit code sets and collects values and what people read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.code = ""
        self.shifted = False
        self.values: list[int] = []
        self.hri: list[str] = []

    def run(self) -> None:
        """Read all of it."""
        while self.at < len(self.data):
            byte = self.data[self.at]
            self.at += 1
            if byte == 0x7B:
                self._escape()
            else:
                self._character(byte)
        if len(self.values) < 2:
            raise ValueError("code128: no data behind the code set")

    def _escape(self) -> None:
        if self.at == len(self.data):
            raise ValueError("code128: the data ends with half an escape, {")
        name = chr(self.data[self.at])
        self.at += 1
        if name in START:
            self._choose(name)
        elif name == "S" and self.code in ("A", "B"):
            self.values.append(SHIFT)
            self.shifted = True
        elif name == "{":
            self._character(0x7B)
        elif name in FUNCTIONS.get(self.code, {}):
            self.values.append(FUNCTIONS[self.code][name])
            self.hri.append(" ")
        else:
            raise ValueError(f"code128: {{{name} means nothing in code set {self.code or '?'}")

    def _choose(self, name: str) -> None:
        if not self.values:
            self.values.append(START[name])
        elif name != self.code:
            self.values.append(SWITCH[name])
        self.code = name

    def _character(self, byte: int) -> None:
        code = self.code
        if self.shifted:
            code, self.shifted = "BA"[code == "B"], False
        self.values.append(_value(byte, code))
        self.hri.append(f"{byte:02d}" if code == "C" else chr(byte) if 32 <= byte < 127 else " ")


def _value(byte: int, code: str) -> int:
    if code == "A" and byte < 0x60:
        return byte + 64 if byte < 0x20 else byte - 32
    if code == "B" and 0x20 <= byte < 0x80:
        return byte - 32
    if code == "C" and byte < 100:
        return byte
    raise ValueError(f"code128: byte {byte:#04x} is not in code set {code}")


def _with_sets(data: bytes) -> bytes:
    """Put code sets into plain data: C for runs of digits, A for control characters, else B."""
    out, code = bytearray(), ""
    position = 0
    for found in _PIECES.finditer(data):
        if found.start() != position:
            break
        position = found.end()
        piece = found.group()
        if len(piece) >= DIGITS_WORTH_C:
            paired = piece if len(piece) % 2 == 0 else piece[1:]
            if len(paired) != len(piece):
                code = _into(out, code, _letters(code, piece[0]))
                out += piece[:1]
            code = _into(out, code, "C")
            out += bytes(int(paired[i : i + 2]) for i in range(0, len(paired), 2))
        else:
            code = _into(out, code, _letters(code, piece[0]))
            out += b"{{" if piece == b"{" else piece
    if position != len(data):
        raise ValueError(f"code128: byte {data[position]:#04x} is not in any code set")
    return bytes(out)


def _letters(code: str, byte: int) -> str:
    """Code set for one character: stay in A or B if it has it."""
    if byte < 0x20:
        return "A"
    if byte >= 0x60:
        return "B"
    return code if code in ("A", "B") else "B"


def _into(out: bytearray, code: str, wanted: str) -> str:
    if wanted != code:
        out += b"{" + wanted.encode()
    return wanted
