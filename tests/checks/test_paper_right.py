"""Slips: one for each approval, none for a reversal, reprints marked, contents right."""

import pytest
from shop_trace import ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.paper_right import PaperRight
from emulator.domain.verdict import Truth


def _approved() -> ShopTrace:
    return (
        ShopTrace().sale("000001").present("p2").asked("000002").booked("000002").approved("000002")
    )


def test_both_copies_pass():
    """A sale with its two slips."""
    assert Truth.PASS is truth_of(PaperRight, ShopTrace().sale().ended())


def test_no_slip_at_all_fails():
    """An approved sale of which nobody has paper and nobody was told."""
    assert "missing" == offence_of(PaperRight, _approved().ended())


def test_one_copy_of_two_fails():
    """The shop hands out two copies; one of this sale is missing."""
    assert "missing" == offence_of(PaperRight, _approved().slip("000002").ended())


def test_a_faded_slip_is_none():
    """Paper that cannot be read proves nothing."""
    shop = _approved().slip("000002", "merchant", legible=False).slip("000002", "cardholder")

    assert "missing" == offence_of(PaperRight, shop.ended())


@pytest.mark.parametrize("screen", ["paper_out", "printer_fault", "printer_hot"])
def test_a_missing_slip_that_somebody_knows_of_passes(screen):
    """Cancelling after paper-out leaves the sale approved and unprinted."""
    shop = _approved().screen(screen, slip_kind="sale", copy="merchant", stan="000002")
    verdict = verdict_of(PaperRight, shop.ended())

    assert (Truth.PASS, 1) == (verdict.truth, verdict.values["unprinted"])


def test_a_torn_slip_is_seen():
    """The torn piece tells the cashier."""
    shop = _approved().slip("000002", torn=True)

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_a_second_slip_needs_the_mark():
    """A further slip of the same copy without the reprint mark could be passed off as a sale."""
    assert "unmarked" == offence_of(PaperRight, ShopTrace().sale().slip("000001").ended())


def test_a_marked_reprint_passes():
    """Reprinting as often as wanted, marked."""
    shop = ShopTrace().sale().slip("000001", reprint=True).slip("000001", reprint=True)

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_after_a_torn_slip_the_next_may_be_an_original():
    """Nothing legible was printed before."""
    shop = _approved().slip("000002", torn=True).printed("000002")

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_a_reprint_serves_where_the_original_was_torn():
    """After the paper is loaded the copy may also come as a reprint."""
    shop = _approved().slip("000002", torn=True).slip("000002", reprint=True)
    shop.slip("000002", "cardholder", reprint=True)

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_a_slip_of_a_reversed_sale_fails():
    """Printed before the verdict was durable, then reversed after a power cut."""
    shop = ShopTrace().present().asked().booked().slip("000001").reversal().unbooked()

    assert "reversed" == offence_of(PaperRight, shop.ended())


def test_a_slip_of_a_voided_sale_stays():
    """A void has a slip of its own."""
    events = ShopTrace().sale().taken_back("void", "000002", "000001").ended()

    assert Truth.PASS is truth_of(PaperRight, events)


@pytest.mark.parametrize(("amount_fen", "truth"), [(12850, Truth.PASS), (12851, Truth.FAIL)])
def test_the_slip_says_the_amount_that_was_booked(amount_fen, truth):
    """One fen more on paper than in the books is wrong."""
    shop = _approved().printed("000002", amount_fen=amount_fen)

    assert truth is truth_of(PaperRight, shop.ended())


def test_a_wrong_amount_that_is_listed_passes():
    """The host posted wrongly, the clearing found it."""
    shop = _approved().printed("000002", amount_fen=12851).listed("000002", why="amount")

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_the_slip_shows_the_card_of_the_transaction():
    """The visible ends of the number must be the ones that paid."""
    shop = _approved().slip("000002", card="6222 02** **** 0018")
    shop.slip("000002", "cardholder", card="622202******0026")

    assert "card" == offence_of(PaperRight, shop.ended())


def test_without_paper_or_approval_there_is_nothing_to_judge():
    """A run with no transaction."""
    assert not verdict_of(PaperRight, ShopTrace().ended()).applied
