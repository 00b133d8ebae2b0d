"""Nothing owed, no screen stuck, a small sale possible, payouts right and on their day."""

import pytest
from shop_trace import MERCHANT, ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.comes_to_rest import ComesToRest
from emulator.domain.moments import DAY
from emulator.domain.verdict import Truth


def test_a_quiet_shop_passes():
    """Idle, nothing pending."""
    assert Truth.PASS is truth_of(ComesToRest, ShopTrace().sale().ended())


def test_a_run_without_calm_end_is_inconclusive():
    """Nobody waited for the shop to come to rest."""
    verdict = verdict_of(ComesToRest, ShopTrace().sale().events)

    assert Truth.INCONCLUSIVE is verdict.truth


def test_a_pending_reversal_fails():
    """A request without outcome and without an accepted reversal."""
    events = ShopTrace().present().asked().ended()

    assert "reversal_pending" == offence_of(ComesToRest, events)


def test_a_reversal_after_the_calm_is_too_late():
    """The grace is over; the probe does not excuse it."""
    shop = ShopTrace().present().asked().calm().reversal().note("bench", "run_ended")

    assert "reversal_pending" == offence_of(ComesToRest, shop.events)


@pytest.mark.parametrize("screen", ["waiting", "reversing", "settling", "booting"])
def test_a_busy_screen_is_stuck(screen):
    """The terminal still works by itself after the grace."""
    events = ShopTrace().sale().calm(screen=screen).note("bench", "run_ended").events

    assert "stuck" == offence_of(ComesToRest, events)


@pytest.mark.parametrize("screen", ["idle", "sign_in_required", "journal_full", "paper_out"])
def test_a_screen_that_asks_a_person_is_at_rest(screen):
    """A person can go on from there."""
    events = ShopTrace().sale().calm(screen=screen).note("bench", "run_ended").events

    assert Truth.PASS is truth_of(ComesToRest, events)


def test_a_dark_terminal_is_not_at_rest():
    """The power came back, but nobody booted."""
    shop = ShopTrace().note("terminal", "powered_off")

    assert "off" == offence_of(ComesToRest, shop.ended())


class TestProbe:
    def _probed(self) -> ShopTrace:
        return ShopTrace().sale().calm().note("bench", "probe_started", purchase="probe")

    def test_a_sale_that_works_passes(self):
        """Approved and printed after the calm."""
        shop = self._probed().sale("000009", 1, purchase="probe").note("bench", "run_ended")

        assert Truth.PASS is truth_of(ComesToRest, shop.events)

    def test_a_refused_sale_fails(self):
        """The shop cannot sell."""
        shop = self._probed().screen("not_possible", transaction="sale", why="reversal_pending")

        assert "cannot_sell" == offence_of(ComesToRest, shop.note("bench", "run_ended").events)

    def test_an_unprinted_sale_fails(self):
        """The printer did not come back."""
        shop = self._probed().present("probe", 1).asked("000009", 1).approved("000009", 1)

        assert "cannot_print" == offence_of(ComesToRest, shop.note("bench", "run_ended").events)


class TestPayouts:
    def _due(self) -> ShopTrace:
        return ShopTrace().note(
            "clearing",
            "payout_due",
            business_day="2026-03-02",
            merchant=MERCHANT,
            amount_fen=12773,
            due="2026-03-03",
        )

    def _credited(self, shop: ShopTrace, **other) -> ShopTrace:
        detail = {
            "merchant": MERCHANT,
            "business_day": "2026-03-02",
            "amount_fen": 12773,
            "cleared_fen": 12850,
            "fee_fen": 77,
            "date": "2026-03-03",
            **other,
        }
        return shop.wait(DAY).note("clearing", "merchant_credited", **detail)

    def test_the_right_amount_on_the_right_day_passes(self):
        """Cleared less the fee, on the announced date."""
        assert Truth.PASS is truth_of(ComesToRest, self._credited(self._due()).ended())

    @pytest.mark.parametrize("amount_fen", [12772, 12774])
    def test_a_fen_more_or_less_fails(self, amount_fen):
        """The payout is what was cleared less the fee."""
        shop = self._credited(self._due(), amount_fen=amount_fen)

        assert "payout_amount" == offence_of(ComesToRest, shop.ended())

    def test_a_day_late_without_a_word_fails(self):
        """Nobody recorded why."""
        shop = self._credited(self._due(), date="2026-03-04")

        assert "payout_day" == offence_of(ComesToRest, shop.ended())

    @pytest.mark.parametrize(
        "kind", ["payout_deferred", "payout_held", "payout_returned", "file_late", "closed"]
    )
    def test_a_recorded_reason_explains_the_day(self, kind):
        """The bank was being upgraded, the merchant held, the account wrong."""
        shop = self._due().note("clearing", kind, why="upgrade")

        assert Truth.PASS is truth_of(ComesToRest, self._credited(shop, date="2026-03-06").ended())

    def _sent(self, shop: ShopTrace, business_day: str = "2026-03-02") -> ShopTrace:
        return shop.note(
            "clearing",
            "payout_sent",
            merchant=MERCHANT,
            business_day=business_day,
            amount_fen=12773,
        )

    def test_what_is_under_way_must_not_be_sent_again(self):
        """Not even if only one of the two arrives, and though it is known to take long."""
        shop = self._sent(self._due()).note(
            "clearing", "payout_deferred", why="transfer_overdue", business_day="2026-03-02"
        )

        assert "payout_twice" == offence_of(ComesToRest, self._credited(self._sent(shop)).ended())

    def test_what_came_back_may_be_sent_again(self):
        """It is due again when the account was put right, or sent without another word."""
        came_back = self._sent(self._due()).note(
            "clearing",
            "payout_returned",
            merchant=MERCHANT,
            business_day="2026-03-02",
            why="wrong_number",
        )

        assert Truth.PASS is truth_of(ComesToRest, self._credited(self._sent(came_back)).ended())

    def test_each_day_is_sent_for_itself(self):
        """Two days under way at once are two payouts."""
        shop = self._sent(self._sent(self._due()), business_day="2026-03-01")

        assert Truth.PASS is truth_of(ComesToRest, self._credited(shop).ended())

    def test_a_reason_for_another_day_explains_nothing(self):
        """Only the day that it names is excused."""
        shop = self._due().note(
            "clearing", "payout_deferred", business_day="2026-02-27", why="upgrade"
        )

        assert "payout_day" == offence_of(
            ComesToRest, self._credited(shop, date="2026-03-06").ended()
        )

    @pytest.mark.parametrize(("days", "truth"), [(1, Truth.PASS), (2, Truth.FAIL)])
    def test_a_payout_that_never_came_fails_after_its_day(self, days, truth):
        """On the due date it may still come; the day after it is missing."""
        shop = self._due().wait(days * DAY)

        assert truth is truth_of(ComesToRest, shop.ended())
