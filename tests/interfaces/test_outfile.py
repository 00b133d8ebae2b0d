"""A file that results go into: what is left in it, whatever becomes of the results."""

from contextlib import suppress
from pathlib import Path

import pytest

from emulator.domain.errors import EnvironmentTrouble
from emulator.interfaces.outfile import OutFile


def test_what_is_written_takes_the_place_of_what_stood_there(tmp_path):
    """All of it, also where the new text is the shorter one."""
    path = tmp_path / "result.json"
    path.write_bytes(b"an older, longer text")
    with OutFile(path, "en") as file:
        file.take(b"new")
        file.take(b"er")
        file.check()

    assert b"newer" == path.read_bytes()


def test_an_error_before_the_first_byte_leaves_what_stood_there(tmp_path):
    """Somebody's last result is not lost to a scenario that cannot be read."""
    path = tmp_path / "result.json"
    path.write_bytes(b"the last result")
    with pytest.raises(KeyError), OutFile(path, "en"):
        raise KeyError

    assert b"the last result" == path.read_bytes()


def test_an_error_before_the_first_byte_leaves_no_empty_file(tmp_path):
    """Nor does a program that looks for the file find one with nothing in it."""
    path = tmp_path / "new" / "result.json"
    with pytest.raises(KeyError), OutFile(path, "en"):
        raise KeyError

    assert not path.exists()


def test_an_error_behind_the_first_byte_leaves_what_was_written(tmp_path):
    """Half a recording still tells half of the story."""
    path = tmp_path / "run.jsonl"
    with suppress(KeyError), OutFile(path, "en") as file:
        file.take(b"the first half\n")
        raise KeyError

    assert b"the first half\n" == path.read_bytes()


def test_no_result_is_an_empty_file(tmp_path):
    """Whoever asked for a file gets one."""
    path = tmp_path / "result"
    path.write_bytes(b"old")
    with OutFile(path, "en"):
        pass

    assert b"" == path.read_bytes()


def test_a_device_takes_it_too():
    """There is nothing in it to let go of."""
    with OutFile(Path("/dev/null"), "en") as file:
        file.take(b"away")
        file.check()

    assert Path("/dev/null").exists()


def test_a_full_disk_is_told_when_it_is_asked_for():
    """And not in the middle of a run."""
    with OutFile(Path("/dev/full"), "en") as file:
        file.take(b"too much")
        with pytest.raises(EnvironmentTrouble, match="/dev/full"):
            file.check()
