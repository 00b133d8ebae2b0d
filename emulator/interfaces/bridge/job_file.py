"""
The file that remembers which slips went to a real printer, so that none comes out twice unmarked.

A line of JSON an entry, on the disk before the first byte of a slip leaves. After a bridge was
interrupted the next one finds in it which slip nobody has confirmed. A line that is damaged, as the
last one of a machine that lost its power may be, is passed over.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.receipt import Receipt
from emulator.domain.texts import say
from emulator.printer.driver.jobs import JobEntry, JobState

_ROTATE_BYTES = 1_000_000
"""A longer file is begun anew once nothing in it is open."""
_LINE_BYTES = 256 * 1024
"""No line of ours is longer."""
_SETTLED = (JobState.QUEUED, JobState.CONFIRMED, JobState.PARTIAL)
"""States in which it is known that no whole slip is on paper unconfirmed."""


class Written(msgspec.Struct, omit_defaults=True):
    """One line of the file."""

    number: int
    state: JobState
    at: str = ""
    """When, for people who read the file."""
    printed_mm: int = 0
    receipt: Receipt | None = None
    """What the slip says; in the first line of a job."""
    instead_of: int = 0
    """The job whose slip this one prints again; 0 for none."""
    dropped: bool = False
    """True: a person said that this job needs no attention any more."""


class Leftover(msgspec.Struct, frozen=True):
    """A slip of an earlier bridge that nobody has confirmed."""

    number: int
    receipt: Receipt | None
    """None if the file does not hold it any more."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Written).decode


class JobFile:
    """Durable states of jobs; see `jobs.JobLog`."""

    def __init__(self, path: Path, lang: str) -> None:
        """
        Read what is there and open the file to go on.

        Args:
            path: Made if it is not there, with its folders.
            lang: Of complaints.

        Raises:
            EnvironmentTrouble: It can be neither read nor written, or another bridge has it.
        """
        self.path = path
        self._lang = lang
        self._last = 0
        self._open: dict[int, Receipt | None] = {}
        self._again: set[int] = set()
        """Jobs that print the slip of an earlier one; only their whole slip settles it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise self._complaint(error) from None
        try:
            self._lock()
            _make_name_durable(path.parent)
            self._read()
            self._rotate()
        except OSError as error:
            os.close(self._file)
            raise self._complaint(error) from None

    @property
    def leftovers(self) -> list[Leftover]:
        """Slips that nobody has confirmed, oldest first."""
        return [Leftover(number, receipt) for number, receipt in sorted(self._open.items())]

    def begin(self, receipt: Receipt, *, instead_of: int = 0) -> int:
        """
        Write down a slip that is to be printed.

        Args:
            receipt: What it says.
            instead_of: The job whose slip it prints again; 0 for none.

        Returns:
            The number of its job, never used before.
        """
        number = self._last + 1
        self._write(
            Written(number, JobState.QUEUED, receipt=receipt, instead_of=instead_of), receipt
        )
        return number

    def note(self, entry: JobEntry) -> None:
        """See `jobs.JobLog.note`."""
        self._write(Written(entry.number, entry.state, printed_mm=entry.printed_mm))

    def drop(self, number: int) -> None:
        """Write down that a person wants to hear no more of a slip."""
        self._write(Written(number, JobState.UNKNOWN, dropped=True))

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    # The file ---------------------------------------------------------------------------------

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows: two bridges cannot share a serial port there either.
            return
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _read(self) -> None:
        receipts: dict[int, Receipt] = {}
        with self.path.open("rb") as stream:
            while text := stream.readline(_LINE_BYTES):
                try:
                    written = _decode(text)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                    continue
                if written.receipt is not None:
                    receipts[written.number] = written.receipt
                self._take(written, receipts.get(written.number))
                if written.number not in self._open and written.state is not JobState.QUEUED:
                    receipts.pop(written.number, None)

    def _take(self, written: Written, receipt: Receipt | None) -> None:
        number = written.number
        self._last = max(self._last, number)
        if written.instead_of:
            # From here on it is the later slip that must be confirmed.
            self._open.pop(written.instead_of, None)
            self._again.add(number)
        settles = (JobState.CONFIRMED,) if number in self._again else _SETTLED
        if written.dropped or written.state in settles:
            self._open.pop(number, None)
            self._again.discard(number)
        else:
            self._open[number] = receipt if receipt is not None else self._open.get(number)

    def _write(self, written: Written, receipt: Receipt | None = None) -> None:
        written.at = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            _write_all(self._file, _encode(written) + b"\n")
            os.fsync(self._file)
        except OSError as error:
            raise self._complaint(error) from None
        self._take(written, receipt)

    def _rotate(self) -> None:
        if self._open or os.fstat(self._file).st_size < _ROTATE_BYTES:
            return
        os.ftruncate(self._file, 0)
        if self._last:
            self._write(Written(self._last, JobState.CONFIRMED))

    def _complaint(self, error: OSError) -> EnvironmentTrouble:
        values: dict[str, Any] = {
            "file": str(self.path),
            "reason": error.strerror or type(error).__name__,
        }
        id = "bridge.jobs_busy" if isinstance(error, BlockingIOError) else "cli.cannot_write"
        return EnvironmentTrouble(say(id, self._lang, **values))


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _make_name_durable(folder: Path) -> None:
    """A new file's name, too, must be on the disk before anything relies on it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def usual_path(line: str) -> Path:
    """
    Where the jobs of a printer are remembered if nobody says otherwise.

    Args:
        line: What the line to it is called.
    """
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    plain = "".join(char if char.isalnum() else "-" for char in line).strip("-")
    return Path(state) / "posemu" / f"jobs-{plain[-60:] or 'printer'}.jsonl"
