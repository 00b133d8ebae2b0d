"""`posemu list`: which scenarios there are."""

import json
from typing import Any

import click

from emulator.domain.plan import Scenario
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option, selecting
from emulator.interfaces.selection import Selection
from emulator.interfaces.voice import Voice
from emulator.reports.layout import columns
from emulator.reports.outcome import title_of


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, as_json: bool, **selected: Any) -> int:
        return list_all(Selection(**selected), Voice(lang), as_json=as_json)

    command = SpokenCommand("list", lang, callback=start)
    selecting(command, lang)
    add_options(
        command,
        option("--covers", lang, "cli.help.select.covers", metavar="ID"),
        option("--json", lang, "cli.help.list.json", name="as_json", is_flag=True),
    )
    return command


def list_all(selection: Selection, voice: Voice, *, as_json: bool) -> int:
    """Write the selected scenarios, one a line or as one JSON array."""
    scenarios = selection.read(voice.lang)
    if as_json:
        told = [described(scenario) for scenario in scenarios]
        voice.put(json.dumps(told, ensure_ascii=False, indent=2))
    elif scenarios:
        rows = [(s.name, ",".join(s.covers), title_of(s, voice.lang)) for s in scenarios]
        for row in columns(rows):
            voice.put(row)
    if not scenarios:
        voice.tell("cli.nothing_selected")
        return Exit.NOTHING
    return Exit.HELD


def described(scenario: Scenario) -> dict[str, Any]:
    """One scenario for a program; keys and values do not depend on the language."""
    return {
        "name": scenario.name,
        "file": scenario.file,
        "title": scenario.title,
        "title_en": scenario.title_en,
        "tags": list(scenario.tags),
        "covers": list(scenario.covers),
        "seed": scenario.seed,
        "faults": [fault.name for fault in scenario.faults],
        "expectations": len(scenario.expect),
        "waived": [waiver.check for waiver in scenario.waive],
    }
