"""A terminal whose program hangs or whose board dies, and what brings it back."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.control import Control
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.plan import Given, Step
from emulator.domain.settings import TerminalSettings
from emulator.testbed import Testbed


class Shop:
    """An open shop with somebody at the till."""

    def __init__(self, seed: int = 0, **terminal: Any) -> None:
        given = Given(terminal=TerminalSettings(**terminal))
        self.bed = Testbed(given, seed=seed)
        self.control = Control(self.bed)
        self.control.open_shop()

    def waits(self, us: int) -> None:
        """Let time pass."""
        self.control.drive(self.bed.world.now_us + us)

    def breaks(self, lever: str, **settings: Any) -> None:
        """Pull a lever of the terminal's."""
        self.bed.levers[f"terminal.{lever}"].pull(**settings)
        self.waits(1)

    def does(self, action: str) -> bool:
        """Have the cashier do something; True if it changed anything."""
        self.bed.staff.do(Step(who="cashier", action=action), lambda _: None)
        self.waits(1)
        return bool(self.told("cashier.did")[-1]["effect"])

    def told(self, name: str) -> list[dict[str, Any]]:
        """The details of all events of a name since the story began."""
        self.bed.world.finish()
        return [e.detail for e in self.bed.world.trace.named(name) if e.at_us >= 0]

    @property
    def screen(self) -> str:
        """What stands on the display; empty while it is dark."""
        current = self.bed.console.current
        return "" if current is None else current.id

    @property
    def seen(self) -> dict[str, str]:
        """What a look at the terminal tells."""
        seen = self.bed.staff.cashier.hands.look()
        return {"power": seen["power"], "display": seen["display"]}


@pytest.fixture
def shop() -> Callable[..., Shop]:
    """Makes a shop whose terminal has these settings."""
    return Shop


# The program hangs ----------------------------------------------------------------------------


def test_a_program_that_hangs_leaves_its_screen_and_takes_no_key(shop: Callable[..., Shop]) -> None:
    """The key is pressed and nothing comes of it."""
    till = shop()
    till.breaks("frozen")
    till.bed.staff.do(Step(who="cashier", action="settlement"), lambda _: None)
    till.waits(MINUTE)

    assert "idle" == till.screen
    assert {"power": "on", "display": "frozen"} == till.seen
    assert ["menu"] == [pressed["input"] for pressed in till.told("console.pressed")]
    assert [] == till.told("console.displayed")


@pytest.mark.parametrize("for_us", [SECOND, 10 * MINUTE])
def test_a_restart_brings_it_back(shop: Callable[..., Shop], for_us: int) -> None:
    """However long it hung; the lever is released by it."""
    till = shop()
    till.breaks("frozen")
    till.waits(for_us)

    assert till.does("restart_terminal")
    till.waits(MINUTE)
    assert "idle" == till.screen
    assert {"power": "on", "display": "works"} == till.seen
    assert not till.bed.levers["terminal.frozen"].is_pulled


def test_it_can_hang_again(shop: Callable[..., Shop]) -> None:
    """After a restart it is as good and as bad as new."""
    till = shop()
    for _ in range(2):
        till.breaks("frozen")

        assert "frozen" == till.seen["display"]
        till.does("restart_terminal")
        till.waits(MINUTE)
    assert [] == till.told("lever.pulled_again")


def test_a_power_cut_ends_it_too(shop: Callable[..., Shop]) -> None:
    """Nothing that was only in memory outlives it."""
    till = shop()
    till.breaks("frozen")
    till.breaks("power_cut")

    assert {"power": "off", "display": "dark"} == till.seen
    till.does("plug_in_power")
    till.waits(MINUTE)
    assert "idle" == till.screen


def test_the_lever_restarts_it_when_it_is_released(shop: Callable[..., Shop]) -> None:
    """As at the end of the trouble, when everything is mended."""
    till = shop()
    till.breaks("frozen")
    till.bed.levers["terminal.frozen"].release()
    till.waits(MINUTE)

    assert "idle" == till.screen


def test_a_dark_terminal_cannot_hang(shop: Callable[..., Shop]) -> None:
    """And starts as usual when the power is back."""
    till = shop()
    till.breaks("power_cut")
    till.breaks("frozen")

    assert {"power": "off", "display": "dark"} == till.seen
    till.does("plug_in_power")
    till.waits(MINUTE)
    assert "idle" == till.screen


def test_it_can_hang_while_it_starts(shop: Callable[..., Shop]) -> None:
    """The bar on the display stands still."""
    till = shop()
    till.does("restart_terminal")
    till.waits(7 * SECOND)
    till.breaks("frozen")
    till.waits(10 * MINUTE)

    assert "booting" == till.screen
    assert "frozen" == till.seen["display"]


def test_a_record_under_way_is_torn(shop: Callable[..., Shop]) -> None:
    """And reads as not there after the restart."""
    till = shop(write_us=SECOND)
    till.bed.staff.do(Step(who="cashier", action="sign_off"), lambda _: None)
    while not till.told("storage.write_started"):
        till.waits(100_000)
    till.breaks("frozen")

    assert 1 == len(till.told("storage.torn"))
    till.does("restart_terminal")
    till.waits(MINUTE)
    assert 1 == till.told("storage.read")[-1]["torn"]


