"""`posemu tui` in a real terminal, with real keys."""

import subprocess
import sys

import pytest
from flow import SHOP, Press, Shows, a_sale_without_paper
from real_terminal import PATIENCE_S, needs_tmux, terminal

COMMAND = (sys.executable, "-m", "emulator.interfaces.cli")

pytestmark = needs_tmux


@pytest.fixture
def shop(tmp_path):
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP, encoding="utf-8")
    return file


def play(window, steps):
    """Do what a flow says."""
    text = None
    while True:
        try:
            step = steps.send(text)
        except StopIteration:
            return
        text = None
        if isinstance(step, Press):
            window.press(*step.keys)
        elif isinstance(step, Shows):
            text = window.shows(*step.words)


def test_a_sale_without_paper_from_signing_in_to_leaving(shop, surroundings, tmp_path):
    """The whole flow by keys; it ends well, and its recording replays to the same trace."""
    recording = tmp_path / "session.jsonl"
    command = (*COMMAND, "tui", shop, "--seed", "0", "--record", recording)
    with terminal(command, surroundings) as window:
        play(window, a_sale_without_paper())
        code = window.ended()
    replayed = subprocess.run(
        [*COMMAND, "replay", str(recording)],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )

    assert 0 == code
    assert 0 == replayed.returncode, replayed.stdout + replayed.stderr


def test_other_sizes(shop, surroundings):
    """It begins in the smallest usual window, and every change of size is followed."""
    command = (*COMMAND, "tui", shop, "--no-record")
    with terminal(command, surroundings, columns=80, rows=24) as window:
        narrow = window.shows("请先签到", "出纸口")
        window.resize(120, 40)
        window.shows("请先签到", "柜台", "后台")
        window.resize(30, 10)
        window.hides("请先签到")
        window.resize(80, 24)
        again = window.shows("请先签到", "出纸口")
        window.press("Enter", "0", "1")
        window.shows("请输入操作员号", "01")

    assert 24 == narrow.count("\n")
    assert "柜台前没有人" not in narrow
    assert "出纸口" in again


def test_leaving_asks_first(shop, surroundings):
    """Ctrl-C does not throw anybody out; Esc stays, Enter leaves."""
    with terminal((*COMMAND, "tui", shop, "--no-record"), surroundings) as window:
        window.shows("请先签到")
        window.press("C-c")
        window.shows("离开收银台？")
        window.press("Escape")
        window.hides("离开收银台？")
        window.press("q")
        window.shows("离开收银台？")
        window.press("Enter")
        window.shows("结果：")
        window.press("Enter")

        assert 0 == window.ended()
