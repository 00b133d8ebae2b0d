"""Money conserved, charged once, outcomes agreed."""

import pytest
from shop_trace import ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.charged_once import ChargedOnce
from emulator.checks.money_conserved import MoneyConserved
from emulator.checks.outcome_agreed import OutcomeAgreed
from emulator.domain.verdict import Truth


class TestMoneyConserved:
    def test_a_balanced_sale_passes(self):
        """Postings whose legs sum to zero conserve money."""
        events = ShopTrace().sale().ended()

        assert Truth.PASS is truth_of(MoneyConserved, events)

    def test_one_fen_too_many_fails(self):
        """A posting that is off by a single fen is found."""
        shop = ShopTrace().sale()
        shop.issuer("sale", "000002", 1, legs=[["cardholder:customer", -1], ["x", 2]])

        assert "unbalanced" == offence_of(MoneyConserved, shop.ended())

    def test_the_last_fen_may_be_spent(self):
        """An account may go down to zero."""
        events = ShopTrace(opening_fen=12850).sale().ended()

        assert Truth.PASS is truth_of(MoneyConserved, events)

    def test_nobody_spends_what_is_not_there(self):
        """An account whose opening was seen may not go below zero."""
        events = ShopTrace(opening_fen=12849).sale().ended()

        assert "overdrawn" == offence_of(MoneyConserved, events)

    def test_an_unknown_opening_is_not_judged(self):
        """A trace without opening balances says nothing about overdrafts."""
        events = ShopTrace(opening_fen=0).sale().ended()

        assert Truth.PASS is truth_of(MoneyConserved, events)

    def test_what_only_the_issuer_booked_is_apart_after_the_clearing(self):
        """A single-sided entry that the clearing did not put into suspense."""
        shop = ShopTrace().sale().issuer("sale", "000002", 100)
        shop.note("acquirer", "cut_over", business_day="2026-03-03")

        assert Truth.PASS is truth_of(MoneyConserved, shop.copy().ended())

        shop.note("clearing", "file_made", business_day="2026-03-02", items=2, amount_fen=1)

        assert "apart" == offence_of(MoneyConserved, shop.ended())

    def test_what_the_clearing_put_into_suspense_is_not_apart(self):
        """The acquirer took the difference over into its suspense account."""
        shop = ShopTrace().sale().issuer("sale", "000002", 100)
        shop.note("acquirer", "cut_over", business_day="2026-03-03")
        shop.note("clearing", "file_made", business_day="2026-03-02", items=2, amount_fen=1)
        legs = [["acquirer:receivable", -100], ["acquirer:suspense", 100]]
        shop.note("acquirer", "posted", reason="suspense", legs=legs, terminal="12345678",
                  batch="000001", stan="000002")  # fmt: skip

        assert Truth.PASS is truth_of(MoneyConserved, shop.ended())

    def test_a_booking_after_the_cut_over_may_still_be_apart(self):
        """The next clearing will find it."""
        shop = ShopTrace().note("acquirer", "cut_over", business_day="2026-03-03")
        shop.issuer("sale", "000002", 100).note("clearing", "file_made", items=0)

        assert Truth.PASS is truth_of(MoneyConserved, shop.ended())

    def test_without_postings_there_is_nothing_to_judge(self):
        """A run in which no money moved does not count."""
        verdict = verdict_of(MoneyConserved, ShopTrace(opening_fen=0).ended())

        assert (False, Truth.INCONCLUSIVE) == (verdict.applied, verdict.truth)


