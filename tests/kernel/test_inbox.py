"""Receiving with a deadline."""

from datetime import datetime

import pytest

from emulator.kernel.port import Inbox
from emulator.kernel.world import Steps, World


@pytest.fixture
def world() -> World:
    return World(seed=0, start=datetime(2026, 3, 2, 10, 0))


def receive(world: World, inbox: Inbox[str], deadline_us: int | None, got: list[object]) -> None:
    def receiver() -> Steps[None]:
        item = yield from inbox.receive(deadline_us=deadline_us)
        got.append((world.now_us, item))

    world.spawn(receiver())


@pytest.mark.parametrize(("at_us", "expected"), [(99, (99, "x")), (100, (100, None))])
def test_deadline_wins_its_own_instant(
    world: World, at_us: int, expected: tuple[int, str | None]
) -> None:
    """An item a microsecond before the deadline is in time, one at the deadline is late."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []
    world.after(at_us, lambda: inbox.put("x"))
    receive(world, inbox, 100, got)

    world.run_until(200)

    assert [expected] == got


def test_late_item_waits_for_the_next_receive(world: World) -> None:
    """What comes after the deadline is not lost."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []
    receive(world, inbox, 100, got)
    world.after(150, lambda: inbox.put("late"))
    world.run_until(200)
    receive(world, inbox, None, got)

    world.run_until(300)

    assert [(100, None), (200, "late")] == got


def test_items_are_received_in_their_order(world: World) -> None:
    """Items that arrive while nobody waits are kept in order."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []
    inbox.put("a")
    inbox.put("b")
    receive(world, inbox, None, got)
    receive(world, inbox, None, got)

    world.run_until(1)

    assert ["a", "b"] == [item for _, item in got]  # type: ignore[misc]


def test_a_receiver_that_lost_power_eats_nothing(world: World) -> None:
    """After an interrupt the next item goes to whoever receives next."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []

    def dying() -> Steps[None]:
        try:
            yield from inbox.receive()
        except Exception:  # noqa: BLE001 - the interrupt itself is not the point
            return

    process = world.spawn(dying())
    world.run_until(10)
    process.interrupt("power")
    world.run_until(20)
    receive(world, inbox, None, got)
    world.after(5, lambda: inbox.put("x"))

    world.run_until(30)

    assert [(25, "x")] == got


def test_a_stale_timer_disturbs_nobody(world: World) -> None:
    """The timer of a finished wait does not end the next one."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []
    receive(world, inbox, 100, got)
    world.after(10, lambda: inbox.put("first"))
    world.run_until(20)
    receive(world, inbox, 300, got)
    world.after(200, lambda: inbox.put("second"))

    world.run_until(400)

    assert [(10, "first"), (220, "second")] == got


def test_expiry_is_a_fault_point(world: World) -> None:
    """A timer that expires is noted, as an inside event, before the receiver goes on."""
    inbox: Inbox[str] = Inbox(world, "box")
    receive(world, inbox, 100, [])

    world.run_until(200)
    world.finish()

    assert [("box.timer_expired", 100, True)] == [(e.name, e.at_us, e.inside) for e in world.trace]


def test_many_waits_share_one_timer(world: World) -> None:
    """A wait that ends early leaves no timer of its own behind, and the deadline still holds."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []

    def receiver() -> Steps[None]:
        for _ in range(5):
            item = yield from inbox.receive(deadline_us=world.now_us + 100)
            got.append((world.now_us, item))

    world.spawn(receiver())
    for at_us in (10, 20, 30, 40):
        world.after(at_us, inbox.put, "x")
    world.run_until(40)

    assert 1 == len(world.env._queue)
    world.run_until(200)
    assert (140, None) == got[-1]


def test_a_wait_with_an_earlier_deadline_ends_in_time(world: World) -> None:
    """The timer of a long wait does not keep a shorter one behind it waiting."""
    inbox: Inbox[str] = Inbox(world, "box")
    got: list[object] = []
    receive(world, inbox, 100, got)
    world.after(10, inbox.put, "x")
    world.run_until(20)
    receive(world, inbox, 50, got)
    world.run_until(60)
    receive(world, inbox, 150, got)

    world.run_until(200)

    assert [(10, "x"), (50, None), (150, None)] == got


def test_an_inbox_without_a_name_notes_nothing(world: World) -> None:
    """A person who does not press a key is no event of the trace."""
    inbox: Inbox[str] = Inbox(world)
    got: list[object] = []
    receive(world, inbox, 100, got)

    world.run_until(200)
    world.finish()

    assert [(100, None)] == got
    assert [] == list(world.trace)
