"""
`posemu monitor`: the alarms that live monitoring raises over a recording, made with it or not.

    posemu monitor run.jsonl [--run N] [--set unprinted=30s] [--json]
"""

from pathlib import Path

import click
import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.plan import Given, Span
from emulator.domain.texts import say
from emulator.interfaces.complaints import WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.monitored import MonitoredRuns, RunAlarms, Tuned
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.voice import Voice
from emulator.operations.monitoring.report import alarm_data
from emulator.operations.monitoring.telling import tell
from emulator.scenario.problems import Problems
from emulator.scenario.settings_shapes import read_settings
from emulator.scenario.tree import Node

MOST_RUNS = 10**9


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, recording: Path, run: int | None, wishes: tuple[str, ...], as_json: bool) -> int:
        tuned = _tuned(wishes, lang)
        voice = Voice(lang)
        found = MonitoredRuns(recording, tuned, lang)
        codes = [_put(one, voice, as_json=as_json, number=n)
                 for n, one in enumerate(found.runs(run))]  # fmt: skip
        if codes:
            return Exit.BROKEN if Exit.BROKEN in codes else max(codes)
        if run is not None:
            values = {"file": shortened(str(recording)), "number": run, "count": found.count}
            raise UsageError(say("reconcile.no_run", lang, **values))
        voice.tell("cli.replay.empty", file=recording)
        return Exit.NOTHING

    command = SpokenCommand("monitor", lang, callback=start)
    command.params.insert(0, click.Argument(["recording"], type=click.Path(path_type=Path)))
    help = "cli.help.monitor"
    add_options(
        command,
        option("--run", lang, f"{help}.run", metavar="N", type=WholeNumber(1, MOST_RUNS, lang)),
        option("--set", lang, f"{help}.set", name="wishes", metavar="NAME=VALUE", multiple=True),
        option("--json", lang, f"{help}.json", name="as_json", is_flag=True),
    )
    return command


def _tuned(wishes: tuple[str, ...], lang: str) -> Tuned:
    """
    Read `unprinted=30s` as a scenario file would write it.

    Raises:
        UsageError: There is no equals sign; ScenarioError if name or value is wrong.
    """
    entries: dict[str, Node] = {}
    spans: dict[str, Span] = {}
    problems = Problems()
    for wish in wishes:
        name, equals, value = wish.partition("=")
        if not equals:
            raise UsageError(say("monitor.no_value", lang, text=shortened(wish)))
        span = Span("--set", 1, 1, 1)
        entries[name.strip()] = Node(span=span, text=value.strip())
        spans[name.strip()] = span
    node = Node(span=Span("--set", 1, 1, 1), entries=entries, key_spans=spans)
    read_settings(Given().monitoring, node, problems)
    problems.raise_if_any()

    def tuned(given: Given) -> Given:
        changed = read_settings(given.monitoring, node, Problems()) or {}
        monitoring = msgspec.structs.replace(given.monitoring, **changed)
        return msgspec.structs.replace(given, monitoring=monitoring)

    return tuned


def _put(one: RunAlarms, voice: Voice, *, as_json: bool, number: int) -> Exit:
    """Write the report of one run."""
    if as_json:
        about = {"scenario": one.scenario.name, "seed": one.seed, "whole": one.is_whole}
        data = {**about, "alarms": [alarm_data(alarm) for alarm in one.alarms]}
        voice.put(msgspec.json.encode(data).decode())
    else:
        if number:
            voice.put("")
        voice.put(voice.text("reconcile.run", scenario=one.scenario.name, seed=one.seed), "label")
        voice.put_lines(tell(one.alarms, voice.lang))
        if not one.is_whole:
            voice.put(voice.text("monitor.not_whole"), "inconclusive")
    if one.alarms:
        return Exit.BROKEN
    return Exit.HELD if one.is_whole else Exit.INCONCLUSIVE
