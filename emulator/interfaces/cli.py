"""
The command `posemu`: finds the subcommand, and turns every way a run can end into an exit code.

Nothing but click is imported here; each subcommand brings what it needs (see `lazy`).
"""

import errno
import os
import sys
from collections.abc import Sequence

import click

from emulator import __version__
from emulator.domain.errors import EmulatorError
from emulator.domain.texts import say
from emulator.interfaces.complaints import complain
from emulator.interfaces.exits import Exit
from emulator.interfaces.lazy import LazyGroup, lang_option
from emulator.interfaces.voice import Voice, language_of


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        argv: Arguments without the command's name; None takes the process's own.

    Returns:
        The exit code, see `Exit`.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _accept_any_text()
    voice = Voice("en")
    try:
        voice = Voice(language_of(arguments, os.environ))
        return _answer(arguments, voice)
    except click.ClickException as error:
        complain(error, voice)
        return Exit.USAGE
    except EmulatorError as error:
        voice.narrate(error.render(voice.lang))
        _let_go_of_output()
        return error.exit_code
    except KeyboardInterrupt:
        voice.tell("cli.interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return Exit.PIPE_CLOSED
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _report_bug(voice)
        voice.tell("cli.no_room", reason=error.strerror)
        _let_go_of_output()
        return Exit.ENVIRONMENT
    except Exception:  # noqa: BLE001 - the last resort turns every mistake of ours into a report
        return _report_bug(voice)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""A disk or a device that takes no more is the machine's trouble, wherever it shows."""


def _report_bug(voice: Voice) -> Exit:
    """Keep the traceback of the exception at hand, and say so."""
    from traceback import format_exc

    from emulator.interfaces.bug import tell_of_bug

    tell_of_bug(voice, format_exc())
    return Exit.BUG


def _answer(arguments: list[str], voice: Voice) -> int:
    """
    Find and call the subcommand.

    click's own `main` is not used: it answers a closed pipe and Ctrl-C in its own way.
    """
    command = group(voice.lang)
    try:
        with command.make_context("posemu", arguments) as context:
            code = command.invoke(context)
        return code if isinstance(code, int) else Exit.HELD
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None


def group(lang: str) -> LazyGroup:
    """Build the command with its help in a language."""
    command = LazyGroup(
        lang,
        name="posemu",
        help=say("cli.help.posemu", lang),
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        callback=_show_help,
    )
    version = click.version_option(
        __version__, prog_name="posemu", help=say("cli.help.version", lang)
    )
    made: LazyGroup = version(lang_option(lang)(command))
    return made


@click.pass_context
def _show_help(context: click.Context) -> None:
    """Show the help when no subcommand was named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _accept_any_text() -> None:
    """Let a terminal with an old encoding show what it can, rather than fail on a check mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Keep the interpreter from complaining at its end about what nobody could take."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
