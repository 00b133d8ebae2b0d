"""Levers and the power supply."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from emulator.kernel.lever import lever, levers_of
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World


@pytest.fixture
def world() -> World:
    return World(seed=0, start=datetime(2026, 3, 2, 10, 0))


class Kettle:
    def __init__(self) -> None:
        self.heats = True
        self.extra_us = 0

    @lever
    def cold(self) -> Iterator[None]:
        """It stays cold."""
        self.heats = False
        yield
        self.heats = True

    @lever
    def slow(self, *, extra_us: int = 5) -> Iterator[None]:
        """It takes longer."""
        self.extra_us = extra_us
        yield
        self.extra_us = 0


def test_pulling_breaks_and_releasing_mends(world: World) -> None:
    """A lever has two positions."""
    kettle = Kettle()
    cold = levers_of(world, "kettle", kettle)["kettle.cold"]

    assert cold.pull()
    assert not kettle.heats
    assert cold.release()
    assert kettle.heats


def test_pulling_twice_is_recorded_and_changes_nothing(world: World) -> None:
    """The second pull has no effect and needs no second release."""
    kettle = Kettle()
    cold = levers_of(world, "kettle", kettle)["kettle.cold"]
    cold.pull()

    assert not cold.pull()
    cold.release()
    assert kettle.heats
    assert not cold.release()
    world.finish()
    assert ["pulled", "pulled_again", "released"] == [e.kind for e in world.trace]


def test_settings_are_known_and_reach_the_part(world: World) -> None:
    """A lever shows its settings with their defaults, and a pull can override them."""
    kettle = Kettle()
    slow = levers_of(world, "kettle", kettle)["kettle.slow"]
    slow.pull(extra_us=9)

    assert {"extra_us": 5} == slow.settings
    assert 9 == kettle.extra_us


def test_sentence_is_found_under_the_class(world: World) -> None:
    """Two parts of one class share their levers' sentences."""
    assert "lever.kettle.cold" == levers_of(world, "second", Kettle())["second.cold"].sentence


def test_power_cut_stops_the_program_and_boots_it_again(world: World) -> None:
    """Memory is wiped at the cut and the program starts from its first instruction."""
    life: list[str] = []

    def program() -> Steps[None]:
        life.append("boot")
        yield world.sleep(100)
        life.append("done")

    power = Power(world, "box", boot=program, wipe=lambda: life.append("wipe"))
    cut = levers_of(world, "box", power)["box.power_cut"]
    power.on()
    world.after(50, cut.pull)
    world.after(60, cut.release)

    world.run_until(1000)

    assert ["boot", "wipe", "boot", "done"] == life


def test_power_cut_after_the_program_ended_is_harmless(world: World) -> None:
    """A finished program cannot be interrupted, and is not."""

    def program() -> Steps[None]:
        yield world.sleep(1)

    power = Power(world, "box", boot=program)
    power.on()
    world.run_until(10)
    power.off()

    world.run_until(20)

    assert not power.is_on


def test_a_program_that_is_halted_stops_with_its_power_on(world: World) -> None:
    """What was in memory stays there until it is switched off, and only then it boots again."""
    life: list[str] = []

    def program() -> Steps[None]:
        life.append("boot")
        yield world.sleep(100)
        life.append("done")

    power = Power(world, "box", boot=program, wipe=lambda: life.append("wipe"))
    power.on()
    world.run_until(50)

    assert power.halt()
    world.run_until(200)
    assert (["boot"], True) == (life, power.is_on)
    power.off()
    power.on()
    world.run_until(400)
    assert ["boot", "wipe", "boot", "done"] == life


def test_only_what_runs_can_be_halted(world: World) -> None:
    """Neither a part that is off nor one whose program is over, nor one that was halted."""

    def program() -> Steps[None]:
        yield world.sleep(100)

    power = Power(world, "box", boot=program)
    before = power.halt()
    power.on()
    world.run_until(10)
    power.halt()
    world.run_until(20)
    again = power.halt()
    power.off()
    power.on()
    world.run_until(200)

    assert (False, False, False) == (before, again, power.halt())


def test_what_is_switched_off_in_the_same_moment_is_not_halted(world: World) -> None:
    """Its program has not heard of the cut yet; there is nothing left to stop all the same."""

    def program() -> Steps[None]:
        yield world.sleep(100)

    power = Power(world, "box", boot=program)
    power.on()
    world.run_until(10)
    power.off()

    assert not power.halt()


def test_an_exception_in_a_program_is_kept_and_noted(world: World) -> None:
    """The world goes on; the crash is there for the runner to report."""

    def program() -> Steps[None]:
        yield world.sleep(1)
        raise ZeroDivisionError("of the program's own")

    Power(world, "box", boot=program).on()
    world.run_until(10)
    world.finish()

    assert ["ZeroDivisionError"] == [type(e).__name__ for e in world.crashes]
    assert "crashed" == world.trace.events[-1].kind


def test_switching_on_without_a_supply_waits_for_it(world: World) -> None:
    """A restart during a power cut boots when the power is back, not before."""
    boots: list[int] = []

    def program() -> Steps[None]:
        boots.append(world.now_us)
        yield world.sleep(1000)

    power = Power(world, "box", boot=program)
    cut = levers_of(world, "box", power)["box.power_cut"]
    power.on()
    world.after(10, power.off)
    world.after(20, cut.pull)
    world.after(30, power.on)
    world.after(50, cut.release)

    world.run_until(100)

    assert [0, 50] == boots


def test_the_supplys_return_starts_nothing_that_is_switched_off(world: World) -> None:
    """Whoever switched it off must switch it on."""

    def program() -> Steps[None]:
        yield world.sleep(1000)

    power = Power(world, "box", boot=program)
    cut = levers_of(world, "box", power)["box.power_cut"]
    power.on()
    world.after(10, cut.pull)
    world.after(20, power.off)
    world.after(30, cut.release)

    world.run_until(100)

    assert not power.is_on
