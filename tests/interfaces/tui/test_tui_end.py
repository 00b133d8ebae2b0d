"""How a session at the screen ends, well or badly."""

import pytest
from till_stand import played

from emulator.clock.paced import ManualWall
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.tui.stage import show
from emulator.interfaces.voice import Voice


def test_leaving_is_asked_once():
    """Esc stays, and nothing has happened; a second q leaves."""

    async def leave(till):
        await till.do("q")
        asked = await till.picture()
        await till.do("escape")
        stayed = till.session.is_over
        await till.do("q q +1")
        return asked, stayed, till.session.is_over, await till.picture()

    asked, stayed, left, closing = played(leave)

    assert "Leave the till?" in asked
    assert not stayed
    assert left
    assert "Verdict" in closing


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q", "Q"])
def test_every_way_to_leave_asks(key):
    """Also those that end other programs at once."""

    async def leave(till):
        await till.pilot.press(key)
        return await till.picture()

    assert "Leave the till?" in played(leave)


def breaking(session):
    """Let something in the shop break in a second."""

    def part():
        raise ZeroDivisionError("a part of the shop broke")

    session.pace.arrive(session.world.after, 1_000_000, part)


@pytest.mark.parametrize(("lang", "told"), [("zh", "终端死机"), ("en", "TERMINAL FROZEN")])
def test_what_broke_is_told_without_a_stack_trace(lang, told, tmp_path):
    """With where the recording is and how to play it again; the code says a mistake of ours."""
    recording = tmp_path / "kept.jsonl"

    async def freeze(till):
        breaking(till.session)
        await till.wait(3)
        shown = await till.picture()
        await till.do("enter")
        return shown, till.app.return_value

    shown, code = played(freeze, (120, 40), lang, recording=recording)

    assert told in shown
    assert "a part of the shop broke" in shown
    assert f"posemu replay {recording}" in " ".join(shown.split())
    assert "Traceback" not in shown
    assert Exit.BUG == code


class _Headless(PosApp):
    def run(self, **_):
        return super().run(headless=True, size=(80, 24))


def test_a_mistake_of_the_screen_is_told_afterwards(monkeypatch, capsys, tmp_path):
    """On standard error in words, the trace in a file; the code says a mistake of ours."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("emulator.interfaces.tui.stage.PosApp", _Headless)
    monkeypatch.setattr("emulator.interfaces.tui.till.TillScreen.draw", lambda *_, **__: 1 // 0)
    code = show(Session(free_play(), wall=ManualWall()), Options(), Voice("en"))
    told = capsys.readouterr()

    assert Exit.BUG == code
    assert "ZeroDivisionError" in told.err
    assert "Traceback" not in told.err + told.out
    assert [True] == ["Traceback" in file.read_text() for file in tmp_path.iterdir()]


def test_what_came_of_it_is_said_afterwards(monkeypatch, capsys):
    """On standard output, in a few lines."""

    class Leaves(_Headless):
        async def on_mount(self):
            await super().on_mount()
            self.set_timer(0.2, self.session.leave)
            self.set_timer(0.6, self.action_close)

    monkeypatch.setattr("emulator.interfaces.tui.stage.PosApp", Leaves)
    code = show(Session(free_play(), lang="en"), Options(lang="en"), Voice("en"))

    assert "Verdict: everything held" in capsys.readouterr().out
    assert Exit.HELD == code


@pytest.mark.parametrize(("lang", "told"), [("zh", "录制已停止"), ("en", "No longer recorded")])
def test_screen_says_when_nothing_is_recorded_any_more(lang, told):
    """While it goes on, and the printer's lamp has nothing to do with it."""

    async def lose(till):
        before = await till.picture()
        till.session.lose_recording()
        return before, await till.picture()

    before, after = played(lose, lang=lang)
    lamps = [row for row in before.splitlines() if row.strip().startswith(("打印:", "Print:"))]

    assert told not in before
    assert told in after
    assert lamps
    assert lamps[0] in after
