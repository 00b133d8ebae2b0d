"""
The shipped scenarios prove every entry of the catalogue, and what is kept of that is true.

`proven.txt` beside this file has one number a line, in the order of the catalogue; an entry that is
lost fails by its name. How long it all takes is measured by `benchmarks/catalogue.py`.
"""

from functools import cache
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from emulator.domain.causes import HABITS
from emulator.domain.texts import LANGUAGES, has
from emulator.interfaces.selection import shipped
from emulator.proof.kept import shipped_proofs, written
from emulator.proof.rules import ScenarioProof, prove
from emulator.proof.table import EntryProof, table_of
from emulator.reports.seen_words import seen_words
from emulator.scenario.catalogue import catalogue

FLOOR = Path(__file__).with_name("proven.txt")
KEPT = FLOOR.read_text(encoding="utf-8").split()
PARTS = {
    "storage": "terminal",
    "uplink": "link",
    "issuer_line": "link",
    "bank": "clearing",
    # The calendar that a transfer takes its time by.
    "start": "clearing",
    # What people do is told by their habits and their steps.
    **dict.fromkeys(("amount", "purchase", "signed_in", *chain(*HABITS.values())), "cashier"),
    "use_card": "cardholder",
}
"""What brings a cause about, up to its first dot, to the component it belongs to, if it has another
name."""
ELSEWHERE = {
    # A driver is the terminal's; what it gets wrong is how it talks to the printer.
    "F13": "printer",
    # The institution's money, which is short when it is to be cleared.
    "F46": "acquirer",
}
"""Where a cause is brought about that the catalogue counts with the part that suffers from it."""
OTHER_SEED = 7
RENEW = "renew it: posemu catalogue --write emulator/proven.json"


@cache
def found() -> tuple[ScenarioProof, ...]:
    """What every shipped scenario proves."""
    return tuple(prove(scenario) for scenario in shipped())


@cache
def table() -> dict[str, EntryProof]:
    """How each entry stands."""
    return {one.entry: one for one in table_of(catalogue(), found())}


def test_the_floor_is_the_whole_catalogue() -> None:
    """No entry can be struck off the list when it is lost."""
    assert list(catalogue()) == KEPT


@pytest.mark.parametrize("number", KEPT)
def test_what_was_proven_stays_proven(number: str) -> None:
    """An entry that is lost is a regression, of the shop or of its scenario."""
    stands = table()[number]

    assert stands.holds, f"{number} is lost: {'; '.join(stands.reasons('en'))}"


@pytest.mark.parametrize("number", KEPT)
def test_what_is_shipped_of_an_entry_is_what_is_proven_now(number: str) -> None:
    """By which scenarios, and how: `posemu explain` says so without running anything."""
    (now,) = msgspec.json.decode(written([table()[number]]), type=tuple[EntryProof])

    assert now == shipped_proofs().get(number), RENEW


def test_no_proof_hangs_on_one_seed() -> None:
    """With other jitter, thinking and delays every scenario still proves all that it does."""
    again = [prove(replace(scenario, seed=OTHER_SEED)) for scenario in shipped()]

    assert [_held(one) for one in found()] == [_held(one) for one in again]
    assert [] == [one.entry for one in table_of(catalogue(), again) if not one.holds]


def _held(one: ScenarioProof) -> tuple[str, str, list[str]]:
    return one.scenario, one.truth, [proof.entry for proof in one.proofs if proof.holds]


@pytest.mark.parametrize("number", [number for number in KEPT if number.startswith("F")])
def test_a_cause_sits_where_the_catalogue_says(number: str) -> None:
    """One of the scenarios that prove it breaks that component, or has those people do it."""
    by = ",".join(str(proof.values["by"]) for proof in shipped_proofs()[number].proofs)
    owners = {each.strip().partition(".")[0] for each in by.split(",")}
    expected = ELSEWHERE.get(number, catalogue()[number].component)

    assert expected in {PARTS.get(owner, owner) for owner in owners}


def test_every_claim_of_a_shipped_scenario_holds() -> None:
    """A file proves what stands in its `covers`; only the symptom of its folder may stand free."""
    scenarios = {scenario.name: scenario for scenario in shipped()}
    held: dict[str, set[str]] = {}
    for one in found():
        numbers = held.setdefault(scenarios[one.scenario].file, set())
        numbers.update(one.symptoms)
        numbers.update(proof.entry for proof in one.proofs if proof.holds)
    empty = {
        f"{Path(scenario.file).stem}: {number}"
        for scenario in scenarios.values()
        for number in scenario.covers
        if number not in held[scenario.file]
        and number != Path(scenario.file).parent.name.partition("-")[0]
    }

    assert [] == sorted(empty), "see `posemu catalogue NUMBER` for what is missing"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_seen_in_a_proven_check_has_words(lang: str) -> None:
    """A chart or a diagnosis in Chinese shows no machine's word, nor does an English one."""
    wordless = {
        f"{name} {value}"
        for one in found()
        for proof in one.proofs
        if proof.holds and proof.entry.startswith("D")
        for name, _, value in (
            sight.partition(" ") for sight in str(proof.values["seen"]).split(", ")
        )
        if not has(f"seen.of.{name}")
        or (
            lang == "zh"
            and value.isalpha()
            and seen_words(name, value, lang).endswith(f"：{value}")
        )
    }

    assert [] == sorted(wordless)


def test_every_shipped_scenario_passes_by_itself() -> None:
    """What does not pass proves nothing, whatever it claims."""
    assert {"pass"} == {one.truth for one in found()}
