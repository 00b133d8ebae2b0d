"""Expectations: the six modes on both sides of their limits."""

import pytest
from shop_trace import STEP_US, ShopTrace

from emulator.checks.expectations import judge
from emulator.domain.moments import SECOND
from emulator.domain.plan import Expectation, Instant, Pattern
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

PAPER_OUT = Pattern(source="printer", kind="paper_out")
SALE = Pattern(source="acquirer", kind="posted", where={"reason": "sale"})


def _judge(events: list[TraceEvent], **expected) -> Verdict:
    (verdict,) = judge(
        [Expectation(**expected)], events, resolve=lambda instant: instant.at_us or 0
    )
    if verdict.message:
        say(verdict.message, "zh", **verdict.values)
        say(verdict.message, "en", **verdict.values)
    return verdict


def _truth(shop: ShopTrace, **expected) -> Truth:
    return _judge(shop.events, **expected).truth


def test_each_expectation_has_a_verdict_in_order():
    """Named by its place in the file, with its mode."""
    verdicts = judge(
        [Expectation(mode="finally", facts={"screen": s}) for s in ("idle", "waiting")],
        ShopTrace().ended(),
        resolve=lambda instant: 0,
    )

    assert ["expect[1]", "expect[2]"] == [v.check for v in verdicts]
    assert [Truth.PASS, Truth.FAIL] == [v.truth for v in verdicts]
    assert "finally" == verdicts[0].values["mode"]


def test_a_mistake_in_one_does_not_spoil_the_others():
    """A fact that does not exist makes its own expectation inconclusive."""
    verdicts = judge(
        [Expectation(mode="finally", facts={f: 0}) for f in ("weather", "slips.torn")],
        ShopTrace().ended(),
        resolve=lambda instant: 0,
    )

    assert [Truth.INCONCLUSIVE, Truth.PASS] == [v.truth for v in verdicts]
    assert "check.crashed" == verdicts[0].message


class TestWithin:
    def _expected(self, **other):
        return {
            "mode": "within",
            "of": PAPER_OUT,
            "span_us": SECOND,
            "facts": {"screen": "paper_out"},
            **other,
        }

    @pytest.mark.parametrize(("late_us", "truth"), [(0, Truth.PASS), (1, Truth.FAIL)])
    def test_the_last_instant_is_in_time(self, late_us, truth):
        """At the end of the span it passes, a microsecond later it does not."""
        shop = ShopTrace().note("printer", "paper_out")
        shop.wait(SECOND - STEP_US + late_us).screen("paper_out").wait(2 * SECOND).screen("idle")

        assert truth is _truth(shop, **self._expected())

    def test_it_may_be_so_already(self):
        """What is true at the event itself is in time."""
        shop = ShopTrace().screen("paper_out").note("printer", "paper_out").screen("idle")

        assert Truth.PASS is _truth(shop, **self._expected())

    def test_an_event_that_never_came_is_inconclusive(self):
        """Nothing could be judged."""
        verdict = _judge(ShopTrace().screen("paper_out").ended(), **self._expected())

        assert (Truth.INCONCLUSIVE, "check.expect.no_of") == (verdict.truth, verdict.message)

    def test_a_run_that_ends_too_early_is_inconclusive(self):
        """The time was not up."""
        shop = ShopTrace().note("printer", "paper_out").wait(SECOND - 2 * STEP_US).screen("idle")

        assert Truth.INCONCLUSIVE is _truth(shop, **self._expected())

    def test_silence_to_the_end_of_the_span_fails(self):
        """The run went on long enough."""
        shop = ShopTrace().note("printer", "paper_out").wait(SECOND - STEP_US).screen("idle")

        assert Truth.FAIL is _truth(shop, **self._expected())

    def test_the_nth_event_counts(self):
        """The first paper-out is not meant."""
        shop = ShopTrace().note("printer", "paper_out").screen("paper_out").screen("idle")
        shop.note("printer", "paper_out").wait(SECOND).screen("idle")
        second = Pattern(source="printer", kind="paper_out", nth=2)

        assert Truth.FAIL is _truth(shop, **self._expected(of=second))

    def test_an_event_may_be_wanted(self):
        """It must come after the other, not before."""
        wanted = self._expected(facts={}, event=Pattern(source="printer", kind="paper_loaded"))
        early = ShopTrace().note("printer", "paper_loaded").note("printer", "paper_out")
        late = ShopTrace().note("printer", "paper_out").note("printer", "paper_loaded")

        assert Truth.FAIL is _truth(early.wait(SECOND).screen("idle"), **wanted)
        assert Truth.PASS is _truth(late, **wanted)

    def test_only_later_slips_are_receipts(self):
        """A slip that was there before the event does not count."""
        wanted = self._expected(facts={"receipt": {"amount": 12850}})
        shop = ShopTrace().slip("000001").note("printer", "paper_out")

        assert Truth.FAIL is _truth(shop.copy().wait(SECOND).screen("idle"), **wanted)
        assert Truth.PASS is _truth(shop.slip("000001", reprint=True), **wanted)


