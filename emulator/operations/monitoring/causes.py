"""
What went wrong before an alarm: faults as they struck, so that the time between can be told.

The monitor itself never reads this: a fault that was told to it would be no detection.
"""

from collections import deque
from collections.abc import Callable

import msgspec

from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.details import read

_MOST = 200
"""Faults that an alarm may go back to; a run has a few."""


class Cause(msgspec.Struct, frozen=True):
    """A fault that struck."""

    name: str
    """Of the lever or fate."""
    at_us: int


class _Struck(msgspec.Struct):
    cause: Cause
    fault: str = ""
    """Its id; empty for a lever that somebody pulled."""
    ended_us: int | None = None


class _Fault(msgspec.Struct):
    """`fault.armed`, `fault.fired` and `fault.healed`."""

    fault: str
    name: str = ""


class _OfLever(msgspec.Struct):
    """`lever.pulled` and `lever.released`."""

    lever: str


class Causes:
    """Takes events, and tells which fault an alarm goes back to."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._struck: deque[_Struck] = deque(maxlen=_MOST)
        self._handlers = {
            ("fault", "armed"): self._armed,
            ("fault", "fired"): self._fired,
            ("fault", "healed"): self._healed,
            ("lever", "pulled"): self._pulled,
            ("lever", "released"): self._released,
        }

    def __len__(self) -> int:
        """How much is kept."""
        return len(self._names) + len(self._struck)

    def take(self, event: TraceEvent) -> None:
        """
        Take in one event.

        Raises:
            msgspec.ValidationError: Its details are not what such an event has.
        """
        handle = self._handlers.get((event.source, event.kind))
        if handle is not None:
            handle(event)

    def of(self, *, since_us: int, at_us: int) -> Cause | None:
        """
        The fault that an alarm goes back to; None if none struck that could be it.

        It is the last that struck up to the first sign, or else the first one behind it, and was
        not over when the first sign was seen.

        Args:
            since_us: The first sign of what the alarm is for.
            at_us: When it was raised.
        """
        possible = [
            one.cause
            for one in self._struck
            if one.cause.at_us <= at_us and (one.ended_us is None or one.ended_us >= since_us)
        ]
        before = [cause for cause in possible if cause.at_us <= since_us]
        return before[-1] if before else next(iter(possible), None)

    def _armed(self, event: TraceEvent) -> None:
        one = read(event, _Fault)
        self._names[one.fault] = one.name

    def _fired(self, event: TraceEvent) -> None:
        fault = read(event, _Fault).fault
        name = self._names.get(fault, fault)
        last = self._struck[-1] if self._struck else None
        if last is not None and last.cause == Cause(name, event.at_us) and not last.fault:
            # The lever was pulled by this very fault, and has told so just now.
            last.fault = fault
        else:
            self._struck.append(_Struck(Cause(name, event.at_us), fault))

    def _healed(self, event: TraceEvent) -> None:
        fault = read(event, _Fault).fault
        self._end(lambda one: one.fault == fault, event.at_us)

    def _pulled(self, event: TraceEvent) -> None:
        self._struck.append(_Struck(Cause(read(event, _OfLever).lever, event.at_us)))

    def _released(self, event: TraceEvent) -> None:
        lever = read(event, _OfLever).lever
        self._end(lambda one: one.cause.name == lever, event.at_us)

    def _end(self, fits: Callable[[_Struck], bool], at_us: int) -> None:
        for one in reversed(self._struck):
            if fits(one):
                one.ended_us = one.ended_us or at_us
                return
