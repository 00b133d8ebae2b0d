"""The console between person and program, and the camera on it."""

from datetime import datetime
from typing import Any

import pytest

from emulator.domain.console import Input, Screen
from emulator.kernel.world import World
from emulator.terminal.console import Console


@pytest.fixture
def world() -> World:
    return World(seed=1, start=datetime(2026, 3, 2))


@pytest.fixture
def console(world: World) -> Console:
    return Console(world, "12345678")


def _taker(world: World, console: Console, *deadlines_us: int | None) -> list[Any]:
    taken: list[Any] = []

    def take() -> Any:
        for deadline_us in deadlines_us:
            entered = yield from console.terminal_end.receive(deadline_us=deadline_us)
            taken.append((world.now_us, None if entered is None else entered.kind))

    world.spawn(take())
    return taken


CONFIRM = Input(kind="confirm")


def test_a_dark_terminal_takes_nothing(world: World, console: Console) -> None:
    """The key press is seen by the camera but goes nowhere."""
    assert not console.person_end.send(CONFIRM)
    world.finish()

    assert ["pressed"] == [event.kind for event in world.trace]


def test_a_wipe_goes_dark_and_forgets_what_was_keyed(world: World, console: Console) -> None:
    """Inputs from before a power cut are no answers after it."""
    console.terminal_end.send(Screen("idle"))
    console.person_end.send(CONFIRM)
    console.wipe()
    taken = _taker(world, console, 10)

    world.run_until(20)

    assert console.current is None
    assert [(10, None)] == taken


def test_a_person_reacts_to_each_screen_at_once(console: Console) -> None:
    """`react` is called with what is shown."""
    seen: list[str] = []
    console.person_end.react = lambda screen: seen.append(screen.id)

    console.terminal_end.send(Screen("booting"))
    console.terminal_end.send(Screen("idle"))

    assert ["booting", "idle"] == seen


def test_a_process_that_begins_to_watch_gets_the_screen_that_stands(
    world: World, console: Console
) -> None:
    """Screens from before somebody looked are gone."""
    seen: list[str] = []

    def watch() -> Any:
        while True:
            screen = yield from console.person_end.receive()
            seen.append(screen.id)

    console.terminal_end.send(Screen("booting"))
    console.terminal_end.send(Screen("idle"))
    world.spawn(watch())
    world.after(5, lambda: console.show(Screen("waiting")))

    world.run_until(10)

    assert ["idle", "waiting"] == seen


@pytest.mark.parametrize(("press_us", "kind"), [(9, "confirm"), (10, None), (11, None)])
def test_the_deadline_wins_against_an_input_of_the_same_instant(
    world: World, console: Console, press_us: int, kind: str | None
) -> None:
    """As on every port."""
    console.terminal_end.send(Screen("idle"))
    taken = _taker(world, console, 10)
    world.after(press_us, lambda: console.person_end.send(CONFIRM))

    world.run_until(20)

    assert [(min(press_us, 10), kind)] == taken


def test_each_wait_ends_at_its_own_deadline(world: World, console: Console) -> None:
    """One timer serves all waits, also when a later one ends earlier or never began to ring."""
    console.terminal_end.send(Screen("idle"))
    world.after(5, lambda: console.person_end.send(CONFIRM))
    taken = _taker(world, console, 100, 20, 30, 30, 150)

    world.run_until(200)

    assert [(5, "confirm"), (20, None), (30, None), (30, None), (150, None)] == taken


@pytest.mark.parametrize(
    ("screen", "text"),
    [
        ("enter_amount", "1234"),
        ("enter_operator", "1234"),
        ("enter_password", None),
        ("supervisor_password", None),
        ("idle", None),
    ],
)
def test_digits_are_noted_only_where_they_are_no_secret(
    world: World, console: Console, screen: str, text: str | None
) -> None:
    """A password keyed a moment too late is not written down either."""
    console.terminal_end.send(Screen(screen))
    console.person_end.send(Input(kind="digits", text="1234"))
    world.finish()

    assert text == world.trace.named("console.pressed")[0].detail.get("text")


def test_a_presented_card_is_noted_masked(world: World, console: Console, keys: Any) -> None:
    """With the purchase that only the camera knows."""
    console.terminal_end.send(Screen("present_card"))
    console.person_end.send(keys.card())
    world.finish()

    assert {
        "purchase": "p1",
        "card": "622202******0018",
        "holder": "customer",
        "entry": "chip",
        "terminal": "12345678",
    } == world.trace.named("console.card_presented")[0].detail
