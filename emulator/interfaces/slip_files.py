"""
The slips of a run as people would hold them: a picture and a text file each.

    FOLDER/cover-open-0/01-sale-merchant-torn.png, 02-sale-merchant.txt, ...

They show what really came out, torn and faded where it was.
"""

import os
import re
from pathlib import Path
from typing import Any

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.paper import Strip
from emulator.domain.texts import say
from emulator.reports.paper.picture import png
from emulator.reports.paper.text import as_text

_UNUSUAL = re.compile(r"[^\w.+-]+")


def make_folder(folder: Path, lang: str) -> None:
    """
    Make the folder before anything runs.

    Raises:
        EnvironmentTrouble: It cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _complaint(folder, error, lang) from None
    if not os.access(folder, os.W_OK):
        raise _complaint(folder, PermissionError(13, os.strerror(13)), lang)


class SlipFiles:
    """Writes the slips of one run."""

    def __init__(self, folder: Path, *, scenario: str, seed: int, lang: str) -> None:
        """
        Args:
            folder: Has a folder for each run.
            scenario: Name of the run.
            seed: Of the run.
            lang: Of the marks in the text and of the complaint.
        """
        self._folder = folder / _UNUSUAL.sub("_", f"{scenario}-{seed}")
        self._lang = lang
        self._trouble: OSError | None = None

    def take(self, kind: str, detail: dict[str, Any], strip: Strip) -> None:
        """Write a slip, unless writing has failed before; `kind` is that of its last event."""
        if self._trouble is not None:
            return
        name = _name_of(kind, detail)
        try:
            self._folder.mkdir(exist_ok=True)
            (self._folder / f"{name}.png").write_bytes(png(strip))
            text = "\n".join(as_text(strip, lang=self._lang)) + "\n"
            (self._folder / f"{name}.txt").write_text(text, encoding="utf-8")
        except OSError as error:
            self._trouble = error

    def check(self) -> None:
        """
        Make sure that all slips were written.

        Raises:
            EnvironmentTrouble: They were not.
        """
        if self._trouble is not None:
            raise _complaint(self._folder, self._trouble, self._lang)


def _name_of(kind: str, detail: dict[str, Any]) -> str:
    words = [f"{detail['slip']:02}", detail["slip_kind"], detail["copy"]]
    if detail.get("backup"):
        words.append("backup")
    if detail.get("reprint"):
        words.append("reprint")
    if kind == "slip_torn":
        words.append("torn")
    elif not detail["legible"]:
        words.append("illegible")
    return "-".join(words)


def _complaint(path: Path, error: OSError, lang: str) -> EnvironmentTrouble:
    reason = error.strerror or type(error).__name__
    return EnvironmentTrouble(say("cli.cannot_write", lang, file=os.fspath(path), reason=reason))
