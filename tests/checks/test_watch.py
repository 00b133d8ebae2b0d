"""All checks at once: beside a run, over a trace, with crashes, and in little memory."""

import sys
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop_trace import ShopTrace

from emulator.checks.base import Check, Handlers
from emulator.checks.faults_fired import FaultsFired, unreached
from emulator.checks.transactions import Transactions
from emulator.checks.watch import ALL_CHECKS, Watch, all_checks, installed_checks, judge_all
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.plan import Step
from emulator.domain.texts import has
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, worst
from emulator.domain.vocabulary import CHECKS
from emulator.kernel.world import World


class Breaks(Check):
    """A check with a mistake in it."""

    name = "breaks"

    def handlers(self) -> Handlers:
        return {("bench", "run_ended"): self._fail}

    def _fail(self, event: TraceEvent) -> None:
        raise RuntimeError("a mistake")


def test_the_checks_are_those_that_a_scenario_can_waive():
    """Same names, same order, and a sentence about each."""
    assert list(CHECKS) == list(ALL_CHECKS)
    assert all(has(f"check.{name}.about") for name in CHECKS)


def test_a_clean_run_passes():
    """Every check that applied holds."""
    events = ShopTrace().sale().batch_closed([12850, 1, 0, 0]).ended()
    verdicts = judge_all(events)

    assert Truth.PASS is worst(verdicts)
    assert list(CHECKS) == [v.check for v in verdicts if v.applied]


def test_a_watch_says_the_same_as_each_check_alone():
    """Shared folds change no verdict."""
    events = ShopTrace().sale("000001").sale("000002").present("p3").asked("000003").ended()
    alone = [type(check)()(events) for check in all_checks()]

    assert alone == judge_all(events)


def test_a_check_that_breaks_is_inconclusive():
    """It says what it raised, and the others go on."""
    events = ShopTrace().sale().ended()
    crashed, *others = judge_all(events, [Breaks(), *all_checks()])

    assert (Truth.INCONCLUSIVE, True) == (crashed.truth, crashed.applied)
    assert {"check": "breaks", "error": "RuntimeError"} == crashed.values
    assert Truth.PASS is worst(others)


def test_a_check_of_its_own_reads_a_foreign_trace_without_raising():
    """Details that are missing make a check inconclusive, not the program end."""
    events = [TraceEvent(0, 0, "uplink", "sent", {}), TraceEvent(1, 1, "issuer", "posted", {})]
    verdicts = judge_all(events)

    assert "check.crashed" in {v.message for v in verdicts}


def test_beside_a_run_it_hears_what_happens():
    """Attached to a world, the verdict is that of the finished trace."""
    events = ShopTrace().sale("000001").sale("000002").ended()
    world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
    watch = Watch()
    watch.attach(world.listen, world.tap)
    for event in events:
        world.run_until(event.at_us)
        world.record(event.source, event.kind, event.detail, event.inside)
    world.finish()

    verdicts = {v.check: v for v in watch.verdicts(world.now_us)}
    expected = {v.check: v for v in judge_all(events)}
    # How many blocks of lines the tap got depends on the world.
    for found in (verdicts, expected):
        found.pop("nothing_in_clear")

    assert expected == verdicts


def test_what_was_heard_last_is_judged_too():
    """A verdict needs no full block of lines."""
    world = World(seed=1, start=datetime(2026, 3, 2, 10, 0))
    watch = Watch()
    watch.attach(world.listen, world.tap)
    world.note("clearing", "posted", reason="fee", legs=[["a", 1]])

    failed = [v.check for v in watch.verdicts(0) if v.truth is Truth.FAIL]

    assert ["money_conserved"] == failed


class _Point:
    def __init__(self, name, made):
        self.name, self.value, self._made = name, "x:y", made

    def load(self):
        if isinstance(self._made, Exception):
            raise self._made
        return self._made


@pytest.fixture
def fresh_lookup():
    """Installed checks are looked up once a process; these tests want their own look."""
    installed_checks.cache_clear()
    yield
    installed_checks.cache_clear()


