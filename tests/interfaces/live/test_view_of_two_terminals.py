"""In a shop with two terminals the screens show the one at which the cashier stands."""

import asyncio
from typing import Any

from emulator.clock.paced import ManualWall
from emulator.domain.deeds import Done
from emulator.domain.moments import MS, SECOND
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.views.event_view import EventView
from emulator.known import shop_words
from emulator.scenario.reader import read_text

TWO = """\
scenario: v1
given: {terminal: {backup: yes}}
steps:
  - cashier: {menu: sale, amount: 128.50 CNY}
"""


def followed(*told: tuple[str, dict[str, Any]]) -> EventView:
    """A view that has seen these events."""
    view = EventView(Given())
    for seq, (name, detail) in enumerate(told):
        source, _, kind = name.rpartition(".")
        view.take(TraceEvent(seq, seq, source, kind, detail))
    return view


def shows(screen: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """A screen that appears."""
    return "console.displayed", {"screen": screen, **values}


def turns(to: str, *, effect: bool = True) -> tuple[str, dict[str, Any]]:
    """The cashier turns to the other terminal."""
    return "cashier.did", {"action": "switch_terminal", "to": to, "effect": effect}


ON = ("terminal.powered_on", {})
OFF = ("terminal.powered_off", {})


def screen_of(view: EventView) -> str:
    """The screen in front; empty while it is dark."""
    return "" if view.is_dark or view.shown is None else view.shown.id


def test_what_the_backup_shows_meanwhile_is_not_before_anybody() -> None:
    """Nor does it beep."""
    view = followed(ON, shows("waiting"), shows("declined", backup=True))

    assert ("waiting", 0) == (screen_of(view), view.beeps)


def test_turning_to_it_shows_what_stands_there() -> None:
    """Also while the first one is dark."""
    view = followed(ON, shows("idle", backup=True), shows("waiting"), OFF, turns("backup"))

    assert "idle" == screen_of(view)


def test_the_first_one_does_what_it_does_behind_ones_back() -> None:
    """It starts, reverses and is idle again; that is seen when somebody turns back."""
    before = (ON, shows("idle", backup=True), shows("waiting"), turns("backup"))
    meanwhile = (OFF, ON, shows("reversed"), shows("enter_amount", backup=True))

    assert "enter_amount" == screen_of(followed(*before, *meanwhile))
    assert "reversed" == screen_of(followed(*before, *meanwhile, turns("main")))


def test_turning_in_vain_changes_nothing() -> None:
    """There is no other terminal, or it is dark."""
    view = followed(ON, shows("waiting"), turns("backup", effect=False))

    assert "waiting" == screen_of(view)


def test_the_mark_is_no_value_of_the_screen() -> None:
    """Nothing of it is drawn."""
    view = followed(ON, shows("idle", backup=True, unprinted="000002"), turns("backup"))

    assert view.shown is not None
    assert {"unprinted": "000002"} == view.shown.values


def test_a_person_can_turn_to_it_and_key() -> None:
    """The keys go to the terminal in front, and its screens answer."""
    (scenario,) = read_text(TWO, file="two.yaml", **shop_words())

    async def go() -> tuple[str, str, list[str]]:
        wall = ManualWall()
        session = Session(scenario, wall=wall)
        task = session.start()
        await wall.advance(MS)
        session.hear(Done(who="cashier", action="switch_terminal", options={"to": "backup"}))
        await wall.advance(SECOND)
        session.press("1")
        await wall.advance(SECOND)
        bed = session.bed
        assert bed.backup is not None
        shown = [screen_of(session.view), bed.console.current, bed.backup.console.current]
        session.leave()
        await task
        return tuple(one if isinstance(one, str) else one.id for one in shown)  # type: ignore

    assert ("enter_amount", "idle", "enter_amount") == asyncio.run(go())
