"""Batches: totals, repeated settlements, uploads and differences."""

from typing import Any

import pytest

from emulator.acquirer.batches import HostItem, ItemDifference, compare_items
from emulator.acquirer.registry import next_batch
from emulator.domain.card import Pan
from emulator.domain.message import Totals, UploadItem
from emulator.domain.moments import DAY
from emulator.kernel.lever import levers_of

PAN = Pan("6222020000000000")


def settle(shop: Any, totals: Totals, batch: str = "000001") -> Any:
    """Settle a batch with the terminal's totals."""
    return shop.ask(shop.message("settlement", "000090", totals=totals, batch=batch))


def upload(shop: Any, *items: tuple[str, int], end: str = "202", count: int | None = None) -> Any:
    """Upload items and the end message, and give the last answer."""
    records = tuple(UploadItem("sale", stan, PAN, fen) for stan, fen in items)
    if records:
        shop.ask(shop.message("batch_upload", "000091", items=records, network_code="201"))
    total = len(records) if count is None else count
    return shop.ask(shop.message("batch_upload", "000092", network_code=end, item_count=total))


def listed(shop: Any) -> list[tuple[str, str, int]]:
    """The differences that were listed so far."""
    return [
        (one["stan"], one["why"], one["amount_fen"])
        for one in shop.named("acquirer.difference_listed")
    ]


def test_equal_totals_are_balanced(shop: Any) -> None:
    """Result 1, the host's totals, no code, and the next batch."""
    shop.sale()
    answer = settle(shop, Totals(12_850, 1))

    assert ("0510", None, "1", Totals(12_850, 1)) == (
        answer.mti,
        answer.code,
        answer.settlement_result,
        answer.totals,
    )
    assert "000002" == shop.sign_in().batch


@pytest.mark.parametrize(
    "totals", [Totals(12_851, 1), Totals(12_850, 2), Totals(12_850, 1, 1, 0), Totals()]
)
def test_any_difference_in_totals_is_unbalanced(shop: Any, totals: Totals) -> None:
    """Amount or count, debit or credit."""
    shop.sale()

    assert "2" == settle(shop, totals).settlement_result


def test_an_empty_batch_can_be_settled(shop: Any) -> None:
    """Nothing equals nothing."""
    assert "1" == settle(shop, Totals()).settlement_result


def test_a_void_counts_as_credit_and_its_sale_stays(shop: Any) -> None:
    """A reversed sale is in neither."""
    shop.sale("000001", 12_850)
    shop.ask(shop.message("void", "000002", 12_850, original_stan="000001"))
    shop.sale("000003", 500)
    shop.ask(shop.reversal_of(shop.message("sale", "000003", 500)))

    assert Totals(12_850, 1, 12_850, 1) == settle(shop, Totals()).totals


def test_a_lost_0510_is_answered_again_without_closing_twice(shop: Any) -> None:
    """The stored result, noted as repeated, even if the terminal says other totals now."""
    shop.sale()
    first = settle(shop, Totals(12_850, 1))
    again = settle(shop, Totals())

    assert (first.settlement_result, first.totals) == (again.settlement_result, again.totals)
    assert [False, True] == [
        one.get("repeated", False) for one in shop.named("acquirer.batch_closed")
    ]
    assert "000002" == shop.sign_in().batch


def test_a_batch_that_never_was_is_not_settled(shop: Any) -> None:
    """Result 3 and a request to sign in."""
    answer = settle(shop, Totals(), batch="000050")

    assert ("3", "77", "3") == (answer.settlement_result, answer.code, answer.work_request)


def test_maintenance_gives_result_3_and_leaves_the_batch_open(shop: Any) -> None:
    """Afterwards the same batch can be settled."""
    shop.sale()
    lever = levers_of(shop.world, "acquirer", shop.host)["acquirer.maintenance"]
    lever.pull()
    during = settle(shop, Totals(12_850, 1)).settlement_result
    lever.release()

    assert ("3", "1") == (during, settle(shop, Totals(12_850, 1)).settlement_result)


