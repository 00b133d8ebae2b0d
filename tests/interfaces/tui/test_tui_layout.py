"""What there is room for, where the paper stands, and what is said without colour."""

import re

import pytest
from till_stand import SIGN_IN, played

from emulator.domain.settings import PrinterSettings
from emulator.interfaces.tui.themes import THEMES
from emulator.interfaces.tui.widgets.device import spaced


@pytest.mark.parametrize(
    ("size", "there", "missing"),
    [
        ((200, 50), ("SIGN IN", "OK", "slips:", "Counter", "Line"), ("[Paper]", "too small")),
        ((120, 40), ("SIGN IN", "OK", "slips:", "Counter", "Line"), ("[Paper]", "too small")),
        ((100, 24), ("SIGN IN", "OK", "slips:", "Counter", "Line"), ("[Paper]", "too small")),
        ((99, 24), ("SIGN IN", "OK", "slips:", "[Paper]"), ("Heard and seen", "too small")),
        ((80, 24), ("SIGN IN", "OK", "Key in", "slips:", "[Paper]"), ("too small",)),
        ((60, 18), ("SIGN IN", "OK", "Key in", "slips:", "[Paper]"), ("too small",)),
        ((59, 18), ("SIGN IN", "slips:"), ("Key in", "[Paper]", "too small")),
        ((40, 16), ("SIGN IN", "slips:"), ("Key in", "too small")),
        ((39, 16), ("too small",), ("slips:",)),
        ((40, 15), ("too small", "40", "15"), ("slips:",)),
    ],
)
def test_what_there_is_room_for(size, there, missing):
    """From everything side by side down to a clear word that nothing fits."""

    async def look(till):
        return (await till.picture()).replace("S I G N   I N", "SIGN IN")

    shown = " ".join(played(look, size).split())

    assert [] == [words for words in there if words not in shown]
    assert [] == [words for words in missing if words in shown]


def test_the_size_can_change_at_any_time():
    """What was there is there again afterwards, the paper still at its slot."""

    async def look(till):
        await till.do(SIGN_IN)
        await till.sell()
        before = await till.picture()
        for size in ((200, 60), (30, 10), (59, 16), (61, 16), (120, 40), (80, 24)):
            await till.pilot.resize_terminal(*size)
        return before, await till.picture()

    before, after = played(look)

    assert before == after


def test_a_whole_slip_can_be_read_at_sixty_columns():
    """The device makes itself small, so that nothing of the amount is cut off."""

    async def look(till):
        await till.do(SIGN_IN)
        await till.sell()
        return await till.picture()

    assert re.search(r"金额: +RMB 128\.50", played(look, (60, 24)))


def test_the_panes_turn_under_the_arrows():
    """One at a time where there is room for one only, round and round, and by the mouse."""

    async def turn(till):
        seen = []
        for key in ("right", "right", "right", "left"):
            await till.do(key)
            seen.append(re.search(r"\[(\w+)\]", await till.picture())[1])
        await till.pilot.click(".tab")
        seen.append(re.search(r"\[(\w+)\]", await till.picture())[1])
        return seen

    assert ["Counter", "World", "Paper", "World", "Paper"] == played(turn)


def test_the_display_gives_each_cell_the_same_room():
    """Chinese stays in step with digits, at both sizes of the display."""

    assert "金  额  :   1 2                 " == spaced("金额: 12", 2)
    assert "金额: 12        " == spaced("金额: 12", 1)


def test_whoever_reads_an_old_slip_stays_there():
    """More paper comes out below; at the foot again, it moves with the paper."""

    async def read(till):
        await till.do(SIGN_IN)
        await till.sell()
        await till.do("u u u")
        before = (await till.picture()).splitlines()[3]
        await till.do("escape")
        await till.sell("5 0 0", "li")
        sheet = till.app.till.paper.sheet
        away = (await till.picture()).splitlines()[3], sheet.is_vertical_scroll_end
        await till.do("d d d d d d d d d")
        return before, away, sheet.is_vertical_scroll_end

    before, (still, is_at_foot), is_back = played(read)

    assert before == still
    assert not is_at_foot
    assert is_back


def test_paper_that_is_too_wide_can_be_moved():
    """Right and left go over the paper before they turn the pane."""

    async def move(till):
        await till.do(SIGN_IN)
        await till.sell()
        sheet = till.app.till.paper.sheet
        before = sheet.scroll_x
        await till.do("right")
        after = sheet.scroll_x
        await till.do("left")
        return before, after, sheet.scroll_x

    given = {"printer": PrinterSettings(profile="epson_80_cn")}
    before, after, back = played(move, given=given)

    assert (0, 0) == (before, back)
    assert after > 0


@pytest.mark.parametrize("theme", ["light", "ansi"])
def test_the_words_are_the_same_in_every_colour(theme):
    """Nothing is said by colour alone."""

    async def look(till):
        await till.do(f"{SIGN_IN} 1 1 2 8 5 0 enter i +1 o +20")
        dark = await till.picture()
        till.app.theme = THEMES[theme]
        return dark, await till.picture()

    dark, other = (sorted(re.findall(r"\w+", shown)) for shown in played(look, (120, 40)))

    assert dark == other


def test_no_colour_is_honoured(monkeypatch):
    """NO_COLOR leaves shades of grey."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def look(till):
        await till.picture()
        strips = till.app.screen._compositor.render_strips()
        filtered = [
            strip.apply_filter(till.app._filters[-1], till.app.background_colors[0])
            for strip in strips
        ]
        return [
            segment.style.bgcolor.triplet
            for strip in filtered
            for segment in strip
            if segment.style is not None and segment.style.bgcolor is not None
        ]

    triplets = played(look)

    assert triplets
    assert [] == [one for one in triplets if not max(one) - min(one) <= 2]
