"""
The moment at which somebody at the shop begins to ask what is the matter.

For each symptom it is the first at which it can be seen in what happened until then; of a story
that shows none, when the terminal has kept somebody waiting. Money that
does not come is missed at noon, from the day after the first payment on, or when somebody in the
story does something about it that morning: the institutions' books, which say earlier that
something is in its way, nobody at the shop can see.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from emulator.diagnosis.scene import TELLING
from emulator.domain.moments import DAY, HOUR, SECOND
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.proof.outcome import outcome_of
from emulator.proof.rules import EVERYDAY, ROUTINE
from emulator.proof.symptoms import symptoms_of

WAITS_US = 15 * SECOND
"""Nothing happening for so long is noticed."""
ASKS_US = 75 * SECOND
"""From noticing something until somebody asks: the terminal itself waits a minute for an answer."""
MONEY = frozenset(("S2", "S4", "S5"))
"""Symptoms that are seen on the merchant's account."""
_WAITING = frozenset(("connecting", "waiting"))
_LOOKS_AT_ACCOUNT = time(12, 0)
MORNING_US = 4 * HOUR
"""Before noon; money comes at its beginning."""
_DAILY = ROUTINE | EVERYDAY | {"cashier.sign_off", "cashier.wait", "world.wait", "note.note"}
"""Deeds that nothing must be the matter for."""


class Course:
    """What happened in a run up to its calm, such that it can be looked at from any moment."""

    def __init__(self, events: Iterable[TraceEvent], given: Given) -> None:
        self.given = given
        self._events = list(_story(events))

    @property
    def end_us(self) -> int:
        """The last moment of the story."""
        return self._events[-1].at_us if self._events else 0

    def until(self, now_us: int) -> list[TraceEvent]:
        """What happened up to a moment, and that it is that moment now."""
        past = [event for event in self._events if event.at_us <= now_us]
        now = TraceEvent(len(past), now_us, "bench", "calm_ended", {})
        return [*past, now]

    def shows(self, symptom: str, now_us: int) -> bool:
        """Tell whether a symptom can be seen by now."""
        past = self.until(now_us)
        return symptom in symptoms_of(past, outcome_of(past, self.given))

    def moment_of(self, symptom: str) -> int | None:
        """When it is first seen, in microseconds of the run; None if it never is."""
        if symptom in MONEY:
            missed_us = self._money_missed_us()
            if missed_us is not None:
                return missed_us
        first_us = self._first_us(symptom)
        return self._kept_waiting_us() if first_us is None else first_us

    def later_moments(self, seen_us: int) -> Iterator[int]:
        """When the display told of further trouble, after something was first seen."""
        for event in self._events:
            is_later = event.name == "console.displayed" and event.at_us > seen_us
            if is_later and event.detail["screen"] in TELLING:
                yield event.at_us

    def _kept_waiting_us(self) -> int | None:
        """When the terminal first made somebody wait for an answer for so long that it is odd."""
        since_us: int | None = None
        for event in self._events:
            if event.name != "console.displayed" or event.at_us < 0:
                continue
            if since_us is not None and event.at_us - since_us >= WAITS_US:
                return since_us + WAITS_US
            since_us = event.at_us if event.detail["screen"] in _WAITING else None
        return None

    def _first_us(self, symptom: str) -> int | None:
        """
        The first moment, found by halving: what was once seen is not unseen.

        A moment at which nothing happens may be one: waiting in vain is seen too.
        """
        moments = sorted(set(self._moments()))
        low, high = 0, len(moments)
        while low < high:
            middle = (low + high) // 2
            if self.shows(symptom, moments[middle]):
                high = middle
            else:
                low = middle + 1
        return moments[low] if low < len(moments) else None

    def _moments(self) -> Iterator[int]:
        for event in self._events:
            if event.at_us >= 0 and not event.inside:
                yield event.at_us
                if event.at_us + WAITS_US <= self.end_us:
                    yield event.at_us + WAITS_US

    def _money_missed_us(self) -> int | None:
        """The first noon at which a payment of an earlier day is not on the account."""
        sold = [event.at_us for event in self._events if _is_payment(event)]
        if not sold:
            return None
        credited = [e.at_us for e in self._events if e.name == "clearing.merchant_credited"]
        for noon_us in self._noons_after(sold[0]):
            if not any(at_us <= noon_us for at_us in credited):
                return min(self._deeds_us(noon_us - MORNING_US, noon_us), default=noon_us)
        return None

    def _deeds_us(self, from_us: int, to_us: int) -> Iterator[int]:
        for event in self._events:
            if event.name == "bench.step_began" and from_us <= event.at_us < to_us:
                deed = f"{event.detail['who']}.{event.detail['action']}"
                if deed not in _DAILY:
                    yield event.at_us

    def _noons_after(self, at_us: int) -> Iterator[int]:
        start = self.given.start
        day = (start + timedelta(microseconds=at_us)).date() + timedelta(days=1)
        noon = datetime.combine(day, _LOOKS_AT_ACCOUNT)
        noon_us = (noon - start) // timedelta(microseconds=1)
        while noon_us <= self.end_us:
            yield noon_us
            noon_us += DAY


def _is_payment(event: TraceEvent) -> bool:
    shown = event.name == "console.displayed" and event.detail.get("screen") == "approved"
    return shown and event.detail.get("transaction") == "sale" and event.at_us >= 0


def _story(events: Iterable[TraceEvent]) -> Iterator[TraceEvent]:
    for event in events:
        if event.name == "bench.calm_ended":
            return
        yield event


def steps_begun(events: Sequence[TraceEvent], before_us: int) -> frozenset[int]:
    """The indices of the steps that somebody had begun before a moment."""
    return frozenset(
        event.detail["step"]
        for event in events
        if event.name == "bench.step_began" and event.at_us < before_us
    )
