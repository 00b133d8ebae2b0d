"""
Recordings: everything a run needs to be told or run again, as JSON lines.

    {"event":"run.start","v":1,"scenario":...,"seed":...,"files":{...}}     header
    {"seq":0,"at_us":0,"source":"bench","kind":"run_started",...}           the trace, as digested
    ...
    {"event":"run.end","scenario":...,"verdict":"pass","digest":...}        end

Several runs follow one another in a file. A recording may come from anywhere, so reading is
bounded in every direction and complains in one clear sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Literal, TypeVar

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.domain.trace import TRACE_VERSION
from emulator.reports.layout import one_line
from emulator.reports.outcome import Outcome

T = TypeVar("T")

LINE_BYTES = 4 * 1024 * 1024
"""No line of ours is longer: the header carries a scenario file, an event a slip."""

AHEAD_BYTES = 64 * 1024 * 1024
"""What is looked up before a run begins takes no more memory than this."""

FILES = 64
"""Scenario files in one header: the scenario and what it includes."""

_HEADER_START = b'{"event":"run.start"'
_END_START = b'{"event":"run.end"'


class RecordingError(UsageError):
    """
    A recording cannot be read; says where and why.

    Its arguments are the file's name, the number of the line, the id of a sentence below
    `recording.` in the messages file, and what that names.
    """

    def render(self, lang: str = "zh") -> str:
        """Say it as `file:line: why`."""
        name, number, id, values = self.args
        return f"{one_line(name)}:{number}: {say(f'recording.{id}', lang, **values)}"

    def __str__(self) -> str:
        return self.render("en")


class Header(msgspec.Struct, kw_only=True, frozen=True):
    """The first line of a run: what was run, complete enough to run it again."""

    event: Literal["run.start"] = "run.start"
    v: int = TRACE_VERSION
    scenario: str
    """Name, with the variant of a matrix."""
    seed: int
    emulator: str
    """Version that recorded it."""
    file: str
    """Which of `files` holds the scenario."""
    files: dict[str, str]
    """The scenario file and what it includes: relative name to text."""
    outside: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Parts that stood outside the simulation; what came from them is in the trace as `heard`."""


class Judged(msgspec.Struct, kw_only=True, frozen=True):
    """One check that did not hold."""

    check: str
    verdict: str
    says: str
    line: int = 0


class End(msgspec.Struct, kw_only=True, frozen=True):
    """The last line of a run."""

    event: Literal["run.end"] = "run.end"
    scenario: str
    seed: int
    verdict: str
    """pass, fail or inconclusive; crash for a bug."""
    held: int = 0
    waived: int = 0
    not_applied: int = 0
    broken: tuple[Judged, ...] = ()
    events: int
    end_us: int
    digest: str


def end_of(outcome: Outcome) -> End:
    """Sum up an outcome as the last line of its recording."""
    return End(
        scenario=outcome.scenario,
        seed=outcome.seed,
        verdict="crash" if outcome.crash else outcome.truth.word,
        held=outcome.held,
        waived=outcome.waived,
        not_applied=outcome.not_applied,
        broken=tuple(
            Judged(check=b.check, verdict=b.truth.word, says=b.sentence, line=b.span.line)
            for b in outcome.broken
        ),
        events=outcome.events,
        end_us=outcome.end_us,
        digest=outcome.digest,
    )


encode = msgspec.json.Encoder().encode
_read_header = msgspec.json.Decoder(Header).decode
_read_end = msgspec.json.Decoder(End).decode
_read_version = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def line(value: Header | End) -> bytes:
    """One header or end as a line with its end."""
    return encode(value) + b"\n"


class Recording:
    """One run of a recording: its header, then its event lines, then its end."""

    def __init__(
        self,
        header: Header,
        lines: Iterator[tuple[int, bytes]],
        name: str,
        *,
        stream: BinaryIO,
        number: int,
    ) -> None:
        self.header = header
        self.end: End | None = None
        """Known when all events have been taken; None if the recording breaks off."""
        self._lines = lines
        self._name = name
        self._stream = stream
        self._number = number

    def ahead(self, marks: Sequence[bytes], most: int) -> list[tuple[int, bytes]]:
        """
        Look for event lines with something in them before any is taken; none is taken by this.

        Args:
            marks: One of them must stand in the line.
            most: So many are kept in memory, and no more than `AHEAD_BYTES` in all.

        Returns:
            Number of the line, and the line.

        Raises:
            RecordingError: There are more, a line is too long, or the file cannot be read twice.
        """
        if not self._stream.seekable():
            raise RecordingError(self._name, self._number, "only_once", {})
        here = self._stream.tell()
        found = []
        left = AHEAD_BYTES
        for number, text in _lines(self._stream, self._name, self._number):
            if text.startswith((_END_START, _HEADER_START)):
                break
            if any(mark in text for mark in marks):
                found.append((number, text))
                left -= len(text)
            if len(found) > most:
                raise RecordingError(self._name, number, "outside", {"limit": most})
            if left < 0:
                raise RecordingError(self._name, number, "outside_bytes", {"limit": AHEAD_BYTES})
        self._stream.seek(here)
        return found

    def damaged(self, number: int, why: str) -> RecordingError:
        """The complaint about a line of this run that says what it cannot."""
        return RecordingError(self._name, number, "damaged", {"why": one_line(why)[:200]})

    def events(self) -> Iterator[bytes]:
        """
        Give the event lines without their ends, up to the run's end.

        Raises:
            RecordingError: A line is too long, or another run begins before this one has ended.
        """
        for number, text in self._lines:
            if text.startswith(_END_START):
                self.end = _decoded(_read_end, text, self._name, number)
                return
            if text.startswith(_HEADER_START):
                raise RecordingError(self._name, number, "inside_another", {})
            yield text


def recordings(stream: BinaryIO, name: str) -> Iterator[Recording]:
    """
    Read the runs of a recording one after the other, never holding more than a line.

    Take all events of one before asking for the next; what is left over is skipped.

    Raises:
        RecordingError: Not a recording, of another version, or damaged.
    """
    lines = _lines(stream, name)
    for number, text in lines:
        header = _header(text, name, number)
        recording = Recording(header, lines, name, stream=stream, number=number)
        yield recording
        if recording.end is None:
            for _ in recording.events():
                pass


def _header(text: bytes, name: str, number: int) -> Header:
    try:
        fields = _read_version(text)
        event, version = bytes(fields.get("event", b"")), bytes(fields.get("v", b""))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        event = version = b""
    if event != b'"run.start"':
        raise RecordingError(name, number, "not_one", {})
    if version != str(TRACE_VERSION).encode():
        found = version[:20].decode("utf-8", "replace") or "none"
        values = {"found": one_line(found), "known": TRACE_VERSION}
        raise RecordingError(name, number, "version", values)
    header = _decoded(_read_header, text, name, number)
    if len(header.files) > FILES:
        raise RecordingError(name, number, "files", {"limit": FILES})
    if header.file not in header.files:
        raise RecordingError(name, number, "no_file", {})
    return header


def _decoded(read: Callable[[bytes], T], text: bytes, name: str, number: int) -> T:
    try:
        return read(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        values = {"why": one_line(str(error))[:200]}
        raise RecordingError(name, number, "damaged", values) from None


def _lines(stream: BinaryIO, name: str, number: int = 0) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream, of which `number` were read before."""
    while text := stream.readline(LINE_BYTES + 1):
        number += 1
        if len(text) > LINE_BYTES:
            raise RecordingError(name, number, "long_line", {"limit": LINE_BYTES})
        text = text.rstrip(b"\r\n")
        if text:
            yield number, text
