"""
Measures what it costs to prove the whole catalogue, against running every scenario once.

    python benchmarks/catalogue.py

Left out: writing the table, which takes no time that anybody notices.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from emulator.domain.plan import Scenario
from emulator.interfaces.selection import shipped
from emulator.proof import counterfactual
from emulator.proof.rules import prove
from emulator.runner import run

WISH_S = 60
"""The whole catalogue on two cores."""


def row(*cells: str) -> str:
    """A row of the table."""
    return f"| {' | '.join(cells)} |"


def cpu_s(work: Callable[[], object]) -> float:
    """Seconds of CPU time that something takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def counted(scenarios: list[Scenario]) -> tuple[int, list[tuple[float, str]]]:
    """How many runs the proofs need, and how long each scenario takes, the longest first."""
    runs = 0
    original = counterfactual.run

    def counting(*arguments: object, **settings: object) -> object:
        nonlocal runs
        runs += 1
        return original(*arguments, **settings)  # type: ignore[arg-type]

    counterfactual.run = counting  # type: ignore[assignment]
    try:
        taken = [(cpu_s(lambda one=one: prove(one)), one.name) for one in scenarios]
    finally:
        counterfactual.run = original
    return runs, sorted(taken, reverse=True)


def command_s(workers: int) -> tuple[float, float]:
    """Seconds of CPU, of all processes, and of wall time that `posemu catalogue --fresh` takes."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "XDG_CACHE_HOME": folder}
        command = [sys.executable, "-m", "emulator.interfaces.cli", "catalogue", "--fresh"]
        started, before_s = time.perf_counter(), _children_s()
        subprocess.run(
            [*command, "-j", str(workers)], env=environ, capture_output=True, check=False
        )
        return _children_s() - before_s, time.perf_counter() - started


def _children_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


def main() -> None:
    """Print the figures as a table for the page beside this file."""
    argparse.ArgumentParser(description=__doc__.split("\n\n")[0]).parse_args()
    print(f"CPython {platform.python_version()}, {os.cpu_count()} processors\n")
    scenarios = list(shipped())
    once_s = cpu_s(lambda: [run(scenario) for scenario in scenarios])
    runs, taken = counted(scenarios)
    proven_s = sum(seconds for seconds, _ in taken)
    print(row("what", "ours", "floor", "ratio", "wish"))
    print(row("---", "---", "---", "---", "---"))
    print(
        row(
            f"{len(scenarios)} scenarios proven ({runs} runs) / each run once, CPU",
            f"{proven_s:.1f} s",
            f"{once_s:.1f} s",
            f"{proven_s / once_s:.1f}",
            "",
        )
    )
    per_run = proven_s / runs / (once_s / len(scenarios))
    print(
        row(
            "a run under proof, judged / a run, CPU",
            f"{proven_s / runs * 1000:.1f} ms",
            f"{once_s / len(scenarios) * 1000:.1f} ms",
            f"{per_run:.1f}",
            "",
        )
    )
    for workers in (1, 2):
        processor_s, wall_s = command_s(workers)
        what = f"`posemu catalogue --fresh -j {workers}`, all of it"
        print(row(f"{what}, CPU", f"{processor_s:.1f} s", "", "", ""))
        wish = f"{WISH_S} s" if workers == 2 else ""
        print(row(f"{what}, wall time", f"{wall_s:.1f} s", "", "", wish))
    slowest = ", ".join(f"{name} {seconds:.2f} s" for seconds, name in taken[:3])
    print(f"\nThe longest: {slowest}.")


if __name__ == "__main__":
    main()
