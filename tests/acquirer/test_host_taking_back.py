"""Voids, refunds, pre-authorisations and completions."""

from typing import Any

import pytest

from emulator.domain.card import Pan
from emulator.domain.message import Totals
from emulator.domain.moments import DAY
from emulator.kernel.lever import levers_of

HELD = "cardholder:customer:held"


def void(shop: Any, stan: str, amount_fen: int = 12_850, **more: Any) -> Any:
    """A void of the sale with STAN 000001."""
    fields = {"original_stan": "000001", "original_batch": shop.batch} | more
    return shop.message("void", stan, amount_fen, **fields)


def refund(shop: Any, stan: str, amount_fen: int, reference: str = "000000000001") -> Any:
    """A refund by reference."""
    return shop.message("refund", stan, amount_fen, reference=reference)


def test_a_void_gives_the_whole_amount_back(shop: Any) -> None:
    """Cardholder and merchant stand where they stood."""
    shop.sale()

    assert "00" == shop.code(void(shop, "000002"))
    assert (100_000, 0) == shop.sums_fen


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"original_stan": "000077"}, "25"),
        ({"amount_fen": 12_849}, "64"),
        ({"amount_fen": 12_851}, "64"),
        ({"pan": Pan("6222020000000018")}, "12"),
        ({"pan": None}, "00"),
    ],
)
def test_a_void_must_fit_its_original(shop: Any, more: dict[str, Any], code: str) -> None:
    """Unknown original 25, another amount 64, another card 12; no card is allowed."""
    shop.sale()

    assert code == shop.code(void(shop, "000002", **more))


def test_a_sale_is_voided_once(shop: Any) -> None:
    """The second void is refused with 12."""
    shop.sale()
    codes = [shop.code(void(shop, "000002")), shop.code(void(shop, "000003"))]

    assert ["00", "12"] == codes
    assert (100_000, 0) == shop.sums_fen


def test_a_repeated_void_without_card_gets_the_stored_answer(shop: Any) -> None:
    """The card came from the original; another original under the same STAN is 94."""
    shop.sale("000001")
    shop.sale("000003")
    codes = [
        shop.code(void(shop, "000002", pan=None)),
        shop.code(void(shop, "000002", pan=None)),
        shop.code(void(shop, "000002", original_stan="000003")),
    ]

    assert ["00", "00", "94"] == codes
    assert (87_150, 12_850) == shop.sums_fen


def test_a_reversed_sale_cannot_be_voided(shop: Any) -> None:
    """There is nothing to give back."""
    shop.sale()
    shop.ask(shop.reversal_of(shop.message("sale", "000001", 12_850)))

    assert "12" == shop.code(void(shop, "000002"))


def test_a_void_can_be_reversed_and_made_again(shop: Any) -> None:
    """After its reversal the sale stands, and can be voided."""
    shop.sale()
    first = void(shop, "000002")
    shop.ask(first)
    shop.ask(shop.reversal_of(first))
    between = shop.sums_fen

    assert (87_150, 12_850) == between
    assert "00" == shop.code(void(shop, "000003"))
    assert (100_000, 0) == shop.sums_fen


def test_a_void_that_the_bank_refuses_leaves_the_sale_voidable(shop: Any) -> None:
    """The reservation of the original ends with the refusal."""
    shop.sale()
    lever = levers_of(shop.world, "issuer", shop.issuers)["issuer.upgrade"]
    lever.pull()
    refused = shop.code(void(shop, "000002"))
    lever.release()

    assert ("91", "00") == (refused, shop.code(void(shop, "000003")))


def test_a_void_in_the_next_batch_is_refused(shop: Any) -> None:
    """After settlement only a refund helps."""
    shop.sale()
    shop.ask(shop.message("settlement", "000002", totals=Totals(12_850, 1)))
    late = void(shop, "000003", batch="000002", original_batch="000001")

    assert "12" == shop.code(late)
    assert "00" == shop.code(refund(shop, "000004", 12_850).changed(batch="000002"))


