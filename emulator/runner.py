"""
One scenario in; trace and verdict out.

    open the shop -> story (steps, faults, moments that must hold) -> mend everything -> grace
                  -> what must hold in the end -> probe sale -> verdicts
"""

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from emulator.checks.expectations import judge
from emulator.checks.faults_fired import unreached
from emulator.checks.watch import Watch
from emulator.clock.virtual import Clock, VirtualClock
from emulator.control import Control
from emulator.desk import Desk
from emulator.director import Act, Director
from emulator.domain.card import Card, pan_from_mask
from emulator.domain.moments import DAY, HOUR, MINUTE
from emulator.domain.paper import Strip
from emulator.domain.plan import Account, Given, Instant, Scenario, Step
from emulator.domain.trace import Trace
from emulator.domain.verdict import Truth, Verdict, worst
from emulator.kernel.bound import EventCount, RunTooLong
from emulator.kernel.world import Restless
from emulator.known import shop_words
from emulator.testbed import REFERENCE, Parts, Testbed

STORY_LIMIT_US = 2 * HOUR
"""Beyond its named moments and waits; a story not through by then has steps nobody reaches."""
ATTENDED_LIMIT_US = 90 * DAY
"""A person may take so much longer; nobody sits at a till for a quarter."""
LOOK_US = 10 * MINUTE
"""How often the runner looks whether the story is through."""
PROBE_LIMIT_US = 15 * MINUTE
EVENT_LIMIT = 500_000
"""A run with more events is given up: seconds and hundreds of megabytes, and no end in sight."""
STEP_LIMIT = 5_000_000
"""Steps between two looks; only a program that never lets time get on needs as many."""
PaperTaker = Callable[[str, dict[str, Any], Strip], None]
"""Takes the kind and the detail of a slip's last event, and the paper."""
PROBE = "probe"
"""Name of the probe sale, of its purchase, and of the holder of the card that pays it."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of one run."""

    scenario: str
    trace: Trace
    """Empty if the run kept none."""
    verdicts: tuple[Verdict, ...]
    seed: int
    digest: str
    truth: Truth
    end_us: int
    crash: str = ""
    """Traceback of an exception inside the emulator or a program under test; empty if none."""


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    keep: bool = True,
    tap: Callable[[bytes], None] | None = None,
    parts: Parts = REFERENCE,
    event_limit: int = EVENT_LIMIT,
    clock: Clock | None = None,
    paper: PaperTaker | None = None,
    left_out: frozenset[str] = frozenset(),
    story_us: int | None = None,
) -> Result:
    """
    Play a scenario and judge it.

    Args:
        scenario: What happens and what must hold.
        seed: Overrides the scenario's own.
        keep: False keeps no trace; expectations are then not judged.
        tap: Receives the recording's lines while the run goes on.
        parts: Who plays which part.
        event_limit: A run with more events is given up and inconclusive.
        clock: Lets time pass; None is as fast as it goes.
        paper: Receives every slip that comes out, whole or torn; the printer must be ours.
        left_out: What nobody does in this run, whoever would: keys of `domain.numbers`.
        story_us: When the story ends and everything is mended, whatever is still undone; None
            is when it is through.

    Raises:
        UsageError: The scenario names a terminal program that is not installed.
    """
    course = Course(
        scenario,
        seed=seed,
        keep=keep,
        tap=tap,
        parts=parts,
        event_limit=event_limit,
        paper=paper,
        left_out=left_out,
        story_us=story_us,
    )
    return course.play(clock or VirtualClock())


def _probe_holder(given: Given) -> Account:
    """
    A customer of the bench's own, so that the probe asks what the shop can do, not what is left.

    A story may well end with its customer's account empty or the card blocked.
    """
    names = {account.card.name for account in given.cardholders}
    pans = {account.card.pan for account in given.cardholders}
    name = PROBE
    while name in names:
        name += "-"
    tail = 0
    while (pan := pan_from_mask(f"622848******{tail:04d}")) in pans:
        tail += 1
    return Account(card=Card(name=name, pan=pan), balance_fen=100)


