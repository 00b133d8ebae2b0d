"""An instructor's panel on a screen that nobody sees, beside a session or with a scene."""

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from datetime import datetime

from instructed import opened
from textual.app import App

from emulator.interfaces.live.instructor import talk
from emulator.interfaces.live.instructor.presets import presets
from emulator.interfaces.live.instructor.station import Beside
from emulator.interfaces.live.views.view_state import (
    BooksSeen,
    FaultSeen,
    HolderBooks,
    MessageSeen,
    Paper,
    Totals,
    Truth,
    ViewState,
)
from emulator.interfaces.tui.instructor.panel import InstructorPanel, InstructorScreen
from emulator.interfaces.tui.themes import OURS
from emulator.reports.lcd import Lcd

STYLES = "../../../emulator/interfaces/tui/tui.tcss"

HELLO = talk.Hello(
    v=1,
    scenario="free-play",
    title="自由练习：一家便利店的一天",
    title_en="Free play, a day in a corner shop",
    lang="zh",
    levers=("printer.paper_out", "printer.jam", "uplink.slow", "acquirer.maintenance"),
    is_exam=False,
)
BUSY = ViewState(
    moment=datetime(2026, 3, 2, 10, 5, 12),
    at_us=312_000_000,
    lcd=Lcd(("      消费      ", "打印机缺纸...   ", "按<确认>打印    ", "按<取消>退出    "), True),
    is_dark=False,
    beep="error",
    paper=Paper(lines=("    商户存根    ", "商户名称：阳光便利店", "交易类型：消费"), count=3),
    truth=Truth(
        is_terminal_on=True,
        host_closed=("maintenance",),
        printer_trouble=("paper_out",),
        paper_mm=0,
        spare_rolls=2,
        levers=("printer.paper_out", "acquirer.maintenance"),
        faults=(
            FaultSeen("paper_out_1", "printer.paper_out", "fired", 1),
            FaultSeen("jam_1", "printer.jam", "healed", 1),
            FaultSeen("jam_2", "printer.jam", "armed"),
        ),
        books=BooksSeen(
            holders=(HolderBooks("zhang", 287_150, 0), HolderBooks("li", 80_000, 1_000)),
            merchant_pending_fen=12_773,
            acquirer_suspense_fen=100,
        ),
        shop_batch=Totals("000002", 12_850, 1),
        host_batch=Totals("000002", 25_700, 2, 500, 1),
        pending_reversals=1,
        unprinted=True,
        last_up=MessageSeen(
            300_000_000, "up", "delivered", "0200", "sale", "000002", amount_fen=12_850
        ),
        last_down=MessageSeen(300_500_000, "down", "lost", "0210", "sale", "000002", "00", 12_850),
        next_us=330_000_000,
    ),
)


class Scene:
    """A station at which nothing happens, and that keeps what was asked of it."""

    def __init__(self, state=BUSY, *, hello=HELLO, link="open", address=""):
        self.state, self.hello, self.link, self.address = state, hello, link, address
        self.version = 0
        self.changed = asyncio.Event()
        self.troubles = deque()
        self.asked = []

    def __getattr__(self, name):
        return lambda *values: self.asked.append((name, *values))


class Stage(App):
    """A screen with the panel on it."""

    CSS_PATH = STYLES

    def __init__(self, panel):
        super().__init__()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = "posemu-dark"
        self.panel = panel

    async def on_mount(self):
        await self.push_screen(InstructorScreen(self.panel), lambda _: self.exit())


class Seat:
    """Where the instructor sits during a test."""

    def __init__(self, app, pilot, station):
        self.app, self.pilot, self.station = app, pilot, station
        self.panel = app.panel

    async def do(self, *keys):
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def picture(self):
        """The whole screen as text, row by row."""
        self.panel.draw()
        await self.pilot.pause()
        await self.pilot.pause()
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@asynccontextmanager
async def seat(station=None, *, lang="en", size=(80, 24), faults=None, invitation=""):
    """A panel at a station."""
    station = Scene() if station is None else station
    chosen = presets() if faults is None else faults
    app = Stage(InstructorPanel(station, chosen, lang, invitation=invitation))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Seat(app, pilot, station)


@asynccontextmanager
async def seat_beside(*, is_exam=False, **settings):
    """A panel beside a session whose clock the test holds."""
    async with (
        opened(is_exam=is_exam) as (session, wall),
        seat(Beside(session), **settings) as place,
    ):
        place.session, place.wall = session, wall
        yield place
