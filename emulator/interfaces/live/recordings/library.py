"""
Where sessions are kept: a recording each, the newest fifty of them.

    <folder>/20260302T021500Z-free-play.jsonl            start (UTC) and scenario
    <folder>/20260302T021500Z-free-play-training.jsonl   the training shop of the same session

Only files that are named and begin like ours are ever deleted, and none that is being written.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from emulator.interfaces.live.recordings.recorder import Recorder, is_being_written
from emulator.reports.jsonl import End, RecordingError, recordings

KEPT = 50
TRAINING = "-training"
"""At the end of a name: a shop in which nothing counts."""
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-[^/]{1,120}\.jsonl")
_BEGINS = b'{"event":"run.start"'
_TAIL_BYTES = 256 * 1024
"""In which the end of a recording is looked for."""


def usual_folder(environ: Mapping[str, str]) -> Path:
    """Where sessions are kept if nobody says otherwise."""
    state = environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "posemu" / "sessions"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was kept."""

    path: str
    started: datetime
    """With its zone, UTC."""
    scenario: str
    seed: int
    verdict: str
    """pass, fail, inconclusive, crash; `open` while it goes on, `broken_off` without an end."""
    size_bytes: int
    is_training: bool = False


class Library:
    """The recordings of one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        lang: str = "zh",
        kept: int = KEPT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """
        Args:
            folder: Made when the first recording is.
            lang: Of complaints.
            kept: How many sessions stay.
            now: Tells the time, with its zone.
        """
        self.folder = folder
        self._lang = lang
        self._kept = kept
        self._now = now

    def recorder(
        self, name: str, *, is_training: bool = False, beside: Path | None = None
    ) -> Recorder:
        """
        Open a recording that is named after its start, and delete what is too old.

        Args:
            name: Of the scenario.
            is_training: True for a shop in which nothing counts.
            beside: Recording of the same session's other shop, whose name this one gets too if it
                is one of ours.

        Returns:
            A recorder; one that could not be opened has its `trouble` from the start.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path, file = self._open_new(name, is_training=is_training, beside=beside)
        except OSError as error:
            recorder = Recorder(self.folder, None, self._lang)
            recorder.fail(error)
            return recorder
        self._prune(path)
        return Recorder(path, file, self._lang)

    def sessions(self) -> list[Kept]:
        """All that are kept, the newest first; files that are not ours are passed over."""
        found = [_look_at(path) for path in self._files()]
        return [kept for kept in found if kept is not None]

    # Files ------------------------------------------------------------------------------------

    def _open_new(self, name: str, *, is_training: bool, beside: Path | None) -> tuple[Path, int]:
        stem = f"{self._now().astimezone(UTC):{_STAMP}}-{_plain(name)}"
        if beside is not None and _NAME.fullmatch(beside.name):
            stem = _session(beside)
        number = 1
        while True:
            again = f"-{number}" if number > 1 else ""
            path = self.folder / f"{stem}{again}{TRAINING if is_training else ''}.jsonl"
            try:
                return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                number += 1

    def _files(self) -> Iterator[Path]:
        """Files that are named like ours: the newest session first, its training shop second."""
        try:
            found = [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)]
        except OSError:
            return
        found.sort(key=lambda path: path.stem)
        for path in sorted(found, key=_session, reverse=True):
            if path.is_file() and not path.is_symlink():
                yield path

    def _prune(self, newest: Path) -> None:
        """Delete what is older than the newest sessions; both shops of one count as one."""
        kept = {_session(newest): None}
        for path in self._files():
            session = _session(path)
            if session in kept or len(kept) < self._kept:
                kept[session] = None
            elif _is_ours(path) and not is_being_written(path):
                with suppress(OSError):
                    path.unlink()


def _session(path: Path) -> str:
    """What both shops of a session have in their names."""
    return path.stem.removesuffix(TRAINING)


def _plain(name: str) -> str:
    """A scenario's name as part of a file's name."""
    plain = "".join(char if char.isalnum() or char in "-_" else "-" for char in name)
    return plain[:48].removesuffix(TRAINING).strip("-") or "session"


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_BEGINS)) == _BEGINS
    except OSError:
        return False


def _look_at(path: Path) -> Kept | None:
    """What a file holds; None if it is no recording or cannot be read."""
    match = _NAME.fullmatch(path.name)
    assert match is not None, "found by its name"
    try:
        started = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        size_bytes = path.stat().st_size
        with path.open("rb") as stream:
            header = next(recordings(stream, path.name)).header
            end = _end_of(stream, size_bytes)
    except (OSError, ValueError, RecordingError, StopIteration):
        return None
    verdict = "open" if is_being_written(path) else "broken_off"
    return Kept(
        path=str(path),
        started=started,
        scenario=header.scenario,
        seed=header.seed,
        verdict=verdict if end is None else end.verdict,
        size_bytes=size_bytes,
        is_training=path.stem.endswith(TRAINING),
    )


def _end_of(stream: BinaryIO, size_bytes: int) -> End | None:
    stream.seek(max(size_bytes - _TAIL_BYTES, 0))
    lines = stream.read(_TAIL_BYTES).splitlines()
    try:
        return msgspec.json.decode(lines[-1], type=End) if lines else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
