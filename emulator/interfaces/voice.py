"""
How the command speaks: data to standard output, narration to standard error, in one language.

Colour goes only to a terminal; NO_COLOR switches it off and FORCE_COLOR on, whatever is there.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from shutil import get_terminal_size
from typing import Any, TextIO

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import choose_language, say
from emulator.reports.layout import Line, all_visible, painted


class Voice:
    """Output in one language; knows which of the two streams take colour."""

    def __init__(self, lang: str, environ: Mapping[str, str] | None = None) -> None:
        """
        Args:
            lang: zh or en.
            environ: Where NO_COLOR and the like stand; None is the process's own.
        """
        self.lang = lang
        self._environ = os.environ if environ is None else environ

    def text(self, id: str, /, **values: Any) -> str:
        """A sentence of the messages file."""
        return say(id, self.lang, **values)

    def tell(self, id: str, /, **values: Any) -> None:
        """Narrate one sentence."""
        self.narrate(self.text(id, **values))

    def narrate(self, text: str, role: str = "") -> None:
        """
        Write a line for the person who watches.

        A line that cannot be written is let go: nobody's result is worth less for it.
        """
        with suppress(EnvironmentTrouble):
            self._write(sys.stderr, text, role)

    def put(self, text: str, role: str = "") -> None:
        """Write a line of data."""
        self._write(sys.stdout, text, role)

    def _write(self, stream: TextIO | None, text: str, role: str) -> None:
        # A process may be started without one of its streams, as `posemu run >&-` does.
        if stream is not None:
            colour = takes_colour(stream, self._environ)
            write(stream, painted(all_visible(text), role, colour=colour))

    @property
    def width(self) -> int | None:
        """Cells of a line of data on the person's screen; None when no screen shows it."""
        if not is_terminal(sys.stdout, self._environ):
            return None
        return get_terminal_size().columns

    def put_lines(self, lines: Iterable[Line]) -> None:
        """Write the lines of a report."""
        for line in lines:
            self.put(line.text, line.role)


def write(stream: TextIO, text: str) -> None:
    """
    Write a line at once, so that both streams keep their order on a terminal.

    Raises:
        BrokenPipeError: The reader has left, which is nobody's fault.
        EnvironmentTrouble: The line cannot be written, as on a full disk.
    """
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EnvironmentTrouble(f"{stream.name}: {error.strerror}") from None


def takes_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether colour may be written; NO_COLOR wins over FORCE_COLOR."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream, environ)


def is_terminal(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Tell whether a person watches the stream on a screen that can move its cursor."""
    return stream is not None and stream.isatty() and environ.get("TERM") != "dumb"


def language_of(arguments: Iterable[str], environ: Mapping[str, str]) -> str:
    """
    Find the language before anything is parsed, since even the help text needs it.

    Raises:
        UsageError: `--lang` or POSEMU_LANG names a language that we do not have.
    """
    wish, is_next = None, False
    for argument in arguments:
        if is_next:
            wish, is_next = argument, False
        elif argument == "--lang":
            is_next = True
        elif argument.startswith("--lang="):
            wish = argument.partition("=")[2]
        elif argument == "--":
            break
    return choose_language(wish, environ)
