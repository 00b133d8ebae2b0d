"""
The terminal's menus as data: what stands under which key, and what it is for.

    1 sale      2 void      3 refund    4 pre-authorisations ...
    5 offline ...           6 print ...             7 manage ...            8 other ...

The keypad walks through this tree and the display draws it; the program never sees it, but is told
the function at its leaf (`console.Input` of the kind `menu`). Words are in the messages file under
`menu.<name>`. To add a function, add an item here, carry it out in `terminal`, and add its word.

Source: interfaces.md 2.1 of the project's domain notes, the menus of a real UnionPay terminal.
"""

import msgspec

Path = tuple[str, ...]
"""The keys that lead to an item; () is the main menu."""

TRAINING = "training"
"""The one function that the terminal's program is not told: everything around it changes."""

PAGE = 3
"""Items of a menu that fit on the display below its title; the main menu fits whole."""

OPENS_AT = frozenset(
    (
        "idle", "sign_in_required", "journal_full", "totals_full", "storage_full",
        "reversal_failed",
    )
)  # fmt: skip
"""Screens on which the terminal waits for somebody to begin something."""


class Item(msgspec.Struct, frozen=True):
    """One line of a menu."""

    key: str
    name: str
    """Of its word, `menu.<name>`."""
    function: str = ""
    """What the program is told; empty for a menu of its own."""
    items: tuple["Item", ...] = ()
    """What is in the menu that it opens."""


def _menu(name: str, *inside: tuple[str, str]) -> tuple[str, tuple[Item, ...]]:
    """A menu's name and its items, numbered from 1."""
    return name, tuple(
        Item(str(number), item, function) for number, (item, function) in enumerate(inside, 1)
    )


def _same(*functions: str) -> tuple[tuple[str, str], ...]:
    """Items that are named like their functions."""
    return tuple((function, function) for function in functions)


_PREAUTHS = _menu("preauths", *_same("preauth", "preauth_void", "completion", "completion_void"))
_OFFLINE = _menu("offline", *_same("cash", "cash_refund", "discount"))
_PRINT = _menu(
    "print",
    ("reprint_last", "reprint"),
    *_same("reprint_any", "detail", "totals", "reprint_settlement"),
)
_MANAGE = _menu(
    "manage",
    *_same(
        "sign_in", "sign_off", "query", "operator", "outside_line", "settlement", "lock", "version"
    ),
)
_OTHER = _menu(
    "other", *_same("balance", TRAINING, "test_connection", "check_versions", "update_software")
)

MAIN: tuple[Item, ...] = (
    Item("1", "sale", "sale"),
    Item("2", "void", "void"),
    Item("3", "refund", "refund"),
    *(
        Item(str(key), name, items=items)
        for key, (name, items) in enumerate((_PREAUTHS, _OFFLINE, _PRINT, _MANAGE, _OTHER), 4)
    ),
)


def find(path: Path) -> Item | None:
    """The item that these keys lead to; None if there is none, and for the main menu itself."""
    items, found = MAIN, None
    for key in path:
        found = next((item for item in items if item.key == key), None)
        if found is None:
            return None
        items = found.items
    return found


def items_of(path: Path) -> tuple[Item, ...]:
    """What is in the menu that these keys lead to; nothing if they lead to no menu."""
    if not path:
        return MAIN
    found = find(path)
    return () if found is None else found.items


def pages(path: Path) -> int:
    """How many times the display must be turned to see the whole menu, 1 or more."""
    return 1 if not path else max(1, -(-len(items_of(path)) // PAGE))


def paths() -> dict[str, Path]:
    """Every function to the keys that lead to it."""
    found: dict[str, Path] = {}

    def walk(items: tuple[Item, ...], above: Path) -> None:
        for item in items:
            path = (*above, item.key)
            if item.function:
                found[item.function] = path
            walk(item.items, path)

    walk(MAIN, ())
    return found
