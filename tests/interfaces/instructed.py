"""A small shop whose clock the test holds, with a cashier who does a sale when asked to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from emulator.clock.paced import ManualWall
from emulator.domain.deeds import Entered, KeyedSecret
from emulator.domain.moments import MS, SECOND
from emulator.domain.plan import Scenario
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.free_play import free_play
from emulator.interfaces.live.session import Session

LATER_US = 2 * SECOND
"""Between two looks of the cashier at the display."""


def shop(profile: str = "built_in") -> Scenario:
    """The shop of free play, after somebody has signed in, with a model of printer."""
    scenario = free_play()
    printer = msgspec.structs.replace(scenario.given.printer, profile=profile)
    given = msgspec.structs.replace(scenario.given, signed_in=True, printer=printer)
    return msgspec.structs.replace(scenario, given=given)


@asynccontextmanager
async def opened(
    profile: str = "built_in", **settings: object
) -> AsyncIterator[tuple[Session, ManualWall]]:
    """A session shortly after its story began; broken off when the test is through."""
    wall = ManualWall()
    session = Session(shop(profile), wall=wall, seed=1, **settings)  # type: ignore[arg-type]
    task = session.start()
    await wall.advance(MS)
    try:
        yield session, wall
    finally:
        task.cancel()


async def sell(session: Session, wall: ManualWall, *, looks: int = 20, remedy: str = "") -> None:
    """
    Let the cashier take 10.00 from a card, as far as the terminal goes along.

    Args:
        session: Where.
        wall: Its clock.
        looks: How often the cashier looks at the display, and does what it asks for.
        remedy: What they do about a printer in trouble; empty leaves it in trouble.
    """
    has_begun = False
    for _ in range(looks):
        shown = screen(session)
        if shown == "idle" and not has_begun:
            has_begun = True
            session.next_customer(1000, "zhang")
            session.show_card("zhang", "chip")
        elif shown == "present_card":
            session.show_card("zhang", "chip")
        elif shown in ("paper_out", "printer_fault") and remedy:
            session.act("cashier", remedy)
            session.hear(Entered("confirm"))
        elif shown in _ANSWERS:
            session.hear(_ANSWERS[shown])
        await wall.advance(LATER_US)


_ANSWERS = {
    "enter_amount": Entered("digits", "1000"),
    "enter_pin": KeyedSecret("pin", "ok"),
    "confirm_duplicate": Entered("confirm"),
    "sign_in_required": Entered("menu", "sign_in"),
    "enter_operator": Entered("digits", "01"),
    "enter_password": KeyedSecret("password", "ok"),
}
"""What a cashier does without thinking, by what stands on the display."""


def screen(session: Session) -> str:
    """What stands on the display."""
    current = session.bed.console.current
    return "" if current is None else current.id


def fault_events(session: Session, id: str) -> list[str]:
    """What happened to one fault: armed, fired, healed ..."""
    return [event.kind for event in events(session, "fault") if event.detail["fault"] == id]


def events(session: Session, source: str) -> list[TraceEvent]:
    """What one source noted."""
    return [event for event in session.world.trace if event.source == source]
