"""Scenario files as a recording carries them: out of the file tree, and back to a scenario."""

from functools import cache
from pathlib import Path

from emulator.domain.errors import UsageError
from emulator.domain.plan import NOWHERE, Scenario
from emulator.domain.texts import say
from emulator.interfaces.selection import include_root
from emulator.known import known_levers
from emulator.reports.jsonl import Header
from emulator.reports.layout import one_line
from emulator.scenario.find import name_as_text
from emulator.scenario.include import fetch_below
from emulator.scenario.pins import without_pins
from emulator.scenario.problems import Problems
from emulator.scenario.reader import read_text


def files_of(scenario: Scenario) -> dict[str, str]:
    """
    The scenario's text and that of everything it includes, the scenario first.

    Included files go by the path that the scenario names them with, so that a recording holds no
    path of the machine it was made on.
    """
    return dict(_files_of(scenario.file, scenario.source))


@cache
def _files_of(file: str, source: str) -> dict[str, str]:
    path = Path(file)
    files = {name_as_text(path.name): source}
    if "include" in source:
        fetch = fetch_below(include_root(path), Problems())

        def collect(wanted: str) -> str:
            files[wanted] = without_pins(fetch(wanted, NOWHERE)[1])
            return files[wanted]

        read_text(source, file=file, levers=known_levers(), include=collect)
    return files


def scenario_of(header: Header, lang: str) -> Scenario:
    """
    Read the scenario that a recording was made of, from the recording alone.

    Raises:
        UsageError: The texts hold no such scenario; ScenarioError if they are wrong.
    """
    scenarios = read_text(
        header.files[header.file],
        file=one_line(header.file),
        levers=known_levers(),
        include=header.files.__getitem__,
    )
    for scenario in scenarios:
        if scenario.name == header.scenario:
            return scenario
    name = one_line(header.scenario)[:80]
    raise UsageError(say("cli.replay.no_scenario", lang, scenario=name))
