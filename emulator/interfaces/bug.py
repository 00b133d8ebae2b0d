"""What the command says when it has met a mistake of its own."""

import os
import platform
import sys
import tempfile
from pathlib import Path

from emulator import __version__
from emulator.interfaces.voice import Voice


def write_traceback(traceback: str) -> Path | None:
    """Keep a traceback in a file of its own; None if not even that can be written."""
    head = f"posemu {__version__}, Python {platform.python_version()}, {sys.platform}\n\n"
    try:
        handle, name = tempfile.mkstemp(prefix="posemu-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + traceback)
    except OSError:
        return None
    return Path(name)


def tell_of_bug(voice: Voice, traceback: str) -> None:
    """Say in three lines what happened, where the traceback is and where to report it."""
    last = traceback.strip().splitlines()[-1] if traceback.strip() else ""
    voice.narrate(voice.text("cli.bug", error=last), "fail")
    path = write_traceback(traceback)
    if path is not None:
        voice.tell("cli.bug_file", file=path)
    voice.tell("cli.bug_report")
