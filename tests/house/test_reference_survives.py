"""No check ever fails on the careful reference shop, whatever goes wrong and heals again."""

import pytest

from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.domain.plan import Pattern, Scenario
from emulator.domain.verdict import Truth
from emulator.runner import run

SCHEDULES = 2000
SHARES = 20
DAYS = 4


@pytest.fixture(scope="module")
def days() -> list[tuple[Scenario, list[Pattern]]]:
    quiet = [quiet_day(seed) for seed in range(DAYS)]
    return [(day, fault_points(run(day).trace.events)) for day in quiet]


def test_a_quiet_day_passes(days: list[tuple[Scenario, list[Pattern]]]) -> None:
    """Without trouble every check that applies passes, and nothing is inconclusive."""
    assert [Truth.PASS] * DAYS == [run(day).truth for day, _ in days]


@pytest.mark.parametrize("share", range(SHARES))
def test_random_trouble_breaks_no_invariant(
    days: list[tuple[Scenario, list[Pattern]]], share: int
) -> None:
    """A hundred schedules of up to six faults each: none makes a check fail, no part crashes."""
    per_share = SCHEDULES // SHARES
    for seed in range(share * per_share, (share + 1) * per_share):
        result = run(troubled_day(*days[seed % DAYS], seed))
        broken = [v.check for v in result.verdicts if v.truth is Truth.FAIL]

        assert ([], "") == (broken, result.crash), f"schedule {seed}"


def test_most_schedules_really_strike(days: list[tuple[Scenario, list[Pattern]]]) -> None:
    """The schedules are no empty exercise: most faults fire."""
    armed = fired = 0
    for seed in range(100):
        trace = run(troubled_day(*days[seed % DAYS], seed)).trace
        armed += len(trace.named("fault.armed"))
        fired += len({e.detail["fault"] for e in trace.named("fault.fired")})

    assert fired > 0.8 * armed
