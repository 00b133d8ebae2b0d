"""Which symptoms a story shows, whatever it claims."""

import pytest

from emulator.proof.counterfactual import play
from emulator.proof.symptoms import symptoms_of
from tests.proof.conftest import SALE, told

SETTLES = SALE + "  - after: 1m\n    cashier: {menu: settlement}\n"
LATE = "calm: {until: T+3 12:00}\n"
STORIES = {
    "nothing is the matter": (SETTLES + LATE, set()),
    "the answer is lost": (
        SALE + 'faults:\n  - uplink.drop: {message: "0210"}\n',
        {"S1", "S2", "S4", "S6"},
    ),
    "paper runs out in mid-slip": (
        SALE + "faults:\n  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}\n",
        {"S1", "S9"},
    ),
    "the slip is blank": (SALE + "faults:\n  - printer.faded: {at: 0s}\n", {"S1", "S9"}),
    "the cable is off": (
        SALE + "faults:\n  - uplink.cable_unplugged: {at: 0s}\n",
        {"S4", "S6"},
    ),
    "the account is frozen": ("  merchant: {account: frozen}\n" + SALE + LATE, {"S2", "S4", "S5"}),
    "the settlement is not answered": (
        SETTLES + 'faults:\n  - uplink.drop: {message: "0510", times: 3}\n',
        {"S3", "S4", "S6"},
    ),
    "too much is keyed": (
        SALE.replace("amount: 66.00 CNY", "amount: 76.00 CNY, meant: 66.00 CNY"),
        {"S8"},
    ),
    "the slip has another time than the bank's record": (
        SALE + "  - cashier: {compare_time: shopping}\nfaults:\n  - terminal.clock_off: {at: 0s}\n",
        {"S8"},
    ),
    "the slip is right": (SALE + "  - cashier: {compare_type: shopping}\n", set()),
}


@pytest.mark.parametrize(("text", "shown"), STORIES.values(), ids=STORIES)
def test_a_story_shows_what_there_was_to_see(text: str, shown: set[str]) -> None:
    """From outside events alone."""
    run = play(told("S1", text))

    assert shown == set(symptoms_of(run.events, run.outcome))


def test_a_purchase_paid_twice_is_seen() -> None:
    """While both debits stand, whatever becomes of them."""
    run = play(told("S7", SALE, conduct="[handbook, keys_twice]"))

    assert "S7" in symptoms_of(run.events, run.outcome)


def test_a_slip_of_another_type_is_seen() -> None:
    """A pre-authorisation was keyed where a sale was wanted, and somebody looks."""
    looks = SALE + "  - cashier: {compare_type: shopping}\n"
    shown = [
        "S8" in symptoms_of(run.events, run.outcome)
        for run in (play(told("S8", text, conduct="wrong_type")) for text in (looks, SALE))
    ]

    assert [True, False] == shown
