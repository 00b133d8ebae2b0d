"""
Shapes of settings, derived from the settings themselves.

A setting's name says its unit (`receive_timeout_us`), the unit says the notation, and without the
unit it is the key in the file (`receive_timeout: 60s`). So a new setting needs no second
definition; only a friendlier key, a range or a form is added in the tables below.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from emulator.domain.limits import limit_of
from emulator.domain.settings import (
    BAUDS,
    DEFECTS,
    DEFERRALS,
    FLOWS,
    PRINTER_PROFILES,
    READ_BY,
    RECOVERIES,
    AcquirerSettings,
    ClearingSettings,
    IssuerSettings,
    LineSettings,
    MonitoringSettings,
    PrinterSettings,
    ShopSettings,
    TerminalSettings,
)
from emulator.scenario import notations
from emulator.scenario.literals import FULL, chosen, wrong
from emulator.scenario.notations import TEXT_OR_NUMBER, choice, count_type, form, literal
from emulator.scenario.problems import Problems
from emulator.scenario.shapes import Key, Shape, make_shape, read
from emulator.scenario.tree import Node

UNITS: Mapping[str, Any] = {
    "_basis_points": notations.BasisPoints,
    "_percent": notations.Percent,
    "_mm_s": notations.Speed,
    "_mm": notations.Length,
    "_us": notations.Duration,
    "_fen": notations.Amount,
}
"""Suffix of a setting's name to its notation; the longer suffix comes first."""

SECTIONS: Mapping[str, type[msgspec.Struct]] = {
    "terminal": TerminalSettings,
    "printer": PrinterSettings,
    "uplink": LineSettings,
    "issuer_line": LineSettings,
    "acquirer": AcquirerSettings,
    "issuer": IssuerSettings,
    "clearing": ClearingSettings,
    "shop": ShopSettings,
    "monitoring": MonitoringSettings,
}
"""Sections of `given` that are nothing but settings, by their name in `plan.Given`."""

_FRIENDLIER = {"roll_mm": "paper", "has_cutter": "cutter"}

ACCOUNT_STATES = (
    "normal", "wrong_name", "wrong_number", "wrong_bank", "incomplete", "frozen", "closed",
)  # fmt: skip


def _calendar(value: Any) -> str:
    """`cn-bank-2026` asks for a year that `cn-bank` knows anyway."""
    text = str(value)
    if text == "cn-bank" or (text[:8] == "cn-bank-" and text[8:].isdecimal() and len(text) == 12):
        return "cn-bank"
    raise wrong("E204", found=text[:80], known="cn-bank, cn-bank-2026", suggestion="cn-bank")


_BAUD_SPELLINGS = [*map(str, BAUDS), *BAUDS]
"""An editor may take a speed for a number or for a text."""

_OF_ITS_OWN: Mapping[str, Any] = {
    "roll_mm": notations.Paper,
    "profile": choice({name: name for name in PRINTER_PROFILES}),
    "baud": literal(
        chosen({str(baud): baud for baud in BAUDS}), type=TEXT_OR_NUMBER, enum=_BAUD_SPELLINGS
    ),
    "flow": choice({name: name for name in FLOWS}),
    "recovery": choice({name: name for name in RECOVERIES}),
    "deferral": choice({name: name for name in DEFERRALS}),
    "has_cutter": notations.YesNo,
    "buffer_bytes": notations.Count,
    "language": choice({"zh": "zh", "zh+en": "zh+en"}),
    "account_state": choice({state: state for state in ACCOUNT_STATES}),
    "calendar": literal(_calendar, pattern=r"^cn-bank(-\d{4})?$"),
    "terminal_id": form("[0-9A-Za-z]{8}", "12345678"),
    "merchant_id": form("[0-9A-Za-z]{15}", "898520154110004"),
    "operator": form("[0-9]{2}", "01"),
    "self_check": notations.Clock,
    "software": form("[0-9]{6}", "310001"),
    "oldest_software": form("[0-9]{6}", "300000"),
    "newest_software": form("[0-9]{6}", "310001"),
    "reader_firmware": form("[0-9]{4}", "0200"),
    "driver": form("[0-9]{4}", "0200"),
    "firmware": form("[0-9]{4}", "0100"),
    "entry": choice({way: way for way in ("all", *READ_BY)}),
    "defect": choice({name: name for name in DEFECTS}),
}


_SIGNED: Mapping[str, Any] = {
    "offset_us": notations.SignedDuration,
    "by_fen": notations.AnyMoney,
}
"""Settings that may be less than nothing."""


def key_of(name: str) -> str:
    """The key in a file of a setting: its name without the unit."""
    if name in _FRIENDLIER:
        return _FRIENDLIER[name]
    suffix = _unit_of(name)
    return name.removesuffix(suffix) if suffix else name


def notation_of(name: str, default: Any) -> Any:
    """The notation of a setting, from its name and its default, within its limit."""
    if name in _SIGNED:
        return _SIGNED[name]
    if name in _OF_ITS_OWN:
        return notations.limited(_OF_ITS_OWN[name], name)
    if suffix := _unit_of(name):
        return notations.limited(UNITS[suffix], name)
    if isinstance(default, bool):
        return notations.YesNo
    if isinstance(default, int):
        limit = limit_of(name)
        return count_type(limit.least, limit.most) if limit else notations.Count
    if isinstance(default, str) and len(default) == 5 and default[2] == ":":
        return notations.Clock
    return notations.Text


@cache
def settings_shape(settings: type[msgspec.Struct]) -> type[Shape]:
    """The shape of the section of a file that sets these settings."""
    fields = msgspec.structs.fields(settings)
    return make_shape(
        settings.__name__,
        {key_of(f.name): Key(notation_of(f.name, f.default)) for f in fields},
    )


@cache
def _options_shape(title: str, defaults: tuple[tuple[str, Any], ...]) -> type[Shape]:
    return make_shape(
        title, {key_of(name): Key(notation_of(name, value)) for name, value in defaults}
    )


def read_settings(
    settings: msgspec.Struct, node: Node | None, problems: Problems
) -> dict[str, Any] | None:
    """
    Read a section of settings.

    Returns:
        The changed settings by their own names, units included; None if anything was wrong.
    """
    values = read(settings_shape(type(settings)), node, problems)
    if values is None:
        return None
    names = {key_of(name): name for name in settings.__struct_fields__}
    changed = {names[key]: value for key, value in values.items()}
    if changed.get("roll_mm") == FULL:
        changed["roll_mm"] = changed.get("new_roll_mm", getattr(settings, "new_roll_mm", 0))
    return changed


def read_options(
    title: str, defaults: Mapping[str, Any], node: Node | None, problems: Problems
) -> dict[str, Any] | None:
    """Read the settings of a lever or a fate, by their own names."""
    values = read(_options_shape(title, tuple(defaults.items())), node, problems)
    if values is None:
        return None
    names = {key_of(name): name for name in defaults}
    return {names[key]: value for key, value in values.items()}


def _unit_of(name: str) -> str:
    return next((suffix for suffix in UNITS if name.endswith(suffix)), "")
