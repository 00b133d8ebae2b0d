"""`posemu sessions`: which attended sessions were recorded and kept."""

import json
import os
from typing import Any

import click

from emulator.domain.texts import has, say
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.recordings.library import Kept, Library, usual_folder
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.voice import Voice
from emulator.reports.layout import columns, one_line

_KIB = 1024


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, as_json: bool) -> int:
        return list_sessions(Voice(lang), as_json=as_json)

    command = SpokenCommand("sessions", lang, callback=start)
    add_options(command, option("--json", lang, "cli.help.list.json", name="as_json", is_flag=True))
    return command


def list_sessions(voice: Voice, *, as_json: bool) -> int:
    """Write the kept sessions, the newest first, one a line or as one JSON array."""
    folder = usual_folder(os.environ)
    found = Library(folder, lang=voice.lang).sessions()
    if as_json:
        voice.put(json.dumps([described(kept) for kept in found], ensure_ascii=False, indent=2))
    else:
        for row in columns([_row(kept, voice.lang) for kept in found], right=(3,)):
            voice.put(row)
    if not found:
        voice.tell("live.sessions.none", folder=folder)
        return Exit.NOTHING
    return Exit.HELD


def described(kept: Kept) -> dict[str, Any]:
    """One session for a program; keys and values do not depend on the language."""
    return {
        "started": kept.started.isoformat(),
        "scenario": kept.scenario,
        "training": kept.is_training,
        "seed": kept.seed,
        "verdict": kept.verdict,
        "size_bytes": kept.size_bytes,
        "file": kept.path,
    }


def _row(kept: Kept, lang: str) -> tuple[str, ...]:
    ids = (f"report.truth.{kept.verdict}", f"live.verdict.{kept.verdict}")
    verdict = next((say(id, lang) for id in ids if has(id)), one_line(kept.verdict))
    mark = f" [{say('live.sessions.training', lang)}]" if kept.is_training else ""
    return (
        f"{kept.started.astimezone():%Y-%m-%d %H:%M:%S}",
        one_line(kept.scenario) + mark,
        verdict,
        f"{-(-kept.size_bytes // _KIB)} KiB",
        one_line(kept.path),
    )