def test_an_installed_check_is_one_of_all(monkeypatch, fresh_lookup):
    """A package offers it under the entry point."""
    monkeypatch.setattr(
        "emulator.checks.watch.entry_points", lambda group: [_Point("breaks", Breaks)]
    )

    assert "breaks" in [check.name for check in all_checks()]
    assert "breaks" not in [check.name for check in all_checks(installed=False)]


def test_an_installed_check_that_cannot_be_loaded_is_named(monkeypatch, fresh_lookup):
    """The person at the keyboard learns which one."""
    monkeypatch.setattr(
        "emulator.checks.watch.entry_points", lambda group: [_Point("bad", ImportError("no"))]
    )

    with pytest.raises(EnvironmentTrouble, match="bad"):
        installed_checks()


class TestFaults:
    def test_a_fault_that_never_fired_is_inconclusive(self):
        """It is named."""
        shop = ShopTrace().note("fault", "armed", fault="f1").note("fault", "armed", fault="f2")
        verdict = FaultsFired()(shop.note("fault", "fired", fault="f1").events)

        assert (Truth.INCONCLUSIVE, "f2", True) == (
            verdict.truth,
            verdict.values["faults"],
            verdict.applied,
        )

    def test_a_fault_without_effect_is_inconclusive(self):
        """What was broken already could not be broken."""
        shop = ShopTrace().note("fault", "armed", fault="f1")
        shop.note("fault", "had_no_effect", fault="f1", why="already_broken")

        assert "check.faults_fired.no_effect" == FaultsFired()(shop.events).message

    def test_all_fired_passes(self):
        """Once is enough for a fault that strikes often."""
        shop = ShopTrace().note("fault", "armed", fault="f1")
        shop.note("fault", "fired", fault="f1").note("fault", "fired", fault="f1")

        assert Truth.PASS is FaultsFired()(shop.events).truth

    def test_without_faults_there_is_nothing_to_judge(self):
        """A fair-weather scenario."""
        assert not FaultsFired()(ShopTrace().events).applied

    def test_a_step_never_reached_is_inconclusive(self):
        """The first one missing is named."""
        steps = [Step(who="cashier", action="sale"), Step(who="cashier", action="settle")]
        verdict = unreached(steps, [1])

        assert (Truth.INCONCLUSIVE, "cashier settle") == (verdict.truth, verdict.values["step"])
        assert Truth.PASS is unreached(steps, []).truth
        assert not unreached([], []).applied


# Random runs that are right ------------------------------------------------------------------

_OUTCOMES = ("approved", "declined", "reversed", "voided", "refunded", "settled")


def _random_shop(outcomes: list[str]) -> ShopTrace:
    """A shop in which everything is done by the book."""
    shop = ShopTrace(opening_fen=10_000_000)
    number, batch = 0, 1
    totals = [0, 0, 0, 0]
    for outcome in outcomes:
        name = f"{batch:06d}"
        if outcome == "settled":
            shop.batch_closed(list(totals), batch=name)
            totals, batch = [0, 0, 0, 0], batch + 1
            continue
        number += 1
        stan, amount_fen = f"{number:06d}", 100 + number
        shop.screen("idle").present(f"p{number}", amount_fen).asked(stan, amount_fen, name)
        if outcome == "declined":
            shop.answer("0210", stan, batch=name, code="51")
            shop.record("verdict", stan, name, outcome="declined", transaction="sale")
            shop.screen("declined", stan=stan, batch=name, code="51")
        elif outcome == "reversed":
            shop.booked(stan, amount_fen, name).screen("timed_out", stan=stan, batch=name)
            shop.reversal(stan, name).issuer("reversal", stan, -amount_fen, name)
            shop.host("reversal", stan, -amount_fen, name, transaction="sale")
        else:
            shop.booked(stan, amount_fen, name).approved(stan, amount_fen, name)
            shop.printed(stan, amount_fen, name)
            totals[0] += amount_fen
            totals[1] += 1
        if outcome in ("voided", "refunded"):
            number += 1
            taker, kind = f"{number:06d}", "void" if outcome == "voided" else "refund"
            shop.asked(taker, amount_fen, name, transaction=kind, original_batch=name,
                       original_stan=stan)  # fmt: skip
            shop.booked(taker, amount_fen, name, kind).approved(taker, amount_fen, name, kind)
            shop.printed(taker, amount_fen, name, kind)
            totals[2] += amount_fen
            totals[3] += 1
    return shop


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(_OUTCOMES), max_size=12))
def test_whatever_is_done_by_the_book_passes(outcomes):
    """No sequence of right transactions and settlements offends any check."""
    verdicts = judge_all(_random_shop(outcomes).ended())

    assert [] == [v for v in verdicts if v.applied and v.truth is not Truth.PASS]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(_OUTCOMES), max_size=8), st.data())
