"""
What a screen says on the display, in words: the lines below its title, and the title.

A screen of somebody else's program may have any name and any values; nothing here ever fails.
"""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from emulator.domain.console import Screen
from emulator.domain.money import yuan
from emulator.domain.problem import without_secrets
from emulator.domain.texts import has, pattern, say
from emulator.reports.layout import cells, cut, one_line, pad, pad_left

CELLS = 16
"""Of a row."""

_FUNCTIONS = {
    "enter_operator": "sign_in",
    "enter_password": "sign_in",
    "signed_in": "sign_in",
    "signed_off": "sign_off",
    "reversing": "reversal",
    "reversed": "reversal",
    "reversal_failed": "reversal",
    "settling": "settlement",
    "settled": "settlement",
    "settlement_failed": "settlement",
    "balance_shown": "balance",
    "status_shown": "query",
    "cash_recorded": "cash",
    "operator_shown": "operator",
    "outside_line": "outside_line",
    "version_shown": "version",
    "testing_line": "test_connection",
    "line_tested": "test_connection",
    "versions_compared": "check_versions",
    "update_required": "update_software",
    "updating": "update_software",
    "updated": "update_software",
    "update_failed": "update_software",
    "locked": "lock",
}
"""Screens to the function that they belong to, where none of their values says it."""
_VARIANTS = {
    "approved": "code",
    "declined": "code",
    "not_possible": "why",
    "printer_fault": "fault",
    "settled": "result",
    "status_shown": "status",
    "present_card": "entry",
    "card_unread": "next",
    "line_tested": "line",
    "versions_compared": "state",
}
"""Screens to the value that may choose other words, `lcd.<screen>.<value>`."""
_LARGEST = 10**15
"""No number from here on fits a row."""


def function_of(screen: Screen, lang: str) -> str:
    """The name of the function that a screen belongs to; empty if nobody knows it."""
    values = screen.values
    name = _FUNCTIONS.get(screen.id) or values.get("transaction") or values.get("slip_kind")
    id = f"menu.{_plain(name)}"
    return say(id, lang) if has(id) else ""


def lines_of(screen: Screen, lang: str) -> list[str]:
    """What a screen says, a row a line; one that has no words is shown by its name."""
    id, values = f"lcd.{screen.id}", screen.values
    if not has(id):
        return [cut(one_line(without_secrets(screen.id)), CELLS)]
    chosen = _plain(values.get(_VARIANTS.get(screen.id, "")))
    variant = f"{id}.{chosen}"
    lines = _said(variant if has(variant) else id, lang, values)
    if screen.id == "declined" and not has(variant):
        lines += _said(f"code.{chosen}", lang, {}) if has(f"code.{chosen}") else []
    if screen.id in ("enter_pin", "present_card") and _is_number(values.get("amount_fen")):
        lines.insert(0, _amount_row(values["amount_fen"], lang))
    if screen.id == "idle" and values.get("unprinted"):
        lines += _said("lcd.idle.unprinted", lang, values)
    return lines


def _said(id: str, lang: str, values: Mapping[str, Any]) -> list[str]:
    """The lines of a text; what it names and nobody gave is a dash."""
    names = [name for _, name, _, _ in Formatter().parse(pattern(id, lang)) if name]
    given = {name: values.get(name) for name in names}
    shown = {
        name: value if name.endswith("_fen") and _is_number(value) else _plain(value)
        for name, value in given.items()
    }
    return [cut(line, CELLS).rstrip() for line in say(id, lang, **shown).split("\n")]


def _plain(value: Any) -> str:
    """A value as it may be shown: in one row, no card number in clear; else a dash."""
    if not isinstance(value, str | int) or (isinstance(value, int) and abs(value) >= _LARGEST):
        return "-"
    return one_line(without_secrets(str(value)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


def _amount_row(amount_fen: int, lang: str) -> str:
    label, amount = say("lcd.amount", lang), yuan(amount_fen)
    room = CELLS - cells(amount)
    return pad(label, room) + amount if cells(label) < room else pad_left(amount, CELLS)
