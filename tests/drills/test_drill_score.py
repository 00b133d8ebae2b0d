"""Points: 2 in time and unaided, 1 late, helped or out of order, 0 not at all."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from player import Timed, assessed, later, perfect, without

from emulator.domain.deeds import Done, HintTaken
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Drill
from emulator.drills.doings import TAKEOVER, Call, Deed, Doings, Hint
from emulator.drills.required import Required
from emulator.drills.score import Score, matched, next_due, score_of

LOAD = Done("cashier", "load_paper")
PAPER_OUT = "paper-out-after-approval"


def required(key: str, *, lag_us: int = 0, call: str = TAKEOVER) -> Required:
    """An action that is called for, from the takeover unless said."""
    return Required(key=key, numbers=(), call=call, model_lag_us=lag_us, model_at_us=lag_us)


def done(*deeds: tuple[str, int], hints: tuple[tuple[str, int], ...] = ()) -> Doings:
    """Somebody who took over at 0 and did these at so many seconds."""
    over = Call(TAKEOVER, 0, 0)
    return Doings(
        took_over=over,
        calls=[over],
        deeds=[Deed(key, at_s, at_s * SECOND) for key, at_s in deeds],
        hints=[Hint(key, at_s) for key, at_s in hints],
    )


def whys(score: Score) -> list[tuple[str, int]]:
    """How each action was done, with its points."""
    return [(action.why, action.points) for action in score.actions]


@pytest.mark.parametrize(("at_s", "why"), [(60, ("in_time", 2)), (61, ("late", 1))])
def test_nobody_is_late_within_a_minute(at_s: int, why: tuple[str, int]) -> None:
    """A minute is given even for what the model does at once."""
    assert [why] == whys(score_of([required("a")], done(("a", at_s)), Drill()))


@pytest.mark.parametrize(("at_s", "why"), [(200, ("in_time", 2)), (201, ("late", 1))])
def test_twice_the_models_time_is_in_time(at_s: int, why: tuple[str, int]) -> None:
    """Where the model takes longer, a person has twice as long."""
    action = required("a", lag_us=100 * SECOND)

    assert [why] == whys(score_of([action], done(("a", at_s)), Drill()))


@pytest.mark.parametrize(("at_s", "why"), [(180, ("in_time", 2)), (181, ("late", 1))])
def test_drill_may_say_how_long_it_takes(at_s: int, why: tuple[str, int]) -> None:
    """The minutes of the file count in place of the model's time."""
    drill = Drill(minutes=3)

    assert [why] == whys(score_of([required("a")], done(("a", at_s)), drill))


def test_what_was_not_done_gets_nothing() -> None:
    """No deed, no points."""
    assert [("not_done", 0)] == whys(score_of([required("a")], done(("b", 1)), Drill()))


def test_help_costs_a_point() -> None:
    """A hint before the deed halves it; one for something else does not."""
    both = [required("a"), required("b")]
    doings = done(("a", 5), ("b", 9), hints=(("a", 3),))

    assert [("hint", 1), ("in_time", 2)] == whys(score_of(both, doings, Drill()))


def test_out_of_order_is_half_done() -> None:
    """The second thing before the first counts half."""
    both = [required("a"), required("b")]
    doings = done(("b", 1), ("a", 2))

    assert [1, 2] == sorted(points for _, points in whys(score_of(both, doings, Drill())))


def test_percentage_is_rounded_down() -> None:
    """Two of three whole and one half is 83 per cent, and nobody gets a per cent as a gift."""
    three = [required("a"), required("b"), required("c")]
    doings = done(("a", 1), ("b", 2), ("c", 3), hints=(("c", 2),))

    assert (5, 6, 83) == msgspec.structs.astuple(score_of(three, doings, Drill()))[1:4]


def test_time_runs_from_what_called_for_it() -> None:
    """A screen that comes late makes nobody late."""
    doings = done(("a", 300))
    doings.calls.append(Call("screen.paper_out", 290, 290 * SECOND))
    action = required("a", call="screen.paper_out")

    assert [("in_time", 2)] == whys(score_of([action], doings, Drill()))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=8))
def test_matching_is_in_order_and_alike(asked: list[str], did: list[str]) -> None:
    """Whatever was done, each match is of the same key and no two cross."""
    deeds = [Deed(key, n, n) for n, key in enumerate(did)]
    found = matched([required(key) for key in asked], deeds)
    rows, seqs = list(found), [deed.seq for deed in found.values()]

    assert all(asked[row] == deed.key for row, deed in found.items())
    assert rows == sorted(rows)
    assert seqs == sorted(set(seqs))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("xyz"), max_size=4))
def test_all_that_is_done_in_order_is_matched(asked: list[str], beside: list[str]) -> None:
    """Deeds that nobody asked for do not get in the way."""
    did = [key for pair in zip(asked, [*beside, *"xxxxxx"], strict=False) for key in pair]
    deeds = [Deed(key, n, n) for n, key in enumerate(did)]

    assert len(asked) == len(matched([required(key) for key in asked], deeds))


@pytest.mark.parametrize(("amount_fen", "why"), [(7_500, ("in_time", 2)), (3_000, ("not_done", 0))])
def test_another_amount_is_another_deed(amount_fen: int, why: tuple[str, int]) -> None:
    """A sale of 30.00 is not the sale of 75.00 that was asked for."""
    asked = msgspec.structs.replace(required("cashier.sale"), amount_fen=7_500)
    doings = done()
    doings.deeds.append(Deed("cashier.sale", 1, 1, amount_fen=amount_fen))

    assert [why] == whys(score_of([asked], doings, Drill()))


def test_hint_names_what_is_due() -> None:
    """The next action is the first that is called for and not done."""
    both = [required("a"), required("b", call="screen.paper_out")]
    doings = done(("a", 1))
    before = next_due(both, doings)
    doings.calls.append(Call("screen.paper_out", 5, 5))
    after = next_due(both, doings)

    assert (None, both[1]) == (before, after)


# By hand --------------------------------------------------------------------------------------


def test_late_deeds_count_half() -> None:
    """Who lets the customer wait for paper gets a point, not two, and does not pass."""
    found = assessed(PAPER_OUT, later(perfect(PAPER_OUT), 5 * MINUTE, first=LOAD))

    assert ("late", 1) in whys(found.score)
    assert () == found.mistakes


def test_hint_taken_by_hand_is_scored() -> None:
    """A hint stands in the trace and halves the action that it gave away."""
    deeds: list[Timed] = perfect(PAPER_OUT)
    at_us = next(at_us for at_us, deed in deeds if deed == LOAD)
    deeds = [*deeds, (at_us - SECOND, HintTaken("cashier.load_paper"))]
    found = assessed(PAPER_OUT, deeds, is_exam=False)

    assert [("in_time", 2), ("hint", 1), ("in_time", 2)] == whys(found.score)
    assert (1, 83, "passed") == (found.hints, found.score.percent, found.verdict)


def test_too_few_points_fail_without_a_mistake() -> None:
    """To leave out a repair is no mistake where a slip comes all the same, but too little."""
    name = "faded-print"
    repair = Done("cashier", "replace_print_head")
    found = assessed(name, without(perfect(name), repair))

    assert "failed" == found.verdict
    assert ("not_done", 0) in whys(found.score)
