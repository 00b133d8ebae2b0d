"""
What is wrong with the words of a command, in the reader's language, and the types that say it.

click finds most mistakes itself and words them in English; here each gets a sentence of the
messages file. A complaint of a sort that we have no sentence for is shown as click words it.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from emulator.domain.texts import say
from emulator.interfaces.voice import Voice
from emulator.reports.layout import one_line

if TYPE_CHECKING:
    Typed = click.ParamType[Any]
    Words = click.Choice[str]
else:  # Before click 8.4 and 8.2 the classes took no parameter.
    Typed = click.ParamType
    Words = click.Choice

_NUMBER = re.compile(r"[-+]?[0-9]{1,30}")
_TOO_MANY = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_LONGEST = 80


class WholeNumber(Typed):
    """A whole number within limits."""

    name = "N"

    def __init__(self, least: int, most: int, lang: str) -> None:
        self.least, self.most, self._lang = least, most, lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number; a complaint says which are possible."""
        if isinstance(value, int):
            return value
        shown = shortened(str(value))
        if not _NUMBER.fullmatch(str(value)):
            self.fail(say("cli.usage.not_whole", self._lang, value=shown), param, ctx)
        if not self.least <= int(value) <= self.most:
            limits = {"least": self.least, "most": self.most}
            self.fail(say("cli.usage.out_of_range", self._lang, value=shown, **limits), param, ctx)
        return int(value)


class Choice(Words):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], lang: str) -> None:
        super().__init__(choices)
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the word; a complaint says which are possible."""
        try:
            return str(super().convert(value, param, ctx))
        except click.BadParameter:
            values = {"value": shortened(str(value)), "choices": ", ".join(self.choices)}
            self.fail(say("cli.usage.none_of", self._lang, **values), param, ctx)


class ResultFile(Typed):
    """A file that results go into; whether it can be written is found out when it is opened."""

    name = "FILE"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take a path that is no folder."""
        if not str(value) or Path(value).is_dir():
            text = say("cli.usage.no_file", self._lang, value=shortened(str(value)))
            self.fail(text, param, ctx)
        return Path(value)


class ResultFolder(Typed):
    """A folder that results go into; whether it can be written is found out when it is made."""

    name = "DIR"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take a path that is no file."""
        path = Path(value)
        if not str(value) or (path.exists() and not path.is_dir()):
            text = say("cli.usage.no_folder", self._lang, value=shortened(str(value)))
            self.fail(text, param, ctx)
        return path


def shortened(text: str) -> str:
    """What somebody typed, fit to be shown."""
    return one_line(text[:_LONGEST]) + ("..." if len(text) > _LONGEST else "")


def complain(error: click.ClickException, voice: Voice) -> None:
    """Show how the command is written, where its help is, and what is wrong."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        voice.narrate(context.get_usage())
        voice.tell("cli.usage.see_help", command=f"{context.command_path} --help")
        voice.narrate("")
    voice.tell("cli.usage.error", message=sentence_of(error, voice.lang))


def sentence_of(error: click.ClickException, lang: str) -> str:
    """Say what is wrong in one sentence."""
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities or []
        name = shortened(error.option_name)
        if near:
            return say("cli.usage.no_option_near", lang, name=name, near=", ".join(near))
        return say("cli.usage.no_option", lang, name=name)
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param is not None else error.message
        return say("cli.usage.missing", lang, name=name)
    if isinstance(error, click.BadParameter):
        name = " / ".join(error.param.opts) if error.param is not None else ""
        return say("cli.usage.bad_value", lang, name=name, message=error.message)
    if isinstance(error, click.BadOptionUsage):
        takes_none = "does not take a value" in error.message
        id = "cli.usage.takes_no_value" if takes_none else "cli.usage.needs_value"
        return say(id, lang, name=error.option_name)
    if too_many := _TOO_MANY.fullmatch(error.message.rstrip(".")):
        return say("cli.usage.too_many", lang, words=shortened(too_many[1]))
    return error.message
