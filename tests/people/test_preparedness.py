"""Training, flow chart and drills: one handbook, and four ways to it."""

from collections.abc import Mapping
from itertools import pairwise

import msgspec
import pytest

from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Scenario
from emulator.domain.settings import ShopSettings
from emulator.known import shop_words
from emulator.people.conduct import HANDBOOK
from emulator.people.errand import Errand
from emulator.people.preparedness import PRACTISED, TOPICS, Preparedness
from emulator.people.screens import ASKS
from emulator.proof.counterfactual import Played, play, with_settings
from emulator.scenario.reader import read_text

HEAD = """\
scenario: v1
given:
  card: {pan: "622202******0018", balance: 500.00 CNY, pin: yes}
  cashier: {conduct: handbook}
"""
SALE = """\
steps:
  - at: 0s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok}
    as: shopping
"""
PAPER = HEAD + "  printer: {paper: 4 lines}\n" + SALE
CABLE = HEAD + SALE + "faults:\n  - uplink.cable_unplugged: {at: 0s}\n"
ROUTER = (
    HEAD + SALE + "faults:\n  - uplink.router_hang: {when: uplink.sent, where: {mti: '0200'}}\n"
)
SIGNED_OUT = HEAD + "  signed_in: no\n" + SALE
FULL = (
    HEAD
    + "  terminal: {journal_limit: 1}\n"
    + SALE
    + SALE.replace("steps:\n", "")
    .replace("  - at: 0s\n", "  - after: 5s\n")
    .replace("    as: shopping\n", "")
)

UNTRAINED: Mapping[str, object] = {"shop.trained": False}
CHART: Mapping[str, object] = {"shop.trained": False, "shop.flow_chart": True}
TRAINED: Mapping[str, object] = {}
DRILLED: Mapping[str, object] = {"shop.drills": True}
LEVELS = (UNTRAINED, CHART, TRAINED, DRILLED)


def story(text: str) -> Scenario:
    """Read a story."""
    (scenario,) = read_text(text, file="story.yaml", **shop_words())
    return scenario


def played(text: str, prepared: Mapping[str, object], **settings: object) -> Played:
    """Play an incident in a shop that is prepared in one way."""
    scenario = story(text)
    given = with_settings(scenario.given, {**prepared, **settings})
    return play(msgspec.structs.replace(scenario, given=given))


def did(run: Played) -> list[str]:
    """What the cashier did before the test sale, in order."""
    story = [event for event in run.events if 0 <= event.at_us < run.calm_us]
    return [event.detail["action"] for event in story if event.name == "cashier.did"]


def moments(run: Played, name: str) -> list[int]:
    """When something happened in the story."""
    return [event.at_us for event in run.events if event.name == name and event.at_us >= 0]


def tickets(run: Played) -> list[Mapping[str, object]]:
    """Calls to the desk."""
    return [event.detail for event in run.events if event.name == "support.ticket_opened"]


# What comes of it -----------------------------------------------------------------------------


def test_who_was_never_told_takes_the_card_again_when_no_slip_comes() -> None:
    """And everybody who has a way to the handbook does not."""
    over_fen = [played(PAPER, level).outcome.customer("customer").over_fen for level in LEVELS]

    assert [6600, 0, 0, 0] == over_fen


@pytest.mark.parametrize("text", [PAPER, CABLE, ROUTER], ids=["paper", "cable", "router"])
def test_the_better_prepared_the_sooner_the_shop_sells(text: str) -> None:
    """Drilled before trained, and chart before untrained."""
    untrained, chart, trained, drilled = (
        played(text, level).outcome.shop.blocked_us for level in LEVELS
    )

    assert drilled <= trained - 9 * SECOND
    assert drilled <= chart - 9 * SECOND
    assert trained <= untrained
    if text is not PAPER:
        # Without a slip the untrained sell again very soon: to the same customer.
        assert chart <= untrained - MINUTE


def test_the_slip_comes_the_later_the_less_somebody_is_prepared() -> None:
    """From the debit until the customer has it."""
    paper_us = [played(PAPER, level).outcome.customer("customer").paper_us for level in LEVELS]

    assert all(later - sooner > 10 * SECOND for later, sooner in pairwise(paper_us))


def test_only_who_looks_first_sells_when_the_router_hangs() -> None:
    """The chart begins with a look, and practice does; no screen asks for one."""
    unpaid_fen = [played(ROUTER, level).outcome.customer("customer").unpaid_fen for level in LEVELS]

    assert [6600, 0, 6600, 0] == unpaid_fen


# The untrained --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CABLE, SIGNED_OUT, FULL], ids=["cable", "signed_out", "full"])
def test_the_untrained_call_and_do_what_the_desk_reads_out(text: str) -> None:
    """Nothing is done before the answer, and the customer is served after it."""
    run = played(text, UNTRAINED)
    (called_us,), (answered_us,) = (
        moments(run, "support.ticket_opened"), moments(run, "support.answered"),
    )  # fmt: skip

    assert 10 * MINUTE == answered_us - called_us
    assert [] == [at for at in moments(run, "cashier.did") if called_us < at < answered_us]
    assert 0 == run.outcome.customer("customer").unpaid_fen


