"""
A recorded run that can be looked at from any of its moments, forwards and backwards.

Going on feeds the next events to what the screens of a living shop are drawn from; going back
begins anew, which takes milliseconds for a day in a shop. Left out: what was half keyed, and what
was asked of the person, which no recording says.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.plan import Given
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.film.paper import PaperOut, paper_out
from emulator.interfaces.live.views.event_view import EventView
from emulator.interfaces.live.views.view_state import Paper, ViewState

QUIET_US = 5 * SECOND
"""A longer stretch in which nothing happens passes as if it were so long."""
SEEN_LINES = 400
"""Of the paper that hangs out."""
DEED, FAULT, SCREEN = "deed", "fault", "screen"
MARKS = (DEED, FAULT, SCREEN)
"""What a person leaps to."""
_FAULTS = frozenset(("fault.fired", "lever.pulled"))
_KEYED = frozenset(("console.pressed", "console.card_presented"))


class Place(msgspec.Struct, frozen=True, order=True):
    """A moment of the run."""

    number: int
    """How many events have happened."""
    at_us: int


class Frame(msgspec.Struct, frozen=True):
    """How things stood at a moment."""

    place: Place
    state: ViewState
    """As a living shop would show it."""
    keyed: TraceEvent | None
    """The last thing that was keyed, or the last card shown."""


class Film:
    """A run on a reel."""

    def __init__(
        self,
        events: Sequence[TraceEvent],
        given: Given,
        *,
        lang: str = "zh",
        paper: PaperOut | None = None,
    ) -> None:
        """
        Args:
            events: All of the run, at least one.
            given: Who and what there was.
            lang: Of what is shown, zh or en.
            paper: What came out of the printer; None lays out what slips say.
        """
        self.events = events
        self._given, self._lang = given, lang
        self._paper = paper_out(events, lang=lang) if paper is None else paper
        self._times = [event.at_us for event in events]
        self._reel = _reel(self._times)
        self._marks = _marks(events)
        self._keyed = [n for n, event in enumerate(events, 1) if event.name in _KEYED]
        self._view, self._seen = self._fresh_view(), 0

    # Places -----------------------------------------------------------------------------------

    @property
    def first(self) -> Place:
        """Before anything happened."""
        return Place(0, self._times[0])

    @property
    def last(self) -> Place:
        """After all."""
        return Place(len(self.events), self._times[-1])

    @property
    def story(self) -> Place:
        """Where the shop is open and the story begins; the start if there is no such place."""
        opened = (n for n, one in enumerate(self.events, 1) if one.name == "bench.story_began")
        return self.after(next(opened, 0))

    def after(self, number: int) -> Place:
        """The place right after so many events; the nearest if there are not so many."""
        number = max(0, min(number, len(self.events)))
        return Place(number, self._times[max(number - 1, 0)])

    def at(self, at_us: int) -> Place:
        """The place at a moment of the run, after everything that happened then."""
        at_us = max(self._times[0], min(at_us, self._times[-1]))
        return Place(bisect_right(self._times, at_us), at_us)

    def next(self, place: Place, mark: str) -> Place:
        """The place right after the next event of a kind in `MARKS`; the end if there is none."""
        marks = self._marks[mark]
        at = bisect_right(marks, place.number)
        return self.after(marks[at]) if at < len(marks) else self.last

    def before(self, place: Place, mark: str) -> Place:
        """The place right after the event of a kind before this one; the start if none was."""
        marks = self._marks[mark]
        at = bisect_left(marks, place.number) - 1
        return self.after(marks[at]) if at >= 0 else self.first

    # The reel ---------------------------------------------------------------------------------

    @property
    def length_us(self) -> int:
        """How long it takes to look at, with the long quiet stretches cut short."""
        return self._reel[-1]

    def reel_us(self, place: Place) -> int:
        """How far into the reel a place is."""
        number = place.number
        if number == 0:
            return 0
        here = self._reel[number - 1]
        if number == len(self.events):
            return here
        passed_us = place.at_us - self._times[number - 1]
        whole_us = self._times[number] - self._times[number - 1]
        room_us = self._reel[number] - here
        return here + (passed_us * room_us // whole_us if whole_us else 0)

    def place_at(self, reel_us: int) -> Place:
        """The place so far into the reel, after everything that stands there."""
        reel_us = max(0, min(reel_us, self.length_us))
        number = bisect_right(self._reel, reel_us)
        at_us = self._times[number - 1]
        if number < len(self.events):
            here = self._reel[number - 1]
            whole_us = self._times[number] - at_us
            at_us += (reel_us - here) * whole_us // (self._reel[number] - here)
        return Place(number, at_us)

    def marked(self, mark: str) -> Iterable[int]:
        """How far into the reel each event of a kind is."""
        return (self._reel[number - 1] for number in self._marks[mark])

    # Looking ----------------------------------------------------------------------------------

    def moment(self, at_us: int) -> datetime:
        """Date and time in the shop."""
        return self._given.start + timedelta(microseconds=at_us)

    def frame(self, place: Place) -> Frame:
        """How things stood there."""
        at_us = place.at_us
        lines, count = self._paper.until(at_us, SEEN_LINES)
        state = msgspec.structs.replace(
            self._state(place.number),
            at_us=at_us,
            moment=self.moment(at_us),
            paper=Paper(tuple(lines), count, self._paper.slips_until(at_us)),
        )
        keyed = bisect_right(self._keyed, place.number)
        return Frame(place, state, self.events[self._keyed[keyed - 1] - 1] if keyed else None)

    def _state(self, number: int) -> ViewState:
        """How things stood after so many events; the paper apart."""
        if number < self._seen:
            self._view, self._seen = self._fresh_view(), 0
        self._view.take_all(self.events[self._seen : number])
        self._seen = number
        return self._view.snapshot()

    def _fresh_view(self) -> EventView:
        view = EventView(self._given, lang=self._lang)
        # The paper is known better than from events; nothing is laid out twice.
        view.paper.is_watched = True
        return view


def _reel(times: Sequence[int]) -> list[int]:
    """When each event stands on the reel."""
    reel, before_us = [0], times[0]
    for at_us in times[1:]:
        reel.append(reel[-1] + min(at_us - before_us, QUIET_US))
        before_us = at_us
    return reel


def _marks(events: Sequence[TraceEvent]) -> dict[str, list[int]]:
    """After how many events each kind of mark comes."""
    heard = [number for number, one in enumerate(events, 1) if one.name == "desk.heard"]
    # A run that nobody attended has no deeds of a person; then it is the simulated one's.
    done = [number for number, one in enumerate(events, 1) if one.name == "cashier.did"]
    faults: list[int] = []
    for number, event in enumerate(events, 1):
        # A fault pulls its lever; that is one mark, not two.
        is_same = bool(faults) and events[faults[-1] - 1].at_us == event.at_us
        if event.name in _FAULTS and not is_same:
            faults.append(number)
    screens = [n for n, one in enumerate(events, 1) if one.name == "console.displayed"]
    return {DEED: heard or done, FAULT: faults, SCREEN: screens}
