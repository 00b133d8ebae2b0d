"""What becomes of messages on a line."""

from datetime import datetime

import pytest

from emulator.domain.fate import DOWN, UP, Fate
from emulator.domain.message import Message
from emulator.kernel.lever import levers_of
from emulator.kernel.world import Steps, World
from emulator.link.line import Line
from emulator.link.rules import LosesByChance


@pytest.fixture
def world() -> World:
    return World(seed=3, start=datetime(2026, 3, 2, 10, 0))


@pytest.fixture
def line(world: World) -> Line:
    return Line(world, "uplink", latency_us=100)


@pytest.fixture
def arrived(world: World, line: Line) -> list[tuple[int, str]]:
    """When each STAN arrived at the banks' end; `!` marks a garbled one."""
    got: list[tuple[int, str]] = []
    line.high.react = lambda m: got.append((world.now_us, m.stan + "!" * m.garbled))
    return got


def request(stan: int, mti: str = "0200") -> Message:
    return Message(
        mti=mti, kind="sale", terminal="12345678", merchant="m", batch="000001", stan=f"{stan:06d}"
    )


class Gives:
    """A rule with one fate for one STAN."""

    def __init__(self, stan: int, fate: Fate) -> None:
        self.stan, self.fate = f"{stan:06d}", fate

    def judge(self, message: Message, way: str) -> Fate | None:
        return self.fate if message.stan == self.stan else None


def test_a_message_takes_the_lines_latency(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """Without faults a message arrives after the latency."""
    line.low.send(request(1))
    world.run_until(1000)

    assert [(100, "000001")] == arrived


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate(lost="dropped"), []),
        (Fate(delay_us=50), [(150, "000001")]),
        (Fate(copies=2), [(100, "000001"), (100, "000001")]),
        (Fate(garbled=True), [(100, "000001!")]),
    ],
)
def test_a_rule_decides_the_fate(
    world: World,
    line: Line,
    arrived: list[tuple[int, str]],
    fate: Fate,
    expected: list[tuple[int, str]],
) -> None:
    """Each fate does to the message what its name says."""
    line.rules.append(Gives(1, fate))
    line.low.send(request(1))
    world.run_until(1000)

    assert expected == arrived


