"""Help over the line, and a technician who comes."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from emulator.domain.actions import ACTIONS
from emulator.domain.equipment import SIGHTS, shows_trouble
from emulator.domain.moments import HOUR, MINUTE
from emulator.domain.plan import Given
from emulator.kernel.lever import Lever
from emulator.people.provider import AT_THE_HOST, BY_SIGHT, ON_THE_LINE, WITH_TOOLS
from emulator.testbed import Testbed

WELL = {"display": "works", "network_lamp": "lit"}


class Broken:
    """Equipment of which some things are broken, each until somebody mends it."""

    def __init__(self, *broken: str) -> None:
        self.broken = list(broken)
        self.mended_us: dict[str, int] = {}

    @property
    def deeds(self) -> dict[str, Callable[[int], bool]]:
        """Deeds that change something as long as the thing is broken."""
        return {name: partial(self._mend, name) for name in (*WITH_TOOLS, *AT_THE_HOST)}

    def _mend(self, name: str, now_us: int) -> bool:
        if name not in self.broken:
            return False
        self.broken.remove(name)
        self.mended_us[name] = now_us
        return True


def calls(shop: Callable[..., Any], action: str, *broken: str, **given: Any) -> tuple[Any, Broken]:
    """A shop with broken things that calls the provider, a day later."""
    equipment = Broken(*broken)
    till = shop(**{"looks": (lambda: WELL,), "deeds": equipment.deeds, **given})
    till.does(action, who="support")
    till.runs()
    return till, equipment


def did(till: Any) -> list[tuple[str, bool, str]]:
    """What the provider's people did: action, effect and what was repaired."""
    return [
        (detail["action"], detail["effect"], detail.get("repaired", ""))
        for detail in till.noted("support", "did")
    ]


def test_a_technician_comes_and_repairs(shop: Callable[..., Any]) -> None:
    """Ten minutes until the desk answers, two hours on the way, five minutes of work."""
    till, equipment = calls(shop, "visit", "replace_print_head")

    assert [("visit", True, "replace_print_head")] == did(till)
    assert {"replace_print_head": 10 * MINUTE + 2 * HOUR + 5 * MINUTE} == equipment.mended_us
    assert [{"ticket": "t1"}] == till.noted("support", "technician_came")


def test_the_way_takes_as_long_as_the_shop_is_far(shop: Callable[..., Any]) -> None:
    """`technician_in` of a scenario."""
    till, _ = calls(shop, "visit", technician_comes_us=HOUR)
    came_us = next(e.at_us for e in till.world.trace if e.kind == "technician_came")

    assert HOUR + 10 * MINUTE == came_us


def test_a_technician_repairs_one_thing_after_the_other(shop: Callable[..., Any]) -> None:
    """Five minutes each, and the ticket is closed when nothing is found any more."""
    till, equipment = calls(shop, "visit", "clear_jam", "reconnect_cable")
    first_us, second_us = equipment.mended_us.values()

    assert [("visit", True, "reconnect_cable"), ("visit", True, "clear_jam")] == did(till)
    assert 5 * MINUTE == second_us - first_us
    assert {} == till.staff.support.open_tickets


@pytest.mark.parametrize("action", ["visit", "remote_help"])
def test_where_nothing_is_found_the_ticket_stays_open(
    shop: Callable[..., Any], action: str
) -> None:
    """And it is noted that it was in vain."""
    till, _ = calls(shop, action)

    assert [(action, False, "")] == did(till)
    assert ["t1"] == list(till.staff.support.open_tickets)


def test_what_can_be_seen_is_put_right_after_what_is_measured(shop: Callable[..., Any]) -> None:
    """A frozen terminal is restarted, and only a frozen one."""
    frozen = {**WELL, "display": "frozen"}
    deeds = {"restart_terminal": True, "clear_storage": True}
    repaired = []
    for seen in (frozen, WELL):
        till = shop(deeds=deeds, looks=(lambda seen=seen: seen,))
        till.does("visit", who="support")
        till.runs()
        repaired.append([name for _, _, name in did(till)])

    assert [["clear_storage", "restart_terminal"], ["clear_storage"]] == repaired


def test_a_repair_that_never_helps_is_done_once(shop: Callable[..., Any]) -> None:
    """A printer that is not ours may say each time that something changed."""
    till = shop(deeds={"clear_jam": True}, looks=(lambda: WELL,))
    till.does("visit", who="support")
    till.runs()

    assert [("visit", True, "clear_jam")] == did(till)
    assert {} == till.staff.support.open_tickets


