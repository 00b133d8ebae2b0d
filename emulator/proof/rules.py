"""
The rules of proof: what a scenario must show before it counts for an entry of the catalogue.

    F  cause       it is there, it fired, and somebody fares worse than in the run without it
    R  recovery    it is done, and the run in which nobody does it ends worse for somebody
    P  prevention  it is there, and without it the run ends worse for somebody, or the shop knows
                   later of the trouble, see `knowing`
    D  check       people looked, and what they did next depends on what they saw, see `looking`
    S  symptom     see `table`: one scenario alone proves none

Nothing counts in a scenario whose own run does not pass. To judge a new sort of entry, write a
function from `Case` to `Proof` and add its letter to `RULES`.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from emulator.domain.numbers import GUARDS, NUMBERS
from emulator.domain.plan import Scenario
from emulator.domain.verdict import Truth
from emulator.proof.brought import brought_about
from emulator.proof.case import Case
from emulator.proof.changes import Change, differs
from emulator.proof.counterfactual import Played, Without, play, setting_of, told_without
from emulator.proof.deeds import done_in, left_out_in
from emulator.proof.knowing import later_known
from emulator.proof.looking import prove_check, signs_of
from emulator.proof.proof import Proof, deeds_of, numbers_of
from emulator.proof.symptoms import symptoms_of
from emulator.proof.worse import worse_without

ROUTINE = frozenset(("cashier.sale",))
"""Without it there is no story that anything could be left out of."""
EVERYDAY = frozenset(("cashier.settlement", "cashier.sign_in"))
"""Done every day anyway; they count as a remedy where nothing else was done as one."""
UNSEEN = frozenset(
    (
        "cashier.await_reversal", "cashier.wait", "customer.wait", "world.wait",
        "support.follow_up", "support.escalate",
    )
)  # fmt: skip
"""Deeds that leave no event of their own; that they were left out tells that they were done."""


class ScenarioProof(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one scenario says about the catalogue."""

    scenario: str
    truth: str
    """Of its own run: pass, inconclusive or fail."""
    proofs: tuple[Proof, ...] = ()
    """One for each entry that it covers, in its order; symptoms are left out."""
    symptoms: tuple[str, ...] = ()
    """Covered symptoms that its run shows."""


def prove(scenario: Scenario) -> ScenarioProof:
    """Run a scenario, and again without whatever it is said to prove."""
    case = Case(scenario)
    base = case.base
    word = base.truth.word
    covered = [entry for entry in scenario.covers if entry[:1] in RULES]
    if base.truth is not Truth.PASS or not base.is_whole:
        refused = (_says(case, entry, "not_passed") for entry in covered)
        return ScenarioProof(scenario=scenario.name, truth=word, proofs=tuple(refused))
    proofs = _with_signs(case, [RULES[entry[0]](entry, case) for entry in covered])
    seen = symptoms_of(base.events, base.outcome)
    return ScenarioProof(
        scenario=scenario.name,
        truth=word,
        proofs=proofs,
        symptoms=tuple(entry for entry in scenario.covers if entry in seen),
    )


