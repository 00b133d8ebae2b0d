"""A sitting that ends without a word keeps all that happened until then."""

import asyncio

from emulator.clock.paced import ManualWall
from emulator.domain.moments import SECOND
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.sitting import Sitting


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