class Course:
    """
    The course of one run: what must happen, and up to which moment time must pass meanwhile.

    Whoever plays it lets time pass as it likes: as fast as it goes, or in step with a wall clock.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        keep: bool = True,
        tap: Callable[[bytes], None] | None = None,
        parts: Parts = REFERENCE,
        event_limit: int = EVENT_LIMIT,
        paper: PaperTaker | None = None,
        attended: bool = False,
        left_out: frozenset[str] = frozenset(),
        story_us: int | None = None,
    ) -> None:
        """
        Args:
            scenario: What happens and what must hold.
            seed: As for `run`, and so all that is not said here.
            keep: As for `run`.
            tap: As for `run`.
            parts: As for `run`.
            event_limit: As for `run`.
            paper: As for `run`.
            attended: True: a person does what the cashier would, through `desk`, and the story
                goes on until this person leaves.
            left_out: As for `run`.
            story_us: As for `run`.
        """
        probe = _probe_holder(scenario.given)
        given = msgspec.structs.replace(
            scenario.given, cardholders=(*scenario.given.cardholders, probe)
        )
        used_seed = scenario.seed if seed is None else seed
        self.bed = bed = Testbed(given, seed=used_seed, keep=keep, parts=parts, left_out=left_out)
        if attended or any(step.action == "reconcile" for step in scenario.steps):
            bed.open_books()
        if attended or any(step.action == "keep_evidence" for step in scenario.steps):
            bed.open_drawer()
        if tap is not None:
            bed.world.tap(tap)
        if paper is not None:
            bed.show_paper(paper)
        self.control = control = Control(bed)
        self.desk: Desk | None = None
        """Where the person's doings come in; None if nobody attends the run."""
        act: Act = bed.staff.do
        if attended:
            self.desk = desk = Desk(control, scenario, bench_holder=probe.card.name)
            act = desk.do
        self._scenario = scenario
        self._probe_holder = probe.card.name
        self._world = bed.world
        self._keep = keep
        self._story_us = story_us
        self._watch = Watch()
        self._watch.attach(bed.world.listen, bed.world.tap)
        self._events = EventCount(bed.world, event_limit)
        self._is_restless = False
        bed.world.step_limit = STEP_LIMIT
        self._director = Director(bed.world, act, control.resolve)

    def play(self, clock: Clock) -> Result:
        """Play all of it and judge it."""
        crash = ""
        try:
            for until_us in self.stretches():
                if until_us > self._world.now_us:
                    clock.drive(self._world, until_us)
        except Exception as error:  # noqa: BLE001 - whatever broke, the report must name it
            crash = self.broke(error)
        except RunTooLong:
            pass
        return self.judge(crash)

    def broke(self, error: Exception) -> str:
        """Take note of what ended the run before its time; gives what the report names."""
        if isinstance(error, Restless):
            self._is_restless = True
            return ""
        return "".join(traceback.format_exception(error))

    def judge(self, crash: str = "") -> Result:
        """
        End the run and say what came of it.

        Args:
            crash: Traceback of what broke, as `broke` gave it.
        """
        world = self._world
        if world.crashes:
            crash = "".join(traceback.format_exception(world.crashes[0]))
        world.note("bench", "run_ended")
        world.finish()
        verdicts = tuple(self._verdicts(crash))
        return Result(
            scenario=self._scenario.name,
            trace=world.trace,
            verdicts=verdicts,
            seed=world.seed,
            digest=world.digest(),
            truth=worst(verdicts),
            end_us=world.now_us,
            crash=crash,
        )

    def stretches(self) -> Iterator[int]:
        """
        Do what must be done, and give each moment up to which time must then pass.

        A moment that is not later than the present asks for nothing.
        """
        control, scenario = self.control, self._scenario
        control.announce(scenario)
        yield from control.opening()
        self._world.note("bench", "story_began")
        for fault in scenario.faults:
            control.injector.arm(fault)
        if self.desk is not None:
            self.desk.open()
        self._director.start(scenario.steps)
        yield from self._story()
        control.calm_down()
        yield from self._rest()
        if scenario.calm.probe:
            yield from self._probe()

    def _story(self) -> Iterator[int]:
        if self._story_us is not None:
            yield self._story_us
            return
        yield from self._pass_steps()
        yield max(self._moments(), default=0)

    def _pass_steps(self) -> Iterator[int]:
        limit_us = max(self._moments(), default=0) + _asked_us(self._scenario) + STORY_LIMIT_US
        if self.desk is not None:
            limit_us += ATTENDED_LIMIT_US
        while self._world.now_us < limit_us and self._goes_on():
            yield min(self._world.now_us + LOOK_US, limit_us)

    def _goes_on(self) -> bool:
        return not (self._director.is_through if self.desk is None else self.desk.has_left)

    def _moments(self) -> Iterator[int]:
        """Every moment that the scenario names, in microseconds of the run."""
        for instant in _instants(self._scenario):
            yield self.control.resolve(instant)

    def _rest(self) -> Iterator[int]:
        calm = self._scenario.calm
        until_us = self._world.now_us + calm.grace_us
        if calm.until is not None:
            until_us = max(until_us, self.control.resolve(calm.until))
        yield until_us
        self._world.note("bench", "calm_ended", grace_us=calm.grace_us)

    def _probe(self) -> Iterator[int]:
        world = self._world
        world.note("bench", "probe_started", purchase=PROBE)
        staff = self.bed.staff
        staff.follow_the_handbook()
        ended: list[str] = []
        sale = {"amount_fen": 1, "entry": "chip", "insists": True, "holder": self._probe_holder}
        staff.do(Step(who="cashier", action="sale", options=sale, name=PROBE), ended.append)
        limit_us = world.now_us + PROBE_LIMIT_US
        while not ended and world.now_us < limit_us:
            yield world.now_us + MINUTE

    def _given_up(self) -> Verdict:
        what, limit = "too_long", self._events.limit
        if self._is_restless:
            what, limit = "restless", STEP_LIMIT
        return Verdict(
            check="run_bounded",
            truth=Truth.INCONCLUSIVE,
            message=f"check.run_bounded.{what}",
            values={"limit": limit},
        )

    def _verdicts(self, crash: str) -> Iterator[Verdict]:
        scenario = self._scenario
        if self._events.is_over or self._is_restless:
            # What was not reached cannot be held against the shop; nothing else is judged.
            yield self._given_up()
            return
        waived = {waiver.check: waiver.because for waiver in scenario.waive}
        for verdict in self._watch.verdicts(self._world.now_us):
            yield _waive(verdict, waived.get(verdict.check, ""))
        yield unreached(scenario.steps, self._director.unreached(), self._director.unfinished())
        if crash:
            yield Verdict(
                check="no_crash",
                truth=Truth.INCONCLUSIVE,
                message="check.no_crash.crashed",
                values={"error": crash.strip().splitlines()[-1]},
            )
        if self._keep:
            yield from judge(
                scenario.expect,
                self._world.trace,
                resolve=self.control.resolve,
                count_business_days=self.bed.calendar.business_days_between,
            )


