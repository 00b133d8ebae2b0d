"""Paper on the screen: the newest line hangs at the slot, unless somebody reads further up."""

import asyncio
from pathlib import Path

from textual.app import App

from emulator.interfaces import tui
from emulator.interfaces.tui.widgets.paper import PaperPane

STYLE = Path(tui.__file__).parent / "tui.tcss"


class Shown(App):
    CSS_PATH = STYLE

    def compose(self):
        yield PaperPane(32, "en")


def text_after(act, *, size=(36, 12)):
    """What stands on the screen when something was done to the pane."""

    async def go():
        app = Shown()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await act(app.query_one(PaperPane), pilot)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            return [strip.text.strip() for strip in strips]

    return asyncio.run(go())


def printed(count):
    return [f"line {number}" for number in range(1, count + 1)]


async def draw_lines(pane, pilot, numbers, every=7):
    """Let paper come out line by line, with a frame drawn now and then."""
    for number in numbers:
        pane.draw(printed(number)[-400:], number, 0)
        if number % every == 0:
            await pilot.pause()


def test_newest_line_is_at_the_slot_while_paper_comes_out():
    """However many lines came between two frames."""

    async def act(pane, pilot):
        await draw_lines(pane, pilot, range(1, 61))

    text = text_after(act)

    assert ["line 59", "line 60"] == text[-3:-1]


def test_who_reads_further_up_stays_there():
    """More paper does not tear away what somebody scrolled back to."""

    async def act(pane, pilot):
        await draw_lines(pane, pilot, range(1, 31))
        await pilot.pause()
        pane.sheet.scroll_to(y=0, animate=False)
        await pilot.pause()
        await draw_lines(pane, pilot, range(31, 41))

    assert "line 1" in text_after(act)


def test_paper_stays_at_the_slot_in_another_size():
    """Larger or smaller, the newest line is the last one."""

    async def act(pane, pilot):
        await draw_lines(pane, pilot, range(1, 61))
        for size in ((60, 30), (36, 8), (36, 40), (50, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()

    assert "line 60" == text_after(act)[-2]


def test_paper_that_becomes_shorter_is_drawn_shorter():
    """A replay that goes back takes lines away again."""

    async def act(pane, pilot):
        await draw_lines(pane, pilot, range(1, 61))
        await pilot.pause()
        await draw_lines(pane, pilot, [3])

    text = text_after(act)

    assert ["line 2", "line 3"] == text[-3:-1]
    assert "line 4" not in text
