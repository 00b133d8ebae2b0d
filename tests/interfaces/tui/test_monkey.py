"""
A monkey at the screen: random keys, clicks, resizes and faults through the real app.

Ten thousand of them, in four seeds; with `POSEMU_MONKEY=10000` so many in each.
"""

import asyncio
import os
from io import BytesIO

import pytest
from till_stand import turns

from emulator.clock.paced import ManualWall
from emulator.conformance.attended import blamed, playground
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.interfaces.live.session import Session
from emulator.interfaces.outside import PEOPLE, played_from
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.tui.hands import FAULT_KEYS
from emulator.interfaces.tui.keys import ACTIONS
from emulator.interfaces.tui.sheets import AskScreen
from emulator.kernel.world import Stream
from emulator.reports.jsonl import Header, line, recordings
from emulator.scenario.write import to_yaml

FILE = "playground.yaml"
ACTS = int(os.environ.get("POSEMU_MONKEY") or 2_500)
SEEDS = 4
FRAME_S = 1.0
"""The monkey is faster than any eye."""
LEAVING = frozenset(ACTIONS["leave"].keys)
FAULTS = tuple(key for id, action in ACTIONS.items() if id in FAULT_KEYS for key in action.keys)
KEYS = tuple(
    key
    for action in ACTIONS.values()
    for key in action.keys
    if key not in LEAVING and key not in FAULTS
)
OTHERS = (
    *"xyz-=[];'/?!~Aa9",
    "tab",
    "shift+tab",
    "home",
    "end",
    "f11",
    "f12",
    "delete",
    "１",
    "，",
)
STARTS = ("idle", "sign_in_required", "journal_full", "totals_full", "reversal_failed")
FITTING = {
    **dict.fromkeys(STARTS, ("1", "1", "1", "2", "3", "7 6", "7 1", "4 1", "6 1", "8 1", "m")),
    "enter_amount": ("1 2 3 enter", "4 5 0 0 enter", "9 . enter", "enter"),
    "present_card": ("i", "s", "t", "k", "c enter"),
    "enter_pin": ("o", "o", "1 1 1 1 1 1 enter", "enter"),
    "enter_operator": ("0 1 enter",),
    "enter_password": ("0 0 0 0 enter",),
    "locked": ("0 0 0 0 enter",),
    "supervisor_password": ("1 2 3 4 5 6 enter", "1 enter"),
    "enter_original": ("0 0 0 0 0 1 enter", "0 0 0 0 0 3 enter"),
    "paper_out": ("p", "enter", "p enter"),
    "printer_fault": ("enter", "escape", "a enter"),
}
SIZES = ((80, 24), (120, 40), (100, 30), (64, 20), (40, 16), (30, 10), (200, 60))


class Ape:
    """Sits at the app and never thinks for long."""

    def __init__(self, app, pilot, wall, seed):
        self.app, self.pilot, self.wall = app, pilot, wall
        self.session = app.session
        self.chance = Stream(seed, "ape")
        self.done = 0

    def one_of(self, things):
        """Any of them."""
        return things[self.chance.below(len(things))]

    async def act(self):
        """Do one thing, and let some time pass."""
        luck = self.chance.below(1000)
        if luck < 600:
            await self.fitting()
        elif luck < 610:
            await self.key(self.one_of(FAULTS))
        elif luck < 900:
            await self.key(self.one_of(KEYS))
        elif luck < 960:
            await self.key(self.one_of(OTHERS))
        elif luck < 992:
            await self.click()
        else:
            await self.pilot.resize_terminal(*self.one_of(SIZES))
            self.done += 1
        sheet = self.app.screen
        if isinstance(sheet, AskScreen) or (sheet is not self.app.till and self.chance.chance(300)):
            await self.key("escape")

    async def fitting(self):
        """What the terminal asks for, by keys."""
        current = self.session.bed.console.current
        keys = FITTING.get("" if current is None else current.id, ("enter", "escape"))
        for key in self.one_of(keys).split():
            await self.key(key)

    async def key(self, key):
        """Press one key, and let it go all its way."""
        self.app.simulate_key(key)
        self.done += 1
        await asyncio.sleep(0)
        while self.is_busy:
            await asyncio.sleep(0)
        await self.pass_time()

    @property
    def is_busy(self):
        """True while something that was typed is still on its way."""
        app, screen = self.app, self.app.screen
        pumps = (app, screen, app.focused or screen)
        return any(pump._message_queue and not pump._message_queue.empty() for pump in pumps)

    async def click(self):
        """Click anywhere."""
        width, height = self.app.size
        at = (self.chance.below(max(width, 1)), self.chance.below(max(height, 1)))
        await self.pilot.click(offset=at)
        self.done += 1
        await self.pass_time()

    async def pass_time(self):
        """Mostly a moment, now and then minutes."""
        chance = self.chance
        long = chance.chance(15)
        await self.wall.advance(
            chance.between(1, 3 * MINUTE if long else SECOND >> chance.below(8))
        )


async def lived(seed, acts):
    """Let it sit there until it has done so much, and leave."""
    scenario = playground(seed)
    recording = BytesIO()
    files = {FILE: to_yaml(scenario)}
    header = Header(
        scenario=scenario.name, seed=seed, emulator="test", file=FILE, files=files,
        outside=(PEOPLE,),
    )  # fmt: skip
    recording.write(line(header))
    wall = ManualWall()
    session = Session(scenario, seed=seed, wall=wall, record=recording.write, lang="en")
    app = PosApp(session, Options(lang="en", frame_s=FRAME_S))
    async with app.run_test(size=SIZES[0]) as pilot:
        await wall.advance(10 * MS)
        ape = Ape(app, pilot, wall, seed)
        while ape.done < acts:
            await ape.act()
            assert ("", "") == (app.broken, session.crash)
        await pilot.pause()
        session.leave()
        while session.result is None:
            await turns()
    assert "" == app.broken
    return session.result, recording.getvalue()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_keys_clicks_resizes_and_faults(seed):
    """Nothing breaks that only machines may break, and the recording plays to the same digest."""
    result, recording = asyncio.run(lived(seed, ACTS))
    read = next(recordings(BytesIO(recording), "recording"))
    again = played_from(read, "en").play(playground(seed))

    assert ("", []) == (result.crash, blamed(result))
    assert result.digest == again.digest