class TestChargedOnce:
    def test_one_debit_passes(self):
        """A purchase with one debit of what was meant."""
        assert Truth.PASS is truth_of(ChargedOnce, ShopTrace().sale().ended())

    def test_two_debits_of_one_purchase_fail(self):
        """The cashier sold again instead of reprinting."""
        events = ShopTrace().sale("000001").sale("000002").ended()

        assert "twice" == offence_of(ChargedOnce, events)

    def test_two_purchases_are_two_debits(self):
        """The same card may pay for two things."""
        events = ShopTrace().sale("000001", purchase="p1").sale("000002", purchase="p2").ended()

        assert Truth.PASS is truth_of(ChargedOnce, events)

    @pytest.mark.parametrize("kind", ["void", "refund"])
    def test_a_double_debit_may_be_taken_back(self, kind):
        """A void or a refund of the second debit puts it right."""
        shop = ShopTrace().sale("000001").sale("000002").taken_back(kind, "000003", "000002")

        assert Truth.PASS is truth_of(ChargedOnce, shop.ended())

    def test_a_part_refund_leaves_the_debit_live(self):
        """Refunding all but one fen of the second debit is not enough."""
        shop = ShopTrace().sale("000001").sale("000002")
        shop.taken_back("refund", "000003", "000002", 12849)

        assert "twice" == offence_of(ChargedOnce, shop.ended())

    def test_a_refund_finds_its_sale_by_reference(self):
        """A refund that names only DE37 takes its sale back all the same."""
        shop = ShopTrace().sale("000001").sale("000002")
        shop.asked("000003", transaction="refund", reference=f"9{'001'}000002")
        shop.booked("000003", kind="refund").approved("000003", kind="refund")

        assert Truth.PASS is truth_of(ChargedOnce, shop.ended())

    def test_a_reversed_debit_does_not_count(self):
        """A sale reversed and sold again is one debit."""
        shop = ShopTrace().present().asked("000001").booked("000001").reversal("000001").unbooked()
        shop.asked("000002").booked("000002").approved("000002").printed("000002")

        assert Truth.PASS is truth_of(ChargedOnce, shop.ended())

    def test_an_adjustment_takes_a_debit_back(self):
        """The bank's credit adjustment ends the double charge."""
        shop = ShopTrace().sale("000001").sale("000002").issuer("adjustment", "000001", -12850)

        assert Truth.PASS is truth_of(ChargedOnce, shop.ended())

    def test_a_double_debit_on_a_list_is_known(self):
        """What is listed as a difference will be paid back."""
        shop = ShopTrace().sale("000001").sale("000002").listed("000001")

        assert Truth.PASS is truth_of(ChargedOnce, shop.ended())

    @pytest.mark.parametrize(("amount_fen", "truth"), [(12850, Truth.PASS), (12851, Truth.FAIL)])
    def test_nobody_pays_more_than_was_meant(self, amount_fen, truth):
        """One fen above what the cardholder meant is too much."""
        shop = ShopTrace().present(meant_fen=12850)
        shop.asked(amount_fen=amount_fen).booked(amount_fen=amount_fen)

        assert truth is truth_of(ChargedOnce, shop.ended())

    def test_without_a_calm_end_nothing_is_said(self):
        """A double debit in the middle of a run may still be reversed."""
        verdict = verdict_of(ChargedOnce, ShopTrace().sale("000001").sale("000002").events)

        assert (Truth.INCONCLUSIVE, "check.no_calm") == (verdict.truth, verdict.message)


