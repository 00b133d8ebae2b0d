"""A session at the terminal, by keys, with a clock that the test holds in its hand."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from emulator.clock.paced import ManualWall
from emulator.domain.moments import DAY, MINUTE, MS, SECOND
from emulator.domain.plan import FaultPlan
from emulator.domain.verdict import Truth
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session


@asynccontextmanager
async def opened(**settings):
    """A session at moment 0, and the clock that it goes by."""
    wall = ManualWall()
    session = Session(free_play(), wall=wall, **settings)
    task = session.start()
    await wall.advance(MS)
    try:
        yield session, wall
    finally:
        session.leave()
        await task


def screen_of(session):
    current = session.bed.console.current
    return None if current is None else current.id


async def key(session, wall, keys):
    for one in keys.split():
        session.press(one)
        await wall.advance(200 * MS)


async def sign_in(session, wall):
    await key(session, wall, "7 1 0 1 confirm 0 0 0 0 confirm")
    await wall.advance(5 * SECOND)


async def sell(session, wall):
    session.next_customer(12_850, "zhang")
    await key(session, wall, "1 1 2 8 5 0 confirm")
    session.show_card("zhang", "chip")
    await wall.advance(SECOND)
    session.key_pin()
    await wall.advance(20 * SECOND)


def test_a_day_by_keys_alone():
    """Sign-in, sale and settlement by the keys of the terminal leave everything in order."""

    async def day():
        async with opened() as (session, wall):
            await sign_in(session, wall)
            await sell(session, wall)
            await key(session, wall, "7 6")
            await wall.advance(MINUTE)
        return session

    session = asyncio.run(day())

    assert Truth.PASS is session.result.truth
    assert ["000001"] == [
        e.detail["batch"]
        for e in session.result.trace.events
        if (e.source, e.kind) == ("acquirer", "batch_closed")
    ]


def test_nothing_happens_while_time_stands_still():
    """Held, the terminal goes no further; it does when time goes on."""

    async def hold():
        async with opened() as (session, wall):
            await key(session, wall, "7 1 0 1 confirm 0 0 0 0")
            session.hold()
            session.press("confirm")
            at_us = session.pace.now_us
            await wall.advance(MINUTE)
            held = screen_of(session), session.pace.now_us - at_us
            session.go_on()
            await wall.advance(SECOND)
            return held, screen_of(session)

    assert (("enter_password", 0), "signed_in") == asyncio.run(hold())


@pytest.mark.parametrize("times", [1, 10, 60])
def test_time_passes_as_fast_as_was_said(times):
    """A second of the wall clock is so many seconds of the shop."""

    async def pass_time():
        async with opened(times=times) as (session, wall):
            await wall.advance(MS)
            before_us = session.pace.now_us
            await wall.advance(SECOND)
            return session.pace.now_us - before_us

    assert times * SECOND == asyncio.run(pass_time())


def test_a_leap_over_the_night():
    """The next morning is at nine, whether time stands still or not."""

    async def leap(is_held):
        async with opened() as (session, wall):
            if is_held:
                session.hold()
            session.next_day()
            await wall.advance(MS)
            return session.view.moment.isoformat(timespec="minutes"), session.world.now_us

    for is_held in (True, False):
        moment, at_us = asyncio.run(leap(is_held))

        assert "2026-03-03T09:00" == moment
        assert DAY <= at_us + MINUTE


def test_an_exam_has_no_pause():
    """Nobody can stop, hurry or leap in an exam, except over the night."""

    async def try_all():
        async with opened(is_exam=True) as (session, _):
            return [
                session.hold(),
                session.set_times(60),
                session.skip_for(MINUTE),
                session.skip_to_next(),
                session.next_day(),
            ]

    assert [False, False, False, False, True] == asyncio.run(try_all())


def test_an_armed_fault_strikes():
    """What the instructor arms breaks the shop, and is mended by one word."""

    async def break_it():
        async with opened() as (session, wall):
            session.arm(FaultPlan(name="printer.paper_out", id="i1"))
            await wall.advance(MS)
            broken = session.bed.levers["printer.paper_out"].is_pulled
            session.mend_all()
            return broken, session.bed.levers["printer.paper_out"].is_pulled

    assert (True, False) == asyncio.run(break_it())


def test_a_part_that_breaks_ends_the_session_with_its_reason():
    """An exception inside the shop is kept for the screen and never raised into it."""

    async def crash():
        wall = ManualWall()
        session = Session(free_play(), wall=wall)
        task = session.start()
        await wall.advance(MS)
        session.pace.arrive(session.world.after, SECOND, _fail)
        await wall.advance(2 * SECOND)
        await asyncio.wait_for(task, 5)
        return session

    session = asyncio.run(crash())

    assert "ZeroDivisionError" in session.crash
    assert Truth.INCONCLUSIVE is session.result.truth
    assert session.is_over


def _fail():
    raise ZeroDivisionError("of the test")


@pytest.mark.parametrize(
    "do",
    [
        lambda session: session.press("confirm"),
        lambda session: session.show_card("zhang", "chip"),
        lambda session: session.arm(FaultPlan(name="printer.paper_out", id="i1")),
        lambda session: session.hold(),
        lambda session: session.set_times(10),
    ],
    ids=["a key", "a card", "an instructor's fault", "a pause", "a speed"],
)
def test_what_breaks_at_somebodys_doing_ends_the_session_too(do):
    """Whoever did it is told that nothing came of it, and the session why it is over."""

    async def crash():
        wall = ManualWall()
        session = Session(free_play(), wall=wall)
        task = session.start()
        await wall.advance(MS)
        session.world.after(0, _fail)
        came = do(session)
        was_over = session.is_over
        await asyncio.wait_for(task, 5)
        return session, came, was_over

    session, came, was_over = asyncio.run(crash())

    assert (False, True) == (came, was_over)
    assert "ZeroDivisionError" in session.crash
    assert Truth.INCONCLUSIVE is session.result.truth


def test_a_deed_that_breaks_the_shop_is_refused_afterwards():
    """Nothing more is heard, and leaving is no trouble."""

    async def crash():
        async with opened() as (session, _):
            session.world.after(0, _fail)
            session.press("1")
            return session.press("2"), session.act("cashier", "load_paper"), session.hold()

    assert (False, False, False) == asyncio.run(crash())


def test_a_dark_terminal_takes_no_key():
    """Without power nothing comes of a key."""

    async def cut():
        async with opened() as (session, wall):
            session.arm(FaultPlan(name="terminal.power_cut", id="i1"))
            await wall.advance(MS)
            return session.press("1")

    assert not asyncio.run(cut())


def test_what_happens_by_itself_is_recorded_as_it_happens():
    """A recording that breaks off holds everything that could be seen."""

    async def record():
        lines: list[bytes] = []
        async with opened(record=lines.append) as (session, wall):
            await key(session, wall, "7 1 0 1 confirm 0 0 0 0 confirm")
            await wall.advance(5 * SECOND)
            recorded = b"".join(lines).count(b"\n")
            return recorded, len(session.world.trace.events)

    recorded, happened = asyncio.run(record())

    assert happened == recorded


def test_each_deed_is_handed_to_the_recording_at_once():
    """A recording that breaks off holds everything up to the last deed."""

    async def record():
        lines: list[bytes] = []
        async with opened(record=lines.append) as (session, _):
            session.next_customer(500, "li")
            return b"".join(lines)

    assert b"customer_came" in asyncio.run(record())
