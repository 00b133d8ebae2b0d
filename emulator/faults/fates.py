"""
Faults that strike messages: lose, delay, double, hold, garble, or deliver on the edge.

A fault counts the messages that fit its description and decides the fate of the n-th and, if it
says so, of some more behind it. Counting starts when the fault is armed by its trigger.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain.fate import Fate
from emulator.domain.message import Message
from emulator.domain.moments import SECOND

FATES: dict[str, dict[str, int | str]] = {
    "drop": {},
    "delay": {"by_us": 5 * SECOND},
    "duplicate": {"copies": 2},
    "hold": {},
    "garble": {},
    "edge": {"offset_us": 0},
}
"""Every fate that a scenario can name, with its settings and their defaults."""


def fate_of(name: str, settings: dict[str, Any]) -> Fate:
    """
    Make the fate that a fault gives to the messages it strikes.

    Args:
        name: A key of `FATES`.
        settings: Overrides of its defaults; `offset_us` may be negative (just before the timer).
    """
    values = {**FATES[name], **settings}
    match name:
        case "drop":
            return Fate(lost="dropped")
        case "delay":
            return Fate(delay_us=values["by_us"])
        case "duplicate":
            return Fate(copies=values["copies"])
        case "hold":
            return Fate(hold=True)
        case "garble":
            return Fate(garbled=True)
        case "edge":
            return Fate(edge_us=values["offset_us"])
    raise KeyError(name)


class StrikesMessages:
    """A rule on a line that gives one fate to the n-th fitting message and `times - 1` more."""

    def __init__(
        self,
        fate: Fate,
        wanted: dict[str, Any],
        *,
        nth: int,
        times: int,
        fired: Callable[[Message], None],
    ) -> None:
        """
        Args:
            fate: What becomes of a struck message.
            wanted: Details that a message must have, by the names of its trace summary; `way` too.
            nth: The first fitting message that is struck, from 1.
            times: How many are struck in all, 1 or more.
            fired: Told of every message that was struck.
        """
        self.armed = False
        """Counts and strikes only while this is True."""
        self._fate = fate
        self._way = wanted.get("way")
        self._mti = wanted.get("mti")
        self._rest = {k: v for k, v in wanted.items() if k not in ("way", "mti")}
        self._nth = nth
        self._last = nth + times - 1
        self._fired = fired
        self._seen = 0

    def judge(self, message: Message, way: str) -> Fate | None:
        """See `domain.fate.Rule`."""
        if not self.armed or not self._fits(message, way):
            return None
        self._seen += 1
        if not self._nth <= self._seen <= self._last:
            return None
        self._fired(message)
        return self._fate

    def _fits(self, message: Message, way: str) -> bool:
        if self._way is not None and way != self._way:
            return False
        if self._mti is not None and message.mti != self._mti:
            return False
        if not self._rest:
            return True
        seen = message.summary()
        return all(seen.get(key) == value for key, value in self._rest.items())
