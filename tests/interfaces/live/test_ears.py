"""What the person at the till hears and sees of looks, alarms and letters, in words."""

import pytest

from emulator.domain.alarms import ALARMS
from emulator.domain.texts import LANGUAGES
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.ears import Ears

SLIP = {"purchase": "p1", "stan": "000002", "batch": "000001", "amount_fen": 48_000}


def heard(name: str, lang: str = "en", **detail: object) -> list[str]:
    """The sentences after one event."""
    ears = Ears()
    source, kind = name.split(".")
    handlers = dict(ears.handlers())
    handlers[source, kind](TraceEvent(1, 0, source, kind, detail))
    return [one.text(lang) for one in ears.heard]


def did(action: str, lang: str = "en", **detail: object) -> list[str]:
    """The same for a deed of the cashier's."""
    return heard("cashier.did", lang, action=action, **detail)


def test_what_is_not_as_it_should_be_is_named() -> None:
    """And nobody reads out the lamps that are."""
    seen = {"power": "on", "display": "frozen", "paper": "out", "cover": "closed"}

    assert ["check the equipment - display: frozen, paper: out"] == did(
        "check_equipment", effect=True, **seen
    )
    assert ["检查设备，屏幕：死机、纸：缺纸"] == did("check_equipment", "zh", effect=True, **seen)


def test_equipment_that_is_in_order_is_told_to_be() -> None:
    """As seen, not as known."""
    assert ["Nothing wrong is to be seen"] == did(
        "check_equipment", effect=False, power="on", display="works"
    )


@pytest.mark.parametrize(
    ("action", "detail", "told"),
    [
        ("check_firewall", {"effect": True, "firewall": "blocks"}, "firewall: blocks the host"),
        ("check_firewall", {"effect": False, "firewall": "open"}, "firewall: lets through"),
        ("check_records", {"agrees": False}, "agrees: no"),
        ("compare_time", {"effect": True, "agrees": False, "off_by_us": 780_000_000}, "13m"),
        (
            "compare_type",
            {"effect": True, "agrees": False, "printed": "preauth", "wanted": "sale"},
            "type on the slip: pre-auth",
        ),
        ("show_slip", {"effect": True, "voucher": "good", **SLIP}, "voucher: good"),
    ],
)
def test_a_look_tells_what_was_seen(action: str, detail: dict[str, object], told: str) -> None:
    """In words of the trade."""
    (sentence,) = did(action, **detail)

    assert told.casefold() in sentence.casefold()


def test_a_look_at_nothing_is_no_failure() -> None:
    """Without a slip there is nothing to compare."""
    assert ["compare the time: there is nothing to look at"] == did("compare_time", effect=False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("alarm", ALARMS)
def test_every_alarm_is_told_and_its_end(alarm: str, lang: str) -> None:
    """With the payment that it is about, if it is about one."""
    detail = {"alarm": alarm, "about": "000001/000002", "stan": "000002", "lasted_us": 0}
    (raised,) = heard("monitor.alarm_raised", lang, **detail)
    (cleared,) = heard("monitor.alarm_cleared", lang, **detail)

    assert alarm not in raised
    assert raised.endswith(" 000001/000002")
    assert raised != cleared


def test_an_alarm_about_no_payment_names_none() -> None:
    """What tells it from others of its kind is for machines."""
    assert ["Alarm: bank notice"] == heard(
        "monitor.alarm_raised", alarm="bank_notice", about="notice.bank_upgrade"
    )


def test_a_retrieval_request_says_by_when() -> None:
    """And its end says who keeps the money."""
    opened = heard("clearing.dispute_opened", **SLIP, claim="not_mine", answer_by="2026-04-05")
    won, lost = (heard("clearing.dispute_closed", **SLIP, result=one) for one in ("won", "lost"))

    assert [
        "Retrieval request: number 000002, 480.00; hand in the evidence by 2026-04-05"
    ] == opened
    assert ["The dispute over 480.00 was won: the money stays"] == won
    assert ["The dispute over 480.00 was lost: the money is taken back"] == lost


@pytest.mark.parametrize("result", ["lifted", "refused"])
def test_what_came_of_the_papers_is_told(result: str) -> None:
    """The institution writes back."""
    (sentence,) = heard("acquirer.papers_reviewed", merchant="m", result=result)

    assert "restriction" in sentence


def test_what_the_office_does_is_heard_and_what_befalls_the_world_is_not() -> None:
    """A thief says nothing at the till."""
    assert ["Done: file the papers"] == heard("world.did", action="file_papers", effect=True)
    assert [] == heard("world.did", action="steal_records", effect=True)


def test_the_way_back_is_told() -> None:
    """Whoever turns to another terminal knows at which one they stand."""
    assert ["Back at the first terminal"] == did("switch_terminal", to="main", effect=True)
    assert ["Done: switch to the backup terminal"] == did(
        "switch_terminal", to="backup", effect=True
    )


def test_the_bank_counts_the_debits_of_a_purchase() -> None:
    """If it was asked about one."""
    counted = heard("cardholder.asked_bank", about="p1", answered=True, balance_fen=1, times=2)

    assert ["The customer asked the bank: debited 2 times for it, 0.01 are there"] == counted
