"""
`posemu runbook`: what to do about a symptom, as a flow chart made from proven runs.

    posemu runbook                    the nine symptoms, and how many causes are proven for each
    posemu runbook S1                 a page of Markdown with a Mermaid diagram
    posemu runbook S1 -o S1.png       as a picture; the ending of the name says of which sort
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.complaints import Choice, ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.meter import Meter
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.proof_cache import ProofCache, usual_folder
from emulator.interfaces.proving import prove_all
from emulator.interfaces.selection import Selection
from emulator.interfaces.voice import Voice, is_terminal
from emulator.interfaces.work import MOST_WORKERS
from emulator.proof.rules import ScenarioProof
from emulator.proof.table import prove_symptom
from emulator.runbook.book import FORMS, Book
from emulator.runbook.reading import belongs
from emulator.scenario.catalogue import catalogue

ENDINGS = {".md": "markdown", ".svg": "svg", ".png": "png", ".mmd": "mermaid", ".json": "json"}
"""Ending of a file's name to the form of what is in it."""
SYMPTOMS = tuple(number for number, entry in catalogue().items() if entry.group == "symptoms")


class Wishes(NamedTuple):
    """What the caller asked for."""

    symptom: str
    """Empty for the list of all."""
    form: str
    """One of `FORMS`; empty if nobody said."""
    out: Path | None
    scenarios: tuple[str, ...]
    fresh: bool
    workers: int


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, symptom: str | None, **wished: Any) -> int:
        number = "" if symptom is None else _symptom(symptom, lang)
        wished["form"] = _form(wished["form"], wished["out"], number, lang)
        wishes = Wishes(symptom=number, **wished)
        voice = Voice(lang)
        return write_runbook(wishes, voice) if number else write_list(wishes, voice)

    command = SpokenCommand("runbook", lang, callback=start)
    command.params.insert(0, click.Argument(["symptom"], required=False, metavar="[SYMPTOM]"))
    jobs = WholeNumber(0, MOST_WORKERS, lang)
    help = "cli.help.runbook"
    add_options(
        command,
        option("--format", lang, f"{help}.format", name="form", type=Choice(FORMS, lang)),
        option("-o", "--output", lang, f"{help}.output", name="out", type=ResultFile(lang)),
        option("--scenarios", lang, f"{help}.scenarios", multiple=True, metavar="PATH"),
        option("--fresh", lang, "cli.help.catalogue.fresh", is_flag=True),
        option("-j", "--jobs", lang, "cli.help.run.jobs", name="workers", type=jobs, default=0),
    )
    return command


def _symptom(written: str, lang: str) -> str:
    number = written.upper()
    if number in SYMPTOMS:
        return number
    if number in catalogue():
        words = catalogue()[number].words(lang)
        raise UsageError(say("cli.runbook.no_symptom", lang, number=number, words=words))
    raise UsageError(say("cli.unknown_number", lang, number=shortened(written)))


def _form(form: str | None, out: Path | None, symptom: str, lang: str) -> str:
    """The form of the result: as asked for, else by the file's name, else as for a reader."""
    if not symptom:
        if out is not None or form not in (None, "json"):
            raise UsageError(say("cli.runbook.list_only", lang))
        return form or ""
    chosen = form or _form_of(out, lang)
    if chosen == "png" and out is None and is_terminal(sys.stdout, {}):
        raise UsageError(say("cli.runbook.png_needs_file", lang))
    return chosen


def _form_of(out: Path | None, lang: str) -> str:
    """What the ending of a file's name says; without one it is a page."""
    ending = "" if out is None else out.suffix.lower()
    if ending and ending not in ENDINGS:
        values = {"ending": shortened(ending), "known": ", ".join(ENDINGS)}
        raise UsageError(say("cli.runbook.no_ending", lang, **values))
    return ENDINGS.get(ending, "markdown")


# One symptom --------------------------------------------------------------------------------------


def write_runbook(wishes: Wishes, voice: Voice) -> int:
    """Write the chart of one symptom; without a proven cause there is nothing to tell."""
    if wishes.out is None:
        book = _book(wishes, voice)
        _to_stdout(book.written(wishes.form, voice.lang), voice)
    else:
        with OutFile(wishes.out, voice.lang) as out:
            book = _book(wishes, voice)
            out.take(book.written(wishes.form, voice.lang))
            out.check()
        voice.tell("cli.runbook.written", file=str(wishes.out))
    if not book.counts()["causes"]:
        voice.tell("cli.runbook.nothing_proven", number=wishes.symptom)
        return Exit.BROKEN
    voice.tell("cli.runbook.summary", number=wishes.symptom, **book.counts())
    return Exit.HELD


def _book(wishes: Wishes, voice: Voice) -> Book:
    scenarios = [one for one in _scenarios(wishes, voice) if wishes.symptom in one.covers]
    return Book.of(wishes.symptom, scenarios, _prove(scenarios, wishes, voice))


def _to_stdout(content: bytes, voice: Voice) -> None:
    if content.startswith(b"\x89PNG"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    for line in content.decode().rstrip("\n").split("\n"):
        voice.put(line)


# All of them --------------------------------------------------------------------------------------


def write_list(wishes: Wishes, voice: Voice) -> int:
    """Write every symptom with what is proven of it."""
    scenarios = _scenarios(wishes, voice)
    found = _prove(scenarios, wishes, voice)
    rows = list(_rows(scenarios, found))
    if wishes.form == "json":
        voice.put(json.dumps({"symptoms": rows}, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            words = catalogue()[row["symptom"]].words(voice.lang)
            mark = "✓" if row["proven"] else "·"
            counts = voice.text("cli.runbook.counts", **_counted(row))
            voice.put(f"{mark} {row['symptom']}  {words}")
            voice.put(f"       {counts}")
        voice.tell("cli.runbook.how")
    return Exit.HELD if all(row["causes"] for row in rows) else Exit.BROKEN


def _rows(
    scenarios: Sequence[Scenario], found: Sequence[ScenarioProof]
) -> Iterator[dict[str, Any]]:
    for symptom in SYMPTOMS:
        showing = [
            one for told, one in zip(scenarios, found, strict=True) if belongs(symptom, told, one)
        ]
        numbers = {
            letter: sorted(
                {p.entry for one in showing for p in one.proofs if p.holds and p.entry[0] == letter}
            )
            for letter in "FDR"
        }
        entry = catalogue()[symptom]
        yield {
            "symptom": symptom,
            "zh": entry.zh,
            "en": entry.en,
            "proven": prove_symptom(symptom, found).holds,
            "causes": numbers["F"],
            "checks": numbers["D"],
            "recoveries": numbers["R"],
        }


def _counted(row: dict[str, Any]) -> dict[str, int]:
    return {name: len(row[name]) for name in ("causes", "checks", "recoveries")}


def _scenarios(wishes: Wishes, voice: Voice) -> list[Scenario]:
    return Selection(paths=wishes.scenarios).read_some(voice.lang)


def _prove(
    scenarios: Sequence[Scenario], wishes: Wishes, voice: Voice
) -> tuple[ScenarioProof, ...]:
    meter = Meter(len(scenarios))
    try:
        return prove_all(
            scenarios,
            workers=wishes.workers,
            cache=ProofCache(usual_folder(os.environ), reads=not wishes.fresh),
            lang=voice.lang,
            on_done=lambda one: meter.step(held=one.truth == "pass"),
        )
    finally:
        meter.hide()
