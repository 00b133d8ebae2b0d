"""
Reads branches out of scenarios that were proven, by running each of them once more.

The proof says what counts; the run says in which order it was done, when, and how it ended.
"""

import re
from collections.abc import Iterable, Sequence

from emulator.domain.plan import Scenario
from emulator.proof.case import Case
from emulator.proof.changes import Value
from emulator.proof.counterfactual import Played
from emulator.proof.knowing import began_us
from emulator.proof.looks import Look, looks_of
from emulator.proof.proof import Proof
from emulator.proof.rules import ScenarioProof
from emulator.runbook.branch import Branch, Check, Loss, Prevention
from emulator.runbook.done import deeds_of, over_us
from emulator.runbook.ends import end_of

_RELATIONS = ("same", "less", "more")


def branches_of(
    symptom: str, scenarios: Sequence[Scenario], found: Sequence[ScenarioProof]
) -> tuple[Branch, ...]:
    """
    Everything that was proven to lead to a symptom, or to be dealt with before it shows.

    Args:
        symptom: Its number.
        scenarios: Which.
        found: What each of them proves, in the same order.
    """
    return tuple(
        read_branch(scenario, proven, symptom)
        for scenario, proven in zip(scenarios, found, strict=True)
        if belongs(symptom, scenario, proven)
    )


def belongs(symptom: str, scenario: Scenario, proven: ScenarioProof) -> bool:
    """
    Tell whether a scenario is a branch of a symptom.

    It is if it is about the symptom and proves a cause or a remedy. With the remedy in time the
    symptom need not show, nor does it if the trouble passes by itself; and what a remedy is good
    for need not be in the catalogue of causes, as a customer who disputes a payment is not.
    """
    is_about = symptom in (*proven.symptoms, *scenario.covers)
    return is_about and any((*_holding("F", proven), *_holding("R", proven)))


def preventions_of(
    symptom: str, scenarios: Sequence[Scenario], found: Sequence[ScenarioProof]
) -> tuple[Prevention, ...]:
    """
    What was proven to keep a symptom away or to tell of it early.

    A story in which it is kept away need not show the symptom; that it is about it is enough.
    """
    return tuple(
        Prevention(
            number=proof.entry,
            scenario=scenario.name,
            deeds=tuple(re.split(r"[ ,]+", str(proof.values.get("deeds") or proof.values["by"]))),
            loss=proof.change,
        )
        for scenario, proven in zip(scenarios, found, strict=True)
        if symptom in scenario.covers
        for proof in _holding("P", proven)
        if proof.change is not None
    )


def read_branch(scenario: Scenario, proven: ScenarioProof, symptom: str) -> Branch:
    """
    What a scenario shows.

    Args:
        scenario: Which.
        proven: What it proves; at least one cause or one recovery.
        symptom: What it is about.
    """
    case = Case(scenario)
    causes = list(_holding("F", proven))
    recoveries = list(_holding("R", proven))
    since_us = began_us(case.base.events)
    checks = _checks(case.base, list(_holding("D", proven)), since_us)
    looked_us = checks[0].at_us + since_us if checks else None
    deeds = deeds_of(case, recoveries, since_us, looked_us)
    took_us = over_us(case.base.events, deeds, recoveries, since_us)
    (harm, *_) = (p.change for p in (*causes, *recoveries) if p.change is not None)
    losses = (Loss(number=p.entry, change=p.change) for p in recoveries if p.change is not None)
    return Branch(
        scenario=scenario.name,
        title=scenario.title,
        title_en=scenario.title_en,
        causes=tuple(proof.entry for proof in causes),
        shows=symptom in proven.symptoms,
        brought_by=_words(str(proof.values["by"]) for proof in causes),
        harm=harm,
        checks=checks,
        deeds=deeds,
        losses=tuple(losses),
        took_us=took_us,
        end=end_of(case.base.outcome, took_us),
    )


def _holding(letter: str, proven: ScenarioProof) -> Iterable[Proof]:
    return (p for p in proven.proofs if p.holds and p.entry.startswith(letter))


def _words(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in listed for word in text.split(", ")))


# Checks -------------------------------------------------------------------------------------------


def _checks(base: Played, proofs: Iterable[Proof], since_us: int) -> tuple[Check, ...]:
    """The looks that prove something, each once and in the order in which they were made."""
    looks = looks_of(base.events)
    numbers: dict[int, list[str]] = {}
    by_seq: dict[int, tuple[Look, Proof]] = {}
    for proof in proofs:
        look = next((look for look in looks if _is_of(look, proof)), None)
        if look is not None:
            numbers.setdefault(look.seq, []).append(proof.entry)
            by_seq.setdefault(look.seq, (look, proof))
    return tuple(
        Check(
            numbers=tuple(numbers[seq]),
            key=look.key,
            seen=_telling(look, proof),
            at_us=look.at_us - since_us,
        )
        for seq, (look, proof) in sorted(by_seq.items())
    )


def _is_of(look: Look, proof: Proof) -> bool:
    return (look.key, look.words) == (proof.values["deeds"], proof.values["seen"])


def _telling(look: Look, proof: Proof) -> tuple[tuple[str, Value], ...]:
    """What of a look is otherwise than when nothing is the matter."""
    usual = f", {proof.values['else']}, "
    found = [
        (name, _compared(name, value, str(proof.values["sign"])))
        for name, value in look.seen.items()
        if f", {name} {value}, " not in usual
    ]
    return tuple(found)


def _compared(name: str, value: object, sign: str) -> Value:
    """A number as its relation to what is usual, because every story has other amounts."""
    if type(value) is not int:
        return str(value)
    match = re.search(rf"(?:^|, ){re.escape(name)} (\w+)", sign)
    return match[1] if match is not None and match[1] in _RELATIONS else value
