"""
What somebody at the till did in a run, and what called for it.

The same reading serves the handbook's cashier, whose run is the model, and the person. A deed
counts when it came to something: a void that was approved, a slip that came out, a repair that
mended. Its key is `<who>.<action>`, with three actions more than `domain.actions` has, because
they are told by a key or by its absence:

    cashier.reprint            also: to confirm where the terminal asks to print again
    cashier.refuse_duplicate   to cancel where the terminal warns of the same payment again
    cashier.await_reversal     to touch nothing until an unknown payment was reversed
"""

import msgspec

from emulator.domain.plan import Scenario, Step

TAKEOVER = "takeover"
"""Key of the call that is the beginning of the person's time at the till."""
ASKED_FOR = frozenset(
    (
        "sale", "preauth", "completion", "cash", "settlement", "sign_off", "balance",
        "detail", "totals", "lock",
    )
)  # fmt: skip
"""Actions that customers and bosses ask for by themselves."""
TAKEN_OVER = ("cashier", "support")
"""Whose steps the person takes over: the phone stands beside the till."""


class Deed(msgspec.Struct, frozen=True):
    """One thing that was done and came to something."""

    key: str
    seq: int
    at_us: int
    step: int = -1
    """Index of the step that it carries out; -1 if it was done unasked."""
    amount_fen: int | None = None


def is_alike(asked: int | None, done: int | None) -> bool:
    """Tell whether an amount is the one that was asked for, in fen; None is any."""
    return asked is None or done is None or asked == done


class Call(msgspec.Struct, frozen=True):
    """One thing that asks for a deed: a screen, a bad slip, somebody's wish."""

    key: str
    """`takeover`, `screen.<id>`, `slip.illegible`, `screen.unprinted` or `step.<index>`."""
    seq: int
    at_us: int


class Hint(msgspec.Struct, frozen=True):
    """A deed that was given away."""

    key: str
    seq: int


class Doings(msgspec.Struct):
    """All that a trace tells of the person's time at the till."""

    took_over: Call | None = None
    """None if the colleague never got so far."""
    left: Call | None = None
    """When the person left, or the story was through; None if the trace breaks off before."""
    deeds: list[Deed] = []
    calls: list[Call] = []
    hints: list[Hint] = []
    fired: list[str] = []
    """Ids of the faults that struck, as often as they did."""
    is_crashed: bool = False
    """Something in the emulator or in the terminal's program broke."""


def is_told(scenario: Scenario, step: Step) -> bool:
    """Tell whether somebody asks the person for this step."""
    if step.who not in TAKEN_OVER:
        return False
    return step.action in ASKED_FOR or (bool(step.name) and step.name in scenario.drill.told)