def test_inside_events_change_no_verdict(outcomes, data):
    """Checks judge any terminal alike, however much it tells of itself."""
    events = _random_shop(outcomes).ended()
    drop = data.draw(st.integers(0, len(events) - 1))
    kept = events[:drop] + events[drop + 1 :]
    mixed = []
    for event in kept:
        mixed.append(TraceEvent(event.seq, event.at_us, event.source, event.kind, event.detail))
        mixed.append(
            TraceEvent(event.seq, event.at_us, event.source, event.kind, event.detail, inside=True)
        )

    assert judge_all(kept) == judge_all(mixed)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(_OUTCOMES), max_size=8))
def test_folding_twice_gives_the_same(outcomes):
    """A check is a pure function of the trace."""
    events = _random_shop(outcomes).ended()
    checks = [type(check)() for check in all_checks()]

    assert [check(events) for check in checks] == [check(events) for check in checks]


# Memory --------------------------------------------------------------------------------------


def _size(thing: object, seen: dict[int, object]) -> int:
    if id(thing) in seen or isinstance(thing, type) or callable(thing):
        return 0
    seen[id(thing)] = thing
    size = sys.getsizeof(thing)
    if isinstance(thing, dict):
        parts = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple):
        parts = list(thing)
    else:
        slots = [s for kind in type(thing).__mro__ for s in getattr(kind, "__slots__", ())]
        parts = [getattr(thing, s) for s in slots if hasattr(thing, s)]
        parts += [vars(thing)] if hasattr(thing, "__dict__") else []
    return size + sum(_size(part, seen) for part in parts)


def _kept_by_a_watch(batches: int, sales_per_batch: int = 40) -> int:
    watch = Watch(all_checks(installed=False))
    shop = ShopTrace(opening_fen=10**12)
    for number in range(1, batches + 1):
        batch = f"{number:06d}"
        for sale in range(1, sales_per_batch + 1):
            shop.sale(f"{sale:06d}", 100, batch, purchase=f"p{number}/{sale}")
        shop.batch_closed([100 * sales_per_batch, sales_per_batch, 0, 0], batch=batch)
        watch.see_all(shop.events)
        shop.events = []
    watch.see_all(shop.ended())
    size = _size([watch.checks, [check.folds for check in watch.checks]], {})
    verdicts = watch.verdicts(shop.now_us)
    assert [] == [v for v in verdicts if v.applied and v.truth is not Truth.PASS]
    return size


def test_what_is_settled_is_forgotten():
    """Twenty thousand sales leave no more behind than four hundred."""
    sizes = [_kept_by_a_watch(batches) for batches in (10, 500)]

    for few, many in pairwise(sizes):
        assert many < few * 1.1


def test_what_is_in_doubt_is_kept():
    """A double debit in a batch long closed is still told at the end."""
    shop = ShopTrace().sale("000001").sale("000002").batch_closed([25700, 2, 0, 0])
    for number in range(2, 6):
        batch = f"{number:06d}"
        shop.sale("000001", 100, batch, purchase=f"p{number}")
        shop.batch_closed([100, 1, 0, 0], batch=batch)
    watch = Watch(all_checks(installed=False))
    watch.see_all(shop.ended())
    transactions = watch.checks[0].folds.get(Transactions)
    verdicts = {v.check: v for v in watch.verdicts(shop.now_us)}

    assert "check.charged_once.twice" == verdicts["charged_once"].message
    assert ["000001", "000005"] == list(transactions.batches)
