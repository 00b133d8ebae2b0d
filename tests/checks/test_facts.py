"""Facts: the shop as outside events show it."""

import pytest
from shop_trace import MERCHANT, ShopTrace

from emulator.checks.facts import ShopState, Unknown
from emulator.domain.verdict import Truth
from emulator.domain.vocabulary import FACTS


def _state(shop: ShopTrace, **options) -> ShopState:
    state = ShopState(**options)
    for event in shop.events:
        state.see(event)
    return state


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_every_fact_of_the_reference_can_be_asked_for(fact):
    """A value or `Unknown`, never an error, also of an empty shop."""
    _state(ShopTrace()).value(fact)


def test_a_fact_that_does_not_exist_is_the_callers_mistake():
    """The scenario's reader should have said so."""
    with pytest.raises(KeyError):
        _state(ShopTrace()).value("weather")


class TestMoney:
    def test_the_cardholders_balance_follows_the_postings(self):
        """Opening balance less the sale, under either name."""
        state = _state(ShopTrace().sale())

        assert 87150 == state.value("customer.balance")

    def test_customer_is_the_first_cardholder(self):
        """Whatever the card is called."""
        shop = ShopTrace(opening_fen=0).note(
            "issuer", "posted", reason="opening", legs=[["opening", -5], ["cardholder:li", 5]]
        )

        assert [5, 5] == [_state(shop).value(f"{name}.balance") for name in ("customer", "li")]

    def test_an_unknown_holder_has_no_balance(self):
        """Nothing was ever posted for it."""
        assert isinstance(_state(ShopTrace()).value("nobody.balance"), Unknown)

    def test_holds_are_counted_apart(self):
        """Pre-authorised money is still the cardholder's, on another account."""
        shop = ShopTrace().present().asked(transaction="preauth")
        legs = [["cardholder:customer", -100], ["cardholder:customer:held", 100]]
        state = _state(shop.issuer("hold", "000001", 0, legs=legs))

        assert (99_900, 100) == (state.value("customer.balance"), state.value("customer.held"))

    def test_what_the_merchant_is_owed_and_has(self):
        """Payable and in transit is pending; the rest is on the account."""
        shop = ShopTrace().sale()
        shop.note("clearing", "posted", legs=[[f"acquirer:payable:{MERCHANT}", -50],
                                              [f"clearing:transit:{MERCHANT}", 30],
                                              [f"merchant:{MERCHANT}:account", 20]])  # fmt: skip
        state = _state(shop)

        assert (20, 12830) == (state.value("merchant.account"), state.value("merchant.pending"))

    def test_the_issuers_suspense_is_the_sum_over_the_banks(self):
        """Each bank has its own suspense account."""
        legs = [["issuer:icbc:suspense", 3], ["issuer:abc:suspense", 4], ["x", -7]]

        assert 7 == _state(ShopTrace().note("issuer", "posted", legs=legs)).value("issuer.suspense")


class TestSale:
    def _of(self, shop: ShopTrace) -> list:
        state = _state(shop)
        return [state.value("sale.s1"), state.value("customer.debits")]

    def _begun(self) -> ShopTrace:
        return ShopTrace().note("cashier", "did", action="sale", step="s1").present().asked()

    def test_no_step_no_outcome(self):
        """The step was never begun."""
        assert ["none", 1] == self._of(ShopTrace().sale())

    def test_unknown_until_somebody_knows(self):
        """The request is under way."""
        assert ["unknown", 0] == self._of(self._begun())

    def test_approved(self):
        """Answer, verdict, screen."""
        assert ["approved", 1] == self._of(self._begun().booked().approved())

    def test_declined(self):
        """The bank says no."""
        shop = self._begun().screen("declined", stan="000001", batch="000001", code="51")

        assert ["declined", 0] == self._of(shop)

    def test_reversed(self):
        """Timed out and taken back."""
        assert ["reversed", 0] == self._of(self._begun().booked().reversal().unbooked())

    @pytest.mark.parametrize(("kind", "outcome"), [("void", "voided"), ("refund", "refunded")])
    def test_taken_back(self, kind, outcome):
        """By a transaction of its own, done in another step."""
        shop = self._begun().booked().approved().note("cashier", "did", action=kind, step="s2")
        state = _state(shop.taken_back(kind, "000002", "000001"))

        assert (outcome, "approved") == (state.value("sale.s1"), state.value("sale.s2"))

    def test_the_last_attempt_counts(self):
        """The step was tried again after a reversal."""
        shop = self._begun().booked().reversal().unbooked().asked("000002")

        assert ["approved", 1] == self._of(shop.booked("000002").approved("000002"))


