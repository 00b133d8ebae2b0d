"""What everybody who trained has done: kept safely, read with care, summed up."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from emulator.domain.errors import EnvironmentTrouble
from emulator.interfaces.live.drill.training_log import (
    Entry,
    TrainingLog,
    Unreadable,
    best_of,
    progress_of,
    usual_file,
)

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entry(
    scenario: str = "paper-out",
    *,
    trainee: str = "张三",
    verdict: str = "passed",
    percent: int = 90,
    symptoms: tuple[str, ...] = ("S1",),
    is_exam: bool = False,
    at: datetime = DAY,
) -> Entry:
    """One drill of one person."""
    return Entry(
        at=at,
        trainee=trainee,
        scenario=scenario,
        level=1,
        symptoms=symptoms,
        is_exam=is_exam,
        verdict=verdict,
        why="good",
        percent=percent,
        points=9,
        out_of=10,
        mistakes=(),
        hints=0,
        took_us=60_000_000,
        seed=0,
    )


@pytest.fixture
def log(tmp_path: Path) -> TrainingLog:
    """A log in a folder that is not there yet."""
    return TrainingLog(tmp_path / "posemu" / "training.jsonl", "en")


def test_what_is_added_is_read_back(log: TrainingLog) -> None:
    """In the order in which it came."""
    entries = [entry("a"), entry("b", verdict="failed")]
    for one in entries:
        log.add(one)

    assert (entries, []) == log.read()


def test_log_that_is_not_there_is_empty(log: TrainingLog) -> None:
    """Nobody has trained yet, and reading makes no file."""
    assert ([], []) == log.read()
    assert not log.path.exists()


def test_torn_last_line_spoils_nothing(log: TrainingLog) -> None:
    """What stands before it is read, and what comes after it begins on a line of its own."""
    log.add(entry("a"))
    with log.path.open("ab") as stream:
        stream.write(b'{"v":1,"at":"2026-')
    torn = log.read()
    log.add(entry("b"))

    assert ([entry("a")], [Unreadable(2, is_torn=True)]) == torn
    assert ([entry("a"), entry("b")], [Unreadable(2, is_torn=False)]) == log.read()


def test_what_others_wrote_is_reported_and_kept(log: TrainingLog) -> None:
    """Garbage, other people's JSON and a later version are named by line and stay."""
    log.add(entry("a"))
    later = msgspec.json.encode(msgspec.structs.replace(entry("b"), v=2))
    foreign = b'\xff\xfe\n{"name": 1}\n[]\n' + later + b"\n"
    with log.path.open("ab") as stream:
        stream.write(foreign)
    log.add(entry("c"))
    entries, unreadable = log.read()

    assert ["a", "c"] == [one.scenario for one in entries]
    assert [2, 3, 4, 5] == [one.line for one in unreadable]
    assert foreign in log.path.read_bytes()


@pytest.mark.parametrize(
    "changed",
    [
        {"percent": 101},
        {"percent": -1},
        {"percent": 10**40},
        {"level": 0},
        {"hints": -1},
        {"took_us": -1},
        {"points": 10**30},
        {"trainee": "x" * 401},
        {"scenario": "x" * 401},
        {"symptoms": ("<b>",)},
    ],
    ids=str,
)
def test_what_no_drill_ever_comes_to_is_unreadable(
    log: TrainingLog, changed: dict[str, object]
) -> None:
    """A number or a word beyond reason is nobody's result."""
    line = msgspec.json.encode(msgspec.to_builtins(entry()) | changed)
    log.path.parent.mkdir(parents=True)
    log.path.write_bytes(line + b"\n")

    assert ([], [Unreadable(1, is_torn=False)]) == log.read()


def test_place_that_cannot_be_written_is_a_complaint(tmp_path: Path) -> None:
    """The person is told, and nothing is lost in silence."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    log = TrainingLog(tmp_path / "file" / "training.jsonl", "en")

    with pytest.raises(EnvironmentTrouble):
        log.add(entry())


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"XDG_DATA_HOME": "/data"}, Path("/data/posemu/training.jsonl")),
        ({}, Path.home() / ".local/share/posemu/training.jsonl"),
        ({"XDG_DATA_HOME": ""}, Path.home() / ".local/share/posemu/training.jsonl"),
    ],
)
def test_log_lies_where_data_belongs(environ: dict[str, str], place: Path) -> None:
    """The variable decides; one that is empty says nothing."""
    assert place == usual_file(environ)


def test_best_is_a_pass_before_a_percentage() -> None:
    """Many points with a mistake are worth less than a pass."""
    failed, passed = entry(verdict="failed", percent=95), entry(percent=85)

    assert passed == best_of([failed, passed], "paper-out")
    assert best_of([failed], "paper-out", "李四") is None


def test_progress_is_by_person_and_symptom() -> None:
    """Drills that were passed count once, tries every time."""
    later = DAY.replace(day=9)
    entries = [
        entry("a", verdict="failed", percent=40),
        entry("a", percent=80),
        entry("a", percent=100, is_exam=True, at=later),
        entry("b", verdict="failed", percent=50, symptoms=("S1", "S9")),
        entry("c", trainee="李四"),
    ]
    found = progress_of(entries, "张三")
    first, ninth = found[0].symptoms

    assert ["张三"] == [one.trainee for one in found]
    assert (4, 1, 1) == (found[0].tries, found[0].passed, found[0].exams_passed)
    assert ("S1", 2, 4, 1, 100, later) == msgspec.structs.astuple(first)
    assert ("S9", 1, 1, 0, 50) == msgspec.structs.astuple(ninth)[:5]
