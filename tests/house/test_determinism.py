"""Same scenario and seed, same bytes: in another process and under another hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder

ROOT = Path(__file__).parents[2]
SHIPPED = {scenario.name: scenario for scenario in load(find_files([shipped_folder()]))}
PROGRAM = """
import sys
from pathlib import Path
from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.runner import load, run
root = Path(sys.argv[1]) / "scenarios"
files = sorted(p for p in root.rglob("*.yaml") if p.parent.name != "shared")
for scenario in load(files, root=root):
    print(scenario.name, run(scenario).digest)
quiet = quiet_day(0)
points = fault_points(run(quiet).trace.events)
for seed in range(30):
    print(seed, run(troubled_day(quiet, points, seed)).digest)
"""


def digests(hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("name", SHIPPED)
def test_what_the_bench_keeps_changes_nothing_in_the_shop(name: str) -> None:
    """A shipped scenario has the same digest whether or not its trace is kept."""
    scenario = SHIPPED[name]

    assert run(scenario).digest == run(scenario, keep=False).digest


def test_digests_do_not_depend_on_the_process_or_the_hash_seed() -> None:
    """Every shipped scenario and thirty random schedules give the same digest twice."""
    first = digests("1")

    assert 70 < len(first.splitlines())
    assert first == digests("2")
