"""`posemu serve`: the terminal in a web page, for whoever opens it."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import click

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import WholeNumber, shortened
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.serve.wishes import SHOWABLE, Wishes, program_of
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.interfaces.voice import Voice

HERE = Place("127.0.0.1", 8000)
VISITORS = 16
MOST_VISITORS = 200
LAST_PORT = 65_535


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, words: tuple[str, ...], host: str, port: int, visitors: int) -> int:
        command = _checked(words or SHOWABLE[:1], lang)
        wishes = Wishes(place=Place(host, port), program=program_of(command), most=visitors)
        if find_spec("textual_serve") is None:
            raise EnvironmentTrouble(say("serve.missing", lang))
        from emulator.interfaces.serve.session import serve

        return serve(wishes, Voice(lang))

    command = SpokenCommand("serve", lang, callback=start)
    # What follows the name of what is shown belongs to that, `--help` included.
    command.allow_interspersed_args = False
    command.params.insert(0, click.Argument(["words"], nargs=-1, type=click.UNPROCESSED,
                                            metavar="[tui|drill [...]]"))  # fmt: skip
    add_options(
        command,
        option("--host", lang, "cli.help.serve.host", default=HERE.host, metavar="ADDRESS"),
        option("--port", lang, "cli.help.serve.port", default=HERE.port, metavar="PORT",
               type=WholeNumber(0, LAST_PORT, lang)),
        option("--visitors", lang, "cli.help.serve.visitors", default=VISITORS, metavar="N",
               type=WholeNumber(1, MOST_VISITORS, lang)),
    )  # fmt: skip
    return command


def _checked(words: Sequence[str], lang: str) -> tuple[str, ...]:
    """
    Let the command that is shown read its own options, so that a mistake is met here and now.

    Raises:
        UsageError: It cannot be shown in a browser; click's own for its options.
    """
    from emulator.interfaces.lazy import SUBCOMMANDS

    name, *options = words
    if name not in SHOWABLE:
        names = ", ".join(SHOWABLE)
        raise UsageError(say("serve.not_shown", lang, name=shortened(name), names=names))
    shown: click.Command = import_module(SUBCOMMANDS[name]).make(lang)
    with shown.make_context(f"posemu serve {name}", list(options)) as context:
        # Without a name this command lists what there is, which is nothing for a screen.
        if name == "drill" and not context.params["name"]:
            raise UsageError(say("serve.which_drill", lang))
        return tuple(words)
