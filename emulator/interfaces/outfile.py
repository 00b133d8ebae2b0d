"""A file that results go into, opened before anything runs."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say


class OutFile:
    """
    Takes bytes and remembers the first trouble instead of raising it.

    A full disk in the middle of a run must not be taken for a fault of the simulated shop; whoever
    opened the file asks `check` afterwards. What stood in the file before stays until there is
    something to write, and a file that nothing was written to before an error is not left behind.
    """

    def __init__(self, path: Path, lang: str) -> None:
        """
        Args:
            path: Made or written over; folders on the way are made too.
            lang: Of the complaint.

        Raises:
            EnvironmentTrouble: It cannot be written.
        """
        self._path = path
        self._lang = lang
        self._is_begun = False
        self._trouble: OSError | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._was_there = os.path.lexists(path)
            self._file = path.open("ab")
        except OSError as error:
            raise self._complaint(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._begin()
        self._guard(self._file.close)
        if not self._is_begun and not self._was_there:
            self._guard(self._path.unlink)

    def take(self, lines: bytes) -> None:
        """Write, unless writing has failed before."""
        self._begin()
        if self._trouble is None:
            self._guard(lambda: self._file.write(lines))

    def check(self) -> None:
        """
        Make sure that everything is on the disk.

        Raises:
            EnvironmentTrouble: It is not.
        """
        self._begin()
        self._guard(self._file.flush)
        if self._trouble is not None:
            raise self._complaint(self._trouble)

    def _begin(self) -> None:
        """Let go of what stood in the file before; a pipe or a device has nothing to let go of."""
        if not self._is_begun:
            self._is_begun = True
            if stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
                self._guard(lambda: self._file.truncate(0))

    def _guard(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            self._trouble = self._trouble or error

    def _complaint(self, error: OSError) -> EnvironmentTrouble:
        reason = error.strerror or type(error).__name__
        file = os.fspath(self._path)
        return EnvironmentTrouble(say("cli.cannot_write", self._lang, file=file, reason=reason))
