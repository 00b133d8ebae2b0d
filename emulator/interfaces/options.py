"""Options that several subcommands share, and how a command's help gets its language."""

from collections.abc import Callable
from typing import Any

import click

from emulator.domain.texts import say


class Spoken(click.Command):
    """A command whose help, headings included, is in one language."""

    lang: str

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help`, with its help in our language."""
        return spoken_help(super().get_help_option(ctx), self.lang)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        words = " ".join(self.collect_usage_pieces(ctx))
        prefix = say("cli.usage.heading", self.lang) + " "
        formatter.write_usage(ctx.command_path, words, prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the subcommands of a group."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(say("cli.usage.options", self.lang)):
            formatter.write_dl([record for record in records if record is not None])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class SpokenCommand(Spoken):
    """A subcommand; its texts stand in the messages file under its name."""

    def __init__(self, name: str, lang: str, *, callback: Callable[..., Any]) -> None:
        super().__init__(
            name,
            callback=callback,
            help=say(f"cli.help.{name}", lang),
            short_help=say(f"cli.help.{name}.short", lang),
            context_settings={"help_option_names": ["-h", "--help"]},
            options_metavar=say("cli.usage.options_metavar", lang),
        )
        self.lang = lang
        choices = click.Choice(["zh", "en"])
        add_options(self, option("--lang", lang, "cli.help.lang", type=choices, expose_value=False))


def spoken_help(found: click.Option | None, lang: str) -> click.Option | None:
    """Put our own words to click's help option."""
    if found is not None:
        found.help = say("cli.help.help", lang)
    return found


def option(*names: str, name: str = "", **settings: Any) -> click.Option:
    """
    Make an option; the last two of `names` are the language and the id of its help text.

    Args:
        names: Spellings, then language, then text id.
        name: What the callback calls it; empty takes the long spelling.
        settings: Whatever `click.Option` takes.
    """
    *spellings, lang, text = names
    return click.Option([*spellings, *([name] if name else [])], help=say(text, lang), **settings)


def add_options(command: click.Command, *options: click.Parameter) -> None:
    """Add parameters; `--lang` stays the last in the help."""
    at = len(command.params) - 1 if command.params else 0
    command.params[at:at] = options


def selecting(command: click.Command, lang: str) -> None:
    """Add what chooses scenarios: PATHS, -k, --tag."""
    command.params.insert(0, click.Argument(["paths"], nargs=-1))
    add_options(
        command,
        option("-k", lang, "cli.help.select.k", name="keyword", default="", metavar="EXPR"),
        option("--tag", lang, "cli.help.select.tag", name="tags", multiple=True, metavar="TAG"),
    )
