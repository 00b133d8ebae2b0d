"""A file that results go into, opened before anything runs."""

import os
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
    opened the file asks `check` afterwards.
    """

    def __init__(self, path: Path, lang: str) -> None:
        """
        Args:
            path: Made new; folders on the way are made too.
            lang: Of the complaint.

        Raises:
            EnvironmentTrouble: It cannot be written.
        """
        self._path = path
        self._lang = lang
        self._trouble: OSError | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
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
        self._guard(self._file.close)

    def take(self, lines: bytes) -> None:
        """Write, unless writing has failed before."""
        if self._trouble is None:
            self._guard(lambda: self._file.write(lines))

    def check(self) -> None:
        """
        Make sure that everything is on the disk.

        Raises:
            EnvironmentTrouble: It is not.
        """
        self._guard(self._file.flush)
        if self._trouble is not None:
            raise self._complaint(self._trouble)

    def _guard(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            self._trouble = self._trouble or error

    def _complaint(self, error: OSError) -> EnvironmentTrouble:
        reason = error.strerror or type(error).__name__
        file = os.fspath(self._path)
        return EnvironmentTrouble(say("cli.cannot_write", self._lang, file=file, reason=reason))