def test_settling_needs_a_sign_in(shop: Any) -> None:
    """Signed off is result 3."""
    shop.ask(shop.message("sign_off", "000009"))
    answer = settle(shop, Totals())

    assert ("3", "90") == (answer.settlement_result, answer.code)


def test_after_batch_drift_the_old_batch_can_still_be_settled(shop: Any) -> None:
    """77 for a sale; the journal of the old batch is not lost."""
    shop.sale("000001")
    levers_of(shop.world, "acquirer", shop.host)["acquirer.batch_drift"].pull()
    refused = shop.sale("000002").code
    answer = settle(shop, Totals(12_850, 1))

    assert ("77", "1", "000002") == (refused, answer.settlement_result, shop.sign_in().batch)
    assert "000002" == shop.named("acquirer.batch_closed")[0]["next_batch"]


def test_an_item_that_the_terminal_lacks_goes_to_suspense(shop: Any) -> None:
    """A lost reversal: the merchant is not paid for what its terminal does not have."""
    shop.sale("000001", 12_850)
    shop.sale("000002", 500)
    settle(shop, Totals(500, 1))
    upload(shop, ("000002", 500))

    assert [("000001", "long", 12_850)] == listed(shop)
    assert 12_850 == shop.book.balance_fen("acquirer:suspense")
    assert (86_650, 500) == shop.sums_fen


def test_an_item_that_the_host_lacks_is_listed_without_money(shop: Any) -> None:
    """The merchant is asked; nothing moves."""
    settle(shop, Totals(700, 1))
    upload(shop, ("000001", 700))

    assert [("000001", "unmatched", 700)] == listed(shop)
    assert 0 == shop.book.balance_fen("acquirer:suspense")


def test_an_amount_that_the_host_booked_too_high_is_corrected(shop: Any) -> None:
    """A wrong posting: the surplus goes to suspense."""
    lever = levers_of(shop.world, "acquirer", shop.host)["acquirer.wrong_posting"]
    lever.pull(by_fen=1_000)
    shop.sale("000001", 12_850)
    lever.release()
    settle(shop, Totals(12_850, 1))
    upload(shop, ("000001", 12_850))

    assert [("000001", "amount", 1_000)] == listed(shop)
    assert (12_850, 1_000) == (shop.sums_fen[1], shop.book.balance_fen("acquirer:suspense"))


def test_a_void_that_the_terminal_lacks_is_listed_short(shop: Any) -> None:
    """The cardholder has the money; the merchant must decide."""
    shop.sale("000001", 500)
    shop.ask(shop.message("void", "000002", 500, original_stan="000001"))
    settle(shop, Totals(500, 1))
    upload(shop, ("000001", 500))

    assert [("000002", "short", 500)] == listed(shop)


def test_a_sale_and_its_void_that_the_terminal_both_lacks_cancel_out(shop: Any) -> None:
    """Nobody lost anything."""
    shop.sale("000001", 500)
    shop.ask(shop.message("void", "000002", 500, original_stan="000001"))
    settle(shop, Totals())
    upload(shop)

    assert [] == listed(shop)


def test_blocks_and_ends_may_come_twice(shop: Any) -> None:
    """A lost 0330 leads to a repeat, which lists nothing twice."""
    shop.sale("000001", 500)
    shop.sale("000002", 600)
    settle(shop, Totals(500, 1))
    upload(shop, ("000001", 500))
    answer = upload(shop, ("000001", 500))

    assert "00" == answer.code
    assert [("000002", "long", 600)] == listed(shop)


def test_the_wrong_end_message_is_listed(shop: Any) -> None:
    """207 after an unbalanced result is an offence, and the items are compared all the same."""
    shop.sale("000001", 500)
    settle(shop, Totals())
    upload(shop, end="207")

    assert [("", "wrong_end_message", 0), ("000001", "long", 500)] == listed(shop)