def test_refunds_add_up_to_the_original_and_no_further(shop: Any) -> None:
    """Partial and repeated; one fen more is 64."""
    shop.sale()
    codes = [
        shop.code(refund(shop, "000002", 5_000)),
        shop.code(refund(shop, "000003", 7_851)),
        shop.code(refund(shop, "000004", 7_850)),
        shop.code(refund(shop, "000005", 1)),
    ]

    assert ["00", "64", "00", "64"] == codes
    assert (100_000, 0) == shop.sums_fen


@pytest.mark.parametrize(("amount_fen", "code"), [(5_000, "00"), (5_001, "61")])
def test_a_refund_has_a_limit_of_its_own(new_shop: Any, amount_fen: int, code: str) -> None:
    """Above it 61, whatever the original was."""
    one = new_shop(refund_limit_fen=5_000)
    one.sign_in()
    one.sale()

    assert code == one.code(refund(one, "000002", amount_fen))


@pytest.mark.parametrize("reference", ["000000000099", "not-a-number"])
def test_a_refund_of_an_unknown_reference_is_answered_25(shop: Any, reference: str) -> None:
    """Also if the reference cannot be one."""
    assert "25" == shop.code(refund(shop, "000002", 100, reference))


def test_a_voided_sale_cannot_be_refunded_nor_a_refunded_one_voided(shop: Any) -> None:
    """Either way the money went back once."""
    shop.sale("000001")
    shop.ask(void(shop, "000002"))
    shop.sale("000003")
    shop.ask(refund(shop, "000004", 100, "000000000003"))
    codes = [
        shop.code(refund(shop, "000005", 100)),
        shop.code(void(shop, "000006", original_stan="000003")),
    ]

    assert ["12", "12"] == codes


def test_a_refund_of_a_preauth_is_refused(shop: Any) -> None:
    """Only what was debited can be refunded."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    asked = shop.message("refund", "000002", 100, original_stan="000001")

    assert "12" == shop.code(asked)


def test_a_refund_finds_its_original_weeks_later(shop: Any) -> None:
    """The original has shrunk to a tuple by then, and remembers what was refunded."""
    shop.sale()
    shop.ask(shop.message("settlement", "000002", totals=Totals(12_850, 1)))
    shop.batch = "000002"
    shop.run(10 * DAY)
    status = shop.host.status_of("12345678", "000001", "000001")
    first = shop.code(refund(shop, "000003", 5_000))
    shop.run(5 * DAY)
    codes = [shop.code(refund(shop, "000004", 7_851)), shop.code(refund(shop, "000005", 7_850))]

    assert ("approved", ["00", "64", "00"]) == (status, [first, *codes])
    assert "refunded" == shop.host.status_of("12345678", "000001", "000001")
    assert "unknown" == shop.host.status_of("12345678", "000001", "000099")
    assert (100_000, 0) == shop.sums_fen


def test_a_refund_too_late_is_answered_25(new_shop: Any) -> None:
    """Originals are kept for a number of days only."""
    one = new_shop(refund_days=5)
    one.sign_in()
    one.sale()
    one.ask(one.message("settlement", "000002", totals=Totals(12_850, 1)))
    one.batch = "000002"
    one.run(8 * DAY)

    assert "25" == one.code(refund(one, "000003", 100))


def test_a_preauth_freezes_and_its_void_releases(shop: Any) -> None:
    """The merchant is owed nothing either way."""
    answer = shop.ask(shop.message("preauth", "000001", 10_000))
    frozen = shop.sums_fen, shop.book.balance_fen(HELD)
    asked = shop.message("preauth_void", "000002", 10_000, authorisation=answer.authorisation)

    assert ((90_000, 0), 10_000) == frozen
    assert "00" == shop.code(asked)
    assert ((100_000, 0), 0) == (shop.sums_fen, shop.book.balance_fen(HELD))


@pytest.mark.parametrize(
    ("amount_fen", "code"), [(10_000, "00"), (4_000, "00"), (11_500, "00"), (11_501, "61")]
)
def test_a_completion_may_exceed_the_preauth_by_15_per_cent(
    shop: Any, amount_fen: int, code: str
) -> None:
    """What was frozen is freed, what was completed is debited."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    asked = shop.message(
        "completion", "000002", amount_fen, original_stan="000001", original_batch=shop.batch
    )

    assert code == shop.code(asked)
    moved = amount_fen if code == "00" else 0
    held = 0 if code == "00" else 10_000
    assert ((100_000 - moved - held, moved), held) == (
        shop.sums_fen,
        shop.book.balance_fen(HELD),
    )


