"""Recordings of sessions: kept as they are made, fifty of them, and nobody else's files touched."""

import asyncio
import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from emulator.clock.paced import ManualWall
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.moments import MS, SECOND
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.recordings import recorder as recorder_module
from emulator.interfaces.live.recordings.library import KEPT, Library, usual_folder
from emulator.interfaces.live.recordings.recorder import Recorder, is_being_written, recorder_at
from emulator.interfaces.live.session import Session
from emulator.interfaces.replay_command import replay_file
from emulator.interfaces.voice import Voice
from emulator.runner import run

SIGN_IN = ("7", "1", "0", "1", "confirm", "0", "0", "0", "0", "confirm")
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class Shelf(Library):
    """A library whose clock goes a minute at every recording."""

    def __init__(self, folder, **settings):
        self.at = NOON
        super().__init__(folder, now=self._tick, **settings)

    def _tick(self):
        self.at += timedelta(minutes=1)
        return self.at


def record(library, name="free-play", **settings):
    """A short recording with its end."""
    recorder = library.recorder(name, **settings)
    scenario = free_play()
    recorder.begin(scenario, seed=0, outside=())
    recorder.end(scenario, run(scenario, tap=recorder.take))
    return recorder.path


def attended(recorder):
    """Play a little and leave, with everything recorded."""

    async def go():
        wall, scenario = ManualWall(), free_play()
        recorder.begin(scenario, seed=0)
        session = Session(scenario, wall=wall, record=recorder.take)
        task = session.start()
        await wall.advance(MS)
        for key in SIGN_IN:
            session.press(key)
            await wall.advance(200 * MS)
        await wall.advance(5 * SECOND)
        session.leave()
        await task
        recorder.end(scenario, session.result)

    asyncio.run(go())


# Keeping --------------------------------------------------------------------------------------


def test_a_session_is_listed_with_what_came_of_it(tmp_path):
    """Start, scenario, seed, verdict and size."""
    path = record(Shelf(tmp_path))
    (kept,) = Library(tmp_path).sessions()

    assert (NOON + timedelta(minutes=1), "free-play", 0, "pass") == (
        kept.started, kept.scenario, kept.seed, kept.verdict,
    )  # fmt: skip
    assert path.stat().st_size == kept.size_bytes


def test_only_the_newest_are_kept(tmp_path):
    """When one too many is begun, the oldest goes."""
    library = Shelf(tmp_path, kept=3)
    paths = [record(library) for _ in range(4)]

    assert [False, True, True, True] == [path.exists() for path in paths]
    assert [str(path) for path in reversed(paths[1:])] == [k.path for k in library.sessions()]


def test_fifty_are_kept_usually(tmp_path):
    """Neither more nor fewer."""
    begins = record(Shelf(tmp_path / "one")).read_bytes()
    for n in range(KEPT + 5):
        (tmp_path / f"20260101T0000{n:02d}Z-old.jsonl").write_bytes(begins)
    record(Shelf(tmp_path))

    assert KEPT == len(Library(tmp_path).sessions())


def test_both_shops_of_a_session_are_kept_as_one(tmp_path):
    """The training shop's recording goes with that of its session."""
    library = Shelf(tmp_path, kept=2)
    first = record(library)
    beside = record(library, is_training=True, beside=first)
    second = record(library)

    assert first.exists()
    assert beside.exists()
    assert [False, False, True] == [kept.is_training for kept in library.sessions()]
    third = record(library)
    assert [False, False, True, True] == [p.exists() for p in (first, beside, second, third)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("20200101T000000Z-shopping-list.jsonl", b"milk\n"),
        ("holiday.jsonl", b'{"event":"run.start"}\n'),
        ("20200101T000000Z-empty.jsonl", b""),
        ("20200101T000000Z-notes.txt", b'{"event":"run.start"}\n'),
    ],
)
def test_nobody_elses_file_is_deleted_or_listed(tmp_path, name, content):
    """What is not named and begun like ours stays, whatever its age."""
    other = tmp_path / name
    other.write_bytes(content)
    library = Shelf(tmp_path, kept=1)
    for _ in range(2):
        record(library)

    assert content == other.read_bytes()
    assert 1 == len(library.sessions())


def test_a_link_is_not_followed(tmp_path):
    """A name of ours that leads elsewhere is left alone."""
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes(b'{"event":"run.start"}\n')
    (tmp_path / "in").mkdir()
    link = tmp_path / "in" / "20200101T000000Z-x.jsonl"
    link.symlink_to(elsewhere)
    library = Shelf(tmp_path / "in", kept=1)
    for _ in range(2):
        record(library)

    assert link.is_symlink()
    assert elsewhere.exists()


def test_a_recording_under_way_is_not_deleted(tmp_path):
    """A session that goes on for days outlives fifty short ones."""
    library = Shelf(tmp_path, kept=1)
    long = library.recorder("long")
    long.begin(free_play(), seed=0)
    record(library)

    assert is_being_written(long.path)
    assert {"long", "free-play"} == {
        k.path.split("Z-")[1].split(".")[0] for k in library.sessions()
    }
    assert {"open", "pass"} == {kept.verdict for kept in library.sessions()}
    long.close()
    assert not is_being_written(long.path)
    assert {"broken_off", "pass"} == {kept.verdict for kept in library.sessions()}


