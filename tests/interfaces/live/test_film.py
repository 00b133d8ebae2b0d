"""A recorded run as a film: every moment of it can be looked at, in any order."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.film.film import DEED, FAULT, MARKS, QUIET_US, SCREEN, Film, Place
from emulator.interfaces.live.film.paper import paper_out
from emulator.runner import load, run

SCENARIOS = Path(__file__).parents[3] / "scenarios"
STORY = SCENARIOS / "S1-debited-no-slip" / "cover-open.yaml"


@pytest.fixture(scope="module")
def played():
    """The scenario, its events and the paper of its slips."""
    scenario = next(iter(load([STORY], root=SCENARIOS)))
    strips = {}
    result = run(scenario, paper=lambda _, detail, strip: strips.update({detail["slip"]: strip}))
    return scenario, result.trace.events, strips


@pytest.fixture(scope="module")
def film(played):
    scenario, events, strips = played
    return Film(events, scenario.given, paper=paper_out(events, strips))


def seen(film, name, nth=1):
    """The frame right after the n-th event of a name."""
    numbers = [n for n, event in enumerate(film.events, 1) if event.name == name]
    return film.frame(film.after(numbers[nth - 1]))


def test_display_is_that_of_the_moment(film):
    """After the approval the display says approved, with its values."""
    approved = next(n for n, e in enumerate(film.events, 1) if e.detail.get("screen") == "approved")
    before, after = (film.frame(film.after(n)).state.lcd.rows for n in (approved - 1, approved))

    assert "交易成功" not in before
    assert {"交易成功", "66.00"} <= {row.strip() for row in after}


def test_display_is_dark_until_the_power_is_on(film):
    """Before the first event there is no light; then there is."""

    assert film.frame(film.first).state.is_dark
    assert not seen(film, "terminal.powered_on").state.is_dark


def test_money_is_that_of_the_moment(film):
    """The cardholder's balance changes with the posting, and not before."""
    posted = next(
        n for n, e in enumerate(film.events, 1)
        if e.name == "issuer.posted" and e.detail.get("reason") == "sale"
    )  # fmt: skip
    books = [film.frame(film.after(n)).state.truth.books for n in (posted - 1, posted)]

    assert [50_000, 43_400] == [one.holders[0].balance_fen for one in books]


def test_what_is_broken_is_that_of_the_moment(film):
    """A lever counts from when it is pulled until it is released."""
    frames = (film.frame(film.story), seen(film, "lever.pulled"), seen(film, "lever.released"))

    assert [(), ("printer.cover_open",), ()] == [one.state.truth.levers for one in frames]


def test_time_is_that_of_the_moment(film):
    """Between two events the clock stands where somebody looks, not at the event before."""
    state = film.frame(film.at(600 * SECOND + 500)).state

    assert "10:10:00.000500" == f"{state.moment:%H:%M:%S.%f}"


def test_last_key_is_kept(film):
    """What was keyed last is there until something else is keyed."""

    assert film.frame(film.first).keyed is None
    assert "pin" == film.frame(film.at(7 * SECOND)).keyed.detail["input"]


