"""
Pictures of the running screen for the README: a sale, the instructor's panel, a debriefing.

    python docs/pictures/screens.py

plays each scene by keys under a clock that only moves when told, and writes `<scene>.<lang>.svg`
beside this file; a test holds that they are up to date. Nothing on them is drawn by hand.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace
from textual.pilot import Pilot

from emulator.clock.paced import ManualWall
from emulator.domain.moments import MS, SECOND
from emulator.domain.plan import Scenario
from emulator.interfaces.drill_command import chosen
from emulator.interfaces.live.drill.drilling import Drilling
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.training import in_training
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.tui.drill.app import DrillApp

HERE = Path(__file__).parent
SIZE = (120, 40)
LANGUAGES = ("zh", "en")
SLIP_LANGUAGE = {"zh": "zh", "en": "zh+en"}
"""What is on the slip beside each language of the screen."""
SLIP_LINES = 20
"""So many lines of the slip are out while the display still says that the sale is approved."""
DRILL = "paper-out-after-approval"
SIGN_IN = "enter 0 1 enter 0 0 0 0 enter +5"
SELL = "1 1 2 8 5 0 enter i +1 o"
_KEY_GAP_US = 200 * MS
_FRAME_US = 50 * MS
_TURNS = 40
"""Of the event loop, in which what was typed goes all its way."""


class Hands:
    """Plays a scene, and takes its picture."""

    def __init__(self, app: PosApp, pilot: Pilot[int], wall: ManualWall) -> None:
        self.app, self._pilot, self._wall = app, pilot, wall

    async def do(self, keys: str) -> None:
        """Press keys, a little apart; `+5` lets so many seconds pass."""
        for key in keys.split():
            if key.startswith("+"):
                await self.wait(int(key[1:]) * SECOND)
            else:
                self.app.simulate_key(key)
                await self.wait(_KEY_GAP_US)

    async def wait(self, us: int) -> None:
        """Let time pass in the shop."""
        await _turns()
        for passed_us in range(0, us, SECOND):
            await self._wall.advance(min(SECOND, us - passed_us))
            await _turns()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let time pass until something is so."""
        while not is_so():
            await self.wait(_FRAME_US)

    async def picture(self) -> str:
        """The screen as it is now."""
        await self._pilot.pause()
        self.app.draw()
        await self._pilot.pause()
        return self.app.export_screenshot(title=f"posemu {_COMMANDS[type(self.app)]}")


_COMMANDS = {PosApp: "tui", DrillApp: f"drill {DRILL}"}


async def _turns() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def _speaking(scenario: Scenario, lang: str) -> Scenario:
    """The same shop with its slips in the language of the picture."""
    terminal = replace(scenario.given.terminal, language=SLIP_LANGUAGE[lang])
    return replace(scenario, given=replace(scenario.given, terminal=terminal))


@asynccontextmanager
async def _shown(app: PosApp, wall: ManualWall) -> AsyncIterator[Hands]:
    async with app.run_test(size=SIZE) as pilot:
        hands = Hands(app, pilot, wall)
        await hands.wait(_FRAME_US)
        yield hands


def _till(lang: str, wall: ManualWall) -> PosApp:
    session = Session(_speaking(free_play(), lang), wall=wall, lang=lang)
    return PosApp(session, Options(lang=lang, frame_s=0))


async def sale(lang: str) -> str:
    """A sale is approved, and its slip comes out."""
    wall = ManualWall()
    async with _shown(_till(lang, wall), wall) as hands:
        view = hands.app.session.view
        await hands.do(SIGN_IN)
        hands.app.session.next_customer(12_850, "zhang")
        await hands.do(SELL)
        await hands.until(lambda: view.paper.count >= SLIP_LINES)
        return await hands.picture()


async def instructor(lang: str) -> str:
    """The paper has run out in the middle of a slip, and the instructor sees why."""
    wall = ManualWall()
    async with _shown(_till(lang, wall), wall) as hands:
        await hands.do(SIGN_IN)
        hands.app.session.next_customer(12_850, "zhang")
        await hands.do(f"f2 {SELL} +3 f9")
        return await hands.picture()


async def debriefing(lang: str) -> str:
    """What the handbook asked for, what was done, and what it came to."""
    wall = ManualWall()
    session = Session(in_training(_speaking(chosen(DRILL, lang), lang)), wall=wall, lang=lang)
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    drilling = Drilling(session, trainee="张三", keep=lambda *_: "", now=lambda: noon)
    app = DrillApp(drilling, Options(lang=lang, frame_s=0))
    async with _shown(app, wall) as hands:
        await hands.do(f"enter +1 {SELL} +20 p enter +20 q enter +1")
        return await hands.picture()


SCENES: dict[str, Callable[[str], Awaitable[str]]] = {
    "screen-sale": sale,
    "screen-instructor": instructor,
    "screen-debriefing": debriefing,
}


def picture(scene: str, lang: str) -> str:
    """One of the pictures, anew."""

    async def drawn() -> str:
        return await SCENES[scene](lang)

    # Whoever draws may want no colours on their own screen; those who read the page do.
    wish = os.environ.pop("NO_COLOR", None)
    try:
        return asyncio.run(drawn())
    finally:
        if wish is not None:
            os.environ["NO_COLOR"] = wish


def file_of(scene: str, lang: str) -> Path:
    """Where it is kept."""
    return HERE / f"{scene}.{lang}.svg"


if __name__ == "__main__":
    for each in SCENES:
        for one in LANGUAGES:
            file_of(each, one).write_text(picture(each, one), encoding="utf-8")
