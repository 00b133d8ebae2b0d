"""`posemu drill`: what goes wrong at the till, practised and examined by hand."""

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.drills.assessment import Assessment
from emulator.interfaces import drill_lists
from emulator.interfaces.complaints import Choice, ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.drill.training_log import TrainingLog, entry_of, usual_file
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.run_command import LAST_SEED
from emulator.interfaces.selection import Selection
from emulator.interfaces.voice import Voice
from emulator.reports.layout import cells, one_line

TAG = "drill"
"""What a scenario that a person can play is tagged with."""
_THEMES = ("dark", "light", "ansi")
_NAME_CELLS = 40
"""The longest name of a trainee; the slip has less room than that."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for."""

    name: str = ""
    """Name or file; empty asks for the list."""
    is_exam: bool = False
    trainee: str = ""
    is_list: bool = False
    is_progress: bool = False
    as_json: bool = False
    result: Path | None = None
    certificate: Path | None = None
    seed: int | None = None
    theme: str = "dark"
    keys: Path | None = None
    record: Path | None = None
    """None keeps the session in the usual folder."""
    is_recorded: bool = True
    listen: str = ""


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(**given: Any) -> int:
        return drill(Wishes(**given), Voice(lang))

    command = SpokenCommand("drill", lang, callback=start)
    command.params.insert(0, click.Argument(["name"], required=False, default=""))
    flag = {"is_flag": True, "default": False}
    a_file = click.Path(path_type=Path)
    add_options(
        command,
        option("--exam", lang, "cli.help.drill.exam", name="is_exam", **flag),
        option("--trainee", lang, "cli.help.drill.trainee", metavar="NAME", default=""),
        option("--list", lang, "cli.help.drill.list", name="is_list", **flag),
        option("--progress", lang, "cli.help.drill.progress", name="is_progress", **flag),
        option("--json", lang, "cli.help.drill.json", name="as_json", **flag),
        option("--result", lang, "cli.help.drill.result", type=ResultFile(lang)),
        option("--certificate", lang, "cli.help.drill.certificate", type=ResultFile(lang)),
        option("--seed", lang, "cli.help.run.seed", type=WholeNumber(-LAST_SEED, LAST_SEED, lang)),
        option("--theme", lang, "cli.help.tui.theme", type=Choice(_THEMES, lang), default="dark"),
        option("--keys", lang, "cli.help.tui.keys", type=a_file, metavar="FILE"),
        option("--record", lang, "cli.help.tui.record", type=ResultFile(lang)),
        option("--no-record", lang, "cli.help.tui.no_record", name="is_recorded",
               is_flag=True, flag_value=False, default=True),
        option("--listen", lang, "cli.help.tui.listen", metavar="[HOST:]PORT", default=""),
    )  # fmt: skip
    return command


def drill(wishes: Wishes, voice: Voice) -> int:
    """
    List drills, tell of progress, or let a person play one; the exit code is the answer.

    Raises:
        UsageError: Something that was asked for makes no sense.
        EnvironmentTrouble: There is no screen, or a file cannot be used.
    """
    lang = voice.lang
    if cells(wishes.trainee) > _NAME_CELLS or one_line(wishes.trainee) != wishes.trainee:
        raise UsageError(say("drill.usage.name", lang, most=_NAME_CELLS))
    log = TrainingLog(usual_file(os.environ), lang)
    if wishes.is_progress:
        return drill_lists.tell_progress(log, wishes.trainee, voice, as_json=wishes.as_json)
    if wishes.is_list or not wishes.name:
        if wishes.is_exam and not wishes.is_list:
            raise UsageError(say("drill.usage.which", lang))
        paths = (wishes.name,) if wishes.name else ()
        found = Selection(paths=paths, tags=(TAG,)).read(lang)
        return drill_lists.tell_drills(found, log, wishes.trainee, voice, as_json=wishes.as_json)
    if wishes.as_json:
        raise UsageError(say("drill.usage.json", lang))
    if wishes.is_exam and not wishes.trainee.strip():
        raise UsageError(say("drill.usage.trainee", lang))
    return _play(chosen(wishes.name, lang), wishes, log, voice)


def chosen(name: str, lang: str) -> Scenario:
    """
    Read the drill that somebody named.

    Raises:
        ScenarioError: The file is wrong.
        UsageError: There is none of this name, it is no drill, or there are several.
    """
    found = Selection(paths=(name,)).read(lang)
    drills = [one for one in found if TAG in one.tags]
    if len(drills) != 1:
        id = "drill.usage.several" if drills else "drill.usage.no_drill"
        raise UsageError(say(id, lang, name=shortened(name), count=len(drills)))
    return drills[0]


def _play(scenario: Scenario, wishes: Wishes, log: TrainingLog, voice: Voice) -> int:
    lang = voice.lang
    from emulator.interfaces.live.drill.drilling import Drilling
    from emulator.interfaces.live.instructor.listening import listening_for
    from emulator.interfaces.live.sitting import Sitting
    from emulator.interfaces.tui.app import Options
    from emulator.interfaces.tui.drill.app import DrillApp
    from emulator.interfaces.tui.key_file import keymap_for
    from emulator.interfaces.tui.stage import needs_screen, show

    keymap = keymap_for(wishes.keys, os.environ, lang)
    needs_screen(lang)
    with ExitStack() as stack:
        listening = listening_for(wishes.listen, stack, voice)
        out = None if wishes.result is None else stack.enter_context(OutFile(wishes.result, lang))
        sitting = stack.enter_context(
            Sitting(
                scenario,
                seed=wishes.seed,
                record=wishes.record,
                is_recorded=wishes.is_recorded,
                is_exam=wishes.is_exam,
                lang=lang,
            )
        )
        session = sitting.open_shop(is_training=True)
        recording = "" if session.recording is None else str(session.recording)
        keep = partial(keep_result, log, out, recording)
        drilling = Drilling(session, trainee=wishes.trainee.strip(), keep=keep)
        options = Options(
            lang=lang,
            theme=wishes.theme,
            keymap=keymap,
            companions=() if listening is None else (listening,),
            invitation="" if listening is None else listening.invitation,
        )
        app = DrillApp(drilling, options)
        code = show(session, options, voice, app)
        sitting.end()
        if out is not None:
            out.check()
        for trouble in (drilling.trouble, *sitting.troubles):
            if trouble:
                voice.narrate(trouble)
        if wishes.certificate is not None and app.slip is not None:
            from emulator.interfaces.live.drill.certificate import write_certificate

            write_certificate(app.slip, wishes.certificate, lang)
    # Ctrl-C before the end, and a briefing that was put aside, prove nothing about anybody.
    return Exit.INCONCLUSIVE if drilling.assessment is None and code != Exit.BUG else code


def keep_result(
    log: TrainingLog, out: OutFile | None, recording: str, found: Assessment, at: datetime
) -> str:
    """
    Put a result where it lasts.

    Args:
        log: Everybody's.
        out: The file for this result; None if nobody wants one.
        recording: Where the session is kept; empty if it is not.
        found: What came of the drill.
        at: When, with its zone.

    Returns:
        What could not be kept in the log, in words; trouble with the file is its own to tell.
    """
    if out is not None:
        out.take(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    try:
        log.add(entry_of(found, at=at.astimezone(UTC), recording=recording))
    except EnvironmentTrouble as trouble:
        return str(trouble)
    return ""
