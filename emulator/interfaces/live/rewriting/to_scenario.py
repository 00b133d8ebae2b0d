"""
An attended run as a scenario that runs without anybody.

    story --+--> errands and deeds          steps, when they were done (`chain`)
            +--> the instructor's faults    `faults:` at their triggers

The simulated cashier does nothing by itself (`conduct: none`) and takes as long to answer as the
person did. What cannot be said in a scenario, and what came to nothing, becomes a remark: nothing
is left out silently.
"""

from collections.abc import Callable, Iterable
from statistics import median_low
from typing import Any

import msgspec

from emulator.domain.moments import SECOND
from emulator.domain.plan import Given, Pattern, Scenario, Step, Trigger
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.rewriting.armed import Struck, faults_of
from emulator.interfaces.live.rewriting.chain import GRAIN_US, Chain
from emulator.interfaces.live.rewriting.doings import Armed, Doing, Errand, LeftOut, Story
from emulator.interfaces.live.rewriting.errand_steps import ErrandSteps
from emulator.interfaces.live.rewriting.story_reader import read_story
from emulator.people.conduct import NONE
from emulator.people.orders import MENU

TAG = "recorded"
LAST_SEED = 999_999_999_999
_REFUSES = ("customer", "refuse")
"""Becomes a remark: what the person did about it is done already, and counts once only."""

_LONGEST_THOUGHT_US = 5 * SECOND
"""More would let the terminal's questions run out, and the shop open late."""

Say = Callable[..., str]
"""Gives the sentence of an id in the language of the file."""


class Draft(msgspec.Struct, kw_only=True):
    """What a run became."""

    scenario: Scenario
    """Without expectations."""
    remarks: list[tuple[str, dict[str, Any]]] = []
    """What was left out, and why: id of a sentence and what it names."""
    names: dict[int, str] = {}
    """Event with which an errand began, to the name of its step."""
    fired_as: dict[str, str] = {}
    """Name of each fault in the scenario to its name in the run."""


def to_scenario(scenario: Scenario, trace: Iterable[TraceEvent], *, seed: int, say: Say) -> Draft:
    """
    Turn an attended run into a scenario.

    Args:
        scenario: What was played.
        trace: What happened.
        seed: Of the run.
        say: Words for notes in the file.
    """
    events = list(trace)
    return _Writer(scenario, events, read_story(events, scenario), say).draft(seed)


