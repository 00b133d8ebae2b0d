"""A drill on the screen, from the briefing to its slip."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from guests import free_place
from till_stand import Till, picture, turns

from emulator.clock.paced import ManualWall
from emulator.domain.texts import say
from emulator.interfaces.drill_command import chosen
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.drill.drilling import Drilling
from emulator.interfaces.live.instructor.listening import Listening
from emulator.interfaces.live.instructor.remote import Remote
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.training import in_training
from emulator.interfaces.tui.app import Options
from emulator.interfaces.tui.drill.app import DrillApp
from emulator.interfaces.tui.hands import hidden
from emulator.interfaces.tui.keys import Keymap

PAPER_OUT = "paper-out-after-approval"
SELL = "1 1 2 8 5 0 enter i +1 o +20"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@asynccontextmanager
async def drilled(name=PAPER_OUT, *, size=(80, 24), lang="en", is_exam=False, **options):
    """Put a drill on a screen; gives the till and what was kept."""
    wall, kept = ManualWall(), []
    session = Session(in_training(chosen(name, lang)), wall=wall, lang=lang, is_exam=is_exam)
    drilling = Drilling(
        session,
        trainee="张三",
        keep=lambda found, at: kept.append((found.verdict, at)) or "",
        now=lambda: NOON,
    )
    app = DrillApp(drilling, Options(lang=lang, frame_s=0, **options))
    async with app.run_test(size=size) as pilot:
        yield Till(app, pilot, wall), kept


def played(play, **settings):
    """Run a coroutine that plays a drill; give what it gives."""

    async def run():
        async with drilled(**settings) as (till, kept):
            return await play(till, kept)

    return asyncio.run(run())


async def shown(till):
    """What is on the screen now, whichever it is."""
    await turns()
    await till.pilot.pause()
    return picture(till.app)


async def begin(till):
    """Read the briefing and begin."""
    await till.pilot.press("enter")
    await till.wait(0.5)


async def leave(till):
    """Leave the till, and see the debriefing."""
    await till.do("q enter +1")
    return await shown(till)


async def do_it_right(till):
    """Sell, load paper, and print again."""
    await begin(till)
    await till.do(f"{SELL} p enter +20")


def test_briefing_comes_first_and_nothing_happens_meanwhile():
    """The story is told, and the shop is not yet open."""

    async def read(till, _):
        briefing = await shown(till)
        await till.wait(30)
        return briefing, till.session.world.now_us

    briefing, now_us = played(read)

    assert "Drill" in briefing
    assert "spare rolls" in briefing
    assert "张三" in briefing
    assert now_us <= 0


def test_drill_from_briefing_to_slip():
    """Done well by the keys, it is passed, kept, printed, and told by the exit code."""

    async def whole(till, kept):
        await do_it_right(till)
        debriefing = await leave(till)
        await till.pilot.press("enter")
        slip = await shown(till)
        paper = till.paper
        await till.pilot.press("enter")
        await turns()
        return debriefing, slip, paper, kept, till.app.return_value

    debriefing, slip, paper, kept, code = played(whole)

    assert "PASSED" in debriefing
    assert "load paper" in debriefing
    assert "DRILL RECORD" in slip
    assert "DRILL RECORD" in paper
    assert [("passed", NOON)] == kept
    assert Exit.HELD == code


def test_leaving_without_a_slip_fails():
    """The mistake stands in the debriefing, and the exit code says failed."""

    async def careless(till, _):
        await begin(till)
        await till.do(SELL)
        debriefing = await leave(till)
        await till.pilot.press("q")
        await turns()
        return debriefing, till.app.return_value

    debriefing, code = played(careless)

    assert "FAILED" in debriefing
    assert Exit.BROKEN == code


def test_slips_of_a_drill_are_marked_as_training():
    """Whatever comes out of the printer says that it counts for nothing."""

    async def sell(till, _):
        await do_it_right(till)
        return till.paper

    assert "测试/TESTING" in played(sell)


def test_hint_comes_after_a_while_and_costs():
    """At once there is none; later it names the next deed, and the score remembers it."""

    async def stuck(till, _):
        await begin(till)
        await till.do("1 1 2 8 5 0 enter i +1 o +3 h")
        early = await shown(till)
        await till.do("+20 h")
        late = await shown(till)
        await till.do("p enter +20")
        await leave(till)
        return early, late, till.app.drilling.assessment

    early, late, found = played(stuck)

    assert say("drill.hint.none", "en") in early
    assert "Hint: load paper" in late
    assert ["in_time", "hint", "in_time"] == [one.why for one in found.score.actions]


def test_exam_has_no_hint_no_pause_and_no_world():
    """What would help is not there, and the title does not give the fault away."""

    async def sit(till, _):
        briefing = await shown(till)
        await begin(till)
        await till.do(f"{SELL} +60 h space f9")
        return briefing, await shown(till), till.session.pace.is_held, len(till.session.world.trace)

    briefing, screen, is_held, _ = played(sit, is_exam=True)

    assert "EXAM" in screen
    assert "Hint" not in screen
    assert "runs out" not in briefing + screen
    assert not is_held


def test_colleagues_part_goes_by_fast():
    """Where a colleague begins, the strip says so, and the person's time is not sped up."""

    async def watch(till, _):
        await begin(till)
        first, fast = await shown(till), till.session.pace.times
        await till.wait(12)
        return first, fast, await shown(till), till.session.pace.times

    first, fast, then, times = played(watch, name="wrong-amount")

    assert say("drill.strip.colleague", "en") in first
    assert say("drill.strip.no_task", "en").strip() in then
    assert fast > 1
    assert 1 == times


