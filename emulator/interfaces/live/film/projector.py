"""
Makes a film of a recording: plays the run again and keeps what happened.

What is shown is the run as it comes out now. Where that is not what was recorded, whoever looks is
told so; `posemu replay` without a screen says where the two part.
"""

from typing import Any, NamedTuple

from emulator.domain.paper import Strip
from emulator.domain.plan import Scenario
from emulator.domain.trace import Digest, TraceEvent, encode_events
from emulator.interfaces.live.film.film import Film
from emulator.interfaces.live.film.paper import paper_out
from emulator.interfaces.outside import played_from
from emulator.interfaces.recorded import scenario_of
from emulator.reports.jsonl import Recording
from emulator.runner import run


class Show(NamedTuple):
    """A film and what it is of."""

    film: Film
    scenario: Scenario
    seed: int
    is_same: bool
    """False: it came out otherwise than it was recorded."""


def film_of(recording: Recording, lang: str) -> Show:
    """
    Play a recorded run again, as far as it was recorded.

    Args:
        recording: None of its events taken yet; all are, afterwards.
        lang: Of what is told beside the print on paper.

    Raises:
        UsageError: It cannot be played: see `scenario_of` and `played_from`.
    """
    header = recording.header
    scenario = scenario_of(header, lang)
    played = played_from(recording, lang)
    recorded, count = Digest(), 0
    for line in recording.events():
        recorded.add(line + b"\n")
        count += 1
    strips: dict[int, Strip] = {}

    def take(_: str, detail: dict[str, Any], strip: Strip) -> None:
        strips[detail.get("slip", 0)] = strip

    if played is None:
        result = run(scenario, seed=header.seed, paper=take)
    else:
        result = played.play(scenario, keep=True, paper=take)
    # A recording may break off; then the run that is played again goes on without its people.
    events: list[TraceEvent] = result.trace.events[:count] or result.trace.events
    now = Digest()
    now.add(encode_events(events))
    film = Film(events, scenario.given, lang=lang, paper=paper_out(events, strips, lang=lang))
    return Show(film, scenario, header.seed, now.text() == recorded.text())
