"""The screen itself: sizes, panes, colours, help, lists, and what it does when something breaks."""

import re

import msgspec
import pytest
from till_stand import SIGN_IN, played

from emulator.clock.paced import ManualWall
from emulator.domain.settings import PrinterSettings
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.tui.device import Key, spaced
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.stage import show
from emulator.interfaces.tui.themes import THEMES
from emulator.interfaces.voice import Voice

# Sizes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "there", "missing"),
    [
        ((200, 50), ("SIGN IN", "OK", "slot", "Counter", "Line"), ("[Paper]", "too small")),
        ((120, 40), ("SIGN IN", "OK", "slot", "Counter", "Line"), ("[Paper]", "too small")),
        ((100, 24), ("SIGN IN", "OK", "slot", "Counter", "Line"), ("[Paper]", "too small")),
        ((99, 24), ("SIGN IN", "OK", "slot", "[Paper]"), ("Heard and seen", "too small")),
        ((80, 24), ("SIGN IN", "OK", "Key in", "slot", "[Paper]"), ("too small",)),
        ((60, 18), ("SIGN IN", "OK", "Key in", "slot", "[Paper]"), ("too small",)),
        ((59, 18), ("SIGN IN", "slot"), ("Key in", "[Paper]", "too small")),
        ((40, 16), ("SIGN IN", "slot"), ("Key in", "too small")),
        ((39, 16), ("too small",), ("slot",)),
        ((40, 15), ("too small", "40", "15"), ("slot",)),
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


# Paper ----------------------------------------------------------------------------------------


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


# Keys and mouse -------------------------------------------------------------------------------


def test_every_key_of_the_device_can_be_clicked():
    """A sale by the mouse alone, but for the card's PIN."""

    async def click(till):
        async def on(*actions):
            keys = {key.action: key for key in till.app.till.query(Key)}
            for action in actions:
                await till.pilot.click(keys[action])
                await till.wait(0.2)

        await on("confirm", "digit_0", "digit_1", "confirm")
        await on(*["double_zero"] * 2, "confirm")
        await till.wait(5)
        await on("digit_1", "digit_5", "digit_9", "clear", "double_zero", "confirm", "tap")
        await till.wait(1)
        return till.lcd

    lcd = played(click)

    assert "5.00" in " ".join(lcd)


def test_real_keys_reach_the_terminal():
    """As a keyboard sends them, with their characters: a full stop is the 00 key."""

    async def press(till):
        await till.do(SIGN_IN)
        for key in ("1", "7", "full_stop", "M", "x"):
            await till.pilot.press(key)
            await till.wait(0.2)
        return till.lcd

    assert "7.00" in " ".join(played(press))


def test_a_key_of_ones_own_works_and_is_shown():
    """On the device, at the foot and in the help."""
    options = {"keymap": Keymap({"insert": ("x",), "help": ("f12",)})}

    async def press(till):
        await till.do(f"{SIGN_IN} 1 5 0 0 enter x +1")
        shown = await till.picture()
        await till.do("f12")
        return till.lcd, shown, await till.picture()

    lcd, shown, helped = played(press, (80, 24), options=options)

    assert "PIN" in " ".join(lcd)
    assert "Insert x" in shown
    assert "F12 Help" in shown
    assert "Help: Terminal" in helped


def test_what_comes_to_nothing_is_said():
    """At the foot, until the next key."""

    async def press(till):
        await till.do("o")
        told = (await till.picture()).splitlines()[-1]
        await till.do("x right")
        return told, (await till.picture()).splitlines()[-1]

    told, after = played(press)

    assert "not now" in told
    assert "F1 Help" in after


# Help and lists -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tabs", "pane"), [(0, "Terminal"), (1, "Paper"), (2, "Counter"), (3, "Behind the scenes")]
)
def test_help_is_about_what_has_the_focus(tabs, pane):
    """Tab goes from pane to pane; any of the usual keys closes the help."""

    async def ask(till):
        for _ in range(tabs):
            await till.pilot.press("tab")
        await till.do("f1")
        shown = await till.picture()
        await till.do("escape")
        return shown, await till.picture()

    shown, after = played(ask, (120, 40))

    assert f"Help: {pane}" in shown
    assert "Help:" not in after


@pytest.mark.parametrize(
    ("lang", "typed", "told"),
    [("zh", "装纸", "装纸：已做"), ("en", "load pap", "load paper: done"),
     ("zh", "清卡纸", "清除卡纸：没有变化"), ("en", "call", "support: call support: done")],
)  # fmt: skip
def test_any_action_is_found_by_its_words(lang, typed, told):
    """In either language and every spelling of scenario files; what came of it is said."""

    async def act(till):
        await till.do("a")
        for char in typed:
            await till.pilot.press(char if char != " " else "space")
        await till.pilot.press("enter")
        await till.wait(0.2)
        return (await till.picture()).splitlines()[-1].strip()

    assert told == played(act, lang=lang)