class TestTerminal:
    def test_the_open_batch_counts_approved_debits(self):
        """From the storage bus: a refund is no debit, a declined sale neither."""
        shop = ShopTrace().sale().taken_back("refund", "000002", "000001", 100)
        shop.asked("000003").record("verdict", "000003", outcome="declined", transaction="sale")

        assert {"batch": "000001", "count": 1, "total": 12850} == _state(shop).value(
            "terminal.batch"
        )

    def test_the_next_batch_begins_empty(self):
        """After the settlement nothing is in it."""
        shop = ShopTrace().sale().screen("settled", batch="000001", next_batch="000002")

        assert {"batch": "000002", "count": 0, "total": 0} == _state(shop).value("terminal.batch")

    def test_a_wiped_memory_holds_no_batch(self):
        """A factory reset leaves nothing."""
        shop = ShopTrace().sale().note("storage", "replaced", records=0)

        assert 0 == _state(shop).value("terminal.batch")["count"]

    def test_an_intent_is_pending_until_it_is_settled(self):
        """By a verdict, a reversal, or an emptied slot."""
        shop = ShopTrace().asked()

        assert 1 == _state(shop).value("terminal.pending_reversals")
        assert 0 == _state(shop.reversal()).value("terminal.pending_reversals")

    def test_the_screen_that_stands(self):
        """The last one displayed."""
        assert "waiting" == _state(ShopTrace().screen("idle").screen("waiting")).value("screen")


class TestReceipt:
    def _agrees(self, shop: ShopTrace, **wanted) -> Truth:
        return _state(shop).agree("receipt", wanted)

    def test_two_copies_of_one_sale(self):
        """Different copies of the same transaction are counted."""
        assert Truth.PASS is self._agrees(ShopTrace().sale(), copies=2, amount=12850)

    def test_two_slips_of_the_same_copy_are_one(self):
        """The merchant's copy twice is not two copies."""
        shop = ShopTrace().present().asked().approved().slip("000001")
        shop.slip("000001", reprint=True)

        assert Truth.FAIL is self._agrees(shop, copies=2)
        assert Truth.PASS is self._agrees(shop, count=2)

    @pytest.mark.parametrize("mark", ["重打印", "reprint", "****重打印****", "yes"])
    def test_the_reprint_mark_in_any_words(self, mark):
        """As the slip has it, or in English."""
        shop = ShopTrace().sale()

        assert Truth.FAIL is self._agrees(shop, marked=mark)
        assert Truth.PASS is self._agrees(shop.slip("000001", reprint=True), marked=mark)

    @pytest.mark.parametrize("mark", ["no", "无", ""])
    def test_an_unmarked_slip(self, mark):
        """A reprint does not count as one."""
        shop = ShopTrace().slip("000001", reprint=True)

        assert Truth.FAIL is self._agrees(shop, marked=mark)
        assert Truth.PASS is self._agrees(shop.slip("000002"), marked=mark)

    def test_a_torn_slip_is_no_receipt(self):
        """Only whole slips count."""
        assert Truth.FAIL is self._agrees(ShopTrace().slip("000001", torn=True), amount=12850)

    def test_none_at_all(self):
        """`count: 0` asks for no such slip."""
        assert Truth.PASS is self._agrees(ShopTrace().sale(), count=0, marked="重打印")

    def test_slips_are_counted_by_sort(self):
        """Originals, reprints, torn pieces and fault slips."""
        shop = ShopTrace().sale().slip("000001", reprint=True).slip("000001", torn=True)
        state = _state(shop.slip("000001", kind="fault"))
        sorts = ("original", "reprint", "torn", "fault")

        assert [2, 1, 1, 1] == [state.value(f"slips.{sort}") for sort in sorts]


class TestBackOffice:
    def test_differences_come_and_go(self):
        """Listed and not resolved."""
        shop = ShopTrace().listed("000001").listed("000002")
        shop.note("acquirer", "difference_resolved", terminal="12345678", batch="000001",
                  stan="000001", how="credited")  # fmt: skip

        assert 1 == _state(shop).value("acquirer.differences")

    def test_tickets_come_and_go(self):
        """Opened and not closed."""
        shop = ShopTrace().note("support", "ticket_opened", ticket="t1", about="x")

        assert 1 == _state(shop).value("tickets.open")
        assert 0 == _state(shop.note("support", "ticket_closed", ticket="t1")).value("tickets.open")

    @pytest.mark.parametrize(
        ("result", "word"), [("1", "balanced"), ("2", "unbalanced"), ("3", "error")]
    )
    def test_the_last_settlement(self, result, word):
        """A repeated answer is no second closing."""
        shop = ShopTrace().batch_closed([0, 0, 0, 0], result=result)
        state = _state(shop.batch_closed([0, 0, 0, 0], result=result, repeated=True))

        assert (1, word) == (state.value("batches.closed"), state.value("batch.result"))

    def test_payout_days_need_a_calendar(self):
        """Business days are counted by whoever knows the bank's calendar."""
        shop = ShopTrace().note("clearing", "merchant_credited", business_day="2026-03-06",
                                date="2026-03-09", amount_fen=1)  # fmt: skip
        counted = _state(shop, count_business_days=lambda a, b: (b - a).days - 2)

        assert 1 == counted.value("payout.days")
        assert isinstance(_state(shop).value("payout.days"), Unknown)

    def test_the_last_notice(self):
        """What the bank announced."""
        shop = ShopTrace().note("clearing", "notice", text="notice.upgrade")

        assert "notice.upgrade" == _state(shop).value("terminal.notice")


def test_every_key_of_a_mapping_must_agree():
    """One wrong key is enough; a key that cannot be told is inconclusive."""
    state = _state(ShopTrace().sale())

    assert Truth.PASS is state.agree("terminal.batch", {"count": 1, "total": 12850})
    assert Truth.FAIL is state.agree("terminal.batch", {"count": 1, "total": 12851})
    assert Truth.INCONCLUSIVE is _state(ShopTrace()).agree("terminal.batch", {"batch": "000001"})
