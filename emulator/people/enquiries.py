"""
What somebody at the till asks on the phone or reads, and what is noted of the answer.

The acquirer's desk has its hours; the bank's hotline is always answered. A question that nobody
answers is noted with `effect: false`, so that nobody can act on what was not heard.
"""

from typing import Any

from emulator.domain.enquiries import AT_THE_DESK, NOTICE
from emulator.domain.plan import Step
from emulator.domain.trace import TraceEvent
from emulator.people.till import Till


def ask(cashier: Till, step: Step) -> dict[str, Any]:
    """Put a question of `domain.enquiries`; gives what to note."""
    if step.action in AT_THE_DESK and not cashier.support.answers_now:
        return {"effect": False}
    answer = cashier.hands.find_out(step.action)
    return {"effect": answer is not None, **(answer or {})}


def watch_notices(cashier: Till) -> None:
    """From now on every notice of the bank's is read when it is published."""

    def read(event: TraceEvent) -> None:
        if not cashier.leaves_out(f"cashier.{NOTICE}"):
            cashier.note("did", action=NOTICE, effect=True, notice=event.detail["text"])

    # Whoever listens must not act on the spot.
    cashier.world.listen(lambda event: cashier.world.after(0, read, event), ("notice",))
