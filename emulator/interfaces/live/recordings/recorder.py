"""
One session's recording, written while it goes on.

What was written stays though the program dies; after a power failure the end may be missing.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from emulator import __version__
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.reports.jsonl import Header, end_of, line

if TYPE_CHECKING:
    from emulator.runner import Result

DESK = ("desk",)
"""What stands outside the simulation when a person takes part."""


class Recorder:
    """
    Writes one recording as it is made.

    Trouble with the file is no trouble of the session: it is told once, and nothing more is
    written. What stands in the file then still ends with a whole line.
    """

    def __init__(self, path: Path, file: int | None, lang: str) -> None:
        """
        Args:
            path: Where it is written.
            file: Descriptor of that file, which is the recorder's own from now on; None if it
                could not be opened.
            lang: Of the complaint.
        """
        self.path = path
        self.trouble = ""
        """Why nothing is written any more; empty while all is well."""
        self.on_trouble: Callable[[str], None] | None = None
        """Told once, when it comes to that."""
        self._file = file
        self._lang = lang
        self._bytes = 0
        if file is not None:
            _lock(file)

    @property
    def is_whole(self) -> bool:
        """True while all that was taken is in the file."""
        return not self.trouble

    def begin(self, scenario: Scenario, *, seed: int, outside: tuple[str, ...] = DESK) -> None:
        """Write what is played."""
        from emulator.interfaces.recorded import files_of  # loads the whole shop

        files = files_of(scenario)
        header = Header(
            scenario=scenario.name,
            seed=seed,
            emulator=__version__,
            file=next(iter(files), ""),
            files=files,
            outside=outside,
        )
        self.take(line(header))

    def take(self, lines: bytes) -> None:
        """Write whole lines, unless writing has failed before."""
        if self._file is None:
            return
        try:
            left = memoryview(lines)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            # Half a line would make all that stands before it look damaged.
            with suppress(OSError):
                os.ftruncate(self._file, self._bytes)
            self.fail(error)
        else:
            self._bytes += len(lines)

    def end(self, scenario: Scenario, result: "Result") -> None:
        """Write what came of it, and let go of the file."""
        if self._file is not None:
            from emulator.interfaces import work  # loads what draws slips

            again = f"posemu replay {self.path}"
            job = work.Job(scenario, result.seed, self._lang, again, {}, DESK)
            self.take(line(end_of(work.summed_up(job, result))))
        self.close()

    def close(self) -> None:
        """Let go of the file; a recording without an end plays again up to where it stops."""
        file, self._file = self._file, None
        if file is not None:
            try:
                os.close(file)
            except OSError as error:
                self.fail(error)

    def fail(self, error: OSError) -> None:
        """Write nothing any more, and say so."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                os.close(file)
        reason = error.strerror or type(error).__name__
        self.trouble = say("live.not_recorded", self._lang, file=self.path, reason=reason)
        if self.on_trouble is not None:
            self.on_trouble(self.trouble)


def recorder_at(path: Path, lang: str) -> Recorder:
    """
    Record where somebody wants it; what is there is overwritten.

    Raises:
        EnvironmentTrouble: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = say("cli.cannot_write", lang, file=os.fspath(path), reason=reason)
        raise EnvironmentTrouble(text) from None
    return Recorder(path, file, lang)


def is_being_written(path: Path) -> bool:
    """Tell whether somebody records into a file just now; False where files cannot be locked."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock(file: int) -> None:
    """Let others see that it is being written; goes with the descriptor, however we end."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