def _with_signs(case: Case, proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Add to each proven cause what was seen of it."""
    checks = [proof for proof in proofs if proof.holds and proof.entry.startswith("D")]
    return tuple(
        msgspec.structs.replace(
            proof,
            signs=signs_of(
                case, brought_about(proof.entry, case.scenario, case.base.events).without, checks
            ),
        )
        if proof.holds and proof.entry.startswith("F")
        else proof
        for proof in proofs
    )


def _says(case: Case, entry: str, because: str, **values: str | int) -> Proof:
    return Proof(entry=entry, scenario=case.name, holds=False, because=because, values=dict(values))


# Causes -------------------------------------------------------------------------------------------


def prove_cause(entry: str, case: Case) -> Proof:
    """
    It was brought about, it fired, and somebody fares worse than in the run without it.

    That a run ends otherwise is not enough: a failure that harms nobody is none.
    """
    brought = brought_about(entry, case.scenario, case.base.events)
    if not brought.by:
        if brought.silent:
            return _says(case, entry, "cause.silent", by=", ".join(brought.silent))
        return _says(case, entry, "cause.absent")
    without = case.without_cause(brought.without)
    if not without.is_whole:
        return _says(case, entry, "not_whole")
    by = ", ".join(brought.by)
    change = differs(without.outcome, case.base.outcome)
    if change is None:
        return _says(case, entry, "cause.no_effect", by=by, **numbers_of(case.base.outcome))
    spared = symptoms_of(without.events, without.outcome)
    shown = symptoms_of(case.base.events, case.base.outcome) - spared
    return Proof(
        entry=entry,
        scenario=case.name,
        holds=change.is_worse,
        because="cause.holds" if change.is_worse else "cause.harms_nobody",
        values={"by": by},
        change=change,
        leads_to=tuple(number for number in case.scenario.covers if number in shown),
    )


# Recoveries ---------------------------------------------------------------------------------------


def prove_recovery(entry: str, case: Case) -> Proof:
    """It was done, and the run in which nobody does it ends worse for somebody."""
    keys = frozenset(deeds_of(entry)) - ROUTINE
    special = keys - EVERYDAY
    return _prove_deed(entry, case, special if special & done_in(case.base.events) else keys)


def _prove_deed(entry: str, case: Case, keys: frozenset[str], sort: str = "recovery") -> Proof:
    if not keys:
        return _says(case, entry, f"{sort}.unknown")
    without = case.left_out(keys)
    done = _were_done(keys, case.base, without)
    if not done:
        return _says(case, entry, f"{sort}.not_done", deeds=" ".join(_in_order(keys)))
    if not without.is_whole:
        return _says(case, entry, "not_whole")
    deeds = " ".join(_in_order(done))
    change = worse_without(case.base, without)
    if change is None and sort == "prevention":
        change = _detects_earlier(case, without)
    if change is None:
        numbers = numbers_of(without.outcome)
        return _says(case, entry, f"{sort}.no_difference", deeds=deeds, **numbers)
    return Proof(
        entry=entry,
        scenario=case.name,
        holds=True,
        because=f"{sort}.holds",
        values={"deeds": deeds},
        change=change,
    )


def _were_done(keys: frozenset[str], base: Played, without: Played) -> frozenset[str]:
    left_out = left_out_in(without.events)
    done = done_in(base.events)
    vain = {
        f"support.{event.detail['action']}"
        for event in base.events
        if event.name == "support.did" and not event.detail.get("effect", True)
    }
    return frozenset(
        key for key in keys if key in done or (key in UNSEEN & left_out and key not in vain)
    )


def _in_order(keys: frozenset[str]) -> list[str]:
    return [key for key in NUMBERS if key in keys]


# Preventions --------------------------------------------------------------------------------------


def prove_prevention(entry: str, case: Case) -> Proof:
    """It was there, and the run without it ends worse for somebody, or the shop knows later."""
    guards = dict(GUARDS.get(entry, ()))
    given = case.scenario.given
    in_force = {path: off for path, off in guards.items() if setting_of(given, path) != off}
    if not guards:
        return _prove_deed(entry, case, frozenset(deeds_of(entry)), "prevention")
    by = ", ".join(guards)
    if not in_force:
        return _says(case, entry, "prevention.off", by=by)
    plan = told_without(case.scenario, Without(settings=in_force))
    without = play(msgspec.structs.replace(plan, expect=case.scenario.expect), like=case.base)
    if not without.is_whole:
        return _says(case, entry, "not_whole")
    change = worse_without(case.base, without) or _detects_earlier(case, without)
    if change is None:
        numbers = numbers_of(without.outcome)
        return _says(case, entry, "prevention.no_effect", by=by, **numbers)
    return Proof(
        entry=entry,
        scenario=case.name,
        holds=True,
        because="prevention.guards",
        values={"by": by},
        change=change,
    )


def _detects_earlier(case: Case, without: Played) -> Change | None:
    """That the shop would know of the trouble later, or never, without the prevention."""
    if not case.causes.by:
        return None
    usual = case.nothing_the_matter
    return later_known(case.base.events, without.events, usual.events) if usual.is_whole else None


RULES: Mapping[str, Callable[[str, Case], Proof]] = {
    "F": prove_cause,
    "R": prove_recovery,
    "P": prove_prevention,
    "D": prove_check,
}
"""First letter of an entry to the rule that judges it."""
