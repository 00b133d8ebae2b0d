"""
A backup of the terminal's records: JSON lines that prove themselves.

    {"backup":"posemu.records","v":1,"terminal":"12345678"}
    {"record":{...},"link":"..."}                                  one for each record
    {"end":true,"count":3,"takings":{...},"link":"..."}

Every record carries its link of the chain (see `seal`), the first of them hangs on the head, and
the end says how many there are and what they come to; so an altered, missing, added or moved line
shows, and where. A backup may come from anywhere: reading is bounded and complains in one sentence.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.journal import Record
from emulator.domain.texts import say
from emulator.operations.backup.seal import Takings, decoded, encoded, link_of, takings_of

VERSION = 1
MOST_BYTES = 64 * 1024 * 1024
MOST_RECORDS = 250_000
LINE_BYTES = 64 * 1024


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line."""

    backup: Literal["posemu.records"] = "posemu.records"
    v: int = VERSION
    terminal: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The line of one record."""

    record: msgspec.Raw
    link: str


class End(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last line."""

    end: Literal[True] = True
    count: int
    takings: Takings
    link: str


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup gives back, proven."""

    records: tuple[Record, ...]
    terminal: str
    takings: Takings


class BackupError(UsageError):
    """
    A backup cannot be believed; says where and why.

    Its arguments are the number of the line, 0 for the whole, and the id of a sentence below
    `backup.` in the messages file.
    """

    def render(self, lang: str = "zh") -> str:
        """Say it in a language."""
        place, why = self.args
        return say("backup.bad", lang, line=place, why=say(f"backup.{why}", lang))

    def __str__(self) -> str:
        return self.render("en")


_encode = msgspec.json.Encoder(order="deterministic").encode
_read_head = msgspec.json.Decoder(Head).decode
_read_kept = msgspec.json.Decoder(Kept).decode
_read_end = msgspec.json.Decoder(End).decode
_BAD = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def backup_of(records: Sequence[Record], *, terminal: str = "") -> bytes:
    """
    Back up some records; the same records give the same bytes.

    Args:
        records: What the storage holds, in order.
        terminal: Whose they are, so that they are not restored into another one by mistake.

    Raises:
        NotPlain: One of them holds what no backup may hold.
        BackupError: There are more than a backup can hold.
    """
    head = _encode(Head(terminal=terminal))
    lines = [head]
    link = link_of("", head)
    for record in records:
        text = encoded(record)
        link = link_of(link, text)
        lines.append(_encode(Kept(record=msgspec.Raw(text), link=link)))
    if len(records) > MOST_RECORDS or any(len(line) > LINE_BYTES for line in lines):
        raise BackupError(0, "too_large")
    takings = takings_of(records)
    end = link_of(link, _encode((len(records), takings)))
    lines.append(_encode(End(count=len(records), takings=takings, link=end)))
    data = b"".join(line + b"\n" for line in lines)
    if len(data) > MOST_BYTES:
        raise BackupError(0, "too_large")
    return data


def restored(data: bytes) -> Restored:
    """
    Give back what was backed up, or nothing.

    Raises:
        BackupError: Anything in it is not as it was when it was made.
    """
    if len(data) > MOST_BYTES:
        raise BackupError(0, "too_large")
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise BackupError(len(lines) + 1, "broken_off")
    if len(lines) > MOST_RECORDS + 2 or any(len(line) > LINE_BYTES for line in lines):
        raise BackupError(0, "too_large")
    if not lines:
        raise BackupError(1, "none")
    head = _head(lines[0])
    link = link_of("", lines[0])
    records = []
    for number, line in enumerate(lines[1:-1], start=2):
        record, link = _record(line, link, number)
        records.append(record)
    takings = _end(lines, records, link)
    return Restored(records=tuple(records), terminal=head.terminal, takings=takings)


def _head(line: bytes) -> Head:
    try:
        head = _read_head(line)
    except _BAD:
        raise BackupError(1, "none") from None
    if head.v != VERSION:
        raise BackupError(1, "version")
    return head


def _record(line: bytes, before: str, number: int) -> tuple[Record, str]:
    try:
        kept = _read_kept(line)
        text = bytes(kept.record)
        record = decoded(text)
    except _BAD:
        raise BackupError(number, "altered") from None
    link = link_of(before, text)
    # The line itself too: nothing may stand in it that the chain does not hold.
    if kept.link != link or _encode(Kept(record=msgspec.Raw(text), link=link)) != line:
        raise BackupError(number, "altered")
    return record, link


def _end(lines: Sequence[bytes], records: Sequence[Record], link: str) -> Takings:
    number = len(lines)
    try:
        end = _read_end(lines[-1])
    except _BAD:
        raise BackupError(number, "broken_off") from None
    takings = takings_of(records)
    if end.count != len(records):
        raise BackupError(number, "count")
    if end.takings != takings:
        raise BackupError(number, "totals")
    if link_of(link, _encode((len(records), takings))) != end.link or _encode(end) != lines[-1]:
        raise BackupError(number, "altered")
    return takings
