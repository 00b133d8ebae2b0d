"""The two places of the instructor's panel: on the trainee's screen, and at the end of a line."""

import asyncio
import os
import re
from contextlib import asynccontextmanager

import pytest
from guests import TOKEN, open_house
from instructed import fault_events, sell
from till_stand import SIGN_IN, at_the_till, picture

from emulator.interfaces.cli import main
from emulator.interfaces.live.instructor.presets import presets
from emulator.interfaces.live.instructor.remote import Remote
from emulator.interfaces.tui.instructor.app import InstructorApp


@asynccontextmanager
async def far_away(house, *, lang="en", token=TOKEN, size=(120, 40)):
    """A panel at the other end of a line."""
    app = InstructorApp(Remote(house.place, token, waits_s=(0.02,)), presets(), lang)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def until_shown(app, pilot, words):
    """Wait until something stands on the screen; gives the screen."""
    async with asyncio.timeout(10):
        while words not in picture(app):
            app.panel.draw()
            await pilot.pause(0.02)
    return picture(app)


def test_f9_opens_the_panel_beside_the_trainee_and_escape_closes_it():
    """What is armed there strikes at the till."""

    async def day():
        async with at_the_till() as till:
            await till.do(f"{SIGN_IN} f9")
            opened = await till.picture()
            await till.do("1 escape")
            closed = await till.picture()
            await till.sell()
            return opened, closed, fault_events(till.session, "paper_out_1")

    opened, closed, kinds = asyncio.run(day())

    assert "教员台" in opened.splitlines()[0] or "Instructor" in opened.splitlines()[0]
    assert "教员台" not in closed
    assert "Instructor" not in closed.splitlines()[0]
    assert ["armed", "fired"] == kinds[:2]


def test_from_far_away_a_fault_is_armed_and_seen_to_strike():
    """The trainee's display, the books and the state of the fault come over the line."""

    async def visit():
        async with open_house() as house, far_away(house) as (app, pilot):
            await until_shown(app, pilot, "connected to")
            await pilot.press("1")
            await until_shown(app, pilot, "armed")
            await sell(house.session, house.wall)
            shown = await until_shown(app, pilot, "struck")
            return shown, fault_events(house.session, "paper_out_1")

    shown, kinds = asyncio.run(visit())

    assert ["armed", "fired"] == kinds
    assert "打印机缺纸" in shown
    assert "paper out" in shown


def test_from_far_away_time_is_stopped_and_goes_on():
    """The panel shows what the session made of it."""

    async def visit():
        async with open_house() as house, far_away(house) as (app, pilot):
            await until_shown(app, pilot, "connected to")
            await pilot.press("space")
            await until_shown(app, pilot, "time stands")
            held = house.session.pace.is_held
            await pilot.press("space")
            await until_shown(app, pilot, "time goes on")
            return held, house.session.pace.is_held

    assert (True, False) == asyncio.run(visit())


def test_from_far_away_the_end_of_the_session_is_said_and_the_panel_stays():
    """So that what happened last can still be read."""

    async def visit():
        async with open_house() as house, far_away(house) as (app, pilot):
            await until_shown(app, pilot, "connected to")
            await house.door.close()
            shown = await until_shown(app, pilot, "the session is over")
            await pilot.press("1", "space", "slash", "escape", "escape")
            return shown

    shown = asyncio.run(visit())

    assert "What is true" in shown
    assert "Terminal on" in shown


def test_from_far_away_a_wrong_token_is_told():
    """In plain words, and not tried for ever."""

    async def visit():
        async with open_house() as house, far_away(house, token="wrong") as (app, pilot):
            return await until_shown(app, pilot, "the token is wrong")

    assert "does not let us in" in asyncio.run(visit())


def test_a_line_that_breaks_is_shown_until_it_is_back():
    """Lost, in words; then connected again."""

    async def visit():
        async with open_house() as house, far_away(house) as (app, pilot):
            await until_shown(app, pilot, "connected to")
            app._remote._waits_s = (0.5,)
            for guest in list(house.door._guests):
                guest._writer.transport.abort()
            await until_shown(app, pilot, "lost, trying again")
            return await until_shown(app, pilot, "connected to")

    assert "Terminal on" in asyncio.run(visit())


# The command --------------------------------------------------------------------------------


@pytest.fixture
def no_token(monkeypatch):
    monkeypatch.delenv("POSEMU_TOKEN", raising=False)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "the token is missing"),
        (["--token", "t", "--connect", "nowhere:x"], 2, "nowhere:x"),
        (["--token", "t", "--faults", "none.yaml"], 2, "none.yaml"),
        (["--token", "t", "--theme", "pink"], 2, "--theme"),
        (["--token", "t"], 3, ""),
    ],
)
def test_what_the_command_refuses(words, code, said, no_token, folder, capsys):
    """A missing token, addresses and files that make no sense, and a place without a screen."""
    assert code == main(["instructor", *words])
    assert said in capsys.readouterr().err


def test_the_command_explains_itself_in_both_languages(capsys):
    """Each option has a sentence."""
    for lang, word in (("en", "token"), ("zh", "口令")):
        assert 0 == main(["instructor", "--help", "--lang", lang])
        told = capsys.readouterr().out

        assert word in told
        assert {"--connect", "--token", "--faults", "--theme"} <= set(re.findall(r"--\w+", told))


def test_the_token_may_stand_in_the_environment(no_token, monkeypatch, folder, capsys):
    """Then the command gets as far as the missing screen."""
    monkeypatch.setitem(os.environ, "POSEMU_TOKEN", "t")

    assert 3 == main(["instructor"])
