"""
`posemu bridge`: play scenarios whose slips come out of a real printer.

What the printer tells enters the run as what it is. A slip counts as printed when the printer
confirmed it; of every other slip it is said that nobody knows.
"""

import asyncio
import shlex
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import click
import msgspec

from emulator import __version__
from emulator.clock.paced import RealWall
from emulator.domain.errors import UsageError
from emulator.domain.moments import parse_duration
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces import work
from emulator.interfaces.bridge.bridge import PATIENCE_US, Bridge
from emulator.interfaces.bridge.job_file import JobFile, Leftover, usual_path
from emulator.interfaces.bridge.person import Person
from emulator.interfaces.bridge.real_printer import Broken
from emulator.interfaces.bridge.story import one_sale
from emulator.interfaces.bridge.wishes import (
    PrinterWishes,
    manner_of,
    printer_options,
    refuse_levers,
    taken_from,
)
from emulator.interfaces.complaints import ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit, exit_of
from emulator.interfaces.options import SpokenCommand, add_options, option, selecting
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.outside import OUTSIDE
from emulator.interfaces.recorded import files_of
from emulator.interfaces.run_command import LAST_SEED
from emulator.interfaces.selection import Selection
from emulator.interfaces.tally import Tally
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.transport import Transport
from emulator.interfaces.wire.words import Address, line_options
from emulator.reports.jsonl import end_of, line
from emulator.reports.outcome import Outcome
from emulator.runner import run
from emulator.testbed import REFERENCE


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for besides line and scenarios."""

    printer: PrinterWishes = PrinterWishes()
    seed: int | None = None
    is_paced: bool = False
    record: Path | None = None
    patience_us: int = PATIENCE_US
    may_ask: bool = True
    may_reprint: bool = True


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, paths: tuple[str, ...], keyword: str, tags: tuple[str, ...], **given: Any) -> int:
        address = Address(**{name: given.pop(name) for name in Address.__struct_fields__})
        given["patience_us"] = _patience(given.pop("patience"), lang)
        given["printer"] = taken_from(given)
        selection = Selection(paths=paths, keyword=keyword, tags=tags)
        return bridge(address, selection, Wishes(**given), Voice(lang))

    command = SpokenCommand("bridge", lang, callback=start)
    selecting(command, lang)
    *kind, jobs = printer_options(lang)
    flag = {"is_flag": True, "default": False}
    add_options(
        command,
        *line_options(lang),
        *kind,
        option("--pace", lang, "bridge.help.pace", name="is_paced", **flag),
        option("--seed", lang, "cli.help.run.seed", type=WholeNumber(-LAST_SEED, LAST_SEED, lang)),
        option("--record", lang, "bridge.help.record", type=ResultFile(lang)),
        jobs,
        option("--patience", lang, "bridge.help.patience", metavar="T", default="2m"),
        option("--no-ask", lang, "bridge.help.no_ask", name="may_ask", **_negative()),
        option("--no-reprint", lang, "bridge.help.no_reprint", name="may_reprint", **_negative()),
    )
    return command


def _negative() -> dict[str, Any]:
    return {"is_flag": True, "flag_value": False, "default": True}


def _patience(text: str, lang: str) -> int:
    try:
        return parse_duration(text)
    except ValueError:
        raise UsageError(say("cli.usage.bad_moment", lang, text=shortened(text))) from None


def bridge(address: Address, selection: Selection, wishes: Wishes, voice: Voice) -> int:
    """Play what was selected with the printer on a line; the exit code is the answer."""
    scenarios = _scenarios(selection, voice.lang)
    if not scenarios:
        voice.tell("cli.nothing_selected")
        return Exit.NOTHING
    transport = address.transport(voice.lang)
    with ExitStack() as stack:
        recording = None
        if wishes.record is not None:
            recording = stack.enter_context(OutFile(wishes.record, voice.lang))
        jobs = JobFile(wishes.printer.jobs or usual_path(transport.describe()), voice.lang)
        stack.callback(jobs.close)
        transport.open()
        made = stack.enter_context(_bridge(transport, jobs, wishes, voice))
        _announce(transport, wishes, jobs, voice)
        if wishes.may_reprint:
            _settle_leftovers(made, jobs, voice)
        tally = _play(scenarios, made, address, wishes, recording, voice)
        made.finish()
        _sum_up(made, jobs, voice)
        if recording is not None:
            recording.check()
        code = exit_of(tally.truth, crashed=tally.crashed)
        return Exit.INCONCLUSIVE if code == Exit.HELD and _is_open(made, jobs) else code


def _scenarios(selection: Selection, lang: str) -> Sequence[Scenario]:
    if not (selection.paths or selection.keyword or selection.tags):
        return (one_sale(),)
    scenarios = selection.read(lang)
    for scenario in scenarios:
        refuse_levers(scenario, lang)
    return scenarios


@contextmanager
def _bridge(transport: Transport, jobs: JobFile, wishes: Wishes, voice: Voice) -> Iterator[Bridge]:
    """Make the bridge; its line is closed however this ends."""
    wall = RealWall()
    with asyncio.Runner() as runner:
        made = Bridge(
            runner,
            manner_of(wishes.printer, transport),
            transport,
            jobs,
            Person(voice, wall, may_ask=wishes.may_ask),
            wall=wall,
            is_paced=wishes.is_paced,
            patience_us=wishes.patience_us,
        )
        try:
            yield made
        except Broken as broken:
            raise broken.args[0] from None
        finally:
            made.abandon()


def _announce(transport: Transport, wishes: Wishes, jobs: JobFile, voice: Voice) -> None:
    voice.tell(
        "bridge.start",
        version=__version__,
        line=transport.describe(),
        profile=wishes.printer.profile,
        file=jobs.path,
    )
    if manner_of(wishes.printer, transport).fence == "none":
        voice.tell("bridge.mute")


def _settle_leftovers(made: Bridge, jobs: JobFile, voice: Voice) -> None:
    """Print again what an earlier bridge left unconfirmed, with the reprint mark."""
    for leftover in jobs.leftovers:
        _settle(made, jobs, leftover, voice)


def _settle(made: Bridge, jobs: JobFile, leftover: Leftover, voice: Voice) -> None:
    if leftover.receipt is None:
        voice.tell("bridge.leftover.nameless", number=leftover.number)
        jobs.drop(leftover.number)
        return
    voice.tell("bridge.leftover.found", slip=made.told.slip(leftover.receipt))
    answer = made.ask("bridge.leftover.ask")
    if answer.startswith("f"):
        jobs.drop(leftover.number)
    elif not answer.startswith("n") and not made.print_again(leftover):
        voice.tell("bridge.leftover.again")


def _play(
    scenarios: Sequence[Scenario],
    made: Bridge,
    address: Address,
    wishes: Wishes,
    recording: OutFile | None,
    voice: Voice,
) -> Tally:
    tally, started = Tally(voice), perf_counter()
    for scenario in scenarios:
        tally.add(_play_one(scenario, made, address, wishes, recording, voice))
    tally.sum_up(took_s=perf_counter() - started)
    return tally


def _play_one(
    scenario: Scenario,
    made: Bridge,
    address: Address,
    wishes: Wishes,
    recording: OutFile | None,
    voice: Voice,
) -> Outcome:
    seed = scenario.seed if wishes.seed is None else wishes.seed
    files = None if recording is None else files_of(scenario)
    again = ["posemu", "replay", str(wishes.record)]
    if recording is None:
        again = ["posemu", "bridge", *address.words(baud=address.baud, flow=address.flow)]
        again += ["--profile", wishes.printer.profile]
    job = work.Job(scenario, seed, voice.lang, shlex.join(again), files, OUTSIDE)
    if recording is not None:
        recording.take(line(work.header_of(job)))
    started = perf_counter()
    result = run(
        scenario,
        seed=seed,
        tap=None if recording is None else recording.take,
        parts=replace(REFERENCE, printer=made.printer_in),
        clock=made,
    )
    outcome = work.summed_up(job, result, took_s=perf_counter() - started)
    if recording is not None:
        recording.take(line(end_of(outcome)))
    return outcome


def _is_open(made: Bridge, jobs: JobFile) -> bool:
    """Tell whether the day held without the printer having proven anything."""
    told = made.told
    return bool(jobs.leftovers) or (not told.printed and bool(told.torn or told.refused))


def _sum_up(made: Bridge, jobs: JobFile, voice: Voice) -> None:
    told = made.told
    voice.tell(
        "bridge.summary",
        printed=told.printed,
        unknown=told.unknown,
        torn=told.torn,
        refused=told.refused,
    )
    for leftover in jobs.leftovers:
        if leftover.receipt is not None:
            voice.tell("bridge.leftover.left", slip=told.slip(leftover.receipt))
