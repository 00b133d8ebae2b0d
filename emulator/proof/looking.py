"""
The rule for checks: people looked, saw what was the matter, and did something because of it.

Three runs are laid beside the scenario's own. In the first nothing is the matter, and somebody
looks at the same moment: what is seen there must be something else. In that run, and in one in
which nobody looks although something is the matter, something must not even be tried that was done:
otherwise it would have been done whatever there was to see, and nobody needed to look.
"""

from collections.abc import Iterable

import msgspec

from emulator.domain.plan import Instant, Scenario, Step, Trigger
from emulator.proof.case import Case
from emulator.proof.counterfactual import Played, Without, play
from emulator.proof.deeds import deeds_after, steps_begun, tries_after
from emulator.proof.looks import LOOKS, Look, checks_made, looks_of
from emulator.proof.proof import Proof, deeds_of

MOST_LOOKS = 8
"""Of one story are judged; each takes two more runs."""
_DONE_ANYWAY = frozenset(("cashier.sale",))
"""By whoever could not sell, and nobody else; they depend on a look only where a step says so."""


def prove_check(entry: str, case: Case) -> Proof:
    """The first look that keeps the rule, or why the last one does not."""
    looks = checks_made(entry, looks_of(case.base.events))
    if not looks:
        keys = " ".join(key for key in deeds_of(entry) if key in LOOKS)
        because = "check.not_made" if keys else "check.unknown"
        return _not(entry, case, because, **({"deeds": keys} if keys else {}))
    if not case.causes.by:
        return _not(entry, case, "check.no_cause", deeds=_keys(looks))
    proof = _judged(entry, case, looks[0])
    for look in looks[1:MOST_LOOKS]:
        if proof.holds:
            break
        proof = _judged(entry, case, look)
    return proof


def signs_of(case: Case, without: Without, checks: Iterable[Proof]) -> tuple[str, ...]:
    """
    What was seen in proven checks because of one cause, `<who>.<action>: ...`, each once.

    Args:
        case: The scenario.
        without: What it is told without if it has not that cause.
        checks: Proofs that hold. What would be seen there without the cause too is none of its.
    """
    found = (_sign_of(case, without, proof) for proof in checks)
    return tuple(dict.fromkeys(sign for sign in found if sign))


def _sign_of(case: Case, without: Without, proof: Proof) -> str:
    key, sign = str(proof.values["deeds"]), str(proof.values["sign"])
    if without != case.causes.without:
        told = (proof.values["deeds"], proof.values["seen"])
        look = next(one for one in looks_of(case.base.events) if (one.key, one.words) == told)
        there = _seen_there(case, case.unsuspecting(without), look)
        sign = look.sign(there) if there is not None else ""
    return f"{key}: {sign}" if sign else ""


def _seen_there(case: Case, healthy: Scenario, look: Look) -> Look | None:
    forced = play(_looked_at(healthy, look, case.scenario), like=case.base)
    return _look_of_step(len(healthy.steps), looks_of(forced.events))


def _judged(entry: str, case: Case, look: Look) -> Proof:
    healthy = case.unsuspecting(case.causes.without)
    forced = play(_looked_at(healthy, look, case.scenario), like=case.base)
    there = _look_of_step(len(healthy.steps), looks_of(forced.events))
    if there is None:
        return _not(entry, case, "check.not_comparable", deeds=look.key, seen=look.words)
    if not look.differs_from(there):
        return _not(entry, case, "check.sees_the_same", deeds=look.key, seen=look.words)
    unseen = case.left_out(frozenset((look.key,)))
    following = _left_undone(case.base, unseen, look) & _left_undone(case.base, forced, look)
    if not following:
        return _not(entry, case, "check.nobody_acts", deeds=look.key, seen=look.words)
    return Proof(
        entry=entry,
        scenario=case.name,
        holds=True,
        because="check.holds",
        values={
            "deeds": look.key,
            "seen": look.words,
            "else": there.words,
            "sign": look.sign(there),
            "next": " ".join(sorted(following)),
        },
    )


def _looked_at(healthy: Scenario, look: Look, told: Scenario) -> Scenario:
    """The story in which nothing is the matter, with the same look at the same moment."""
    who, _, action = look.key.partition(".")
    step = told.steps[look.step] if look.step >= 0 else None
    if step is None or f"{step.who}.{step.action}" != look.key:
        # The handbook had it done, while another step was under way.
        options = {"stan": look.stan} if look.stan else {}
        if who == "support" and step is not None and step.name:
            options = {"about": step.name}
        step = Step(who=who, action=action, options=options)
    again = msgspec.structs.replace(
        step, trigger=Trigger(at=Instant(at_us=look.at_us)), name=f"look {len(told.steps)}"
    )
    return msgspec.structs.replace(healthy, steps=(*healthy.steps, again))


def _look_of_step(index: int, looks: Iterable[Look]) -> Look | None:
    return next((look for look in looks if look.step == index), None)


def _left_undone(base: Played, other: Played, look: Look) -> set[str]:
    """
    What was done after the look and not even tried, or not as often, in another run.

    Nor may it have been tried earlier there: where nothing is the matter everything goes faster.
    """
    done = deeds_after(base.events, look.at_us, but=look.key)
    after = done - tries_after(other.events, look.at_us, but=look.key)
    whole = tries_after(base.events, 0, but=look.key) - tries_after(other.events, 0, but=look.key)
    told = steps_begun(base.events) - steps_begun(other.events)
    return {key for key in after if key in whole and (key not in _DONE_ANYWAY or key in told)}


def _keys(looks: Iterable[Look]) -> str:
    return " ".join(dict.fromkeys(look.key for look in looks))


def _not(entry: str, case: Case, because: str, **values: str) -> Proof:
    return Proof(entry=entry, scenario=case.name, holds=False, because=because, values=dict(values))
