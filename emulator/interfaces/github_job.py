"""Tells GitHub what happened, when the command runs in one of its jobs."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from emulator.interfaces.voice import Voice
from emulator.reports.github import SUMMARY_BYTES, annotations, summary
from emulator.reports.outcome import Outcome


def in_job(environ: Mapping[str, str]) -> bool:
    """Tell whether this is a GitHub job."""
    return environ.get("GITHUB_ACTIONS") == "true"


def tell_github(
    outcomes: Sequence[Outcome], voice: Voice, environ: Mapping[str, str] | None = None
) -> None:
    """Annotate the scenario files and add to the job's summary; elsewhere, do nothing."""
    environ = os.environ if environ is None else environ
    if not in_job(environ):
        return
    workspace = environ.get("GITHUB_WORKSPACE", "")
    for command in annotations(outcomes, workspace=workspace, here=str(Path.cwd())):
        voice.put(command)
    name = environ.get("GITHUB_STEP_SUMMARY")
    if name:
        add_summary(Path(name), outcomes, voice)


def add_summary(path: Path, outcomes: Sequence[Outcome], voice: Voice) -> None:
    """Append to the summary file as much as GitHub will show; a summary is never worth failing."""
    try:
        written = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8") as file:
            file.write(summary(outcomes, voice.lang, room=SUMMARY_BYTES - written))
    except OSError as error:
        voice.tell("cli.cannot_write", file=path, reason=error.strerror or type(error).__name__)
