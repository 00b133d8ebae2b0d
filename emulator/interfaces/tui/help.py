"""The help: what the pane that has the focus shows, and then every key as it is set now."""

from collections.abc import Iterator

from emulator.domain.texts import say
from emulator.interfaces.tui.key_file import name_of
from emulator.interfaces.tui.keys import (
    ACTIONS,
    CARD,
    COUNTER,
    GROUPS,
    INSTRUCTOR,
    KEYPAD,
    SCREEN,
    Keymap,
    spoken,
)
from emulator.interfaces.tui.widgets.board import Row, row
from emulator.reports.layout import cells

PANES = ("device", "paper", "counter", "world")
_FIRST = {
    "device": (KEYPAD, CARD),
    "paper": (KEYPAD, SCREEN),
    "counter": (COUNTER, CARD),
    "world": (INSTRUCTOR, SCREEN),
}
"""Groups of keys that matter most in a pane."""
_KEY_CELLS = 16


def help_rows(pane: str, keymap: Keymap, lang: str, *, hidden: frozenset[str]) -> Iterator[Row]:
    """
    Give the help's text.

    Args:
        pane: One of `PANES`.
        keymap: The keys as they are.
        lang: zh or en.
        hidden: Actions that this run does not have.
    """
    told = say(f"tui.help.{pane}", lang, pin=keymap.first("customer_pin"))
    for line in told.split("\n"):
        yield row(line)
    first = _FIRST[pane]
    for group in (*first, *(group for group in GROUPS if group not in first)):
        rows = list(_group(group, keymap, lang, hidden))
        if rows:
            yield row("")
            yield row((say(f"tui.group.{group}", lang), "heading"))
            yield from rows


def _group(group: str, keymap: Keymap, lang: str, hidden: frozenset[str]) -> Iterator[Row]:
    if group == KEYPAD:
        keys = "".join(keymap.first(f"digit_{digit}") for digit in "0123456789")
        yield _line(keys, say("tui.key.digits", lang))
    for id, action in ACTIONS.items():
        if action.group == group and not id.startswith("digit_") and id not in hidden:
            keys = " ".join(spoken(key) for key in keymap.keys(id))
            yield _line(keys or "-", name_of(id, lang))


def _line(keys: str, name: str) -> Row:
    return row((keys, "strong"), " " * max(_KEY_CELLS - cells(keys), 1) + name)
