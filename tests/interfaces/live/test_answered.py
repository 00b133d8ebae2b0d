"""What the person at the till hears of a reconciliation, and of a question about policy."""

import pytest

from emulator.domain.enquiries import POLICIES
from emulator.domain.event_table import RECONCILED
from emulator.domain.texts import has
from emulator.interfaces.live.views.answered import heard_of


def test_every_class_that_was_found_is_told() -> None:
    """In the order of the table, and nothing else."""
    found = {"effect": True, "agrees": False, "late": 1, "long": 2}

    assert ("reconcile.long", "reconcile.late") == heard_of("reconcile", found)


def test_books_that_agree_are_told_to_agree() -> None:
    """With what is not yet due beside it."""
    found = {"effect": True, "agrees": True, "not_yet_due": 1}

    assert ("reconcile.agrees", "reconcile.not_yet_due") == heard_of("reconcile", found)


def test_what_nobody_could_find_out_is_not_told() -> None:
    """A shop that keeps no books hears nothing."""
    assert () == heard_of("reconcile", {"effect": False})


@pytest.mark.parametrize(
    "id", [*(f"reconcile.{name}" for name in RECONCILED), *(f"policy.{one}" for one in POLICIES)]
)
def test_there_is_a_sentence_for_all_that_can_be_told(id: str) -> None:
    """In both languages, which the messages file has in one entry."""
    assert has(f"live.heard.{id}")
