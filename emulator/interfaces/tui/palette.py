"""The command palette: everything that has a key, and what has none, in one list to search."""

from collections.abc import Iterator

from emulator.domain.texts import say
from emulator.interfaces.live.instructor.commands import SPEEDS
from emulator.interfaces.tui.hands import FAULT_KEYS, Hands
from emulator.interfaces.tui.key_file import name_of
from emulator.interfaces.tui.keys import ACTIONS, KEYPAD, Keymap
from emulator.interfaces.tui.sheets import Choice
from emulator.interfaces.tui.themes import THEMES

THEME, TIMES, PICTURE, DO = "theme", "times", "picture", "do"
"""First words of a command's id; the second says which."""


def commands(
    keymap: Keymap, hands: Hands, lang: str, *, hidden: frozenset[str]
) -> Iterator[Choice]:
    """
    Give every command.

    Args:
        keymap: The keys as they are.
        hands: Know what the instructor's faults are called.
        lang: zh or en.
        hidden: Actions that this run does not have; without `pause` there are no speeds either.
    """
    for id, action in ACTIONS.items():
        if action.group != KEYPAD and id not in hidden and id != "palette":
            key = keymap.first(id)
            shown = f"  [{key}]" if key else ""
            yield Choice(f"{DO} {id}", called(id, hands, lang) + shown, id.replace("_", " "))
    if "pause" not in hidden:
        for times in SPEEDS:
            yield Choice(f"{TIMES} {times}", say("tui.palette.speed", lang, times=times), "speed")
    for theme in THEMES:
        name = say(f"tui.theme.{theme}", lang)
        label = say("tui.palette.theme", lang, theme=name)
        yield Choice(f"{THEME} {theme}", label, f"theme {theme}")
    yield Choice(PICTURE, say("tui.palette.picture", lang), "picture screenshot svg")


def called(id: str, hands: Hands, lang: str) -> str:
    """What an action is called; of a fault, what goes wrong."""
    words = hands.fault_words(int(id[-1]), lang) if id in FAULT_KEYS else ""
    return words or name_of(id, lang)
