"""Whether the evidence meets a claim."""

from typing import Any

import msgspec
import pytest
from disputes import contents, payment, shown, slip

from emulator.domain.texts import has, pattern
from emulator.operations.evidence.defence import Answer, Claim, defends
from emulator.operations.evidence.payment import Back

BACK = Back(
    kind="void", batch="000001", stan="000004", at="", amount_fen=6600, reference="000000000003"
)
CLAIMS = list(Claim)


def judged(claim: Claim, *payments: Any, **values: Any) -> tuple[str, str]:
    """Answer and reason."""
    defence = defends(shown(*payments, **values), claim)
    return defence.answer.value, defence.reason


@pytest.mark.parametrize("claim", CLAIMS)
def test_whoever_hands_in_nothing_loses(claim):
    """A retrieval request that nobody answers is a chargeback."""
    assert Answer.LOSES is defends(None, claim).answer


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_ordinary_sale_is_defended(claim):
    """Chip and PIN, a legible slip, the amount of the bill, once."""
    assert Answer.WINS is defends(shown(payment(billed_fen=6600)), claim).answer


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"debits": 0, "debited_fen": 0}, "not_debited"),
        ({"debited_fen": 0, "reversed": True}, "reversed"),
        ({"given_back": (BACK,)}, "given_back"),
    ],
)
def test_money_that_is_back_ends_every_dispute(claim, values, reason):
    """Whatever the slip says."""
    assert ("wins", reason) == judged(claim, payment(slips=(), **values))


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c is not Claim.CHARGED_TWICE])
@pytest.mark.parametrize("slips", [(), (slip(legible=False),), (slip(copy="cardholder"),)], ids=str)
def test_without_a_legible_merchants_copy_the_dispute_is_lost(claim, slips):
    """The cardholder's copy is not the shop's to show."""
    assert ("loses", "no_slip") == judged(claim, payment(slips=slips))


def test_a_receipt_by_hand_leaves_it_open():
    """It is something, but no slip."""
    one = payment(slips=(), receipt_by_hand=True)

    assert ("cannot_tell", "receipt_by_hand") == judged(Claim.NOT_RECEIVED, one)


def test_a_sale_that_the_terminal_called_failed_is_lost():
    """Nobody hands out goods for it, and the money is gone."""
    one = payment(screens=("timed_out",), slips=())

    assert ("loses", "called_failed") == judged(Claim.NOT_RECEIVED, one)


@pytest.mark.parametrize(
    ("entry", "pin_keyed", "answer"),
    [
        ("chip", True, "wins"),
        ("chip", False, "cannot_tell"),
        ("contactless", False, "cannot_tell"),
        ("swipe", True, "cannot_tell"),
        ("keyed", False, "loses"),
        ("", False, "loses"),
    ],
)
def test_only_chip_and_pin_show_that_it_was_the_holder(entry, pin_keyed, answer):
    """A stripe can be copied, and a number be read over a shoulder."""
    one = payment(entry=entry, pin_keyed=pin_keyed)

    assert answer == judged(Claim.NOT_MINE, one)[0]


class TestChargedTwice:
    OTHER = msgspec.structs.replace(payment(), stan="000003")

    def test_one_purchase_debited_twice_is_lost(self):
        """Both stand."""
        assert ("loses", "same_purchase") == judged(Claim.CHARGED_TWICE, payment(), self.OTHER)

    def test_the_second_one_that_was_voided_does_not_count(self):
        """One debit is left."""
        voided = msgspec.structs.replace(self.OTHER, given_back=(BACK,))

        assert ("wins", "only_debit") == judged(Claim.CHARGED_TWICE, payment(), voided)

    def test_two_purchases_with_two_slips_are_defended(self):
        """The customer came twice."""
        other = msgspec.structs.replace(self.OTHER, purchase="later")

        assert ("wins", "two_purchases") == judged(Claim.CHARGED_TWICE, payment(), other)

    def test_two_purchases_one_without_a_slip_stay_open(self):
        """The second visit is not shown."""
        other = msgspec.structs.replace(self.OTHER, purchase="later", slips=())

        assert ("cannot_tell", "slip_missing") == judged(Claim.CHARGED_TWICE, payment(), other)

    def test_a_purchase_that_nobody_saw_stays_open(self):
        """It may be the same one."""
        other = msgspec.structs.replace(self.OTHER, purchase="")

        assert ("cannot_tell", "purchase_unknown") == judged(Claim.CHARGED_TWICE, payment(), other)

    def test_another_amount_is_another_purchase(self):
        """Nobody means it by `twice`."""
        other = msgspec.structs.replace(self.OTHER, amount_fen=6601)

        assert ("wins", "only_debit") == judged(Claim.CHARGED_TWICE, payment(), other)

    def test_one_number_booked_twice_is_lost(self):
        """The line repeated the request, and the bank believed it."""
        one = payment(debits=2, debited_fen=13200)

        assert ("loses", "booked_twice") == judged(Claim.CHARGED_TWICE, one)

    def test_a_bundle_that_leaves_debits_out_proves_nothing(self):
        """The second debit may be among them."""
        assert ("cannot_tell", "too_many_alike") == judged(
            Claim.CHARGED_TWICE, payment(), left_out=1
        )