def test_paper_grows_line_by_line(film):
    """Half way through a slip about half of its lines hang out."""
    began = seen(film, "printer.slip_started", 2)
    ended = seen(film, "printer.slip_printed", 1)
    middle = film.frame(film.at((began.place.at_us + ended.place.at_us) // 2))
    whole = ended.state.paper.count - began.state.paper.count

    assert began.state.paper.count < middle.state.paper.count < ended.state.paper.count
    assert abs(middle.state.paper.count - began.state.paper.count - whole / 2) <= 1


def test_torn_slip_ends_where_it_was_torn(film):
    """A slip that was stopped shows what came out of it, and why it ended."""
    paper = "\n".join(seen(film, "printer.slip_torn").state.paper.lines)

    assert "商户存根" in paper
    assert "持卡人签名" not in paper
    assert 1 == seen(film, "printer.slip_torn").state.paper.slips


def test_paper_without_its_printer_is_laid_out_from_the_slips(played, film):
    """Where nobody has the paper, whole slips come out the same, line for line."""
    scenario, events, _ = played
    bare = Film(events, scenario.given)
    whole = seen(bare, "printer.slip_printed", 2).state.paper.lines
    count = seen(film, "printer.slip_printed", 2).state.paper.count

    assert film.frame(film.last).state.paper.lines[count - 10 : count] == whole[-10:]
    assert "持卡人签名" not in "\n".join(seen(bare, "printer.slip_torn").state.paper.lines)


def test_slip_that_nobody_can_read_is_a_question_mark():
    """A slip whose content no recording has still counts as one."""
    detail = {"slip": 1, "slip_kind": "sale"}
    events = [
        TraceEvent(seq=0, at_us=0, source="printer", kind="slip_started", detail=detail),
        TraceEvent(seq=1, at_us=9, source="printer", kind="slip_torn", detail=detail),
    ]
    lines, count = paper_out(events).until(9, 10)

    assert (["?"], 1) == (list(lines), count)


def test_leaps_go_from_mark_to_mark_and_back(film):
    """Next and before visit the same places in opposite orders."""
    for mark in MARKS:
        places = [film.first]
        while (place := film.next(places[-1], mark)) != film.last:
            places.append(place)
        back = [places[-1]]
        while (place := film.before(back[-1], mark)) != film.first:
            back.append(place)

        assert places[1:] == back[::-1]
        assert len(places) > 1


def test_each_mark_is_what_it_says(film):
    """Right after a leap the last event is the thing that was leapt to."""
    names = {
        mark: film.events[film.next(film.story, mark).number - 1].name
        for mark in (DEED, FAULT, SCREEN)
    }

    assert {
        DEED: "cashier.did",
        FAULT: "lever.pulled",
        SCREEN: "console.displayed",
    } == names


def test_deeds_of_people_come_before_those_of_the_simulated():
    """In a run that somebody attended a deed is what that person did."""
    heard = TraceEvent(seq=0, at_us=5, source="desk", kind="heard", detail={"deed": "left"})
    did = TraceEvent(seq=1, at_us=9, source="cashier", kind="did", detail={"action": "sale"})
    attended = Film([heard, did], Given())

    assert Place(1, 5) == attended.next(attended.first, DEED)
    assert attended.last == attended.next(Place(1, 5), DEED)


def test_long_quiet_stretches_are_cut_short(film):
    """Twenty minutes of waiting take seconds to look at."""
    span_us = film.last.at_us - film.first.at_us

    assert span_us > 20 * MINUTE
    assert film.length_us < 2 * MINUTE


def test_time_within_a_quiet_stretch_runs_evenly():
    """Half way through the shortened stretch half of the real one has passed."""
    events = [
        TraceEvent(seq=n, at_us=at_us, source="bench", kind="told", detail={})
        for n, at_us in enumerate((0, 100 * SECOND))
    ]
    film = Film(events, Given())

    assert QUIET_US == film.length_us
    assert Place(1, 50 * SECOND) == film.place_at(QUIET_US // 2)


@settings(max_examples=200, deadline=None)
@given(at=st.floats(0, 1))
def test_reel_and_run_agree(film, at):
    """A place on the reel leads back to where it is, to the microsecond of the reel's own steps."""
    reel_us = round(at * film.length_us)
    place = film.place_at(reel_us)

    assert abs(film.reel_us(place) - reel_us) <= 1
    assert film.at(place.at_us).number >= place.number


@settings(max_examples=100, deadline=None)
@given(numbers=st.lists(st.integers(0, 130), min_size=1, max_size=8))
def test_a_frame_depends_on_its_place_alone(film, numbers):
    """Whatever was looked at before, a place looks the same."""
    frames = [film.frame(film.after(number)) for number in numbers]

    assert frames == [film.frame(film.after(number)) for number in numbers]


def test_places_outside_are_the_nearest_inside(film):
    """Nobody falls off either end of the reel."""

    assert film.last == film.after(10**9)
    assert film.first == film.after(-1)
    assert film.last == film.at(10**18)
    assert film.last.at_us == film.place_at(10**18).at_us
    assert film.first.at_us == film.place_at(-1).at_us
