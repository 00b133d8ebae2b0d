"""
Cuts the bytes that a host sends into text, controls and commands.

Any stream in any chunking gives the same tokens at the same places, except that text and rows may
be cut elsewhere (see `merged`). Text is never held back. `args` of a command are all bytes behind
its code as they came, lengths and terminators included: joined again, the tokens are the stream.

What needs memory is bounded: a command longer than `payloads.LIMIT` passes by and is told as
UNKNOWN, rows of GS v 0 are streamed. The `args` of UNKNOWN are the raw bytes, at most 16.
"""

import copy
from collections.abc import Iterable

from emulator.codecs.escpos.payloads import Gathering, Payload
from emulator.codecs.escpos.pieces import WINDOW, describe, known, pieces
from emulator.codecs.escpos.realtime import RealtimeScanner
from emulator.codecs.escpos.tokens import Sort, Token


class Tokenizer:
    """
    Takes bytes and gives tokens; never raises and never waits for more than a command needs.

    Args:
        realtime_scan: `token`: DLE EOT, DLE ENQ and DLE DC4 count where a command may stand.
            `raw`: their valid forms count also inside the data of other commands, which keep the
            bytes; they come before the token in which they stand.
    """

    __slots__ = ("_payload", "_scanner", "offset")

    def __init__(self, *, realtime_scan: str = "token") -> None:
        if realtime_scan not in ("token", "raw"):
            raise ValueError(f"realtime_scan is token or raw, not {realtime_scan!r}")
        self.offset = 0
        """How many bytes were taken so far."""
        self._payload: Payload | None = None
        self._scanner = RealtimeScanner() if realtime_scan == "raw" else None

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished command are held."""
        return 0 if self._payload is None else self._payload.pending

    @property
    def is_mid_command(self) -> bool:
        """True while a command waits for the rest of its bytes: what comes next belongs to it."""
        return self._payload is not None

    def feed(self, data: bytes) -> list[Token]:
        """Take bytes and return the tokens that are complete now."""
        data = bytes(data)
        tokens: list[Token] = []
        position, size, first = 0, len(data), self.offset
        while position < size:
            if self._payload is None:
                position = self._plain(data, position, tokens)
            else:
                position, self._payload = self._payload.take(data, position, tokens)
                self.offset = first + position
        if self._scanner is not None:
            found = self._scanner.feed(data)
            if found:
                return _with_found(tokens, found)
        return tokens

    def twin(self) -> "Tokenizer":
        """
        A tokenizer at the same place in the same stream, for whoever looks ahead.

        It finds only real-time commands that stand in their own right, whatever the scan.
        """
        twin = Tokenizer()
        twin.offset = self.offset
        twin._payload = copy.deepcopy(self._payload)
        return twin

    def reset(self) -> None:
        """Forget an unfinished command, as when the power goes."""
        self._payload = None
        if self._scanner is not None:
            self._scanner.reset()

    def _plain(self, data: bytes, position: int, tokens: list[Token]) -> int:
        """Take text, controls and commands of fixed length; stop before anything else."""
        at = first = self.offset
        add, text, look_up = tokens.append, Sort.TEXT, known.get
        window = (
            data if len(data) <= WINDOW and not position else data[position : position + WINDOW]
        )
        for piece in pieces(window):
            end = at + len(piece)
            if piece >= b" ":
                add(Token(text, "", piece, at, end))
            else:
                described = look_up(piece) or describe(piece)
                if described is None:
                    self._payload = Gathering(at)
                    break
                sort, name, args = described
                add(Token(sort, name, args, at, end))
            at = end
        self.offset = at
        return position + at - first


def merged(tokens: Iterable[Token]) -> list[Token]:
    """
    Join neighbouring text and the rows of one image, wherever they were cut.

    A real-time command found between rows is put before them.
    """
    joined: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        if run and token.sort is Sort.REALTIME and run[0].sort is Sort.ROWS:
            joined.append(token)
            continue
        if run and (token.sort is not run[0].sort or token.at != run[-1].end):
            joined.append(_joined(run))
            run = []
        if token.sort in (Sort.TEXT, Sort.ROWS):
            run.append(token)
        else:
            joined.append(token)
    if run:
        joined.append(_joined(run))
    return joined


def _joined(run: list[Token]) -> Token:
    if len(run) == 1:
        return run[0]
    args = b"".join(token.args for token in run)
    return Token(run[0].sort, "", args, run[0].at, run[-1].end)


def _with_found(tokens: list[Token], found: list[Token]) -> list[Token]:
    """Put real-time commands found anywhere before the token in which they end."""
    seen = {token.at for token in tokens if token.sort is Sort.REALTIME}
    hidden = [token for token in found if token.at not in seen]
    return sorted(hidden + tokens, key=_end)


def _end(token: Token) -> int:
    return token.end
