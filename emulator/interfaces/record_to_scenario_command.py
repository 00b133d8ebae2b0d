"""
`posemu record-to-scenario`: a recorded session as a scenario file that runs without a person.

The session is played again first, so that what is turned into steps is what this emulator makes of
it; then the scenario is run, and what does not hold is left out and said.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import has, say
from emulator.domain.verdict import Truth
from emulator.interfaces.complaints import ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit, exit_of
from emulator.interfaces.live.rewriting import proposals
from emulator.interfaces.live.rewriting.to_scenario import LAST_SEED, Draft, to_scenario
from emulator.interfaces.live.rewriting.trial import Tried, try_out
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.outside import Played, played_from
from emulator.interfaces.recorded import scenario_of
from emulator.interfaces.replay_command import Comparison
from emulator.interfaces.voice import Voice
from emulator.reports.jsonl import Recording, recordings
from emulator.reports.layout import one_line
from emulator.reports.outcome import broken_of
from emulator.runner import Result
from emulator.scenario.write import to_yaml

MOST_RUNS = 1_000_000


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, recording: Path, output: Path | None, run: int | None, force: bool) -> int:
        if output is not None and output.exists() and not force:
            raise UsageError(say("to_scenario.exists", lang, file=shortened(str(output))))
        return _Conversion(recording, output, Voice(lang)).perform(run)

    command = SpokenCommand("record-to-scenario", lang, callback=start)
    path = click.Path(path_type=Path)
    command.params.insert(0, click.Argument(["recording"], type=path))
    number = WholeNumber(1, MOST_RUNS, lang)
    add_options(
        command,
        option("-o", "--output", lang, "cli.help.to_scenario.output", type=ResultFile(lang)),
        option("--run", lang, "cli.help.to_scenario.run", type=number, metavar="N"),
        option("--force", lang, "cli.help.to_scenario.force", is_flag=True),
    )
    return command


class _Conversion:
    """One recording on its way to a file."""

    def __init__(self, path: Path, output: Path | None, voice: Voice) -> None:
        self._path = path
        self._output = output
        self._voice = voice

    def perform(self, number: int | None) -> int:
        """Convert one run of the recording; the code says whether the scenario holds."""
        try:
            with self._path.open("rb") as stream:
                return self._convert(self._chosen(stream, number))
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            reason = error.strerror or type(error).__name__
            file = str(self._path)
            raise EnvironmentTrouble(
                say("cli.cannot_read", self._voice.lang, file=file, reason=reason)
            ) from None

    def _chosen(self, stream: BinaryIO, number: int | None) -> Recording:
        count = 0
        wanted = number or 1
        name = str(self._path)
        for recording in recordings(stream, name):
            count += 1
            if count == wanted:
                if number is None and stream.seekable() and self._has_more(stream, name):
                    self._voice.tell("to_scenario.first_of_several")
                return recording
        lang, file = self._voice.lang, shortened(name)
        raise UsageError(say("to_scenario.no_run", lang, file=file, number=wanted, count=count))

    @staticmethod
    def _has_more(stream: BinaryIO, name: str) -> bool:
        """Tell whether another run begins further on; the place in the file stays."""
        here = stream.tell()
        more = any(text.startswith(b'{"event":"run.start"') for text in stream)
        stream.seek(here)
        return more

    def _convert(self, recording: Recording) -> int:
        voice = self._voice
        scenario = scenario_of(recording.header, voice.lang)
        played = played_from(recording, voice.lang)
        if played is None or not played.is_attended:
            return self._rewrite(scenario, recording.header.seed)
        result = self._replayed(recording, played, scenario)
        words = partial(_words, voice.lang)
        draft = to_scenario(scenario, result.trace, seed=result.seed, say=words)
        tried = self._try(draft, result, words)
        self._write(_head(self._path, [*draft.remarks, *tried.remarks], words) + tried.text)
        return self._report(draft, tried)

    def _rewrite(self, scenario: Scenario, seed: int) -> int:
        """Nobody attended the run: its scenario says it all."""
        self._voice.tell("to_scenario.unattended")
        seed = seed if 0 <= seed <= LAST_SEED else scenario.seed
        self._write(to_yaml(msgspec.structs.replace(scenario, seed=seed)))
        return Exit.HELD

    def _replayed(self, recording: Recording, played: Played, scenario: Scenario) -> Result:
        comparison = Comparison(recording.events(), None)
        result = played.leaving().play(scenario, tap=comparison.take, keep=True)
        comparison.finish()
        if comparison.trouble is not None:
            raise comparison.trouble
        if comparison.difference is not None:
            is_short = comparison.breaks_off(recording)
            id = "to_scenario.broken_off" if is_short else "to_scenario.differs"
            self._voice.tell(id, number=comparison.same)
        if result.crash:
            why = one_line(result.crash.strip().splitlines()[-1])[:200]
            self._voice.tell("to_scenario.crashed", why=why)
        return result

    def _try(self, draft: Draft, result: Result, words: Callable[..., str]) -> Tried:
        events = result.trace.events
        proposed = (
            *proposals.shows(draft.scenario.faults, draft.fired_as, events),
            proposals.finals(draft.scenario, events, draft.names),
        )
        broken = {v.check for v in result.verdicts if v.applied and v.truth is not Truth.PASS}
        return try_out(draft.scenario, proposed, broken_before=broken, say=words)

    def _write(self, text: str) -> None:
        if self._output is None:
            click.echo(text, nl=False)
            return
        with OutFile(self._output, self._voice.lang) as file:
            file.take(text.encode())
            file.check()

    def _report(self, draft: Draft, tried: Tried) -> int:
        voice, result = self._voice, tried.result
        for id, values in (*draft.remarks, *tried.remarks):
            voice.narrate(f"  {_words(voice.lang, id, **values)}")
        steps, faults = len(tried.scenario.steps), len(tried.scenario.faults)
        voice.tell(
            "to_scenario.made", steps=steps, faults=faults, expect=len(tried.scenario.expect)
        )
        holds = result.truth is Truth.PASS and not result.crash
        voice.tell("to_scenario.holds" if holds else "to_scenario.holds_not")
        for broken in broken_of(tried.scenario, result.verdicts, voice.lang):
            voice.narrate(f"  {broken.check}: {broken.sentence}")
        return exit_of(result.truth, crashed=bool(result.crash))


def _words(default: str, id: str, /, *, lang: str = "", **values: Any) -> str:
    lang = lang or default
    if "function" in values:
        values["function"] = _function(str(values["function"]), lang)
    return one_line(say(id, lang, **values))


def _function(name: str, lang: str) -> str:
    """What a function of the menu is called; some keys lead to an action of another name."""
    for id in (f"action.cashier.{name}", f"menu.{name}"):
        if has(id):
            return say(id, lang)
    return name


def _head(path: Path, remarks: list[tuple[str, dict[str, Any]]], words: Callable[..., str]) -> str:
    """What a reader of the file must know, as comments."""
    lines = [words("to_scenario.head", file=path.name)]
    lines += [words(id, **values) for id, values in remarks]
    return "".join(f"# {line}\n" for line in lines)
