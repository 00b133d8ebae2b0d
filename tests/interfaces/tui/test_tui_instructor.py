"""The instructor's panel: what its keys do, and what it shows."""

import asyncio

import pytest
from instructed import fault_events, sell
from instructor_stand import BUSY, HELLO, Scene, seat, seat_beside
from msgspec.structs import replace

from emulator.domain.moments import MINUTE
from emulator.domain.plan import FaultPlan, Pattern, Trigger
from emulator.interfaces.live.instructor import talk
from emulator.interfaces.live.instructor.presets import Preset, presets
from emulator.interfaces.tui.instructor.rows import folded

LATER = Trigger(when=Pattern(source="printer", kind="slip_started"))


def run(visit, **settings):
    """What a visit at the panel gives."""

    async def inside():
        async with seat(**settings) as place:
            return await visit(place)

    return asyncio.run(inside())


def run_beside(visit, **settings):
    """The same, beside a session that goes on."""

    async def inside():
        async with seat_beside(**settings) as place:
            return await visit(place)

    return asyncio.run(inside())


def asked(*keys, **settings):
    """What keys ask of the session."""

    async def visit(place):
        await place.do(*keys)
        return place.station.asked

    return run(visit, **settings)


# Keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 10))
def test_a_digit_arms_its_fault(number):
    """With a fresh name, as it stands beside the key."""
    preset = presets()[number - 1]
    scene = Scene(replace(BUSY, truth=replace(BUSY.truth, faults=())))

    assert [("arm", preset.armed(()))] == asked(str(number), station=scene)


def test_full_width_digits_and_capitals_do_the_same():
    """A Chinese input method, or a capitals lock, is no hindrance."""
    assert [("arm", presets()[0].armed({"paper_out_1"})), ("skip_to_next",)] == asked("１", "N")


def test_function_keys_arm_the_first_seven():
    """As they do on the trainee's screen."""
    assert ["acquirer.key_drift"] == [plan.name for _, plan in asked("8")]
    assert ["printer.paper_out", "acquirer.maintenance"] == [
        plan.name for _, plan in asked("f2", "f8")
    ]


def test_a_key_whose_fault_waits_does_nothing_more():
    """The jam is armed already; the panel says so."""

    async def visit(place):
        await place.do("6")
        return place.station.asked, "armed already" in await place.picture()

    assert ([], True) == run(visit)


def test_a_key_without_a_fault_does_nothing():
    """A file may have fewer than nine."""
    one = (Preset(name="mine", plan=FaultPlan(name="printer.jam")),)

    assert [] == asked("2", "9", faults=one)


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("space", ("hold",)),
        ("x", ("set_times", 10)),
        ("n", ("skip_to_next",)),
        ("m", ("skip_for", MINUTE)),
        ("t", ("skip_for", 10 * MINUTE)),
        ("d", ("next_day",)),
        ("a", ("mend_all",)),
    ],
)
def test_the_keys_of_the_clock_and_of_mending(key, order):
    """Each asks the session for one thing."""
    assert [order] == asked(key)


@pytest.mark.parametrize(("times", "then"), [(1, 10), (10, 60), (60, 1), (3, 10)])
def test_the_speed_goes_round(times, then):
    """x1, x10, x60 and x1 again."""
    assert [("set_times", then)] == asked("x", station=Scene(replace(BUSY, times=times)))


def test_space_lets_time_go_on_where_it_stands():
    """The panel says that it stands, and the same key ends it."""
    station = Scene(replace(BUSY, is_held=True))

    async def visit(place):
        text = await place.picture()
        await place.do("space")
        return "time stands" in text, place.station.asked

    assert (True, [("go_on",)]) == run(visit, station=station)


def test_what_is_broken_is_chosen_from_and_mended():
    """The second of two."""
    assert [("release", "acquirer.maintenance")] == asked("r", "down", "enter")


def test_nothing_is_offered_to_mend_where_nothing_is_broken():
    """The panel says so instead."""
    station = Scene(replace(BUSY, truth=replace(BUSY.truth, levers=())))

    async def visit(place):
        await place.do("r")
        return "Nothing is broken" in await place.picture()

    assert run(visit, station=station)


def test_any_fault_is_found_set_and_armed():
    """Search, settings, duration, trigger, and it is on its way."""
    keys = ["slash", *"slow", "enter", *["backspace"] * 2, *"9s", "tab", *"2m", "up", "enter"]
    plan = FaultPlan(
        name="uplink.slow",
        id="uplink_slow_1",
        trigger=Trigger(when=LATER.when),
        for_us=2 * MINUTE,
        settings={"extra_us": 9_000_000},
    )

    assert [("arm", plan)] == asked(*keys)


def test_a_setting_that_cannot_be_read_is_told_and_nothing_is_armed():
    """The sheet stays, so that it can be put right."""

    async def visit(place):
        await place.do("slash", *"paper_out", "enter", "x", "enter")
        return place.station.asked, "not a whole number" in await place.picture()

    assert ([], True) == run(visit)


@pytest.mark.parametrize("lasts", ["soon", "0s", "9999d"])
def test_a_duration_that_makes_no_sense_is_told(lasts):
    """Nothing, no time at all, and longer than any story."""

    async def visit(place):
        await place.do("slash", *"jam", "enter", *lasts, "enter")
        return place.station.asked, "90s, 5m or 2h" in await place.picture()

    assert ([], True) == run(visit)


def test_a_cause_that_nothing_brings_about_cannot_be_chosen():
    """It is there, grey, with its reason; Enter takes nothing."""

    async def visit(place):
        await place.do("slash", *"F47")
        text = await place.picture()
        await place.do("enter")
        return "transfer takes long" in text and "F47" in text, place.station.asked

    assert (True, []) == run(visit)


