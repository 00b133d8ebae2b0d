"""
What everybody who trained has done: a file of JSON lines that only grows.

    $XDG_DATA_HOME/posemu/training.jsonl

A line is on the disk before the next is begun, and a line that was torn off does not spoil the one
after it. What nobody can read stays in the file and is reported, never dropped in silence.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.drills.assessment import PASSED, Assessment

VERSION = 1
_TAIL = 1
"""Bytes at the end that tell whether the last line is whole."""


_Name = Annotated[str, msgspec.Meta(max_length=400)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
_Symptom = Annotated[str, msgspec.Meta(pattern=r"^S[0-9]{1,3}$")]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One drill of one person, as it is kept; the limits are those of a line that is read."""

    v: int = VERSION
    at: datetime
    """With its zone, UTC."""
    trainee: _Name
    scenario: _Name
    level: Annotated[int, msgspec.Meta(ge=1, le=3)]
    symptoms: tuple[_Symptom, ...]
    is_exam: bool
    verdict: str
    why: str
    percent: Annotated[int, msgspec.Meta(ge=0, le=100)]
    points: _Count
    out_of: _Count
    mistakes: tuple[str, ...]
    hints: _Count
    took_us: _Count
    seed: int
    digest: str = ""
    recording: str = ""
    """Where the session is kept; empty if it is not."""


class Unreadable(msgspec.Struct, frozen=True):
    """A line that is no entry of ours."""

    line: int
    """From 1."""
    is_torn: bool
    """True for a last line that has no end: the power went while it was written."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is with one symptom."""

    symptom: str
    drills: int
    """Different ones that were tried."""
    tries: int
    passed: int
    """Different drills that were passed at least once."""
    best_percent: int
    last: datetime


class Trainee(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is."""

    trainee: str
    tries: int
    passed: int
    """Different drills that were passed at least once."""
    exams_passed: int
    """Of these, in an exam."""
    symptoms: tuple[Progress, ...]
    """Those that were tried, by number."""


def usual_file(environ: Mapping[str, str]) -> Path:
    """Where the log is if nobody says otherwise."""
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "posemu" / "training.jsonl"


def entry_of(assessment: Assessment, *, at: datetime, recording: str = "") -> Entry:
    """What is kept of an assessment."""
    return Entry(
        at=at,
        trainee=assessment.trainee,
        scenario=assessment.scenario,
        level=assessment.level,
        symptoms=tuple(number for number in assessment.covers if number.startswith("S")),
        is_exam=assessment.is_exam,
        verdict=assessment.verdict,
        why=assessment.why,
        percent=assessment.score.percent,
        points=assessment.score.points,
        out_of=assessment.score.out_of,
        mistakes=tuple(mistake.what for mistake in assessment.mistakes),
        hints=assessment.hints,
        took_us=assessment.took_us,
        seed=assessment.seed,
        digest=assessment.digest,
        recording=recording,
    )


class TrainingLog:
    """The log of one machine's user."""

    def __init__(self, path: Path, lang: str) -> None:
        """
        Args:
            path: The file; it and its folder are made when something is kept first.
            lang: Of complaints.
        """
        self.path = path
        self._lang = lang

    def add(self, entry: Entry) -> None:
        """
        Keep an entry; it is on the disk when this returns.

        Raises:
            EnvironmentTrouble: It cannot be written.
        """
        line = msgspec.json.encode(entry) + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                # One call, so that another session's line cannot come in between.
                _write_all(file, (b"" if _ends_whole(file) else b"\n") + line)
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise self._complaint(error, "cli.cannot_write") from None

    def read(self) -> tuple[list[Entry], list[Unreadable]]:
        """
        Everything that was kept, the oldest first, and the lines that nobody can read.

        Raises:
            EnvironmentTrouble: There is a file, and it cannot be opened.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return [], []
        except OSError as error:
            raise self._complaint(error, "cli.cannot_read") from None
        entries: list[Entry] = []
        unreadable: list[Unreadable] = []
        lines = content.split(b"\n")
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            entry = _read(line)
            if entry is not None:
                entries.append(entry)
            else:
                unreadable.append(Unreadable(number, is_torn=number == len(lines)))
        return entries, unreadable

    def _complaint(self, error: OSError, text: str) -> EnvironmentTrouble:
        reason = error.strerror or type(error).__name__
        return EnvironmentTrouble(say(text, self._lang, file=os.fspath(self.path), reason=reason))


def _write_all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _ends_whole(file: int) -> bool:
    size = os.fstat(file).st_size
    if not size:
        return True
    os.lseek(file, size - _TAIL, os.SEEK_SET)
    return os.read(file, _TAIL) == b"\n"


def _read(line: bytes) -> Entry | None:
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return entry if entry.v == VERSION and entry.at.tzinfo is not None else None


def best_of(entries: Iterable[Entry], scenario: str, trainee: str = "") -> Entry | None:
    """The best result in a drill; of one person if somebody is named."""
    own = [
        entry for entry in entries if entry.scenario == scenario and trainee in ("", entry.trainee)
    ]
    return max(own, key=lambda entry: (entry.verdict == PASSED, entry.percent), default=None)


def progress_of(entries: Iterable[Entry], trainee: str = "") -> list[Trainee]:
    """How far everybody is, by name; only one person if somebody is named."""
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        if trainee in ("", entry.trainee):
            by_name.setdefault(entry.trainee, []).append(entry)
    return [_trainee(name, by_name[name]) for name in sorted(by_name)]


def _trainee(name: str, entries: list[Entry]) -> Trainee:
    by_symptom: dict[str, list[Entry]] = {}
    for entry in entries:
        for symptom in entry.symptoms:
            by_symptom.setdefault(symptom, []).append(entry)
    return Trainee(
        trainee=name,
        tries=len(entries),
        passed=_passed(entries),
        exams_passed=_passed(entry for entry in entries if entry.is_exam),
        symptoms=tuple(_progress(number, by_symptom[number]) for number in sorted(by_symptom)),
    )


def _progress(symptom: str, entries: list[Entry]) -> Progress:
    return Progress(
        symptom=symptom,
        drills=len({entry.scenario for entry in entries}),
        tries=len(entries),
        passed=_passed(entries),
        best_percent=max(entry.percent for entry in entries),
        last=max(entry.at for entry in entries),
    )


def _passed(entries: Iterable[Entry]) -> int:
    return len({entry.scenario for entry in entries if entry.verdict == PASSED})
