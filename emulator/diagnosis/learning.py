"""
Learns from runs: every proven story on several days, and what could be asked there.

A day on which a story does not come to what it was proven for teaches nothing and is left out.
"""

from collections.abc import Iterator

import msgspec

from emulator.diagnosis.situations import Situation, situations_of
from emulator.diagnosis.variation import varied
from emulator.domain.plan import Scenario
from emulator.proof.rules import prove

LEARNT_DAYS = range(8)
"""Numbers of the days that are learnt from; 0 is the story as it is written."""
MEASURED_DAYS = range(1_000, 1_005)
"""Numbers of the days that accuracy is measured on, none of which was learnt from."""


class Experience(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario teaches."""

    scenario: str
    situations: tuple[Situation, ...] = ()
    """Empty if it proves no cause."""
    recoveries: tuple[str, ...] = ()
    """That it proves."""


def experience_of(scenario: Scenario, days: range = LEARNT_DAYS) -> Experience:
    """Prove a scenario, and run it on some days."""
    proofs = [proof for proof in prove(scenario).proofs if proof.holds]
    causes = [proof.entry for proof in proofs if proof.entry.startswith("F")]
    return Experience(
        scenario=scenario.name,
        situations=tuple(_met(scenario, causes, days)) if causes else (),
        recoveries=tuple(proof.entry for proof in proofs if proof.entry.startswith("R")),
    )


def _met(scenario: Scenario, causes: list[str], days: range) -> Iterator[Situation]:
    for day in days:
        yield from situations_of(varied(scenario, day) if day else scenario, causes)
