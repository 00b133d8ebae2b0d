"""
The catalogue as it stands proven: each entry with the scenarios that prove it, or what is missing.

A symptom is proven by several scenarios together: three causes that are proven lead to it, so that
it is not seen in the runs without them, and in one scenario of each, people make a check that is
proven and see there what they see in neither of the others. Scenarios of the same file are
variants of one story and count as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product, repeat

import msgspec

from emulator.domain.texts import say
from emulator.proof.proof import Proof
from emulator.proof.rules import ScenarioProof

LEAST_CAUSES = 3
"""That lead to a symptom and are told apart by checks."""
SHOWN = 3
"""Reasons for which an entry is not proven are told of so many scenarios."""


class EntryProof(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the catalogue, as it stands proven."""

    entry: str
    holds: bool
    proofs: tuple[Proof, ...] = ()
    """Of every scenario that covers it, those that hold first."""

    @property
    def proven_by(self) -> tuple[str, ...]:
        """The scenarios that prove it, each file once."""
        return tuple(dict.fromkeys(_story(p.scenario) for p in self.proofs if p.holds))

    def reasons(self, lang: str) -> tuple[str, ...]:
        """How it is proven, or what is missing, one sentence each with its scenario in front."""
        told = [proof for proof in self.proofs if proof.holds == self.holds]
        if not told:
            return (say("proof.not_covered", lang),)
        found = (
            f"{proof.scenario}: {proof.words(lang)}" if proof.scenario else proof.words(lang)
            for proof in each_story_once(told)
        )
        return tuple(found)[:SHOWN]


def table_of(entries: Iterable[str], found: Iterable[ScenarioProof]) -> tuple[EntryProof, ...]:
    """
    How each entry stands.

    Args:
        entries: Numbers of the catalogue.
        found: What every scenario that covers any of them says; for a symptom all that cover it.
    """
    scenarios = list(found)
    by_entry: dict[str, list[Proof]] = {}
    for one in scenarios:
        for proof in one.proofs:
            by_entry.setdefault(proof.entry, []).append(proof)
    return tuple(
        prove_symptom(entry, scenarios)
        if entry.startswith("S")
        else _of_scenarios(entry, by_entry.get(entry, ()))
        for entry in entries
    )


def _of_scenarios(entry: str, proofs: Sequence[Proof]) -> EntryProof:
    in_order = tuple(sorted(proofs, key=lambda proof: not proof.holds))
    return EntryProof(entry=entry, holds=any(p.holds for p in proofs), proofs=in_order)


# Symptoms -----------------------------------------------------------------------------------------


class _Sign(msgspec.Struct, frozen=True):
    """A cause that leads to a symptom in a scenario, and what was seen there in a check."""

    cause: str
    scenario: str
    signs: tuple[str, ...]


def prove_symptom(entry: str, scenarios: Iterable[ScenarioProof]) -> EntryProof:
    """Three proven causes lead to it, and proven checks show something else in each."""
    leads = [
        _Sign(proof.entry, proof.scenario, proof.signs)
        for one in scenarios
        for proof in one.proofs
        if proof.holds and entry in proof.leads_to
    ]
    causes = list(dict.fromkeys(lead.cause for lead in leads))
    chosen = _told_apart(leads)
    if chosen:
        proofs = tuple(
            Proof(
                entry=entry,
                scenario=lead.scenario,
                holds=True,
                because="symptom.holds",
                values={"cause": lead.cause, "signs": "; ".join(lead.signs)},
            )
            for lead in chosen
        )
        return EntryProof(entry=entry, holds=True, proofs=proofs)
    with_signs = {lead.cause for lead in leads if lead.signs}
    because = "symptom.causes" if len(causes) < LEAST_CAUSES else "symptom.not_told_apart"
    values: Mapping[str, str | int] = {
        "causes": ", ".join(causes) or "-",
        "count": len(causes),
        "checked": len(with_signs),
        "wanted": LEAST_CAUSES,
    }
    proof = Proof(entry=entry, scenario="", holds=False, because=because, values=dict(values))
    return EntryProof(entry=entry, holds=False, proofs=(proof,))


def _told_apart(leads: Iterable[_Sign]) -> tuple[_Sign, ...]:
    """One scenario each of three causes, each with a sign of its own; empty if there are none."""
    by_cause: dict[str, dict[tuple[str, ...], _Sign]] = {}
    for lead in leads:
        if lead.signs:
            by_cause.setdefault(lead.cause, {}).setdefault(lead.signs, lead)
    for causes in combinations(by_cause.values(), LEAST_CAUSES):
        for chosen in product(*(signs.values() for signs in causes)):
            if all(map(_own_signs, chosen, repeat(chosen))):
                return chosen
    return ()


def _own_signs(lead: _Sign, chosen: Sequence[_Sign]) -> set[str]:
    """What was seen there and with none of the other causes."""
    return set(lead.signs).difference(*(other.signs for other in chosen if other is not lead))


def each_story_once(proofs: Iterable[Proof]) -> Iterable[Proof]:
    """The first proof of every scenario file; its variants tell the same."""
    first: dict[str, Proof] = {}
    for proof in proofs:
        first.setdefault(_story(proof.scenario), proof)
    return first.values()


def _story(scenario: str) -> str:
    """The name of the file, without the variant."""
    return scenario.partition("[")[0]
