"""`posemu instructor`: the instructor's panel for a session in another terminal."""

from pathlib import Path

import click

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.bug import tell_of_bug
from emulator.interfaces.complaints import Choice
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.voice import Voice

_THEMES = ("dark", "light", "ansi")
_HERE = "127.0.0.1:7070"


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, connect: str, token: str, faults: Path | None, theme: str) -> int:
        return instructor(connect, token, faults, theme, lang)

    command = SpokenCommand("instructor", lang, callback=start)
    a_file = click.Path(path_type=Path)
    add_options(
        command,
        option("--connect", lang, "cli.help.instructor.connect", metavar="[HOST:]PORT",
               default=_HERE, show_default=True),
        option("--token", lang, "cli.help.instructor.token", metavar="T", default=""),
        option("--faults", lang, "cli.help.instructor.faults", metavar="FILE", type=a_file),
        option("--theme", lang, "cli.help.instructor.theme", type=Choice(_THEMES, lang),
               default="dark"),
    )  # fmt: skip
    return command


def instructor(connect: str, token: str, faults: Path | None, theme: str, lang: str) -> int:
    """
    Show the panel until it is closed.

    Raises:
        UsageError: The address, the token or the file of faults makes no sense.
        EnvironmentTrouble: There is no terminal to draw on.
    """
    from emulator.interfaces.live.instructor.listening import TOKEN_VARIABLE, place_of, token_from
    from emulator.interfaces.live.instructor.presets import presets, read_presets
    from emulator.interfaces.live.instructor.remote import Remote

    place = place_of(connect, lang)
    said = token or token_from()
    if not said:
        raise UsageError(say("instructor.no_token", lang, variable=TOKEN_VARIABLE))
    chosen = presets() if faults is None else read_presets(faults, lang)
    from emulator.interfaces.tui.instructor.app import InstructorApp
    from emulator.interfaces.tui.stage import needs_screen

    needs_screen(lang)
    app = InstructorApp(Remote(place, said), chosen, lang, theme=theme)
    app.run()
    if app.broken:
        tell_of_bug(Voice(lang), app.broken)
        return Exit.BUG
    return Exit.HELD
