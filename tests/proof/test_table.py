"""How entries stand when many scenarios are taken together, and what a symptom needs."""

import pytest
from msgspec.structs import replace

from emulator.domain.texts import LANGUAGES
from emulator.proof.proof import Proof
from emulator.proof.rules import ScenarioProof
from emulator.proof.table import table_of


def says(entry: str, scenario: str, *, holds: bool = True) -> Proof:
    because = "cause.holds" if holds else "cause.absent"
    return Proof(entry=entry, scenario=scenario, holds=holds, because=because)


def leads(cause: str, *signs: str, symptom: str = "S1") -> ScenarioProof:
    """A scenario in which a cause leads to a symptom, and all that people saw of it."""
    proof = replace(says(cause, f"story-of-{cause}"), leads_to=(symptom,), signs=signs)
    return ScenarioProof(scenario=proof.scenario, truth="pass", proofs=(proof,))


def shows(
    cause: str, sign: str = "", *, symptom: str = "S1", scenario: str = "", holds: bool = True
) -> ScenarioProof:
    """A scenario in which a cause leads to a symptom, and what people saw there."""
    name = scenario or f"story-of-{cause}"
    signs = (sign,) if sign else ()
    proof = replace(says(cause, name, holds=holds), leads_to=(symptom,), signs=signs)
    return ScenarioProof(scenario=name, truth="pass", proofs=(proof,), symptoms=(symptom,))


def stands(entry: str, *found: ScenarioProof) -> bool:
    (one,) = table_of([entry], found)
    return one.holds


THREE = (shows("F01", "dark"), shows("F07", "no paper"), shows("F35", "approved"))


def test_three_causes_told_apart_prove_a_symptom() -> None:
    """Each is seen otherwise."""
    assert stands("S1", *THREE)


def test_two_causes_do_not() -> None:
    """However well they are told apart."""
    assert not stands("S1", *THREE[:2])


def test_one_cause_three_times_is_one() -> None:
    """Three stories of the same cause tell of one cause."""
    alike = (shows("F01", sign, scenario=sign) for sign in ("one", "two", "three"))

    assert not stands("S1", *alike)


@pytest.mark.parametrize("sign", ["", "dark", "no paper"])
def test_causes_that_look_alike_are_not_told_apart(sign: str) -> None:
    """Nobody looked, or saw what is seen with another cause."""
    assert not stands("S1", *THREE[:2], shows("F35", sign))


def test_a_cause_that_looks_alike_in_one_story_may_be_told_in_another() -> None:
    """One scenario of each that differ is enough."""
    assert stands("S1", *THREE[:2], shows("F35", "dark"), shows("F35", "new", scenario="other"))


def test_what_is_seen_of_others_too_tells_a_cause_from_none() -> None:
    """A cause needs a sign of its own; that the others have one more does not help it."""
    bank = "twice debited"
    others = leads("F07", bank, "no paper"), leads("F16", bank, "no slip")

    assert not stands("S1", leads("F54", bank), *others)
    assert stands("S1", leads("F54", bank, "two slips"), *others)


def test_a_symptom_that_is_there_without_the_cause_is_not_its_own() -> None:
    """The story shows it; the proof of the cause says that it is seen without the cause too."""
    seen_anyway = replace(
        shows("F35", "approved"), proofs=(replace(says("F35", "x"), signs=("approved",)),)
    )

    assert not stands("S1", *THREE[:2], seen_anyway)


def test_only_proven_causes_that_show_the_symptom_count() -> None:
    """A claim counts for nothing, nor does a story in which nobody could see the symptom."""
    assert not stands("S1", *THREE[:2], shows("F35", "approved", holds=False))
    assert not stands("S1", *THREE[:2], shows("F35", "approved", symptom="S2"))


def test_an_entry_stands_by_one_scenario() -> None:
    """What does not hold elsewhere does no harm."""
    found = (shows("F01", holds=False, scenario="a"), shows("F01", scenario="b"))
    (one,) = table_of(["F01"], found)

    assert one.holds
    assert ("b",) == one.proven_by


def test_variants_of_a_story_are_one() -> None:
    """Ten power cuts of one file are named once."""
    found = [shows("F01", scenario=f"power-cut[{number}]") for number in range(10)]
    (one,) = table_of(["F01"], found)

    assert ("power-cut",) == one.proven_by


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nobody_covers_says_so(lang: str) -> None:
    """In words, as everything that is missing."""
    (one,) = table_of(["F02"], ())

    assert not one.holds
    assert 1 == len(one.reasons(lang))
    assert all(table_of(["S1"], ())[0].reasons(lang))
