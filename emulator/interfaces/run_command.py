"""`posemu run`: run scenarios, say the verdict of each, and end with the code for the worst."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import click

from emulator import __version__
from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces import work
from emulator.interfaces.complaints import ResultFile, ResultFolder, WholeNumber, shortened
from emulator.interfaces.exits import Exit, exit_of
from emulator.interfaces.github_job import tell_github
from emulator.interfaces.meter import Meter
from emulator.interfaces.options import SpokenCommand, add_options, option, selecting
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.recorded import files_of
from emulator.interfaces.selection import Selection, again_command
from emulator.interfaces.slip_files import make_folder
from emulator.interfaces.tally import Tally
from emulator.interfaces.voice import Voice
from emulator.reports.junit import junit_xml

MOST_SEEDS = 1_000_000
LAST_SEED = 999_999_999_999
"""The last that a scenario file can name."""


class Wishes(NamedTuple):
    """What the caller asked for besides the selection."""

    seed: int | None
    seeds: int | None
    workers: int
    junitxml: Path | None
    jsonl: Path | None
    slips: Path | None


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(
        *,
        seed: int | None,
        seeds: int | None,
        workers: int,
        junitxml: Path | None,
        jsonl: Path | None,
        slips: Path | None,
        **selected: Any,
    ) -> int:
        if seed is not None and seeds is not None:
            raise UsageError(say("cli.seed_or_seeds", lang))
        if junitxml is not None and jsonl is not None and _is_one_file(junitxml, jsonl):
            raise UsageError(say("cli.usage.same_file", lang, file=shortened(str(jsonl))))
        wishes = Wishes(seed, seeds, workers, junitxml, jsonl, slips)
        return run_all(Selection(**selected), wishes, Voice(lang))

    command = SpokenCommand("run", lang, callback=start)
    jobs = WholeNumber(0, work.MOST_WORKERS, lang)
    selecting(command, lang)
    add_options(
        command,
        option("--seed", lang, "cli.help.run.seed", type=WholeNumber(-LAST_SEED, LAST_SEED, lang)),
        option("--seeds", lang, "cli.help.run.seeds", type=WholeNumber(1, MOST_SEEDS, lang)),
        option("-j", "--jobs", lang, "cli.help.run.jobs", name="workers", type=jobs, default=1),
        option("--junitxml", lang, "cli.help.run.junitxml", type=ResultFile(lang)),
        option("--jsonl", lang, "cli.help.run.jsonl", type=ResultFile(lang)),
        option("--slips", lang, "cli.help.run.slips", type=ResultFolder(lang)),
    )
    return command


def _is_one_file(first: Path, second: Path) -> bool:
    """Tell whether two paths lead to one file, in which the results would be mixed."""
    place = first.resolve()
    return place == second.resolve() and (place.is_file() or not place.exists())


def run_all(selection: Selection, wishes: Wishes, voice: Voice) -> int:
    """Run what was selected; the exit code is the answer."""
    scenarios = selection.read(voice.lang)
    if not scenarios:
        voice.tell("cli.nothing_selected")
        return Exit.NOTHING
    with ExitStack() as stack:
        junit = _opened(stack, wishes.junitxml, voice.lang)
        jsonl = _opened(stack, wishes.jsonl, voice.lang)
        if wishes.slips is not None:
            make_folder(wishes.slips, voice.lang)
        _announce(voice, scenarios, wishes)
        jobs = _jobs(scenarios, selection, wishes, voice.lang)
        count = len(scenarios) * (wishes.seeds or 1)
        workers = work.worker_count(wishes.workers, jobs=count)
        tally = _perform(jobs, count, workers, jsonl, voice)
        if junit is not None:
            junit.take(junit_xml(tally.outcomes, version=__version__))
        tell_github(tally.outcomes, voice)
        for file in (junit, jsonl):
            if file is not None:
                file.check()
    if tally.interrupted:
        return Exit.INTERRUPTED
    return exit_of(tally.truth, crashed=tally.crashed)


def _perform(
    jobs: Iterator[work.Job], count: int, workers: int, jsonl: OutFile | None, voice: Voice
) -> Tally:
    """Run everything, say each verdict as it comes, and sum up; Ctrl-C only cuts it short."""
    tally, meter, started = Tally(voice), Meter(count), perf_counter()
    try:
        sink = jsonl.take if jsonl else None
        for outcome in work.perform_all(jobs, workers, sink, lang=voice.lang):
            meter.hide()
            tally.add(outcome)
            meter.step(held=tally.held_last)
    except KeyboardInterrupt:
        tally.interrupted = True
    finally:
        meter.hide()
    tally.sum_up(took_s=perf_counter() - started)
    return tally


def _announce(voice: Voice, scenarios: Sequence[Scenario], wishes: Wishes) -> None:
    """Say seed and options first, so that the output alone is enough to run it again."""
    if wishes.seeds is not None:
        seeds = voice.text("cli.run.many_seeds", count=wishes.seeds)
    elif wishes.seed is not None:
        seeds = str(wishes.seed)
    else:
        seeds = voice.text("cli.run.own_seed")
    voice.tell(
        "cli.run.start",
        version=__version__,
        count=len(scenarios),
        seeds=seeds,
        workers=work.worker_count(wishes.workers),
        lang=voice.lang,
    )


def _jobs(
    scenarios: Sequence[Scenario], selection: Selection, wishes: Wishes, lang: str
) -> Iterator[work.Job]:
    for scenario in scenarios:
        files = files_of(scenario) if wishes.jsonl else None
        for seed in _seeds(scenario, wishes):
            again = again_command(scenario, seed, with_file=bool(selection.paths))
            yield work.Job(scenario, seed, lang, again, files, slips=wishes.slips)


def _seeds(scenario: Scenario, wishes: Wishes) -> range:
    if wishes.seed is not None:
        return range(wishes.seed, wishes.seed + 1)
    return range(scenario.seed, scenario.seed + (wishes.seeds or 1))


def _opened(stack: ExitStack, path: Path | None, lang: str) -> OutFile | None:
    """Open a file before anything runs, so that no result is lost for want of it."""
    return None if path is None else stack.enter_context(OutFile(path, lang))