def _asked_us(scenario: Scenario) -> int:
    """All the waiting that the story itself asks for."""
    steps: int = sum(s.trigger.after_us + s.options.get("for_us", 0) for s in scenario.steps)
    return steps + sum(f.trigger.after_us + (f.for_us or 0) for f in scenario.faults)


def _waive(verdict: Verdict, because: str) -> Verdict:
    return msgspec.structs.replace(verdict, waived=because) if because else verdict


def _instants(scenario: Scenario) -> Iterator[Instant]:
    for step in scenario.steps:
        if step.trigger.at is not None:
            yield step.trigger.at
    for fault in scenario.faults:
        if fault.trigger.at is not None:
            yield fault.trigger.at
        if fault.until is not None:
            yield fault.until
    for expectation in scenario.expect:
        if expectation.instant is not None:
            yield expectation.instant


def load(paths: Iterable[Path], *, root: Path | None = None) -> Iterator[Scenario]:
    """
    Read scenario files.

    Args:
        paths: Files, not folders.
        root: The folder below which includes are looked up; None takes each file's own.

    Raises:
        ScenarioError: A file is wrong; it names everything that is.
    """
    from emulator.scenario.reader import read_file  # pydantic is loaded only for files

    for path in paths:
        yield from read_file(path, root=root, **shop_words())
