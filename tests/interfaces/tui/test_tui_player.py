"""A replay on the screen, moved by keys and clicks under a clock that only moves when told."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from emulator.domain.moments import SECOND
from emulator.interfaces.live.film.film import DEED, FAULT, SCREEN, Film
from emulator.interfaces.live.film.paper import paper_out
from emulator.interfaces.tui.player.app import PlayerApp
from emulator.interfaces.tui.player.screen import Shown
from emulator.interfaces.tui.player.seek import moment_of
from emulator.runner import load, run

SCENARIOS = Path(__file__).parents[3] / "scenarios"
STORY = SCENARIOS / "S1-debited-no-slip" / "cover-open.yaml"


@pytest.fixture(scope="module")
def film():
    scenario = next(iter(load([STORY], root=SCENARIOS)))
    strips = {}
    result = run(scenario, paper=lambda _, detail, strip: strips.update({detail["slip"]: strip}))
    events = result.trace.events
    return Film(events, scenario.given, lang="en", paper=paper_out(events, strips, lang="en"))


class Hands:
    """Keys, a clock, and eyes."""

    def __init__(self, app, pilot, clock):
        self.app, self._pilot, self._clock = app, pilot, clock

    async def press(self, *keys):
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def wait(self, seconds):
        """Let the wall clock move on."""
        self._clock[0] += seconds
        self.app.advance()
        await self._pilot.pause()

    async def click(self, selector, offset):
        await self._pilot.click(selector, offset=offset)
        await self._pilot.pause()

    async def resize(self, *size):
        await self._pilot.resize_terminal(*size)
        await self._pilot.pause()

    @property
    def text(self):
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@asynccontextmanager
async def playing(film, *, size=(120, 40), lang="en", **wishes):
    clock = [100.0]
    shown = Shown(film=film, title="Replay: cover-open", lang=lang, seconds=lambda: clock[0],
                  **wishes)  # fmt: skip
    app = PlayerApp(shown)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Hands(app, pilot, clock)


def played(film, *keys, **wishes):
    """The app and the text on its screen after some keys."""

    async def go():
        async with playing(film, **wishes) as hands:
            await hands.press(*keys)
            return hands.app, hands.text

    return asyncio.run(go())


def test_it_begins_with_the_story_and_waits(film):
    """The shop is open, nothing has happened yet, and time stands still."""
    app, text = played(film)

    assert film.story == app.place
    assert "paused x1" in text
    assert "2026-03-02 10:00:00" in text


def test_time_passes_while_it_plays(film):
    """Two seconds on the wall are two seconds in the shop; then it is paused again."""

    async def go():
        async with playing(film) as hands:
            await hands.press("space")
            await hands.wait(2)
            playing_text = hands.text
            await hands.press("space")
            await hands.wait(5)
            return hands.app.place.at_us, playing_text, hands.text

    at_us, before, after = asyncio.run(go())

    assert 2 * SECOND == at_us
    assert "playing x1" in before
    assert "paused x1" in after


@pytest.mark.parametrize(("key", "times"), [("1", 1), ("2", 10), ("3", 60)])
def test_speeds(film, key, times):
    """At each speed so many seconds of the reel pass in a second."""

    async def go():
        async with playing(film) as hands:
            await hands.press(key, "space")
            await hands.wait(0.5)
            return hands.app.place

    start_us = film.reel_us(film.story)

    assert film.place_at(start_us + times * SECOND // 2) == asyncio.run(go())


def test_it_stops_at_the_end_and_begins_again(film):
    """The end is paused; playing from there starts over."""

    async def go():
        async with playing(film) as hands:
            await hands.press("3", "space")
            await hands.wait(100)
            end, is_playing = hands.app.place, hands.app.is_playing
            await hands.press("space")
            return end, is_playing, hands.app.place.at_us

    assert (film.last, False, film.first.at_us) == asyncio.run(go())


def test_steps_go_event_by_event_both_ways(film):
    """Right shows one event more, left one fewer."""
    number = film.story.number

    assert film.after(number + 2) == played(film, "right", "right")[0].place
    assert film.after(number + 1) == played(film, "right", "right", "left")[0].place


@pytest.mark.parametrize(("key", "mark"), [("d", DEED), ("f", FAULT), ("s", SCREEN)])
def test_leaps(film, key, mark):
    """A letter leaps to the next such thing, its capital to the one before."""
    first = film.next(film.story, mark)
    second = film.next(first, mark)

    assert first == played(film, key)[0].place
    assert second == played(film, key, key)[0].place
    assert film.before(first, mark) == played(film, key, key.upper())[0].place


def test_fault_is_shown_with_what_is_broken(film):
    """After the leap to the fault the screen names it, and half a slip hangs out."""
    _, text = played(film, "f")

    assert "printer.cover_open" in text
    assert "终端号:12345678" in text
    assert "持卡人签名" not in text


def test_start_and_end(film):
    """Home and End go to both ends of the reel."""

    assert film.last == played(film, "end")[0].place
    assert film.first == played(film, "end", "home")[0].place


def test_seek_by_the_shop_s_clock(film):
    """A time of day is looked for and shown."""
    _, text = played(film, "g", *"10:20", "enter")

    assert "2026-03-02 10:20:00" in text


def test_seek_to_nowhere_says_so(film):
    """A moment that is not in the recording leaves everything where it is."""
    app, text = played(film, "g", *"9h", "enter")

    assert film.story == app.place
    assert "9h: no such moment in the recording" in text


def test_seek_can_be_given_up(film):
    """Escape closes the question."""
    _, asked = played(film, "g", "5")
    app, text = played(film, "g", "5", "escape")

    assert film.story == app.place
    assert "Go to which moment?" in asked
    assert "Go to which moment?" not in text


def test_click_on_the_reel_goes_there(film):
    """The left end is the start, the right end the end."""

    async def go():
        async with playing(film) as hands:
            await hands.click("#reel", (119, 1))
            right = hands.app.place
            await hands.click("#reel", (0, 0))
            return right, hands.app.place

    right, left = asyncio.run(go())

    assert film.last == right
    assert film.place_at(0) == left


def test_reel_bears_a_sign_for_each_mark(film):
    """Fault, deeds and screens stand on the bar, and where it is now."""
    _, text = played(film)
    signs, passed = text.splitlines()[-3:-1]

    assert {"!", "*", "."} <= set(signs)
    assert 1 == passed.count(">")
    assert 120 == len(passed)


def test_newest_event_is_marked(film):
    """The list ends with what happened last."""
    _, text = played(film, "f")

    marked = [line for line in text.splitlines() if " > 0" in line]

    assert 1 == len(marked)
    assert "> 00:00:07.425 equipment: " in marked[0]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 16)])
def test_small_screens_show_paper_or_events(film, size):
    """Tab turns to the other where there is room for one only, and nothing breaks."""
    _, before = played(film, "end", size=size)
    _, after = played(film, "end", "tab", size=size)

    assert before != after


def test_resize_while_it_plays(film):
    """Any size will do at any time."""

    async def go():
        async with playing(film) as hands:
            await hands.press("2", "space")
            for size in ((80, 24), (30, 5), (200, 60), (120, 40)):
                await hands.resize(*size)
                await hands.wait(0.1)
            return hands.app.is_playing

    assert asyncio.run(go())


def test_difference_from_the_recording_stands_above(film):
    """Whoever looks is told that this is not what was recorded; the exit code says it too."""
    app, _ = played(film, "q", is_same=False)

    assert 1 == app.return_value
    assert "[differs from the recording" in played(film, is_same=False)[1]


def test_leaving_a_true_replay_ends_well(film):
    """The exit code is that of a replay that came out the same."""

    assert 0 == played(film, "q")[0].return_value


def test_help_names_every_key(film):
    """The list of keys is a key away, in the language of the screen."""
    _, text = played(film, "f1", lang="zh")

    assert "重放的按键" in text
    assert "上一个故障" in text


@pytest.mark.parametrize(
    ("text", "expected_us"),
    [
        ("1m30s", 90 * SECOND),
        ("10:00:05", 5 * SECOND),
        ("10:20", 1200 * SECOND),
        ("09:59:30", -30 * SECOND),
        ("25:00", None),
        ("10:61", None),
        ("12:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_moments_as_people_write_them(film, text, expected_us):
    """Since the story began, or by the shop's clock."""

    assert expected_us == moment_of(text, film, film.moment(0))


def test_time_of_day_is_the_next_one(film):
    """A time that has passed is looked for from the start again."""
    now = film.moment(0) + timedelta(minutes=10)

    assert 5 * SECOND == moment_of("10:00:05", film, now)