def test_story_of_several_days_is_played_by_waiting():
    """When nothing is asked for, a key leads to the next morning, in an exam too."""

    async def days(till, _):
        await begin(till)
        await till.do("w")
        busy = till.session.view.moment.day
        await till.do("1 3 0 0 0 0 enter i +1 o +80 7 6 +30")
        strip = await shown(till)
        await till.do("w +180")
        asked = [task.values["action"] for task in till.session.view.tasks]
        return busy, strip, till.session.view.moment, asked

    busy, strip, moment, asked = played(days, name="wrong-account-returned", is_exam=True)

    assert 2 == busy
    assert "waits for the next morning" in strip
    assert (3, 9) == (moment.day, moment.hour)
    assert ["support.call"] == asked


def test_briefing_can_be_put_aside():
    """Nothing is kept of a drill that was never begun, and nobody passes it."""

    async def decline(till, kept):
        await till.pilot.press("escape")
        await turns()
        return kept, till.app.return_value

    assert ([], Exit.INCONCLUSIVE) == played(decline)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_debriefing_fits_the_screen(lang, size):
    """It begins with the verdict, and what the handbook says can be reached."""

    async def read(till, _):
        await do_it_right(till)
        first = await leave(till)
        await till.pilot.press("end")
        return first, await shown(till)

    first, last = played(read, lang=lang, size=size)

    assert say("drill.verdict.passed", lang) in first
    assert say("drill.section.handbook", lang) in last


def test_the_key_for_the_next_morning_can_be_another():
    """It stands in the table of keys like the others, and in the help."""

    async def days(till, _):
        await begin(till)
        await till.do("1 3 0 0 0 0 enter i +1 o +80 7 6 +30")
        strip = await shown(till)
        await till.do("y +180")
        return strip, till.session.view.moment

    keymap = Keymap({"next_morning": ("y",)})
    strip, moment = played(days, name="wrong-account-returned", keymap=keymap)

    assert "y waits for the next morning" in strip
    assert (3, 9) == (moment.day, moment.hour)


@pytest.mark.parametrize("is_exam", [False, True])
def test_only_a_drill_leads_to_the_next_morning_by_a_key(is_exam):
    """It knows when there is nothing left to do today."""
    session = Session(in_training(chosen(PAPER_OUT, "en")), wall=ManualWall(), is_exam=is_exam)

    assert "next_morning" in hidden(session)
    assert "next_morning" not in hidden(session, is_drill=True)


def test_nobody_goes_home_while_the_story_goes_on_today():
    """The boss wants the batch settled a minute after the sale; until then time is not leapt."""

    async def hurry(till, _):
        await begin(till)
        await till.do("1 3 0 0 0 0 enter i +1 o +20")
        strip = await shown(till)
        await till.do("w +2")
        return strip, till.session.view.moment.day

    strip, day = played(hurry, name="wrong-account-returned")

    assert "next morning" not in strip
    assert 2 == day


def test_what_will_go_wrong_is_not_told_before():
    """Behind the scenes a fault is named once it has struck."""

    async def look(till, _):
        await begin(till)
        before = await shown(till)
        await till.do(SELL)
        return before, await shown(till)

    before, after = played(look, name="message-but-no-slip", size=(120, 40))

    assert "[armed]" not in before
    assert "[struck]" in after


def test_the_strip_names_what_is_to_be_done():
    """Also where the counter is not to be seen."""

    async def look(till, _):
        await begin(till)
        return (await shown(till)).splitlines()[0]

    assert "to do, 1: Take 128.50" in played(look)


def test_a_trainer_looks_on_at_an_exam_and_cannot_touch_the_clock():
    """From another terminal, which sees that it is one, and is refused a hold."""
    taken, place = free_place()
    taken.close()
    listening = Listening(str(place.port), "en")

    async def look_on(till, _):
        await begin(till)
        trainer = Remote(place, listening.token)
        line = trainer.start()
        while trainer.hello is None:
            await asyncio.sleep(0.01)
        trainer.hold()
        while not trainer.troubles:
            await asyncio.sleep(0.01)
        line.cancel()
        before_us = till.session.world.now_us
        await till.wait(2)
        till.session.press("clear")
        line.cancel()
        return trainer.hello.is_exam, till.session.world.now_us > before_us + 1_000_000

    assert (True, True) == played(look_on, is_exam=True, companions=(listening,))
