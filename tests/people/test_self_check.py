"""The scheduled self-check: what it sees, what is mended, and when it is left alone."""

import pytest

from emulator.domain.equipment import SIGHTS
from emulator.domain.moments import DAY, HOUR, MINUTE
from emulator.domain.trace import TraceEvent
from emulator.known import shop_words
from emulator.people.chores import REPAIRS
from emulator.people.mending import MENDS
from emulator.proof.counterfactual import play
from emulator.scenario.reader import read_text

SHOP = """\
scenario: v1
given:
  start: 2026-03-02 08:00
  cashier: {{conduct: {conduct}}}
  shop: {{self_check: "08:30"}}
{more}
steps:
  - at: {until}
    note: 开店
{faults}
"""
CHECK_US = HOUR // 2


def checks(
    *faults: str, conduct: str = "handbook", more: str = "", until: str = "1h"
) -> list[TraceEvent]:
    """What the cashier does from moment 0 until the test sale."""
    lines = "".join(f"  - {fault}\n" for fault in faults)
    text = SHOP.format(
        conduct=conduct, more=more, until=until, faults=f"faults:\n{lines}" if lines else ""
    )
    (scenario,) = read_text(text, file="story.yaml", **shop_words())
    run = play(scenario)
    return [e for e in run.events if 0 <= e.at_us < run.calm_us and e.name == "cashier.did"]


def actions(found: list[TraceEvent]) -> list[str]:
    """Their names, in order."""
    return [event.detail["action"] for event in found]


LOOKS = ["check_equipment", "test_connection", "check_versions"]


def test_everything_is_looked_at_every_day_at_its_time() -> None:
    """Where nothing is the matter that is all."""
    found = checks(until="26h")
    began_us = [e.at_us for e in found if e.detail["action"] == "check_equipment"]

    assert LOOKS * 2 == actions(found)
    assert [CHECK_US, CHECK_US + DAY] == began_us
    assert {"self_check"} == {event.detail.get("step") for event in found}


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        ("uplink.router_hang: {at: 0s}", "restart_router"),
        ("uplink.cable_unplugged: {at: 0s}", "reconnect_cable"),
        ("printer.paper_out: {at: 0s}", "load_paper"),
        ("printer.cover_open: {at: 0s}", "close_cover"),
        ("printer.jam: {at: 0s}", "clear_jam"),
        ("uplink.firewall: {at: 0s}", "open_firewall"),
    ],
)
def test_what_is_seen_is_mended(fault: str, done: str) -> None:
    """By whoever works by the handbook; the next day there is nothing to do."""
    first, second = (
        [a for a in actions(checks(fault, until=until)) if a in REPAIRS] for until in ("1h", "26h")
    )

    assert [done] == first
    assert [done] == second


def test_a_dead_line_is_followed_up() -> None:
    """The firewall is looked at, opened, and the line tested again."""
    assert [
        "check_equipment", "test_connection", "check_firewall", "open_firewall",
        "test_connection", "check_versions",
    ] == actions(checks("uplink.firewall: {at: 0s}"))  # fmt: skip


def test_an_old_program_is_updated() -> None:
    """As soon as the terminal shows that there is a newer one."""
    found = actions(checks(more="  terminal: {software: '310000'}"))

    assert [*LOOKS, "update_software"] == found


def test_who_does_only_what_the_steps_say_only_looks() -> None:
    """What is to be done about it is for the steps."""
    found = checks("uplink.router_hang: {at: 0s}", conduct="none")

    assert [] == [action for action in actions(found) if action in REPAIRS]
    assert "still" == found[0].detail["router"]


def test_a_shop_without_it_looks_at_nothing() -> None:
    """Which is the usual shop."""
    text = SHOP.format(conduct="handbook", more="", until="1h", faults="")
    (scenario,) = read_text(
        text.replace('  shop: {self_check: "08:30"}\n', ""), file="story.yaml", **shop_words()
    )

    assert [] == [
        e for e in play(scenario).events if e.name == "cashier.did" and 0 <= e.at_us < MINUTE * 70
    ]


def test_a_check_whose_time_is_past_comes_the_next_day() -> None:
    """A shop that opens at nine has had its half past eight."""
    text = SHOP.format(conduct="handbook", more="", until="25h", faults="").replace(
        "08:00", "09:00"
    )
    (scenario,) = read_text(text, file="story.yaml", **shop_words())
    found = [
        e.at_us for e in play(scenario).events
        if e.name == "cashier.did" and e.detail["action"] == "check_equipment"
    ]  # fmt: skip

    assert [DAY - CHECK_US] == found


def test_everything_that_is_mended_can_be_seen_and_done() -> None:
    """The table speaks of sights that there are, and of deeds that people can do."""
    assert all(word in SIGHTS[thing][1:] for thing, word in MENDS)
    assert set(MENDS.values()) <= REPAIRS
