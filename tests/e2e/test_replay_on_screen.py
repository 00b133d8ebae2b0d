"""`posemu replay --screen` in a real terminal."""

import sys
from pathlib import Path

import pytest
from real_terminal import needs_tmux, terminal

from emulator.interfaces.cli import main

COMMAND = (sys.executable, "-m", "emulator.interfaces.cli")
STORY = Path(__file__).parents[2] / "scenarios" / "S1-debited-no-slip" / "cover-open.yaml"


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "run.jsonl"
    assert 0 == main(["run", str(STORY), "--jsonl", str(file)])
    return file


@needs_tmux
def test_recording_is_looked_at_in_a_terminal(recording, surroundings):
    """Leap to the fault, back, seek, play at speed, leave: the exit code is that of a replay."""
    with terminal((*COMMAND, "replay", recording, "--screen"), surroundings) as window:
        window.shows("已暂停 x1", "10:00:00")
        window.press("f")
        window.shows("坏着的   printer.cover_open", "商户编号:898520154110004")
        window.press("Left", "F")
        window.hides("坏着的   printer.cover_open")
        window.press("g")
        window.shows("去哪一时刻？")
        window.press("1", "0", ":", "2", "0", "Enter")
        window.shows("10:20:00")
        window.resize(80, 24)
        window.shows("10:20:00", "出纸口")
        window.press("3", "Space")
        window.shows("125 / 125")
        window.press("q")

        assert 0 == window.ended()
