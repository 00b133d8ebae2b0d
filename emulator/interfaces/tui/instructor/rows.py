"""
What an instructor's panel says, as rows of words; the panel only puts them on the screen.

Every colour stands beside a word that says the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from emulator.domain.texts import say
from emulator.interfaces.live.instructor.commands import LinkState
from emulator.interfaces.live.instructor.presets import Preset
from emulator.interfaces.tui.widgets.board import Row, row
from emulator.reports.layout import cells, cut, pad

STATE_CELLS = 9
"""The longest word for the state of a fault, and a blank."""
LEAST_TITLE = 8
"""Cells; a title cut shorter says nothing."""
_ROLES = {"ready": "dim", "armed": "warn", "fired": "bad", "healed": "good"}
_LINK_ROLES = {"open": "good", "silent": "warn", "calling": "warn", "lost": "bad"}


class Fault(msgspec.Struct, frozen=True):
    """One fault of the run: its name, what it is, and how far it has come."""

    id: str
    name: str
    state: str
    """armed, fired, healed, disarmed or no_effect."""


class Fact(msgspec.Struct, frozen=True):
    """One line of what is true: `instructor.fact.<name>` is its label."""

    name: str
    text: str
    role: str = ""
    """One of `board.ROLES`."""
    is_plan: bool = False
    """It has not happened yet, and a trainee is not to know."""


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """All that a panel shows of a session at one moment."""

    title: str
    moment: datetime
    times: int = 1
    is_held: bool = False
    is_exam: bool = False
    lcd: tuple[str, ...] = ()
    is_dark: bool = False
    beep: str = ""
    """ok or error; empty for none."""
    paper: Sequence[str] = ()
    """The last lines that came out of the slot."""
    facts: tuple[Fact, ...] = ()
    faults: tuple[Fault, ...] = ()
    """The oldest first."""
    pulled: tuple[str, ...] = ()
    """Levers that are pulled now, by full name."""


def head_words(look: Outlook | None, link: LinkState, address: str, width: int, lang: str) -> Row:
    """Whose session it is, and how the line to it is; the title gives way where it is narrow."""
    heading = say("instructor.title", lang)
    others: list[tuple[str, str]] = []
    if look is not None and look.is_exam:
        others.append((f"  [{say('instructor.exam', lang)}]", "warn"))
    if address or link == "over":
        role = _LINK_ROLES.get(link, "bad")
        others.append((f"  {say(f'instructor.link.{link}', lang, address=address)}", role))
    room = width - cells(heading) - sum(cells(text) for text, _ in others) - 2
    title = "" if look is None or room < LEAST_TITLE else f"  {cut(look.title, room)}"
    return row((heading, "strong"), title, *others)


def clock_words(look: Outlook | None, lang: str) -> Row:
    """The shop's time, and how it passes."""
    if look is None:
        return row("")
    held = say("instructor.held", lang) if look.is_held else say("instructor.goes", lang)
    return row(
        f"{look.moment:%Y-%m-%d %H:%M:%S} ",
        (f"x{look.times}", "strong"),
        (f" {held}", "warn" if look.is_held else "good"),
    )


def state_of(preset: Preset, faults: Iterable[Fault]) -> str:
    """How far the latest fault under a key has come: ready, armed, fired or healed."""
    states = [fault.state for fault in faults if preset.is_mine(fault.id)]
    last = states[-1] if states else "ready"
    return last if last in _ROLES else "ready"


def preset_row(key: int, preset: Preset, state: str, width: int, lang: str) -> Row:
    """One key: its number, what it does, and its state at the right."""
    room = max(8, width - STATE_CELLS - 3)
    words = pad(cut(preset.words(lang), room), room)
    return row(
        (f"{key} ", "strong"),
        f"{words} ",
        (pad(say(f"instructor.state.{state}", lang), STATE_CELLS), _ROLES[state]),
    )


def display_rows(look: Outlook | None, lang: str) -> Iterator[Row]:
    """The terminal's display as the trainee sees it, and what was heard last."""
    lines = () if look is None or look.is_dark else look.lcd
    for number in range(4):
        text = lines[number] if number < len(lines) else ""
        yield row("|", (pad(text, 16), "strong"), "|")
    if look is not None and look.is_dark:
        yield row((say("instructor.dark", lang), "warn"))
    elif look is not None and look.beep:
        role = "bad" if look.beep == "error" else "good"
        yield row((say(f"instructor.beep.{look.beep}", lang), role))
    else:
        yield row("")


def paper_rows(lines: Sequence[str], height: int) -> Iterator[Row]:
    """The last of the paper, the newest line at the foot."""
    last = list(lines[-height:]) if height > 0 else []
    for text in [*[""] * (height - len(last)), *last]:
        yield row(text)


def fact_rows(facts: Iterable[Fact], width: int, lang: str) -> Iterator[Row]:
    """What is true, one fact a row; what does not fit goes on in the next row."""
    labels = {fact.name: say(f"instructor.fact.{fact.name}", lang) for fact in facts}
    edge = max(map(cells, labels.values()), default=0) + 1
    room = max(8, width - edge)
    for fact in facts:
        first, *others = folded(fact.text, room)
        yield row((pad(labels[fact.name], edge), "label"), (first, fact.role))
        yield from (row(" " * edge, (other, fact.role)) for other in others)


def folded(text: str, width: int) -> list[str]:
    """Cut a text into rows of so many cells, between words where there is a blank."""
    rows, current = [], ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if cells(joined) <= width:
            current = joined
            continue
        if current:
            rows.append(current)
        while cells(word) > width:
            piece = _fitting(word, width)
            rows.append(piece)
            word = word[len(piece) :]
        current = word
    return [*rows, current]


def _fitting(text: str, width: int) -> str:
    taken = 0
    for at, char in enumerate(text):
        taken += cells(char)
        if taken > width:
            return text[:at]
    return text
