"""Has scenarios run on many days to learn or to measure, in several processes if asked."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from emulator.diagnosis.learning import Experience, experience_of
from emulator.diagnosis.lessons import Lessons, taught_by
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.work import CHUNK, no_interrupt, pool


def experiences(
    scenarios: Sequence[Scenario],
    days: range,
    *,
    workers: int,
    lang: str,
    on_done: Callable[[Experience], None],
) -> tuple[Experience, ...]:
    """
    What every scenario teaches, in their order.

    Args:
        scenarios: Which.
        days: On which days each is run.
        workers: Processes; 1 runs everything in this one.
        lang: Of the complaint.
        on_done: Told of each as it is there.

    Raises:
        EnvironmentTrouble: A worker was killed, as a machine does that has no memory left.
    """
    found = []
    for one in _all(scenarios, days, workers, lang):
        found.append(one)
        on_done(one)
    return tuple(found)


def lessons_of(found: Iterable[Experience]) -> Lessons:
    """What experiences come to."""
    known = list(found)
    situations = (situation for one in known for situation in one.situations)
    return taught_by(situations, {one.scenario: one.recoveries for one in known})


def _all(
    scenarios: Sequence[Scenario], days: range, workers: int, lang: str
) -> Iterator[Experience]:
    if workers == 1:
        yield from (experience_of(scenario, days) for scenario in scenarios)
        return
    try:
        with pool(workers) as processes:
            waiting: deque[Future[list[Experience]]] = deque()
            with no_interrupt():
                for at in range(0, len(scenarios), CHUNK):
                    chunk = list(scenarios[at : at + CHUNK])
                    waiting.append(processes.submit(_chunk, chunk, days))
            while waiting:
                yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise EnvironmentTrouble(say("cli.workers_died", lang)) from None


def _chunk(scenarios: Iterable[Scenario], days: range) -> list[Experience]:
    return [experience_of(scenario, days) for scenario in scenarios]
