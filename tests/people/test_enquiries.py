"""What is asked on the phone, and when somebody answers."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.enquiries import AT_THE_BANK, AT_THE_DESK, DETAILS, ENQUIRIES
from emulator.domain.moments import HOUR, MINUTE
from emulator.domain.settings import ShopSettings

ANSWERS: dict[str, dict[str, Any]] = {
    "ask_payout": {"payout": "deferred", "obstacle": "funds"},
    "check_account": {"agrees": False, "differs": "number"},
    "ask_policy": {"policy": "region"},
    "ask_bank_upgrade": {"upgrading": True, "announced": True},
    "read_notice": {"notice": "notice.bank_upgrade"},
}
INQUIRIES = {name: (lambda answer=answer: answer) for name, answer in ANSWERS.items()}
CONTACT = ShopSettings(emergency_contact=True)


def test_every_question_has_an_answer_here() -> None:
    """What these tests ask is all there is to ask, in the words of the table."""
    told = {detail for answer in ANSWERS.values() for detail in answer}

    assert set(ENQUIRIES) == set(ANSWERS)
    assert told - {"agrees"} == set(DETAILS)


@pytest.mark.parametrize("action", ENQUIRIES)
def test_an_answer_is_noted(shop: Callable[..., Any], action: str) -> None:
    """With all that was told, so that a step can depend on it."""
    till = shop(inquiries=INQUIRIES)
    till.does(action, name="asking")
    till.runs(0)

    expected = {"action": action, "step": "asking", "effect": True, **ANSWERS[action]}

    assert [expected] == till.noted("cashier", "did")


@pytest.mark.parametrize("action", ENQUIRIES)
def test_a_question_that_nobody_can_answer_tells_nothing(
    shop: Callable[..., Any], action: str
) -> None:
    """It had no effect, and nobody can act on it."""
    till = shop()
    till.does(action)
    till.runs(0)

    assert [{"action": action, "effect": False}] == till.noted("cashier", "did")


@pytest.mark.parametrize("action", AT_THE_DESK)
@pytest.mark.parametrize(
    ("opens", "more", "is_answered"),
    [("10:00", {}, True), ("10:01", {}, False), ("10:01", {"shop": CONTACT}, True)],
)
def test_the_desk_answers_within_its_hours(
    shop: Callable[..., Any], action: str, opens: str, more: dict[str, Any], is_answered: bool
) -> None:
    """Or whenever the shop has an emergency contact; it is ten o'clock."""
    till = shop(inquiries=INQUIRIES, support_opens=opens, **more)
    till.does(action)
    till.runs(0)
    (noted,) = till.noted("cashier", "did")

    assert is_answered == noted["effect"]


@pytest.mark.parametrize("action", AT_THE_BANK)
def test_the_banks_hotline_has_no_hours(shop: Callable[..., Any], action: str) -> None:
    """The desk's hours are the institution's."""
    till = shop(inquiries=INQUIRIES, support_opens="18:00")
    till.does(action)
    till.runs(0)

    assert [{"action": action, "effect": True, **ANSWERS[action]}] == till.noted("cashier", "did")


# Notices ------------------------------------------------------------------------------------------


def publishes(till: Any) -> None:
    """The bank puts up a notice, and an hour goes by."""
    till.world.note("clearing", "notice", text="notice.bank_upgrade")
    till.runs(HOUR)


def test_a_shop_that_watches_reads_a_notice_when_it_is_published(shop: Callable[..., Any]) -> None:
    """Nobody has to be told to."""
    till = shop(shop=ShopSettings(watches_notices=True))
    publishes(till)

    assert ["read_notice"] == till.deeds()
    assert ["notice.bank_upgrade"] == [one["notice"] for one in till.noted("cashier")]


def test_a_shop_that_does_not_watch_knows_nothing(shop: Callable[..., Any]) -> None:
    """The notice hangs out all the same."""
    till = shop()
    publishes(till)

    assert [] == till.noted("cashier")


def test_reading_notices_can_be_left_out(shop: Callable[..., Any]) -> None:
    """In a counterfactual run, which says so."""
    till = shop(shop=ShopSettings(watches_notices=True), left_out=["cashier.read_notice"])
    publishes(till)

    assert [{"why": "left_out", "action": "cashier.read_notice"}] == till.noted("cashier")


# The desk's hours and the emergency contact -------------------------------------------------------


def answered_us(till: Any) -> int:
    """When the first answer came."""
    till.does("call", who="support")
    till.runs()
    return next(e.at_us for e in till.world.trace if e.name == "support.answered")


@pytest.mark.parametrize(
    ("given", "expected_us"),
    [
        ({}, 10 * MINUTE),
        ({"support_opens": "10:00"}, 10 * MINUTE),
        ({"support_opens": "11:00"}, 70 * MINUTE),
        ({"support_opens": "11:00", "shop": CONTACT}, MINUTE),
        ({"shop": CONTACT, "support_answers_us": 10}, 10),
    ],
)
def test_a_call_is_answered_when_somebody_is_there(
    shop: Callable[..., Any], given: dict[str, Any], expected_us: int
) -> None:
    """It is ten o'clock; the emergency contact takes a minute at most, at any hour."""
    assert expected_us == answered_us(shop(**given))


def test_a_complaint_cannot_be_escalated_to_a_closed_desk(shop: Callable[..., Any]) -> None:
    """It is answered as soon as the desk opens."""
    till = shop(support_opens="11:00", support_answers_us=5 * HOUR)
    till.does("call", who="support")
    till.does("escalate", who="support")
    till.runs(HOUR)
    answers = [e.at_us for e in till.world.trace if e.name == "support.answered"]

    assert [HOUR] == answers


@pytest.mark.parametrize("action", ["agree_deferral", "request_early_payout"])
@pytest.mark.parametrize(("opens", "effect"), [("10:00", True), ("10:01", False)])
def test_something_is_agreed_only_with_a_desk_that_answers(
    shop: Callable[..., Any], action: str, opens: str, effect: bool
) -> None:
    """Nothing is agreed with nobody."""
    till = shop(deeds={action: True}, support_opens=opens)
    till.does(action, who="support")
    till.runs(0)

    assert [{"action": action, "effect": effect}] == till.noted("support")
    assert [action] * effect == till.repaired