def test_nothing_fits_what_was_typed():
    """Then Enter takes nothing, and Esc closes the list."""

    async def act(till):
        await till.do("a")
        await till.pilot.press(*"zzz", "enter")
        shown = await till.picture()
        await till.pilot.press("escape")
        return shown, await till.picture(), till.session.world.trace.named("desk.heard")

    shown, after, heard = played(act)

    assert "Nothing fits" in shown
    assert "What else" not in after
    assert [] == list(heard)


def test_another_card_is_taken():
    """It is the one that is shown to the reader, until the next customer comes."""

    async def choose(till):
        await till.do(SIGN_IN)
        till.session.next_customer(500, "li")
        names = [till.app.hands.holder]
        till.app.hands.choose("wang")
        names.append(till.app.hands.holder)
        await till.do("1 5 0 0 enter i +1")
        shown = till.session.world.trace.named("console.card_presented")[0].detail["holder"]
        till.session.next_customer(500, "zhang")
        return names, shown, till.app.hands.holder

    assert (["li", "wang"], "wang", "zhang") == played(choose)


def test_the_palette_has_everything():
    """Colours, speeds, faults and every key; typing finds it."""

    async def pick(till):
        await till.pilot.press("ctrl+p")
        shown = await till.picture()
        await till.pilot.press(*"light", "enter")
        light = till.app.theme
        await till.pilot.press("ctrl+p")
        await till.pilot.press(*"x60", "enter")
        return shown, light, till.session.pace.times

    shown, theme, times = played(pick, (120, 40))

    assert "Commands" in shown
    assert THEMES["light"] == theme
    assert 60 == times


# Colours --------------------------------------------------------------------------------------


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


# Time and faults ------------------------------------------------------------------------------


def test_time_can_stand_still():
    """Space stops it, and the screen says so in words; space again lets it go on."""

    async def hold(till):
        await till.do("space")
        told = await till.picture()
        at_us = till.session.view.at_us
        await till.wait(30)
        stood = till.session.view.at_us == at_us
        await till.do("space +5")
        return told, stood, till.session.view.at_us > at_us

    told, stood, went_on = played(hold)

    assert "[TIME IS STOPPED]" in told
    assert stood
    assert went_on


def test_a_fault_under_its_key_is_armed():
    """F2 is the first of the instructor's; what was armed is said and stands behind the scenes."""

    async def strike(till):
        await till.do("f2")
        told = (await till.picture()).splitlines()[-1]
        return told, [fault.name for fault in till.session.view.snapshot().truth.faults]

    told, faults = played(strike)

    assert told.strip().startswith("Armed: ")
    assert ["printer.paper_out"] == faults


def test_the_instructors_panel_comes_and_goes():
    """F9 brings it up over the till, and takes it away again."""

    async def look(till):
        await till.do("f9")
        panel = await till.picture()
        await till.pilot.press("f9")
        return panel, await till.picture()

    panel, after = played(look, (120, 40))

    assert "Heard and seen" not in panel
    assert "Heard and seen" in after


def test_an_exam_hides_what_a_cashier_cannot_know():
    """No view behind the scenes, no faults, no pause, no hints, and the word EXAM."""

    async def look(till):
        await till.do("f2 space f9 h")
        shown = await till.picture()
        await till.do("f1")
        snapshot = till.session.view.snapshot()
        return shown, await till.picture(), snapshot.truth.faults, till.session.pace.is_held

    shown, helped, faults, is_held = played(look, (120, 40), is_exam=True)

    assert "[EXAM]" in shown
    assert "Behind the scenes" not in shown
    assert "Instructor" not in helped
    assert () == faults
    assert not is_held


def test_a_terminal_in_training_is_marked():
    """On the screen above and beside the slot, whatever the size."""
    terminal = free_play().given.terminal
    given = {"terminal": msgspec.structs.replace(terminal, training=True)}

    async def look(till):
        wide = await till.picture()
        await till.pilot.resize_terminal(40, 16)
        return wide, await till.picture()

    wide, narrow = played(look, (120, 40), given=given)

    assert "[TESTING, SLIPS ARE VOID]" in wide
    assert "slot 0  TESTING, SLIPS ARE VOID" in wide
    assert "[TESTING, SLIPS ARE VOID]" in narrow


def test_a_lost_line_to_a_real_printer_is_told():
    """In words above the keys, and at the printer's lamp."""

    async def look(till):
        till.session.trouble = "live.printer.line_lost"
        lost = await till.picture()
        till.session.trouble = ""
        return lost, await till.picture()

    lost, after = played(look, lang="zh")

    assert "[!] 打印机通讯故障" in lost
    assert "打印:故障" in lost
    assert "通讯故障" not in after


# The end --------------------------------------------------------------------------------------


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
