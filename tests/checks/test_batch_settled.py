"""Every debit in exactly one settled batch, totals agreed or explained."""

import pytest
from shop_trace import ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.batch_settled import BatchSettled
from emulator.domain.verdict import Truth

ONE_SALE = [12850, 1, 0, 0]


def test_a_balanced_batch_passes():
    """Host, shop and books say the same."""
    events = ShopTrace().sale().batch_closed(ONE_SALE).ended()

    assert Truth.PASS is truth_of(BatchSettled, events)


def test_without_a_settlement_there_is_nothing_to_judge():
    """An open batch is no offence."""
    assert not verdict_of(BatchSettled, ShopTrace().sale().ended()).applied


def test_a_voided_sale_stays_among_the_debits():
    """The void is a credit; the sale is not taken out (payments.md 3.4)."""
    shop = ShopTrace().sale().taken_back("void", "000002", "000001")

    assert Truth.PASS is truth_of(BatchSettled, shop.batch_closed([12850, 1, 12850, 1]).ended())


def test_a_reversed_sale_is_in_neither_total():
    """What was taken back under its own number was never in the batch."""
    shop = ShopTrace().sale().present("p2").asked("000002").booked("000002")
    shop.reversal("000002").unbooked("000002")

    assert Truth.PASS is truth_of(BatchSettled, shop.batch_closed(ONE_SALE).ended())


def test_the_host_must_state_what_it_booked():
    """Totals that are not the sum of the postings are wrong."""
    events = ShopTrace().sale().batch_closed([12851, 1, 0, 0]).ended()

    assert "host_totals" == offence_of(BatchSettled, events)


def test_closing_twice_fails():
    """The same batch was closed again."""
    events = ShopTrace().sale().batch_closed(ONE_SALE).batch_closed(ONE_SALE).ended()

    assert "twice" == offence_of(BatchSettled, events)


def test_a_repeated_answer_is_no_second_closing():
    """The stored result may be asked for again."""
    shop = ShopTrace().sale().batch_closed(ONE_SALE).batch_closed(ONE_SALE, repeated=True)

    assert Truth.PASS is truth_of(BatchSettled, shop.ended())


def test_unbalanced_must_not_be_called_balanced():
    """Result 1 with different totals hides a difference."""
    events = ShopTrace().sale().batch_closed(ONE_SALE, [0, 0, 0, 0], result="1").ended()

    assert "called_balanced" == offence_of(BatchSettled, events)


def test_balanced_must_not_be_called_unbalanced():
    """Result 2 with equal totals sends somebody to look for nothing."""
    events = ShopTrace().sale().batch_closed(ONE_SALE, result="2").ended()

    assert "called_unbalanced" == offence_of(BatchSettled, events)


def test_an_unbalanced_batch_needs_its_difference_listed():
    """The host has a sale of which the shop knows nothing."""
    shop = ShopTrace().present().asked().booked()
    shop.screen("reversal_failed", stan="000001", batch="000001", attempts=3)
    shop.batch_closed(ONE_SALE, [0, 0, 0, 0])

    assert "not_listed" == offence_of(BatchSettled, shop.copy().ended())
    assert Truth.PASS is truth_of(BatchSettled, shop.listed("000001").ended())


def test_the_shop_must_settle_what_it_showed():
    """A terminal that leaves a refund out of its totals is caught by its own screens."""
    shop = ShopTrace().sale().taken_back("refund", "000002", "000001", 100)
    shop.batch_closed([12850, 1, 100, 1], ONE_SALE).listed("")

    assert "shop_totals" == offence_of(BatchSettled, shop.ended())


def test_a_listed_item_may_be_missing_from_the_shops_totals():
    """A journal that was wiped leaves a difference that names the transaction."""
    shop = ShopTrace().sale().batch_closed(ONE_SALE, [0, 0, 0, 0]).listed("000001", why="long")

    assert Truth.PASS is truth_of(BatchSettled, shop.ended())


def test_a_number_is_booked_once():
    """A host that takes a repeated request for a new one."""
    shop = ShopTrace().sale().host("sale", "000001", 12850)

    assert "booked_twice" == offence_of(BatchSettled, shop.ended())


def test_a_number_is_reversed_once():
    """A host whose reversal is not idempotent."""
    shop = ShopTrace().present().asked().booked().reversal().unbooked()
    shop.host("reversal", "000001", -12850, transaction="sale")

    assert "reversed_twice" == offence_of(BatchSettled, shop.ended())


def test_a_debit_after_the_closing_is_in_no_batch():
    """A late original was booked into a batch that was closed already."""
    shop = ShopTrace().sale().present("p2").asked("000002").batch_closed(ONE_SALE)
    shop.booked("000002")

    assert "in_no_batch" == offence_of(BatchSettled, shop.ended())


def test_a_late_debit_that_is_listed_passes():
    """The difference list names it."""
    shop = ShopTrace().sale().present("p2").asked("000002").batch_closed(ONE_SALE)
    shop.booked("000002").listed("000002")

    assert Truth.PASS is truth_of(BatchSettled, shop.ended())


def test_a_batch_may_not_be_left_behind():
    """The terminal sells in a later batch while the older one was never closed."""
    shop = ShopTrace().sale().sale("000002", batch="000002", purchase="p2")
    shop.batch_closed(ONE_SALE, batch="000002")

    assert "left_open" == offence_of(BatchSettled, shop.ended())


def test_a_left_batch_whose_debits_are_listed_passes():
    """The host found what the terminal forgot."""
    shop = ShopTrace().sale().sale("000002", batch="000002", purchase="p2")
    shop.batch_closed(ONE_SALE, batch="000002").listed("000001")

    assert Truth.PASS is truth_of(BatchSettled, shop.ended())


@pytest.mark.parametrize("kind", ["void", "refund"])
def test_what_takes_a_debit_back_must_lower_the_payable(kind):
    """A host that books a void as another sale pays the merchant twice."""
    shop = ShopTrace().sale().issuer(kind, "000002", -12850).host(kind, "000002", 12850)

    assert "wrong_side" == offence_of(BatchSettled, shop.ended())


@pytest.mark.parametrize(
    ("kind", "payable_fen", "held"),
    [
        ("sale", 100, True),
        ("sale", -100, False),
        ("completion", 100, True),
        ("completion", -100, False),
        ("void", -100, True),
        ("void", 100, False),
        ("refund", -100, True),
        ("refund", 100, False),
        ("completion_void", -100, True),
        ("completion_void", 100, False),
    ],
)
def test_every_kind_has_its_side_and_a_reversal_the_other(kind, payable_fen, held):
    """Debits raise what the merchant is owed, credits lower it, a reversal undoes either."""
    booked = ShopTrace().host(kind, "000001", payable_fen)
    taken_back = ShopTrace().host(kind, "000001", payable_fen)
    taken_back.host("reversal", "000001", -payable_fen, transaction=kind)

    for events, times in ((booked.ended(), 1), (taken_back.ended(), 2)):
        verdict = verdict_of(BatchSettled, events)
        assert (0 if held else times) == verdict.offences
        assert held or "check.batch_settled.wrong_side" == verdict.message


def test_a_reversal_that_books_the_debit_again_fails():
    """The merchant would be paid for what the cardholder got back."""
    shop = ShopTrace().present().asked().booked().reversal().issuer("reversal", "000001", -12850)
    shop.host("reversal", "000001", 12850, transaction="sale")

    assert "wrong_side" == offence_of(BatchSettled, shop.ended())
