"""A real printer behind the screen: what the person sees of it, and what they are asked."""

import asyncio

from bridged_stand import Till
from till_stand import picture

from emulator.interfaces.live.bridged import ASK_US
from emulator.interfaces.tui.app import Options, PosApp

QUESTION = "Please look at the printer"


def at_the_screen(till, act):
    """Let somebody do something at the screen of a till."""
    bridged = till.bridged
    options = Options(lang="en", frame_s=0, companions=(bridged.serve,), askers=(bridged.let_ask,))
    app = PosApp(till.session, options)

    async def shown():
        async with app.run_test(size=(100, 30)) as pilot:
            try:
                return await act(till, app, pilot)
            finally:
                till.session.leave()
                await till.until(lambda: till.session.result is not None)
                till.jobs.close()

    return asyncio.run(shown())


async def asked(till, app):
    """Wait until the question stands on the screen."""
    await till.until(lambda: QUESTION in picture(app))


def test_the_person_at_the_screen_can_say_that_a_slip_is_whole(tmp_path):
    """Enter is yes, and the slip counts as seen by a person."""

    async def say_yes(till, app, _):
        await till.pay()
        for _ in range(2):
            await asked(till, app)
            app.simulate_key("enter")
            await till.until(lambda: QUESTION not in picture(app))
        await till.until(till.shows("idle"))

    till = Till(tmp_path, "silent_58")
    at_the_screen(till, say_yes)

    assert ["person"] * 2 == [e.detail["told_by"] for e in till.names("printer.slip_printed")]


def test_a_question_goes_away_unanswered(tmp_path):
    """After a while the terminal hears that nobody knows, and the till is there again."""

    async def wait(till, app, _):
        await till.pay()
        await asked(till, app)
        await till.wait(ASK_US)
        await till.until(till.shows("printer_fault"))
        await till.until(lambda: QUESTION not in picture(app))

    till = Till(tmp_path, "silent_58")
    at_the_screen(till, wait)

    assert "slip_printed" not in till.paper


def test_a_lost_line_stands_on_the_screen(tmp_path):
    """As long as it is lost."""

    async def pull(till, app, _):
        till.printer.unplug()
        await till.until(lambda: "No line to the printer" in picture(app))
        till.printer.plug_in()
        await till.until(lambda: "No line to the printer" not in picture(app))

    till = Till(tmp_path)
    at_the_screen(till, pull)
