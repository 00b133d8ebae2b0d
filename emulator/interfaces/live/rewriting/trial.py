"""
A proposed scenario on trial: it is run as it will be read, and what does not hold is taken out.

What is taken out is remarked on. A check that was broken when the run was recorded is waived with
that reason; one that is broken only now shows that the scenario is not what happened, and stays.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

from emulator.checks.faults_fired import STEPS_DONE, FaultsFired
from emulator.domain.plan import Expectation, FaultPlan, Scenario, Step, Waiver
from emulator.domain.verdict import Truth, Verdict
from emulator.domain.vocabulary import CHECKS
from emulator.interfaces.live.rewriting.proposals import without_false
from emulator.interfaces.live.rewriting.to_scenario import Say
from emulator.known import shop_words
from emulator.runner import Result, run
from emulator.scenario.reader import read_text
from emulator.scenario.write import to_yaml

_ROUNDS = 12
"""Each takes something out or is the last; what is left then is reported as it is."""


class Tried(msgspec.Struct, kw_only=True):
    """A scenario after its trial."""

    scenario: Scenario
    text: str
    """As the file will have it."""
    result: Result
    """Of the last run, of exactly this text."""
    remarks: list[tuple[str, dict[str, Any]]]


def try_out(
    scenario: Scenario,
    proposed: Iterable[Expectation],
    *,
    broken_before: Collection[str],
    say: Say,
) -> Tried:
    """
    Run a scenario until what it says holds.

    Args:
        scenario: Without expectations.
        proposed: What may hold.
        broken_before: Checks that did not hold when the run was recorded.
        say: Words for reasons in the file.
    """
    scenario = msgspec.structs.replace(scenario, expect=tuple(proposed))
    remarks: list[tuple[str, dict[str, Any]]] = []
    for _ in range(_ROUNDS):
        text, result = _run(scenario)
        mended = _mended(scenario, result, remarks, broken_before, say)
        if mended == scenario:
            break
        scenario = mended
    else:
        text, result = _run(scenario)
    return Tried(scenario=scenario, text=text, result=result, remarks=remarks)


def _run(scenario: Scenario) -> tuple[str, Result]:
    text = to_yaml(scenario)
    (read,) = read_text(text, file=f"{scenario.name}.yaml", **shop_words())
    return text, run(read)


def _mended(
    scenario: Scenario,
    result: Result,
    remarks: list[tuple[str, dict[str, Any]]],
    broken_before: Collection[str],
    say: Say,
) -> Scenario:
    """The scenario without what did not hold."""
    bad = [v for v in result.verdicts if v.applied and not v.waived and v.truth is not Truth.PASS]
    missed = {verdict.check for verdict in bad}
    held = []
    for number, one in enumerate(scenario.expect, 1):
        left = _true(one, result) if f"expect[{number}]" in missed else one
        lost = [name for name in one.facts if name not in left.facts]
        remarks += [("to_scenario.left_out.expect", {"fact": f"{one.mode} {f}"}) for f in lost]
        held += [left] if left.facts else []
    unfired = _unfired(bad)
    remarks += [("to_scenario.left_out.unfired", {"fault": id}) for id in unfired]
    gone = _gone(scenario.steps, _unreached(bad))
    remarks += [("to_scenario.left_out.step", {"number": index + 1}) for index in gone]
    waived = [v.check for v in bad if v.check in CHECKS and v.check in broken_before]
    remarks += [("to_scenario.waived", {"check": check}) for check in waived]
    because = say("to_scenario.because")
    mended = msgspec.structs.replace(
        scenario,
        expect=tuple(held),
        waive=(*scenario.waive, *(Waiver(check, because) for check in waived)),
    )
    return _without(mended, gone, unfired)


def _gone(steps: Sequence[Step], unreached: Collection[int]) -> list[int]:
    """Indices of the steps that were not reached, and of all that mean the same transaction."""
    gone: list[int] = []
    names: set[str] = set()
    for index, step in enumerate(steps):
        means = {step.options.get("of", ""), step.options.get("purchase", "")} - {""}
        if index in unreached or means & names:
            gone.append(index)
            names |= {step.name} - {""}
    return gone


def _without(scenario: Scenario, gone: Collection[int], unfired: Collection[str]) -> Scenario:
    """The scenario without some steps and faults, and without all that refers to them by name."""
    names = {scenario.steps[index].name for index in gone} - {""}
    left = [step for index, step in enumerate(scenario.steps) if index not in gone]
    outcomes = {f"sale.{name}" for name in names}
    expect = (
        msgspec.structs.replace(
            one, facts={fact: v for fact, v in one.facts.items() if fact not in outcomes}
        )
        for one in scenario.expect
    )
    return msgspec.structs.replace(
        scenario,
        steps=tuple(_forgetting(step, names) for step in left),
        faults=tuple(
            fault
            for fault in scenario.faults
            if fault.id not in unfired and not _waits_for(fault, {*names, *unfired})
        ),
        expect=tuple(one for one in expect if one.facts),
    )


def _true(one: Expectation, result: Result) -> Expectation:
    """What of an expectation that did not hold is true all the same."""
    if one.mode == "finally":
        return without_false(one, result.trace)
    return msgspec.structs.replace(one, facts={})


def _forgetting(step: Step, names: Collection[str]) -> Step:
    """A complaint about something that is not there any more is about nothing in particular."""
    if step.options.get("about") not in names:
        return step
    options = {key: value for key, value in step.options.items() if key != "about"}
    return msgspec.structs.replace(step, options=options)


def _waits_for(fault: FaultPlan, names: Collection[str]) -> bool:
    where = fault.trigger.when.where if fault.trigger.when is not None else {}
    return any(where.get(key) in names for key in ("name", "step", "fault"))


def _unfired(bad: Iterable[Verdict]) -> list[str]:
    found = (v.values.get("faults", "") for v in bad if v.check == FaultsFired.name)
    return [id for ids in found for id in str(ids).split(", ") if id]


def _unreached(bad: Iterable[Verdict]) -> list[int]:
    found = (v.values.get("number", 0) for v in bad if v.check == STEPS_DONE)
    return [int(number) - 1 for number in found if number]
