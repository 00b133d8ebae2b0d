"""
Programs with a screen, to be looked at from outside: ours, and an empty one of the same library.

    python benchmarks/screens.py till [busy]    the terminal; busy lets very much happen
    python benchmarks/screens.py empty          shows what was typed, and nothing else
"""

import asyncio
import sys
from itertools import count

from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.widgets import Static

ENDLESS_MM = 10_000_000
BUSTLE_S = 0.03
READY = "ready"
"""What the empty one shows at first."""


class Empty(App[None]):
    """The floor: one text that changes with every key."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(READY)

    def on_mount(self) -> None:
        """Nothing was typed yet."""
        self.typed = ""

    def on_key(self, event: object) -> None:
        """Show the digits typed so far."""
        key = getattr(event, "key", "")
        self.typed = self.typed[:-1] if key == "backspace" else self.typed + key
        self.query_one(Static).update(f"{int(self.typed or 0) / 100:.2f}")


def till(*, is_busy: bool) -> None:
    """The terminal in an open shop; nothing is recorded."""
    from emulator.conformance.attended import playground
    from emulator.domain.moments import HOUR
    from emulator.domain.plan import FaultPlan
    from emulator.interfaces.live.session import Session
    from emulator.interfaces.tui.app import Options
    from emulator.interfaces.tui.stage import show
    from emulator.interfaces.voice import Voice

    scenario = playground()
    # Nobody is measured who waits for a question that has gone.
    terminal = replace(scenario.given.terminal, prompt_timeout_us=HOUR)
    printer = replace(scenario.given.printer, roll_mm=ENDLESS_MM)
    given = replace(scenario.given, terminal=terminal, printer=printer)
    scenario = replace(scenario, given=given)
    session = Session(scenario, lang="en", times=10 if is_busy else 1)

    async def bustle(_: Session) -> None:
        # The feed key sticks; and faster than the screen is drawn, customers come and go and the
        # line breaks and is mended, so that every drawing has something new in every pane.
        while session.pace.now_us <= 0:
            await session.changed.wait()
        session.arm(FaultPlan(name="printer.feed_button", id="paper"))
        for number in count():
            session.next_customer()
            session.arm(FaultPlan(name="uplink.slow", id=f"line{number}"))
            await asyncio.sleep(BUSTLE_S)
            session.release("uplink.slow")

    companions = (bustle,) if is_busy else ()
    show(session, Options(lang="en", companions=companions), Voice("en"))


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        Empty().run()
    else:
        till(is_busy="busy" in sys.argv)