def test_a_sound_board_runs_the_program_with_nothing_around_it(shop: Callable[..., Shop]) -> None:
    """A wrapper would be gone through at every step of every sale."""
    program = (step for step in ())

    assert program is shop().bed.board.starts(program)


# The watchdog ---------------------------------------------------------------------------------


def test_the_watchdog_restarts_it_after_its_time_and_not_before(shop: Callable[..., Shop]) -> None:
    """To the microsecond."""
    till = shop(watchdog_us=90 * SECOND)
    till.breaks("frozen")
    till.waits(90 * SECOND - 2)

    assert "frozen" == till.seen["display"]
    till.waits(2)
    assert {"power": "off", "display": "dark"} == till.seen
    till.waits(MINUTE)
    assert "idle" == till.screen


def test_a_restart_by_hand_comes_before_the_watchdog(shop: Callable[..., Shop]) -> None:
    """It does not bite a program that has started since."""
    till = shop(watchdog_us=90 * SECOND)
    till.breaks("frozen")
    till.waits(80 * SECOND)
    till.does("restart_terminal")
    till.waits(5 * MINUTE)

    assert 1 == len(till.told("terminal.powered_off"))


def test_the_watchdog_counts_from_the_second_time_it_hangs(shop: Callable[..., Shop]) -> None:
    """What was wound for the first does not ring for the second."""
    till = shop(watchdog_us=90 * SECOND)
    till.breaks("frozen")
    till.waits(50 * SECOND)
    till.does("restart_terminal")
    till.waits(20 * SECOND)
    till.breaks("frozen")
    till.waits(60 * SECOND)

    assert "frozen" == till.seen["display"]


def test_without_a_watchdog_it_hangs_for_ever(shop: Callable[..., Shop]) -> None:
    """As terminals do over night."""
    till = shop()
    till.breaks("frozen")
    till.waits(600 * MINUTE)

    assert "frozen" == till.seen["display"]


# The board dies -------------------------------------------------------------------------------


def test_a_dead_board_does_not_start(shop: Callable[..., Shop]) -> None:
    """A lamp may be lit, the display stays dark, and the restart says that it was in vain."""
    till = shop()
    till.breaks("internal_failure")

    assert {"power": "off", "display": "dark"} == till.seen
    assert not till.does("restart_terminal")
    till.waits(MINUTE)
    assert {"power": "on", "display": "dark"} == till.seen


def test_new_hardware_has_the_old_memory(shop: Callable[..., Shop]) -> None:
    """It knows its keys and its batch, and nobody has to sign in."""
    till = shop()
    held = till.bed.storage.held
    till.breaks("internal_failure")

    assert till.does("replace_hardware")
    till.waits(MINUTE)
    assert "idle" == till.screen
    assert held == till.bed.storage.held


def test_a_failure_that_hit_the_memory_leaves_nothing(shop: Callable[..., Shop]) -> None:
    """The new terminal must sign in."""
    till = shop()
    till.breaks("internal_failure", memory_lost=True)
    till.does("replace_hardware")
    till.waits(MINUTE)

    assert () == till.bed.storage.held
    assert "sign_in_required" == till.screen


def test_new_hardware_for_a_terminal_that_works_changes_nothing(shop: Callable[..., Shop]) -> None:
    """And is noted so."""
    till = shop()

    assert not till.does("replace_hardware")
    assert "idle" == till.screen


@pytest.mark.parametrize("seed", range(5))
def test_a_failing_board_dies_within_its_time_after_every_start(
    shop: Callable[..., Shop], seed: int
) -> None:
    """At another moment each time, and a restart helps for so long."""
    till = shop(seed=seed)
    lasted = []
    till.breaks("internal_failure", works_us=5 * MINUTE)
    for _ in range(3):
        since_us = till.bed.world.now_us
        till.waits(5 * MINUTE)

        assert {"power": "off", "display": "dark"} == till.seen
        went_us = till.bed.world.trace.named("terminal.powered_off")[-1].at_us
        lasted.append(went_us - since_us)
        assert till.does("restart_terminal")
        till.waits(5 * SECOND)
    assert 3 == len(set(lasted))


def test_a_failing_board_that_was_replaced_lasts(shop: Callable[..., Shop]) -> None:
    """What was due to fail does so no more."""
    till = shop()
    till.breaks("internal_failure", works_us=5 * MINUTE)
    till.does("replace_hardware")
    till.waits(60 * MINUTE)

    assert "idle" == till.screen
    assert 1 == len(till.told("terminal.powered_off"))


def test_a_terminal_without_power_is_not_restarted(shop: Callable[..., Shop]) -> None:
    """There is nothing to switch on."""
    till = shop()
    till.breaks("power_cut")

    assert not till.does("restart_terminal")
    assert "off" == till.seen["power"]
