"""Numbers, answers, reversals first, end codes."""

import pytest
from shop_trace import ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.protocol_kept import ProtocolKept
from emulator.domain.verdict import Truth


def test_two_sales_pass():
    """Each with its own number and answer."""
    events = ShopTrace().sale("000001").sale("000002", purchase="p2").ended()

    assert Truth.PASS is truth_of(ProtocolKept, events)


def test_silence_is_nothing_to_judge():
    """A terminal that sent nothing."""
    assert not verdict_of(ProtocolKept, ShopTrace().ended()).applied


class TestNumbers:
    def test_a_number_used_twice_fails(self):
        """A counter that was reset within the batch."""
        events = ShopTrace().sale("000001").sale("000001", purchase="p2").ended()

        assert "stan_twice" == offence_of(ProtocolKept, events)

    def test_the_next_batch_may_use_it_again(self):
        """Numbers are unique within a batch."""
        shop = ShopTrace().sale("000001").sale("000001", batch="000002", purchase="p2")

        assert Truth.PASS is truth_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize("mti", ["0220", "0320", "0500"])
    def test_a_notice_may_be_repeated_word_for_word(self, mti):
        """The answer was lost; the same message goes out again."""
        shop = ShopTrace()
        for _ in range(2):
            shop.request(mti, "000005", transaction="refund", amount_fen=100)

        assert Truth.PASS is truth_of(ProtocolKept, shop.ended())

    def test_a_repeated_notice_may_not_change(self):
        """One fen more is another transaction."""
        shop = ShopTrace()
        for amount_fen in (100, 101):
            shop.request("0220", "000005", transaction="refund", amount_fen=amount_fen)

        assert "stan_twice" == offence_of(ProtocolKept, shop.ended())

    def test_a_reversal_carries_its_originals_number(self):
        """0400 and 0200 share the STAN."""
        shop = ShopTrace().present().asked().booked().reversal().unbooked()

        assert Truth.PASS is truth_of(ProtocolKept, shop.ended())


class TestAnswers:
    def test_approved_without_an_answer_fails(self):
        """The terminal approved by itself."""
        shop = ShopTrace().present().asked()
        shop.screen("approved", stan="000001", batch="000001", amount_fen=12850)

        assert "unanswered" == offence_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize(
        "more", [{"code": "05"}, {"code": "00", "garbled": True}, {"code": "00", "batch": "000002"}]
    )
    def test_the_answer_must_approve_this_request(self, more):
        """A refusal, an unreadable answer, or another batch's answer approves nothing."""
        shop = ShopTrace().present().asked().answer("0210", "000001", **more)
        shop.screen("approved", stan="000001", batch="000001", amount_fen=12850)

        assert "unanswered" == offence_of(ProtocolKept, shop.ended())

    def test_another_numbers_answer_does_not_count(self):
        """An answer matched without looking at the STAN."""
        shop = ShopTrace().present().asked("000001").asked("000002")
        shop.answer("0210", "000001", code="00")
        shop.screen("approved", stan="000002", batch="000001", amount_fen=12850)

        assert Truth.FAIL is truth_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize("code", ["00", "10", "11", "A2"])
    def test_every_approving_code_approves(self, code):
        """Class A of DE39 has more codes than 00."""
        shop = ShopTrace().present().asked().answer("0210", "000001", code=code)
        shop.screen("approved", stan="000001", batch="000001", amount_fen=12850)

        assert Truth.PASS is truth_of(ProtocolKept, shop.ended())

    def test_a_late_answer_after_the_reversal_approves_nothing(self):
        """The reversal was sent; whatever comes now must be dropped."""
        shop = ShopTrace().present().asked().request("0400", "000001", code="98")
        shop.answer("0210", "000001", code="00")
        shop.screen("approved", stan="000001", batch="000001", amount_fen=12850)

        assert "after_reversal" == offence_of(ProtocolKept, shop.ended())


class TestReversalFirst:
    def test_a_new_sale_before_the_reversal_fails(self):
        """The cashier's retry went online while the first outcome was unknown."""
        shop = ShopTrace().present().asked("000001").asked("000002")

        assert "reversal_first" == offence_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize(
        ("code", "truth"),
        [("00", Truth.PASS), ("25", Truth.PASS), ("12", Truth.PASS), ("96", Truth.FAIL)],
    )
    def test_only_an_accepted_reversal_ends_it(self, code, truth):
        """00, 25 and 12 end a reversal; anything else leaves it due."""
        shop = ShopTrace().present().asked("000001").reversal("000001", code=code).asked("000002")

        assert truth is truth_of(ProtocolKept, shop.ended())

    def test_an_undelivered_reversal_answer_does_not_end_it(self):
        """The 0410 was sent and lost."""
        shop = ShopTrace().present().asked("000001").request("0400", "000001", code="98")
        shop.line("sent", "0410", "000001", code="00")
        shop.line("lost", "0410", "000001", code="00", reason="drop")

        assert Truth.FAIL is truth_of(ProtocolKept, shop.asked("000002").ended())

    def test_a_declined_request_needs_no_reversal(self):
        """A refusal is a final outcome."""
        shop = ShopTrace().present().asked("000001").answer("0210", "000001", code="51")
        shop.screen("declined", stan="000001", batch="000001", code="51").asked("000002")

        assert Truth.PASS is truth_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize("mti", ["0220", "0500"])
    def test_settlement_and_refund_wait_too(self, mti):
        """Whatever goes online waits."""
        shop = ShopTrace().present().asked("000001").request(mti, "000002", transaction="x")

        assert "reversal_first" == offence_of(ProtocolKept, shop.ended())

    @pytest.mark.parametrize("mti", ["0800", "0820"])
    def test_sign_in_need_not_wait(self, mti):
        """A new key may be what the reversal needs."""
        shop = ShopTrace().present().asked("000001").request(mti, "000002", transaction="sign_in")

        assert Truth.PASS is truth_of(ProtocolKept, shop.reversal("000001").ended())


class TestEndCode:
    @pytest.mark.parametrize(
        ("result", "code", "truth"),
        [
            ("1", "207", Truth.PASS),
            ("1", "202", Truth.FAIL),
            ("2", "202", Truth.PASS),
            ("2", "207", Truth.FAIL),
            ("3", "202", Truth.PASS),
        ],
    )
    def test_the_end_of_the_upload_tells_the_result(self, result, code, truth):
        """207 after a balanced settlement, 202 after an unbalanced one (payments.md 3.8)."""
        shop = ShopTrace().request("0500", "000008", transaction="settlement", network_code="201")
        shop.answer("0510", "000008", transaction="settlement", result=result)
        shop.request("0320", "000009", transaction="batch_upload", network_code="201")
        shop.request("0320", "000010", transaction="batch_upload", network_code=code)

        assert truth is truth_of(ProtocolKept, shop.ended())