def test_a_preauth_is_completed_once(shop: Any) -> None:
    """Neither a second completion nor a release is possible afterwards."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    codes = [
        shop.code(shop.message(kind, stan, 10_000, original_stan="000001"))
        for kind, stan in (
            ("completion", "000002"),
            ("completion", "000003"),
            ("preauth_void", "000004"),
        )
    ]

    assert ["00", "12", "12"] == codes


def test_a_voided_completion_freezes_the_money_again(shop: Any) -> None:
    """The pre-authorisation can then be completed anew."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    shop.ask(shop.message("completion", "000002", 8_000, original_stan="000001"))
    voided = shop.code(shop.message("completion_void", "000003", 8_000, original_stan="000002"))
    between = shop.sums_fen, shop.book.balance_fen(HELD)

    assert ("00", ((90_000, 0), 10_000)) == (voided, between)
    assert "00" == shop.code(shop.message("completion", "000004", 10_000, original_stan="000001"))
    assert ((90_000, 10_000), 0) == (shop.sums_fen, shop.book.balance_fen(HELD))


def test_a_completion_void_can_be_reversed_while_nothing_used_its_preauth(shop: Any) -> None:
    """Then the completion stands again; after a new completion the reversal is refused."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    shop.ask(shop.message("completion", "000002", 8_000, original_stan="000001"))
    voids = [
        shop.message("completion_void", stan, 8_000, original_stan="000002")
        for stan in ("000003", "000004")
    ]
    shop.ask(voids[0])
    first = shop.code(shop.reversal_of(voids[0]))
    between = shop.sums_fen, shop.book.balance_fen(HELD)
    shop.ask(voids[1])
    shop.ask(shop.message("completion", "000005", 10_000, original_stan="000001"))

    assert ("00", ((92_000, 8_000), 0)) == (first, between)
    assert "12" == shop.code(shop.reversal_of(voids[1]))
    assert ((90_000, 10_000), 0) == (shop.sums_fen, shop.book.balance_fen(HELD))


def test_a_reversed_completion_freezes_the_money_again(shop: Any) -> None:
    """As if it had never been asked for."""
    shop.ask(shop.message("preauth", "000001", 10_000))
    completion = shop.message("completion", "000002", 8_000, original_stan="000001")
    shop.ask(completion)
    shop.ask(shop.reversal_of(completion))

    assert ((90_000, 0), 10_000) == (shop.sums_fen, shop.book.balance_fen(HELD))
    assert "00" == shop.code(shop.message("preauth_void", "000003", 10_000, original_stan="000001"))


def test_held_and_released_are_noted(shop: Any) -> None:
    """A pre-authorisation has no posting at the acquirer, only a note."""
    preauth = shop.message("preauth", "000001", 10_000)
    shop.ask(preauth)
    shop.ask(shop.reversal_of(preauth))

    assert [1, 1, 0] == [
        len(shop.named(f"acquirer.{kind}")) for kind in ("held", "released", "posted")
    ]
    assert "000001" == shop.named("acquirer.held")[0]["stan"]
