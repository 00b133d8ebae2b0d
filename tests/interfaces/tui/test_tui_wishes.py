"""What people do at the screen: keys, clicks, help, lists, time and faults."""

import msgspec
import pytest
from till_stand import SIGN_IN, played

from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.tui.keys import Keymap
from emulator.interfaces.tui.themes import THEMES
from emulator.interfaces.tui.widgets.device import Key


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

    assert told == played(act, (120, 40), lang=lang)


@pytest.mark.parametrize(("size", "is_told"), [((80, 24), True), ((120, 40), False)])
def test_what_is_heard_is_told_at_the_foot_where_the_counter_is_not_seen(size, is_told):
    """A customer who comes is not overlooked; the next key brings the names of the keys back."""

    async def come(till):
        till.session.next_customer(500, "li")
        await till.wait(0.2)
        heard = (await till.picture()).splitlines()[-1]
        await till.do("up")
        return heard, (await till.picture()).splitlines()[-1]

    heard, after = played(come, size)

    assert is_told == ("I pay 5.00" in heard)
    assert "I pay" not in after


@pytest.mark.parametrize(
    ("keys", "memo"),
    [
        ("enter", "operator 01"),
        ("enter 0 1 enter", "password 0000"),
        (f"{SIGN_IN} m 7 7", "password 0000"),
        (f"{SIGN_IN} 2", "password 123456"),
        (f"{SIGN_IN} 1", None),
    ],
)
def test_what_everybody_at_the_till_knows_is_to_be_read(keys, memo):
    """Where the terminal asks for a number that is on no slip, it stands at the foot."""

    async def look(till):
        await till.do(f"{keys} +1")
        return (await till.picture()).splitlines()[-1]

    foot = played(look)

    assert (memo is not None) == ("Memo" in foot)
    assert memo is None or memo in foot


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
    assert "slips: 0  TESTING, SLIPS ARE VOID" in wide
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
