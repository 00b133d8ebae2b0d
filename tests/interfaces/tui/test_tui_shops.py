"""The live and the training shop behind one screen, and how a sitting is kept."""

import asyncio
import json

import pytest
from till_stand import SIGN_IN, Till

from emulator.clock.paced import ManualWall
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.recordings.library import usual_folder
from emulator.interfaces.live.sitting import Sitting
from emulator.interfaces.live.training import Shops
from emulator.interfaces.tui.app import Options, PosApp


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder in which sessions are kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return usual_folder({"XDG_STATE_HOME": str(tmp_path)})


def sat(play, **settings):
    """Sit at a till with two shops; give what the play gives."""

    async def run():
        wall = ManualWall()
        with Sitting(free_play(), wall=wall, lang="en", **settings) as sitting:
            shops = Shops(sitting.open_shop)
            app = PosApp(shops.active, Options(lang="en", frame_s=0, shops=shops))
            async with app.run_test(size=(80, 24)) as pilot:
                till = Till(app, pilot, wall)
                await till.wait(0.01)
                found = await play(till, shops)
            sitting.end()
            return found

    return asyncio.run(run())


async def _go_over(till, shops):
    await till.do(SIGN_IN)
    before = await till.picture()
    swapped = shops.swap()
    await till.wait(1)
    training = await till.picture()
    await till.do(f"{SIGN_IN} 1 1 2 8 5 0 enter i +1 o +20")
    sold = till.app.session.view.snapshot()
    await till.do("q enter +1")
    return before, swapped, training, sold, await till.picture()


def test_the_training_shop_takes_the_screen_over():
    """It is marked, has an empty roll, signs in and sells by itself; the end is told as always."""
    before, swapped, training, sold, closing = sat(_go_over, is_recorded=False)

    assert "TESTING" not in before
    assert "" == swapped
    assert "[TESTING, SLIPS ARE VOID]" in training
    assert "S I G N   I N" in training
    assert 2 == sold.paper.slips
    assert "Verdict: everything held" in closing


def test_each_shop_has_a_recording_of_its_own(kept):
    """Both in the usual folder, both with their end."""
    sat(_go_over)
    files = sorted(kept.iterdir())
    lasts = [json.loads(file.read_text().splitlines()[-1]) for file in files]

    assert {"free-play", "free-play-training"} == {file.stem.partition("Z-")[2] for file in files}
    assert ["pass", "pass"] == [last["verdict"] for last in lasts]


def test_a_session_is_recorded_where_somebody_wants_it(kept, tmp_path):
    """And then not in the usual folder."""
    file = tmp_path / "mine.jsonl"

    async def leave(till, _):
        await till.do("q enter +1")
        return await till.picture()

    closing = sat(leave, record=file)

    assert str(file) in "".join(closing.split())
    assert "pass" == json.loads(file.read_text().splitlines()[-1])["verdict"]
    assert not kept.exists()


def test_nothing_is_kept_if_nobody_wants_it(kept):
    """`--no-record` leaves no file, and the end names none."""

    async def leave(till, _):
        await till.do("q enter +1")
        return await till.picture()

    assert "Recording" not in sat(leave, is_recorded=False)
    assert not kept.exists()