def test_the_right_end_message_of_a_balanced_batch_lists_nothing(shop: Any) -> None:
    """207 after result 1."""
    shop.sale("000001", 500)
    settle(shop, Totals(500, 1))
    upload(shop, end="207")

    assert [] == listed(shop)


def test_an_upload_with_holes_lists_the_batch_and_credits_nobody(shop: Any) -> None:
    """Fewer items than the end message counts prove nothing about single ones."""
    shop.sale("000001", 500)
    settle(shop, Totals(400, 1))
    upload(shop, count=1)

    assert [("", "upload_incomplete", 100)] == listed(shop)
    assert 0 == shop.book.balance_fen("acquirer:suspense")


def test_an_upload_that_never_ends_is_listed_after_a_day(shop: Any) -> None:
    """The gap of the totals, once."""
    shop.sale("000001", 500)
    settle(shop, Totals())
    shop.run(5 * DAY)

    assert [("", "upload_incomplete", 500)] == listed(shop)


def test_an_upload_without_settlement_is_refused(shop: Any) -> None:
    """12: there is nothing to compare with."""
    shop.sale("000001", 500)

    assert "12" == upload(shop).code


def test_a_reversal_after_the_listing_takes_the_item_off_the_list(shop: Any) -> None:
    """The terminal got through after all; suspense is empty again."""
    sale = shop.message("sale", "000001", 500)
    shop.ask(sale)
    settle(shop, Totals())
    upload(shop)
    shop.ask(shop.reversal_of(sale))

    assert 0 == shop.book.balance_fen("acquirer:suspense")
    assert (100_000, 0) == shop.sums_fen
    assert ["offset"] == [one["how"] for one in shop.named("acquirer.difference_resolved")]


def test_an_approval_after_the_batch_was_settled_is_taken_back(shop: Any) -> None:
    """What the terminal settled without must not slip into the closed batch."""
    levers_of(shop.world, "issuer", shop.issuers)["issuer.slow"].pull(extra_us=5_000_000)
    shop.uplink.low.send(shop.message("sale", "000001", 500))
    shop.run(1_000_000)
    shop.uplink.low.send(shop.message("settlement", "000090", totals=Totals()))
    shop.run()

    assert (100_000, 0) == shop.sums_fen
    assert ["0510", "0210"] == [a.mti for a in shop.answers[1:]]
    assert "98" == shop.answers[-1].code


def test_people_strike_off_what_no_money_stands_for(shop: Any) -> None:
    """What a cardholder waits for stays listed."""
    shop.sale("000001", 500)
    settle(shop, Totals(700, 1))
    upload(shop, ("000002", 700))
    struck = shop.host.resolve_differences()

    assert (1, [("12345678", "000001", "000001")]) == (
        struck,
        list(shop.host.differences.open),
    )


def test_comparing_items_is_a_pure_function() -> None:
    """Long, amount, credit amount, unmatched, in the host's order and then the shop's."""
    host = [
        HostItem("000001", True, 100, 100),
        HostItem("000002", True, 200, 200),
        HostItem("000003", False, 50, 0),
        HostItem("000004", True, 300, 300),
    ]
    shop = {
        stan: UploadItem("sale", stan, PAN, fen)
        for stan, fen in (("000002", 250), ("000003", 40), ("000004", 300), ("000009", 9))
    }

    assert [
        ItemDifference("000001", "long", 100, 100),
        ItemDifference("000002", "amount", 50, 0),
        ItemDifference("000003", "amount", 10, 0),
        ItemDifference("000009", "unmatched", 9, 0),
    ] == compare_items(host, shop)


@pytest.mark.parametrize(("batch", "after"), [("000001", "000002"), ("999999", "000001")])
def test_batch_numbers_wrap_to_one(batch: str, after: str) -> None:
    """Six digits, never 000000."""
    assert after == next_batch(batch)