def test_the_untrained_cannot_say_what_it_is_about() -> None:
    """It takes a second call to have it looked up; the trained name the number at once."""
    untrained, trained = (tickets(played(ROUTER, level)) for level in (UNTRAINED, TRAINED))

    assert [False, True] == ["stan" in ticket for ticket in untrained]
    assert [True] == ["stan" in ticket for ticket in trained]


def test_what_was_explained_once_is_known() -> None:
    """The same trouble again is mended without another call."""
    again = SALE.replace("steps:\n", "").replace("at: 0s", "at: 30m").replace("shopping", "next")
    text = (
        HEAD
        + SALE
        + again
        + ("faults:\n  - uplink.cable_unplugged: {at: 0s}\n  - uplink.cable_unplugged: {at: 25m}\n")
    )
    run = played(text, UNTRAINED)

    assert 1 == len(tickets(run))
    assert 2 == did(run).count("reconnect_cable")


def test_without_a_telephone_the_untrained_give_up() -> None:
    """Who leaves the call out is left with nothing to do."""
    scenario = story(CABLE)
    given = with_settings(scenario.given, UNTRAINED)
    run = play(
        msgspec.structs.replace(scenario, given=given), left_out=frozenset(("support.call",))
    )
    whys = [event.detail["why"] for event in run.events if event.name == "cashier.gave_up"]

    assert "not_trained" in whys
    assert 6600 == run.outcome.customer("customer").unpaid_fen


def test_an_answer_at_night_comes_late() -> None:
    """A desk that is closed makes the untrained wait for the morning."""
    text = CABLE.replace("given:\n", "given:\n  start: 2026-03-02 20:00\n").replace(
        "  cashier: {conduct", "  support: {opens: 09:00, closes: 18:00}\n  cashier: {conduct"
    )

    assert 6600 == played(text, UNTRAINED).outcome.customer("customer").unpaid_fen
    assert 0 == played(text, CHART).outcome.customer("customer").unpaid_fen


# With the chart -------------------------------------------------------------------------------


@pytest.mark.parametrize(("lookup_us", "later_us"), [(0, 0), (MINUTE, MINUTE)])
def test_looking_it_up_takes_its_time(lookup_us: int, later_us: int) -> None:
    """So much longer than the trained, and the same remedies."""
    chart = played(CABLE, CHART, **{"shop.lookup_us": lookup_us})
    trained = played(CABLE, TRAINED)
    took_us = [moments(run, "lever.released")[0] for run in (chart, trained)]

    assert later_us == took_us[0] - took_us[1]
    assert did(trained) == did(chart)
    assert [] == tickets(chart)


# Trained and drilled --------------------------------------------------------------------------


def test_training_is_the_usual() -> None:
    """A story that says nothing about it is that of a trained cashier, to the byte."""
    scenario = story(PAPER)

    assert ShopSettings().trained
    assert play(scenario).events == played(PAPER, {"shop.trained": True}).events


def test_practice_makes_work_quicker_and_not_waiting() -> None:
    """Only who is trained can have practised."""
    drilled = Preparedness(ShopSettings(drills=True))
    untrained = Preparedness(ShopSettings(trained=False, drills=True))

    assert 15 * SECOND // PRACTISED == drilled.work_us(15 * SECOND)
    assert 15 * SECOND == untrained.work_us(15 * SECOND)


def test_the_drilled_look_as_soon_as_the_terminal_fails() -> None:
    """Once, while it is still at its reversal."""
    run = played(ROUTER, DRILLED)
    (failed_us,) = [
        e.at_us
        for e in run.events
        if e.name == "console.displayed" and e.detail["screen"] == "timed_out"
    ]
    looked_us = [
        e.at_us for e in run.events
        if e.name == "cashier.did" and e.detail["action"] == "check_equipment"
    ]  # fmt: skip

    assert [failed_us + 15 * SECOND // PRACTISED] == looked_us


def test_nothing_is_mended_that_is_not_broken() -> None:
    """An answer that was lost on the way leaves every lamp as it should be."""
    text = HEAD + SALE + "faults:\n  - uplink.drop: {message: '0210', nth: 1}\n"

    assert ["sale", "check_equipment", "sale"] == did(played(text, DRILLED))


# The tables -----------------------------------------------------------------------------------


def test_every_screen_that_asks_has_a_topic() -> None:
    """But the guard against duplicates, which says itself what it is about."""
    assert set(TOPICS) >= ASKS - {"confirm_duplicate"}


@pytest.mark.parametrize("level", LEVELS)
def test_who_does_only_what_the_steps_say_has_no_use_for_the_handbook(
    level: Mapping[str, object],
) -> None:
    """Preparedness changes nothing for `conduct: none`."""
    text = PAPER.replace("handbook", "none")

    assert HANDBOOK not in story(text).given.conduct
    assert ["sale"] == did(played(text, level))


def test_an_errand_knows_how_often_it_was_looked_up() -> None:
    """Whoever starts anew has read that page already."""
    errand = Errand("sale")
    errand.count("looked_up timed_out")

    assert 2 == errand.anew().count("looked_up timed_out")
