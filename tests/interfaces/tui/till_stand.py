"""A till on a screen that nobody sees, with a clock that the test holds in its hand."""

import asyncio
from contextlib import asynccontextmanager

import msgspec

from emulator.clock.paced import ManualWall
from emulator.domain.moments import MS, SECOND
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.app import Options, PosApp

SIGN_IN = "enter 0 1 enter 0 0 0 0 enter +5"
KEY_GAP_US = 200 * MS
_TURNS = 40
"""Of the event loop, in which what was typed goes all its way."""


class Till:
    """One app while it runs."""

    def __init__(self, app, pilot, wall):
        self.app, self.pilot, self.wall = app, pilot, wall
        self.session = app.session

    async def do(self, keys):
        """Press keys, a little apart; `+5` lets so many seconds pass."""
        for key in keys.split():
            if key.startswith("+") and len(key) > 1:
                await self.wait(float(key[1:]))
                continue
            self.app.simulate_key(key)
            await turns()
            await self.wall.advance(KEY_GAP_US)
            await turns()

    async def wait(self, seconds):
        """Let time pass in the shop."""
        for _ in range(max(round(seconds), 1)):
            await self.wall.advance(round(min(seconds, 1) * SECOND))
        await turns()

    async def sell(self, amount="1 2 8 5 0", holder="zhang"):
        """A whole sale by keys, with a card that is good for it."""
        self.session.next_customer(holder=holder)
        await self.do(f"1 {amount} enter i +1 o +20")

    async def picture(self):
        """The whole screen as text."""
        await turns()
        self.app.draw()
        await self.pilot.pause()
        return picture(self.app)

    @property
    def lcd(self):
        """The display's rows without blanks around them."""
        return [row.strip() for row in self.session.view.lcd.rows]

    @property
    def paper(self):
        """All that came out of the slot."""
        return "\n".join(self.session.view.snapshot().paper.lines)

    def heard(self, lang="en"):
        """All that was heard and seen, the oldest first."""
        counter = self.session.view.snapshot().counter
        return [heard.text(lang) for heard in counter.heard]


async def turns():
    """Let everybody in the event loop have their turn."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def picture(app):
    """What an app shows, row by row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@asynccontextmanager
async def at_the_till(
    size=(80, 24), lang="en", *, scenario=None, given=None, options=None, **settings
):
    """Open a till; `given` changes the shop of free play."""
    scenario = scenario or free_play()
    if given:
        shop = msgspec.structs.replace(scenario.given, **given)
        scenario = msgspec.structs.replace(scenario, given=shop)
    wall = ManualWall()
    session = Session(scenario, wall=wall, lang=lang, **settings)
    app = PosApp(session, Options(lang=lang, frame_s=0, **(options or {})))
    async with app.run_test(size=size) as pilot:
        till = Till(app, pilot, wall)
        await till.wait(0.01)
        yield till


def played(play, *arguments, **settings):
    """Run a coroutine that plays at a till; give what it gives."""

    async def run():
        async with at_the_till(*arguments, **settings) as till:
            return await play(till)

    return asyncio.run(run())
