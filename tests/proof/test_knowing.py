"""When a shop knows of its trouble, and when a prevention counts for that alone."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.texts import LANGUAGES
from emulator.domain.trace import TraceEvent
from emulator.proof.changes import COUNTS_FROM_US
from emulator.proof.knowing import known_us, later_known
from emulator.proof.proof import change_in_words
from tests.proof.conftest import SALE, Proves

ALARM = ("monitor.alarm_raised", {"alarm": "paper_low"})
COMPLAINT = ("cardholder.complained", {"about": "no_slip"})
STRUCK = ("fault.fired", {"fault": "f1"})
QUIET: list[TraceEvent] = []


def trace(*told: tuple[int, tuple[str, dict[str, Any]]]) -> list[TraceEvent]:
    """Events at their moments."""
    found = []
    for seq, (at_us, (name, detail)) in enumerate(told):
        source, _, kind = name.partition(".")
        found.append(TraceEvent(seq, at_us, source, kind, detail))
    return found


def screen(name: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """A screen of the terminal."""
    return "console.displayed", {"screen": name, **values}


def look(**seen: Any) -> tuple[str, dict[str, Any]]:
    """The cashier looks at the equipment."""
    return "cashier.did", {"action": "check_equipment", **seen}


@pytest.mark.parametrize(
    "what",
    [
        ALARM,
        COMPLAINT,
        ("support.ticket_opened", {"ticket": "T1", "about": "outcome"}),
        screen("paper_out"),
        screen("timed_out"),
        screen("declined", operator_class="D"),
        look(paper="out"),
    ],
    ids=lambda what: what[0],
)
def test_a_shop_knows_by_what_it_is_told(what: tuple[str, dict[str, Any]]) -> None:
    """An alarm, a complaint, a ticket, a telling screen or a look."""

    assert 7 * SECOND == known_us(trace((7 * SECOND, what)), QUIET)


@pytest.mark.parametrize(
    "what",
    [
        screen("approved"),
        screen("declined", operator_class="A"),
        ("cardholder.asked_bank", {"answered": True}),
        ("printer.paper_out", {"slip": 1}),
        ("monitor.alarm_cleared", {"alarm": "paper_low"}),
    ],
    ids=lambda what: what[0],
)
def test_what_tells_the_shop_nothing_is_no_knowledge(what: tuple[str, dict[str, Any]]) -> None:
    """A sale, a card without money, what only the customer knows, what nobody sees."""

    assert None is known_us(trace((0, what)), QUIET)


def test_a_false_alarm_is_no_knowledge() -> None:
    """What is told when nothing is the matter tells nothing when something is."""
    events = trace((SECOND, ALARM), (MINUTE, COMPLAINT))

    assert MINUTE == known_us(events, trace((SECOND, ALARM)))


def test_a_look_that_finds_everything_in_order_is_no_knowledge() -> None:
    """The daily look tells of trouble only when it sees something else than every day."""
    usual = trace((SECOND, look(paper="full", round_trip_us=30_000)))
    calm = trace((SECOND, look(paper="full", round_trip_us=31_000)))
    bad = trace((SECOND, look(paper="out", round_trip_us=31_000)))

    assert None is known_us(calm, usual)
    assert SECOND == known_us(bad, usual)


def test_a_number_tells_if_it_should_be_none() -> None:
    """Three differences where there are none every day."""
    usual = trace((SECOND, look(differences=0)))

    assert SECOND == known_us(trace((SECOND, look(differences=3))), usual)


def test_only_the_story_counts() -> None:
    """What was told while the shop was opened, or after the calm, comes too early or too late."""
    over = ("bench.calm_ended", {"grace_us": 0})

    assert None is known_us(trace((-1, ALARM), (5, over), (6, COMPLAINT)), QUIET)
    assert 0 == known_us(trace((0, ALARM), (5, over)), QUIET)


@pytest.mark.parametrize(
    ("later_us", "counts"), [(COUNTS_FROM_US - 1, False), (COUNTS_FROM_US, True)]
)
def test_ten_seconds_count(later_us: int, counts: bool) -> None:
    """As with all other times."""
    first = trace((MINUTE, ALARM))
    second = trace((MINUTE + later_us, COMPLAINT))

    assert counts == (later_known(first, second, QUIET) is not None)


def test_the_times_count_from_what_struck() -> None:
    """Not from the beginning of the story."""
    first = trace((MINUTE, STRUCK), (2 * MINUTE, ALARM))
    second = trace((MINUTE, STRUCK), (5 * MINUTE, COMPLAINT))
    change = later_known(first, second, QUIET)

    assert change is not None
    assert ("known", {"was_us": MINUTE, "now_us": 4 * MINUTE}) == (change.what, change.values)


def test_never_to_know_is_worst() -> None:
    """And to know in neither run is no difference."""
    change = later_known(trace((MINUTE, ALARM)), QUIET, QUIET)

    assert change is not None
    assert ("never_known", {"was_us": MINUTE}) == (change.what, change.values)
    assert None is later_known(QUIET, trace((MINUTE, ALARM)), QUIET)


TOLD = st.lists(
    st.tuples(st.integers(-MINUTE, 10 * MINUTE), st.sampled_from([ALARM, COMPLAINT, STRUCK])),
    max_size=6,
).map(lambda told: trace(*sorted(told, key=lambda one: one[0])))


@given(TOLD, TOLD, TOLD)
def test_no_run_is_later_than_itself(
    first: list[TraceEvent], second: list[TraceEvent], usual: Iterable[TraceEvent]
) -> None:
    """And of two runs at most one is later; times are never negative."""
    kept = list(usual)
    changes = [later_known(first, second, kept), later_known(second, first, kept)]

    assert None is later_known(first, first, kept)
    assert None in changes
    assert all(value >= 0 for one in changes if one for value in one.values.values())


# Within the rule ----------------------------------------------------------------------------------

ALTERED = """
faults:
  - storage.records_altered: {at: 2m}
"""
BACKS_UP = SALE + "  - at: 1m\n    cashier: back_up_records\n"
CHECKS = BACKS_UP + "  - at: 3m\n    cashier: check_records\n"


def test_a_prevention_that_only_tells_earlier_is_proven(proves: Proves) -> None:
    """Nobody fares better for the check of the records, but the shop knows."""
    proof = proves("F18, P06", CHECKS + ALTERED)

    assert proof.holds
    assert "never_known" == proof.change.what
    assert {"was_us": 60 * SECOND} == proof.change.values


def test_a_prevention_that_tells_nothing_is_not_proven(proves: Proves) -> None:
    """The records are copied and never looked at."""

    assert "prevention.no_difference" == proves("F18, P06", BACKS_UP + ALTERED).because


def test_a_prevention_that_has_nothing_to_tell_is_not_proven(proves: Proves) -> None:
    """The records are as they were written."""

    assert "prevention.no_difference" == proves("P06", CHECKS).because


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_known_can_be_said(lang: str) -> None:
    """With both times."""
    late = later_known(trace((0, ALARM)), trace((90 * SECOND, COMPLAINT)), QUIET)
    never = later_known(trace((40 * SECOND, ALARM)), QUIET, QUIET)

    assert late is not None
    assert "1m30s" in change_in_words(late, lang)
    assert never is not None
    assert "40s" in change_in_words(never, lang)
