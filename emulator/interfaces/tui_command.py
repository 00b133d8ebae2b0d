"""`posemu tui`: the card terminal on the screen, in a person's hands."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.bridge.wishes import (
    PrinterWishes,
    printer_options,
    refuse_levers,
    taken_from,
)
from emulator.interfaces.complaints import Choice, ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.run_command import LAST_SEED
from emulator.interfaces.voice import Voice
from emulator.interfaces.wire.words import Address, line_options

if TYPE_CHECKING:
    from emulator.interfaces.live.bridged import BridgedPrinter

SPEEDS = ("1", "10", "60")
THEMES = ("dark", "light", "ansi")
_SHOWN = 5
"""Variants of a file that are named when none was chosen."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for."""

    scenario: str = ""
    """Name or file; empty plays the shop in which all is possible."""
    seed: int | None = None
    times: int = 1
    theme: str = "dark"
    keys: Path | None = None
    is_training: bool = False
    record: Path | None = None
    """None keeps the session in the usual folder."""
    is_recorded: bool = True
    listen: str = ""
    faults: Path | None = None
    is_bridged: bool = False
    address: Address = Address()
    printer: PrinterWishes = PrinterWishes()


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, print_keys: bool, speed: str, **given: Any) -> int:
        if print_keys:
            return show_keys(given["keys"], Voice(lang))
        line = {name: given.pop(name) for name in Address.__struct_fields__}
        printer = taken_from({**given, "speed_mm_s": None})
        given = {name: value for name, value in given.items() if not hasattr(printer, name)}
        wishes = Wishes(times=int(speed), address=Address(**line), printer=printer, **given)
        return play(wishes, Voice(lang))

    command = SpokenCommand("tui", lang, callback=start)
    command.params.insert(0, click.Argument(["scenario"], required=False, default=""))
    flag: dict[str, Any] = {"is_flag": True, "default": False}
    a_file = click.Path(path_type=Path)
    printers = [one for one in printer_options(lang) if one.name != "speed_mm_s"]
    add_options(
        command,
        option("--seed", lang, "cli.help.run.seed", type=WholeNumber(-LAST_SEED, LAST_SEED, lang)),
        option("--speed", lang, "cli.help.tui.speed", type=Choice(SPEEDS, lang), default="1"),
        option("--theme", lang, "cli.help.tui.theme", type=Choice(THEMES, lang), default="dark"),
        option("--keys", lang, "cli.help.tui.keys", type=a_file, metavar="FILE"),
        option("--print-keys", lang, "cli.help.tui.print_keys", **flag),
        option("--training", lang, "cli.help.tui.training", name="is_training", **flag),
        option("--record", lang, "cli.help.tui.record", type=ResultFile(lang)),
        option("--no-record", lang, "cli.help.tui.no_record", name="is_recorded",
               is_flag=True, flag_value=False, default=True),
        option("--listen", lang, "cli.help.tui.listen", metavar="[HOST:]PORT", default=""),
        option("--faults", lang, "cli.help.tui.faults", type=a_file, metavar="FILE"),
        option("--bridge", lang, "cli.help.tui.bridge", name="is_bridged", **flag),
        *line_options(lang),
        *printers,
    )  # fmt: skip
    return command


def show_keys(file: Path | None, voice: Voice) -> int:
    """Print the keys as they are, as a file that can be changed and used."""
    from emulator.interfaces.tui.key_file import keymap_for, written

    voice.put(written(keymap_for(file, os.environ, voice.lang), voice.lang))
    return Exit.HELD


def play(wishes: Wishes, voice: Voice) -> int:
    """
    Let a person play; the exit code is the answer.

    Raises:
        UsageError: Something that was asked for makes no sense.
        EnvironmentTrouble: There is no screen, or a line, a port or a file cannot be used.
    """
    lang = voice.lang
    from emulator.interfaces.tui.key_file import keymap_for

    keymap = keymap_for(wishes.keys, os.environ, lang)
    scenario = scenario_of(wishes.scenario, lang)
    from emulator.interfaces.live.instructor.listening import listening_for
    from emulator.interfaces.live.instructor.presets import read_presets
    from emulator.interfaces.live.sitting import Sitting
    from emulator.interfaces.live.training import Shops
    from emulator.interfaces.tui.app import Options
    from emulator.interfaces.tui.stage import needs_screen, show

    faults = None if wishes.faults is None else read_presets(wishes.faults, lang)
    needs_screen(lang)
    with ExitStack() as stack:
        bridged = _bridged(wishes, scenario, stack, lang)
        listening = listening_for(wishes.listen, stack, voice)
        parts = None if bridged is None else bridged.parts
        sitting = stack.enter_context(
            Sitting(
                scenario,
                seed=wishes.seed,
                times=wishes.times,
                parts=parts,
                record=wishes.record,
                is_recorded=wishes.is_recorded,
                lang=lang,
            )
        )
        shops = Shops(sitting.open_shop, is_training=wishes.is_training)
        companions = [] if bridged is None else [bridged.serve]
        if listening is not None:
            listening.follow(lambda: shops.active)
            companions.append(listening)
        options = Options(
            lang=lang,
            theme=wishes.theme,
            keymap=keymap,
            faults=faults,
            companions=tuple(companions),
            askers=() if bridged is None else (bridged.let_ask,),
            shops=shops,
            invitation="" if listening is None else listening.invitation,
        )
        code = show(shops.active, options, voice)
        sitting.end()
        if bridged is not None:
            bridged.sum_up(voice)
        for trouble in sitting.troubles:
            voice.narrate(trouble)
    return code


def scenario_of(name: str, lang: str) -> Scenario:
    """
    Read what is to be played.

    Raises:
        ScenarioError: The file is wrong.
        UsageError: There is nothing of this name, or a file has several variants.
    """
    if not name:
        from emulator.interfaces.live.free_play import free_play

        return free_play()
    from emulator.interfaces.selection import Selection

    found = Selection(paths=(name,)).read(lang)
    if len(found) != 1:
        names = ", ".join(one.name for one in found[:_SHOWN])
        text = say("tui.which_one", lang, name=shortened(name), count=len(found), names=names)
        raise UsageError(text)
    return found[0]


def _bridged(
    wishes: Wishes, scenario: Scenario, stack: ExitStack, lang: str
) -> "BridgedPrinter | None":
    """The real printer on a line, if one was asked for."""
    if not wishes.is_bridged:
        if wishes.address != Address():
            raise UsageError(say("tui.line_without_bridge", lang))
        return None
    refuse_levers(scenario, lang)
    from emulator.interfaces.live.bridged import bridged_printer

    return stack.enter_context(bridged_printer(wishes.address, wishes.printer, lang=lang))
