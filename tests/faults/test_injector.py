"""Faults strike when and where they say."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from emulator.domain.message import Message
from emulator.domain.plan import FaultPlan, Instant, Pattern, Trigger
from emulator.faults.injector import Injector
from emulator.kernel.lever import lever, levers_of
from emulator.kernel.world import Steps, World
from emulator.link.line import Line


class Lamp:
    def __init__(self, world: World) -> None:
        self.world = world
        self.lit = True
        self.dark: list[tuple[int, int]] = []

    @lever
    def broken(self) -> Iterator[None]:
        """The lamp is dark."""
        since_us = self.world.now_us
        self.lit = False
        yield
        self.lit = True
        self.dark.append((since_us, self.world.now_us))


class Bench:
    """One lamp, one line and an injector."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2, 10, 0))
        self.lamp = Lamp(self.world)
        self.line = Line(self.world, "uplink", latency_us=100)
        self.got: list[str] = []
        self.line.high.react = lambda m: self.got.append(m.stan)
        self.injector = Injector(
            self.world,
            levers=levers_of(self.world, "lamp", self.lamp),
            lines={"uplink": self.line},
            resolve=lambda instant: instant.at_us or 0,
        )

    def kinds(self) -> list[str]:
        self.world.finish()
        return [e.kind for e in self.world.trace if e.source == "fault"]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def send(bench: Bench, *stans: int, mti: str = "0200") -> None:
    for stan in stans:
        bench.line.low.send(
            Message(mti=mti, kind="sale", terminal="t", merchant="m", batch="b", stan=f"{stan:06d}")
        )


def at(us: int) -> Trigger:
    return Trigger(at=Instant(at_us=us))


def test_a_lever_fault_lasts_its_time(bench: Bench) -> None:
    """`at` and `for` give the window in which the part is broken."""
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=at(100), for_us=50))
    bench.world.run_until(1000)

    assert [(100, 150)] == bench.lamp.dark
    assert ["armed", "fired", "healed"] == bench.kinds()


def test_a_lever_fault_without_an_end_lasts_until_the_calm(bench: Bench) -> None:
    """The calm releases what nobody repaired."""
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=at(100)))
    bench.world.run_until(1000)
    assert not bench.lamp.lit

    calm = bench.injector.calm()

    assert bench.lamp.lit
    assert ["lamp.broken"] == calm["released"]


def test_a_trigger_counts_to_the_nth_fitting_event(bench: Bench) -> None:
    """Only events with the wanted details count, and only the n-th one fires."""
    when = Pattern(source="till", kind="rang", where={"who": "li"}, nth=2)
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=Trigger(when=when)))
    for us, who in ((10, "li"), (20, "wang"), (30, "li"), (40, "li")):
        bench.world.after(us, lambda w=who: bench.world.note("till", "rang", who=w))  # type: ignore[misc]
    bench.world.run_until(1000)
    bench.injector.calm()

    assert [(30, 1000)] == bench.lamp.dark


def test_a_fault_that_never_fires_says_so_by_its_silence(bench: Bench) -> None:
    """A trigger that never comes true leaves no `fired`."""
    when = Pattern(source="till", kind="rang", nth=1)
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=Trigger(when=when)))
    bench.world.run_until(1000)

    assert ["armed"] == bench.kinds()


def test_a_fault_on_a_broken_part_has_no_effect(bench: Bench) -> None:
    """Two faults on one lever: the second is recorded as having had no effect."""
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=at(100)))
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f2", trigger=at(200)))
    bench.world.run_until(1000)

    assert ["armed", "armed", "fired", "had_no_effect"] == bench.kinds()


