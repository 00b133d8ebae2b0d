"""What in a story brings a cause about."""

import pytest

from emulator.domain.plan import Scenario
from emulator.proof.brought import Brought, brought_about
from emulator.proof.counterfactual import play, told_without
from tests.proof.conftest import SALE, told

PULLS = SALE + "  - after: 5s\n    world: {pull: acquirer.batch_drift}\n"
STOLEN = SALE.replace("steps:\n", "steps:\n  - at: 0s\n    customer: {use_card: stolen}\n").replace(
    "- at: 0s\n    cashier", "- after: 1s\n    cashier"
)


def brought(number: str, story: Scenario) -> Brought:
    return brought_about(number, story, play(story).events)


def test_a_lever_that_a_step_pulls_is_found() -> None:
    """The step becomes a hole, and those behind it stay where they were."""
    story = told("F16", PULLS + "  - after: 5s\n    cashier: {menu: settlement}\n")
    found = brought("F16", story)
    without = told_without(story, found.without)

    assert ("acquirer.batch_drift",) == found.by
    assert ["sale", "note", "settlement"] == [step.action for step in without.steps]
    assert [s.trigger for s in story.steps] == [s.trigger for s in without.steps]


def test_a_fault_that_never_fired_is_told_apart() -> None:
    """It is there and did nothing."""
    never = SALE + "faults:\n  - printer.paper_out: {when: printer.jammed}\n"
    found = brought("F07", told("F07", never))

    assert ((), ("printer.paper_out",)) == (found.by, found.silent)


def test_what_puts_a_mistake_right_is_told_from_the_mistake() -> None:
    """Both are left out of the run without it, but only one of them is the cause."""
    again = "  - after: 30s\n    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok,"
    void = "  - after: 30s\n    cashier: {menu: void, of: twice, card: insert, pin: ok}\n"
    story = told("F54", SALE + f"{again} purchase: shopping}}\n    as: twice\n" + void)
    without = brought("F54", story).without

    assert (frozenset((1,)), frozenset((2,))) == (without.steps, without.remedies)
    assert ["sale", "note", "note"] == [s.action for s in told_without(story, without).steps]


def test_a_stolen_card_is_found() -> None:
    """Whoever used it uses the shop's usual card."""
    found = brought("F57", told("F57", STOLEN))

    assert (("use_card",), frozenset((0,))) == (found.by, found.without.steps)


@pytest.mark.parametrize(
    ("setting", "number", "path"),
    [
        ("  merchant: {account: wrong_name}\n", "F43", "clearing.account_state"),
        ("  merchant: {account: closed}\n", "F44", "clearing.account_state"),
        ("  terminal: {program: drops_reversal}\n", "F16", "terminal.program"),
        ("  signed_in: no\n", "F56", "signed_in"),
    ],
)
def test_a_setting_is_found(setting: str, number: str, path: str) -> None:
    """By its path, for the causes whose value it has."""
    found = brought(number, told(number, setting + SALE))

    assert (path,) == found.by


def test_a_setting_of_another_cause_is_not_found() -> None:
    """A frozen account is not one with wrong details."""
    assert Brought() == brought("F43", told("F43", "  merchant: {account: frozen}\n" + SALE))


def test_an_ordinary_story_has_no_cause() -> None:
    """Nothing but what is usual."""
    story = told("S1", SALE)

    assert [] == [f"F{n:02}" for n in range(1, 58) if brought(f"F{n:02}", story) != Brought()]
