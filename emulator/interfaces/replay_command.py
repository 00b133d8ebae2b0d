"""
`posemu replay`: run what was recorded again and compare event by event.

The recording may come from anywhere: it is read a line at a time, and its scenario is checked like
any other file before it runs.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from emulator import __version__
from emulator.domain.errors import UsageError
from emulator.domain.moments import parse_duration
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.complaints import WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outside import played_from
from emulator.interfaces.recorded import scenario_of
from emulator.interfaces.recorded_run import opened
from emulator.interfaces.replay_table import Printout
from emulator.interfaces.voice import Voice
from emulator.reports.jsonl import Recording, recordings
from emulator.reports.layout import one_line
from emulator.runner import run

MOST_RUNS = 10**9
SHOWN_BYTES = 2_000
"""Of an event that differs; the rest is in the recording."""


class Comparison:
    """Takes the lines of a run as they are made and holds them against the recorded ones."""

    def __init__(self, recorded: Iterator[bytes], printout: Printout | None) -> None:
        self.same = 0
        """Events that were equal."""
        self.difference: tuple[bytes | None, bytes | None] | None = None
        """The first pair that differs, recorded and now; None for one that is not there."""
        self.trouble: UsageError | None = None
        """What was wrong with the recording when it was needed."""
        self._is_cut = False
        """The first difference lies behind the last byte that was recorded."""
        self._recorded = recorded
        self._printout = printout

    def take(self, lines: bytes) -> None:
        """Compare a block of whole lines; after the first difference nothing is compared."""
        for now in lines.splitlines():
            if self.difference is not None or self.trouble is not None:
                return
            recorded = self._next()
            if self._printout is not None:
                self._printout.show(now)
            if recorded == now:
                self.same += 1
            elif self.trouble is None:
                self.difference = (recorded, now)
                self._is_cut = recorded is None or (
                    now.startswith(recorded) and self._next() is None
                )

    def breaks_off(self, recording: Recording) -> bool:
        """Whether all that was recorded is the same, and the end is missing, if within a line."""
        return self._is_cut and recording.end is None

    def finish(self) -> None:
        """Note what was recorded and did not happen now."""
        if self.difference is None and self.trouble is None:
            left = self._next()
            if left is not None:
                self.difference = (left, None)

    def _next(self) -> bytes | None:
        try:
            return next(self._recorded, None)
        except UsageError as error:
            # Raised later: inside the simulation it would be taken for a part's own fault.
            self.trouble = error
            return None


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, recording: Path, until: str | None, screen: bool, run: int | None) -> int:
        voice = Voice(lang)
        if screen and until is not None:
            raise UsageError(say("player.until", lang))
        if screen:
            from emulator.interfaces.replay_screen import show_file

            return show_file(recording, run or 1, voice)
        if run is not None:
            raise UsageError(say("player.run_alone", lang))
        return replay_file(recording, _moment(until, lang), voice)

    command = SpokenCommand("replay", lang, callback=start)
    path = click.Path(path_type=Path)
    command.params.insert(0, click.Argument(["recording"], type=path))
    add_options(
        command,
        option("--until", lang, "cli.help.replay.until", metavar="T"),
        option("--screen", lang, "cli.help.replay.screen", is_flag=True),
        option("--run", lang, "cli.help.replay.run", metavar="N",
               type=WholeNumber(1, MOST_RUNS, lang)),
    )  # fmt: skip
    return command


def _moment(text: str | None, lang: str) -> int | None:
    if text is None:
        return None
    try:
        return parse_duration(text)
    except ValueError:
        raise UsageError(say("cli.usage.bad_moment", lang, text=shortened(text))) from None


def replay_file(path: Path, until_us: int | None, voice: Voice) -> int:
    """Replay every run of a recording; the worst of them is the answer."""
    codes = []
    with opened(path, voice.lang) as stream:
        for recording in recordings(stream, str(path)):
            codes.append(replay_one(recording, until_us, voice))
    if not codes:
        voice.tell("cli.replay.empty", file=path)
        return Exit.NOTHING
    return Exit.BROKEN if Exit.BROKEN in codes else max(codes)


def replay_one(recording: Recording, until_us: int | None, voice: Voice) -> Exit:
    """Run one recorded run again; the code says whether it came out the same."""
    header = recording.header
    scenario = scenario_of(header, voice.lang)
    printout = None if until_us is None else Printout(scenario, until_us, voice)
    played = played_from(recording, voice.lang)
    comparison = Comparison(recording.events(), printout)
    if played is None:
        result = run(scenario, seed=header.seed, keep=False, tap=comparison.take)
    else:
        result = played.play(scenario, tap=comparison.take)
    comparison.finish()
    if comparison.trouble is not None:
        raise comparison.trouble
    if printout is not None:
        printout.close()
    return _answer(recording, comparison, result.digest, scenario, voice)


def _answer(
    recording: Recording, comparison: Comparison, digest: str, scenario: Scenario, voice: Voice
) -> Exit:
    header = recording.header
    about = {"scenario": scenario.name, "seed": header.seed}
    difference = comparison.difference
    if difference is None:
        text = voice.text("cli.replay.same", digest=digest, events=comparison.same, **about)
        voice.put(text, "pass")
        return Exit.HELD
    if comparison.breaks_off(recording):
        text = voice.text("cli.replay.broken_off", events=comparison.same, **about)
        voice.put(text, "inconclusive")
        return Exit.INCONCLUSIVE
    voice.put(voice.text("cli.replay.differs", number=comparison.same, **about), "fail")
    for label, event in zip(("recorded", "now"), difference, strict=True):
        voice.put(f"  {voice.text(f'cli.replay.{label}')}  {_shown(event, voice)}")
    if header.emulator != __version__:
        recorded = one_line(header.emulator)
        voice.tell("cli.replay.other_version", recorded=recorded, version=__version__)
    return Exit.BROKEN


def _shown(event: bytes | None, voice: Voice) -> str:
    if event is None:
        return voice.text("cli.replay.nothing")
    text = event[:SHOWN_BYTES].decode("utf-8", "replace")
    return one_line(text) + ("..." if len(event) > SHOWN_BYTES else "")