@pytest.mark.parametrize("name", ON_THE_LINE)
def test_help_over_the_line_sets_right_what_can_be_reached(
    shop: Callable[..., Any], name: str
) -> None:
    """Five minutes after the desk answered."""
    till, equipment = calls(shop, "remote_help", name)

    assert [("remote_help", True, name)] == did(till)
    assert {name: 15 * MINUTE} == equipment.mended_us


@pytest.mark.parametrize(
    "seen", [{**WELL, "network_lamp": "dark"}, {**WELL, "display": "frozen"}, {}]
)
def test_a_terminal_that_cannot_be_reached_is_not_helped_over_the_line(
    shop: Callable[..., Any], seen: dict[str, str]
) -> None:
    """Without a line, or with a terminal that does nothing."""
    till, equipment = calls(shop, "remote_help", "open_firewall", looks=(lambda: seen,))

    assert [("remote_help", False, "")] == did(till)
    assert ["open_firewall"] == equipment.broken


def test_the_provider_registers_a_terminal_that_it_cannot_reach(shop: Callable[..., Any]) -> None:
    """That is done in its own house."""
    dark = {**WELL, "network_lamp": "dark"}
    till, _ = calls(shop, "remote_help", "register_terminal", looks=(lambda: dark,))

    assert [("remote_help", True, "register_terminal")] == did(till)


def test_a_ticket_that_is_asked_about_again_sends_nobody_else(shop: Callable[..., Any]) -> None:
    """One technician comes, however often somebody asks."""
    till = shop(looks=(lambda: WELL,))
    till.does("visit", who="support")
    till.runs(30 * MINUTE)
    till.does("follow_up", who="support")
    till.runs()

    assert 2 == len(till.noted("support", "answered"))
    assert 1 == len(till.noted("support", "technician_came"))


def test_an_escalated_call_brings_the_technician_earlier(shop: Callable[..., Any]) -> None:
    """The way begins with the answer."""
    till = shop(looks=(lambda: WELL,))
    till.does("visit", who="support")
    till.does("escalate", who="support")
    till.runs()
    came_us = next(e.at_us for e in till.world.trace if e.kind == "technician_came")

    assert 2 * HOUR == came_us


# The tables ---------------------------------------------------------------------------------------


def test_the_provider_does_only_what_anybody_could_do() -> None:
    """Every repair is a deed of the table of actions."""
    deeds = {name for _, name in ACTIONS}

    assert set() == {*AT_THE_HOST, *ON_THE_LINE, *WITH_TOOLS} - deeds


@pytest.mark.parametrize(("thing", "looks", "deed"), BY_SIGHT)
def test_what_a_technician_sees_is_something_amiss(thing: str, looks: str, deed: str) -> None:
    """In the words of the table of sights, and none of them is how a thing should look."""
    assert looks in SIGHTS[thing][1:]
    assert ("cashier", deed) in ACTIONS


def bed() -> Testbed:
    """A shop that is switched on."""
    found = Testbed(Given())
    found.switch_on()
    found.world.run_until(MINUTE)
    return found


def test_in_a_sound_shop_there_is_nothing_to_repair() -> None:
    """A technician leaves alone what is whole, so no deed may change anything by itself."""
    hands = bed().staff.cashier.hands

    assert [] == [name for name in (*AT_THE_HOST, *WITH_TOOLS) if hands.do(name)]


REPAIRABLE = (
    "uplink.cable_unplugged", "uplink.router_hang", "uplink.firewall", "terminal.frozen",
    "terminal.internal_failure", "storage.full", "storage.junk",
)  # fmt: skip


@pytest.mark.parametrize("name", REPAIRABLE)
def test_a_technician_mends_what_is_really_broken(name: str) -> None:
    """In the whole shop, with the real parts."""
    shop = bed()
    lever: Lever = shop.levers[name]
    lever.pull()
    shop.world.run_until(2 * MINUTE)
    was_broken = lever.is_pulled
    shop.staff.provider.visit(lambda told: shop.staff.support.call("help", on_answer=told))
    shop.world.run_until(4 * HOUR)

    assert (True, False) == (was_broken, lever.is_pulled)


@pytest.mark.parametrize("name", ["jam", "head_failure", "cover_open"])
def test_a_technician_leaves_a_printer_that_prints(name: str) -> None:
    """Whatever stopped it, nothing amiss is to be seen afterwards."""
    shop = bed()
    look = shop.staff.cashier.hands.look
    shop.levers[f"printer.{name}"].pull()
    shop.world.run_until(2 * MINUTE)
    was_broken = shows_trouble(look())
    shop.staff.provider.visit(lambda told: shop.staff.support.call("help", on_answer=told))
    shop.world.run_until(4 * HOUR)

    assert (True, False) == (was_broken, shows_trouble(look()))
