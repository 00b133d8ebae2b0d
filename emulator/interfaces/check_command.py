"""`posemu check`: read scenario files and say everything that is wrong with them."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from emulator.domain.problem import ScenarioError
from emulator.interfaces.exits import Exit
from emulator.interfaces.github_job import in_job
from emulator.interfaces.options import SpokenCommand
from emulator.interfaces.selection import files_in, read_file
from emulator.interfaces.voice import Voice
from emulator.reports.github import annotation


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, paths: tuple[str, ...]) -> int:
        return check_all(files_in(paths, lang), Voice(lang))

    command = SpokenCommand("check", lang, callback=start)
    command.params.insert(0, click.Argument(["paths"], nargs=-1))
    return command


def check_all(files: Sequence[Path], voice: Voice) -> int:
    """Check files; problems go to standard output, the count to standard error."""
    if not files:
        voice.tell("cli.nothing_selected")
        return Exit.NOTHING
    broken = 0
    for file in files:
        try:
            read_file(file)
        except ScenarioError as error:
            broken += 1
            voice.put(error.render(voice.lang) + "\n")
            _annotate(error, voice)
    if broken:
        voice.tell("cli.check.broken", broken=broken, count=len(files))
        return Exit.USAGE
    voice.tell("cli.check.fine", count=len(files))
    return Exit.HELD


def _annotate(error: ScenarioError, voice: Voice) -> None:
    if not in_job(os.environ):
        return
    for problem in error.problems:
        voice.put(
            annotation(
                file=problem.span.file,
                line=problem.span.line,
                column=problem.span.column,
                title=f"{problem.code}",
                message=f"{problem.message(voice.lang)} {problem.help(voice.lang)}".strip(),
                workspace=os.environ.get("GITHUB_WORKSPACE", ""),
                here=str(Path.cwd()),
            )
        )