def test_the_first_rule_that_decides_wins(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """Rules are asked in the order in which they were added."""
    line.rules.append(Gives(1, Fate(delay_us=5)))
    line.rules.append(Gives(1, Fate(lost="dropped")))
    line.low.send(request(1))
    world.run_until(1000)

    assert [(105, "000001")] == arrived


def test_a_held_message_follows_the_next_one(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """Holding turns the order of two messages round."""
    line.rules.append(Gives(1, Fate(hold=True)))
    line.low.send(request(1))
    line.low.send(request(2))
    world.run_until(1000)

    assert ["000002", "000001"] == [stan for _, stan in arrived]


def test_a_held_message_is_let_go_for_the_calm(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """What is held back arrives when the line is told to let go."""
    line.rules.append(Gives(1, Fate(hold=True)))
    line.low.send(request(1))
    world.run_until(500)
    line.let_go(UP)
    world.run_until(1000)

    assert [(501, "000001")] == arrived


@pytest.mark.parametrize(("edge_us", "in_time"), [(-1, True), (0, False), (1, False)])
def test_an_edge_delivers_around_the_receivers_deadline(
    world: World, line: Line, edge_us: int, in_time: bool
) -> None:
    """At the deadline the message is late, a microsecond before it is in time."""
    line.rules.append(Gives(1, Fate(edge_us=edge_us)))
    got: list[Message | None] = []

    def terminal() -> Steps[None]:
        got.append((yield from line.low.receive(deadline_us=5000)))

    world.spawn(terminal())
    world.after(10, lambda: line.high.send(request(1, "0210")))
    world.run_until(9000)

    assert [in_time] == [m is not None for m in got]


def test_without_carrier_nothing_leaves_and_the_sender_knows(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """An unplugged cable refuses at once; plugged in again it carries."""
    unplugged = levers_of(world, "uplink", line)["uplink.cable_unplugged"]
    unplugged.pull()
    assert not line.low.send(request(1))
    unplugged.release()
    assert line.low.send(request(2))
    world.run_until(1000)

    assert ["000002"] == [stan for _, stan in arrived]


def test_unplugging_loses_what_is_under_way(
    world: World, line: Line, arrived: list[tuple[int, str]]
) -> None:
    """A message that was on the cable when it was pulled never arrives, even if plugged back."""
    unplugged = levers_of(world, "uplink", line)["uplink.cable_unplugged"]
    line.low.send(request(1))
    world.after(50, unplugged.pull)
    world.after(60, unplugged.release)
    world.run_until(1000)
    world.finish()

    assert [] == arrived
    assert ["carrier"] == [e.detail["reason"] for e in world.trace.named("uplink.lost")]


@pytest.mark.parametrize(
    ("lever", "lost"),
    [
        ("outage", {UP, DOWN}),
        ("firewall", {UP}),
        ("answers_lost", {DOWN}),
        ("router_hang", {UP, DOWN}),
    ],
)
def test_levers_lose_the_ways_they_name(
    world: World, line: Line, lever: str, lost: set[str]
) -> None:
    """Each lever stops its own ways and, released, none."""
    handle = levers_of(world, "uplink", line)[f"uplink.{lever}"]
    line.high.react = line.low.react = lambda _: None
    handle.pull()
    line.low.send(request(1))
    line.high.send(request(2, "0210"))
    world.run_until(1000)
    handle.release()
    line.low.send(request(3))
    line.high.send(request(4, "0210"))
    world.run_until(2000)
    world.finish()

    assert lost == {e.detail["way"] for e in world.trace.named("uplink.lost")}
    assert {"000003", "000004"} <= {e.detail["stan"] for e in world.trace.named("uplink.delivered")}


def test_interference_loses_some_and_repeats_with_the_seed(line: Line, world: World) -> None:
    """Loss by chance is neither nothing nor everything, and the same for the same seed."""

    def lost(seed: int) -> list[str]:
        w = World(seed=seed, start=datetime(2026, 3, 2))
        noisy = Line(w, "uplink")
        noisy.high.react = lambda _: None
        levers_of(w, "uplink", noisy)["uplink.interference"].pull(loss_per_mille=400)
        for stan in range(50):
            noisy.low.send(request(stan))
        w.run_until(10_000_000)
        w.finish()
        return [e.detail["stan"] for e in w.trace.named("uplink.lost")]

    assert 5 < len(lost(1)) < 45
    assert lost(1) == lost(1)
    assert lost(1) != lost(2)


def test_the_tap_sees_no_card_number(world: World, line: Line) -> None:
    """The trace shows a card number masked only."""
    from emulator.domain.card import pan_from_mask

    pan = pan_from_mask("622202******0018")
    line.low.send(request(1).changed(pan=pan))
    world.finish()

    assert "622202******0018" == world.trace.events[0].detail["card"]
    assert pan.clear() not in repr(world.trace.events)


# What goes and comes back -------------------------------------------------------------------------


class Dice:
    """Falls as it is told to, and then never again on the unlucky side."""

    def __init__(self, *falls: bool) -> None:
        self._falls = list(falls)

    def chance(self, per_mille: int) -> bool:
        return self._falls.pop(0) if self._falls else False


def test_noise_comes_in_bursts(world: World, line: Line, arrived: list[tuple[int, str]]) -> None:
    """Once it has begun everything is lost for a while, and nothing is later than that."""
    line.rules.append(LosesByChance(world, Dice(True), 300, burst_us=500))  # type: ignore[arg-type]
    line.low.send(request(1))
    for at_us, stan in ((499, 2), (500, 3)):
        world.after(at_us, line.low.send, request(stan))
    world.run_until(2000)

    assert [(600, "000003")] == arrived


def test_without_bursts_each_message_has_its_own_chance() -> None:
    """A burst of no length is the message alone, as it always was."""

    def lost(**settings: int) -> list[str]:
        w = World(seed=5, start=datetime(2026, 3, 2))
        noisy = Line(w, "uplink")
        noisy.high.react = lambda _: None
        levers_of(w, "uplink", noisy)["uplink.interference"].pull(**settings)
        for stan in range(50):
            w.after(stan, noisy.low.send, request(stan))
        w.run_until(10_000_000)
        w.finish()
        return [e.detail["stan"] for e in w.trace.named("uplink.lost")]

    assert lost(loss_per_mille=300) == lost(loss_per_mille=300, burst_us=0)
    assert len(lost(loss_per_mille=300)) < len(lost(loss_per_mille=300, burst_us=20))


def test_a_loose_plug_lets_the_line_come_and_go(world: World, line: Line) -> None:
    """Out at once, back by itself, out again."""
    levers_of(world, "uplink", line)["uplink.flapping"].pull(down_us=100, up_us=50)
    has_carrier = []
    for until_us in (50, 120, 200, 270):
        world.run_until(until_us)
        has_carrier.append(line.has_carrier)

    assert [False, True, False, True] == has_carrier


@pytest.mark.parametrize("pushed_in_at_us", [50, 120])
def test_a_plug_that_was_pushed_in_stays(world: World, line: Line, pushed_in_at_us: int) -> None:
    """Whether it was out just then or not."""
    loose = levers_of(world, "uplink", line)["uplink.flapping"]
    loose.pull(down_us=100, up_us=50)
    world.run_until(pushed_in_at_us)
    loose.release()
    has_carrier = []
    for until_us in range(pushed_in_at_us, 1000, 30):
        world.run_until(until_us)
        has_carrier.append(line.has_carrier)

    assert {True} == set(has_carrier)


def test_a_loose_plug_does_not_mend_a_cable_that_is_out(world: World, line: Line) -> None:
    """Two breaks, and the line is whole only without both."""
    levers = levers_of(world, "uplink", line)
    levers["uplink.cable_unplugged"].pull()
    levers["uplink.flapping"].pull(down_us=100, up_us=50)
    world.run_until(120)
    with_both = line.has_carrier
    levers["uplink.flapping"].release()
    with_one = line.has_carrier
    levers["uplink.cable_unplugged"].release()

    assert (False, False, True) == (with_both, with_one, line.has_carrier)


# What there is to see -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lever", "seen"),
    [
        ("uplink.cable_unplugged", {"network_lamp": "dark", "router": "blinking"}),
        ("uplink.flapping", {"network_lamp": "dark", "router": "blinking"}),
        ("uplink.router_hang", {"network_lamp": "lit", "router": "still"}),
        ("uplink.firewall", {"network_lamp": "lit", "router": "blinking"}),
        ("uplink.outage", {"network_lamp": "lit", "router": "blinking"}),
    ],
)
def test_the_lamps(world: World, line: Line, lever: str, seen: dict[str, str]) -> None:
    """Of what goes wrong far away they show nothing."""
    handle = levers_of(world, "uplink", line)[lever]
    handle.pull()
    broken = line.seen
    handle.release()

    assert seen == broken
    assert {"network_lamp": "lit", "router": "blinking"} == line.seen