class TestWrongAmount:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"billed_fen": 6600}, ("wins", "as_billed")),
            ({"billed_fen": 6599}, ("loses", "other_than_bill")),
            ({"billed_fen": 6601}, ("loses", "other_than_bill")),
            ({}, ("wins", "agreed_by_pin")),
            ({"pin_keyed": False}, ("cannot_tell", "bill_unknown")),
            ({"slips": (slip(amount_fen=6500),)}, ("loses", "other_than_slip")),
            ({"slips": (slip(amount_fen=None),)}, ("cannot_tell", "amount_not_printed")),
        ],
        ids=str,
    )
    def test_bill_slip_and_debit_must_agree(self, values, expected):
        """To the fen."""
        assert expected == judged(Claim.WRONG_AMOUNT, payment(**values))

    def test_what_was_refunded_since_counts(self):
        """Ten yuan too much were given back."""
        ten = msgspec.structs.replace(BACK, amount_fen=1000)
        one = payment(billed_fen=5600, given_back=(ten,))

        assert ("wins", "as_billed") == judged(Claim.WRONG_AMOUNT, one)


def test_the_worst_of_several_payments_is_the_answer():
    """Nobody wins a dispute about two payments with the proof of one."""
    bad = payment(stan="000003", slips=())
    both = shown(payment(), bad)
    both = msgspec.structs.replace(both, disputed=(payment().key, bad.key))

    defence = defends(both, Claim.NOT_MINE)

    assert (Answer.LOSES, bad.key) == (defence.answer, defence.about)


def test_a_payment_that_the_bundle_does_not_show_is_not_defended():
    """Asked about another one than it holds."""
    defence = defends(shown(payment()), Claim.NOT_MINE, about=("000009", "000009"))

    assert (Answer.LOSES, "no_evidence") == (defence.answer, defence.reason)


@pytest.mark.parametrize(
    ("story", "claim", "expected"),
    [
        ("answer-lost", Claim.NOT_RECEIVED, ("wins", "reversed")),
        ("keyed-twice-and-voided", Claim.CHARGED_TWICE, ("wins", "given_back")),
        ("refund-next-day", Claim.WRONG_AMOUNT, ("wins", "as_billed")),
        ("cover-open", Claim.NOT_MINE, ("wins", "chip_and_pin")),
        ("faded-print", Claim.NOT_RECEIVED, ("wins", "slip_and_card")),
    ],
)
def test_what_the_shipped_stories_come_to(story, claim, expected):
    """As a shop that kept its evidence would stand."""
    stan = "000003" if story.startswith("keyed") else "000002"
    defence = defends(contents(story, stan=stan), claim)

    assert expected == (defence.answer.value, defence.reason)


def test_every_answer_and_reason_has_words():
    """In both languages, and with values that the rules give."""
    reasons = {
        "no_evidence", "not_debited", "reversed", "given_back", "called_failed", "no_slip",
        "receipt_by_hand", "partly_given_back", "card_not_there", "slip_and_card", "booked_twice",
        "same_purchase", "too_many_alike", "only_debit", "purchase_unknown", "slip_missing",
        "two_purchases", "amount_not_printed", "other_than_slip", "as_billed", "other_than_bill",
        "agreed_by_pin", "bill_unknown", "chip_and_pin", "holder_unproven",
    }  # fmt: skip

    assert [] == [reason for reason in sorted(reasons) if not has(f"evidence.reason.{reason}")]
    assert all(pattern(f"evidence.verdict.{answer.value}", "zh") for answer in Answer)
