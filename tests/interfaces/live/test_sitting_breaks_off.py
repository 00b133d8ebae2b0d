"""A sitting that ends without a word keeps all that happened until then."""

import asyncio
import os
from pathlib import Path

import pytest

from emulator.clock.paced import ManualWall
from emulator.domain.moments import SECOND
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.sitting import Sitting

FULL = Path("/dev/full")


def test_recording_of_a_sitting_that_breaks_off_goes_up_to_its_end(tmp_path, capsys):
    """Nobody leaves, nobody judges: what was noted is in the file, and plays again so far."""
    file = tmp_path / "session.jsonl"

    async def sit():
        wall = ManualWall()
        with Sitting(free_play(), record=file, wall=wall, lang="en") as sitting:
            running = sitting.open_shop().start()
            await wall.advance(SECOND // 2)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(sit())

    assert '"screen":"sign_in_required"' in file.read_text(encoding="utf-8")
    assert Exit.INCONCLUSIVE == main(["--lang", "en", "replay", str(file)])
    assert "breaks off" in capsys.readouterr().out


@pytest.mark.skipif(not FULL.exists(), reason="there is no disk that is always full")
def test_session_knows_that_it_is_not_recorded():
    """The disk was full from the start; the session is there all the same."""
    with Sitting(free_play(), record=FULL, lang="en") as sitting:
        assert sitting.open_shop().is_unkept


def test_session_knows_when_its_recording_has_ended(tmp_path, monkeypatch):
    """The disk becomes full in the middle of it."""
    with Sitting(free_play(), record=tmp_path / "session.jsonl", lang="en") as sitting:
        session = sitting.open_shop()
        assert not session.is_unkept

        monkeypatch.setattr(os, "write", _no_room)
        version = session.version
        session.world.note("bench", "noted", text="x")
        session.world.flush()
        monkeypatch.undo()

        assert session.is_unkept
        assert version < session.version


def _no_room(_file, _data):
    raise OSError(28, "No space left on device")
