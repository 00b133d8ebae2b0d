"""`posemu schema`: the JSON Schema of scenario files, for editors and validators."""

import json

import click

from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand
from emulator.interfaces.voice import Voice


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start() -> int:
        from emulator.known import known_levers
        from emulator.scenario.schema import schema

        Voice(lang).put(json.dumps(schema(known_levers()), ensure_ascii=False, indent=2))
        return Exit.HELD

    return SpokenCommand("schema", lang, callback=start)