def test_escape_leads_back_step_by_step():
    """From the settings and from the search to the panel, and from the panel away."""

    async def visit(place):
        await place.do("slash", *"jam", "enter", "escape", "slash", "escape")
        before = place.app.is_running
        await place.do("escape")
        return before, place.station.asked, place.app.return_code

    assert (True, [], 0) == run(visit)


def test_help_names_every_key():
    """And closes again."""

    async def visit(place):
        await place.do("f1")
        text = await place.picture()
        await place.do("escape")
        return all(word in text for word in ("Space", "x10", "leap", "F2")), (
            "What is true" in await place.picture()
        )

    assert (True, True) == run(visit)


def test_everything_can_be_clicked():
    """A fault and a key at the foot."""

    async def visit(place):
        faults = place.app.screen.query(".fault")
        await place.pilot.click(faults[3])
        await place.pilot.click(place.app.screen.query(".knob")[1])
        return [order[0] for order in place.station.asked]

    assert ["arm", "hold"] == run(visit)


# What is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("calling", "connecting to till:7070"),
        ("open", "connected to till:7070"),
        ("silent", "no news from till:7070"),
        ("lost", "lost, trying again: till:7070"),
        ("over", "the session is over"),
        ("refused", "till:7070 does not let us in"),
    ],
)
def test_how_the_line_is_stands_in_the_first_row(link, said):
    """In words, whatever colour they have."""

    async def visit(place):
        return (await place.picture()).splitlines()[0]

    station = Scene(link=link, address="till:7070")

    assert said in run(visit, station=station, size=(120, 24))


def test_a_panel_that_has_not_reached_its_session_is_empty_and_its_keys_do_no_harm():
    """Everything can be pressed before anything is known."""
    keys = ["1", "space", "x", "r", "slash", "escape", "n", "m", "up", "down"]
    station = Scene(None, hello=None, link="calling", address="till:7070")

    async def visit(place):
        await place.do(*keys)
        return await place.picture()

    text = run(visit, station=station)

    assert "ready" in text
    assert "Terminal" not in text


def test_what_was_refused_is_said_until_the_next_key():
    """The session's own words."""

    async def visit(place):
        place.station.troubles.append(talk.trouble("exam"))
        place.panel.draw()
        before = await place.picture()
        await place.do("up")
        return "this is an exam" in before, "this is an exam" in await place.picture()

    assert (True, False) == run(visit)


def test_an_exam_is_marked():
    """So that nobody wonders why time cannot be stopped."""

    async def visit(place):
        return (await place.picture()).splitlines()[0]

    assert "[exam]" in run(visit, station=Scene(hello=replace(HELLO, is_exam=True)))


def test_the_invitation_is_told_first():
    """Whoever opens the panel beside the trainee can pass it on."""

    async def visit(place):
        return await place.picture()

    assert "posemu instructor --connect" in run(
        visit, invitation="posemu instructor --connect 127.0.0.1:7070 --token T"
    )


def test_what_is_true_can_be_scrolled_where_it_does_not_fit():
    """On a small screen the last message is below the edge."""

    async def visit(place):
        before = await place.picture()
        await place.do(*["down"] * 12)
        return "0210" in before, "0210" in await place.picture()

    assert (False, True) == run(visit)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 8, [""]),
        ("one two", 8, ["one two"]),
        ("one two", 5, ["one", "two"]),
        ("acquirer.maintenance", 8, ["acquirer", ".mainten", "ance"]),
        ("支付机构", 5, ["支付", "机构"]),
    ],
)
def test_long_facts_are_folded(text, width, rows):
    """Between words where there are blanks, and never through a Chinese character."""
    assert rows == folded(text, width)


# Beside a session ---------------------------------------------------------------------------


def test_a_fault_goes_from_ready_to_armed_to_struck_to_mended():
    """In words beside its key, as the session has it."""

    async def visit(place):
        seen = []

        async def look():
            seen.append((await place.picture()).splitlines()[2].split()[9])

        await look()
        await place.do("1")
        await look()
        await sell(place.session, place.wall)
        await look()
        await place.do("r", "enter")
        await look()
        return seen, fault_events(place.session, "paper_out_1")

    seen, kinds = run_beside(visit)

    assert ["ready", "armed", "struck", "mended"] == seen
    assert ["armed", "fired"] == kinds[:2]


def test_what_the_trainee_sees_stands_beside_what_is_true():
    """The answer is lost: the display says so later than the line does."""

    async def visit(place):
        await place.do("2")
        await sell(place.session, place.wall, looks=5)
        return await place.picture()

    text = run_beside(visit, lang="zh", size=(120, 40))

    assert "0210 消费" in text
    assert "丢失" in text
    assert "正在处理" in text


def test_time_is_in_the_instructors_hands():
    """Held, faster, on by a minute; and not in an exam."""

    async def visit(place):
        pace = place.session.pace
        await place.do("space", "x", "m")
        return pace.is_held, pace.times, pace.now_us >= MINUTE, place.panel._note.rows

    held, times, leapt, _ = run_beside(visit)
    exam = run_beside(visit, is_exam=True)

    assert (True, 10, True) == (held, times, leapt)
    assert (False, 1, False) == exam[:3]
    assert "this is an exam" in exam[3][0][0].text


def test_the_end_of_the_session_is_said():
    """The trainee has left, and nothing can be done any more."""

    async def visit(place):
        place.session.leave()
        await place.do("1")
        return await place.picture()

    text = run_beside(visit)

    assert "the session is over" in text.splitlines()[0]
