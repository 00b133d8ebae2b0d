"""
Measures what the emulator costs, each figure against a floor that is measured in the same run.

    python benchmarks/run.py                 all but memory, about a minute
    python benchmarks/run.py --memory 1000000    peak memory of a streaming run, its own process
"""

import argparse
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import simpy

sys.path.insert(0, str(Path(__file__).parent))

from bare_sale import BareShop
from long_day import LongDay

from emulator.conformance.schedules import fault_points, quiet_day, troubled_day
from emulator.domain.plan import Scenario
from emulator.kernel.world import Steps, World
from emulator.runner import run

ROUNDS = 5
SALES = 2000
EVENTS = 20_000


def cpu_us(act: Callable[[], object], count: int) -> float:
    """CPU time of an act, in microseconds for each of the `count` things it does."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) / count * 1e6


def bare_sale() -> float:
    shop = BareShop(SALES)
    return cpu_us(shop.run, SALES)


def complete_sale(*, checked: bool = True) -> float:
    day = LongDay(SALES, checked=checked)
    return cpu_us(day.run, SALES)


def bare_event() -> float:
    env = simpy.Environment()

    def ticks() -> Iterator[simpy.Event]:
        for _ in range(EVENTS):
            yield env.timeout(10)

    env.process(ticks())
    return cpu_us(env.run, EVENTS)


def our_event(*, noted: bool) -> float:
    world = World(seed=0, start=datetime(2026, 3, 2, 10, 0), keep=False)

    def ticks() -> Steps[None]:
        for number in range(EVENTS):
            yield world.sleep(10)
            if noted:
                world.note("part", "ticked", number=number)

    world.spawn(ticks())
    return cpu_us(lambda: world.run_until(EVENTS * 10), EVENTS)


def five_sales_four_faults() -> Scenario:
    """Five sales with four faults that strike."""
    quiet = quiet_day(1)
    sales = tuple(step for step in quiet.steps if step.action in ("sale", "void"))[:5]
    day = Scenario(name="five", given=quiet.given, steps=sales, calm=quiet.calm)
    points = fault_points(run(day).trace.events)
    for seed in range(1000):
        troubled = troubled_day(day, points, seed, most_faults=4)
        if len(troubled.faults) == 4:
            fired = {e.detail["fault"] for e in run(troubled).trace.named("fault.fired")}
            if len(fired) == 4:
                return troubled
    raise AssertionError("one of a thousand schedules strikes four times")


def runs_per_second() -> float:
    scenario = five_sales_four_faults()
    count = 100
    return 1e6 / cpu_us(lambda: [run(scenario) for _ in range(count)], count)


def row(name: str, ours: list[float], floor: list[float], unit: str = "us") -> None:
    ratios = [a / b for a, b in zip(ours, floor, strict=True)]
    print(
        f"| {name} | {statistics.median(ours):.1f} {unit} | {statistics.median(floor):.1f} {unit} "
        f"| {statistics.median(ratios):.2f} | {min(ratios):.2f} - {max(ratios):.2f} |"
    )


def measure() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; median of {ROUNDS} rounds\n")
    print("| what | ours | floor | ratio | least - most |\n|---|---|---|---|---|")
    complete_sale()
    bare = [bare_sale() for _ in range(ROUNDS)]
    row("complete sale, checks on / bare sale", [complete_sale() for _ in range(ROUNDS)], bare)
    unchecked = [complete_sale(checked=False) for _ in range(ROUNDS)]
    row("complete sale, checks off / bare sale", unchecked, bare)
    ticks = [bare_event() for _ in range(ROUNDS)]
    row("step of a part / bare event", [our_event(noted=False) for _ in range(ROUNDS)], ticks)
    row(
        "step with a traced event / bare event",
        [our_event(noted=True) for _ in range(ROUNDS)],
        ticks,
    )
    print(f"\nruns per second and core, five sales with four faults: {runs_per_second():.0f}")


def measure_memory(sales: int) -> None:
    day = LongDay(sales)
    opened_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    day.run()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdicts = day.watch.verdicts(day.world.now_us)
    broken = [v.check for v in verdicts if v.truth == 2]
    print(f"{sales} sales: peak {peak_mb:.1f} MB, {peak_mb - opened_mb:.1f} MB above an open shop")
    print(f"digest {day.world.digest()}, broken checks: {broken or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--memory", type=int, metavar="SALES", help="streaming run of SALES sales")
    options = parser.parse_args()
    if options.memory:
        measure_memory(options.memory)
    else:
        measure()


if __name__ == "__main__":
    main()