class _Writer:
    """Makes one scenario."""

    def __init__(
        self, scenario: Scenario, events: list[TraceEvent], story: Story, say: Say
    ) -> None:
        self._scenario = scenario
        self._events = events
        self._story = story
        self._say = say
        self._errands = ErrandSteps(
            scenario.given,
            taken=(doing.step.name for doing in story.doings if doing.step is not None),
            reserved=(step.name for step in scenario.steps),
        )
        self._steps: dict[int, Step | None] = {}
        """Event with which an errand began, to its step."""
        self._left_out = LeftOut(())
        self._make_steps()
        self._chain = Chain(story.shown, self._left_out)
        self._draft = Draft(scenario=scenario)

    def draft(self, seed: int) -> Draft:
        """Put it all together."""
        story, scenario = self._story, self._scenario
        marks = self._tell()
        faults = faults_of(
            scenario, self._events, story.armed, marks,
            left_out=self._left_out,
            names={step.name for step in self._chain.steps if step.name},
        )  # fmt: skip
        self._draft.remarks += faults.remarks
        self._draft.fired_as = faults.fired_as
        self._remark_small(seed)
        self._draft.scenario = Scenario(
            name=scenario.name,
            title=self._title("zh", scenario.title or scenario.name),
            title_en=self._title("en", scenario.title_en or scenario.name),
            origin=scenario.origin,
            tags=(TAG,),
            seed=seed if 0 <= seed <= LAST_SEED else 0,
            given=self._given(),
            steps=self._chain.steps,
            faults=tuple(faults.plans),
            waive=scenario.waive,
            calm=scenario.calm,
        )
        return self._draft

    # What is told -----------------------------------------------------------------------------

    def _tell(self) -> list[Struck]:
        """Put doings and marks for faults into the chain, in the order in which they were done."""
        marks: list[Struck] = []
        told: list[Doing | Armed] = [*self._story.doings, *self._story.armed]
        for one in sorted(told, key=lambda one: one.seq):
            if isinstance(one, Armed):
                marks.append(self._mark(one))
            elif one.errand is not None:
                self._tell_errand(one, one.errand)
            elif one.step is not None and (one.step.who, one.step.action) == _REFUSES:
                self._chain.note(self._say("to_scenario.note.refused"), one.began_us)
            elif one.step is not None:
                self._chain.put(self._resolved(one.step), one)
            else:
                self._chain.note(self._say(f"to_scenario.note.{one.remark}"), one.began_us)
        return marks

    def _tell_errand(self, doing: Doing, errand: Errand) -> None:
        step = self._steps[doing.seq]
        if step is not None:
            self._chain.put(step, doing)
            self._draft.names[doing.seq] = step.name
            return
        what = "cancelled" if "cancelled" in errand.screens else "nothing"
        if errand.came_to_something or errand.menu not in MENU:
            what = "no_words"
        values = {"function": errand.key or errand.menu}
        self._draft.remarks.append((f"to_scenario.left_out.{what}", values))
        self._chain.note(self._say(f"to_scenario.left_out.{what}", **values), doing.began_us)

    def _make_steps(self) -> None:
        """Find the step of each errand, or that it has none, before anything is counted."""
        left_out = []
        for doing in self._story.doings:
            errand = doing.errand
            if errand is None:
                continue
            step = self._errands.step(errand) if errand.came_to_something else None
            self._steps[doing.seq] = step
            if step is None:
                left_out.append((doing.seq, max(doing.last_seq, doing.seq)))
        self._left_out = LeftOut(left_out)

    def _resolved(self, step: Step) -> Step:
        """A deed with the names that steps have in the file; it may only name earlier ones."""
        options = dict(step.options)
        for key in ("of", "about", "purchase"):
            meant = options.pop(key, "")
            name = self._errands.named(meant) or meant
            if name and name in self._chain.placed:
                options[key] = name
        return msgspec.structs.replace(step, options=options, trigger=Trigger())

    def _mark(self, armed: Armed) -> Struck:
        """When a fault is armed: at a note in the chain, or beside what is under way."""
        own = armed.fault.trigger
        if own.at is not None or own.when is not None:
            return Struck(armed, own)
        if self._chain.is_busy(armed.at_us):
            return Struck(armed, self._chain.beside(armed.seq, armed.at_us))
        name = self._errands.free_name("arming")
        text = self._say("to_scenario.note.armed", fault=armed.fault.name)
        self._chain.note(text, armed.at_us, name)
        begun = Pattern(source="bench", kind="step_began", where={"name": name})
        return Struck(armed, Trigger(when=begun))

    # Around it --------------------------------------------------------------------------------

    def _given(self) -> Given:
        thoughts_us = self._story.thoughts_us
        changes: dict[str, Any] = {"conduct": (NONE,)}
        if thoughts_us:
            usual_us = median_low(thoughts_us) // GRAIN_US * GRAIN_US
            changes["think_us"] = min(max(usual_us, GRAIN_US), _LONGEST_THOUGHT_US)
        return msgspec.structs.replace(self._scenario.given, **changes)

    def _title(self, lang: str, title: str) -> str:
        return self._say("to_scenario.title", lang=lang, title=title)

    def _remark_small(self, seed: int) -> None:
        remarks = self._draft.remarks
        small = self._story.small
        remarks += [
            (f"to_scenario.small.{what}", {"count": small[what]})
            for what in ("hurried", "idle_keys", "hints")
            if small[what]
        ]
        if self._scenario.expect:
            remarks.append(("to_scenario.small.expect", {"count": len(self._scenario.expect)}))
        if not 0 <= seed <= LAST_SEED:
            remarks.append(("to_scenario.small.seed", {"seed": seed}))
