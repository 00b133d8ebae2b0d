"""Recordings become films: of simulated and of attended runs, whole and broken off."""

import io
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from attended_run import recording

from emulator.domain.deeds import CardShown, CustomerCame, Entered, KeyedSecret, Left
from emulator.domain.errors import UsageError
from emulator.interfaces.cli import main
from emulator.interfaces.live.film.film import DEED
from emulator.interfaces.live.film.projector import film_of
from emulator.reports.jsonl import recordings

STORY = Path(__file__).parents[3] / "scenarios" / "S1-debited-no-slip" / "cover-open.yaml"
SALE = (
    (1, Entered("menu", "sign_in")),
    (2, Entered("digits", "01")),
    (3, KeyedSecret("password", "ok")),
    (8, CustomerCame(amount_fen=12_850)),
    (9, Entered("menu", "sale")),
    (10, Entered("digits", "12850")),
    (11, CardShown("customer", "chip")),
    (12, KeyedSecret("pin", "ok")),
    (40, Left()),
)


def shown(data):
    """The first run of a recording."""
    return film_of(next(recordings(io.BytesIO(data), "a recording")), "en")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    file = tmp_path_factory.mktemp("recordings") / "run.jsonl"
    assert 0 == main(["run", str(STORY), "--jsonl", str(file)])
    return file.read_bytes()


def test_simulated_run_is_shown_as_it_was_recorded(simulated):
    """The film has every recorded event, and the run came out the same."""
    show = shown(simulated)

    assert show.is_same
    assert simulated.count(b"\n") - 2 == len(show.film.events)
    assert ("cover-open", 0) == (show.scenario.name, show.seed)


def test_attended_run_is_shown_with_the_person_s_deeds():
    """What the person did are the marks, and the paper is the printer's own."""
    show = shown(recording(SALE))
    film, place, deeds = show.film, show.film.first, []
    while (place := film.next(place, DEED)) != film.last:
        deeds.append(film.events[place.number - 1].detail["deed"])

    assert show.is_same
    assert ["entered", "entered", "keyed_secret", "customer_came"] == deeds[:4]
    assert "left" == deeds[-1]
    assert any("128.50" in line for line in film.frame(film.last).state.paper.lines)


def test_recording_that_breaks_off_is_shown_as_far_as_it_goes(simulated):
    """A machine that was switched off leaves a film that ends there."""
    cut = b"".join(simulated.splitlines(keepends=True)[:60])
    show = shown(cut)

    assert show.is_same
    assert 59 == len(show.film.events)


def test_recording_that_comes_out_otherwise_is_told_apart(simulated):
    """A changed line is noticed; what is shown is the run itself."""
    changed = simulated.replace(b'"amount_fen":6600', b'"amount_fen":6601', 1)

    assert not shown(changed).is_same


def test_recording_of_no_known_scenario_is_a_usage_error(simulated):
    """A header whose files hold no such scenario is complained about, as without a screen."""
    changed = simulated.replace(b'"scenario":"cover-open"', b'"scenario":"nothing"', 1)

    with pytest.raises(UsageError):
        shown(changed)