@pytest.mark.parametrize(
    ("moment", "expected_us"), [("before", 10), ("during", 60), ("after", 110)]
)
@pytest.mark.parametrize(
    ("source", "begins", "ends"),
    [
        ("storage", "write_started", "written"),
        ("printer", "slip_started", "slip_printed"),
        ("acquirer", "commit_started", "posted"),
    ],
)
def test_a_strike_at_a_durable_step_comes_before_during_or_after(
    bench: Bench, moment: str, expected_us: int, source: str, begins: str, ends: str
) -> None:
    """The moment picks the beginning, the middle or the end of the step, named by its end."""
    world = bench.world

    def part() -> Steps[None]:
        yield world.sleep(10)
        world.note(source, begins, number=1, takes_us=100)
        yield world.sleep(100)
        world.note(source, ends, number=1)

    when = Pattern(source=source, kind=ends, where={"number": 1})
    fault = FaultPlan(
        name="lamp.broken", id="f1", trigger=Trigger(when=when), moment=moment, for_us=1
    )
    bench.injector.arm(fault)
    world.spawn(part())
    world.run_until(1000)

    assert [(expected_us, expected_us + 1)] == bench.lamp.dark


def test_a_fate_strikes_the_nth_message_and_as_many_as_it_says(bench: Bench) -> None:
    """`nth` and `times` choose the messages."""
    bench.injector.arm(
        FaultPlan(name="uplink.drop", id="f1", message={"mti": "0200"}, nth=2, times=2)
    )
    send(bench, 1, 2, 3, 4)
    bench.world.run_until(1000)

    assert ["000001", "000004"] == bench.got
    assert ["armed", "fired", "fired"] == bench.kinds()


def test_a_fate_spares_what_does_not_fit(bench: Bench) -> None:
    """Other MTIs pass and are not counted."""
    bench.injector.arm(FaultPlan(name="uplink.drop", id="f1", message={"mti": "0400"}))
    send(bench, 1, 2)
    send(bench, 3, mti="0400")
    bench.world.run_until(1000)

    assert ["000001", "000002"] == bench.got


def test_a_fate_can_be_armed_later(bench: Bench) -> None:
    """With a trigger the counting starts when it comes true, and ends with `for`."""
    bench.injector.arm(
        FaultPlan(name="uplink.drop", id="f1", message={}, times=9, trigger=at(100), for_us=100)
    )
    for us, stan in ((50, 1), (150, 2), (250, 3)):
        bench.world.after(us, lambda s=stan: send(bench, s))  # type: ignore[misc]
    bench.world.run_until(1000)

    assert ["000001", "000003"] == bench.got


def test_the_calm_lets_go_of_held_messages(bench: Bench) -> None:
    """A message that is held back arrives in the calm at the latest."""
    bench.injector.arm(FaultPlan(name="uplink.hold", id="f1", message={"mti": "0200"}))
    send(bench, 1)
    bench.world.run_until(500)
    assert [] == bench.got
    bench.injector.calm()
    bench.world.run_until(1000)

    assert ["000001"] == bench.got


@pytest.mark.parametrize("fault", ["lamp.broken", "uplink.drop"])
def test_nothing_strikes_after_the_calm_began(bench: Bench, fault: str) -> None:
    """A trigger that comes true in the calm does nothing."""
    bench.injector.arm(FaultPlan(name=fault, id="f1", trigger=at(100)))
    bench.world.run_until(50)
    bench.injector.calm()
    bench.world.run_until(150)
    send(bench, 1)
    bench.world.run_until(1000)

    assert ["armed"] == bench.kinds()
    assert ["000001"] == bench.got


def test_an_unknown_fault_is_the_callers_mistake(bench: Bench) -> None:
    """The reader of scenarios checks names; a plan made by hand gets a KeyError."""
    with pytest.raises(KeyError):
        bench.injector.arm(FaultPlan(name="moon.full"))


def test_a_fault_heals_only_its_own_breakage(bench: Bench) -> None:
    """Mended by hand and broken anew by another fault, the first fault's end changes nothing."""
    lamp = bench.injector._levers["lamp.broken"]
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f1", trigger=at(100), for_us=100))
    bench.world.after(130, lamp.release)
    bench.injector.arm(FaultPlan(name="lamp.broken", id="f2", trigger=at(150), for_us=100))
    bench.world.run_until(1000)

    assert [(100, 130), (150, 250)] == bench.lamp.dark
