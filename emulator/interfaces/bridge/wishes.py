"""Which sort of printer is on the line: the options that say so, and what they mean."""

from pathlib import Path
from typing import Any

import click
import msgspec

from emulator.codecs.escpos.manner import Manner
from emulator.domain.errors import UsageError
from emulator.domain.plan import Scenario
from emulator.domain.texts import say
from emulator.interfaces.complaints import ResultFile, WholeNumber
from emulator.interfaces.options import option
from emulator.interfaces.wire.transport import Transport
from emulator.interfaces.wire.words import OneOf
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES
from emulator.reports.layout import one_line

DEFAULT_PROFILE = "generic_58"
"""Asks the least of a printer and has the fewest columns, so that any printer prints its slips."""
_LEAST_SPEED, _MOST_SPEED = 10, 1_000


class PrinterWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller knows of the printer."""

    profile: str = DEFAULT_PROFILE
    columns: int | None = None
    speed_mm_s: int | None = None
    jobs: Path | None = None
    """File of the slips; None takes the usual one."""


def printer_options(lang: str) -> list[click.Option]:
    """The options that name a sort of printer: --profile, --columns, --speed, --jobs."""
    speed = WholeNumber(_LEAST_SPEED, _MOST_SPEED, lang)
    profile = OneOf(tuple(PROFILES), "wire.usage.profile", lang)
    columns = OneOf(("32", "48"), "wire.usage.columns", lang)
    return [
        option("--profile", lang, "bridge.help.profile", type=profile, default=DEFAULT_PROFILE),
        option("--columns", lang, "bridge.help.columns", type=columns, metavar="32|48"),
        option("--speed", lang, "bridge.help.speed", name="speed_mm_s", type=speed),
        option("--jobs", lang, "bridge.help.jobs", type=ResultFile(lang)),
    ]


def taken_from(given: dict[str, Any]) -> PrinterWishes:
    """Take what `printer_options` brought out of the values of a command."""
    found = {name: given.pop(name) for name in PrinterWishes.__struct_fields__}
    found["columns"] = None if found["columns"] is None else int(found["columns"])
    return PrinterWishes(**found)


def manner_of(wishes: PrinterWishes, transport: Transport) -> Manner:
    """How to talk to the printer: as its profile says, and what the caller knows better."""
    profile = PROFILES[wishes.profile]
    if wishes.speed_mm_s is not None:
        profile = msgspec.structs.replace(profile, speed_mm_s=wishes.speed_mm_s)
    if wishes.columns is not None:
        profile = msgspec.structs.replace(profile, columns=wishes.columns)
    return manner_for(profile, baud=getattr(transport, "baud", None))


def refuse_levers(scenario: Scenario, lang: str) -> None:
    """
    Make sure that a scenario breaks no real printer; better said before paper is spent.

    Raises:
        UsageError: It does; a real printer is broken by hand.
    """
    names = [fault.name for fault in scenario.faults]
    names += [str(step.options.get("lever", "")) for step in scenario.steps]
    broken = next((name for name in names if name.startswith("printer.")), "")
    if broken:
        text = say("bridge.no_lever", lang, scenario=scenario.name, lever=one_line(broken))
        raise UsageError(text)
