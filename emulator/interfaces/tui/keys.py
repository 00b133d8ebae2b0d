"""
Which key does what: one table of everything a person can do from the keyboard, by action id.

A key is written as the character it gives (`m`, `*`) or by its name (`enter`, `f10`, `ctrl+p`).
Letters work with and without the capitals lock, and digits also as the full-width ones that a
Chinese input method gives. Nothing here knows the screen library.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from unicodedata import normalize

import msgspec

KEYPAD, CARD, COUNTER, SCREEN, INSTRUCTOR = "keypad", "card", "counter", "screen", "instructor"
GROUPS = (KEYPAD, CARD, COUNTER, SCREEN, INSTRUCTOR)
"""In the order in which the help shows them; the heading of one is `tui.group.<group>`."""
FAULTS = 7
"""As many of the instructor's faults have a key of their own."""
NAMED = frozenset(
    (
        "enter", "escape", "backspace", "delete", "insert", "space", "up", "down",
        "left", "right", "pageup", "pagedown", "home", "end",
        *(f"f{number}" for number in range(1, 13)),
        # The others arrive as another key, or never: ctrl+i is Tab, ctrl+m Enter, ctrl+z a stop.
        *(f"ctrl+{letter}" for letter in "abdefgklnopqrtuvwxy"),
    )
)  # fmt: skip
"""Every key that has a name and that terminals hand on; Tab always goes to the next pane."""
NEEDED = ("confirm", "cancel", "leave")
"""Actions that cannot be without a key."""


class KeyAction(msgspec.Struct, frozen=True):
    """One thing that a key does; `tui.key.<id>` says what it is called."""

    id: str
    keys: tuple[str, ...]
    """The usual ones; the first is shown."""
    group: str

    @property
    def text(self) -> str:
        """Id of its name in the messages file."""
        return text_of(self.id)


def text_of(id: str) -> str:
    """Id of an action's name in the messages file; the faults are named by what they do."""
    return "tui.key.fault" if id.startswith("fault_") else f"tui.key.{id}"


def _table() -> Iterable[KeyAction]:
    for digit in "1234567890":
        yield KeyAction(f"digit_{digit}", (digit,), KEYPAD)
    for id, *keys in (
        ("double_zero", "."),
        ("star", "*"),
        ("hash", "#"),
        ("confirm", "enter"),
        ("cancel", "escape"),
        ("clear", "backspace"),
        ("menu", "m", "f10"),
        ("up", "up"),
        ("down", "down"),
        ("feed", "pageup"),
    ):
        yield KeyAction(id, tuple(keys), KEYPAD)
    for id, key in (
        ("insert", "i"),
        ("swipe", "s"),
        ("tap", "t"),
        ("key_in", "k"),
        ("choose_card", "c"),
        ("customer_pin", "o"),
    ):
        yield KeyAction(id, (key,), CARD)
    for id, key in (
        ("load_paper", "p"),
        ("next_customer", "n"),
        ("actions", "a"),
        ("give_up", "g"),
        ("hint", "h"),
        ("next_morning", "w"),
    ):
        yield KeyAction(id, (key,), COUNTER)
    for id, *keys in (
        ("help", "f1"),
        ("palette", "ctrl+p"),
        ("pane_left", "left"),
        ("pane_right", "right"),
        ("scroll_back", "u"),
        ("scroll_on", "d"),
        ("leave", "q", "ctrl+q"),
    ):
        yield KeyAction(id, tuple(keys), SCREEN)
    for number in range(1, FAULTS + 1):
        yield KeyAction(f"fault_{number}", (f"f{number + 1}",), INSTRUCTOR)
    yield KeyAction("instructor", ("f9",), INSTRUCTOR)
    yield KeyAction("pause", ("space",), INSTRUCTOR)


ACTIONS: Mapping[str, KeyAction] = MappingProxyType({action.id: action for action in _table()})
"""Every action by id."""

PRESSED = MappingProxyType(
    {
        **{f"digit_{digit}": digit for digit in "0123456789"},
        "double_zero": "00",
        "star": "*",
        "hash": "#",
        **{id: id for id in ("confirm", "cancel", "clear", "menu", "up", "down", "feed")},
    }
)
"""Actions of the keypad to the key of the terminal, as `Session.press` calls it."""
ENTRIES = MappingProxyType(
    {"insert": "chip", "swipe": "swipe", "tap": "contactless", "key_in": "keyed"}
)
"""Actions of the card to how it is read, as `Session.show_card` calls it."""


class Keymap:
    """What each key does for one person."""

    def __init__(self, changed: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """
        Args:
            changed: Action id to its keys, in place of the usual ones; `clashes` must be empty.
        """
        self._keys = {id: action.keys for id, action in ACTIONS.items()} | dict(changed or {})
        self._ids = {key: id for id, keys in self._keys.items() for key in keys}

    def keys(self, id: str) -> tuple[str, ...]:
        """The keys of an action."""
        return self._keys[id]

    def first(self, id: str) -> str:
        """The key that is shown for an action, as a person reads it; empty if it has none."""
        keys = self._keys[id]
        return spoken(keys[0]) if keys else ""

    def action(self, key: str, character: str | None = None) -> str:
        """
        Find what a key does.

        Args:
            key: Its name.
            character: What it gives; None for a key that gives none.

        Returns:
            Id of the action; empty for a key that does nothing.
        """
        wanted = [key]
        if character is not None and character.isprintable() and character != " ":
            plain = normalize("NFKC", character)
            wanted = [plain, plain.lower()]
        return next((self._ids[one] for one in wanted if one in self._ids), "")


def clashes(keys: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """The first key that two actions want: the key and both ids; None if there is none."""
    owner: dict[str, str] = {}
    for id, action in ACTIONS.items():
        for key in keys.get(id, action.keys):
            if owner.setdefault(key, id) != id:
                return key, owner[key], id
    return None


def is_key(name: str) -> bool:
    """Tell whether this names a key: by its name, or as the one character that it gives."""
    return name in NAMED or (len(name) == 1 and name.isprintable() and name != " ")


_SPOKEN = {
    "enter": "Enter", "escape": "Esc", "backspace": "Backspace", "delete": "Del", "insert": "Ins",
    "space": "Space", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


def spoken(key: str) -> str:
    """A key as it stands on a keyboard: `enter` is Enter, `f10` F10, `ctrl+p` Ctrl+P."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if key in NAMED and key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return _SPOKEN.get(key, key)
