"""A symptom, and the answer to everything that can be asked then."""

from emulator.diagnosis.learning import experience_of
from emulator.diagnosis.situations import SYMPTOM, situations_of
from tests.diagnosis.conftest import CABLE, LOADED, PAPER, SALE, told

FROZEN_TOO = "  merchant: {account: frozen}\n" + PAPER + "calm: {until: T+3 12:00}\n"


def test_one_for_each_symptom_that_is_told() -> None:
    """With what is to be seen then."""
    found = list(situations_of(told("S1, S9, S3, F07", PAPER), ["F07"]))

    assert ["S1", "S9"] == [one.answers[SYMPTOM] for one in found]
    assert {("F07",)} == {one.causes for one in found}
    assert {"out"} == {one.answers["cashier.check_equipment.paper"] for one in found}


def test_a_symptom_that_a_story_is_not_told_for_comes_second() -> None:
    """It counts where the story shows nothing of what it is told for."""
    found = list(situations_of(told("S8, F21", CABLE), ["F21"]))

    assert ["S4", "S6"] == [one.answers[SYMPTOM] for one in found]


def test_a_cause_counts_from_when_it_shows() -> None:
    """That the account is frozen nobody can find before money was to come."""
    scenario = told("S1, S2, F07, F44", FROZEN_TOO)
    found = {one.answers[SYMPTOM]: one.causes for one in situations_of(scenario, ["F07", "F44"])}

    assert ("F07",) == found["S1"]
    assert "F44" in found["S2"]


def test_a_cause_that_has_not_come_about_does_not_count() -> None:
    """What strikes an hour later nobody could find."""
    later = PAPER + "  - uplink.cable_unplugged: {at: 1h}\n"

    assert {("F07",)} == {
        one.causes for one in situations_of(told("S1, F07, F21", later), ["F07", "F21"])
    }


def test_only_what_is_proven_is_learnt() -> None:
    """Of a story that claims more than it shows."""
    found = experience_of(told("S1, F07, F21, R01", LOADED), range(2))

    assert {("F07",)} == {one.causes for one in found.situations}


def test_a_story_that_proves_no_cause_teaches_nothing() -> None:
    """However often it is run."""

    assert () == experience_of(told("S1, F07", SALE), range(2)).situations


DISABLED = """\
steps:
  - at: 0s
    cashier: {menu: sale, amount: 76.00 CNY, meant: 66.00 CNY, card: insert, pin: ok}
    as: shopping
  - after: 1m
    cashier: {menu: refund, of: shopping, amount: 10.00 CNY, card: insert}
"""


def test_a_cause_that_shows_itself_later_is_asked_about_later() -> None:
    """The wrong amount is seen on the slip; the disabled key only when somebody keys it."""
    scenario = told("S8, F51, F55", DISABLED, conduct="uses_disabled")
    first, later = situations_of(scenario, ["F51", "F55"])

    assert (("F51",), "none") == (first.causes, first.answers["screen_says"])
    assert (("F51", "F55"), "disabled") == (later.causes, later.answers["screen_says"])