def test_two_sessions_of_one_second_have_two_files(tmp_path):
    """The second is numbered."""
    library = Library(tmp_path, now=lambda: NOON)
    names = [record(library).name for _ in range(2)]

    assert ["20260302T040000Z-free-play.jsonl", "20260302T040000Z-free-play-2.jsonl"] == names


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "缺纸[amount=5.00]", "", "a" * 300, "x-training"]
)
def test_a_scenario_of_any_name_has_a_file_in_the_folder(tmp_path, name):
    """No name leads out of the folder or is too long for it."""
    path = record(Library(tmp_path, now=lambda: NOON), name)

    assert tmp_path == path.parent
    assert [False] == [kept.is_training for kept in Library(tmp_path).sessions()]


def test_others_cannot_read_it(tmp_path):
    """It tells what somebody did."""
    assert 0o600 == record(Library(tmp_path)).stat().st_mode & 0o777


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    """And is not made by looking."""
    library = Library(tmp_path / "none")

    assert [] == library.sessions()
    assert not library.folder.exists()


# Trouble --------------------------------------------------------------------------------------


def test_a_full_disk_is_told_once_and_the_session_goes_on(tmp_path, monkeypatch):
    """What is in the file ends with a whole line; the rest is let go."""
    told = []
    recorder = Library(tmp_path, lang="en").recorder("x")
    recorder.on_trouble = told.append
    left = 2_000

    def write(file, data):
        nonlocal left
        if left == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = min(left, len(data))
        left -= taken
        return os.write(file, bytes(data[:taken]))

    monkeypatch.setattr(
        recorder_module, "os", SimpleNamespace(write=write, ftruncate=os.ftruncate, close=os.close)
    )
    attended(recorder)
    lines = recorder.path.read_bytes()

    assert 1 == len(told)
    assert "No space left" in told[0]
    assert lines.endswith(b"\n")
    assert 0 < len(lines) <= 2_000
    assert [] != Library(tmp_path).sessions()


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_recorded(tmp_path):
    """The session need not wait for a better disk."""
    (tmp_path / "file").write_text("x")
    recorder = Library(tmp_path / "file" / "sessions", lang="en").recorder("x")
    attended(recorder)

    assert "Not a directory" in recorder.trouble


def test_a_place_that_somebody_named_must_be_writable(tmp_path):
    """Who asks for a recording there gets it or hears why not."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentTrouble, match="Cannot write"):
        recorder_at(tmp_path / "file" / "x.jsonl", "en")


def test_a_recording_at_a_named_place_replays(tmp_path, capsys):
    """What was there before is gone."""
    path = tmp_path / "deep" / "mine.jsonl"
    path.parent.mkdir()
    path.write_text("old " * 100_000)
    attended(recorder_at(path, "en"))

    assert Exit.HELD == replay_file(path, None, Voice("en"))
    capsys.readouterr()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from emulator.clock.paced import ManualWall
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.recordings.recorder import recorder_at
from emulator.interfaces.live.session import Session

async def go():
    wall, scenario = ManualWall(), free_play()
    recorder = recorder_at(Path(sys.argv[1]), "en")
    recorder.begin(scenario, seed=0)
    session = Session(scenario, wall=wall, record=recorder.take)
    session.start()
    await wall.advance(1_000)
    for key in "7 1 0 1 confirm 0 0 0 0 confirm".split():
        session.press(key)
        await wall.advance(200_000)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(go())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there kills without asking")
def test_what_was_done_before_a_kill_can_be_replayed(tmp_path, capsys):
    """The recording breaks off after the last deed, and all before it comes out the same."""
    path = tmp_path / "killed.jsonl"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    deeds = path.read_text().count('"source":"desk","kind":"heard"')

    assert 3 == deeds  # sign-in, operator, password
    assert Exit.INCONCLUSIVE == replay_file(path, None, Voice("en"))
    assert "so far the same" in capsys.readouterr().out


def test_a_recorder_without_a_file_takes_and_ends():
    """Nobody need ask whether there is one."""
    recorder = Recorder(Path("nowhere"), None, "en")
    recorder.take(b"x\n")
    recorder.close()

    assert "" == recorder.trouble


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """The folder that the command looks into."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return Shelf(tmp_path / "posemu" / "sessions")


def sessions(capsys, *arguments):
    code = main(["sessions", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_lists_the_newest_first(shelf, capsys):
    """A line each, with the file to be replayed."""
    first = record(shelf)
    second = record(shelf, is_training=True, beside=first)
    third = record(shelf)
    code, out, _ = sessions(capsys, "--lang", "en")

    assert Exit.HELD == code
    assert [third.name, first.name, second.name] == [
        line.split("/")[-1] for line in out.splitlines()
    ]
    assert "free-play [training]" in out
    assert 3 == out.count(" held ")


def test_the_command_speaks_to_programs(shelf, capsys):
    """The same as JSON, in no language."""
    path = record(shelf)
    code, out, _ = sessions(capsys, "--json")

    assert Exit.HELD == code
    assert [
        {
            "started": "2026-03-02T04:01:00+00:00",
            "scenario": "free-play",
            "training": False,
            "seed": 0,
            "verdict": "pass",
            "size_bytes": path.stat().st_size,
            "file": str(path),
        }
    ] == json.loads(out)


def test_nothing_kept_is_said(shelf, capsys):
    """And told to programs as an empty list."""
    assert Exit.NOTHING == sessions(capsys)[0]
    assert [] == json.loads(sessions(capsys, "--json")[1])


def test_the_folder_follows_the_usual_variable(tmp_path, monkeypatch):
    """XDG_STATE_HOME, or where it would be."""
    monkeypatch.setenv("HOME", str(tmp_path))

    assert tmp_path / "x" / "posemu" / "sessions" == usual_folder(
        {"XDG_STATE_HOME": f"{tmp_path}/x"}
    )
    assert tmp_path / ".local" / "state" / "posemu" / "sessions" == usual_folder({})
