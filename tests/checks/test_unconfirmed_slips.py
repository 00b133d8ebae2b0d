"""A slip of which nobody knows whether it is whole proves nothing, either way."""

import pytest
from shop_trace import ShopTrace, truth_of, verdict_of

from emulator.checks.facts import ShopState, Unknown
from emulator.checks.paper_right import PaperRight
from emulator.domain.verdict import Truth


def one_copy() -> ShopTrace:
    """A sale, its merchant copy, and a cardholder copy that nobody confirmed."""
    shop = ShopTrace().present().asked().booked().approved().slip("000001", "merchant")
    return unconfirmed(shop, slip=90, copy="cardholder")


def unconfirmed(shop: ShopTrace, *, slip: int, copy: str, **more: object) -> ShopTrace:
    detail = {
        "slip": slip,
        "slip_kind": "sale",
        "copy": copy,
        "stan": "000001",
        "batch": "000001",
        "amount_fen": 12850,
        "reprint": False,
        **more,
    }
    shop.note("printer", "slip_started", **detail)
    return shop.note("printer", "slip_unconfirmed", **detail, printed_mm=1, reason="unknown")


def state(shop: ShopTrace) -> ShopState:
    found = ShopState()
    for event in shop.events:
        found.see(event)
    return found


def test_an_unconfirmed_slip_is_never_passed_as_right() -> None:
    """The check cannot tell, and points at the slip."""
    shop = one_copy()
    verdict = verdict_of(PaperRight, shop.ended())
    (event,) = [e for e in shop.events if e.kind == "slip_unconfirmed"]

    assert Truth.INCONCLUSIVE is verdict.truth
    assert (event.seq,) == verdict.evidence


def test_a_marked_reprint_does_not_make_it_certain() -> None:
    """The original may be on paper or not; the reprint says nothing about it."""
    shop = one_copy().slip("000001", "cardholder", reprint=True)

    assert Truth.INCONCLUSIVE is truth_of(PaperRight, shop.ended())


def test_a_late_confirmation_settles_it() -> None:
    """When the very slip turns out to be whole, all is right."""
    shop = one_copy()
    detail = dict(shop.events[-1].detail)
    del detail["printed_mm"], detail["reason"]
    shop.note("printer", "slip_printed", **detail, legible=True, cut=True)

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_what_is_wrong_in_any_case_stays_wrong() -> None:
    """An unmarked second original is an offence whatever became of another slip."""
    shop = one_copy().slip("000001", "merchant")

    assert Truth.FAIL is truth_of(PaperRight, shop.ended())


@pytest.mark.parametrize(
    ("wanted", "truth"),
    [
        ({"copies": 1}, Truth.INCONCLUSIVE),
        ({"copies": 2}, Truth.INCONCLUSIVE),
        ({"copies": 3}, Truth.FAIL),
        ({"count": 1}, Truth.INCONCLUSIVE),
        ({"count": 3}, Truth.FAIL),
        ({"copy": "merchant"}, Truth.PASS),
        ({"copy": "cardholder"}, Truth.INCONCLUSIVE),
        ({"copy": "bank"}, Truth.FAIL),
        ({"amount": 12850}, Truth.PASS),
    ],
)
def test_an_expectation_is_judged_only_if_the_slip_makes_no_difference(
    wanted: dict[str, object], truth: Truth
) -> None:
    """With the slip and without it the answer must be the same, or nobody knows."""
    assert truth is state(one_copy()).agree("receipt", wanted)


@pytest.mark.parametrize("fact", ["slips.original", "slips.reprint", "slips.torn", "receipt"])
def test_counts_of_slips_are_unknown_meanwhile(fact: str) -> None:
    """A fact that the trace cannot tell is unknown with its reason."""
    assert Unknown("unconfirmed") == state(one_copy()).value(fact)
