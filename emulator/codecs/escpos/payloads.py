"""Commands that did not come in one piece: gathered, streamed row by row, or let pass."""

from typing import Protocol

from emulator.codecs.escpos.commands import COMMANDS, DLE, PREFIXES, RASTER, Command, name_of
from emulator.codecs.escpos.lengths import word
from emulator.codecs.escpos.tokens import Sort, Token

LIMIT = 400 * 1024
"""The longest command that is kept, in bytes: the biggest images printers can store fit."""
SHOWN = 16
"""How much of something unknown is told."""
ROW_BYTES = 72
"""A printed row is at most 576 dots wide; what stands to the right of that is dropped."""


class Payload(Protocol):
    """Something that takes the bytes of the stream until it is complete."""

    @property
    def pending(self) -> int:
        """How many bytes it holds."""

    def take(self, data: bytes, position: int, tokens: list[Token]) -> "tuple[int, Payload | None]":
        """
        Take bytes from a position on and add the tokens that are complete.

        Returns:
            Where it left off, and what takes the bytes that follow; None is the plain stream.
        """


class Gathering:
    """A command of which not all bytes are there yet."""

    __slots__ = ("_at", "_held", "_needed")

    def __init__(self, at: int) -> None:
        self._at = at
        self._held = bytearray()
        self._needed = 2

    @property
    def pending(self) -> int:
        """How many bytes it holds."""
        return len(self._held)

    def take(self, data: bytes, position: int, tokens: list[Token]) -> tuple[int, Payload | None]:
        """Take what is needed to know the length, then what is needed to be whole."""
        held = self._held
        size = len(data)
        while True:
            stop = position + self._needed - len(held)
            held += data[position:stop]
            if stop > size:
                return size, self
            position = stop
            command = COMMANDS.get(bytes(held[:2]))
            needed = _length(command, held)
            if needed <= len(held):
                # A rule looks at most one byte ahead, and that one came just now.
                position -= len(held) - abs(needed)
                return position, self._complete(command, needed, tokens)
            if needed > LIMIT:
                return position, Passing(self._at, held, needed)
            self._needed = needed

    def _complete(
        self, command: Command | None, length: int, tokens: list[Token]
    ) -> Payload | None:
        at = self._at
        end = at + abs(length)
        if command is None or length < 0:
            tokens.append(unknown(bytes(self._held[: abs(length)]), at, end))
            return None
        sort, name, args = described(command, bytes(self._held[:length]))
        tokens.append(Token(sort, name, args, at, end))
        return Rows.behind(self._held, end) if command is RASTER else None


class Passing:
    """A command too long to be kept: its bytes go by, and it is told as unknown."""

    __slots__ = ("_at", "_first", "_left", "_length")

    def __init__(self, at: int, held: bytes | bytearray, length: int) -> None:
        self._at = at
        self._first = bytes(held[:SHOWN])
        self._length = length
        self._left = length - len(held)

    @property
    def pending(self) -> int:
        """How many bytes it holds."""
        return len(self._first)

    def take(self, data: bytes, position: int, tokens: list[Token]) -> tuple[int, Payload | None]:
        """Let bytes pass."""
        passed = min(self._left, len(data) - position)
        self._first += data[position : position + min(passed, SHOWN - len(self._first))]
        self._left -= passed
        if self._left:
            return position + passed, self
        tokens.append(unknown(self._first, self._at, self._at + self._length))
        return position + passed, None


class Rows:
    """The rows of a raster image, handed on as soon as they are whole."""

    __slots__ = ("_at", "_filled", "_left", "_row", "_width")

    def __init__(self, at: int, width: int, rows: int) -> None:
        self._at = at
        self._width = width
        self._left = rows
        self._row = b""
        self._filled = 0

    @classmethod
    def behind(cls, head: bytes | bytearray, at: int) -> "Rows | None":
        """Begin behind GS v 0 m xL xH yL yH; None for an image without dots."""
        width, rows = word(head, 4), word(head, 6)
        return cls(at, width, rows) if width and rows else None

    @property
    def pending(self) -> int:
        """How many bytes it holds."""
        return len(self._row)

    def take(self, data: bytes, position: int, tokens: list[Token]) -> tuple[int, Payload | None]:
        """Take rows; those that are whole now become one token."""
        width, done, end = self._width, [], self._at
        if self._filled:
            position = self._fill(data, position)
            if self._filled < width:
                return position, self
            done.append(self._row)
            self._row, self._filled = b"", 0
            self._left -= 1
            end += width
        whole = min((len(data) - position) // width, self._left)
        if whole:
            done.append(_clipped(data[position : position + whole * width], width))
            position += whole * width
            self._left -= whole
            end += whole * width
        if done:
            tokens.append(Token(Sort.ROWS, "", b"".join(done), self._at, end))
            self._at = end
        if not self._left:
            return position, None
        return self._fill(data, position), self

    def _fill(self, data: bytes, position: int) -> int:
        """Go on with the row that is not whole yet."""
        taken = min(self._width - self._filled, len(data) - position)
        self._row += data[position : position + min(taken, max(0, ROW_BYTES - self._filled))]
        self._filled += taken
        return position + taken


def unknown(data: bytes, at: int, end: int) -> Token:
    """Make the token of bytes that are no command, or one too long; at most 16 are told."""
    name = f"{PREFIXES[data[0]]} {name_of(data[1])}"
    family = COMMANDS.get(data[:2])
    if family is not None and family.letters and len(data) > 2 and 0x20 < data[2] < 0x7F:
        name += f" {chr(data[2])}"
    return Token(Sort.UNKNOWN, name, data[:SHOWN], at, end)


def _length(command: Command | None, held: bytearray) -> int:
    if command is None:
        return -2
    return 2 + command.rule if isinstance(command.rule, int) else command.rule(held)


def described(command: Command, data: bytes) -> tuple[Sort, str, bytes]:
    """Tell what a whole command is: sort, name and parameters of its token."""
    if command.letters:
        name = f"{command.name} {chr(data[2])}"
        if data[2] not in command.letters:
            return Sort.UNKNOWN, name, data[:SHOWN]
        return Sort.COMMAND, name, data[3:]
    return Sort.REALTIME if data[0] == DLE else Sort.COMMAND, command.name, data[2:]


def _clipped(rows: bytes, width: int) -> bytes:
    if width <= ROW_BYTES:
        return rows
    return b"".join(rows[at : at + ROW_BYTES] for at in range(0, len(rows), width))
