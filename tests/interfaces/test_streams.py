"""The command when one of its streams is closed, full, or in an old encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "emulator.interfaces.cli")
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed by a POSIX shell")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def shell(arguments, streams, **environ):
    """Run the command with redirections; what it said and its code."""
    words = " ".join([*COMMAND, *arguments])
    return subprocess.run(
        ["sh", "-c", f"{words} {streams}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environ},
    )


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&-", "2>&- <&-"])
def test_a_closed_stream_takes_no_verdict_away(held, broken, streams):
    """The code is the answer, whoever reads."""
    good, bad = shell(["run", held.name], streams), shell(["run", broken.name], streams)

    assert (0, 1) == (good.returncode, bad.returncode)
    assert "Traceback" not in good.stderr + bad.stderr


@needs_full
@pytest.mark.parametrize(
    ("arguments", "streams", "code"),
    [
        (["--help"], ">/dev/full", 3),
        (["schema"], ">/dev/full", 3),
        (["run", "--nosuch"], "2>/dev/full", 2),
        (["run", "calm-day.yaml"], "2>/dev/full", 0),
        (["run", "odd-day.yaml"], "2>/dev/full", 1),
        (["run", "odd-day.yaml"], ">/dev/full 2>/dev/full", 3),
    ],
)
def test_a_full_disk_is_no_bug_and_no_failure(held, broken, arguments, streams, code):
    """What cannot be written to standard output is told by the code; narration is let go."""
    done = shell(arguments, streams)

    assert code == done.returncode
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_an_old_encoding_shows_what_it_can(held):
    """A check mark that cannot be written is written out."""
    done = shell(["run", held.name], "", PYTHONIOENCODING="ascii")

    assert 0 == done.returncode
    assert r"\u2713 held" in done.stdout


@pytest.mark.parametrize("columns", ["1", "40", "x"])
def test_a_narrow_terminal_breaks_no_help(folder, columns):
    """However wide it says it is."""
    done = shell(["--lang", "zh", "run", "--help"], "", COLUMNS=columns)

    assert 0 == done.returncode
    assert "--junitxml" in done.stdout
