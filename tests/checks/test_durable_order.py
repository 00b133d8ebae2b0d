"""Intent, request, verdict, slip, cleared: in this order."""

from shop_trace import ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.durable_order import DurableOrder
from emulator.domain.verdict import Truth


def test_a_sale_in_order_passes():
    """Intent before the request, verdict before the slip, then the slot is cleared."""
    events = ShopTrace().sale().record("cleared", "000001").ended()

    assert Truth.PASS is truth_of(DurableOrder, events)


def test_a_terminal_without_our_storage_is_not_judged():
    """No record was ever seen on the bus."""
    events = [e for e in ShopTrace().sale().ended() if e.source != "storage"]

    assert not verdict_of(DurableOrder, events).applied


def test_a_request_before_its_intent_fails():
    """A power cut between both would leave a debit that nobody remembers."""
    shop = ShopTrace().present().request("0200", "000001", amount_fen=1).record("intent", "000001")

    assert "no_intent" == offence_of(DurableOrder, shop.ended())


def test_a_torn_intent_is_no_intent():
    """A record that reads as not there does not cover the request."""
    shop = ShopTrace().note("storage", "torn", record="intent", stan="000001")
    shop.request("0200", "000001", amount_fen=1)

    assert "no_intent" == offence_of(DurableOrder, shop.record("parameters", "").ended())


def test_a_refund_needs_no_intent():
    """A notice is never reversed, so it has no pending slot."""
    shop = ShopTrace().request("0220", "000001", transaction="refund").record("parameters", "")

    assert Truth.PASS is truth_of(DurableOrder, shop.ended())


def test_a_slip_before_the_verdict_fails():
    """A power cut between both would reverse a sale of which a slip is about."""
    shop = ShopTrace().present().asked().slip("000001")

    assert "slip_early" == offence_of(DurableOrder, shop.ended())


def test_a_fault_slip_needs_no_verdict():
    """It is no voucher."""
    shop = ShopTrace().present().asked().slip("000001", "report", kind="fault")

    assert Truth.PASS is truth_of(DurableOrder, shop.ended())


def test_clearing_without_an_outcome_fails():
    """The slot was emptied before the reversal was on record."""
    shop = ShopTrace().present().asked().record("cleared", "000001")

    assert "cleared_early" == offence_of(DurableOrder, shop.ended())


def test_clearing_after_the_reversal_passes():
    """The host has answered, the record is there."""
    shop = ShopTrace().present().asked().reversal().record("cleared", "000001")

    assert Truth.PASS is truth_of(DurableOrder, shop.ended())


def test_clearing_what_never_left_passes():
    """Without carrier not a byte was sent; the slot may go."""
    shop = ShopTrace().record("intent", "000001").line("not_sent", "0200", "000001")

    assert Truth.PASS is truth_of(DurableOrder, shop.record("cleared", "000001").ended())


def test_giving_up_on_record_passes():
    """The documented end of a reversal that nobody answers."""
    shop = ShopTrace().present().asked().record("gave_up", "000001").record("cleared", "000001")

    assert Truth.PASS is truth_of(DurableOrder, shop.ended())


def test_reversed_before_the_answer_fails():
    """The record runs ahead of the host."""
    shop = ShopTrace().present().asked().request("0400", "000001").record("reversed", "000001")

    assert "reversed_early" == offence_of(DurableOrder, shop.ended())


def test_a_garbled_answer_is_none():
    """Nobody could read that the host had reversed."""
    shop = ShopTrace().present().asked().request("0400", "000001")
    shop.line("delivered", "0410", "000001", code="00", garbled=True)

    assert "reversed_early" == offence_of(DurableOrder, shop.record("reversed", "000001").ended())
