"""
A drill while it goes on: the session, its model, and what comes of it.

    scenario --+--> model: the handbook's cashier, as fast as it goes
               +--> session: the person, in step with the wall clock
    both traces --> assessment --> kept

Left out: the screen, and where results are kept.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from emulator.domain.moments import HOUR, SECOND
from emulator.domain.trace import TraceEvent
from emulator.drills.assessment import Assessment, assess
from emulator.drills.doings import Doings
from emulator.drills.reading import doings_of
from emulator.drills.required import Required, called, required_by
from emulator.drills.score import matched, next_due
from emulator.interfaces.live.session import Session
from emulator.runner import run

HINT_AFTER_US = 15 * SECOND
"""How long a trainee thinks alone before a hint is to be had."""
COLLEAGUE_TIMES = 10
"""How fast a colleague's part goes by; nobody learns from watching keys."""


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """How far a drill is, for the strip above the till."""

    is_colleagues: bool
    """A colleague is still at the till."""
    tasks: int
    """What somebody asks for now."""
    took_us: int
    """Since the person took over."""
    is_waiting: bool = False
    """Nothing is asked for now, and the story goes on another day."""
    hint: str = ""
    """Key of the deed that a hint would give away; empty if none is to be had."""
    is_done: bool = False
    """Everything was done that the drill asks for; never told in an exam."""


class Drilling:
    """One drill of one person."""

    def __init__(
        self,
        session: Session,
        *,
        trainee: str = "",
        keep: Callable[[Assessment, datetime], str] = lambda *_: "",
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """
        Args:
            session: Made for the drill, not yet running.
            trainee: Who it is; empty if nobody said.
            keep: Keeps what came of it, and gives what could not be kept, in words; called
                once, before anything is shown.
            now: Tells the time, with its zone.
        """
        self.session = session
        self.trainee = trainee
        self.assessment: Assessment | None = None
        """What came of it; None until it is over."""
        self.ended: datetime | None = None
        """When that was, with its zone."""
        self.trouble = ""
        """What could not be kept, in words."""
        self._was_colleagues = False
        self._keep = keep
        self._now = now
        self.model: Sequence[TraceEvent] = run(
            session.scenario, seed=session.world.seed
        ).trace.events
        """Trace of the handbook's cashier."""
        self.required: tuple[Required, ...] = required_by(session.scenario, self.model)

    @property
    def doings(self) -> Doings:
        """What the person has done so far."""
        return doings_of(self.session.world.trace.events, self.session.scenario)

    def look(self) -> Now:
        """See how far it is."""
        session = self.session
        person = session.desk.person
        doings = self.doings
        over_us = None if doings.took_over is None else doings.took_over.at_us
        now_us = session.pace.now_us
        is_practice = not session.is_exam
        tasks = len(person.tasks.told())
        return Now(
            is_colleagues=not person.is_at_the_till and not session.is_over,
            tasks=tasks,
            is_waiting=(
                not tasks and now_us < self._last_moment_us() - HOUR and not self._goes_on_soon()
            ),
            took_us=0 if over_us is None else max(now_us - over_us, 0),
            hint=self._hint(doings, now_us) if is_practice else "",
            is_done=is_practice and len(matched(self.required, doings.deeds)) == len(self.required),
        )

    def _last_moment_us(self) -> int:
        """The last moment that the story names for something to be asked at."""
        session = self.session
        resolve = session.course.control.resolve
        named = [step.trigger.at for step in session.scenario.steps if step.trigger.at is not None]
        return max(map(resolve, named), default=0)

    def _goes_on_soon(self) -> bool:
        """Tell whether the next step comes by itself before long, so that nobody may go home."""
        events, steps = self.session.world.trace, self.session.scenario.steps
        began = {event.detail["step"] for event in events.named("bench.step_began")}
        ended = {event.detail["step"] for event in events.named("bench.step_ended")}
        follow = (
            step.trigger
            for index, step in enumerate(steps)
            if index - 1 in ended and index not in began
        )
        return any(
            trigger.at is None and trigger.when is None and trigger.after_us < HOUR
            for trigger in follow
        )

    def _hint(self, doings: Doings, now_us: int) -> str:
        """What is due and was called for some time ago."""
        due = next_due(self.required, doings)
        if due is None:
            return ""
        done = matched(self.required, doings.deeds)
        after_seq = max((deed.seq for deed in done.values()), default=-1)
        call = called(due, doings, after_seq=after_seq)
        waited_us = now_us - max(
            0 if call is None else call.at_us,
            max((deed.at_us for deed in doings.deeds), default=0),
        )
        return due.key if waited_us >= HINT_AFTER_US else ""

    def pace_colleague(self) -> None:
        """Let a colleague's part go by fast, and the person's in step with the clock."""
        session = self.session
        person = session.desk.person
        if session.is_over or session.world.now_us < 0:
            return
        times = session.pace.times
        if not person.is_at_the_till and times < COLLEAGUE_TIMES:
            session.set_times(COLLEAGUE_TIMES, in_exam=True)
        elif person.is_at_the_till and self._was_colleagues and times != 1:
            session.set_times(1, in_exam=True)
        self._was_colleagues = not person.is_at_the_till

    def finish(self) -> Assessment:
        """Assess and keep it, once the session is judged; the same again after that."""
        session = self.session
        if self.assessment is None:
            result = session.result
            assert result is not None, "it is judged"
            self.ended = self._now()
            self.assessment = assess(
                session.scenario,
                session.world.trace.events,
                self.model,
                is_exam=session.is_exam,
                trainee=self.trainee,
                crash=session.crash,
                digest=result.digest,
            )
            self.trouble = self._keep(self.assessment, self.ended)
        return self.assessment
