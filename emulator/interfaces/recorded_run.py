"""One run of a recording, read from its file as often as somebody likes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.texts import say
from emulator.domain.trace import Digest, decode_event
from emulator.interfaces.complaints import shortened
from emulator.reports.jsonl import End, Header, Recording, recordings


class RecordedRun:
    """The event lines of one run; each call begins with the first of them."""

    def __init__(self, path: Path, number: int, lang: str) -> None:
        """
        Args:
            path: The recording.
            number: Which of its runs, from 1.
            lang: Of the complaints.

        Raises:
            UsageError: The path is no plain file; a pipe cannot be read twice.
        """
        self.header: Header | None = None
        """Known when the lines have been read once."""
        self.end: End | None = None
        """None also if the recording breaks off."""
        self._path = path
        self._number = number
        self._lang = lang
        if path.exists() and not path.is_file():
            raise UsageError(say("evidence.no_file", lang, file=shortened(str(path))))

    def __call__(self) -> Iterator[bytes]:
        """
        Give the lines.

        Raises:
            UsageError: There is no such run, or the recording is damaged.
            EnvironmentTrouble: The file cannot be read.
        """
        count = 0
        with opened(self._path, self._lang) as stream:
            for recording in recordings(stream, str(self._path)):
                count += 1
                if count == self._number:
                    self.header = recording.header
                    yield from _whole_lines(recording)
                    self.end = recording.end
                    return
        values = {"file": shortened(str(self._path)), "number": self._number, "count": count}
        raise UsageError(say("evidence.no_run", self._lang, **values))


@contextmanager
def opened(path: Path, lang: str) -> Iterator[BinaryIO]:
    """
    Open a recording, and tell in plain words if it cannot be read to where it is needed.

    Raises:
        EnvironmentTrouble: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            yield stream
    except BrokenPipeError:
        # Not the recording: nobody reads on what is printed of it.
        raise
    except OSError as error:
        raise unreadable(path, error, lang) from None


def run_with(digest: str, path: Path, lang: str) -> RecordedRun | None:
    """
    Find the run whose lines have a digest; None if no run of the recording has it.

    Raises:
        UsageError: The recording is damaged, or cannot be read twice.
        EnvironmentTrouble: The file cannot be read.
    """
    RecordedRun(path, 1, lang)
    with opened(path, lang) as stream:
        for number, recording in enumerate(recordings(stream, str(path)), start=1):
            made = Digest()
            for line in _whole_lines(recording):
                made.add(line + b"\n")
            if made.text() == digest:
                return RecordedRun(path, number, lang)
    return None


def _whole_lines(recording: Recording) -> Iterator[bytes]:
    """The event lines without a last one that breaks off: whoever wrote it was stopped in it."""
    held: bytes | None = None
    for line in recording.events():
        if held is not None:
            yield held
        held = line
    if held is not None and (recording.end is not None or _is_event(held)):
        yield held


def _is_event(line: bytes) -> bool:
    try:
        decode_event(line)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return False
    return True


def unreadable(path: Path, error: OSError, lang: str) -> EnvironmentTrouble:
    """The complaint about a file that the machine does not give."""
    reason = error.strerror or type(error).__name__
    return EnvironmentTrouble(say("cli.cannot_read", lang, file=str(path), reason=reason))
