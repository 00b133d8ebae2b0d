"""Clearing the memory has no number in the catalogue, and matters all the same."""

import pytest

from emulator.domain.plan import Scenario
from emulator.interfaces.selection import shipped
from emulator.proof.counterfactual import play
from emulator.proof.worse import worse_without


@pytest.fixture
def full_of_junk() -> Scenario:
    """The shipped story of a memory full of caches and junk."""
    return next(one for one in shipped() if one.name == "storage-full-of-junk")


def test_without_clearing_the_next_customer_cannot_pay(full_of_junk: Scenario) -> None:
    """The junk stays, and whoever comes next is turned away."""
    base = play(full_of_junk)
    without = play(full_of_junk, left_out=frozenset({"cashier.clear_storage"}), like=base)
    change = worse_without(base, without)

    assert change is not None
    assert ("unpaid", 6_000) == (change.what, change.values["now_fen"])
