"""`posemu catalogue`: every documented failure, check, recovery and prevention, and its proof."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.catalogue_forms import json_of, lines_of, markdown_of
from emulator.interfaces.complaints import ResultFile, WholeNumber
from emulator.interfaces.exits import Exit
from emulator.interfaces.meter import Meter
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.proof_cache import ProofCache, usual_folder
from emulator.interfaces.proving import prove_all
from emulator.interfaces.selection import Selection
from emulator.interfaces.voice import Voice
from emulator.interfaces.work import MOST_WORKERS
from emulator.proof.kept import written
from emulator.proof.rules import ScenarioProof
from emulator.proof.table import SHOWN, EntryProof, table_of
from emulator.scenario.catalogue import catalogue


class Wishes(NamedTuple):
    """What the caller asked for."""

    entries: tuple[str, ...]
    scenarios: tuple[str, ...]
    form: str
    """text, json or markdown."""
    fresh: bool
    workers: int
    keep: Path | None
    """Where the whole table is kept as the emulator ships it."""


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, as_json: bool, as_markdown: bool, **wished: Any) -> int:
        if as_json and as_markdown:
            raise UsageError(say("cli.catalogue.one_form", lang))
        if wished["keep"] and (wished["entries"] or wished["scenarios"]):
            raise UsageError(say("cli.catalogue.write_whole", lang))
        form = "json" if as_json else "markdown" if as_markdown else "text"
        return tell(Wishes(form=form, **wished), Voice(lang))

    command = SpokenCommand("catalogue", lang, callback=start)
    command.params.insert(0, click.Argument(["entries"], nargs=-1, metavar="[ENTRY]..."))
    jobs = WholeNumber(0, MOST_WORKERS, lang)
    add_options(
        command,
        option("--json", lang, "cli.help.catalogue.json", name="as_json", is_flag=True),
        option("--markdown", lang, "cli.help.catalogue.markdown", name="as_markdown", is_flag=True),
        option(
            "--scenarios",
            lang,
            "cli.help.catalogue.scenarios",
            multiple=True,
            metavar="PATH",
        ),
        option("--fresh", lang, "cli.help.catalogue.fresh", is_flag=True),
        option("-j", "--jobs", lang, "cli.help.run.jobs", name="workers", type=jobs, default=0),
        option("--write", lang, "cli.help.catalogue.write", name="keep", type=ResultFile(lang)),
    )
    return command


def tell(wishes: Wishes, voice: Voice) -> int:
    """Prove what was asked for and write the table; the exit code is the answer."""
    entries = numbers_of(wishes.entries, voice.lang)
    scenarios = covering(Selection(paths=wishes.scenarios).read_some(voice.lang), entries)
    cache = ProofCache(usual_folder(os.environ), reads=not wishes.fresh)
    found = _prove(scenarios, wishes, cache, voice)
    table = table_of(entries, found)
    if wishes.keep is not None:
        with OutFile(wishes.keep, voice.lang) as file:
            file.take(written(table))
            file.check()
    _write(table, wishes, voice)
    proven = sum(one.holds for one in table)
    voice.tell("cli.catalogue.summary", proven=proven, total=len(table))
    return Exit.HELD if proven == len(table) else Exit.BROKEN


def numbers_of(asked: Sequence[str], lang: str) -> list[str]:
    """
    The entries that were asked for, each once and in the order of the catalogue; none are all.

    Raises:
        UsageError: There is no such entry.
    """
    wanted = {number.upper(): number for number in asked}
    for number, typed in wanted.items():
        if number not in catalogue():
            raise UsageError(say("cli.unknown_number", lang, number=typed))
    return [number for number in catalogue() if not wanted or number in wanted]


def covering(scenarios: Sequence[Scenario], entries: Sequence[str]) -> list[Scenario]:
    """The scenarios that have anything to say about some entries."""
    return [scenario for scenario in scenarios if set(entries) & set(scenario.covers)]


def _prove(
    scenarios: Sequence[Scenario], wishes: Wishes, cache: ProofCache, voice: Voice
) -> tuple[ScenarioProof, ...]:
    meter = Meter(len(scenarios))
    try:
        return prove_all(
            scenarios,
            workers=wishes.workers,
            cache=cache,
            lang=voice.lang,
            on_done=lambda one: meter.step(held=one.truth == "pass"),
        )
    finally:
        meter.hide()


def _write(table: Sequence[EntryProof], wishes: Wishes, voice: Voice) -> None:
    if wishes.form == "json":
        voice.put(json_of(table, voice.lang))
    elif wishes.form == "markdown":
        for row in markdown_of(table, voice.lang):
            voice.put(row)
    else:
        voice.put_lines(lines_of(table, voice.lang, reasons=SHOWN if wishes.entries else 1))
