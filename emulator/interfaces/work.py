"""
Runs jobs one after the other, or in several processes, and gives the outcomes in the order of jobs.

A worker gets whole jobs and gives back outcomes and, if asked, recordings; traces stay with it.
"""

import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import msgspec

from emulator import __version__
from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.domain.verdict import Truth
from emulator.interfaces.slip_files import SlipFiles
from emulator.operations.monitoring.report import alarms_told
from emulator.operations.monitoring.telling import in_one_line
from emulator.reports.jsonl import Header, end_of, line
from emulator.reports.layout import Line
from emulator.reports.outcome import Outcome, broken_of, title_of
from emulator.reports.text import failure_report
from emulator.runner import Result, run

CHUNK = 4
"""Jobs handed to a worker at a time; most take a few milliseconds."""

Sink = Callable[[bytes], None]


class Job(NamedTuple):
    """One scenario to run under one seed."""

    scenario: Scenario
    seed: int
    lang: str
    again: str
    """The command that shows it again."""
    files: dict[str, str] | None = None
    """Scenario file and what it includes, by relative name; None makes no recording."""
    outside: tuple[str, ...] = ()
    """Parts that stand outside the simulation."""
    slips: Path | None = None
    """Folder for pictures of the slips; None makes none."""


class Done(NamedTuple):
    """What came of a job."""

    outcome: Outcome
    recording: bytes = b""
    """Empty when it was written elsewhere or not asked for."""


def perform(job: Job, sink: Sink | None = None) -> Outcome:
    """
    Run one job; its recording goes into `sink` as it is made.

    Raises:
        EnvironmentTrouble: The pictures of the slips cannot be written.
    """
    recording = sink if job.files is not None else None
    if recording is not None:
        recording(line(header_of(job)))
    slips = _slip_files(job)
    started = perf_counter()
    try:
        paper = None if slips is None else slips.take
        result = run(job.scenario, seed=job.seed, tap=recording, paper=paper)
    except Exception:  # noqa: BLE001 - one bug must not take the other scenarios' verdicts away
        outcome = crashed(job, traceback.format_exc())
    else:
        outcome = summed_up(job, result, took_s=perf_counter() - started)
    if recording is not None:
        recording(line(end_of(outcome)))
    if slips is not None:
        slips.check()
    return outcome


def _slip_files(job: Job) -> SlipFiles | None:
    if job.slips is None:
        return None
    return SlipFiles(job.slips, scenario=job.scenario.name, seed=job.seed, lang=job.lang)


def header_of(job: Job) -> Header:
    """The first line of a job's recording."""
    files = job.files or {}
    return Header(
        scenario=job.scenario.name,
        seed=job.seed,
        emulator=__version__,
        file=next(iter(files), ""),
        files=files,
        outside=job.outside or msgspec.UNSET,
    )


def summed_up(job: Job, result: Result, *, took_s: float = 0.0) -> Outcome:
    """Make the outcome of a result, with the failure report if it did not hold."""
    scenario = job.scenario
    broken = broken_of(scenario, result.verdicts, job.lang)
    report: tuple[Line, ...] = ()
    if result.truth is not Truth.PASS or result.crash:
        report = failure_report(
            scenario,
            result.trace.events,
            result.verdicts,
            broken,
            seed=result.seed,
            lang=job.lang,
            again=job.again,
            crash=result.crash,
        )
    return Outcome(
        scenario=scenario.name,
        title=title_of(scenario, job.lang),
        seed=result.seed,
        truth=result.truth,
        file=scenario.file,
        digest=result.digest,
        end_us=result.end_us,
        events=len(result.trace),
        took_s=took_s,
        held=sum(v.truth is Truth.PASS and not v.waived and v.applied for v in result.verdicts),
        waived=sum(bool(v.waived) for v in result.verdicts),
        not_applied=sum(not v.applied and not v.waived for v in result.verdicts),
        broken=broken,
        report=report,
        alarms=_alarms(result, job),
        crash=result.crash,
        covers=scenario.covers,
        tags=scenario.tags,
    )


def _alarms(result: Result, job: Job) -> tuple[str, ...]:
    if not job.scenario.given.shop.monitoring:
        return ()
    return tuple(in_one_line(alarm, job.lang) for alarm in alarms_told(result.trace))


def crashed(job: Job, text: str) -> Outcome:
    """The outcome of a job that met a bug outside the simulated shop."""
    scenario = job.scenario
    report = failure_report(
        scenario, (), (), (), seed=job.seed, lang=job.lang, again=job.again, crash=text
    )
    return Outcome(
        scenario=scenario.name,
        title=title_of(scenario, job.lang),
        seed=job.seed,
        truth=Truth.INCONCLUSIVE,
        file=scenario.file,
        report=report,
        crash=text,
        covers=scenario.covers,
        tags=scenario.tags,
    )


def perform_all(
    jobs: Iterable[Job], workers: int, sink: Sink | None = None, *, lang: str
) -> Iterator[Outcome]:
    """
    Run all jobs and give their outcomes in the order of the jobs.

    Args:
        jobs: Taken as they are needed, so there may be very many.
        workers: Processes; 1 runs everything in this one.
        sink: Where recordings go, one whole run after the other.
        lang: Of the complaint.

    Raises:
        EnvironmentTrouble: A worker was killed, as a machine does that has no memory left.
    """
    if workers == 1:
        for job in jobs:
            yield perform(job, sink)
        return
    try:
        with pool(workers) as processes:
            for done in _in_order(processes, iter(jobs), workers):
                if sink is not None and done.recording:
                    sink(done.recording)
                yield done.outcome
    except BrokenProcessPool:
        raise EnvironmentTrouble(say("cli.workers_died", lang)) from None


def _in_order(processes: ProcessPoolExecutor, jobs: Iterator[Job], workers: int) -> Iterator[Done]:
    waiting: deque[Future[list[Done]]] = deque()
    while True:
        # A window, not everything at once: neither jobs nor results may pile up.
        while len(waiting) < 3 * workers and (chunk := list(islice(jobs, CHUNK))):
            with no_interrupt():
                waiting.append(processes.submit(_perform_chunk, chunk))
        if not waiting:
            return
        yield from waiting.popleft().result()


def _perform_chunk(jobs: list[Job]) -> list[Done]:
    done = []
    for job in jobs:
        parts: list[bytes] = []
        outcome = perform(job, parts.append)
        done.append(Done(outcome, b"".join(parts)))
    return done


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Several processes that end with the block, at once if it ends by an exception."""
    processes = ProcessPoolExecutor(workers, get_context("spawn"), _ignore_interrupt)
    try:
        yield processes
    except BaseException:
        # Ctrl-C, a reader that left, a bug: nobody waits for what the workers still do.
        processes.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise
    processes.shutdown()


def _ignore_interrupt() -> None:
    """A worker is ended by its parent, which alone knows what to do about Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def no_interrupt() -> Iterator[None]:
    """
    Let a process started here be born deaf to Ctrl-C.

    Until it has imported enough to ignore the signal itself, an interrupt would make it die with
    a traceback on the user's screen. The parent hears the interrupt right afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


MOST_WORKERS = 61
"""Windows can wait for no more processes at once."""


def worker_count(wish: int, *, jobs: int | None = None) -> int:
    """
    How many processes for `-j`, of which no more are started than find something to do.

    Args:
        wish: 0 takes as many as the machine has processors for us.
        jobs: How much there is to do; None if that does not count yet.
    """
    enough = MOST_WORKERS if jobs is None else max(1, -(-jobs // CHUNK))
    return min(wish or _processors(), MOST_WORKERS, enough)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
