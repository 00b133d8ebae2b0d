"""Has scenarios proven, in several processes if asked, each only if it was not proven before."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.proof_cache import ProofCache
from emulator.interfaces.work import CHUNK, no_interrupt, pool, worker_count
from emulator.proof.rules import ScenarioProof, prove

WORTH_PROCESSES = 40
"""Scenarios from which on a second process has saved more time than it takes to start."""


def prove_all(
    scenarios: Sequence[Scenario],
    *,
    workers: int,
    cache: ProofCache,
    lang: str,
    on_done: Callable[[ScenarioProof], None],
) -> tuple[ScenarioProof, ...]:
    """
    What every scenario proves, in their order.

    Args:
        scenarios: Which.
        workers: Processes; 1 runs everything in this one, 0 takes as many as the machine has
            processors for us if that saves time.
        cache: What was proven before.
        lang: Of the complaint.
        on_done: Told of each as it is there.

    Raises:
        EnvironmentTrouble: A worker was killed, as a machine does that has no memory left.
    """
    found: dict[int, ScenarioProof] = {}
    for number, scenario in enumerate(scenarios):
        kept = cache.find(scenario)
        if kept is not None:
            found[number] = kept
            on_done(kept)
    missing = [number for number in range(len(scenarios)) if number not in found]
    if workers == 0 and len(missing) < WORTH_PROCESSES:
        workers = 1
    count = worker_count(workers, jobs=len(missing))
    fresh = _proven([scenarios[number] for number in missing], count, lang)
    for number, proven in zip(missing, fresh, strict=True):
        found[number] = proven
        cache.keep(scenarios[number], proven)
        on_done(proven)
    cache.trim()
    return tuple(found[number] for number in range(len(scenarios)))


def _proven(scenarios: list[Scenario], workers: int, lang: str) -> Iterator[ScenarioProof]:
    if workers == 1 or len(scenarios) <= CHUNK:
        yield from map(prove, scenarios)
        return
    try:
        with pool(workers) as processes:
            waiting: deque[Future[list[ScenarioProof]]] = deque()
            with no_interrupt():
                for at in range(0, len(scenarios), CHUNK):
                    waiting.append(processes.submit(_prove_chunk, scenarios[at : at + CHUNK]))
            while waiting:
                yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise EnvironmentTrouble(say("cli.workers_died", lang)) from None


def _prove_chunk(scenarios: Iterable[Scenario]) -> list[ScenarioProof]:
    return [prove(scenario) for scenario in scenarios]
