"""What people did in an attended run, as plain values: errands at the keys, deeds beside them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from emulator.domain.plan import FaultPlan, Step
from emulator.people.screens import TELLS

PRINTER_ASKS = ("paper_out", "printer_fault", "printer_hot")
"""Screens in the middle of an errand on which it is the person's turn."""
_UNDER_WAY = ("connecting", "waiting", "reversing", "settling", *PRINTER_ASKS)


class Errand(msgspec.Struct, eq=False):
    """One function of the menu, from its key until the terminal is free for another."""

    menu: str
    """The action of `domain.actions`, or a function that only this terminal has."""
    key: str = ""
    """What the menu's key says, as `reprint_any`."""
    task: str = ""
    """Name of the step that asked for it."""
    amount_fen: int | None = None
    meant_fen: int | None = None
    purchase: str = ""
    holder: str = ""
    entry: str = ""
    pin: str = ""
    password: str = ""
    insists: bool = False
    digits: dict[str, str] = {}
    """What was keyed on which screen."""
    screens: list[str] = []
    """All that were displayed meanwhile."""
    seen: dict[str, Any] = {}
    """What the terminal showed of its outcome."""
    slip: dict[str, Any] = {}
    """What its last whole slip says."""

    @property
    def came_to_something(self) -> bool:
        """False for what was cancelled, or never got past the questions."""
        if "cancelled" in self.screens:
            return False
        told = TELLS.union(_UNDER_WAY)
        return bool(self.slip) or any(screen in told for screen in self.screens)


class Doing(msgspec.Struct, eq=False):
    """One thing that somebody did."""

    seq: int
    began_us: int
    ended_us: int
    """When the terminal was free again or waited for somebody; for a deed, when it was done."""
    step: Step | None = None
    """What was done, for all but errands and remarks."""
    errand: Errand | None = None
    last_seq: int = -1
    """Of the event that ended it."""
    remark: str = ""
    """What is only told: gave_up or left."""


class Armed(msgspec.Struct):
    """A fault that the instructor armed."""

    seq: int
    at_us: int
    fault: FaultPlan


class Shown(msgspec.Struct):
    """A screen that was displayed."""

    seq: int
    at_us: int
    screen: str


class Story(msgspec.Struct):
    """All that people did, in the order in which they did it."""

    doings: list[Doing] = []
    armed: list[Armed] = []
    shown: list[Shown] = []
    thoughts_us: list[int] = []
    """From each question of the terminal to its answer."""
    left_us: int = 0
    small: Counter[str] = msgspec.field(default_factory=Counter)
    """What made no difference, and how often: hurried, idle_keys, hints, customers."""


class LeftOut:
    """Stretches of the trace that no step stands for."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """
        Args:
            spans: First and last event of each, in order; none begins before another has ended.
        """
        self._spans = tuple(spans)
        self._firsts = [first for first, _ in self._spans]

    def __contains__(self, seq: object) -> bool:
        assert isinstance(seq, int), "events are numbered"
        at = bisect_right(self._firsts, seq) - 1
        return at >= 0 and seq <= self._spans[at][1]