class TestOutcomeAgreed:
    def test_approved_and_debited_agree(self):
        """The plain case."""
        assert Truth.PASS is truth_of(OutcomeAgreed, ShopTrace().sale().ended())

    def test_approved_but_not_debited_fails(self):
        """Goods without a debit."""
        events = ShopTrace().present().asked().approved().printed().ended()

        assert "not_debited" == offence_of(OutcomeAgreed, events)

    def test_debited_but_declined_fails(self):
        """The till says no, the bank took the money."""
        shop = ShopTrace().present().asked().booked()
        shop.screen("declined", transaction="sale", stan="000001", batch="000001", code="05")

        assert "debited" == offence_of(OutcomeAgreed, shop.ended())

    def test_a_reversed_sale_agrees(self):
        """Timed out, reversed, given back."""
        shop = ShopTrace().present().asked().booked()
        shop.screen("timed_out", transaction="sale", stan="000001", batch="000001")

        assert Truth.PASS is truth_of(OutcomeAgreed, shop.reversal().unbooked().ended())

    @pytest.mark.parametrize("lister", ["difference", "slip", "ticket"])
    def test_an_unknown_outcome_must_be_on_a_list(self, lister):
        """A difference, a fault slip or a ticket names what nobody at the shop can know."""
        shop = ShopTrace().present().asked().booked()
        shop.screen("reversal_failed", stan="000001", batch="000001", attempts=3)

        assert Truth.FAIL is truth_of(OutcomeAgreed, shop.copy().ended())

        if lister == "difference":
            shop.listed("000001")
        elif lister == "slip":
            shop.slip("000001", "report", kind="fault")
        else:
            shop.note("support", "ticket_opened", ticket="t1", stan="000001", batch="000001")
        verdict = verdict_of(OutcomeAgreed, shop.ended())

        assert (Truth.PASS, 1) == (verdict.truth, verdict.values["listed"])

    def test_a_verdict_on_record_counts_as_said(self):
        """Power went after the verdict was written and before any screen."""
        shop = ShopTrace().present().asked().booked()
        shop.record("verdict", "000001", outcome="approved", amount_fen=1, transaction="sale")

        assert Truth.PASS is truth_of(OutcomeAgreed, shop.ended())

    def test_a_void_agrees_with_its_own_credit(self):
        """Sale and void are two transactions; both outcomes are known."""
        events = ShopTrace().sale().taken_back("void", "000002", "000001").ended()

        assert Truth.PASS is truth_of(OutcomeAgreed, events)

    def test_a_void_that_the_bank_never_made_fails(self):
        """The till says voided, the bank kept the money."""
        shop = ShopTrace().sale()
        shop.asked("000002", transaction="void", original_batch="000001", original_stan="000001")
        shop.approved("000002", kind="void").printed("000002", kind="void")

        assert "not_debited" == offence_of(OutcomeAgreed, shop.ended())

    def test_a_preauthorisation_agrees_with_its_hold(self):
        """A hold moves money within the cardholder's accounts."""
        shop = ShopTrace().present().asked(transaction="preauth")
        shop.issuer("hold", "000001", 0, legs=_hold(12850))
        shop.approved(kind="preauth").printed(kind="preauth")

        assert Truth.PASS is truth_of(OutcomeAgreed, shop.ended())

    def test_an_expired_hold_is_no_disagreement(self):
        """The issuer may let a hold go after thirty days."""
        shop = ShopTrace().present().asked(transaction="preauth")
        shop.issuer("hold", "000001", 0, legs=_hold(12850))
        shop.approved(kind="preauth").printed(kind="preauth")
        shop.issuer("release", "000001", 0, legs=_hold(-12850))

        assert Truth.PASS is truth_of(OutcomeAgreed, shop.ended())

    def test_a_number_used_twice_is_two_transactions(self):
        """The bank replayed an old approval: goods without a second debit."""
        shop = ShopTrace().sale().present("p2").asked().approved().printed()

        assert "not_debited" == offence_of(OutcomeAgreed, shop.ended())

    def test_other_terminals_are_not_judged(self):
        """Nobody filmed the screen of a counterfeit terminal."""
        shop = ShopTrace().sale().issuer("sale", "000009", 100, terminal="99999999")

        assert Truth.PASS is truth_of(OutcomeAgreed, shop.ended())

    def test_money_that_nobody_asked_for_is_found(self):
        """A debit of this terminal without any request on its line."""
        events = ShopTrace().sale().issuer("sale", "000009", 100).ended()

        assert "debited" == offence_of(OutcomeAgreed, events)


def _hold(held_fen):
    return [["cardholder:customer", -held_fen], ["cardholder:customer:held", held_fen]]