class TestBy:
    def _expected(self, at_us):
        return {"mode": "by", "instant": Instant(at_us=at_us), "facts": {"screen": "idle"}}

    def test_the_state_at_the_instant_counts(self):
        """What happens in that very instant is included, what comes later is not."""
        shop = ShopTrace().screen("idle")
        at_us = shop.now_us
        shop.screen("waiting")

        assert Truth.PASS is _truth(shop, **self._expected(at_us))
        assert Truth.FAIL is _truth(
            shop, **self._expected(at_us - 1).__or__({"facts": {"slips.torn": 1}})
        )
        assert Truth.FAIL is _truth(shop, **self._expected(at_us + STEP_US))

    def test_beyond_the_end_is_inconclusive(self):
        """The run was over before."""
        shop = ShopTrace().screen("idle")

        assert Truth.PASS is _truth(shop, **self._expected(shop.now_us))
        assert Truth.INCONCLUSIVE is _truth(shop, **self._expected(shop.now_us + 1))


class TestAlways:
    def test_one_moment_is_enough_to_fail(self):
        """Although it was right before and after."""
        shop = ShopTrace().screen("idle").screen("waiting").screen("idle")
        verdict = _judge(shop.events, mode="always", facts={"screen": "idle"})

        assert (Truth.FAIL, (4,)) == (verdict.truth, verdict.evidence)

    def test_held_from_the_first_moment_it_can_be_told(self):
        """Before the first screen nothing is wrong."""
        assert Truth.PASS is _truth(
            ShopTrace().screen("idle").sale(), mode="always", facts={"slips.torn": 0}
        )

    def test_a_fact_that_could_never_be_told(self):
        """There was no screen at all."""
        assert Truth.INCONCLUSIVE is _truth(ShopTrace(), mode="always", facts={"screen": "idle"})


def test_what_was_before_moment_0_does_not_count():
    """The shop is opened before the story begins; the balance is known all the same."""
    shop = ShopTrace().screen("booting")
    for event in shop.events:
        event.at_us -= shop.now_us + 1
    shop.now_us = 0
    shop.screen("idle")

    assert Truth.PASS is _truth(shop, mode="never", facts={"screen": "booting"})
    assert Truth.PASS is _truth(shop, mode="always", facts={"customer.balance": 100_000})


class TestNever:
    @pytest.mark.parametrize(("more_than", "truth"), [(2, Truth.PASS), (1, Truth.FAIL)])
    def test_at_most_so_many(self, more_than, truth):
        """Two sales: at most two is kept, at most one is not."""
        shop = ShopTrace().sale("000001").sale("000002")

        assert truth is _truth(shop, mode="never", event=SALE, more_than=more_than)

    def test_not_at_all(self):
        """Without a number none is allowed."""
        assert Truth.PASS is _truth(ShopTrace(), mode="never", event=SALE)
        assert Truth.FAIL is _truth(ShopTrace().sale(), mode="never", event=SALE)

    def test_facts_that_must_not_be(self):
        """A screen that must not appear."""
        shop = ShopTrace().screen("idle")

        assert Truth.PASS is _truth(shop, mode="never", facts={"screen": "timed_out"})
        assert Truth.FAIL is _truth(
            shop.screen("timed_out").screen("idle"), mode="never", facts={"screen": "timed_out"}
        )

    def test_a_silent_terminal_proves_nothing(self):
        """An event that only the terminal could tell of, and it tells nothing of itself."""
        crash = Pattern(source="terminal", kind="crashed")
        telling = ShopTrace().note("terminal", "booted", inside=True, step="ready")

        assert Truth.INCONCLUSIVE is _truth(ShopTrace().sale(), mode="never", event=crash)
        assert Truth.PASS is _truth(telling, mode="never", event=crash)


class TestEventually:
    def test_it_may_be_over_again(self):
        """Once is enough."""
        shop = ShopTrace().screen("paper_out").screen("idle")

        assert Truth.PASS is _truth(shop, mode="eventually", facts={"screen": "paper_out"})

    def test_it_must_come_before_the_calm_ends(self):
        """An event after that is too late."""
        shop = ShopTrace().calm().sale()

        assert Truth.FAIL is _truth(shop, mode="eventually", event=SALE)
        assert Truth.PASS is _truth(ShopTrace().sale().calm(), mode="eventually", event=SALE)

    def test_without_a_calm_end_it_may_still_come(self):
        """The run was broken off."""
        assert Truth.INCONCLUSIVE is _truth(ShopTrace(), mode="eventually", event=SALE)


class TestFinally:
    def test_the_state_at_the_end_of_the_calm(self):
        """The probe sale afterwards makes no difference."""
        shop = ShopTrace().sale().calm().sale("000009", 1, purchase="probe")

        assert Truth.PASS is _truth(shop, mode="finally", facts={"customer.balance": 87150})

    def test_every_fact_must_hold(self):
        """The one that does not is named with what was wanted and found."""
        verdict = _judge(
            ShopTrace().sale().ended(),
            mode="finally",
            facts={"customer.debits": 1, "customer.balance": 87149},
        )

        assert Truth.FAIL is verdict.truth
        assert {
            "fact": "customer.balance", "wanted": "871.49 CNY", "found": "871.50 CNY",
        }.items() <= verdict.values.items()  # fmt: skip

    def test_without_a_calm_end_it_cannot_be_told(self):
        """Nobody knows whether the shop would have come to rest."""
        shop = ShopTrace().sale()

        assert Truth.INCONCLUSIVE is _truth(shop, mode="finally", facts={"customer.debits": 1})
