"""
The command and its subcommands, each imported only when it is called.

`posemu --help` shows every subcommand with one line of help without importing any, because the
simulator, the file reader and the tables take longer to import than a person likes to wait.
"""

from importlib import import_module
from typing import Any

import click

from emulator.domain.texts import say
from emulator.interfaces.options import Spoken

SUBCOMMANDS = {
    "run": "emulator.interfaces.run_command",
    "tui": "emulator.interfaces.tui_command",
    "drill": "emulator.interfaces.drill_command",
    "list": "emulator.interfaces.list_command",
    "check": "emulator.interfaces.check_command",
    "explain": "emulator.interfaces.explain_command",
    "diagnose": "emulator.interfaces.diagnose_command",
    "catalogue": "emulator.interfaces.catalogue_command",
    "runbook": "emulator.interfaces.runbook_command",
    "replay": "emulator.interfaces.replay_command",
    "sessions": "emulator.interfaces.sessions_command",
    "record-to-scenario": "emulator.interfaces.record_to_scenario_command",
    "evidence": "emulator.interfaces.evidence_command",
    "reconcile": "emulator.interfaces.reconcile_command",
    "monitor": "emulator.interfaces.monitor_command",
    "printer": "emulator.interfaces.printer_command",
    "bridge": "emulator.interfaces.bridge_command",
    "doctor": "emulator.interfaces.doctor_command",
    "serve": "emulator.interfaces.serve_command",
    "instructor": "emulator.interfaces.instructor_command",
    "schema": "emulator.interfaces.schema_command",
}
"""Name to the module whose `make(lang)` builds it."""


class LazyGroup(Spoken, click.Group):
    """A group that knows its subcommands by name and help line only."""

    def __init__(self, lang: str, **settings: Any) -> None:
        super().__init__(
            options_metavar=say("cli.usage.options_metavar", lang),
            subcommand_metavar=say("cli.usage.command_metavar", lang),
            **settings,
        )
        self.lang = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer needs them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and build one subcommand; None for an unknown name."""
        module = SUBCOMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(module).make(self.lang)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        with formatter.section(say("cli.help.commands", self.lang)):
            formatter.write_dl(
                [(name, say(f"cli.help.{name}.short", self.lang)) for name in SUBCOMMANDS]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand; the complaint about an unknown one names the nearest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(_unknown(name, self.lang), ctx)
        return super().resolve_command(ctx, args)


def _unknown(name: str, lang: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, SUBCOMMANDS, n=1)
    if near:
        return say("cli.unknown_command_near", lang, name=name, near=near[0])
    return say("cli.unknown_command", lang, name=name)


def lang_option(lang: str) -> Any:
    """The option `--lang`, which is read before parsing and only has to be accepted here."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=say("cli.help.lang", lang),
    )
